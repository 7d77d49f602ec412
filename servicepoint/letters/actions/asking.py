"""A letter is wanted, or not any more; and one came back. All in the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from servicepoint.audit.actions import record
from servicepoint.kit.actor import Actor
from servicepoint.letters.errors import LetterNotSent, LetterUnknown
from servicepoint.letters.models import Letter
from servicepoint.letters.note import Kind

State = Letter.State
SENT = (State.HANDED_OVER, State.PRINTED, State.POSTED)


@dataclass(frozen=True, slots=True)
class Order:
    """A letter that is wanted. `dedupe_key` names it for good: a second one with the same key is not made.

    `topic`: what it is about, such as `invitation:12`. `replaces`: the letter that this one is sent for
    again, and `replaces_reason` why, a code.
    """

    topic: str
    kind: Kind
    location_id: int
    language: str
    dedupe_key: str
    replaces: int | None = None
    replaces_reason: str = ""


def want(order: Order, *, now: datetime, actor: Actor) -> int:
    """Have a letter printed with the next batch; return its id, also when it was wanted before."""
    return want_all([order], now=now, actor=actor)[0]


def want_all(orders: Sequence[Order], *, now: datetime, actor: Actor) -> list[int]:
    """Have several letters printed; return their ids in order. What was wanted before is not wanted twice."""
    keys = [order.dedupe_key for order in orders]
    with transaction.atomic():
        known = set(Letter.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True))
        fresh = {order.dedupe_key: order for order in orders if order.dedupe_key not in known}
        Letter.objects.bulk_create((_row(each, now) for each in fresh.values()), ignore_conflicts=True)
        ids = dict(Letter.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", "id"))
        for key, order in fresh.items():
            facts = {"kind": order.kind, "topic": order.topic, "language": order.language}
            facts |= {"reason": order.replaces_reason} if order.replaces_reason else {}
            record("letters.wanted", actor=actor, subject=f"letter:{ids[key]}", now=now, facts=facts)
    return [ids[key] for key in keys]


def withdraw(topic: str, *, kinds: Sequence[Kind] = (), now: datetime, actor: Actor) -> int:
    """Take back the letters about a topic that are not printed yet; return how many that were.

    All kinds when none is named. One whose batch is on its way to the print service still goes.
    """
    not_fixed = Q(state=State.WAITING) | Q(state=State.IN_BATCH, first_page=None)
    rows = Letter.objects.filter(not_fixed, topic=topic)
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    with transaction.atomic():
        count = rows.update(state=State.WITHDRAWN, settled_at=now)
        if count:
            record("letters.withdrawn", actor=actor, subject=topic, now=now, facts={"count": count})
    return count


def note_returned(letter_id: int, *, reason: str, now: datetime, actor: Actor) -> None:
    """Note that a letter came back, and why, one of `rules.RETURNED_REASONS`. Again changes nothing.

    Raises LetterUnknown, LetterNotSent.
    """
    with transaction.atomic():
        row = Letter.objects.select_for_update().filter(id=letter_id).first()
        if row is None:
            raise LetterUnknown
        if row.state == State.RETURNED:
            return
        if row.state not in SENT:
            raise LetterNotSent
        row.state, row.returned_at, row.returned_reason = State.RETURNED, now, reason
        row.save(update_fields=["state", "returned_at", "returned_reason"])
        facts = {"reason": reason, "topic": row.topic}
        record("letters.returned", actor=actor, subject=f"letter:{row.id}", now=now, facts=facts)


def _row(order: Order, now: datetime) -> Letter:
    return Letter(
        location_id=order.location_id,
        topic=order.topic,
        kind=order.kind,
        dedupe_key=order.dedupe_key,
        language=order.language,
        wanted_at=now,
        replaces_id=order.replaces,
        replaces_reason=order.replaces_reason,
    )
