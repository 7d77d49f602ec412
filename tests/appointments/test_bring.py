"""What a person brings, in words: with its condition where nobody asked for situation or age."""

from dataclasses import replace
from datetime import date

from servicepoint.appointments.bring import what_to_bring
from servicepoint.services.rules import NOT_ASKED, refusal_for
from tests.services.conftest import make_requirement, make_service, make_situation

DAY = date(2027, 3, 1)
ADULT = date(1990, 5, 17)


def service(**more):
    return make_service(
        "DOC",
        situations=(
            make_situation("has"),
            make_situation("lost"),
            make_situation("none", refusal="stay_away"),
        ),
        requirements=(
            make_requirement("passport"),
            make_requirement("old card", situations=("has",)),
            make_requirement("statement", situations=("has", "lost")),
            make_requirement("never", situations=("none",)),
            make_requirement("parent", age_max=17),
            make_requirement("prints", age_min=6),
            make_requirement("both", age_min=6, age_max=11),
        ),
        **more,
    )


def english(situation, birth_date):
    return [each["en"] for each in what_to_bring(service(), situation, birth_date, DAY)]


def test_who_was_asked_reads_only_what_is_theirs():
    assert english("lost", ADULT) == ["passport", "statement", "prints"]


def test_who_was_not_asked_reads_everything_that_may_be_theirs_and_for_whom_it_is():
    assert english(NOT_ASKED, None) == [
        "passport",
        "old card. Only if this is your situation: “has”",
        "statement",
        "parent. Only for people aged 17 or younger",
        "prints. Only for people aged 6 or older",
        "both. Only for people aged 6 to 11",
    ]


def test_with_a_birth_date_ages_are_settled_and_situations_are_not():
    assert english(NOT_ASKED, ADULT) == [
        "passport",
        "old card. Only if this is your situation: “has”",
        "statement",
        "prints",
    ]


def test_the_condition_is_in_every_language_and_comes_after_the_detail():
    need = replace(
        make_requirement("report", situations=("has", "lost")), detail={"nl": "Gestempeld.", "en": "Stamped."}
    )
    situations = (make_situation("has"), make_situation("lost"), make_situation("first"))
    given = make_service("DOC", situations=situations, requirements=(need,))
    (text,) = what_to_bring(given, NOT_ASKED, ADULT, DAY)
    assert text == {
        "nl": "report. Gestempeld. Alleen als dit uw situatie is: “has” of “lost”",
        "en": "report. Stamped. Only if this is your situation: “has” or “lost”",
    }


def test_without_situation_and_birth_date_nobody_is_kept_away_but_a_known_age_still_counts():
    assert refusal_for(service(), NOT_ASKED, None, DAY) is None
    assert refusal_for(service(), None, None, DAY) == "situation_missing"
    bio = make_service("BIO")
    assert refusal_for(bio, NOT_ASKED, date(2026, 5, 1), DAY) == "biometrics_under_one"
    assert refusal_for(bio, NOT_ASKED, None, DAY) is None
