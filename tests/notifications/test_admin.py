"""The delivery log for officials: to read, and to send again what was given up."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from servicepoint.audit.models import Entry
from servicepoint.notifications.actions import deliver_due, queue
from servicepoint.notifications.models import Message
from tests.notifications.samples import NOW, a_note

LIST = "/staff/admin/notifications/message/"


@pytest.fixture
def message(db) -> Message:
    queue(kind="confirmed", note=a_note(), to="testa@example.org", due_at=NOW, dedupe_key="one")
    return Message.objects.get()


def given_up(message: Message) -> Message:
    Message.objects.update(state="failed", settled_at=NOW, last_error="recipient_refused_550")
    return message


def staff(client: Client, *permissions: str) -> Client:
    account = User.objects.create_user("lead", password="a long password of the lead", is_staff=True)
    account.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(account)
    return client


def send_again(client: Client, message: Message):
    return client.post(LIST, {"action": "send_again", "_selected_action": [message.id]})


def test_the_log_shows_what_became_of_a_message(client, message):
    page = staff(client, "view_message").get(LIST).content.decode()
    assert "appointment:123" in page
    assert "testa@example.org" not in page  # one row at a time, and each look is recorded


def test_a_look_at_the_address_is_recorded(client, message):
    page = staff(client, "view_message").get(f"{LIST}{message.id}/change/").content.decode()
    assert "testa@example.org" in page
    assert "Voorbeeld" not in page
    assert Entry.objects.filter(act="personal_data.viewed", actor_name="lead").exists()


def test_strangers_and_staff_without_the_right_see_nothing(client, message):
    assert client.get(LIST).status_code == 302
    assert staff(client).get(LIST).status_code == 403


def test_what_was_given_up_is_sent_again_and_recorded(client, message):
    send_again(staff(client, "view_message", "change_message"), given_up(message))
    assert deliver_due(Message.objects.get().due_at) == 1
    assert Entry.objects.get(act="notifications.resent").actor_name == "lead"


def test_who_may_only_look_cannot_send_again(client, message):
    send_again(staff(client, "view_message"), given_up(message))
    assert Message.objects.get().state == "failed"


def test_what_is_still_on_its_way_is_left_alone(client, message):
    send_again(staff(client, "view_message", "change_message"), message)
    assert not Entry.objects.filter(act="notifications.resent").exists()


def test_nothing_in_the_log_is_changed_added_or_deleted_by_hand(client, message):
    client = staff(client, "view_message", "change_message", "add_message", "delete_message")
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{message.id}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{LIST}{message.id}/change/", {"state": "sent"}).status_code == 403
