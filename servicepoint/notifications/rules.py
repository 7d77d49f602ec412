"""When to try again, and when to stop: decisions on values, without a clock or a mail server."""

import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta

# Minutes until the next attempt, after the first, the second, ...: two and a half days in all, so that a mail
# server that breaks down on a Friday evening loses nothing.
BACK_OFF_MINUTES = (1, 2, 5, 10, 20, 40, 60, 120, 240, 480, 720, 720, 720)
ATTEMPTS_MAX = len(BACK_OFF_MINUTES) + 1
CLAIM_MINUTES = 5  # longer than one mail takes; a worker that died is replaced after this
SWEEP_MAX = 200  # mails in one round
LOG_DAYS = 400  # the delivery log, without personal data


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a mail did not go. `final`: it never will. `server_down`: nor will any other at this moment."""

    code: str
    final: bool = False
    server_down: bool = False


def next_attempt_at(attempts: int, now: datetime) -> datetime | None:
    """Return when to try again after so many attempts; None when it is enough."""
    if attempts >= ATTEMPTS_MAX:
        return None
    return now + timedelta(minutes=BACK_OFF_MINUTES[max(attempts, 1) - 1])


def trouble_in(error: OSError) -> Trouble:
    """Say what an error of smtplib or the network means; the code holds the reply (RFC 5321), no address."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        reply = max((reply for reply, _text in error.recipients.values()), default=0)
        return Trouble(f"recipient_refused_{reply}", final=_is_final(reply))
    if isinstance(error, smtplib.SMTPResponseException):
        return _trouble_in_reply(error)
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return Trouble("server_disconnected", server_down=True)
    if isinstance(error, smtplib.SMTPException):
        return Trouble("mail_not_accepted")
    return Trouble("server_unreachable", server_down=True)


def _trouble_in_reply(error: smtplib.SMTPResponseException) -> Trouble:
    if isinstance(error, smtplib.SMTPDataError):
        return Trouble(f"content_refused_{error.smtp_code}", final=_is_final(error.smtp_code))
    if isinstance(error, smtplib.SMTPSenderRefused):  # our own address: an official can put that right
        return Trouble(f"sender_refused_{error.smtp_code}")
    return Trouble(f"server_refused_{error.smtp_code}", server_down=True)


def _is_final(reply: int) -> bool:
    return 500 <= reply < 600
