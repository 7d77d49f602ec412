"""Into the outbox, and out of it again: nothing lost, nothing invented, nothing doubled."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction

from servicepoint.audit.models import Entry
from servicepoint.kit.actor import Actor
from servicepoint.notifications.actions import (
    Outgoing,
    deliver_due,
    deliver_one,
    purge,
    queue,
    queue_all,
    resend,
    withdraw,
)
from servicepoint.notifications.errors import NothingToResend
from servicepoint.notifications.models import Message
from servicepoint.notifications.outbox import add_job
from servicepoint.notifications.queries import delivery_log
from servicepoint.notifications.rules import ATTEMPTS_MAX, CLAIM_MINUTES
from tests.notifications.samples import NOW, a_note

TO = "testa@example.org"
LATER = NOW + timedelta(days=1)


def queued(kind="confirmed", key="one", **more):
    return queue(kind=kind, note=a_note(), to=TO, due_at=more.pop("due_at", NOW), dedupe_key=key, **more)


def jobs():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>'message_id' FROM procrastinate_jobs WHERE task_name = 'notifications.deliver'"
            " AND (args->>'message_id')::bigint IN (SELECT id FROM notifications_message)"
        )
        return [int(message_id) for (message_id,) in cursor.fetchall()]


def state_of(message_id):
    return Message.objects.get(id=message_id).state


def test_a_queued_message_is_sent_once(db):
    message_id = queued()
    assert deliver_due(NOW) == 1
    assert deliver_due(LATER) == 0
    assert [one.to for one in mail.outbox] == [[TO]]
    assert state_of(message_id) == "sent"


def test_the_same_key_is_queued_once_and_answers_with_the_same_id(db):
    assert queued(key="same") == queued(key="same")
    assert deliver_due(NOW) == 1


def test_several_messages_are_queued_at_once_and_a_repeat_returns_their_ids_in_order(db):
    first = Outgoing("confirmed", NOW, "a")
    both = [Outgoing("reminder", LATER, "b"), first]
    (first_id,) = queue_all([first], note=a_note(), to=TO)
    ids = queue_all(both, note=a_note(), to=TO)
    assert ids[1] == first_id
    assert ids == queue_all(both, note=a_note(), to=TO)


def test_a_family_with_one_address_gets_every_mail(db):
    for person in range(3):
        queue(
            kind="confirmed",
            note=a_note(topic=f"appointment:{person}"),
            to=TO,
            due_at=NOW,
            dedupe_key=f"appointment:{person}",
        )
    assert deliver_due(NOW) == 3
    assert len({one.extra_headers["Message-ID"] for one in mail.outbox}) == 3


def test_a_job_is_added_for_news_but_not_for_a_reminder(db):
    message_id = queued()
    queued(kind="reminder", key="later", due_at=LATER)
    queued()
    assert jobs() == [message_id]


def test_queueing_takes_one_statement(db, django_assert_num_queries):
    messages = [Outgoing("confirmed", NOW, "c"), Outgoing("reminder", LATER, "r")]
    with django_assert_num_queries(1):
        queue_all(messages, note=a_note(), to=TO)


def test_the_job_is_what_the_library_itself_would_have_added(db):
    message_id = queued()
    add_job(message_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT queue_name, task_name, priority, queueing_lock, args, status, scheduled_at, lock IS NULL"
            " FROM procrastinate_jobs WHERE (args->>'message_id')::bigint = %s",
            [message_id],
        )
        by_statement, by_library = cursor.fetchall()
    assert by_statement == by_library


def test_what_is_rolled_back_is_never_announced(no_old_jobs):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queued()
        raise ZeroDivisionError
    assert not Message.objects.exists()
    assert jobs() == []


def test_nothing_leaves_without_an_address(db):
    with pytest.raises(IntegrityError, match="message_open_can_be_sent"):
        queue(kind="confirmed", note=a_note(), to="", due_at=NOW, dedupe_key="nobody")


def test_the_mail_server_is_never_asked_inside_a_transaction(transactional_db):
    queued()
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        deliver_due(NOW)


def test_content_is_sealed_at_rest_and_gone_once_sent(db):
    message_id = queued()
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM notifications_message WHERE id = %s", [message_id])
        assert b"Voorbeeld" not in bytes(cursor.fetchone()[0])
    deliver_due(NOW)
    assert Message.objects.get(id=message_id).note is None


def test_a_reminder_waits_for_its_time(db):
    message_id = queued(kind="reminder", due_at=LATER)
    assert deliver_due(NOW) == deliver_one(message_id, NOW) == 0
    assert deliver_due(LATER) == 1


def test_a_reminder_that_is_too_late_is_not_sent(db):
    message_id = queued(kind="reminder", due_at=NOW, expires_at=LATER)
    assert deliver_due(LATER) == 0
    assert mail.outbox == []
    assert (state_of(message_id), delivery_log("appointment:123")[0].last_error) == ("withdrawn", "expired")


def test_an_expired_reminder_does_not_stop_the_round(db):
    queued(kind="reminder", key="old", due_at=NOW - timedelta(hours=2), expires_at=NOW)
    queued(key="fresh")
    assert deliver_due(NOW) == 1


def test_a_withdrawn_reminder_is_never_sent(db):
    message_id = queued(kind="reminder", due_at=LATER)
    queued(kind="cancelled", key="other kind", due_at=LATER)
    assert withdraw("appointment:123", ["reminder"], NOW) == 1
    assert deliver_due(LATER) == 1
    assert (state_of(message_id), Message.objects.get(id=message_id).note) == ("withdrawn", None)


def test_only_the_topic_that_is_named_is_withdrawn(db):
    queued(kind="reminder", due_at=LATER)
    assert withdraw("appointment:12", ["reminder"], NOW) == 0
    assert deliver_due(LATER) == 1


def test_what_was_sent_cannot_be_withdrawn(db):
    message_id = queued()
    deliver_due(NOW)
    assert withdraw("appointment:123", ["confirmed"], NOW) == 0
    assert state_of(message_id) == "sent"


def test_news_about_one_appointment_keeps_its_order(db, mail_server):
    first = queued(key="first")
    deliver_due(NOW)  # the server is down: the first one waits
    second = queued(kind="cancelled", key="second")
    with mail_server.running():
        assert deliver_one(second, NOW) == 0
        assert deliver_due(NOW + timedelta(minutes=2)) == 2
    assert [one["Subject"].split(":")[0] for one in mail_server.taken] == [
        "Your IND appointment",
        "Your IND appointment is cancelled",
    ]
    assert state_of(first) == "sent"


def test_a_corrected_address_does_not_wait_for_the_wrong_one(db, open_server):
    open_server.reply_to_recipient = "450 try later"
    queued(key="wrong")
    deliver_due(NOW)
    open_server.reply_to_recipient = "250 OK"
    queue(kind="changed", note=a_note(), to="right@example.org", due_at=NOW, dedupe_key="right")
    assert deliver_due(NOW) == 1


def test_a_mail_server_that_is_down_delays_and_loses_nothing(db, mail_server):
    ids = [queued(key=str(number)) for number in range(3)]
    assert deliver_due(NOW) == 0
    assert {state_of(each) for each in ids} == {"queued"}
    with mail_server.running():
        assert deliver_due(NOW + timedelta(minutes=2)) == 3
    assert {state_of(each) for each in ids} == {"sent"}
    assert delivery_log("appointment:123")[0].attempts == 2


def test_while_the_server_is_down_a_round_asks_it_once(db, mail_server):
    for number in range(5):
        queue(
            kind="confirmed",
            note=a_note(topic=f"appointment:{number}"),
            to=TO,
            due_at=NOW,
            dedupe_key=str(number),
        )
    deliver_due(NOW)
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 0, 0, 0, 1]


def test_an_address_that_does_not_exist_is_given_up_at_once(db, open_server):
    open_server.reply_to_recipient = "550 no such user"
    message_id = queued()
    deliver_due(NOW)
    assert (state_of(message_id), Message.objects.get().last_error) == ("failed", "recipient_refused_550")


def test_one_bad_address_does_not_hold_up_the_others(db, open_server):
    open_server.reply_to_recipient = "450 try later"
    queued()
    deliver_due(NOW)
    open_server.reply_to_recipient = "250 OK"
    queue(kind="confirmed", note=a_note(topic="appointment:2"), to=TO, due_at=NOW, dedupe_key="2")
    assert deliver_due(NOW) == 1


def test_after_the_last_attempt_a_message_is_given_up(db, mail_server):
    message_id = queued()
    moment = NOW
    for _attempt in range(ATTEMPTS_MAX):
        deliver_due(moment)
        moment += timedelta(days=1)
    assert (state_of(message_id), Message.objects.get().attempts) == ("failed", ATTEMPTS_MAX)
    assert Message.objects.get().note is not None


def test_a_worker_that_died_while_sending_is_replaced_when_its_claim_runs_out(db):
    message_id = queued()
    claimed_until = NOW + timedelta(minutes=CLAIM_MINUTES)
    Message.objects.update(state="sending", attempts=1, claimed_until=claimed_until)
    assert deliver_due(claimed_until - timedelta(seconds=1)) == 0
    assert deliver_due(claimed_until) == 1
    assert state_of(message_id) == "sent"


def test_a_message_that_kills_every_worker_is_given_up(db):
    message_id = queued()
    Message.objects.update(state="sending", attempts=ATTEMPTS_MAX, claimed_until=NOW)
    assert deliver_due(NOW) == 0
    assert (state_of(message_id), Message.objects.get().last_error) == ("failed", "worker_stopped")


def test_a_note_sealed_with_a_lost_key_is_given_up_without_stopping_the_round(db, settings):
    message_id = queued()
    settings.DATA_KEY = "another-data-key-another-data-key-another"
    queue(kind="confirmed", note=a_note(topic="appointment:2"), to=TO, due_at=NOW, dedupe_key="2")
    assert deliver_due(NOW) == 1
    message = Message.objects.defer("note").get(id=message_id)
    assert (message.state, message.last_error) == ("failed", "note_unreadable")


STAFF = Actor("staff", "lead")


def given_up(open_server):
    open_server.reply_to_recipient = "550 no such user"
    message_id = queued()
    deliver_due(NOW)
    open_server.reply_to_recipient = "250 OK"
    return message_id


def test_what_was_given_up_can_be_sent_again_under_the_same_message_id(db, open_server):
    message_id = given_up(open_server)
    resend(message_id, actor=STAFF, now=LATER)
    assert deliver_due(LATER) == 1
    assert open_server.ids == [Message.objects.get().message_id]
    assert Entry.objects.get(act="notifications.resent").actor_name == "lead"


def test_what_was_sent_or_emptied_cannot_be_sent_again(db, open_server):
    sent = queued(key="sent")
    deliver_due(NOW)
    with pytest.raises(NothingToResend):
        resend(sent, actor=STAFF, now=LATER)
    emptied = given_up(open_server)
    purge(NOW + timedelta(days=60))
    with pytest.raises(NothingToResend):
        resend(emptied, actor=STAFF, now=LATER)


def test_personal_data_goes_some_days_after_sending_and_the_log_stays(db, settings):
    settings.KEEP_DAYS = 30
    queued()
    deliver_due(NOW)
    assert purge(NOW + timedelta(days=29)) == 0
    assert Message.objects.get().recipient == TO
    assert purge(NOW + timedelta(days=31)) == 1
    assert purge(NOW + timedelta(days=31)) == 0
    assert (Message.objects.get().recipient, delivery_log("appointment:123")[0].state) == ("", "sent")


def test_the_log_ends_too(db):
    queued()
    deliver_due(NOW)
    purge(NOW + timedelta(days=401))
    assert delivery_log("appointment:123") == ()


def test_what_still_has_to_leave_is_never_purged(db):
    queued(kind="reminder", due_at=NOW + timedelta(days=900))
    purge(NOW + timedelta(days=800))
    assert Message.objects.get().recipient == TO
