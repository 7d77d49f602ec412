"""A family changes its appointment in a real browser: another time, one person fewer, and not at all."""

import secrets
from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from servicepoint.appointments import actions, queries
from servicepoint.appointments.actions import Booked
from servicepoint.appointments.party import Ask, Contact, Party, Person
from servicepoint.kit import clock
from servicepoint.kit.actor import RESIDENT
from servicepoint.locations import queries as locations
from servicepoint.public.place import LOCATION
from tests.browser.checks import assert_accessible, assert_fits, tab_to

LANGUAGES = ["nl", "en"]
WAYS = [("nl", True, 1200), ("en", True, 320), ("en", False, 320)]
YES = {
    "move": {"nl": "Ja, mijn afspraak verzetten", "en": "Yes, move my appointment"},
    "drop": {"nl": "Ja, deze persoon komt niet", "en": "Yes, take this person out"},
    "cancel": {"nl": "Ja, de afspraak annuleren", "en": "Yes, cancel the appointment"},
    "find": {"nl": "Mijn afspraak tonen", "en": "Show my appointment"},
    "continue": {"nl": "Verder", "en": "Continue"},
    "save": {"nl": "Opslaan", "en": "Save"},
}
SAID = {
    "moved": {"nl": "Uw afspraak heeft een nieuwe tijd.", "en": "Your appointment has a new time."},
    "cancelled": {"nl": "Deze afspraak is geannuleerd", "en": "This appointment is cancelled"},
}


@pytest.fixture
def family(live_server, real_content) -> Booked:
    """Three who give fingerprints, some days from now."""
    now = clock.now()
    people = tuple(
        Person(
            "BIO",
            "has-document",
            "Testa",
            f"Voorbeeld-{number}",
            date(1980 + number, 5, 17),
            f"{number:010d}",
        )
        for number in (1, 2, 3)
    )
    party, secret = Party(people, Contact("en", email="testa@example.org")), secrets.token_hex(16)
    ask = Ask(locations.location(LOCATION).id, party.basket)
    starts = [slot.starts_at for slot in queries.free_slots(ask, now=now)]
    later = next(each for each in starts if clock.dutch_day(each) > clock.dutch_day(starts[0]))
    actions.hold(ask, starts_at=later, secret=secret, now=now, actor=RESIDENT)
    return actions.book(party, hold_secret=secret, now=now, actor=RESIDENT)


def address(booked: Booked, language: str, page: str = "", *parts: object) -> str:
    with translation.override(language):
        return reverse(f"public:appointment{'_' if page else ''}{page}", args=[booked.key, *parts])


def examine(page, *, javascript: bool) -> None:
    """Look at the page as it stands; axe is a script, and waits for ever where scripts are off."""
    assert_fits(page)
    if javascript:
        assert_accessible(page)


@pytest.fixture
def way(browse, family) -> Callable:
    """Open the family's appointment as one of WAYS says, and give the page with its words."""

    def opened(language, javascript, width):
        page = browse(language=language, javascript=javascript, width=width)
        page.goto(address(family, language))
        return page, lambda what: page.get_by_role("button", name=YES[what][language])

    return opened


@pytest.mark.parametrize("width", [320, 1200])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_accessible_and_fits(browse, family, language, width):
    page = browse(language=language, width=width)
    pages = ["", "move", "cancel", "add", "contact"]
    addresses = [address(family, language, name) for name in pages]
    addresses += [f"{address(family, language, 'add')}?{query}" for query in ("service=DOC", "asked=1")]
    addresses += [address(family, language, "drop", 1), f"/{language}/manage/"]
    addresses += [f"/{language}/appointment/{'0' * 32}/"]
    for each in addresses:
        page.goto(each)
        assert_accessible(page)
        assert_fits(page)


@pytest.mark.parametrize(("language", "javascript", "width"), WAYS)
def test_another_time(way, family, language, javascript, width):
    page, press = way(language, javascript, width)
    page.locator("a[href$='/move/']").click()
    page.locator("label[for=starts_at_0]").click()
    press("continue").first.click()
    examine(page, javascript=javascript)
    new = page.locator(".ind-summary__value").nth(1).inner_text().replace("\n", " ")
    press("move").click()
    assert page.get_by_text(SAID["moved"][language]).is_visible()
    assert new.split(",")[0] in page.locator(".ind-result").inner_text()
    examine(page, javascript=javascript)


