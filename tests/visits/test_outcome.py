"""What must have happened before a visit may end like this."""

import pytest

from servicepoint.visits.errors import CodeUnknown, NothingMissing, RequirementsOpen, StepsOpen
from servicepoint.visits.outcome import (
    PersonFacts,
    check_outcome,
    check_result,
    check_step,
    steps_needed,
)

ASKED = ("passport", "old-document")
SEEN = {"passport": "seen", "old-document": "seen"}
ALL_STEPS = frozenset({"identity_checked", "document_out", "old_document_in"})


def who(service: str = "DOC", *, age: int | None = 30, checks=SEEN, steps=ALL_STEPS) -> PersonFacts:
    return PersonFacts(service, ASKED, checks, frozenset(steps), age)


def test_a_document_is_handed_over_when_everything_was_seen_and_done() -> None:
    check_outcome("done", "", who())


@pytest.mark.parametrize(
    ("checks", "lacking"),
    [
        ({}, ASKED),
        ({"passport": "seen"}, ("old-document",)),
        ({"passport": "copied", "old-document": "missing"}, ("old-document",)),
    ],
)
def test_done_waits_for_each_requirement(checks, lacking) -> None:
    with pytest.raises(RequirementsOpen) as refusal:
        check_outcome("done", "", who(checks=checks))
    assert refusal.value.requirements == lacking


def test_what_does_not_apply_is_as_good_as_seen() -> None:
    checks = {"passport": "seen", "old-document": "not_applicable"}
    check_outcome("done", "", who(checks=checks, steps={"identity_checked", "document_out"}))


@pytest.mark.parametrize("lacking", sorted(ALL_STEPS))
def test_no_document_leaves_without_identity_and_the_old_one(lacking: str) -> None:
    with pytest.raises(StepsOpen) as refusal:
        check_outcome("done", "", who(steps=ALL_STEPS - {lacking}))
    assert refusal.value.steps == (lacking,)


def test_a_police_report_stands_for_the_old_document() -> None:
    facts = PersonFacts("DOC", ("police-report",), {"police-report": "seen"}, ALL_STEPS, 30)
    assert "old_document_in" in steps_needed("done", facts)


@pytest.mark.parametrize(("age", "asked"), [(5, False), (6, True), (None, True)])
def test_fingerprints_are_taken_from_six_years(age: int | None, asked: bool) -> None:
    assert ("fingerprints" in steps_needed("done", who("BIO", age=age))) is asked


def test_an_application_is_taken_only_when_it_was() -> None:
    steps = {"identity_checked", "photo", "fingerprints"}
    with pytest.raises(StepsOpen):
        check_outcome("application_taken", "", who("NAT", steps=steps))
    check_outcome("application_taken", "", who("NAT", steps={*steps, "application_taken"}))


def test_incomplete_says_what_is_missing_and_nothing_missing_is_not_incomplete() -> None:
    facts = who(checks={"passport": "seen", "old-document": "missing"})
    check_outcome("incomplete", "", facts)
    assert facts.missing == ("old-document",)
    with pytest.raises(NothingMissing):
        check_outcome("incomplete", "", who())


@pytest.mark.parametrize(
    ("outcome", "reason", "known"),
    [
        ("not_eligible", "wrong_location", True),
        ("not_eligible", "", False),
        ("refused", "identity_unclear", True),
        ("refused", "because", False),
        ("left", "", True),
        ("left", "no_time", True),
        ("done", "no_time", False),
        ("vanished", "", False),
    ],
)
def test_a_reason_is_asked_where_one_is_needed(outcome: str, reason: str, known: bool) -> None:
    if known:
        check_outcome(outcome, reason, who())
    else:
        with pytest.raises(CodeUnknown):
            check_outcome(outcome, reason, who())


def test_not_applicable_says_why_and_the_others_need_not() -> None:
    check_result("not_applicable", "exempt")
    check_result("seen", "")
    for result, reason in [("not_applicable", ""), ("seen", "exempt"), ("lost", "")]:
        with pytest.raises(CodeUnknown):
            check_result(result, reason)


def test_findings_of_a_step_come_from_its_list() -> None:
    check_step("identity_checked", ["mrz_ok", "name_differs"])
    check_step("photo", [])
    for kind, codes in [("identity_checked", ["Testa"]), ("horoscope", [])]:
        with pytest.raises(CodeUnknown):
            check_step(kind, codes)
