"""Acts on documents and invitations: one function, one thing that happened, one entry in the record."""

from servicepoint.documents.row import Row

from .biometrics_letters import invite_for_biometrics
from .changing import Wish, change
from .delivering import block, deliver_one, switch_to_courier
from .forget import forget
from .giving import bring_back, fetch, give, take_back
from .inviting import Call, Guest, close_invited, invite, readdress, replace_code, revoke, stop_code
from .keeping import PutIn, mark_missing, put_back, put_in, take_out
from .leaving import (
    ask_destruction,
    confirm_destruction,
    open_return_list,
    send_return,
    take_for_return,
    withdraw_destruction,
)
from .moving import Whereto, hand_over, move
from .reading import read
from .receiving import Item, Sent, queue_unread, receive, take_call
from .stock import finish_stock_take, scan_stock, settle_difference, start_stock_take

__all__ = [
    "Call",
    "Guest",
    "Item",
    "PutIn",
    "Row",
    "Sent",
    "Whereto",
    "Wish",
    "ask_destruction",
    "block",
    "bring_back",
    "change",
    "close_invited",
    "confirm_destruction",
    "deliver_one",
    "fetch",
    "finish_stock_take",
    "forget",
    "give",
    "hand_over",
    "invite",
    "invite_for_biometrics",
    "mark_missing",
    "move",
    "open_return_list",
    "put_back",
    "put_in",
    "queue_unread",
    "read",
    "readdress",
    "receive",
    "replace_code",
    "revoke",
    "scan_stock",
    "send_return",
    "settle_difference",
    "start_stock_take",
    "stop_code",
    "switch_to_courier",
    "take_back",
    "take_call",
    "take_for_return",
    "take_out",
    "withdraw_destruction",
]