@pytest.mark.parametrize(("language", "javascript", "width"), WAYS)
def test_one_person_does_not_come(way, family, language, javascript, width):
    page, press = way(language, javascript, width)
    assert page.get_by_role("heading", name="Testa Voorbeeld-2").is_visible()
    page.locator("a[href$='/persons/2/drop/']").click()
    examine(page, javascript=javascript)
    press("drop").click()
    assert page.get_by_role("heading", name="Testa Voorbeeld-2").count() == 0
    assert page.get_by_role("heading", name="Testa Voorbeeld-3").is_visible()


@pytest.mark.parametrize(("language", "javascript", "width"), WAYS)
def test_cancelled_and_back_again_is_still_cancelled(way, family, language, javascript, width):
    page, press = way(language, javascript, width)
    page.locator("main a[href$='/cancel/']").click()
    press("cancel").click()
    assert page.get_by_role("heading", name=SAID["cancelled"][language]).is_visible()
    examine(page, javascript=javascript)
    page.go_back()  # nothing was kept: the question is asked again, and the answer is that it is done
    assert page.get_by_role("heading", name=SAID["cancelled"][language]).is_visible()
    assert page.locator("main a[href$='/move/']").count() == 0


@pytest.mark.parametrize(("language", "javascript", "width"), WAYS)
def test_found_with_the_code_and_a_birth_date_after_a_slip_of_the_pen(
    browse, family, language, javascript, width
):
    page = browse(language=language, javascript=javascript, width=width)
    page.goto(f"/{language}/manage/")
    page.fill("#id_code", f"{family.code[:3]} {family.code[3:].lower()}")
    for part, typed in (("day", "17"), ("month", "5"), ("year", "1999")):
        page.fill(f"#id_birth_date_{part}", typed)
    page.get_by_role("button", name=YES["find"][language]).click()
    assert page.locator(".ind-errors").is_visible()
    examine(page, javascript=javascript)
    page.fill("#id_birth_date_year", "1982")
    page.get_by_role("button", name=YES["find"][language]).click()
    assert page.url.endswith(address(family, language))


def test_two_clicks_on_save_lead_to_the_new_link(browse, family):
    page = browse(javascript=False)
    page.goto(address(family, "en", "contact"))
    page.fill("#id_email", "nieuw@example.org")
    page.get_by_role("button", name="Save").dblclick()
    page.wait_for_url(lambda url: "contact" not in url)
    assert page.get_by_text("n•••@example.org").first.is_visible()
    assert family.key not in page.url


def test_the_downloads_are_files(browse, family):
    page = browse()
    page.goto(address(family, "en"))
    for link, ending in (("Download as a letter (PDF)", ".pdf"), ("Put it in your calendar", ".ics")):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=link).click()
        assert waiting.value.suggested_filename == f"appointment-{family.code}{ending}"


def test_the_keyboard_reaches_every_act(browse, family):
    page = browse()
    page.goto(address(family, "en"))
    for act in ("move", "add", "contact", "cancel"):
        tab_to(page, address(family, "en", act))
    page.keyboard.press("Enter")
    page.wait_for_url("**/cancel/")


@pytest.mark.parametrize(("language", "javascript", "width"), WAYS)
def test_the_planners_link_leads_to_the_appointment_or_says_how_to_find_it(
    browse, family, language, javascript, width
):
    page = browse(language=language, javascript=javascript, width=width)
    page.goto(f"/oap/{language}/#/cancel/{family.key}")
    if javascript:
        page.wait_for_url(f"**{address(family, language)}")
        page.goto(f"/oap/{language}/#/somewhere-else")
    examine(page, javascript=javascript)
    page.locator("main a[href$='/manage/']").click()
    assert page.locator("#id_v_number").is_visible()
    examine(page, javascript=javascript)
