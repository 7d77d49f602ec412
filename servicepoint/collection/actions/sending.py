"""Printing what waits, printing again, and another address."""

from datetime import datetime
from typing import cast

from django.db import transaction

from servicepoint.collection.compose import compose
from servicepoint.collection.topics import invitation_of
from servicepoint.documents import actions as documents
from servicepoint.documents.errors import InvitationUnknown
from servicepoint.documents.household import Address
from servicepoint.kit.actor import Actor
from servicepoint.letters import actions as letters
from servicepoint.letters import queries as written
from servicepoint.letters.note import Kind

NEW_CODE_REASONS = frozenset({"lost", "stolen"})  # somebody else may have the letter


def print_due(*, now: datetime) -> int:
    """Print the letters that wait; return how many. Not inside a transaction."""
    return letters.print_due(compose, now=now)


def print_again(letter_id: int, *, reason: str, now: datetime, actor: Actor) -> int:
    """Send a letter again, with a new code when it was lost or stolen; return the id of the new one.

    A letter is sent again once: asking twice is one new letter. Raises LetterUnknown, InvitationUnknown.
    """
    letter = written.letter(letter_id)
    invitation_id = invitation_of(letter.topic)
    if invitation_id is None:
        raise InvitationUnknown
    order = letters.Order(
        topic=letter.topic,
        kind=cast("Kind", letter.kind),  # a constraint of the table
        location_id=letter.location_id,
        language=letter.language,
        dedupe_key=f"{letter.topic}:again:{letter_id}",
        replaces=letter_id,
        replaces_reason=reason,
    )
    with transaction.atomic():
        known = {each.dedupe_key for each in written.letters_about([letter.topic])}
        if order.dedupe_key not in known and reason in NEW_CODE_REASONS:
            documents.replace_code(invitation_id, reason=reason, now=now, actor=actor)
        return letters.want(order, now=now, actor=actor)


def stop_code(letter_id: int, *, reason: str, now: datetime, actor: Actor) -> None:
    """Take the code of a letter back, at once; the next letter to its people carries another one.

    Raises LetterUnknown, InvitationUnknown.
    """
    invitation_id = invitation_of(written.letter(letter_id).topic)
    if invitation_id is None:
        raise InvitationUnknown
    documents.stop_code(invitation_id, reason=reason, now=now, actor=actor)


def change_address(letter_id: int, address: Address, *, now: datetime, actor: Actor) -> int:
    """Send a letter again to another address, which its invitation keeps; return the id of the new one.

    Raises LetterUnknown, InvitationUnknown.
    """
    invitation_id = invitation_of(written.letter(letter_id).topic)
    if invitation_id is None:
        raise InvitationUnknown
    with transaction.atomic():
        documents.readdress(invitation_id, address, now=now, actor=actor)
        return print_again(letter_id, reason="address_changed", now=now, actor=actor)
