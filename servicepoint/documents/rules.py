"""Decisions about documents: pure, on values and days."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .errors import MoveNotPossible, PlaceMalformed, ProofMissing

# From where to where a document goes. What left us stays away, except what was handed over by mistake.
MOVES: Mapping[str, frozenset[str]] = {
    "announced": frozenset({"in_safe", "missing", "returned"}),
    "in_safe": frozenset({"in_safe", "out", "at_counter", "missing"}),
    "out": frozenset({"in_safe", "at_counter", "returned", "destroyed", "missing"}),
    "at_counter": frozenset({"handed_over", "in_safe", "out", "missing"}),
    "missing": frozenset({"in_safe", "out", "returned"}),
    "handed_over": frozenset({"at_counter"}),
    "returned": frozenset(),
    "destroyed": frozenset(),
}
GONE = ("handed_over", "returned", "destroyed")
HERE = ("in_safe", "out", "at_counter")  # the service point answers for these
OLD_DOCUMENTS = frozenset({"card", "sticker", "police_report", "none_before"})
SIGNATURES = frozenset({"drawn", "paper"})
BLOCKED_REASONS = frozenset({"instruction", "reported_lost", "wrong_data", "decision_withdrawn"})
POSITION_MAX = 999
DELIVERY_BYTES_MAX = 10 * 1024 * 1024  # of a file; it is read in memory and written nowhere unsealed
_DRAWER = re.compile(r"[A-Z0-9]{1,8}", re.ASCII)
_NUMBER = re.compile(r"V[A-NP-Z1-9]{8}", re.ASCII)
_SEPARATORS = re.compile(r"[\s.\-]+")


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides whether a document can be collected somewhere; `place` is one of `models.Place`."""

    location_id: int
    place: str
    collect_before: date
    announced_for: date | None = None
    elsewhere: str = ""
    is_courier: bool = False
    blocked_reason: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proved at the hand-over: findings of the identity check as codes, old document, signature."""

    identity: tuple[str, ...]
    old_document: str
    signature: str
    drawing: str = ""


def normal_number(typed: str) -> str | None:
    """Return the nine characters of a document number as people write or scan it, or None when it is none."""
    text = _SEPARATORS.sub("", typed.upper())
    return text if _NUMBER.fullmatch(text) else None


def why_not(facts: Facts, *, location_id: int, day: date) -> str:
    """Return why the document cannot be collected at the location on that day, as a code; empty if it can.

    Only its owner may be told which: everybody else hears that nothing lies ready.
    """
    is_announced = facts.place == "announced"
    reasons = {
        f"document_{facts.place}": facts.place in GONE,
        "document_courier": facts.is_courier,
        "document_blocked": bool(facts.blocked_reason),
        "document_elsewhere": bool(facts.elsewhere) or facts.location_id != location_id,
        "document_missing": facts.place == "missing",
        "document_not_yet": is_announced and (facts.announced_for is None or facts.announced_for > day),
        "document_too_late": day > facts.collect_before,
    }
    return next((code for code, is_so in reasons.items() if is_so), "")


def check_move(place: str, to: str) -> None:
    """Refuse a movement that documents do not make."""
    if to not in MOVES[place]:
        raise MoveNotPossible(place)


def normal_drawer(typed: str) -> str:
    """Return the name of a drawer, letters and digits, in capitals. Raises PlaceMalformed."""
    text = _SEPARATORS.sub("", typed.upper())
    if not _DRAWER.fullmatch(text):
        raise PlaceMalformed
    return text


def check_position(position: int) -> None:
    """Refuse a position that no drawer has."""
    if not 1 <= position <= POSITION_MAX:
        raise PlaceMalformed


def check_proof(proof: Proof, *, replaces_one: bool) -> None:
    """Refuse a hand-over without identity, old document or police report, and signature.

    `replaces_one`: the IND says that an earlier document exists, so "none before" is no answer.
    """
    lacking = []
    if not proof.identity:
        lacking.append("identity")
    if proof.old_document not in OLD_DOCUMENTS or (replaces_one and proof.old_document == "none_before"):
        lacking.append("old_document")
    if proof.signature not in SIGNATURES or (proof.signature == "drawn") != bool(proof.drawing):
        lacking.append("signature")
    if lacking:
        raise ProofMissing(tuple(lacking))
