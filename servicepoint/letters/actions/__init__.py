"""What happens to letters: wanted, withdrawn, printed, come back."""

from servicepoint.letters.actions.asking import Order, note_returned, want, want_all, withdraw
from servicepoint.letters.actions.following import hand_over_again, poll_status
from servicepoint.letters.actions.printing import Compose, Wanted, print_due

__all__ = [
    "Compose",
    "Order",
    "Wanted",
    "hand_over_again",
    "note_returned",
    "poll_status",
    "print_due",
    "want",
    "want_all",
    "withdraw",
]
