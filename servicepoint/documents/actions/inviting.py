"""Invitations: who may book what with one letter, until when, and under which code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from servicepoint.audit.actions import record
from servicepoint.documents.codes import code_of, digest_of
from servicepoint.documents.errors import InvitationUnknown
from servicepoint.documents.household import Address, household_digest
from servicepoint.documents.models import Invitation, Invited
from servicepoint.kit.actor import Actor

VERSIONS_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Guest:
    """A person who is invited, with the document that lies ready for them if it is about one."""

    v_number: str
    first_name: str
    last_name: str
    birth_date: date
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """What a letter invites to: a service of a location, within days (both included), and why.

    `reason`: `ready` (a document lies here), `missing` or `poor` (photo and fingerprints).
    """

    location_id: int
    service: str
    reason: str
    opens_on: date
    closes_on: date
    language: str
    address: Address
    email: str = ""


def invite(call: Call, guests: Sequence[Guest], *, now: datetime, actor: Actor) -> int:
    """Make an invitation for these persons and return its id. Raises IntegrityError (database) for a
    document that somebody is invited for already: look at what is open first."""
    with transaction.atomic():
        row = Invitation.objects.create(
            location_id=call.location_id,
            service=call.service,
            reason=call.reason,
            language=call.language,
            email=call.email,
            address=call.address.as_json(),
            household_digest=household_digest(call.address),
            made_at=now,
            opens_on=call.opens_on,
            closes_on=call.closes_on,
        )
        _give_code(row, version=1)
        Invited.objects.bulk_create(
            Invited(
                invitation=row,
                position=position,
                document_id=guest.document_id,
                v_number=guest.v_number,
                first_name=guest.first_name,
                last_name=guest.last_name,
                birth_date=guest.birth_date,
            )
            for position, guest in enumerate(guests, start=1)
        )
        facts = {"service": call.service, "reason": call.reason, "persons": len(guests)}
        record("documents.invited", actor=actor, subject=f"invitation:{row.id}", now=now, facts=facts)
    return row.id


def replace_code(invitation_id: int, *, reason: str, now: datetime, actor: Actor) -> None:
    """Give the invitation another code: the one that was lost or stolen opens nothing any more."""
    with transaction.atomic():
        row = _locked(invitation_id)
        _give_code(row, version=row.code_version + 1)
        facts = {"reason": reason, "version": row.code_version}
        record("documents.code_replaced", actor=actor, subject=f"invitation:{row.id}", now=now, facts=facts)


def stop_code(invitation_id: int, *, reason: str, now: datetime, actor: Actor) -> None:
    """Take the code of an invitation back: it opens nothing any more, until it gets another one.

    Whoever is invited stays so: the next letter carries a new code. Again changes nothing.
    """
    with transaction.atomic():
        row = _locked(invitation_id)
        if row.code_digest is None:
            return
        row.code_digest, row.attacked_at = None, None
        row.save(update_fields=["code_digest", "attacked_at"])
        facts = {"reason": reason}
        record("documents.code_stopped", actor=actor, subject=f"invitation:{row.id}", now=now, facts=facts)


def readdress(invitation_id: int, address: Address, *, now: datetime, actor: Actor) -> None:
    """Send what is still to be sent to another address; the same one again changes nothing.

    The documents keep the address that the IND gave: it is the IND who changes that.
    """
    with transaction.atomic():
        row = _locked(invitation_id)
        if row.address == address.as_json():
            return
        row.address, row.household_digest = address.as_json(), household_digest(address)
        row.save(update_fields=["address", "household_digest"])
        record("documents.readdressed", actor=actor, subject=f"invitation:{row.id}", now=now)


def revoke(invitation_id: int, *, reason: str, now: datetime, actor: Actor) -> None:
    """Take the invitation back: its code opens nothing any more. Again changes nothing."""
    with transaction.atomic():
        row = _locked(invitation_id)
        if row.revoked_at is not None:
            return
        row.revoked_at, row.revoked_reason = now, reason
        row.save(update_fields=["revoked_at", "revoked_reason"])
        Invited.objects.filter(invitation=row, is_open=True).update(is_open=False, closed_reason=reason)
        facts = {"reason": reason}
        record("documents.revoked", actor=actor, subject=f"invitation:{row.id}", now=now, facts=facts)


def close_invited(invited_id: int, *, reason: str, now: datetime, actor: Actor) -> None:
    """Note that an invited person needs no visit any more, such as after photo and fingerprints."""
    with transaction.atomic():
        if Invited.objects.filter(id=invited_id, is_open=True).update(is_open=False, closed_reason=reason):
            facts = {"reason": reason}
            record("documents.closed", actor=actor, subject=f"invited:{invited_id}", now=now, facts=facts)


def _locked(invitation_id: int) -> Invitation:
    row = Invitation.objects.select_for_update().filter(id=invitation_id, forgotten_at=None).first()
    if row is None:
        raise InvitationUnknown
    return row


def _give_code(row: Invitation, *, version: int) -> None:
    """Take the first version from this one on whose code no other invitation has."""
    for number in range(version, version + VERSIONS_MAX):
        digest = digest_of(code_of(row.id, number))
        if not Invitation.objects.filter(code_digest=digest).exists():
            row.code_version, row.code_digest, row.attacked_at = number, digest, None
            row.save(update_fields=["code_version", "code_digest", "attacked_at"])
            return
    raise RuntimeError("no free code: the alphabet or the length is wrong")
