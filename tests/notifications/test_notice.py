"""A notice: what its caller wrote, by the same outbox as every other mail."""

import email
import email.policy

import pytest
from django.core import mail as mailbox

from servicepoint.notifications.actions import Notice, deliver_due, queue_notice, withdraw
from servicepoint.notifications.models import Message
from servicepoint.notifications.notice import notice_from_json, notice_to_json
from servicepoint.notifications.rendering.notice import notice_mail
from tests.notifications.samples import NOW

ARABIC = Notice(
    "ar",
    "وثيقتك جاهزة",
    ("رمزك: \u2068ACDE-FGHJ\u2069", "<b>"),
    "Uw document ligt klaar",
    ("Uw code: ACDE-FGHJ",),
)
DUTCH = Notice("nl", "Uw document ligt klaar", ("Uw code: ACDE-FGHJ",))


def queue(key="invitation:12:ready", notice=ARABIC, topic="invitation:12"):
    return queue_notice(notice, to="testa@example.org", topic=topic, dedupe_key=key, due_at=NOW)


def parts(notice):
    source = notice_mail(notice, to="testa@example.org", message_id="<1@example.org>").message().as_bytes()
    return email.message_from_bytes(source, policy=email.policy.default)


def test_a_notice_survives_being_kept():
    assert notice_from_json(notice_to_json(ARABIC)) == ARABIC


@pytest.mark.django_db
def test_it_is_queued_once_sealed_and_sent_once():
    assert queue() == queue()
    assert Message.objects.get().kind == "notice"
    assert deliver_due(NOW) == 1
    assert deliver_due(NOW) == 0
    (sent,) = mailbox.outbox
    assert sent.subject == ARABIC.subject
    assert "ACDE-FGHJ" in sent.body
    assert Message.objects.get().note is None


@pytest.mark.django_db
def test_it_can_be_taken_back():
    queue()
    assert withdraw("invitation:12", ["notice"], NOW) == 1
    assert deliver_due(NOW) == 0


def test_arabic_runs_from_right_to_left_and_dutch_follows():
    html = parts(ARABIC).get_body(("html",)).get_content()
    assert '<html lang="ar" dir="rtl">' in html
    assert '<section lang="ar" dir="rtl"' in html
    assert html.index("وثيقتك") < html.index('<section lang="nl" dir="ltr"') < html.index("Uw code")
    assert "&lt;b&gt;" in html


def test_a_dutch_notice_says_everything_once():
    message = parts(DUTCH)
    assert message.get_body(("html",)).get_content().count("Uw code") == 1
    assert message.get_body(("plain",)).get_content().count("Uw code") == 1
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == "<1@example.org>"
