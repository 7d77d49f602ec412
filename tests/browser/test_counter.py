"""The counter in a real browser: by keyboard alone, live, for two assistants at once, and narrow too."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User

from servicepoint.documents.models import HandOver
from servicepoint.kit import clock
from servicepoint.kit.actor import RESIDENT, SYSTEM, Actor
from servicepoint.locations import queries as locations
from servicepoint.services import queries as services
from servicepoint.visits import actions
from servicepoint.visits.actions import Guest
from servicepoint.visits.models import Check, Stage, Step, VisitPerson
from servicepoint.visits.queries import counters_now
from tests.browser.checks import assert_accessible, assert_fits, tab_to
from tests.documents.shelf import in_safe, lies_ready
from tests.visits.test_mrz import passport
from tests.world import World

PASSWORD = "an invented password of staff"
LEAD = Actor("staff", "lead.voorbeeld")
LINES = passport("VOORBEELD", "TESTA", birth="900517")
COUNTER = "/staff/counter/"
KEYS_MAX = 8  # the rows that are left


@pytest.fixture
def place(browse):
    """The real service point on a day on which guests are received."""
    found = locations.locations()[0]
    now = clock.now()
    actions.allow_walk_ins(found.id, day=clock.dutch_day(now), at_most=50, now=now, actor=LEAD)
    return found


@pytest.fixture
def arrive(place):
    """Let a party without an appointment arrive."""

    def arrived(*codes: str, first_name: str = "Testa", last_name: str = "Voorbeeld", language: str = "en"):
        guests = [
            Guest(
                code,
                situation=_first_situation(code),
                first_name=first_name,
                last_name=last_name,
                birth_date=clock.now().date().replace(year=1990, month=5, day=17),
                v_number="0000000001",
            )
            for code in codes or ("DOC",)
        ]
        return actions.walk_in(
            guests, location_id=place.id, language=language, now=clock.now(), actor=RESIDENT
        )

    return arrived


def _first_situation(code):
    known = services.catalogue().services[code].situations
    return next((each.code for each in known if not each.refusal), "")


@pytest.fixture
def card(place):
    """A document of who arrives, in drawer A of the safe."""
    born = clock.now().date().replace(year=1990, month=5, day=17)
    later = clock.now().date() + timedelta(days=60)
    world = World(place.id, ())
    return in_safe(world, 1, now=clock.now(), birth_date=born, collect_before=later)


@pytest.fixture
def at_desk(browse, place):
    """Open a browser in which an account of that role is logged in."""

    def opened(name: str = "anna.voorbeeld", *, role: str = "assistant", **kind):
        user, is_new = User.objects.get_or_create(username=name, defaults={"is_staff": True})
        if is_new:
            user.set_password(PASSWORD)
            user.save()
            user.groups.add(Group.objects.get(name=role))
        page = browse(**kind)
        page.goto("/staff/login/")
        page.locator("#id_username").fill(name)
        page.locator("#id_password").fill(PASSWORD)
        page.locator("main form button").first.click()
        page.wait_for_url("**/staff/")
        return page

    return opened


@pytest.fixture
def counter_of(at_desk, place):
    """Open a browser that has opened a counter, with everything that is served there."""

    def opened(name: str = "anna.voorbeeld", number: int = 0, **kind):
        page = at_desk(name, **kind)
        counters = counters_now(place.id, now=clock.now())
        actions.open_counter(
            counters[number].counter_id,
            for_services=list(services.catalogue().services),
            now=clock.now(),
            actor=Actor("staff", name),
        )
        page.goto(COUNTER)
        return page

    return opened


def press(page, *keys: str) -> None:
    """Press keys as fingers do, one after the other, and let each be saved."""
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(130)
    page.locator("[aria-busy]").first.wait_for(state="detached")
    page.wait_for_timeout(150)


TYPE_AT_ONCE = """keys => keys.forEach(key => document.activeElement.dispatchEvent(
  new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true})))"""


def scan(page, text: str) -> None:
    """Type as a scanner does: all at once, with Enter after each line."""
    keys = [key for line in text.splitlines() for key in (*line, "Enter")]
    page.evaluate(TYPE_AT_ONCE, keys)


def state_of(visit_id: int) -> str:
    return Stage.objects.get(visit_id=visit_id, ended_at=None).state


def hand_over_on_paper(page) -> None:
    """Fetch the document and hand it over, signed on paper: with keys alone."""
    page.locator("#row-1-old_document_in").focus()
    press(page, "1")
    page.locator("#row-1-old_document_in.ind-row--settled").wait_for()
    page.locator("li[id^=row-1-paper-]").focus()
    press(page, "1")
    page.get_by_text("It lies at this counter").wait_for()
    press(page, "1")
    page.wait_for_url("**/hand-over/**")
    tab_to(page, "signed-on-paper")
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/counter/")


def test_a_visit_is_handled_by_keyboard_alone_and_a_scanner(counter_of, arrive, card):
    ticket = arrive("DOC")
    page = counter_of()
    page.locator("#act-next").wait_for()
    press(page, "n")
    page.locator("#act-start").wait_for()
    press(page, "s")
    page.locator("[data-row]").first.wait_for()
    asked = page.locator("[id^=row-1-].ind-row--open").count()
    scan(page, LINES)
    page.get_by_text("The document fits the booking").first.wait_for()
    press(page, "1", "1", "1", "1")
    page.locator(".ind-row--settled").nth(3).wait_for()
    assert asked >= 4
    hand_over_on_paper(page)
    for _ in range(KEYS_MAX):
        if page.locator("#act-finish.utrecht-button--primary-action").count():
            break
        press(page, "1")
    press(page, "f")
    page.locator("#act-next").wait_for()
    assert state_of(ticket.visit_id) == "finished"
    assert VisitPerson.objects.get().outcome == "done"
    assert set(Check.objects.values_list("result", flat=True)) == {"seen"}
    assert Step.objects.get(kind="identity_checked").codes == ["mrz_ok"]
    assert HandOver.objects.get().document_id == card


def test_arrows_go_from_row_to_row_and_a_number_answers_the_row_they_reach(counter_of, arrive):
    arrive("DOC")
    page = counter_of()
    press(page, "n")
    page.locator("#act-start").wait_for()
    press(page, "s")
    page.locator("[data-row]").first.wait_for()
    rows = page.locator("[data-row]").evaluate_all("all => all.map(one => one.id)")
    press(page, "ArrowDown", "ArrowDown")
    assert page.evaluate("document.activeElement.id") == rows[1]
    press(page, "3")
    assert [each.result for each in Check.objects.all()] == ["missing"]
    assert page.evaluate("document.activeElement.id") == rows[2]
    press(page, "ArrowUp", "4")
    assert page.evaluate("document.activeElement.closest('[data-row]').id") == rows[1]
    press(page, "3")
    assert [each.reason for each in Check.objects.all()] == ["known_to_ind"]


def test_a_scanner_presses_no_keys_and_another_person_is_shown_beside_the_booking(counter_of, arrive):
    ticket = arrive("DOC")
    page = counter_of()
    press(page, "n")
    page.locator("#act-start").wait_for()
    press(page, "s")
    page.locator("[data-row]").first.wait_for()
    scan(page, passport("ERIKSSON", "ANNA MARIA"))
    page.get_by_text("The document differs from the booking").wait_for()
    assert page.locator(".ind-differs").count() == 3
    page.set_viewport_size({"width": 320, "height": 900})
    assert_fits(page)
    assert state_of(ticket.visit_id) == "serving"
    assert_accessible(page)
    page.get_by_role("button", name="I looked: it is this person").click()
    page.get_by_text("Differences accepted").wait_for()
    assert page.get_by_text("ERIKSSON").count() == 0


def test_keys_can_be_switched_off_and_do_nothing_while_somebody_types(counter_of, arrive):
    ticket = arrive("DOC")
    page = counter_of()
    press(page, "n")
    page.locator("#act-start").wait_for()
    press(page, "s")
    page.locator("[data-lines]").focus()
    page.keyboard.type("pf", delay=120)
    assert page.locator("[data-lines]").input_value() == "pf"
    page.locator("[data-lines]").fill("")
    switch = page.get_by_role("button", name="Single keys")
    switch.click()
    assert switch.get_attribute("aria-pressed") == "false"
    assert not page.locator(".ind-key").first.is_visible()
    press(page, "p")
    assert state_of(ticket.visit_id) == "serving"
    page.reload()
    switch = page.get_by_role("button", name="Single keys")
    assert switch.get_attribute("aria-pressed") == "false"
    switch.click()
    press(page, "p")
    page.locator("#act-next").wait_for()
    assert state_of(ticket.visit_id) == "parked"


def test_two_assistants_who_press_at_once_get_two_parties(counter_of, arrive):
    first, second = arrive("DOC"), arrive("DOC", first_name="Proefa")
    anna, bert = counter_of("anna.voorbeeld", 0), counter_of("bert.voorbeeld", 1)
    for page in (anna, bert):
        page.locator("#act-next").evaluate("one => { window.setTimeout(() => one.click(), 50); }")
    tickets = []
    for page in (anna, bert):
        page.locator("#act-start").wait_for()
        tickets.append(page.locator(".ind-visit__ticket bdi").inner_text())
    assert sorted(tickets) == sorted([first.text, second.text])
    assert Stage.objects.filter(ended_at=None, state="called").count() == 2


def test_who_arrives_shows_without_reloading_and_what_is_typed_stays(counter_of, arrive):
    page = counter_of()
    page.get_by_text("0 wait for this counter").wait_for()
    page.locator("#act-next").focus()
    ticket = arrive("DOC")
    page.locator(".ind-line .ind-ticket", has_text=ticket.text).wait_for()
    assert page.evaluate("document.activeElement.id") == "act-next"


def test_a_visit_that_somebody_else_ended_leaves_the_screen(counter_of, arrive):
    ticket = arrive("DOC")
    page = counter_of()
    press(page, "n")
    page.locator("#act-start").wait_for()
    actions.leave(ticket.visit_id, now=clock.now(), actor=SYSTEM)
    page.locator("#act-next").wait_for()


def test_a_lost_connection_is_told_with_what_was_not_saved_and_mends_itself(counter_of, arrive):
    arrive("DOC")
    page = counter_of()
    press(page, "n")
    page.locator("#act-start").wait_for()
    press(page, "s")
    page.locator("[data-row]").first.wait_for()
    page.context.set_offline(True)
    page.keyboard.press("1")
    page.get_by_text("The last thing you did was not saved").wait_for()
    assert not Check.objects.exists()
    page.context.set_offline(False)
    page.locator("[data-lost]").wait_for(state="hidden")
    press(page, "1")
    assert Check.objects.count() == 1


def test_what_is_missing_becomes_a_new_appointment_in_three_keys(counter_of, arrive):
    lies_ready("0000000001")
    arrive("DOC")
    page = counter_of()
    press(page, "n")
    page.locator("#act-start").wait_for()
    press(page, "s")
    page.locator("[data-row]").first.wait_for()
    press(page, "3")
    page.locator(".ind-row--missing").wait_for()
    outcome = page.locator("#row-1-outcome")
    outcome.focus()
    press(page, "2")
    page.locator("#row-1-follow-up").wait_for()
    assert page.evaluate("document.activeElement.id") == "row-1-follow-up"
    press(page, "2")
    page.locator(".ind-person__advice", has_text="New appointment").wait_for()
    assert VisitPerson.objects.get().follow_up is not None


def test_without_javascript_each_button_works_too(counter_of, arrive):
    ticket = arrive("DOC")
    page = counter_of(javascript=False)
    page.locator("#act-next").click()
    page.locator("#act-start").click()
    page.locator("[data-row] button", has_text="Seen").first.click()
    assert page.locator(".ind-option--chosen").count() == 1
    page.locator("#lines-1").fill(LINES)
    page.get_by_role("button", name="Compare").click()
    page.get_by_text("The document fits the booking").wait_for()
    page.locator("#by-eye-1").click()
    page.locator("#act-park").click()
    assert state_of(ticket.visit_id) == "parked"


@pytest.mark.parametrize("width", [320, 1200])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_counter_list_and_board_are_accessible_and_fit(counter_of, at_desk, arrive, language, width):
    arrive("NAT", "NAT", "BIO", language=language)
    arrive("DOC")
    page = counter_of(language=language, width=width)
    assert_all_well(page)
    press(page, "n")
    page.locator("#act-start").wait_for()
    assert_all_well(page)
    press(page, "s")
    page.locator("[data-row]").first.wait_for()
    assert_all_well(page)
    lead = at_desk("lead.voorbeeld", role="lead", language=language, width=width)
    for address in ("/staff/counter/", "/staff/today/", "/staff/today/print/", "/staff/board/"):
        lead.goto(address)
        assert_all_well(lead)


def assert_all_well(page) -> None:
    assert_accessible(page)
    assert_fits(page)


def test_the_list_finds_a_name_and_stays_up_to_date(at_desk, arrive):
    arrive("DOC")
    arrive("DOC", first_name="Proefa", last_name="Specimen")
    page = at_desk()
    page.goto("/staff/today/")
    page.locator("#find").fill("speci")
    assert page.locator("tbody tr:visible").count() == 1
    ticket = arrive("BIO", last_name="Specimen")
    page.locator("tbody tr:visible", has_text=ticket.text).wait_for()
    assert page.locator("tbody tr:visible").count() == 2
    assert page.locator("#find").input_value() == "speci"
