"""What happens at the camera and the scanner: one function, one thing that happened, one entry in the record.

A counter's screen opens a sitting for a person and sends the assistant to the pages of the staff door:

    sitting_id = actions.open_sitting("visit:12/1", age=34, actor=actor, now=now)

The subject is the caller's own name for that person on that day (64 characters at most, no personal detail);
opening it twice gives the same sitting. `queries.sitting_of(subject)` tells how far it is.
"""

from .deciding import Reason, accept, exempt, override
from .handing_over import alarm_late, delete_expired, hand_over_due, hand_over_one
from .sittings import close_sitting, forget, open_sitting
from .taking import Place, Taken, record_photo, record_print

__all__ = [
    "Place",
    "Reason",
    "Taken",
    "accept",
    "alarm_late",
    "close_sitting",
    "delete_expired",
    "exempt",
    "forget",
    "hand_over_due",
    "hand_over_one",
    "open_sitting",
    "override",
    "record_photo",
    "record_print",
]
