"""Another time: chosen, confirmed, moved; and the old one kept whenever something is in the way."""

from datetime import timedelta

import pytest

from servicepoint.appointments import actions, queries
from servicepoint.kit import clock
from servicepoint.kit.actor import RESIDENT
from servicepoint.notifications.models import Message
from servicepoint.public.slot_list import slot_value
from tests.public.conftest import words
from tests.public.managing.conftest import NINE, now_of, page_of
from tests.world import NOW, THURSDAY, TUESDAY, at, book, person

TEN = at(THURSDAY, 10)


def chosen(starts_at=TEN):
    return {"to": slot_value(starts_at)}


def test_the_free_times_are_shown_beside_the_time_one_has(client, owners):
    page = words(client.get(page_of(owners, "move")).content.decode())
    assert "Your appointment now Tuesday 24 November 2026, 09:00 to 09:20" in page
    assert "You keep this time until the new one is certain." in page
    assert "You can change the time 3 more times." in page
    assert "Tuesday 24 November 2026, 09:20" in page


def test_a_choice_leads_to_old_and_new_side_by_side_and_changes_nothing_yet(client, owners, followed):
    page = words(followed(page_of(owners, "move"), starts_at=slot_value(TEN)).content.decode())
    assert "Now Tuesday 24 November 2026, 09:00 to 09:20" in page
    assert "New Thursday 26 November 2026, 10:00 to 10:20" in page
    assert now_of(owners).starts_at == NINE


def test_yes_moves_the_appointment_and_says_so(client, owners, followed):
    page = words(followed(page_of(owners, "move_confirm"), **chosen()).content.decode())
    assert "Your appointment has a new time." in page
    assert "Thursday 26 November 2026, 10:00 to 10:20" in page
    assert (now_of(owners).starts_at, now_of(owners).code) == (TEN, owners.code)


def test_no_choice_is_an_error_at_the_first_time(client, owners):
    answer = client.post(page_of(owners, "move"), {"starts_at": "tomorrow"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose a time" in page
    assert 'href="#starts_at_0"' in page
    assert 'id="starts_at_0"' in page


def test_a_time_that_was_taken_meanwhile_keeps_the_old_one(client, owners, followed, world):
    book(world, TEN, person(8))
    page = words(followed(page_of(owners, "move_confirm"), **chosen()).content.decode())
    assert "This time is not free any more. Your own time is kept. Choose another one" in page
    assert "Choose another time" in page
    assert now_of(owners).starts_at == NINE


def test_a_time_that_was_never_offered_is_refused_before_and_after_yes(client, owners, followed):
    night = chosen(at(THURSDAY, 3))
    before = client.get(page_of(owners, "move_confirm"), night)
    assert before["Location"] == page_of(owners, "move")
    followed(page_of(owners, "move_confirm"), **night)
    assert now_of(owners).starts_at == NINE


def test_yes_sent_twice_moves_once_also_when_it_was_the_last_move(client, owners, followed, settings):
    settings.MOVES_MAX = 1
    for _ in range(2):
        page = words(followed(page_of(owners, "move_confirm"), **chosen()).content.decode())
        assert "Your appointment has a new time." in page
    assert now_of(owners).sequence == 1
    assert Message.objects.filter(kind="moved").count() == 1


def test_who_used_all_moves_is_told_so_and_keeps_the_time(client, owners, followed, settings):
    settings.MOVES_MAX = 0
    told = client.get(client.get(page_of(owners, "move"))["Location"]).content.decode()
    assert "You moved this appointment as often as possible." in told
    page = followed(page_of(owners, "move_confirm"), **chosen()).content.decode()
    assert "You moved this appointment as often as possible." in page
    assert now_of(owners).starts_at == NINE


def test_shortly_before_the_visit_one_is_sent_to_the_telephone(client, owners, followed):
    with clock.frozen(NINE - timedelta(minutes=30)):
        page = words(followed(page_of(owners, "move_confirm"), **chosen()).content.decode())
    assert "It is too late to change this appointment here. Call us" in page
    assert now_of(owners).starts_at == NINE


@pytest.mark.parametrize("page", ["move", "move_confirm", "cancel", "add", "contact"])
def test_a_cancelled_appointment_cannot_be_changed(client, owners, page):
    actions.cancel(owners.appointment_id, now=NOW, actor=RESIDENT)
    for answer in (client.get(page_of(owners, page)), client.post(page_of(owners, page), chosen())):
        assert answer.status_code == 303
        assert answer["Location"] == page_of(owners)


def test_a_stranger_moves_their_own_appointment_only(client, owners, strangers, followed):
    followed(page_of(strangers, "move_confirm"), **chosen())
    assert now_of(owners).starts_at == NINE
    assert now_of(strangers).starts_at == TEN


def test_the_filters_work_as_in_booking(client, owners):
    page = words(client.get(page_of(owners, "move"), {"part": "afternoon", "day": "4"}).content.decode())
    assert "Thursday 26 November 2026, 13:00" in page
    assert "Thursday 26 November 2026, 09:00" not in page


def test_the_mail_follows_the_move_and_the_old_reminder_does_not(client, owners, followed):
    before = queries.note_for(owners.appointment_id)
    followed(page_of(owners, "move_confirm"), **chosen())
    after = queries.note_for(owners.appointment_id)
    assert after.uid == before.uid
    assert after.sequence == before.sequence + 1
    reminders = Message.objects.filter(kind="reminder").order_by("id").values_list("state", "due_at")
    assert [state for state, _due in reminders][-1] == "queued"
    open_dues = [due for state, due in reminders if state == "queued"]
    assert open_dues == [at(TUESDAY, 9) + timedelta(days=1)] or all(due > NINE for due in open_dues)
