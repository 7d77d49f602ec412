"""A link of the feed: the time is shown, kept only when its reader goes on, and never loses anything."""

import re
from datetime import timedelta

import pytest

from servicepoint.appointments.models import Claim, Draft
from servicepoint.kit import clock
from servicepoint.locations.models import Closure
from servicepoint.locations.queries import location
from servicepoint.public.slot_list import slot_value
from tests.public.booking.walk import NOW, Visitor, details
from tests.public.conftest import words
from tests.world import THURSDAY, TUESDAY, at

NINE = slot_value(at(TUESDAY, 9))
NINE_IN_WORDS = "Tuesday 24 November 2026 at 09:00"
HIDDEN = re.compile(r'<input type="hidden" name="(location|at|service)" value="([^"]+)">')


def follow(visitor: Visitor, **query: str):
    """Open the link as its reader does, in the reader's language, with what other sites add to it."""
    asked = {"location": "maastricht", "service": "DOC", "at": NINE, **query}
    first = visitor.client.get("/book/", asked, headers={"Accept-Language": visitor.language})
    return visitor.client.get(first["Location"])


def go_on(visitor: Visitor, page, persons: int = 1):
    """Press the one button of the page, with what the page itself brings along."""
    answer = visitor.send("book", persons=str(persons), **dict(HIDDEN.findall(page.content.decode())))
    found = re.search(r"/book/([0-9a-f-]{36})/", answer["Location"])
    assert found
    visitor.draft = found[1]
    return answer


def test_it_says_what_was_chosen_and_asks_how_many_come(visitor):
    page = follow(visitor)
    said = words(page.content.decode())
    assert "Collect your residence document" in said and "Maastricht" in said
    assert f"You chose {NINE_IN_WORDS}, Dutch time" in said
    assert page.content.count(b" checked") == 1 and b'value="1" id="id_persons_0"' in page.content


def test_looking_at_it_keeps_no_time_and_starts_no_draft(visitor):
    follow(visitor)
    assert not Claim.objects.exists() and not Draft.objects.exists()


def test_going_on_keeps_the_time_and_asks_who_comes(visitor):
    answer = go_on(visitor, follow(visitor))
    assert answer.status_code == 303 and answer["Location"].endswith("/person/1/")
    assert "We keep Tuesday 24 November at 09:00 for you" in words(visitor.see("person", 1).content.decode())


def test_a_larger_party_gets_the_time_too_where_it_fits(visitor):
    answer = go_on(visitor, follow(visitor), persons=3)
    assert answer["Location"].endswith("/services/")
    assert Claim.objects.get().basket == ["DOC", "DOC", "DOC"]
    answer = visitor.send("services", person_1="DOC", person_2="DOC", person_3="BIO")
    assert answer["Location"].endswith("/person/1/")
    assert Claim.objects.get().basket == ["DOC", "DOC", "BIO"]


def test_a_party_too_large_for_the_time_is_told_so_and_offered_others(visitor):
    last = slot_value(max(at(TUESDAY, 8) + timedelta(minutes=10 * step) for step in _last_steps(visitor)))
    go_on(visitor, follow(visitor, at=last), persons=6)
    answer = visitor.send("services", **{f"person_{number}": "DOC" for number in range(1, 7)})
    assert answer["Location"].endswith("/times/")
    page = visitor.see("times").content.decode()
    assert "cannot be booked for this visit" in words(page) and 'name="starts_at"' in page
    assert len(visitor.answers["basket"]) == 6


