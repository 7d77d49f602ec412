"""Why an act of this room is refused: one class per refusal, each with a stable code and no prose."""

from collections.abc import Mapping, Sequence
from typing import ClassVar


class DocumentRefused(Exception):
    """An act that was not carried out; nothing was changed."""

    code: ClassVar[str] = "document_refused"


class DocumentUnknown(DocumentRefused):
    """There is no such document, or its data is forgotten."""

    code = "document_unknown"


class MoveNotPossible(DocumentRefused):
    """The document is somewhere from where it cannot go there; `place` says where it is."""

    code = "move_not_possible"

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


class PlaceOccupied(DocumentRefused):
    """Another document lies at this position of the safe."""

    code = "place_occupied"


class PlaceMalformed(DocumentRefused):
    """A place in the safe is a drawer of letters and digits and a position from 1 to 999."""

    code = "place_malformed"


class DocumentDiffers(DocumentRefused):
    """The number is known for another person or kind: `fields` says what differs."""

    code = "document_differs"

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(",".join(fields))
        self.fields = fields


class ProofMissing(DocumentRefused):
    """A document is handed over only with everything proved; `lacking` names what is not."""

    code = "proof_missing"

    def __init__(self, lacking: tuple[str, ...]) -> None:
        super().__init__(",".join(lacking))
        self.lacking = lacking


class SamePersonConfirms(DocumentRefused):
    """Destruction needs two people: who asked cannot confirm."""

    code = "same_person_confirms"


class InvitationUnknown(DocumentRefused):
    """No open invitation has this code and one of its persons this birth date."""

    code = "invitation_unknown"


class InvitationClosed(DocumentRefused):
    """The invitation is revoked, used, or its time is over."""

    code = "invitation_closed"


class DeliveryUnreadable(DocumentRefused):
    """The file cannot be read, and nothing of it was kept: `why` is a code of `deliveries.words`."""

    code = "delivery_unreadable"

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class DeliveryRefused(DocumentRefused):
    """All or nothing was asked for and a document has a fault: nothing was kept. `faults`: of each."""

    code = "delivery_refused"

    def __init__(self, faults: Sequence[Mapping[str, str]]) -> None:
        super().__init__(str(len(faults)))
        self.faults = tuple(faults)


class DeliveryUnknown(DocumentRefused):
    """There is no such delivery."""

    code = "delivery_unknown"


class DocumentGone(DocumentRefused):
    """The document has left the service point: nothing about it is changed any more."""

    code = "document_gone"


class AlreadyInvited(DocumentRefused):
    """The person at `position` has an open invitation for photo and fingerprints."""

    code = "already_invited"

    def __init__(self, position: int) -> None:
        super().__init__(str(position))
        self.position = position


class DocumentOfOtherLocation(DocumentRefused):
    """The document belongs to another service point: it cannot be kept in this safe."""

    code = "document_of_other_location"


class DrawerFull(DocumentRefused):
    """No position of this drawer is free."""

    code = "drawer_full"


class CustodyReasonUnknown(DocumentRefused):
    """The reason is not one of the list."""

    code = "reason_unknown"


class NotCollectable(DocumentRefused):
    """The document cannot be given to its owner here and now: `reason` says why, as `rules.why_not`."""

    code = "not_collectable"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SignatureRefused(DocumentRefused):
    """What was drawn is no signature: empty, too small, too long, or no path."""

    code = "signature_refused"


class TooLateToTakeBack(DocumentRefused):
    """The hand-over was too long ago to be a slip of the finger."""

    code = "too_late_to_take_back"


class StockTakeClosed(DocumentRefused):
    """There is no such count, or it is finished, or this difference is settled."""

    code = "stock_take_closed"


class StockTakeOpen(DocumentRefused):
    """Another count is going on; it is finished first."""

    code = "stock_take_open"


class ListClosed(DocumentRefused):
    """There is no such return list or instruction, or it is done."""

    code = "list_closed"


class ListEmpty(DocumentRefused):
    """Nothing is on this list: it cannot be sent or asked for."""

    code = "list_empty"


class ReferenceUsed(DocumentRefused):
    """An instruction with this reference of the IND exists already, or it is malformed."""

    code = "reference_used"
