"""The lines of the counter's screen, in order: what was brought, what is done, how it ended."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from servicepoint.visits import outcome as rules
from servicepoint.visits.queries import CheckLine, Paper, PersonView, StepView

from .capture_rows import capture_rows
from .captures import Captures
from .paper_rows import paper_rows
from .row import Option, Row
from .words import NOT_APPLICABLE, OUTCOMES, REASONS, RESULTS, STEPS, found, in_language, word

APPLICATIONS = frozenset({"NAT", "TKV"})  # services whose visit is an application
RESULTS_IN_ORDER = ("seen", "copied", "missing", "not_applicable")
OUTCOMES_IN_ORDER = ("done", "application_taken", "incomplete", "not_eligible", "refused", "left")
HANDED_IN_ORDER = ("old_document_in", "document_out", "application_taken")
HANDED: Mapping[str, tuple[str, ...]] = {
    "old_document_in": ("card", "sticker", "police_report"),
    "document_out": ("card", "sticker", "visa"),
    "application_taken": ("paper", "digital"),
}


def check_rows(person: PersonView) -> Iterator[Row]:
    """Yield the list the resident got."""
    for line in person.checks:
        yield _check_row(person, line)


def _check_row(person: PersonView, line: CheckLine) -> Row:
    asked, start = line.requirement, f"{person.position}/check/{line.requirement.code}"
    why = tuple(
        Option(str(text), f"{start}/not_applicable/{code}", line.reason == code)
        for code, text in NOT_APPLICABLE.items()
    )
    options = tuple(
        Option(
            word(RESULTS, each),
            f"{start}/{each}/",
            line.result == each,
            why if each == "not_applicable" else (),
        )
        for each in RESULTS_IN_ORDER
    )
    return Row(
        id=f"row-{person.position}-{asked.code}",
        label=in_language(asked.text),
        detail=in_language(asked.detail) if asked.detail else "",
        options=options,
        state={"": "open", "missing": "missing"}.get(line.result, "settled"),
        found=word(NOT_APPLICABLE, line.reason) if line.reason else "",
    )


def step_rows(
    person: PersonView, captures: Captures, papers: Sequence[Paper] | None, now: datetime
) -> Iterator[Row]:
    """Yield what is done for this person, in the order of a visit; identity has a place of its own.

    With `papers`, documents are kept here: then handing one over is a line of its own.
    """
    yield from capture_rows(person, captures)
    done = {each.kind: each for each in person.steps}
    answers = _handed(person)
    for kind in HANDED_IN_ORDER:
        if kind == "document_out" and papers is not None:
            yield from paper_rows(person, papers, now)
        elif kind in answers:
            yield _step_row(person, kind, answers[kind], done.get(kind))


def _handed(person: PersonView) -> dict[str, tuple[str, ...]]:
    kinds: list[str] = [kind for kind in ("old_document_in", "document_out") if kind in person.steps_needed]
    if person.service == "DOC" and "old_document_in" not in kinds:
        kinds.insert(0, "old_document_in")
    if person.service in APPLICATIONS:
        kinds.append("application_taken")
    return {kind: HANDED[kind] for kind in kinds}


def _step_row(person: PersonView, kind: str, answers: Iterable[str], done: StepView | None) -> Row:
    codes = done.codes if done else ()
    start = f"{person.position}/step/{kind}"
    return Row(
        id=f"row-{person.position}-{kind}",
        label=word(STEPS, kind),
        options=tuple(Option(found(kind, each), f"{start}/{each}/", each in codes) for each in answers),
        state="settled" if done else "open" if kind in _asked_for(person) else "may",
        found=_when_done(done) if done else "",
    )


def _asked_for(person: PersonView) -> frozenset[str]:
    """Return what is open until it is done; an old document before anybody has looked whether it is there."""
    asked = {*person.steps_needed}
    if person.service in APPLICATIONS:
        asked.add("application_taken")
    if any(
        line.requirement.code in rules.OLD_DOCUMENT and line.result in {"", "seen", "copied"}
        for line in person.checks
    ):
        asked.add("old_document_in")
    return frozenset(asked)


def _when_done(done: StepView) -> str:
    return ", ".join(found(done.kind, code) for code in done.codes)


def outcome_row(person: PersonView) -> Row:
    """Return the last question: how it ended."""
    start = f"{person.position}/outcome/-"
    codes = [
        each for each in OUTCOMES_IN_ORDER if each != "application_taken" or person.service in APPLICATIONS
    ]
    return Row(
        id=f"row-{person.position}-outcome",
        label=_("Outcome"),
        options=tuple(
            Option(word(OUTCOMES, each), f"{start}/{each}/", person.outcome == each, _reasons(each, person))
            for each in codes
        ),
        state="settled" if person.outcome else "open",
        found=word(REASONS, person.reason) if person.reason else "",
    )


def _reasons(outcome: str, person: PersonView) -> tuple[Option, ...]:
    start = f"{person.position}/outcome/-/{outcome}"
    codes = [code for code in REASONS if code in rules.REASONS[outcome]]
    reasons = [Option(word(REASONS, code), f"{start}/{code}", person.reason == code) for code in codes]
    if reasons and "" in rules.REASONS[outcome]:
        reasons.append(
            Option(_("No reason given"), f"{start}/", person.outcome == outcome and not person.reason)
        )
    return tuple(reasons)
