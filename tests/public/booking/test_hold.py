"""The time that is kept: shown, extended, run out. Whatever happens to it, no answer is lost."""

from datetime import date

from servicepoint.appointments.models import Claim
from servicepoint.kit.period import minutes_after
from tests.public.booking.walk import CONTACT, NOW, Visitor, details
from tests.public.conftest import words


def keep_longer(visitor: Visitor, step: str, **typed: str):
    return visitor.send("extend", step=step, **typed)


def test_every_step_says_until_when_the_time_is_kept(visitor):
    visitor.reach_review()
    for step in (["times"], ["person", 1], ["contact"], ["needs"], ["review"]):
        said = words(visitor.see(*step).content.decode())
        assert "We keep Tuesday 24 November at 09:00 for you until 09:10" in said


def test_more_time_is_given_once_asked(visitor, minutes_later):
    visitor.reach_review()
    minutes_later(8)
    assert keep_longer(visitor, "review")["Location"] == visitor.address("review")
    assert "until 09:18" in words(visitor.see("review").content.decode())


def test_asking_for_more_time_keeps_what_stands_in_the_form_even_when_it_is_wrong(visitor):
    visitor.begin()
    visitor.choose()
    half = details(first_name="Testa", last_name="", v_number="12", birth_date_month="13")
    assert keep_longer(visitor, "person-1", **half)["Location"] == visitor.address("person", 1)
    page = visitor.see("person", 1).content.decode()
    assert 'value="Testa"' in page and 'value="12"' in page and 'value="13"' in page
    assert "<title>Error" not in page
    visitor.send("person", 1, **details())
    assert visitor.answers["typed"] is None


def test_the_boxes_that_were_ticked_are_ticked_again(visitor):
    visitor.reach_review()
    keep_longer(visitor, "needs", interpreter="Dari", others=["lawyer", "infant"])
    page = visitor.see("needs").content.decode()
    assert page.count(" checked") == 2
    assert 'value="Dari" selected' in page


def test_no_more_time_is_offered_when_it_was_given_as_often_as_allowed(visitor, settings):
    settings.HOLD_EXTENSIONS_MAX = 1
    visitor.reach_review()
    assert "Keep this time 10 minutes longer" in words(visitor.see("review").content.decode())
    keep_longer(visitor, "review")
    assert "longer" not in words(visitor.see("review").content.decode())
    assert keep_longer(visitor, "review")["Location"] == visitor.address("review")


def test_an_unknown_step_leads_to_the_first_one_that_is_open(visitor):
    visitor.begin()
    visitor.choose()
    assert keep_longer(visitor, "person-9")["Location"] == visitor.address("person", 1)
    assert visitor.see("extend")["Location"] == visitor.address("person", 1)


def test_answers_sent_after_the_time_ran_out_are_kept(visitor, minutes_later):
    visitor.begin()
    visitor.choose()
    minutes_later(11)
    assert visitor.send("person", 1, **details())["Location"] == visitor.address("times")
    said = words(visitor.see("times").content.decode())
    assert "Tuesday 24 November at 09:00 is not kept for you any more" in said
    assert "Your answers are kept" in said
    assert visitor.answers["person:1"]["last_name"] == "Voorbeeld-1"


def test_after_a_new_time_only_the_last_button_is_left(visitor, minutes_later):
    visitor.reach_review()
    minutes_later(11)
    assert visitor.see("review")["Location"] == visitor.address("times")
    assert visitor.choose(1)["Location"] == visitor.address("review")
    assert visitor.send("review")["Location"] == visitor.address("booked")


def test_the_lost_time_is_marked_when_it_is_still_free(visitor, minutes_later):
    visitor.reach_review()
    minutes_later(11)
    page = visitor.see("times").content.decode()
    assert page.count(" checked") == 1
    assert 'value="2026-11-24T08:00Z" id="starts_at_0" checked' in page


def test_booking_just_after_the_time_ran_out_works_when_nobody_took_it(visitor, minutes_later):
    visitor.reach_review()
    minutes_later(11)
    assert visitor.send("review")["Location"] == visitor.address("booked")


def test_booking_after_someone_else_took_the_time_asks_for_a_new_one_only(visitor, minutes_later):
    visitor.reach_review()
    minutes_later(11)
    Claim.objects.all().delete()
    assert visitor.send("review")["Location"] == visitor.address("times")
    assert visitor.answers["contact"] == CONTACT
    assert visitor.choose()["Location"] == visitor.address("review")


def test_a_kept_time_can_stay_or_be_changed(visitor):
    visitor.reach_review()
    page = visitor.see("times").content.decode()
    assert "Keep Tuesday 24 November at 09:00" in words(page)
    assert f'href="{visitor.address("review")}"' in page
    visitor.send("times", starts_at="2026-11-24T10:30Z")
    claim = Claim.objects.get()
    assert (claim.day, claim.expires_at) == (date(2026, 11, 24), minutes_after(NOW, 10))
    assert "at 11:30" in words(visitor.see("review").content.decode())
