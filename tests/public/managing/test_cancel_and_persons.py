"""Cancelling, taking one person out, adding one: with what is refused, and what happens when sent twice."""

from datetime import date, timedelta

import pytest

from servicepoint.appointments import queries
from servicepoint.kit import clock
from servicepoint.notifications.models import Message
from servicepoint.public.slot_list import slot_value
from tests.public.conftest import words
from tests.public.managing.conftest import NINE, now_of, page_of
from tests.world import NOW, THURSDAY, TUESDAY, at, book, person

NEW_PERSON = {
    "first_name": "Nieuwe",
    "last_name": "Voorbeeld",
    "birth_date_day": "3",
    "birth_date_month": "4",
    "birth_date_year": "2001",
    "v_number": "0000000033",
    "sent_as": "a-form",
}


def add_page(booked, service="DOC"):
    return f"{page_of(booked, 'add')}?service={service}"


def kinds(state="queued"):
    return list(Message.objects.filter(state=state).order_by("id").values_list("kind", flat=True))


def test_cancelling_is_asked_first_and_then_final(client, owners, followed):
    question = words(client.get(page_of(owners, "cancel")).content.decode())
    assert "The appointment is cancelled for all 2 persons in it." in question
    assert now_of(owners).status == "booked"
    page = words(followed(page_of(owners, "cancel")).content.decode())
    assert "This appointment is cancelled" in page
    assert now_of(owners).status == "cancelled"


def test_a_cancelled_time_is_free_for_others_and_no_reminder_follows(client, owners, followed, world):
    followed(page_of(owners, "cancel"))
    assert NINE in [slot.starts_at for slot in queries.free_slots(world.ask(), now=NOW)]
    assert "reminder" not in kinds()
    assert kinds()[-1] == "cancelled"


def test_cancelling_twice_is_cancelling_once(client, owners, followed):
    for _ in range(2):
        followed(page_of(owners, "cancel"))
    assert kinds().count("cancelled") == 1


def test_a_visit_that_began_meanwhile_cannot_be_cancelled(client, owners, followed):
    with clock.frozen(NINE):
        page = words(followed(page_of(owners, "cancel")).content.decode())
    assert "The time of this appointment has passed" in page
    assert now_of(owners).status == "booked"


def test_one_person_is_taken_out_and_the_others_keep_their_start(client, owners, followed):
    question = words(client.get(page_of(owners, "drop", 1)).content.decode())
    assert "Does Testa Voorbeeld-1 not come?" in question
    page = words(followed(page_of(owners, "drop", 1)).content.decode())
    assert "We took this person out." in page
    assert "Tuesday 24 November 2026, 09:00 to 09:10" in page
    assert "Voorbeeld-1" not in page
    assert [each.position for each in now_of(owners).people] == [2]


def test_taking_out_twice_takes_out_once(client, owners, followed):
    for _ in range(2):
        followed(page_of(owners, "drop", 1))
    assert len(now_of(owners).people) == 1
    assert kinds().count("changed") == 1


def test_the_last_person_is_offered_to_cancel(client, strangers):
    answer = client.post(page_of(strangers, "drop", 1))
    page = words(answer.content.decode())
    assert "This is the only person in the appointment" in page
    assert "Cancel the appointment" in page
    assert len(now_of(strangers).people) == 1


@pytest.mark.parametrize("position", [0, 3, 99999999999999999999])
def test_a_person_who_is_not_in_it_leads_back(client, owners, position):
    for answer in (
        client.get(page_of(owners, "drop", position)),
        client.post(page_of(owners, "drop", position)),
    ):
        assert answer["Location"] == page_of(owners)
    assert len(now_of(owners).people) == 2


def test_one_is_asked_for_what_the_new_person_comes(client, owners):
    page = words(client.get(page_of(owners, "add")).content.decode())
    assert "What does the new person come for?" in page
    assert "Service BIO" in page
    for answers in ({"service": "NAVO"}, {"asked": "1"}):
        wrong = client.get(page_of(owners, "add"), answers)
        assert wrong.status_code == 422
        assert "Choose what the new person comes for" in wrong.content.decode()


def test_a_person_is_added_and_the_visit_is_longer(client, owners, followed):
    assert client.get(add_page(owners)).status_code == 200
    page = words(followed(add_page(owners), **NEW_PERSON).content.decode())
    assert "We added this person." in page
    assert "Nieuwe Voorbeeld Service DOC" in page
    assert "09:00 to 09:30" in page


