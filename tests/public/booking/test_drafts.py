"""Back, refresh, two tabs, a second click, another browser: nothing is lost, nothing is doubled."""

import uuid

import pytest

from servicepoint.appointments.models import Appointment, Claim, Draft
from tests.public.booking.walk import CONTACT, Visitor, details
from tests.public.conftest import words

PAGES = (
    ["services"],
    ["persons"],
    ["times"],
    ["extend"],
    ["person", 1],
    ["contact"],
    ["needs"],
    ["review"],
    ["booked"],
)


def test_the_last_button_pressed_twice_makes_one_appointment(visitor):
    visitor.reach_review()
    first = visitor.send("review")
    second = visitor.send("review")
    assert first["Location"] == second["Location"] == visitor.address("booked")
    assert Appointment.objects.count() == 1


def test_a_crash_between_booking_and_its_confirmation_is_mended_by_pressing_again(visitor):
    visitor.reach_review()
    answers = visitor.answers
    visitor.send("review")
    Draft.objects.update(appointment=None, answers=answers)
    assert visitor.send("review")["Location"] == visitor.address("booked")
    assert Appointment.objects.count() == 1


def test_every_page_of_a_booked_draft_leads_to_the_confirmation(visitor):
    visitor.reach_review()
    visitor.send("review")
    for page in PAGES[:-1]:
        assert visitor.see(*page)["Location"] == visitor.address("booked")
        assert visitor.send(*page)["Location"] == visitor.address("booked")


def test_two_tabs_lose_nothing_of_each_other(visitor):
    visitor.begin()
    visitor.choose()
    other_tab = Visitor(visitor.client, visitor.language, visitor.draft)
    visitor.send("contact", **CONTACT)
    other_tab.send("person", 1, **details())
    visitor.send("needs", others=["lawyer"])
    assert {"contact", "person:1", "needs"} <= visitor.answers.keys()
    assert other_tab.see("review").status_code == 200


def test_two_tabs_that_choose_a_time_keep_one_time(visitor):
    visitor.begin()
    visitor.choose(0)
    Visitor(visitor.client, "en", visitor.draft).choose(2)
    assert Claim.objects.count() == 1


def test_going_back_and_sending_again_changes_the_answer(visitor):
    visitor.reach_review()
    assert visitor.send("person", 1, **details(last_name="Anders"))["Location"] == visitor.address("review")
    assert "Anders" in words(visitor.see("review").content.decode())


def test_pages_show_what_was_answered_before(visitor):
    visitor.reach_review()
    person = visitor.see("person", 1).content.decode()
    for typed in ("Testa", "Voorbeeld-1", "17", "5", "1990", "1234567891"):
        assert f'value="{typed}"' in person
    assert 'value="testa@example.org"' in visitor.see("contact").content.decode()


def test_the_language_can_be_changed_on_the_way(visitor):
    visitor.reach_review()
    visitor.language = "nl"
    said = words(visitor.see("review").content.decode())
    assert "Controleer uw antwoorden" in said
    assert "dinsdag 24 november 2026 om 09:00 uur" in said


@pytest.mark.parametrize("page", [["times"], ["person", 1], ["contact"], ["needs"], ["review"], ["booked"]])
def test_a_step_before_its_turn_leads_to_the_first_one_that_is_open(visitor, page):
    visitor.begin()
    wanted = visitor.address("times")
    answer = visitor.see(*page)
    assert answer.status_code == 200 if page == ["times"] else answer["Location"] == wanted


@pytest.mark.parametrize("number", [0, 2, 7, 10**9])
def test_a_person_who_does_not_exist_leads_on_too(visitor, number):
    visitor.begin()
    visitor.choose()
    assert visitor.see("person", number)["Location"] == visitor.address("person", 1)
    assert visitor.send("person", number, **details())["Location"] == visitor.address("person", 1)


def test_answers_sent_before_their_turn_are_kept(visitor):
    visitor.begin()
    assert visitor.send("contact", **CONTACT)["Location"] == visitor.address("times")
    assert visitor.answers["contact"] == CONTACT


