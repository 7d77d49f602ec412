"""What a scanner reads, which place is next, what a signature is, and how a day adds up: values only."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from servicepoint.documents import balance, rules
from servicepoint.documents.balance import Link, fault_in, sum_of
from servicepoint.documents.errors import SignatureRefused
from servicepoint.documents.safe import Spot, next_free, read_scan, verdict_of
from servicepoint.documents.signature import checked_drawing

SIGNED = "M10 20L60 90L120 30M130 40L190 60"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("VABCDEF12", "VABCDEF12"),
        (" vabc def 12 ", "VABCDEF12"),
        ("A", Spot("A")),
        ("a-12", Spot("A", 12)),
        ("B3 7", Spot("B3", 7)),
        ("LADE2-999", Spot("LADE2", 999)),
        ("A-0", None),
        ("A-1000", None),
        ("", None),
        ("VABCDEF1O", None),  # the letter O is in no number
        ("A" * 60, None),
        ("A-1-2", None),
        ("<b>", None),
    ],
)
def test_a_scan_is_a_number_a_place_or_nothing(text: str, read: object) -> None:
    assert read_scan(text) == read


@pytest.mark.parametrize(
    ("taken", "after", "free"),
    [
        ((), 0, 1),
        ((1, 2), 0, 3),
        ((1, 3), 1, 2),
        ((1,), 5, 6),
        (range(1, 1000), 0, None),
        (range(2, 1000), 7, 1),
    ],
)
def test_the_next_free_position_goes_on_and_begins_again_at_the_front(
    taken, after: int, free: object
) -> None:
    assert next_free(taken, after=after) == free


@pytest.mark.parametrize(
    ("recorded", "scanned", "is_known", "verdict"),
    [
        (Spot("A", 1), Spot("A"), True, "here"),
        (Spot("A", 1), Spot("A", 1), True, "here"),
        (Spot("A", 1), None, True, "here"),
        (Spot("A", 1), Spot("A", 2), True, "other_place"),
        (Spot("A", 1), Spot("B"), True, "other_place"),
        (None, Spot("A"), True, "not_here"),
        (None, Spot("A"), False, "unknown"),
    ],
)
def test_a_scanned_document_fits_the_records_or_not(recorded, scanned, is_known: bool, verdict: str) -> None:
    assert verdict_of(recorded, scanned, is_known=is_known) == verdict


def test_a_signature_is_kept_as_it_was_drawn() -> None:
    assert checked_drawing(SIGNED) == SIGNED


@pytest.mark.parametrize(
    "path",
    [
        "",
        "M10 20",  # a dot
        "M10 20L12 21",  # a slip of the pen
        "M10 20L900 20",  # outside
        "M10 20L100 241",
        "L10 20L100 90",
        SIGNED + "Z",
        SIGNED + '"/><script>',
        "M1 1" + "L1 1" * 4000,
        SIGNED * 40,  # more strokes than a hand makes
        "M١٠ ٢٠L٩٠ ٩٠",  # digits of another script
    ],
)
def test_anything_else_is_no_signature(path: str) -> None:
    with pytest.raises(SignatureRefused):
        checked_drawing(path)


# --- the sum ---------------------------------------------------------------
STEPS = some.lists(some.integers(0, 30), min_size=0, max_size=12)


def _walk(choices: list[int]) -> list[str]:
    """Walk from place to place as documents may, by these choices."""
    places = ["announced"]
    for choice in choices:
        onward = sorted(rules.MOVES[places[-1]])
        if onward:
            places.append(onward[choice % len(onward)])
    return places


@given(some.lists(some.tuples(STEPS, STEPS), max_size=15))
def test_however_documents_move_the_day_adds_up(walks: list[tuple[list[int], list[int]]]) -> None:
    start, moves, evening = 0, {}, {}
    for before, during in walks:
        morning = _walk(before)
        whole = _walk([*before, *during])
        start += morning[-1] in rules.HERE
        for way in zip(whole[len(morning) - 1 :], whole[len(morning) :], strict=False):
            moves[way] = moves.get(way, 0) + 1
        evening[whole[-1]] = evening.get(whole[-1], 0) + 1
    assert sum_of(start, moves, evening).adds_up


@given(some.integers(0, 30), some.integers(1, 5))
def test_a_document_that_vanishes_without_a_movement_does_not_add_up(start: int, gone: int) -> None:
    assert not sum_of(start + gone, {}, {"in_safe": start}).adds_up


def _chain(*places: str) -> list[Link]:
    return [
        Link(at + 1, place, at, at + 1 if at + 1 < len(places) else None) for at, place in enumerate(places)
    ]


@given(STEPS)
def test_a_document_that_moved_as_documents_do_has_an_unbroken_history(choices: list[int]) -> None:
    assert fault_in(_chain(*_walk(choices))) == ""


GOOD = _chain("announced", "in_safe", "at_counter", "handed_over")


@pytest.mark.parametrize(
    ("chain", "code"),
    [
        ([], "no_beginning"),
        (GOOD[1:], "no_beginning"),
        ([GOOD[0], *GOOD[2:]], "gap"),
        (GOOD[:-1], "no_place"),
        ([*GOOD[:2], Link(3, "at_counter", 99, 3), GOOD[3]], "gap"),
        ([*GOOD[:2], Link(3, "returned", 2, None)], "impossible_way"),
        ([GOOD[0], Link(2, "in_safe", 1, None), *GOOD[2:]], "two_places"),
    ],
)
def test_a_history_that_somebody_changed_says_what_is_wrong(chain: list[Link], code: str) -> None:
    assert fault_in(chain) == code


def test_every_way_between_our_hands_and_the_world_is_counted() -> None:
    for place, onward in rules.MOVES.items():
        for to in onward:
            crosses = (place in rules.HERE) != (to in rules.HERE)
            assert crosses == ((place, to) in balance.CAME or (place, to) in balance.LEFT)
