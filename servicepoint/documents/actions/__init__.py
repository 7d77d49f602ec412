"""Acts on documents and invitations: one function, one thing that happened, one entry in the record."""

from .delivering import Row, block, deliver_one, switch_to_courier
from .inviting import Call, Guest, close_invited, invite, readdress, replace_code, revoke
from .moving import Whereto, hand_over, move, scan_in

__all__ = [
    "Call",
    "Guest",
    "Row",
    "Whereto",
    "block",
    "close_invited",
    "deliver_one",
    "hand_over",
    "invite",
    "move",
    "readdress",
    "replace_code",
    "revoke",
    "scan_in",
    "switch_to_courier",
]