def test_adding_twice_adds_once(client, owners, followed):
    for _ in range(2):
        followed(add_page(owners), **NEW_PERSON)
    assert len(now_of(owners).people) == 3
    assert kinds().count("changed") == 1


def test_what_is_wrong_with_the_new_person_is_said_and_kept(client, owners):
    answer = client.post(add_page(owners), NEW_PERSON | {"v_number": "12", "sent_as": "my-form"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "You entered 2 digits" in page
    assert 'value="Nieuwe"' in page
    assert 'value="my-form"' in page


def test_a_person_of_the_party_cannot_be_added_again(client, owners):
    answer = client.post(add_page(owners), NEW_PERSON | {"v_number": "0000000001"})
    assert "This person is in this appointment already" in words(answer.content.decode())


def test_a_person_with_an_appointment_is_told_which_day_and_a_stranger_is_not(client, owners, strangers):
    theirs = {"v_number": "0000000007"}
    own = {"birth_date_day": "17", "birth_date_month": "5", "birth_date_year": "1990"}
    to_owner = words(client.post(add_page(owners), NEW_PERSON | theirs | own).content.decode())
    assert "for the same service already: on Tuesday 24 November 2026 at 10:00" in to_owner
    to_stranger = words(client.post(add_page(owners), NEW_PERSON | theirs).content.decode())
    assert "has an appointment for the same service already" in to_stranger
    assert "10:00" not in to_stranger


def test_when_the_longer_visit_does_not_fit_nothing_changes_and_ways_out_are_named(client, owners, world):
    book(world, at(TUESDAY, 9, 20), person(8))
    answer = client.post(add_page(owners), NEW_PERSON)
    page = words(answer.content.decode())
    assert answer.status_code == 409
    assert "Your appointment is not changed: you keep your place." in page
    assert "See times for everyone" in page
    assert "Or make a separate appointment for this person." in page
    assert "088 043 04 30" in page
    assert (len(now_of(owners).people), now_of(owners).sequence) == (2, 0)


def way_out(client, owners, world) -> str:
    """Let adding fail for want of time; return the address of times that are long enough."""
    book(world, at(TUESDAY, 9, 20), person(8))
    answer = client.post(add_page(owners), NEW_PERSON)
    return answer.context["move_href"]


def test_the_way_out_shows_times_for_everyone_then_moves_then_adds_what_was_typed(
    client, owners, world, followed
):
    times = way_out(client, owners, world)
    page = client.get(times)
    starts = [slot.starts_at for slot in page.context["slots"].earliest]
    assert starts[0] == at(TUESDAY, 9, 30)
    chosen = followed(times, starts_at=slot_value(starts[0]))
    assert "09:30 to 10:00" in words(chosen.content.decode())
    form = followed(chosen.request["PATH_INFO"], to=slot_value(starts[0]))
    assert "Your appointment has a new time." in form.content.decode()
    assert 'value="Nieuwe"' in form.content.decode()
    assert 'value="2001"' in form.content.decode()
    followed(add_page(owners), **NEW_PERSON | {"sent_as": "second-form"})
    assert (len(now_of(owners).people), now_of(owners).starts_at) == (3, starts[0])


def test_what_was_typed_about_a_newcomer_opens_for_its_own_party_only(client, owners, strangers, world):
    times = way_out(client, owners, world)
    theirs = times.replace(owners.key, strangers.key)
    assert client.get(theirs).context["newcomer"] is None
    assert client.get(times).context["newcomer"].answers["last_name"] == "Voorbeeld"


def test_shortly_before_the_visit_nobody_is_added(client, owners, followed):
    with clock.frozen(NINE - timedelta(minutes=30)):
        assert client.get(add_page(owners))["Location"] == page_of(owners)
        page = followed(add_page(owners), **NEW_PERSON).content.decode()
    assert "It is too late to change this appointment here." in page
    assert len(now_of(owners).people) == 2


def test_a_full_party_does_not_grow(client, world, followed):
    six = book(world, at(THURSDAY, 9), *(person(number) for number in range(11, 17)))
    page = followed(add_page(six), **NEW_PERSON).content.decode()
    assert "You can make an appointment for 1 to 6 people" in page
    assert len(now_of(six).people) == 6


def test_a_baby_is_not_added_for_fingerprints(client, owners):
    born = date(2026, 6, 1)
    baby = {"birth_date_day": born.day, "birth_date_month": born.month, "birth_date_year": born.year}
    answer = client.post(add_page(owners, "BIO"), NEW_PERSON | baby)
    assert answer.status_code == 422
    assert "A child under 1 does not come for photo and fingerprints" in answer.content.decode()
