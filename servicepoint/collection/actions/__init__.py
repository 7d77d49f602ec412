"""Calling people in, reminding them, choosing a time for who does not, calling off what cannot be."""

from .calling import call_in, write_missing
from .calling_off import call_off
from .following import assign, remind
from .sending import change_address, print_again, print_due, stop_code

__all__ = [
    "assign",
    "call_in",
    "call_off",
    "change_address",
    "print_again",
    "print_due",
    "remind",
    "stop_code",
    "write_missing",
]
