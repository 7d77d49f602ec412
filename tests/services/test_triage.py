"""The whole triage: every way through the real questions, and the domain's rules as walks."""

from collections.abc import Iterator

import pytest

from servicepoint.services.errors import AnswerUnknown
from servicepoint.services.queries import triage_graph
from servicepoint.services.triage import KINDS, Graph, first_answer_to, outcome_for, walk

ANSWERS_MAX = 8  # a person gives up; the longest way today is six


def ways(graph: Graph, taken: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield every way from the start to an end, following the walk itself."""
    step = walk(graph, taken)
    assert len(taken) <= ANSWERS_MAX, f"too long or a circle: {taken}"
    if step.question is None:
        yield taken
        return
    for answer in step.question.answers:
        yield from ways(graph, (*taken, answer.slug))


@pytest.fixture(scope="module")
def graph():
    return triage_graph()


@pytest.fixture(scope="module")
def all_ways(graph):
    return list(ways(graph))


def test_every_way_ends_in_an_outcome(graph, all_ways):
    assert len(all_ways) > 90
    assert all(walk(graph, way).outcome is not None for way in all_ways)


def test_every_question_and_outcome_is_on_some_way(graph, all_ways):
    met = {walk(graph, way).outcome.code for way in all_ways}
    asked = {taken.question.code for way in all_ways for taken in walk(graph, way).taken}
    assert met == set(graph.outcomes)
    assert asked == set(graph.questions)


def test_every_kind_of_outcome_is_there_and_each_says_why_and_what_next(graph):
    assert {outcome.kind for outcome in graph.outcomes.values()} == set(KINDS)
    assert all(outcome.title and outcome.why and outcome.next for outcome in graph.outcomes.values())


def test_every_text_is_there_in_both_languages(graph):
    texts = [part for question in graph.questions.values() for part in (question.title, question.hint)]
    texts += [
        part for one in graph.questions.values() for each in one.answers for part in (each.label, each.hint)
    ]
    texts += [part for outcome in graph.outcomes.values() for part in (outcome.title, outcome.why)]
    texts += [
        part for one in graph.outcomes.values() for each in one.next for part in (each.text, each.link_text)
    ]
    found = [text for text in texts if text is not None]
    assert len(found) > 200
    assert all(text["nl"].strip() and text["en"].strip() for text in found)


def test_any_earlier_answer_can_be_corrected(graph, all_ways):
    for way in all_ways:
        for length in range(len(way)):
            step = walk(graph, way[:length])
            assert step.question is not None
            assert len(step.taken) == length


@pytest.mark.parametrize(
    ("answers", "position"),
    [
        (["nothing"], 0),
        (["collect", "nothing"], 1),
        (["eu-citizen", "more"], 1),
        (["collect", "limburg"], 1),
        ([""], 0),
        (["collect"] * 50, 1),
    ],
)
def test_an_answer_that_fits_no_question_is_refused(graph, answers, position):
    with pytest.raises(AnswerUnknown) as refused:
        walk(graph, answers)
    assert refused.value.position == position


# What the domain says, as walks: each rule beside what happens without it.
RULES = [
    ("collect maastricht in-person has-document", "book", "DOC"),
    ("collect maastricht in-person document-lost", "book", "DOC"),
    ("collect maastricht in-person no-document", "book", "DOC"),
    ("collect other-place", "elsewhere", None),
    ("collect no-letter", "wait_for_letter", None),
    ("collect courier", "need_not_come", None),
    ("collect maastricht someone-else", "telephone", None),
    ("biometrics under-one", "need_not_come", None),
    ("biometrics one-or-older letter-asks never limburg", "book", "BIO"),
    ("biometrics one-or-older letter-asks never not-limburg", "elsewhere", None),
    ("biometrics one-or-older letter-asks under-six-months same-age", "need_not_come", None),
    ("biometrics one-or-older letter-asks under-six-months new-age limburg", "book", "BIO"),
    ("biometrics one-or-older letter-asks under-five-years type-w same-age", "need_not_come", None),
    ("biometrics one-or-older letter-asks under-five-years type-w new-age limburg", "book", "BIO"),
    ("biometrics one-or-older letter-asks under-five-years other-document limburg", "book", "BIO"),
    ("biometrics one-or-older letter-asks longer-ago limburg", "book", "BIO"),
    ("biometrics one-or-older letter-not-good limburg", "book", "BIO"),
    ("biometrics one-or-older no-letter new-age limburg", "book", "BIO"),
    ("biometrics one-or-older no-letter never-had-document under-six-months same-age", "need_not_come", None),
    ("biometrics one-or-older no-letter none", "wait_for_letter", None),
    ("sticker no-letter", "wait_for_letter", None),
    ("sticker letter extension limburg", "book", "VAA"),
    ("sticker letter extension not-limburg", "elsewhere", None),
    ("sticker letter asylum", "need_not_come", None),
    ("sticker letter replacement", "need_not_come", None),
    ("sticker letter eu-family", "telephone", None),
    ("return-visa abroad", "elsewhere", None),
    ("return-visa netherlands no-visa-needed", "need_not_come", None),
    ("return-visa netherlands visa-needed document-valid", "need_not_come", None),
    ("return-visa netherlands visa-needed no-valid-document waiting-extension limburg", "book", "TKV"),
    ("return-visa netherlands visa-needed no-valid-document first-application reason limburg", "book", "TKV"),
    ("return-visa netherlands visa-needed no-valid-document first-application no-reason", "telephone", None),
    ("return-visa netherlands visa-needed no-valid-document rejected no-reason", "telephone", None),
    ("nato eu-citizen", "no_permit_needed", None),
    ("nato other military-here", "no_permit_needed", None),
    ("nato other civilian-staff", "book", "NAT"),
    ("nato other stationed-abroad", "book", "NAT"),
    ("nato other family partner", "book", "NAT"),
    ("nato other family child", "book", "NAT"),
    ("nato other family other-family", "telephone", None),
    ("diplomat has-status", "no_permit_needed", None),
    ("diplomat status-ended", "telephone", None),
    ("diplomat permanent-residence", "telephone", None),
    ("diplomat locally-hired", "telephone", None),
    ("diplomat relative-not-covered", "telephone", None),
    ("eu-citizen", "no_permit_needed", None),
    ("document-lost not-reported", "elsewhere", None),
    ("document-lost found-again", "elsewhere", None),
    ("document-lost replacement-ready maastricht in-person document-lost", "book", "DOC"),
    ("municipality not-registered expat", "elsewhere", None),
    ("municipality other", "elsewhere", None),
    ("group", "telephone", None),
    ("something-else", "telephone", None),
]


@pytest.mark.parametrize(
    ("answers", "kind", "service"), RULES, ids=[rule[0].replace(" ", "/") for rule in RULES]
)
def test_the_triage_follows_the_rules_of_the_domain(graph, answers, kind, service):
    outcome = walk(graph, answers.split()).outcome
    assert (outcome.kind, outcome.service) == (kind, service)


def test_the_combined_appointment_goes_by_mail_to_the_centre(graph):
    outcome = walk(graph, ["municipality", "not-registered", "expat"]).outcome
    assert [step.link for step in outcome.next] == ["mailto:expatcentre@maastricht.nl"]


def test_a_booked_outcome_hands_the_situation_to_the_booking(graph):
    assert walk(graph, ["nato", "other", "family", "child"]).outcome.situation == "child"


def test_a_refusal_leads_to_the_page_that_explains_it(graph):
    assert outcome_for(graph, "biometrics_under_one").code == "child-under-one"
    assert outcome_for(graph, "nothing") is None


@pytest.mark.parametrize(
    ("service", "answer"),
    [("DOC", "collect"), ("BIO", "biometrics"), ("TKV", "return-visa"), ("NAT", "nato"), ("XYZ", None)],
)
def test_a_service_is_found_back_at_the_first_question(graph, service, answer):
    assert first_answer_to(graph, service) == answer
