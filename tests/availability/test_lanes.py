from hypothesis import given
from hypothesis import strategies as st

from servicepoint.availability.lanes import (
    Need,
    Opening,
    fitting_counters,
    lanes,
    mask,
    run_starts,
    set_bits,
    starts,
)

ALL = frozenset({"DOC", "BIO"})
ONE = Need(frozenset({"DOC"}), 1)


def _starts(openings: list[Opening], busy: dict[int, int], need: Need, step: int = 1) -> list[int]:
    found = starts(lanes(openings, 0), busy, need, first_tick=0, step_ticks=step)
    return list(set_bits(found))


@given(st.integers(0, 2**80), st.integers(1, 12))
def test_a_run_starts_where_that_many_bits_follow_each_other(bits: int, ticks: int) -> None:
    expected = [
        position
        for position in range(bits.bit_length())
        if all(bits >> (position + offset) & 1 for offset in range(ticks))
    ]
    assert list(set_bits(run_starts(bits, ticks))) == expected


_openings = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.integers(0, 60),
        st.integers(1, 20),
        st.sampled_from([frozenset({"DOC"}), frozenset({"BIO"}), ALL]),
    ),
    max_size=6,
)


def _apart(rows: list[tuple[int, int, int, frozenset[str]]]) -> list[Opening]:
    """Keep openings that do not overlap at their counter; they may touch."""
    kept: list[Opening] = []
    for counter, start, length, services in rows:
        new = Opening(counter, start, start + length, services)
        if all(
            new.end_tick <= old.start_tick or old.end_tick <= new.start_tick or old.counter_id != counter
            for old in kept
        ):
            kept.append(new)
    return kept


@given(_openings, st.lists(st.tuples(st.integers(1, 3), st.integers(0, 80), st.integers(1, 9)), max_size=8),
       st.integers(1, 8), st.sampled_from([frozenset({"DOC"}), ALL]), st.integers(1, 3))  # fmt: skip
def test_the_search_agrees_with_trying_every_start(rows, taken, ticks, services, step) -> None:
    openings = _apart(rows)
    busy: dict[int, int] = {}
    for counter, start, length in taken:
        busy[counter] = busy.get(counter, 0) | mask(start, start + length, 0)

    def fits(opening: Opening, start: int) -> bool:
        inside = opening.start_tick <= start and start + ticks <= opening.end_tick
        free = not busy.get(opening.counter_id, 0) & mask(start, start + ticks, 0)
        return inside and free and services <= opening.services

    expected = {start for start in range(0, 100, step) if any(fits(each, start) for each in openings)}
    need = Need(services, ticks)
    assert _starts(openings, busy, need, step) == sorted(expected)
    for start in range(0, 100, step):
        counters = fitting_counters(lanes(openings, 0), busy, need, first_tick=0, start_tick=start)
        assert set(counters) == {each.counter_id for each in openings if fits(each, start)}


def test_a_visit_never_runs_over_the_end_of_one_opening_into_the_next() -> None:
    openings = [Opening(1, 0, 6, ALL), Opening(1, 6, 12, ALL), Opening(1, 12, 18, ALL)]
    assert _starts(openings, {}, Need(ALL, 4)) == [0, 1, 2, 6, 7, 8, 12, 13, 14]


def test_a_party_with_two_services_needs_a_counter_that_does_both() -> None:
    openings = [Opening(1, 0, 4, frozenset({"DOC"})), Opening(2, 0, 4, frozenset({"BIO"}))]
    assert _starts(openings, {}, Need(ALL, 1)) == []
    assert _starts([*openings, Opening(3, 2, 4, ALL)], {}, Need(ALL, 1)) == [2, 3]


def test_starts_lie_on_the_grid_wherever_the_window_begins() -> None:
    found = starts(lanes([Opening(1, 101, 111, ALL)], 101), {}, ONE, first_tick=101, step_ticks=2)
    assert [101 + position for position in set_bits(found)] == [102, 104, 106, 108, 110]


def test_what_lies_before_the_window_is_not_offered() -> None:
    assert list(set_bits(lanes([Opening(1, 90, 104, ALL)], 100)[0].bits)) == [0, 1, 2, 3]


def test_a_counter_that_does_little_else_is_filled_first() -> None:
    openings = [Opening(1, 0, 9, ALL), Opening(2, 0, 9, frozenset({"DOC"}))]
    assert fitting_counters(lanes(openings, 0), {}, ONE, first_tick=0, start_tick=0) == (2, 1)


def test_the_counter_with_the_smallest_gap_behind_is_filled_first() -> None:
    openings = [Opening(1, 0, 9, ALL), Opening(2, 0, 9, ALL)]
    busy = {2: mask(3, 9, 0)}
    assert fitting_counters(lanes(openings, 0), busy, ONE, first_tick=0, start_tick=2) == (2, 1)


def test_a_place_before_the_window_fits_nowhere() -> None:
    found = fitting_counters(lanes([Opening(1, 90, 104, ALL)], 100), {}, ONE, first_tick=100, start_tick=99)
    assert found == ()
