"""Ticks, steps, outcomes, the end, and what was missing brought another time."""

from datetime import timedelta

import pytest

from servicepoint.appointments import queries as appointments
from servicepoint.appointments.errors import AlreadyBooked, SlotTaken
from servicepoint.appointments.party import Contact
from servicepoint.notifications.models import Message
from servicepoint.notifications.note import note_from_json
from servicepoint.visits import actions, queries
from servicepoint.visits.actions import FollowUp
from servicepoint.visits.errors import (
    CodeUnknown,
    NothingMissing,
    NotPossibleNow,
    OutcomeMissing,
    RequirementsOpen,
    StepsOpen,
    VisitUnknown,
)
from tests.visits.hall import NINE, Hall, ask_for, state_of
from tests.world import NOW, THURSDAY, TUESDAY, World, at, book, person

LATER = at(TUESDAY, 13)


@pytest.fixture
def served(hall: Hall) -> int:
    """A party of one at the counter, who was asked for a passport and a letter."""
    ask_for("DOC", "passport", "letter")
    hall.arrive(hall.booked())
    return hall.serve()


def test_the_counter_sees_the_list_that_the_resident_got(hall: Hall, served: int) -> None:
    view = queries.visit_view(served)
    (one,) = view.people
    assert (one.who.first_name, one.who.last_name, one.age) == ("Testa", "Voorbeeld-10", 36)
    assert [each.requirement.code for each in one.checks] == ["passport", "letter"]
    note = appointments.note_for(view.appointment_id)
    assert [each["en"] for each in note.people[0].requirements] == [
        each.requirement.text["en"] for each in one.checks
    ]


def test_a_tick_can_be_changed_and_says_who_made_it(hall: Hall, served: int) -> None:
    hall.check(served, "passport", "missing")
    hall.check(served, "passport", "not_applicable", "known_to_ind")
    (one,) = queries.visit_view(served).people
    assert [(each.result, each.reason) for each in one.checks] == [
        ("not_applicable", "known_to_ind"),
        ("", ""),
    ]


def test_only_what_is_on_the_list_is_ticked(hall: Hall, served: int) -> None:
    with pytest.raises(CodeUnknown):
        hall.check(served, "marriage-certificate")
    with pytest.raises(VisitUnknown):
        hall.step(served, "photo", position=2)


def test_nothing_is_ticked_before_the_party_is_at_the_counter(hall: Hall) -> None:
    ask_for("DOC", "passport")
    hall.arrive(hall.booked())
    visit_id = hall.call().visit_id
    with pytest.raises(NotPossibleNow):
        hall.check(visit_id, "passport")
    with pytest.raises(NotPossibleNow):
        hall.outcome(visit_id, "left")


def test_done_comes_after_the_list_and_the_steps(hall: Hall, served: int) -> None:
    with pytest.raises(RequirementsOpen):
        hall.outcome(served)
    hall.check(served, "passport"), hall.check(served, "letter", "copied")
    with pytest.raises(StepsOpen) as refusal:
        hall.outcome(served)
    assert refusal.value.steps == ("identity_checked", "document_out")
    hall.done(served)
    hall.finish(served)
    assert state_of(served) == "finished"


def test_the_latest_of_a_step_counts(hall: Hall, served: int) -> None:
    hall.step(served, "identity_checked", "mrz_wrong")
    hall.after(1).step(served, "identity_checked", "mrz_ok")
    (one,) = queries.visit_view(served).people
    assert [(each.kind, each.codes) for each in one.steps] == [("identity_checked", ("mrz_ok",))]


def test_a_visit_ends_when_there_is_an_outcome_for_each_person(hall: Hall) -> None:
    hall.arrive(hall.booked(1, NINE, "DOC", "DOC"))
    visit_id = hall.serve()
    hall.outcome(visit_id, "left")
    with pytest.raises(OutcomeMissing) as refusal:
        hall.finish(visit_id)
    assert refusal.value.positions == (2,)
    hall.outcome(visit_id, "not_eligible", "wrong_location", position=2)
    hall.finish(visit_id)


def test_finishing_again_changes_nothing_and_finishing_from_the_line_is_refused(hall: Hall, served) -> None:
    hall.outcome(served, "left")
    hall.finish(served)
    before = queries.visit_view(served)
    hall.after(1).finish(served)
    assert queries.visit_view(served) == before
    waiting = hall.arrive(hall.booked(2, at(TUESDAY, 9, 10))).visit_id
    with pytest.raises(NotPossibleNow):
        hall.finish(waiting)


def test_an_outcome_and_then_the_end_are_taken_back_within_a_minute(hall: Hall, served: int) -> None:
    hall.outcome(served, "left")
    hall.finish(served)
    assert actions.undo(served, **hall.act()) == "finished"
    assert state_of(served) == "serving"
    hall.outcome(served, "refused", "conduct")
    assert actions.undo(served, **hall.act()) == "outcome"
    assert queries.visit_view(served).people[0].outcome == ""


