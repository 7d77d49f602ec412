"""The triage as its file has it: checked as a graph, and made into a value."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from servicepoint.content.files import File, read_folder, refuse_if_wrong
from servicepoint.services.triage import Answer, Graph, NextStep, Outcome, Question

PAGES = ("accessibility", "book", "check", "manage", "privacy", "start", "telephone")


def read_triage(folder: Path) -> Graph:
    """Return the triage of a content folder. Raises `ContentRefused` with all that is wrong."""
    file = read_folder(folder, ["triage"])["triage"]
    check_triage(file)
    refuse_if_wrong([file])
    return graph_of(file.values)


def check_triage(file: File) -> None:
    """Note what makes the file no sound graph: loose ends, circles, pages nobody can reach."""
    if file.problems:
        return
    questions, outcomes = file.values["questions"], file.values["outcomes"]
    for code in questions.keys() & outcomes.keys():
        file.refuse(("outcomes", code), "is a question and an outcome", "each code once")
    if file.values["start"] not in questions:
        file.refuse(("start",), f"“{file.values['start']}” is no question", "the code of a question")
    for code in questions:
        _check_answers(file, code)
    for code in outcomes:
        _check_outcome(file, code)
    if not file.problems:
        _check_circles(file)
        _check_reach(file)


def graph_of(values: dict[str, Any]) -> Graph:
    """Return checked values as a graph."""
    questions = {code: _question(code, one) for code, one in values["questions"].items()}
    outcomes = {code: _outcome(code, one) for code, one in values["outcomes"].items()}
    return Graph(values["start"], questions, outcomes)


def _check_answers(file: File, code: str) -> None:
    answers = file.values["questions"][code]["answers"]
    known = file.values["questions"].keys() | file.values["outcomes"].keys()
    times = Counter(answer["code"] for answer in answers)
    for number, answer in enumerate(answers):
        place = ("questions", code, "answers", number)
        if times[answer["code"]] > 1:
            file.refuse((*place, "code"), f"“{answer['code']}” is there twice", "each answer once")
        if answer["next"] not in known:
            file.refuse((*place, "next"), f"“{answer['next']}” is not there", "a question or an outcome")


def _check_outcome(file: File, code: str) -> None:
    outcome = file.values["outcomes"][code]
    if (outcome["kind"] == "book") != ("service" in outcome):
        file.refuse(("outcomes", code), "“book” and a service do not go together here", "both or neither")
    if "situation" in outcome and "service" not in outcome:
        file.refuse(("outcomes", code, "situation"), "stands alone", "a service beside it")
    for number, step in enumerate(outcome["next"]):
        page = step.get("link", "").partition("page:")[2]
        if page and page not in PAGES:
            place = ("outcomes", code, "next", number, "link")
            file.refuse(place, f"there is no page “{page}”", f"one of {', '.join(PAGES)}")


def _check_circles(file: File) -> None:
    questions = file.values["questions"]
    done: set[str] = set()

    def visit(code: str, way: tuple[str, ...]) -> None:
        if code in way:
            circle = " → ".join((*way[way.index(code) :], code))
            file.refuse(("questions", code), f"leads back to itself: {circle}", "a way to an outcome")
        elif code in questions and code not in done:
            for answer in questions[code]["answers"]:
                visit(answer["next"], (*way, code))
            done.add(code)

    visit(file.values["start"], ())


def _check_reach(file: File) -> None:
    reached = set(_reached(file.values))
    for kind in ("questions", "outcomes"):
        for code in file.values[kind].keys() - reached:
            file.refuse((kind, code), "cannot be reached from the start", "an answer that leads here")


def _reached(values: dict[str, Any]) -> Iterator[str]:
    waiting, seen = [values["start"]], set()
    while waiting:
        code = waiting.pop()
        if code not in seen:
            seen.add(code)
            yield code
            waiting.extend(answer["next"] for answer in values["questions"].get(code, {}).get("answers", ()))


def _question(code: str, values: dict[str, Any]) -> Question:
    answers = tuple(
        Answer(one["code"], one["label"], one.get("hint"), one["next"]) for one in values["answers"]
    )
    return Question(code, values["title"], values.get("hint"), answers)


def _outcome(code: str, values: dict[str, Any]) -> Outcome:
    return Outcome(
        code=code,
        kind=values["kind"],
        title=values["title"],
        why=values["why"],
        next=tuple(NextStep(one["text"], one.get("link"), one.get("link_text")) for one in values["next"]),
        service=values.get("service"),
        situation=values.get("situation"),
        refusals=frozenset(values.get("refusals", ())),
    )
