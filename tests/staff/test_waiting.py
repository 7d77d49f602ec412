"""The lead sees how many documents wait, and is warned when places are short."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from servicepoint.documents import actions
from servicepoint.documents.safe import Spot
from servicepoint.kit import clock
from servicepoint.locations.models import Location
from servicepoint.locations.queries import forget_locations
from tests.documents.shelf import KEEPER, delivered, in_safe, row
from tests.world import NOW, THURSDAY, TUESDAY, at, book, make_tiny_world, person

PAGE = "/staff/waiting/"


@pytest.fixture
def two_places(db):
    with clock.frozen(NOW):
        yield make_tiny_world(20)


@pytest.mark.parametrize(
    ("language", "warning"), [("en", "more people than places"), ("nl", "meer mensen dan plaatsen")]
)
def test_a_shortage_is_told_with_its_day_on_the_page_and_on_the_board(
    two_places, logged_in, language, warning
):
    for number in (1, 2, 3):
        in_safe(two_places, number, collect_before=THURSDAY)
    browser = logged_in("lead")
    browser.cookies["django_language"] = language
    page = browser.get(PAGE).content.decode()
    assert warning in page
    assert "26 november 2026" in page.lower()
    assert "<td>3</td><td>2</td><td><b>1</b></td>" in page
    assert warning in browser.get("/staff/board/").content.decode()


def test_with_places_enough_nobody_is_warned(two_places, logged_in):
    in_safe(two_places, 1, collect_before=THURSDAY)
    browser = logged_in("lead")
    assert "places enough" in browser.get(PAGE, headers={"Accept-Language": "en"}).content.decode()
    assert "more people than places" not in browser.get("/staff/board/").content.decode()


def test_nobody_is_named(two_places, logged_in):
    in_safe(two_places, 1, collect_before=THURSDAY)
    page = logged_in("lead").get(PAGE).content.decode()
    assert "Voorbeeld-1" not in page
    assert "0000000001" not in page


def test_its_cost_does_not_grow_with_the_documents(two_places, logged_in):
    browser = logged_in("lead")
    in_safe(two_places, 1, collect_before=THURSDAY)
    browser.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        browser.get(PAGE)
    for number in range(2, 30):
        in_safe(two_places, number, collect_before=THURSDAY)
    with CaptureQueriesContext(connection) as many:
        browser.get(PAGE)
    assert len(many) == len(few)


def test_who_comes_soon_for_a_document_that_is_not_here_is_listed_by_code(two_places, logged_in):
    Location.objects.update(matched_services=["DOC"])
    forget_locations()
    in_safe(two_places, 1)
    delivered(two_places, 2, announced_for=TUESDAY)
    kept = book(two_places, at(TUESDAY, 9), person(1)).code
    late = book(two_places, at(TUESDAY, 9, 10), person(2)).code
    page = logged_in("lead").get(PAGE).content.decode()
    assert late in page
    assert kept not in page
    put = {"location_id": two_places.location_id, "spot": Spot("B", 1), "now": NOW, "actor": KEEPER}
    actions.put_in(row(2).number, **put)
    assert late not in logged_in("lead", username="another.lead").get(PAGE).content.decode()
