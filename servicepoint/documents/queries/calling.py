"""Whom to write to: documents that lie ready without an invitation, and invitations that are open."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from servicepoint.documents import rules
from servicepoint.documents.codes import code_behind
from servicepoint.documents.household import Address, address_from
from servicepoint.documents.models import Document, Invitation, Invited, Stay

from .invitations import InvitationView, InvitedView, views


@dataclass(frozen=True, slots=True)
class Ready:
    """A document in the safe for which nobody is invited yet, and how its owner is reached."""

    document_id: int
    v_number: str
    first_name: str
    last_name: str
    birth_date: date
    language: str
    email: str
    address: Address
    household_digest: bytes | None
    collect_before: date
    since: datetime


@dataclass(frozen=True, slots=True)
class Spoiled:
    """A document that cannot be collected here any more, why, and who is invited for it if anybody is."""

    document_id: int
    v_number: str
    birth_date: date | None
    reason: str
    invitation: InvitationView | None = None
    person: InvitedView | None = None


def ready_to_call(location_id: int, day: date) -> list[Ready]:
    """Return documents in the safe whose owners are not invited and may still come, oldest arrival first."""
    invited = Invited.objects.filter(document_id=OuterRef("document_id"), is_open=True)
    rows = Stay.objects.filter(
        ~Exists(invited),
        ended_at=None,
        place="in_safe",
        location_id=location_id,
        document__forgotten_at=None,
        document__elsewhere="",
        document__courier_at=None,
        document__blocked_reason="",
        document__collect_before__gte=day,
    )
    return [_ready(stay) for stay in rows.select_related("document").order_by("began_at", "id")]


def open_invitations(location_id: int, day: date) -> list[InvitationView]:
    """Return invitations with somebody left to come, not revoked and not over, oldest first."""
    return sorted(views(_open(location_id, day)), key=lambda each: (each.made_at, each.id))


def open_invitation_ids(location_id: int, day: date) -> list[int]:
    """Return the ids of what `open_invitations` returns, oldest first; one query, nobody's data."""
    return list(_open(location_id, day).order_by("made_at", "id").values_list("id", flat=True))


def invitations_of(ids: Iterable[int]) -> dict[int, InvitationView]:
    """Return these invitations by id, as far as they are not forgotten."""
    return {view.id: view for view in views(Invitation.objects.filter(id__in=list(ids)))}


def printed_codes(ids: Iterable[int]) -> dict[int, str]:
    """Return the codes of these invitations as letters carry them.

    None for one that was made with a data key that is gone: it needs another code.
    """
    rows = Invitation.objects.filter(id__in=list(ids), forgotten_at=None, code_digest__isnull=False)
    codes = {}
    for number, version, digest in rows.values_list("id", "code_version", "code_digest"):
        with suppress(ValueError):
            codes[number] = code_behind(number, version, bytes(digest or b""))
    return codes


def spoiled(location_id: int) -> list[Spoiled]:
    """Return what a courier brings, lies elsewhere or is kept back, and has not left; three queries."""
    flagged = Q(courier_at__isnull=False) | ~Q(elsewhere="") | ~Q(blocked_reason="")
    left = Stay.objects.filter(document_id=OuterRef("id"), ended_at=None, place__in=rules.GONE)
    here = Document.objects.filter(flagged, ~Exists(left), location_id=location_id, forgotten_at=None)
    found = {each.id: each for each in here.defer("address").order_by("id")}
    letters = Invitation.objects.filter(people__document_id__in=found, people__is_open=True).distinct()
    invited = {
        person.document_id: (view, person)
        for view in views(letters)
        for person in view.people
        if person.is_open
    }
    return [
        Spoiled(number, each.v_number, each.birth_date, _spoiled_by(each), *invited.get(number, ()))
        for number, each in found.items()
    ]


def _open(location_id: int, day: date) -> QuerySet[Invitation]:
    someone = Invited.objects.filter(invitation_id=OuterRef("id"), is_open=True)
    return Invitation.objects.filter(
        Exists(someone), location_id=location_id, revoked_at=None, forgotten_at=None, closes_on__gte=day
    )


def _spoiled_by(document: Document) -> str:
    if document.courier_at is not None:
        return "document_courier"
    return "document_elsewhere" if document.elsewhere else "document_blocked"


def _ready(stay: Stay) -> Ready:
    document = stay.document
    assert document.birth_date is not None  # a constraint, while it is not forgotten
    return Ready(
        document_id=document.id,
        v_number=document.v_number,
        first_name=document.first_name,
        last_name=document.last_name,
        birth_date=document.birth_date,
        language=document.language,
        email=document.email,
        address=address_from(document.address),
        household_digest=bytes(document.household_digest) if document.household_digest else None,
        collect_before=document.collect_before,
        since=stay.began_at,
    )
