"""Documents that came into the safe: their owners are invited, each family with one letter."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from servicepoint.collection import rules
from servicepoint.collection.topics import topic_of
from servicepoint.documents import actions as documents
from servicepoint.documents import queries
from servicepoint.documents.actions import Call, Guest
from servicepoint.documents.queries import COLLECT, InvitationView, Ready
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from servicepoint.letters.queries import topics_written

from .telling import FIRST_LETTER, key_of, tell

GROUPS_MAX = 500  # letters in one round


def call_in(location_id: int, *, now: datetime, actor: Actor, limit: int = GROUPS_MAX) -> int:
    """Invite the owners of what came into the safe; return how many letters that made.

    A family waits LETTER_WAIT_MINUTES after its last document, so that one letter names them all. Doing so
    again changes nothing. Each letter is a transaction of its own. Not inside a transaction.
    """
    day = clock.dutch_day(now)
    ready = queries.ready_to_call(location_id, day)
    groups = rules.letters_for(ready, per_household=settings.LETTERS_PER == "household", day=day)
    complete = [
        group for group in groups if rules.is_complete(group, now, wait_minutes=settings.LETTER_WAIT_MINUTES)
    ]
    return sum(_invite(location_id, group, now=now, actor=actor) for group in complete[:limit])


def write_missing(location_id: int, *, now: datetime, actor: Actor) -> int:
    """Write the first letter of invitations that have none, such as for photo and fingerprints."""
    ids = queries.open_invitation_ids(location_id, clock.dutch_day(now))
    written = topics_written(topic_of(number) for number in ids)
    missing = [number for number in ids if topic_of(number) not in written]
    for view in queries.invitations_of(missing).values():
        with transaction.atomic():
            _first_letter(view, now, actor)
    return len(missing)


def _invite(location_id: int, group: Sequence[Ready], *, now: datetime, actor: Actor) -> bool:
    first = group[0]
    call = Call(
        location_id=location_id,
        service=COLLECT,
        reason="ready",
        opens_on=clock.dutch_day(now),
        closes_on=min(each.collect_before for each in group),
        language=first.language,
        address=first.address,
        email=next((each.email for each in group if each.email), ""),
    )
    guests = [
        Guest(each.v_number, each.first_name, each.last_name, each.birth_date, each.document_id)
        for each in group
    ]
    try:
        with transaction.atomic():
            invitation_id = documents.invite(call, guests, now=now, actor=actor)
            _first_letter(queries.invitation(invitation_id), now, actor)
    except IntegrityError:  # somebody else invited one of them at this moment: the next round sees it
        return False
    return True


def _first_letter(view: InvitationView, now: datetime, actor: Actor) -> None:
    tell(view, FIRST_LETTER[view.reason], key=key_of(view, "first"), now=now, actor=actor)
