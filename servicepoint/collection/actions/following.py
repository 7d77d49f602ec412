"""Nobody booked yet: remind them, and at the end choose a time for them."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import islice

import structlog
from django.conf import settings
from django.db import transaction

from servicepoint.appointments import actions as appointments
from servicepoint.appointments import queries as booked
from servicepoint.appointments.errors import Refused, SlotTaken
from servicepoint.appointments.party import Ask, Contact, Party, Person
from servicepoint.appointments.queries import Wish
from servicepoint.collection import rules
from servicepoint.collection.topics import topic_of
from servicepoint.documents import queries
from servicepoint.documents.queries import InvitationView, InvitedView
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from servicepoint.letters.queries import letters_about
from servicepoint.services.rules import NOT_ASKED

from .telling import key_of, tell

log = structlog.get_logger(__name__)
SLOTS_TRIED_MAX = 20


def remind(location_id: int, *, now: datetime, actor: Actor) -> int:
    """Remind those who have not booked, LETTER_REMINDER_DAYS after the invitation; return how many letters.

    Of several that are due only the last goes, so that a night without a worker makes no heap. Again the same
    day changes nothing.
    """
    today = clock.dutch_day(now)
    sent = 0
    open_views = _not_booked(location_id, now)
    told = _told(view for view, _left in open_views)
    for view, _left in open_views:
        due = rules.reminders_due(clock.dutch_day(view.made_at), today, settings.LETTER_REMINDER_DAYS)
        key = key_of(view, f"reminder:{due}")
        if due and key not in told:
            with transaction.atomic():
                tell(view, "reminder", key=key, now=now, actor=actor)
            sent += 1
    return sent


def assign(location_id: int, *, now: datetime, actor: Actor) -> int:
    """Choose a time for who has not booked ASSIGN_DAYS before the end; return how many parties got one.

    Once for each invitation: who cancels the time we chose is not given another. Where no place is left the
    next day tries again, and the lead is warned of it.
    """
    today = clock.dutch_day(now)
    found = 0
    open_views = _not_booked(location_id, now)
    told = _told(view for view, _left in open_views)
    for view, left in open_views:
        is_due = rules.is_last_call(view.closes_on, today, days_before=settings.ASSIGN_DAYS)
        if is_due and key_of(view, "assigned") not in told:
            found += _assigned(view, left, now=now, actor=actor)
    return found


def _not_booked(location_id: int, now: datetime) -> list[tuple[InvitationView, tuple[InvitedView, ...]]]:
    """Return the open invitations with those who may still come and have not booked; none without one."""
    views = queries.open_invitations(location_id, clock.dutch_day(now))
    coming: dict[str, set[str]] = {}
    for service in {view.service for view in views}:
        numbers = {each.v_number for view in views if view.service == service for each in view.people}
        coming[service] = set(booked.booked_for(numbers, service, now=now))
    return [(view, left) for view in views if (left := _left(view, coming[view.service]))]


def _left(view: InvitationView, coming: Collection[str]) -> tuple[InvitedView, ...]:
    return tuple(each for each in view.people if each.is_open and each.v_number not in coming)


def _told(views: Iterable[InvitationView]) -> set[str]:
    """Return under which keys these people were told something, in one query."""
    return {each.dedupe_key for each in letters_about(topic_of(view.id) for view in views)}


def _assigned(view: InvitationView, left: Sequence[InvitedView], *, now: datetime, actor: Actor) -> bool:
    party = Party(
        tuple(_person(each, view.service) for each in left), Contact(view.language, email=view.email)
    )
    for starts_at in _times(view, len(left), now):
        try:
            with transaction.atomic():
                _book(view, party, starts_at, now=now, actor=actor)
        except SlotTaken:
            continue
        except Refused as refused:
            log.warning("assigning_refused", invitation=view.id, reason=refused.code)
            return False
        return True
    log.warning("assigning_found_no_place", invitation=view.id)
    return False


def _book(view: InvitationView, party: Party, starts_at: datetime, *, now: datetime, actor: Actor) -> None:
    secret = secrets.token_hex(16)
    ask = Ask(view.location_id, party.basket)
    appointments.hold(ask, starts_at=starts_at, secret=secret, now=now, actor=actor)
    appointments.book(party, hold_secret=secret, now=now, actor=actor)
    tell(view, "assigned", key=key_of(view, "assigned"), now=now, actor=actor)


def _times(view: InvitationView, persons: int, now: datetime) -> list[datetime]:
    """Return the first times for them that a letter still reaches in time."""
    first_day = clock.dutch_day(now) + timedelta(days=settings.ASSIGN_NOTICE_DAYS)
    wish = Wish(first_day=max(first_day, view.opens_on), last_day=view.closes_on)
    ask = Ask(view.location_id, (view.service,) * persons)
    slots = booked.free_slots(ask, now=now, wish=wish)
    return [slot.starts_at for slot in islice(slots, SLOTS_TRIED_MAX)]


def _person(each: InvitedView, service: str) -> Person:
    return Person(
        service=service,
        situation=NOT_ASKED,
        first_name=each.first_name,
        last_name=each.last_name,
        birth_date=each.birth_date,
        v_number=each.v_number,
        invited_id=each.id,
    )
