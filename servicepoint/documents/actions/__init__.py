"""Acts on documents and invitations: one function, one thing that happened, one entry in the record."""

from servicepoint.documents.row import Row

from .biometrics_letters import invite_for_biometrics
from .changing import Wish, change
from .delivering import block, deliver_one, switch_to_courier
from .inviting import Call, Guest, close_invited, invite, replace_code, revoke
from .moving import Whereto, hand_over, move, scan_in
from .reading import read
from .receiving import Item, Sent, queue_unread, receive, take_call

__all__ = [
    "Call",
    "Guest",
    "Item",
    "Row",
    "Sent",
    "Whereto",
    "Wish",
    "block",
    "change",
    "close_invited",
    "deliver_one",
    "hand_over",
    "invite",
    "invite_for_biometrics",
    "move",
    "queue_unread",
    "read",
    "receive",
    "replace_code",
    "revoke",
    "scan_in",
    "switch_to_courier",
    "take_call",
]
