"""Ages, requirements, fees, and who cannot have a service: each at its boundary."""

from datetime import date

import pytest

from servicepoint.services.rules import age_on, fee_on, refusal_for, requirements_for
from tests.services.conftest import make_fee, make_requirement, make_service, make_situation

DAY = date(2027, 3, 1)

AGES = [
    (date(2026, 3, 2), DAY, 0),
    (date(2026, 3, 1), DAY, 1),
    (date(2027, 3, 1), DAY, 0),
    (date(2009, 3, 2), DAY, 17),
    (date(2009, 3, 1), DAY, 18),
    (date(2008, 2, 29), date(2026, 2, 28), 17),
    (date(2008, 2, 29), date(2026, 3, 1), 18),
    (date(2008, 2, 29), date(2028, 2, 29), 20),
]


@pytest.mark.parametrize(("born", "day", "age"), AGES)
def test_an_age_changes_on_the_birthday(born, day, age):
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("age", "codes"),
    [
        (0, ["all", "minor"]),
        (5, ["all", "minor"]),
        (6, ["all", "minor", "prints"]),
        (17, ["all", "minor", "prints"]),
        (18, ["all", "prints"]),
        (64, ["all", "prints"]),
        (65, ["all"]),
    ],
)
def test_both_ends_of_an_age_count(age, codes):
    service = make_service(
        "DOC",
        requirements=(
            make_requirement("all"),
            make_requirement("minor", age_max=17),
            make_requirement("prints", age_min=6, age_max=64),
        ),
    )
    assert [each.code for each in requirements_for(service, None, age, DAY)] == codes


def test_a_requirement_holds_for_its_situations_and_one_without_for_all():
    needs = (make_requirement("all"), make_requirement("report", situations=("lost", "stolen")))
    service = make_service("DOC", requirements=needs)
    shown = {
        situation: [each.code for each in requirements_for(service, situation, 30, DAY)]
        for situation in ("lost", "stolen", "has", None)
    }
    assert shown == {"lost": ["all", "report"], "stolen": ["all", "report"], "has": ["all"], None: ["all"]}


@pytest.mark.parametrize(
    ("on", "holds"),
    [
        (date(2027, 1, 31), False),
        (date(2027, 2, 1), True),
        (date(2027, 2, 28), True),
        (date(2027, 3, 1), False),
    ],
)
def test_a_requirement_holds_from_its_first_to_its_last_day(on, holds):
    need = make_requirement("spring", first=date(2027, 2, 1), last=date(2027, 2, 28))
    assert bool(requirements_for(make_service("DOC", requirements=(need,)), None, 30, on)) is holds


@pytest.mark.parametrize(
    ("on", "cents"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), 17700),
        (date(2026, 12, 31), 17700),
        (date(2027, 1, 1), 19700),
    ],
)
def test_the_fee_of_the_day_counts(on, cents):
    fees = (make_fee(date(2027, 1, 1), 19700), make_fee(date(2026, 1, 1), 17700))
    fee = fee_on(make_service("TKV", fees=fees), on)
    assert (fee.amount_cents if fee else None) == cents


@pytest.mark.parametrize(
    ("born", "refusal"),
    [(date(2026, 3, 1), None), (date(2026, 3, 2), "biometrics_under_one"), (date(2027, 3, 2), "not_born")],
)
def test_biometrics_are_refused_until_the_first_birthday(born, refusal):
    assert refusal_for(make_service("BIO"), None, born, DAY) == refusal


def test_a_baby_may_collect_a_document():
    assert refusal_for(make_service("DOC"), None, date(2027, 2, 1), DAY) is None


@pytest.mark.parametrize(
    ("situation", "refusal"),
    [
        ("fine", None),
        ("asylum", "sticker_asylum"),
        ("other", "situation_unknown"),
        (None, "situation_missing"),
        ("", "situation_missing"),
    ],
)
def test_a_situation_may_stand_in_the_way(situation, refusal):
    service = make_service(
        "VAA", situations=(make_situation("fine"), make_situation("asylum", "sticker_asylum"))
    )
    assert refusal_for(service, situation, date(1990, 1, 1), DAY) == refusal


def test_a_service_without_situations_asks_for_none():
    assert refusal_for(make_service("DOC"), None, date(1990, 1, 1), DAY) is None
