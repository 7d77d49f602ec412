"""The place in the line on the phone of who waits: on the page of the appointment, and nowhere else."""

import pytest

from servicepoint.appointments import queries
from servicepoint.visits import actions
from servicepoint.visits.actions import Onward
from tests.public.conftest import words
from tests.public.hall.conftest import later
from tests.visits.hall import LEAD, Hall
from tests.world import THURSDAY, TUESDAY, at


def key_of(appointment_id: int) -> str:
    found = queries.by_id(appointment_id)
    assert found is not None
    return found.key


def page_of(client, appointment_id: int, language: str = "en") -> str:
    answer = client.get(f"/{language}/appointment/{key_of(appointment_id)}/")
    assert answer.status_code == 200
    return words(answer.content.decode())


def part_address(appointment_id: int, language: str = "en") -> str:
    return f"/live/{language}/appointment/{key_of(appointment_id)}/"


def part_of(client, appointment_id: int, language: str = "en") -> str:
    return words(client.get(part_address(appointment_id, language)).content.decode())


def test_before_leaving_home_it_says_from_when_and_shows_the_code_to_scan(client, hall: Hall):
    booked = hall.booked(1, at(TUESDAY, 11))
    page = client.get(f"/en/appointment/{key_of(booked)}/").content.decode()
    assert "From 10:45 you can check in at the machine in our hall." in words(page)
    assert "ind-qr" in page
    assert "running" not in words(page)


def test_it_says_that_we_run_late_when_that_is_known(client, hall: Hall):
    for number in (1, 2):
        hall.arrive(hall.booked(number))
    booked = hall.booked(5, at(TUESDAY, 11))
    with later(minutes=20):
        hall.after(20)
        page = page_of(client, booked)
    assert "We are running 20 minutes late at the moment. Still check in on time" in page


def test_on_another_day_there_is_nothing_of_it(client, hall: Hall):
    booked = hall.booked(1, at(THURSDAY, 9))
    page = client.get(f"/en/appointment/{key_of(booked)}/").content.decode()
    assert "data-live" not in page
    assert part_of(client, booked) == ""


def test_who_waits_sees_number_place_and_both_sides_of_the_estimate(client, hall: Hall):
    bookings = [hall.booked(number) for number in (1, 2)] + [hall.booked(3, at(TUESDAY, 9, 10))]
    for each in bookings:
        hall.arrive(each)
    assert "Your number A01 You are the first in the line." in page_of(client, bookings[0])
    assert "Your number A02 1 visitor before you" in page_of(client, bookings[1])
    page = page_of(client, bookings[2])
    assert "Your number A03 2 visitors before you It takes about 5 to " in page
    assert "The time of this appointment has passed" not in page


def test_in_dutch_too(client, hall: Hall):
    booked = hall.booked()
    hall.arrive(booked)
    assert "Uw nummer A01" in page_of(client, booked, "nl")
    assert "Uw nummer A01" in part_of(client, booked, "nl")


def test_when_no_counter_serves_it_nobody_makes_up_a_time(client, hall: Hall):
    booked = hall.booked()
    hall.arrive(booked)
    for counter, name in zip(hall.world.counters, ("anna", "bert"), strict=True):
        actions.close_counter(counter, now=hall.clock, actor=LEAD.__class__("staff", name))
    assert "We cannot say yet how long it takes." in page_of(client, booked)


def test_who_is_called_reads_the_counter_first(client, hall: Hall):
    booked = hall.booked()
    hall.arrive(booked)
    visit_id = hall.call().visit_id
    html = client.get(part_address(booked)).content.decode()
    assert "It is your turn Counter 1" in words(html)
    assert 'data-called="A01.1"' in html
    actions.start_serving(visit_id, **hall.act())
    with later(seconds=1):
        assert "You are being helped at counter 1" in part_of(client, booked)


def test_every_other_turn_is_told(client, hall: Hall):
    booked = hall.booked()
    hall.arrive(booked)
    visit_id = hall.serve()
    actions.park(visit_id, **hall.act())
    assert "We call you again in a moment" in page_of(client, booked)
    actions.transfer(visit_id, to=Onward(), **hall.act())
    hall.call()
    actions.call_again(visit_id, **hall.act())
    actions.missed(visit_id, **hall.act())
    assert "We called you, and you did not come" in page_of(client, booked)
    actions.leave(visit_id, **hall.act())
    assert "You left before you were helped" in page_of(client, booked)
    actions.returned(visit_id, **hall.act())
    hall.handled()
    assert "Your visit has ended" in page_of(client, booked)


def test_the_part_names_nobody_and_is_not_sent_twice(client, hall: Hall):
    booked = hall.booked()
    hall.arrive(booked)
    first = client.get(part_address(booked))
    assert "Voorbeeld" not in first.content.decode()
    again = client.get(part_address(booked), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_page_already_has_the_tag_of_what_it_shows(client, hall: Hall):
    booked = hall.booked()
    hall.arrive(booked)
    tag = client.get(part_address(booked))["ETag"]
    page = client.get(f"/en/appointment/{key_of(booked)}/").content.decode()
    assert f'data-live-tag="{tag.replace(chr(34), "&quot;")}"' in page


def test_asking_again_and_again_costs_no_query(client, hall: Hall, django_assert_num_queries):
    booked = hall.booked()
    client.get(part_address(booked))
    address = part_address(booked)
    with django_assert_num_queries(0):
        client.get(address)


@pytest.mark.parametrize("address", ["/live/en/appointment/{0}/", "/live/xx/appointment/{1}/"])
def test_a_key_or_language_that_is_none_opens_nothing(client, hall: Hall, address):
    answer = client.get(address.format("0" * 32, key_of(hall.booked())))
    assert (answer.status_code, answer.content) == (404, b"")


def test_keys_cannot_be_tried_out(client, hall: Hall):
    answers = {client.get(f"/live/en/appointment/{number:032x}/").status_code for number in range(62)}
    assert answers == {404, 429}
