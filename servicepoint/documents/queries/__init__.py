"""What others may know about documents and invitations."""

from .admission import Admission, Comer, refusals
from .invitations import InvitationView, InvitedView, invitation, open_invited, opened_by, printed_code
from .whereabouts import Whereabouts, by_number, in_safe, of_ids, of_v_numbers

__all__ = [
    "Admission",
    "Comer",
    "InvitationView",
    "InvitedView",
    "Whereabouts",
    "by_number",
    "in_safe",
    "invitation",
    "of_ids",
    "of_v_numbers",
    "open_invited",
    "opened_by",
    "printed_code",
    "refusals",
]
