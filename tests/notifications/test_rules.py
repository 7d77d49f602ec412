"""When to try again, and what an answer of the mail server means."""

import smtplib
from datetime import timedelta

import pytest

from servicepoint.notifications.rules import ATTEMPTS_MAX, next_attempt_at, trouble_in
from tests.notifications.samples import NOW


def test_each_wait_is_at_least_as_long_as_the_one_before():
    waits = [next_attempt_at(attempts, NOW) - NOW for attempts in range(1, ATTEMPTS_MAX)]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=1)


def test_a_mail_server_that_is_down_for_a_weekend_loses_nothing():
    waits = [next_attempt_at(attempts, NOW) - NOW for attempts in range(1, ATTEMPTS_MAX)]
    assert sum(waits, timedelta()) > timedelta(days=2)


def test_there_is_an_end_to_it():
    assert next_attempt_at(ATTEMPTS_MAX, NOW) is None


REFUSED_FOR_GOOD = smtplib.SMTPRecipientsRefused({"testa@example.org": (550, b"no such user")})
REFUSED_FOR_NOW = smtplib.SMTPRecipientsRefused({"testa@example.org": (450, b"greylisted")})


@pytest.mark.parametrize(
    ("error", "code", "final", "server_down"),
    [
        (REFUSED_FOR_GOOD, "recipient_refused_550", True, False),
        (REFUSED_FOR_NOW, "recipient_refused_450", False, False),
        (smtplib.SMTPDataError(554, b"spam"), "content_refused_554", True, False),
        (smtplib.SMTPDataError(452, b"full"), "content_refused_452", False, False),
        (smtplib.SMTPSenderRefused(553, b"who?", "us@example.org"), "sender_refused_553", False, False),
        (smtplib.SMTPAuthenticationError(535, b"no"), "server_refused_535", False, True),
        (smtplib.SMTPServerDisconnected("gone"), "server_disconnected", False, True),
        (smtplib.SMTPNotSupportedError("utf8"), "mail_not_accepted", False, False),
        (ConnectionRefusedError(), "server_unreachable", False, True),
        (TimeoutError(), "server_unreachable", False, True),
    ],
)
def test_an_answer_of_the_mail_server_becomes_a_code_without_addresses(error, code, final, server_down):
    trouble = trouble_in(error)
    assert (trouble.code, trouble.final, trouble.server_down) == (code, final, server_down)
