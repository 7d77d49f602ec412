"""What became of the messages; and the mailbox of a demonstration."""

import email
import email.policy
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from servicepoint.notifications.models import DemoMail, Message
from servicepoint.notifications.sheet import Kind

LISTED_MAX = 50


@dataclass(frozen=True, slots=True)
class Delivery:
    """One line of the delivery log. `settled_at`: sent, given up or withdrawn then; None while open."""

    id: int
    kind: str
    state: str
    attempts: int
    last_error: str
    queued_at: datetime
    due_at: datetime
    settled_at: datetime | None
    recipient: str  # empty some days after it was settled


def delivery_log(topic: str) -> tuple[Delivery, ...]:
    """Return all messages about a topic, oldest first."""
    fields = list(Delivery.__dataclass_fields__)
    return tuple(
        Delivery(**row) for row in Message.objects.filter(topic=topic).order_by("id").values(*fields)
    )


def state_by_topic(topics: Sequence[str], kind: Kind) -> dict[str, str]:
    """Return how the latest message of a kind about each of these topics stands; none, no entry."""
    rows = Message.objects.filter(topic__in=list(topics), kind=kind).order_by("id")
    return dict(rows.values_list("topic", "state"))


@dataclass(frozen=True, slots=True)
class MailLine:
    """One line of the mailbox."""

    id: int
    received_at: datetime
    recipients: str
    subject: str


@dataclass(frozen=True, slots=True)
class MailFile:
    """Something attached."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class OpenMail:
    """One mail, taken apart."""

    line: MailLine
    text: str
    html: str
    files: tuple[MailFile, ...]


def demo_mails() -> tuple[MailLine, ...]:
    """Return the newest mails first."""
    fields = ["id", "received_at", "recipients", "subject"]
    return tuple(MailLine(**row) for row in DemoMail.objects.order_by("-id").values(*fields)[:LISTED_MAX])


def demo_mail(mail_id: int) -> OpenMail | None:
    """Return one mail; None when it is not kept, or not any more."""
    kept = DemoMail.objects.filter(id=mail_id).first()
    if kept is None:
        return None
    mail = email.message_from_bytes(bytes(kept.source), policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    return OpenMail(
        line=MailLine(kept.id, kept.received_at, kept.recipients, kept.subject),
        text=_body(mail, "plain"),
        html=_body(mail, "html"),
        files=tuple(_file(part) for part in mail.iter_attachments()),
    )


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""


def _file(part: EmailMessage) -> MailFile:
    content = part.get_payload(decode=True)
    return MailFile(
        name=part.get_filename() or "part",
        content_type=part.get_content_type(),
        content=content if isinstance(content, bytes) else b"",
    )
