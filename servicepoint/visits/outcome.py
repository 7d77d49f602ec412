"""How a visit ends for a person, and what must have happened before. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .errors import CodeUnknown, NothingMissing, RequirementsOpen, StepsOpen

RESULTS = frozenset({"seen", "copied", "missing", "not_applicable"})
NOT_APPLICABLE_REASONS = frozenset({"other_proof", "not_needed", "known_to_ind", "too_young", "exempt"})
REASONS: Mapping[str, frozenset[str]] = {
    "done": frozenset({""}),
    "application_taken": frozenset({""}),
    "incomplete": frozenset({""}),
    "not_eligible": frozenset(
        {
            *("no_permit_needed", "wrong_service", "wrong_location", "privileged"),
            *("no_letter", "not_ready", "rule"),
        }
    ),
    "refused": frozenset({"identity_unclear", "not_in_person", "conduct", "false_document"}),
    "left": frozenset({"", "no_time", "unwell", "waited_too_long"}),
}
FINGERPRINTS_AGE_MIN = 6

# What may be recorded of each step. `off`: done with other equipment than this system's.
STEPS: Mapping[str, frozenset[str]] = {
    "identity_checked": frozenset(
        {
            *("mrz_ok", "mrz_wrong", "no_mrz", "by_eye", "name_differs", "birth_date_differs"),
            *("document_expired", "differences_accepted"),
        }
    ),
    "photo": frozenset({"taken", "overridden", "reused", "off", "temporarily_impossible"}),
    "fingerprints": frozenset({"taken", "overridden", "reused", "off", "exempt", "temporarily_impossible"}),
    "old_document_in": frozenset({"card", "sticker", "police_report"}),
    "document_out": frozenset({"card", "sticker", "visa"}),
    "application_taken": frozenset({"paper", "digital"}),
}

_NEEDED: Mapping[str, tuple[str, ...]] = {
    "DOC": ("identity_checked", "document_out"),
    "BIO": ("identity_checked", "photo", "fingerprints"),
    "VAA": ("identity_checked", "document_out"),
    "TKV": ("identity_checked",),
    "NAT": ("identity_checked", "photo", "fingerprints"),
}
OLD_DOCUMENT = frozenset({"old-document", "police-report", "old-document-return-visa"})


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person at the counter: what applies to them, what was found, what was done; age in years if known."""

    service: str
    requirements: tuple[str, ...]
    checks: Mapping[str, str] = field(default_factory=dict)
    steps: frozenset[str] = frozenset()
    age: int | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """What was not brought, in the order of the list."""
        return tuple(code for code in self.requirements if self.checks.get(code) == "missing")

    @property
    def open(self) -> tuple[str, ...]:
        """What is missing or was not looked at yet."""
        return tuple(code for code in self.requirements if self.checks.get(code) in {None, "missing"})


def check_result(result: str, reason: str) -> None:
    """Refuse a result that is not on the list, or "not applicable" without a reason."""
    allowed = NOT_APPLICABLE_REASONS if result == "not_applicable" else {""}
    if result not in RESULTS or reason not in allowed:
        raise CodeUnknown(result)


def check_step(kind: str, codes: Sequence[str]) -> None:
    """Refuse a step or a finding that is not on the list."""
    if kind not in STEPS or not set(codes) <= STEPS[kind]:
        raise CodeUnknown(kind)


def check_outcome(outcome: str, reason: str, person: PersonFacts) -> None:
    """Refuse an outcome before what it says has happened."""
    if outcome not in REASONS or reason not in REASONS[outcome]:
        raise CodeUnknown(outcome)
    if outcome == "incomplete" and not person.missing:
        raise NothingMissing
    if outcome in {"done", "application_taken"}:
        _check_complete(outcome, person)


def _check_complete(outcome: str, person: PersonFacts) -> None:
    if person.open:
        raise RequirementsOpen(person.open)
    lacking = [step for step in steps_needed(outcome, person) if step not in person.steps]
    if lacking:
        raise StepsOpen(lacking)


def steps_needed(outcome: str, person: PersonFacts) -> tuple[str, ...]:
    """Return the steps without which this person's visit is not done."""
    needed = [*_NEEDED.get(person.service, ("identity_checked",))]
    if person.age is not None and person.age < FINGERPRINTS_AGE_MIN and "fingerprints" in needed:
        needed.remove("fingerprints")
    brought_old = any(person.checks.get(code) in {"seen", "copied"} for code in OLD_DOCUMENT)
    if "document_out" in needed and brought_old and person.service == "DOC":
        needed.append("old_document_in")
    if outcome == "application_taken":
        needed.append("application_taken")
    return tuple(needed)
