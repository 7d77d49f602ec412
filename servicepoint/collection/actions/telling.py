"""One piece of news to the people of an invitation: a letter, and a mail where an address is known."""

from datetime import datetime

from servicepoint.collection.compose import known_of, note_of, renew_codes
from servicepoint.collection.topics import topic_of
from servicepoint.documents.queries import InvitationView
from servicepoint.kit.actor import Actor
from servicepoint.letters import actions as letters
from servicepoint.letters.mail import mail_text
from servicepoint.letters.note import Kind
from servicepoint.letters.rules import reference_of
from servicepoint.notifications.actions import queue_notice
from servicepoint.notifications.notice import Notice

FIRST_LETTER: dict[str, Kind] = {
    "ready": "ready",
    "missing": "biometrics_missing",
    "poor": "biometrics_poor",
}


def key_of(view: InvitationView, what: str) -> str:
    """Return the name under which this news is told once."""
    return f"{topic_of(view.id)}:{what}"


def tell(view: InvitationView, kind: Kind, *, key: str, now: datetime, actor: Actor) -> int:
    """Have a letter printed and a mail sent, both once for each key, in the caller's transaction.

    Without a postal address the letter is withdrawn when it would be printed: then the mail alone tells it.
    """
    order = letters.Order(
        topic=topic_of(view.id),
        kind=kind,
        location_id=view.location_id,
        language=view.language,
        dedupe_key=key,
    )
    letter_id = letters.want(order, now=now, actor=actor)
    if view.email:
        _mail(view, kind, letter_id, key=key, now=now)
    return letter_id


def _mail(view: InvitationView, kind: Kind, letter_id: int, *, key: str, now: datetime) -> None:
    renew_codes([view.id], now)
    known = known_of({view.id: view}, now)
    note = note_of(view, kind, known, language=view.language, reference=reference_of(letter_id))
    words = mail_text(note)
    notice = Notice(
        language=words.language,
        subject=words.subject,
        paragraphs=words.paragraphs,
        dutch_subject=words.dutch_subject,
        dutch_paragraphs=words.dutch_paragraphs,
    )
    queue_notice(notice, to=view.email, topic=topic_of(view.id), dedupe_key=key, due_at=now)
