"""Acts on documents and invitations: one function, one thing that happened, one entry in the record."""

from servicepoint.documents.row import Row

from .delivering import block, deliver_one, switch_to_courier
from .inviting import Call, Guest, close_invited, invite, readdress, replace_code, revoke
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
    "block",
    "close_invited",
    "deliver_one",
    "hand_over",
    "invite",
    "move",
    "queue_unread",
    "read",
    "readdress",
    "receive",
    "replace_code",
    "revoke",
    "scan_in",
    "switch_to_courier",
    "take_call",
]