@pytest.mark.parametrize("page", PAGES)
def test_an_unknown_draft_and_that_of_someone_else_look_the_same(visitor, stranger, page):
    visitor.reach_review()
    stranger.begin()
    nobody = Visitor(stranger.client, "en", str(uuid.uuid4()))
    theirs = Visitor(stranger.client, "en", visitor.draft)
    without_cookie = Visitor(draft=visitor.draft)
    for one in (nobody, theirs, without_cookie):
        for answer in (one.see(*page), one.send(*page)):
            assert answer.status_code in ({404, 405} if page == ["booked"] else {404})
            assert "Testa" not in answer.content.decode()
    said = words(nobody.see(*page).content.decode())
    assert "We cannot find what you typed" in said and "Start again" in said


def test_a_cookie_that_was_tampered_with_opens_nothing(visitor):
    visitor.begin()
    visitor.client.cookies["visitor"] = visitor.client.cookies["visitor"].value[:-1] + "x"
    assert visitor.see("times").status_code == 404


def test_the_cookie_is_for_the_server_alone_and_names_nobody(visitor):
    cookie = visitor.begin().cookies["visitor"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"
    assert not cookie["max-age"]


def test_a_draft_is_gone_after_a_day(visitor, minutes_later):
    visitor.reach_review()
    minutes_later(24 * 60 + 1)
    assert visitor.see("review").status_code == 404


def test_starting_again_keeps_the_first_draft_open(visitor):
    visitor.reach_review()
    first = Visitor(visitor.client, "en", visitor.draft)
    visitor.begin()
    assert first.see("review").status_code == 200


def test_more_people_keep_the_same_time_when_it_fits(visitor):
    visitor.reach_review()
    assert visitor.send("persons", persons="2")["Location"] == visitor.address("services")
    answer = visitor.send("services", person_1="DOC", person_2="BIO")
    assert answer["Location"] == visitor.address("person", 2)
    claim = Claim.objects.get()
    assert claim.basket == ["DOC", "BIO"]
    assert "about 25 minutes" in words(visitor.see("times").content.decode())


def test_when_the_same_time_does_not_fit_a_new_one_is_asked_and_no_answer_is_lost(visitor):
    visitor.begin()
    visitor.send("times", starts_at="2026-11-24T15:20Z")
    visitor.fill_in()
    visitor.send("persons", persons="2")
    answer = visitor.send("services", person_1="DOC", person_2="DOC")
    assert answer["Location"] == visitor.address("times")
    assert "16:20 is not kept for you any more" in words(visitor.see("times").content.decode())
    assert visitor.choose()["Location"] == visitor.address("person", 2)


def test_whoever_stays_away_is_taken_out_and_the_others_keep_their_answers(visitor):
    visitor.reach_review(3)
    assert "Testa Voorbeeld-2" in words(visitor.see("services").content.decode())
    visitor.send("services", person_1="DOC", person_2="", person_3="DOC")
    said = words(visitor.see("review").content.decode())
    assert "Voorbeeld-1" in said and "Voorbeeld-3" in said and "Voorbeeld-2" not in said
    assert not visitor.answers["person:3"]


def test_a_party_of_nobody_is_refused(visitor):
    visitor.begin(2)
    answer = visitor.send("services", person_1="", person_2="")
    assert answer.status_code == 422
    assert "At least one person has to come" in words(answer.content.decode())


def test_another_service_asks_for_that_person_again_with_the_name_filled_in(visitor):
    visitor.reach_review()
    assert visitor.send("services", person_1="BIO")["Location"] == visitor.address("person", 1)
    assert 'value="Voorbeeld-1"' in visitor.see("person", 1).content.decode()


def test_fewer_people_need_no_second_page(visitor):
    visitor.reach_review(2)
    assert visitor.send("persons", persons="1")["Location"] == visitor.address("review")
    assert Claim.objects.get().basket == ["DOC"]


def test_a_service_that_is_withdrawn_meanwhile_is_asked_again(visitor):
    visitor.reach_review()
    draft = Draft.objects.get()
    draft.answers = {**draft.answers, "basket": ["GONE"]}
    draft.save()
    for page in PAGES[2:]:
        assert visitor.see(*page)["Location"] == visitor.address("services")
    assert visitor.send("times", starts_at="2026-11-24T08:00Z")["Location"] == visitor.address("services")
    assert visitor.send("services", person_1="DOC")["Location"] == visitor.address("review")
