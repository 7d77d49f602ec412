"""A slot becomes an appointment."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse

from servicepoint.api.planner import envelope
from servicepoint.api.planner.answering import PLANNER, SEND, allow, answers
from servicepoint.api.planner.desks import DeskSlot, desk_of, slot_of
from servicepoint.api.planner.reading import (
    Malformed,
    Reader,
    Values,
    body_of,
    check_agrees,
    check_is_free,
    part_of,
    party_in,
    text_of,
)
from servicepoint.api.planner.slot_keys import looks_like_key
from servicepoint.api.planner.wording import appointment_in_words, when
from servicepoint.appointments import actions
from servicepoint.appointments.party import Party
from servicepoint.kit import clock
from servicepoint.limits.http import address_of, spend_named


@answers(*SEND)
def book(request: HttpRequest, desk: str) -> HttpResponse:
    """Book what is held under the slot's key, or the slot itself when it is free."""
    now = clock.now()
    desk_of(desk)  # an unknown desk is said before what is wrong in the body
    body = body_of(request)
    found = _slot_in(part_of(body, "bookableSlot"), desk)
    sent = part_of(body, "appointment")
    check_agrees(sent, {"productKey": found.service.code, **when(found.slot)}, needed=True)
    party = party_in(sent, Reader(found.service, clock.dutch_day(now)))
    if len(party.people) != found.persons:
        raise Malformed
    _spend(request, party, now)
    booked = actions.book_slot(party, slot=found.named, now=now, actor=PLANNER)
    return envelope.said(appointment_in_words(booked, party, found.slot, phone=text_of(sent, "phone")))


def _slot_in(sent: Values, desk: str) -> DeskSlot:
    key = text_of(sent, "key").lower()
    if not looks_like_key(key):
        raise Malformed
    found = slot_of(desk, key)
    check_agrees(sent, when(found.slot), needed=False)
    check_is_free(sent)
    return found


def _spend(request: HttpRequest, party: Party, now: datetime) -> None:
    allow(spend_named("book.address", address_of(request), now=now))
    for number in {person.v_number for person in party.people if person.v_number}:
        allow(spend_named("book.v_number", number, now=now))
