"""Who shares a letter, when people are reminded, and when there is too little room."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicepoint.collection import rules
from servicepoint.documents.household import Address
from servicepoint.documents.queries import Ready

DAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOME, DORM = b"home", b"dorm"


def _ready(number: int, last_name: str, *, born: int = 1990, door: bytes | None = HOME) -> Ready:
    return Ready(
        document_id=number,
        v_number=f"{number:010d}",
        first_name="Testa",
        last_name=last_name,
        birth_date=date(born, 1, 2),
        language="en",
        email="",
        address=Address("Voorbeeldstraat 1", "0000 XX", "Proefstad"),
        household_digest=door,
        collect_before=date(2027, 2, 1),
        since=NOON,
    )


def _numbers(ready: Sequence[Ready], *, per_household: bool = True) -> list[list[int]]:
    groups = rules.letters_for(ready, per_household=per_household, day=DAY)
    return [[each.document_id for each in group] for group in groups]


def test_a_family_gets_one_letter_oldest_first() -> None:
    family = [_ready(1, "Voorbeeld", born=2015), _ready(2, "Voorbeeld", born=1985)]
    assert _numbers(family) == [[2, 1]]


def test_people_who_only_share_a_door_do_not_hear_of_each_other() -> None:
    students = [_ready(number, f"Student-{number}", born=2003, door=DORM) for number in (1, 2, 3)]
    assert _numbers(students) == [[1], [2], [3]]


def test_a_child_with_another_name_joins_the_only_adults_at_its_door() -> None:
    family = [_ready(1, "Voorbeeld"), _ready(2, "Exemplo", born=2018)]
    assert _numbers(family) == [[1, 2]]


def test_a_child_with_another_name_is_nobodys_where_two_families_live() -> None:
    house = [_ready(1, "Voorbeeld"), _ready(2, "Muster"), _ready(3, "Exemplo", born=2018)]
    assert _numbers(house) == [[1], [2], [3]]


def test_two_adults_with_different_names_each_get_their_own() -> None:
    assert _numbers([_ready(1, "Voorbeeld"), _ready(2, "Muster")]) == [[1], [2]]


def test_without_an_address_or_by_the_setting_everyone_gets_their_own() -> None:
    family = [_ready(1, "Voorbeeld"), _ready(2, "Voorbeeld")]
    assert _numbers(family, per_household=False) == [[1], [2]]
    assert _numbers([_ready(1, "Voorbeeld", door=None), _ready(2, "Voorbeeld", door=None)]) == [[1], [2]]


def test_accents_and_capitals_do_not_part_a_family() -> None:
    assert _numbers([_ready(1, "Örnek"), _ready(2, "ORNEK")]) == [[1, 2]]


def test_more_than_six_are_more_letters_and_nobody_is_left_out() -> None:
    parts = _numbers([_ready(number, "Voorbeeld", born=1980 + number) for number in range(1, 9)])
    assert [len(part) for part in parts] == [6, 2]


def test_a_letter_waits_until_nothing_came_for_a_while() -> None:
    group = [_ready(1, "Voorbeeld")]
    assert not rules.is_complete(group, NOON + timedelta(minutes=29), wait_minutes=30)
    assert rules.is_complete(group, NOON + timedelta(minutes=30), wait_minutes=30)


@pytest.mark.parametrize(("days_later", "due"), [(0, 0), (13, 0), (14, 1), (27, 1), (28, 2), (300, 2)])
def test_reminders_count_from_the_invitation(days_later: int, due: int) -> None:
    assert rules.reminders_due(DAY, DAY + timedelta(days=days_later), [14, 28]) == due


def test_the_last_call_comes_before_the_end() -> None:
    closes_on = DAY + timedelta(days=21)
    assert rules.is_last_call(closes_on, DAY, days_before=21)
    assert not rules.is_last_call(closes_on, DAY, days_before=20)


def test_too_many_people_for_the_places_before_their_day() -> None:
    first, second = DAY, DAY + timedelta(days=7)
    people, places = {first: 3, second: 4}, {first: 3, second: 2, second + timedelta(days=1): 90}
    assert rules.shortages(people, places) == [rules.Shortage(second, 7, 5)]


_days = st.integers(0, 8).map(lambda number: DAY + timedelta(days=number))
_counts = st.dictionaries(_days, st.integers(0, 5), max_size=6)


@given(people=_counts, places=_counts)
def test_everyone_can_be_placed_exactly_when_no_shortage_is_told(
    people: dict[date, int], places: dict[date, int]
) -> None:
    left = dict(places)
    fits = True
    for last_day in sorted(people):
        for _ in range(people[last_day]):
            on = next((day for day in sorted(left) if left[day] and day <= last_day), None)
            if on is None:
                fits = False
            else:
                left[on] -= 1
    assert fits == (not rules.shortages({day: count for day, count in people.items() if count}, places))
