"""Who is invited: what a code opens, and who may book without one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from servicepoint.documents.codes import code_behind, digests_of
from servicepoint.documents.errors import InvitationUnknown
from servicepoint.documents.household import Address, address_from
from servicepoint.documents.models import Invitation, Invited


@dataclass(frozen=True, slots=True)
class InvitedView:
    """One invited person; `is_open` says whether there is anything left to come for."""

    id: int
    position: int
    document_id: int | None
    v_number: str
    first_name: str
    last_name: str
    birth_date: date | None
    is_open: bool
    closed_reason: str


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation with its persons, in their order."""

    id: int
    location_id: int
    service: str
    reason: str
    language: str
    email: str
    address: Address
    household_digest: bytes | None
    made_at: datetime
    opens_on: date
    closes_on: date
    revoked_at: datetime | None
    people: tuple[InvitedView, ...]

    def is_usable_on(self, day: date) -> bool:
        """Say whether a visit on that day can be booked with it."""
        return self.revoked_at is None and self.opens_on <= day <= self.closes_on


def opened_by(code: str, birth_date: date) -> InvitationView:
    """Return the invitation of a code when one of its persons was born on that day.

    A wrong code and a wrong birth date are the same refusal. Raises InvitationUnknown.
    """
    for view in views(Invitation.objects.filter(code_digest__in=digests_of(code))):
        if any(person.birth_date == birth_date for person in view.people):
            return view
    raise InvitationUnknown


def invitation(invitation_id: int) -> InvitationView:
    """Return an invitation. Raises InvitationUnknown."""
    for view in views(Invitation.objects.filter(id=invitation_id)):
        return view
    raise InvitationUnknown


def open_invited(v_numbers: Iterable[str]) -> list[tuple[InvitationView, InvitedView]]:
    """Return the open invitations of these V-numbers, each with the person of it."""
    wanted = {each for each in v_numbers if each}
    rows = Invitation.objects.filter(people__v_number__in=wanted, people__is_open=True, revoked_at=None)
    return [
        (view, person)
        for view in views(rows.distinct())
        for person in view.people
        if person.is_open and person.v_number in wanted
    ]


def printed_code(invitation_id: int) -> str:
    """Return the code as the letter carries it. Raises InvitationUnknown, ValueError as `code_behind`."""
    row = Invitation.objects.filter(id=invitation_id, forgotten_at=None).first()
    if row is None or row.code_digest is None:
        raise InvitationUnknown
    return code_behind(row.id, row.code_version, bytes(row.code_digest))


def views(rows: QuerySet[Invitation]) -> list[InvitationView]:
    """Return invitations with their persons, newest first, for the queries of this room: two queries."""
    found = rows.filter(forgotten_at=None).prefetch_related("people").order_by("-made_at", "-id")
    return [_view(row) for row in found]


def _view(row: Invitation) -> InvitationView:
    return InvitationView(
        id=row.id,
        location_id=row.location_id,
        service=row.service,
        reason=row.reason,
        language=row.language,
        email=row.email,
        address=address_from(row.address),
        household_digest=bytes(row.household_digest) if row.household_digest else None,
        made_at=row.made_at,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        revoked_at=row.revoked_at,
        people=tuple(_person(each) for each in sorted(row.people.all(), key=lambda one: one.position)),
    )


def _person(row: Invited) -> InvitedView:
    return InvitedView(
        **{name: getattr(row, name) for name in InvitedView.__slots__},
    )
