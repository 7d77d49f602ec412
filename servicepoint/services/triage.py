"""The questions before a booking, as a graph of values, and the walk through it. Pure.

Answers are slugs, unique within their question; a walk is the answers in order, as in the page's address.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from servicepoint.services.catalogue import Text
from servicepoint.services.errors import AnswerUnknown

Kind = Literal["book", "wait_for_letter", "need_not_come", "no_permit_needed", "elsewhere", "telephone"]
KINDS: tuple[str, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Answer:
    """One choice; `next` is the code of a question or of an outcome."""

    slug: str
    label: Text
    hint: Text | None
    next: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its choices, in order."""

    code: str
    title: Text
    hint: Text | None
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do next. `link` is an address (https:, mailto:, tel:), or `page:` and a page's name."""

    text: Text
    link: str | None
    link_text: Text | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a walk ends: what, why, and then. A `book` outcome names the service, and maybe the situation."""

    code: str
    kind: Kind
    title: Text
    why: Text
    next: tuple[NextStep, ...]
    service: str | None = None
    situation: str | None = None
    refusals: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Graph:
    """All questions and outcomes by code, and the code of the first question."""

    start: str
    questions: Mapping[str, Question]
    outcomes: Mapping[str, Outcome]


@dataclass(frozen=True, slots=True)
class Taken:
    """A question that was answered on the way, and how."""

    question: Question
    answer: Answer


@dataclass(frozen=True, slots=True)
class Step:
    """Where the answers lead: the next question or, at the end, the outcome; one of the two is None."""

    taken: tuple[Taken, ...]
    question: Question | None
    outcome: Outcome | None


def walk(graph: Graph, answers: Sequence[str]) -> Step:
    """Follow `answers` from the start. Raises `AnswerUnknown` at the first that fits no choice."""
    here = graph.start
    taken: list[Taken] = []
    for position, slug in enumerate(answers):
        question = graph.questions.get(here)
        answer = next((one for one in question.answers if one.slug == slug), None) if question else None
        if question is None or answer is None:
            raise AnswerUnknown(slug, position)
        taken.append(Taken(question, answer))
        here = answer.next
    return Step(tuple(taken), graph.questions.get(here), graph.outcomes.get(here))


def first_answer_to(graph: Graph, service: str) -> str | None:
    """Return the first choice of the first question that can lead to booking this service, or None."""
    start = graph.questions[graph.start]
    return next((one.slug for one in start.answers if _can_book(graph, one.next, service, set())), None)


def _can_book(graph: Graph, code: str, service: str, seen: set[str]) -> bool:
    outcome = graph.outcomes.get(code)
    if outcome is not None:
        return outcome.kind == "book" and outcome.service == service
    if code in seen:
        return False
    seen.add(code)
    return any(_can_book(graph, one.next, service, seen) for one in graph.questions[code].answers)


def outcome_for(graph: Graph, refusal: str) -> Outcome | None:
    """Return the outcome that explains a refusal code of `rules.refusal_for`; None when no page does."""
    return next((one for one in graph.outcomes.values() if refusal in one.refusals), None)
