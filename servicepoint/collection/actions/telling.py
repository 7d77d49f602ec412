"""One piece of news to the people of an invitation: a letter, and a mail where an address is known."""

from datetime import datetime

from servicepoint.collection.topics import topic_of
from servicepoint.documents.queries import InvitationView
from servicepoint.kit.actor import Actor
from servicepoint.letters import actions as letters
from servicepoint.letters.note import Kind

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

    Without a postal address the letter waits for nobody: then the mail alone tells it.
    """
    order = letters.Order(
        topic=topic_of(view.id),
        kind=kind,
        location_id=view.location_id,
        language=view.language,
        dedupe_key=key,
    )
    return letters.want(order, now=now, actor=actor)
