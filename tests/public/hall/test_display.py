"""The display: tickets and counters, the latest first, no names, and an answer only when there is news."""

from servicepoint.visits import actions
from tests.public.conftest import words
from tests.public.hall.conftest import later
from tests.visits.hall import BERT, Hall

PAGE, CALLS = "/display/proefstad/", "/live/display/proefstad/"


def shown(display, address: str = PAGE) -> str:
    return words(display.get(address).content.decode())


def test_before_the_first_call_it_says_so_in_two_languages(display):
    page = shown(display)
    assert "Er wordt op dit moment niemand opgeroepen." in page
    assert "Nobody is called at the moment." in page


def test_a_call_is_shown_with_its_counter_and_without_names(display, hall: Hall):
    hall.arrive(hall.booked())
    hall.call(1, BERT)
    page = shown(display)
    assert "A01 2" in page
    assert "Voorbeeld-" not in page


def test_the_latest_calls_are_large_and_the_ones_before_stay_in_the_list(display, hall: Hall):
    for number in range(1, 7):
        hall.arrive(hall.booked(number, hall.clock))
        hall.handled()
        hall.after(10)
    with later(minutes=60):
        html = display.get(PAGE).content.decode()
    large, _, small = html.partition("ind-earlier")
    assert [f"A0{number}" in large for number in (6, 5, 4, 3, 2, 1)] == [True] * 4 + [False] * 2
    assert "A02" in small
    assert "A01" in small


def test_the_part_is_the_same_as_in_the_page_and_is_not_sent_twice(display, hall: Hall):
    hall.arrive(hall.booked())
    hall.call()
    first = display.get(CALLS)
    assert first.content.decode().strip() in display.get(PAGE).content.decode()
    again = display.get(CALLS, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_new_call_is_sent_within_half_a_second(display, hall: Hall):
    hall.arrive(hall.booked())
    tag = display.get(CALLS)["ETag"]
    visit_id = hall.call().visit_id
    with later(seconds=0.5):
        called = display.get(CALLS, headers={"If-None-Match": tag})
        assert "A01" in called.content.decode()
    actions.call_again(visit_id, **hall.act())
    with later(seconds=1):
        again = display.get(CALLS, headers={"If-None-Match": called["ETag"]})
    assert 'data-call="A01.2"' in again.content.decode()


def test_asking_again_and_again_costs_no_query(display, hall: Hall, django_assert_num_queries):
    display.get(CALLS)
    with django_assert_num_queries(0):
        display.get(CALLS)


def test_nothing_of_it_is_kept_by_proxies_and_no_session_is_begun(display, hall: Hall):
    answer = display.get(CALLS)
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_without_a_script_it_asks_for_itself_again(display):
    assert (
        '<noscript><meta http-equiv="refresh" content="5"></noscript>' in display.get(PAGE).content.decode()
    )


def test_it_only_shows(display):
    assert display.post(PAGE).status_code == 405
    assert display.post(CALLS).status_code in {403, 405}
