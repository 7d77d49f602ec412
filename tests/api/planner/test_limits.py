"""Looking is cheap and limited a little; holding and booking as on the pages."""

import pytest

from servicepoint.limits.rules import LIMITS
from tests.api.planner.conftest import GENERAL, customer


@pytest.fixture(autouse=True)
def with_limits(world, settings):
    settings.RATE_LIMITS = True
    settings.CATALOGUE_SECONDS = 60


def assert_too_often(answer):
    assert (answer.status_code, answer.content) == (429, GENERAL)
    assert int(answer["Retry-After"]) > 0


def test_looking_a_second_time_asks_the_database_nothing(program, django_assert_num_queries):
    paths = ("desks/?productKey=DOC", f"desks/{program.desk}/slots/?productKey=DOC&persons=2")
    for path in paths:
        program.get(path)
    with django_assert_num_queries(0):
        for path in paths:
            answer = program.get(path)
            assert answer.status_code == 200
            assert answer["Cache-Control"] == "public, max-age=1"
            assert program.get(path, **{"If-None-Match": answer["ETag"]}).status_code == 304


def test_an_unknown_desk_asks_the_database_nothing_either(program, django_assert_num_queries):
    program.get("desks/?productKey=DOC")
    with django_assert_num_queries(0):
        assert program.get("desks/ZZ/slots/?productKey=DOC").status_code == 404


def test_looking_without_a_pause_is_told_when_to_come_back(program):
    path = f"desks/{program.desk}/slots/?productKey=DOC"
    codes = {program.get(path).status_code for _ in range(LIMITS["look.address"].times)}
    assert codes == {200}
    assert_too_often(program.get(path))
    assert_too_often(program.get("desks/?productKey=DOC"))


def test_holding_again_and_again_is_told_when_to_come_back(program):
    key = program.key()
    for _ in range(LIMITS["hold.address"].times):
        assert program.hold(key).status_code in {200, 409}
    assert_too_often(program.hold(key))


def test_booking_again_and_again_for_one_v_number_is_told_when_to_come_back(program):
    key = program.key()
    codes = [program.book(key).status_code for _ in range(LIMITS["book.v_number"].times)]
    assert codes == [200, *[409] * (len(codes) - 1)]
    assert_too_often(program.book(key))
    assert program.book(key, customers=[customer(2)]).status_code == 409


def test_booking_again_and_again_from_one_address_is_told_when_to_come_back(program):
    key = program.key()
    for number in range(LIMITS["book.address"].times):
        assert program.book(key, customers=[customer(number)]).status_code in {200, 409}
    assert_too_often(program.book(key, customers=[customer(99)]))
