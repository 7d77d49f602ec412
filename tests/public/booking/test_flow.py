"""From the first question to the confirmation, in both languages."""

import re

import pytest

from servicepoint.appointments.models import Appointment, Attendee, Claim
from tests.public.booking.walk import CONTACT, Visitor, details
from tests.public.conftest import words

STEPS = (
    ["services"],
    ["persons"],
    ["times"],
    ["person", 1],
    ["person", 2],
    ["contact"],
    ["needs"],
    ["review"],
)
PAGE_BYTES_MAX = 100_000
QUERIES_PER_PAGE_MAX = 4  # the draft, the hold, the limiter or the free times, and one to spare


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_card_for_two_is_booked_from_the_first_page_to_the_last(real_content, language):
    visitor = Visitor(language=language)
    assert visitor.begin(2)["Location"] == visitor.address("services")
    assert visitor.send("services", person_1="DOC", person_2="BIO")["Location"] == visitor.address("times")
    assert visitor.choose()["Location"] == visitor.address("person", 1)
    assert visitor.send("person", 1, **details(1))["Location"] == visitor.address("person", 2)
    assert visitor.send("person", 2, **details(2))["Location"] == visitor.address("contact")
    assert visitor.send("contact", **CONTACT)["Location"] == visitor.address("needs")
    assert visitor.send("needs", interpreter="Arabic", others=["infant"])["Location"] == visitor.address(
        "review"
    )
    assert visitor.send("review")["Location"] == visitor.address("booked")
    appointment = Appointment.objects.get()
    assert appointment.needs == {"interpreter": "Arabic", "infant": True}
    people = Attendee.objects.order_by("position").values_list("service", "v_number")
    assert list(people) == [("DOC", "1234567891"), ("BIO", "1234567892")]
    assert appointment.code in words(visitor.see("booked").content.decode())


def test_the_confirmation_says_when_where_what_to_bring_and_what_next(visitor):
    visitor.reach_review()
    visitor.send("review")
    page = visitor.see("booked").content.decode()
    said = words(page)
    assert "Tuesday 24 November 2026, 09:00 to 09:10" in said
    assert "Mosae Forum 10" in said
    assert "Your valid passport or other travel document" in said
    assert "You receive your new document" in said
    assert "t•••@example.org" in said and "testa@example.org" not in page
    assert "<svg" in page and "letter.pdf" in page and "appointment.ics" in page


def test_no_reminder_is_promised_where_none_will_come(visitor):
    visitor.reach_review()
    visitor.send("review")
    assert "You get a reminder" not in words(visitor.see("booked").content.decode())


def test_a_reminder_is_promised_when_it_is_planned(visitor):
    visitor.begin()
    visitor.send("times", starts_at=visitor.slots(week="2026-12-07")[-1])
    visitor.fill_in()
    visitor.send("review")
    assert "You get a reminder" in words(visitor.see("booked").content.decode())


def test_the_review_shows_every_answer_and_what_each_brings(visitor):
    visitor.reach_review(2)
    said = words(visitor.see("review").content.decode())
    for answer in ("Voorbeeld-1", "Voorbeeld-2", "17 May 1990", "1234567891", "testa@example.org"):
        assert answer in said
    assert "at 09:00 (Dutch time), about 20 minutes" in said
    assert said.count("Your valid passport or other travel document") == 2


def test_the_service_of_the_questions_is_chosen_already(visitor):
    page = visitor.see("book", query={"service": "DOC"}).content.decode()
    assert "How many people come?" in words(page)
    assert "Collect your residence document" in words(page)
    assert "The visit takes about 60 minutes" in words(page)


def test_without_a_service_it_is_asked_with_a_way_to_the_questions(visitor):
    page = visitor.see("book").content.decode()
    assert "What do you want to come for?" in words(page)
    assert 'href="/en/check/"' in page


def test_booking_starts_with_choosing_a_service(visitor):
    answer = visitor.see("book", query={"asked": "1"})
    assert answer.status_code == 422
    assert "<title>Error: " in answer.content.decode()


@pytest.mark.parametrize(("step", "typed"), [("person", "en"), ("contact", "en"), ("times", "en")])
def test_an_error_is_in_the_title_and_in_a_list_that_leads_to_the_field(visitor, step, typed):
    visitor.begin()
    if step != "times":
        visitor.choose()
    parts = [1] if step == "person" else []
    answer = visitor.client.post(visitor.address(step, *parts), {"csrfmiddlewaretoken": "x"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error: " in page
    for target in re.findall(r'class="ind-errors".*?</ul>', page, flags=re.DOTALL)[0].split('href="#')[1:]:
        assert f'id="{target.split(chr(34))[0]}"' in page


def test_dutch_pages_say_fout(real_content):
    visitor = Visitor(language="nl")
    visitor.begin()
    visitor.choose()
    assert "<title>Fout: Wie komt er?" in visitor.send("person", 1).content.decode()


def test_pages_are_small_kept_by_nobody_and_need_few_queries(visitor, django_assert_max_num_queries):
    visitor.reach_review(2)
    visitor.see("times")  # reads the days that changed; every page after it finds them in memory
    for step in STEPS:
        with django_assert_max_num_queries(QUERIES_PER_PAGE_MAX):
            answer = visitor.see(*step)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert len(answer.content) < PAGE_BYTES_MAX
        assert not re.search(r"<(input|select|textarea)[^>]*\srequired", answer.content.decode())


def test_nothing_personal_is_in_an_address(visitor):
    visitor.reach_review(2)
    for step in STEPS:
        page = visitor.see(*step).content.decode()
        addresses = " ".join(re.findall(r'(?:href|action|formaction)="([^"]*)"', page))
        for personal in ("Testa", "Voorbeeld", "1234567891", "example.org", "1990"):
            assert personal not in addresses


def test_a_booked_draft_keeps_no_answers_and_no_hold(visitor):
    visitor.reach_review()
    visitor.send("review")
    assert visitor.answers == {}
    assert Claim.objects.get().appointment is not None


def test_a_moved_or_cancelled_appointment_is_shown_on_its_own_page(visitor):
    visitor.reach_review()
    visitor.send("review")
    Appointment.objects.update(status="cancelled", cancelled_at=Appointment.objects.get().booked_at)
    assert "/en/appointment/" in visitor.see("booked")["Location"]
