"""The two lines of the counter's screen for photo and fingerprints: take them, or say why not."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from servicepoint.biometrics.queries import Hand, SittingState
from servicepoint.staff.capture_texts import FINGERS, HANDS, OFF
from servicepoint.visits.queries import PersonView

from .captures import AGES_SAID, BY_HAND, COVERED, PLAIN, Captures, kinds_of
from .row import Option, Row
from .words import STEPS, found, word

AGES = {
    "0": gettext_lazy("Younger than 6"),
    "6": gettext_lazy("6 to 10 years old"),
    "11": gettext_lazy("11 or older"),
}


def capture_rows(person: PersonView, captures: Captures) -> Iterator[Row]:
    """Yield a line for each kind that is taken of this person."""
    for kind in kinds_of(person):
        yield _row(person, kind, captures)


def _row(person: PersonView, kind: str, captures: Captures) -> Row:
    done = next((each.codes for each in person.steps if each.kind == kind), None)
    is_taken = bool(captures.settled(kind))
    is_settled = is_taken or done is not None
    return Row(
        id=f"row-{person.position}-{kind}",
        label=word(STEPS, kind),
        detail="" if is_settled else str(OFF.get(captures.off, "")),
        options=() if is_taken else (*_taking(person, kind, captures), *_by_hand(person, kind, done or ())),
        state="settled" if is_settled else "open",
        found=_said(kind, captures.settled(kind) or done or ()) or _progress(kind, captures.sitting),
    )


def _said(kind: str, codes: Sequence[str]) -> str:
    return ", ".join(found(kind, code) for code in codes)


def _taking(person: PersonView, kind: str, captures: Captures) -> Iterator[Option]:
    """Yield the ways to the camera or the scanner; none while nothing can be sealed."""
    if captures.off:
        return
    asks_age = person.age is None and captures.sitting is None
    for way, label in _ways(kind, captures):
        start = f"{person.position}/capture/{kind}/{way}"
        ages = tuple(Option(str(AGES[age]), f"{start}/{age}") for age in AGES_SAID) if asks_age else ()
        yield Option(label, f"{start}/", more=ages)


def _ways(kind: str, captures: Captures) -> tuple[tuple[str, str], ...]:
    if captures.sitting is not None:
        return ((PLAIN, _("Go on")),)
    if kind == "photo":
        return (PLAIN, _("Take now")), (COVERED, _("Take now, with head covering"))
    return ((PLAIN, _("Take now")),)


def _by_hand(person: PersonView, kind: str, done: Sequence[str]) -> Iterator[Option]:
    for code in BY_HAND[kind]:
        yield Option(found(kind, code), f"{person.position}/step/{kind}/{code}/", code in done)


def _progress(kind: str, sitting: SittingState | None) -> str:
    """Return how far it is, in words; empty before the first attempt."""
    if sitting is None:
        return ""
    if kind == "photo":
        return _attempts(len(sitting.photo.attempts))
    hands = [f"{HANDS[hand.name]}: {state}" for hand in sitting.hands if (state := _hand_state(hand))]
    return " · ".join(hands)


def _hand_state(hand: Hand) -> str:
    if hand.accepted:
        return str(FINGERS[hand.accepted.finger])
    return _("not possible") if hand.exempt else _attempts(len(hand.attempts))


def _attempts(count: int) -> str:
    return ngettext("%(count)d attempt", "%(count)d attempts", count) % {"count": count} if count else ""