def test_after_the_visit_the_same_person_may_book_again_today(hall: Hall) -> None:
    hall.arrive(hall.booked(1, NINE))
    again = person(10)
    with pytest.raises(AlreadyBooked):
        book(hall.world, LATER, again, now=hall.clock)
    visit_id = hall.serve()
    hall.outcome(visit_id, "refused", "identity_unclear")
    hall.finish(visit_id)
    assert book(hall.world, LATER, again, now=hall.clock).code


def test_who_left_may_book_again_and_who_waits_may_not(hall: Hall) -> None:
    visit_id = hall.arrive(hall.booked(1, NINE)).visit_id
    with pytest.raises(AlreadyBooked):
        book(hall.world, LATER, person(10), now=hall.clock)
    actions.leave(visit_id, reason="unwell", **hall.act())
    assert book(hall.world, LATER, person(10), now=hall.clock).code


@pytest.fixture
def incomplete(hall: Hall, served: int) -> int:
    """The letter was left at home."""
    hall.check(served, "passport"), hall.check(served, "letter", "missing")
    hall.outcome(served, "incomplete")
    return served


def test_a_follow_up_asks_only_for_what_was_missing(hall: Hall, incomplete: int) -> None:
    made = actions.book_follow_up(incomplete, FollowUp(1, LATER), **hall.act())
    hall.finish(incomplete)
    view = appointments.by_id(made.appointment_id)
    assert (view.starts_at, view.email, view.people[0].last_name) == (
        LATER,
        "testa@example.org",
        "Voorbeeld-10",
    )
    message = Message.objects.get(topic=f"appointment:{made.appointment_id}", kind="confirmed")
    (told,) = note_from_json(message.note).people
    assert [each["en"] for each in told.requirements] == ["Your letter"]
    assert queries.visit_view(incomplete).people[0].follow_up == made.appointment_id


def test_at_the_follow_up_the_counter_asks_for_that_alone(hall: Hall, incomplete: int) -> None:
    made = actions.book_follow_up(incomplete, FollowUp(1, LATER), **hall.act())
    hall.finish(incomplete)
    hall.clock = LATER
    hall.arrive(made.appointment_id)
    (one,) = queries.visit_view(hall.serve()).people
    assert [each.requirement.code for each in one.checks] == ["letter"]


def test_a_follow_up_that_is_refused_leaves_everything_as_it_was(hall: Hall, incomplete: int) -> None:
    with pytest.raises(SlotTaken):
        actions.book_follow_up(incomplete, FollowUp(1, at(TUESDAY, 12, 30)), **hall.act())
    with pytest.raises(AlreadyBooked):  # the visit still goes on: nothing was settled
        book(hall.world, LATER, person(10), now=hall.clock)


def test_one_follow_up_for_each_person_who_lacks_something(hall: Hall, incomplete: int) -> None:
    actions.book_follow_up(incomplete, FollowUp(1, LATER), **hall.act())
    with pytest.raises(NotPossibleNow):
        actions.book_follow_up(incomplete, FollowUp(1, at(THURSDAY, 9)), **hall.act())
    with pytest.raises(VisitUnknown):
        actions.book_follow_up(incomplete, FollowUp(2, at(THURSDAY, 9)), **hall.act())


def test_nobody_who_lacks_nothing_gets_a_follow_up(hall: Hall, served: int) -> None:
    with pytest.raises(NothingMissing):
        hall.outcome(served, "incomplete")
    with pytest.raises(NothingMissing):
        actions.book_follow_up(served, FollowUp(1, LATER), **hall.act())


def test_a_guest_gets_a_follow_up_when_it_is_known_who_that_is(hall: Hall) -> None:
    ask_for("DOC", "passport")
    hall.let_guests_in()
    known = actions.Guest("DOC", "", "Testa", "Zonder", NOW.date() - timedelta(days=9_000))
    actions.walk_in([known], location_id=hall.here, language="nl", **hall.act())
    hall.guest()
    for counter, expected in ((0, True), (1, False)):
        visit_id = hall.serve(counter)
        hall.check(visit_id, "passport", "missing")
        hall.outcome(visit_id, "incomplete")
        wish = FollowUp(1, LATER, Contact("nl", phone="0612345678"))
        if expected:
            booked = actions.book_follow_up(visit_id, wish, **hall.act())
            assert appointments.by_id(booked.appointment_id).phone == "0612345678"
        else:
            with pytest.raises(NotPossibleNow):
                actions.book_follow_up(visit_id, wish, **hall.act())


def test_no_such_visit_is_no_view(world: World) -> None:
    assert queries.visit_view(999_999) is None
