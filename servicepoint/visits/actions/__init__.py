"""What can happen on the day: one function, one thing that happened, one entry in the record."""

from .absent import tell_missed
from .arrive import Allowed, Guest, Ticket, allow_walk_ins, check_in, walk_in
from .closing import DayEnd, close_day
from .counters import close_counter, open_counter, pause_counter, resume_counter
from .follow_up import FollowUp, book_follow_up
from .forget import forget
from .hand_over import (
    Signature,
    bring_back_document,
    fetch_document,
    hand_over_document,
    note_unknown_document,
    take_back_document,
)
from .line import (
    Call,
    Onward,
    call_again,
    call_next,
    leave,
    missed,
    park,
    recall,
    returned,
    start_serving,
    transfer,
)
from .serving import Found, Outcome, check, finish, record_step, set_outcome
from .undoing import undo

__all__ = [
    "Allowed",
    "Call",
    "DayEnd",
    "FollowUp",
    "Found",
    "Guest",
    "Onward",
    "Outcome",
    "Signature",
    "Ticket",
    "allow_walk_ins",
    "book_follow_up",
    "bring_back_document",
    "call_again",
    "call_next",
    "check",
    "check_in",
    "close_counter",
    "close_day",
    "fetch_document",
    "finish",
    "forget",
    "hand_over_document",
    "leave",
    "missed",
    "note_unknown_document",
    "open_counter",
    "park",
    "pause_counter",
    "recall",
    "record_step",
    "resume_counter",
    "returned",
    "set_outcome",
    "start_serving",
    "take_back_document",
    "tell_missed",
    "transfer",
    "undo",
    "walk_in",
]
