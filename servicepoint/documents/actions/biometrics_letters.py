"""People whose photo and fingerprints are missing or poor are invited; the letter is written elsewhere."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from servicepoint.documents.errors import AlreadyInvited
from servicepoint.documents.models import Invited
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor

from .inviting import Call, Guest, invite

BIOMETRICS = "BIO"
REASONS = ("missing", "poor")
CONSTRAINT = "one_open_invitation_for_biometrics"


def invite_for_biometrics(call: Call, guests: Sequence[Guest], *, now: datetime, actor: Actor) -> int:
    """Invite these persons with one letter and return the id of the invitation.

    An invitation whose time is over stands in nobody's way. Raises AlreadyInvited, with the position from 1,
    for a person who has an open one.
    """
    today = clock.dutch_day(now)
    numbers = [guest.v_number for guest in guests]
    with transaction.atomic():
        _close_expired(numbers, today)
        _check_free(numbers)
        try:
            with transaction.atomic():
                return invite(call, guests, now=now, actor=actor)
        except (
            IntegrityError
        ) as error:  # somebody else invites one of them at this moment, or one is named twice
            if CONSTRAINT not in str(error):
                raise
            _check_free(numbers)
            raise AlreadyInvited(_second(numbers)) from error


def _open(numbers: Sequence[str]) -> dict[str, date]:
    """Return until when these persons are invited already, by V-number."""
    rows = Invited.objects.filter(v_number__in=numbers, is_open=True, document=None)
    return dict(rows.values_list("v_number", "invitation__closes_on"))


def _check_free(numbers: Sequence[str]) -> None:
    taken = _open(numbers)
    for position, number in enumerate(numbers, start=1):
        if number in taken:
            raise AlreadyInvited(position)


def _close_expired(numbers: Sequence[str], today: date) -> None:
    over = Invited.objects.filter(
        v_number__in=numbers, is_open=True, document=None, invitation__closes_on__lt=today
    )
    over.update(is_open=False, closed_reason="expired")


def _second(numbers: Sequence[str]) -> int:
    """Return the position of the first person who is named a second time."""
    return next(
        (position for position, number in enumerate(numbers, start=1) if number in numbers[: position - 1]), 1
    )