def _last_steps(visitor: Visitor) -> list[int]:
    """Return when visits of one person can start on the Tuesday, in steps of ten minutes from eight."""
    visitor.begin()
    starts = [value for value in visitor.slots() if value.startswith("2026-11-24")]
    return [(int(value[11:13]) + 1 - 8) * 6 + int(value[14:16]) // 10 for value in starts]


def test_a_time_that_someone_takes_meanwhile_is_told_kindly_and_lost_is_nothing(visitor, stranger):
    page = follow(visitor)
    _take_all_at_nine(visitor)
    answer = go_on(visitor, page)
    assert answer["Location"].endswith("/times/")
    said = words(visitor.see("times").content.decode())
    assert "Tuesday 24 November at 09:00 cannot be booked for this visit" in said
    assert "Collect your residence document" in said
    visitor.choose()
    assert "We keep" in words(visitor.see("person", 1).content.decode())


def test_a_time_that_is_gone_already_is_said_at_once_and_the_booking_goes_on(visitor):
    _take_all_at_nine(visitor)
    page = follow(visitor)
    assert f"{NINE_IN_WORDS} cannot be booked any more" in words(page.content.decode())
    assert go_on(visitor, page)["Location"].endswith("/times/")
    assert "slot" not in visitor.answers


@pytest.mark.parametrize(
    "value",
    [
        "",
        "soon",
        "2026-11-24",
        "2026-11-24T09:00+01:00",
        "9999-12-31T23:59Z",
        "<script>",
        "2026-11-24T08:00Z\0",
    ],
)
def test_a_time_that_is_none_is_no_error(visitor, value):
    page = follow(visitor, at=value)
    assert page.status_code == 200
    assert "does not name a time that can be booked" in words(page.content.decode())
    assert go_on(visitor, page)["Location"].endswith("/times/")


@pytest.mark.parametrize("start", [NOW - timedelta(days=30), NOW - timedelta(hours=1), at(TUESDAY, 3)])
def test_an_old_link_and_one_to_a_closed_hour_lead_to_other_times(visitor, start):
    page = follow(visitor, at=slot_value(start))
    assert "cannot be booked any more" in words(page.content.decode())
    assert go_on(visitor, page)["Location"].endswith("/times/")


def test_a_link_to_another_place_keeps_no_time_here(visitor):
    page = follow(visitor, location="nowhere")
    assert "does not name a time that can be booked" in words(page.content.decode())
    assert b'name="at"' not in page.content


def test_an_unknown_service_leads_to_the_question_what_to_come_for(visitor):
    assert "What do you want to come for?" in words(follow(visitor, service="XXX").content.decode())


def test_a_time_written_into_the_form_by_hand_is_looked_at_like_any_other(visitor):
    answer = visitor.send("book", service="DOC", persons="1", at=slot_value(at(TUESDAY, 3)))
    assert answer["Location"].endswith("/times/")
    assert not Claim.objects.exists()


def test_what_another_site_adds_is_left_behind(visitor):
    first = visitor.client.get(
        "/book/?service=DOC&source=abc&booking-referral=34d1&at=" + NINE, headers={"Accept-Language": "nl"}
    )
    assert first["Location"] == "/nl/book/?service=DOC&at=" + NINE.replace(":", "%3A")
    assert "source" not in first["Location"] and "Accept-Language" in first["Vary"]


@pytest.mark.parametrize(("asked", "language"), [("nl-NL,nl", "nl"), ("en", "en"), ("fr", "en"), ("", "nl")])
def test_it_opens_in_the_language_of_its_reader(client, db, asked, language):
    answer = client.get("/book/?service=DOC", headers={"Accept-Language": asked})
    assert answer["Location"].startswith(f"/{language}/book/")


def test_without_an_answer_the_chosen_time_stays(visitor):
    page = follow(visitor)
    again = visitor.send("book", **dict(HIDDEN.findall(page.content.decode())))
    assert again.status_code == 422
    assert f"You chose {NINE_IN_WORDS}" in words(again.content.decode())
    assert go_on(visitor, again)["Location"].endswith("/person/1/")


def test_a_time_that_was_kept_and_ran_out_is_spoken_of_as_such(visitor, minutes_later):
    go_on(visitor, follow(visitor))
    minutes_later(11)
    assert "is not kept for you any more" in words(visitor.see("times").content.decode())


def test_the_number_of_people_in_the_link_is_marked(visitor):
    page = follow(visitor, persons="2").content
    assert page.count(b" checked") == 1 and re.search(rb'value="2"[^>]* checked', page)


def test_a_closed_day_is_gone(visitor):
    day = THURSDAY
    Closure.objects.create(location_id=location("maastricht").id, starts_on=day, ends_on=day, reason="Test")
    said = words(follow(visitor, at=slot_value(at(day, 9))).content.decode())
    assert "cannot be booked any more" in said


def test_everything_up_to_the_appointment(visitor):
    go_on(visitor, follow(visitor))
    visitor.fill_in([details()])
    assert visitor.send("review")["Location"].endswith("/booked/")
    assert clock.dutch_day(Claim.objects.get().appointment.starts_at) == TUESDAY


def _take_all_at_nine(visitor: Visitor) -> None:
    """Let others take nine o'clock on the Tuesday, at every counter."""
    for _ in range(20):
        other = Visitor()
        other.begin()
        if NINE not in other.slots():
            return
        assert other.send("times", starts_at=NINE).status_code == 303
    raise AssertionError("nine o'clock never ran out")
