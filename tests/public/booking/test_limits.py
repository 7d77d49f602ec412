"""Too often from one address, one draft or for one V-number; a family or a shelter is never in the way."""

from servicepoint.limits.rules import LIMITS
from tests.public.booking.walk import details


def test_a_draft_may_not_try_times_without_end(visitor):
    visitor.begin()
    slots = visitor.slots()
    statuses = [
        visitor.send("times", starts_at=start).status_code for start in slots[: LIMITS["hold.draft"].times]
    ]
    assert set(statuses) == {303}
    refused = visitor.send("times", starts_at=slots[0])
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert visitor.see("person", 1).status_code == 200


def test_a_v_number_may_not_be_tried_without_end(visitor, stranger):
    visitor.reach_review()
    visitor.send("review")
    stranger.reach_review()
    tries = LIMITS["book.v_number"].times - 1
    assert {stranger.send("review").status_code for _ in range(tries)} == {409}
    assert stranger.send("review").status_code == 429
    stranger.send("person", 1, **details(7))
    assert stranger.send("review").status_code == 303


def test_thirty_families_behind_one_address_can_book_within_an_hour(real_content, settings):
    per_booking = 8  # book, services, times, two persons, contact, needs, review
    assert LIMITS["booking.address"].times >= 30 * per_booking
    assert LIMITS["hold.address"].times >= 30 and LIMITS["book.address"].times >= 30


def test_starting_drafts_without_end_is_refused(visitor):
    answers = [
        visitor.send("book", service="DOC", persons="1") for _ in range(LIMITS["booking.address"].times + 1)
    ]
    assert answers[0].status_code == 303
    assert answers[-1].status_code == 429
