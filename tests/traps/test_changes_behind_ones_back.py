"""Openings and lengths change while people are booked; a family shares one mailbox: nobody loses a place."""

from datetime import time, timedelta

import pytest
from django.test import Client

from servicepoint.appointments import actions, queries
from servicepoint.appointments.errors import NoRoomForParty
from servicepoint.appointments.models import Appointment, Claim
from servicepoint.kit.actor import RESIDENT
from servicepoint.kit.period import minutes_after
from servicepoint.locations.models import DatedOpening, Location, WeeklyOpening
from servicepoint.notifications.actions import deliver_due
from servicepoint.services.models import Service, ServiceLength
from servicepoint.services.queries import forget_catalogue
from tests.world import NOW, THURSDAY, TUESDAY, World, at, book, party, person

NINE = at(TUESDAY, 9)
SECRET = "5" * 32


def openings_become(world: World, *hours: tuple[time, time]) -> None:
    """Put these hours of Tuesday in the place of all others, as an official does."""
    WeeklyOpening.objects.filter(counter_id__in=world.counters).delete()
    for opens, closes in hours:
        DatedOpening.objects.create(
            counter_id=world.counters[0], on=TUESDAY, opens_at=opens, closes_at=closes, services=["DOC"]
        )
    location = Location.objects.get(id=world.location_id)
    location.version += 1
    location.save(update_fields=["version"])


def starts(world: World, *basket: str) -> list[str]:
    """Return the free times of Tuesday on a Dutch clock."""
    found = queries.free_slots(world.ask(*basket), now=NOW)
    return [
        f"{each.starts_at.astimezone(NINE.tzinfo):%H:%M}"
        for each in found
        if each.starts_at.day == TUESDAY.day
    ]


def test_an_opening_that_is_split_keeps_the_booked_place_and_sells_none_across_the_break(
    world: World,
) -> None:
    booked = book(world, at(TUESDAY, 9, 10), person(1), person(2))
    openings_become(world, (time(9), time(9, 20)), (time(9, 30), time(9, 50)))
    assert starts(world) == ["08:00", "08:30", "08:40"]  # UTC: 9:00, 9:30, 9:40; not 9:10 to 9:30
    assert starts(world, "DOC", "DOC") == ["08:30"]
    actions.drop_person(booked.appointment_id, position=2, now=NOW, actor=RESIDENT)
    assert queries.by_key(booked.key).starts_at == at(TUESDAY, 9, 10)
    assert [each.code for each in queries.outside_openings(world.location_id, NOW)] == []


def test_an_opening_that_is_deleted_leaves_the_appointment_for_staff_to_call(world: World) -> None:
    booked = book(world, NINE)
    openings_become(world)
    assert starts(world) == []
    assert [each.code for each in queries.outside_openings(world.location_id, NOW)] == [booked.code]
    actions.cancel(booked.appointment_id, now=NOW, actor=RESIDENT)
    assert queries.outside_openings(world.location_id, NOW) == ()


def test_a_time_kept_while_its_opening_goes_is_still_booked(world: World) -> None:
    actions.hold(world.ask(), starts_at=NINE, secret=SECRET, now=NOW, actor=RESIDENT)
    openings_become(world)
    booked = actions.book(party(), hold_secret=SECRET, now=NOW, actor=RESIDENT)
    assert [each.code for each in queries.outside_openings(world.location_id, NOW)] == [booked.code]


@pytest.mark.parametrize(("first", "further"), [(20, 20), (5, 5)])
def test_a_new_length_changes_no_place_that_was_kept_or_booked(
    world: World, first: int, further: int
) -> None:
    booked = book(world, NINE, person(1), person(2))
    actions.hold(world.ask(), starts_at=at(TUESDAY, 10), secret=SECRET, now=NOW, actor=RESIDENT)
    service = Service.objects.get(code="DOC")
    ServiceLength.objects.create(
        service=service, valid_from=NOW.date(), first_minutes=first, further_minutes=further
    )
    forget_catalogue()
    late = actions.book(party(person(3)), hold_secret=SECRET, now=NOW, actor=RESIDENT)
    lengths = [each.ends_at - each.starts_at for each in Appointment.objects.order_by("id")]
    assert lengths == [timedelta(minutes=20), timedelta(minutes=10)]
    actions.drop_person(booked.appointment_id, position=2, now=NOW, actor=RESIDENT)
    view = queries.by_key(booked.key)
    assert view.ends_at == minutes_after(NINE, min(first, 20))
    actions.add_person(late.appointment_id, person(4), now=NOW, actor=RESIDENT)
    assert queries.by_key(late.key).ends_at == minutes_after(at(TUESDAY, 10), first + further)


def test_an_uneven_party_that_grows_is_refused_by_a_neighbour_and_stays_as_it_was(world: World) -> None:
    booked = book(world, NINE, person(1), person(2, service="BIO"))
    book(world, at(TUESDAY, 9, 30), person(3))
    with pytest.raises(NoRoomForParty):
        actions.add_person(booked.appointment_id, person(4, service="NAT"), now=NOW, actor=RESIDENT)
    assert queries.by_key(booked.key).basket == ("DOC", "BIO")
    assert Claim.objects.get(appointment_id=booked.appointment_id).basket == ["DOC", "BIO"]


def test_a_family_with_one_mailbox_has_two_appointments_that_know_nothing_of_each_other(
    world: World, mailoutbox: list, client: Client
) -> None:
    ours, theirs = book(world, NINE, person(1)), book(world, at(THURSDAY, 9), person(2))
    actions.cancel(ours.appointment_id, now=NOW, actor=RESIDENT)
    deliver_due(at(THURSDAY, 8))
    kept = [mail for mail in mailoutbox if theirs.code in mail.body]
    gone = [mail for mail in mailoutbox if ours.code in mail.body]
    assert {mail.to[0] for mail in kept + gone} == {"testa@example.org"}
    assert not any(theirs.code in mail.body or theirs.key in mail.body for mail in gone)
    assert not [mail for mail in gone if "emind" in mail.subject]  # no reminder after the cancellation
    assert [mail for mail in kept if "emind" in mail.subject]
    assert client.get(f"/en/appointment/{theirs.key}/").status_code == 200


def test_no_name_stands_in_a_subject_a_file_name_or_a_calendar_entry(world: World, mailoutbox: list) -> None:
    booked = book(world, NINE, person(1))
    actions.move(booked.appointment_id, starts_at=at(TUESDAY, 10), now=NOW, actor=RESIDENT)
    actions.cancel(booked.appointment_id, now=NOW, actor=RESIDENT)
    deliver_due(NOW)
    assert len(mailoutbox) == 3
    for mail in mailoutbox:
        files = [each[0] for each in mail.attachments if each[0]]
        entries = [
            str(each[1]) for each in (*mail.attachments, *mail.alternatives) if "BEGIN:VCAL" in str(each[1])
        ]
        told = " ".join([mail.subject, *files, *entries])
        assert entries and "Voorbeeld-1" not in told and "Testa" not in told
        assert person(1).v_number not in told and booked.key not in told
