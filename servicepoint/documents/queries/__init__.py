"""What others may know about documents and invitations."""

from .admission import Admission, Comer, refusals
from .calling import (
    Ready,
    Spoiled,
    invitations_made_since,
    invitations_of,
    open_invitations,
    printed_codes,
    ready_to_call,
    spoiled,
)
from .deliveries import DeliveryView, deliveries, delivery, faults, faults_count, not_here_yet, promised
from .invitations import InvitationView, InvitedView, invitation, open_invited, opened_by, printed_code
from .whereabouts import Whereabouts, by_number, in_safe, kind_in_words, of_ids, of_v_numbers

__all__ = [
    "Admission",
    "Comer",
    "DeliveryView",
    "InvitationView",
    "InvitedView",
    "Ready",
    "Spoiled",
    "Whereabouts",
    "by_number",
    "deliveries",
    "delivery",
    "faults",
    "faults_count",
    "in_safe",
    "invitation",
    "invitations_made_since",
    "invitations_of",
    "kind_in_words",
    "not_here_yet",
    "of_ids",
    "of_v_numbers",
    "open_invitations",
    "open_invited",
    "opened_by",
    "printed_code",
    "printed_codes",
    "promised",
    "ready_to_call",
    "refusals",
    "spoiled",
]
