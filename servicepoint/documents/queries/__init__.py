"""What others may know about documents and invitations."""

from .admission import Admission, Comer, refusals
from .deliveries import (
    DeliveryView,
    deliveries,
    delivery,
    faults,
    faults_count,
    not_here_yet,
    promised,
)
from .invitations import InvitationView, InvitedView, invitation, open_invited, opened_by, printed_code
from .whereabouts import Whereabouts, by_number, in_safe, of_ids, of_v_numbers

__all__ = [
    "Admission",
    "Comer",
    "DeliveryView",
    "InvitationView",
    "InvitedView",
    "Whereabouts",
    "by_number",
    "deliveries",
    "delivery",
    "faults",
    "faults_count",
    "in_safe",
    "invitation",
    "not_here_yet",
    "of_ids",
    "of_v_numbers",
    "open_invited",
    "opened_by",
    "printed_code",
    "promised",
    "refusals",
]
