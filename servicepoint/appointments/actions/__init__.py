"""What can be done with time and parties: one function, one thing that happened, one entry in the record."""

from .book import Booked, book
from .change import add_person, cancel, change_contact, contact_changed_by, drop_person, move, resend
from .drafts import Typed, answer, draft_of, settle_draft, start_draft
from .forget import forget
from .hold import Hold, extend, hold, release
from .settle import keep_still, settle, tell_missed
from .slots import NamedSlot, book_slot, hold_slot

__all__ = [
    "Booked",
    "Hold",
    "NamedSlot",
    "Typed",
    "add_person",
    "answer",
    "book",
    "book_slot",
    "cancel",
    "change_contact",
    "contact_changed_by",
    "draft_of",
    "drop_person",
    "extend",
    "forget",
    "hold",
    "hold_slot",
    "keep_still",
    "move",
    "release",
    "resend",
    "settle",
    "settle_draft",
    "start_draft",
    "tell_missed",
]
