"""What can be done with time and parties: one function, one thing that happened, one entry in the record."""

from .book import Booked, book
from .change import add_person, cancel, change_contact, contact_changed_by, drop_person, move, resend
from .drafts import Typed, answer, draft_of, settle_draft, start_draft
from .forget import forget
from .hold import Hold, extend, hold, release
from .settle import keep_still, settle, tell_missed

__all__ = [
    "Booked",
    "Hold",
    "Typed",
    "add_person",
    "answer",
    "book",
    "cancel",
    "change_contact",
    "contact_changed_by",
    "draft_of",
    "drop_person",
    "extend",
    "forget",
    "hold",
    "keep_still",
    "move",
    "release",
    "resend",
    "settle",
    "settle_draft",
    "start_draft",
    "tell_missed",
]
