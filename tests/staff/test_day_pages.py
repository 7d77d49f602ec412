"""The list of the day and the day board: everyone in the right place, looks recorded, mails sent once."""

import csv
import io
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from servicepoint.appointments import actions as appointments
from servicepoint.appointments.party import Contact
from servicepoint.audit.models import Entry
from servicepoint.kit import clock
from servicepoint.kit.actor import RESIDENT, SYSTEM
from servicepoint.notifications import actions as notifications
from servicepoint.notifications.models import Message
from servicepoint.staff.day.chart import chart_of
from servicepoint.visits import actions, queries
from servicepoint.visits.models import Day
from tests.visits.hall import Hall, open_hall
from tests.world import NOW, THURSDAY, TUESDAY, at, book, make_world, person

TODAY, BOARD = "/staff/today/", "/staff/board/"


@pytest.fixture
def hall(db):
    with clock.frozen(at(TUESDAY, 9)):
        yield Hall(make_world(2))


@pytest.fixture
def by_role(account):
    """Give a browser of its own for a role, in English."""

    def browser(role: str) -> Client:
        client = Client(headers={"Accept-Language": "en"})
        client.force_login(account(role))
        return client

    return browser


def looks(page: str) -> list[str]:
    found = Entry.objects.filter(act="personal_data.viewed", facts={"page": page})
    return [each.subject for each in found.order_by("id")]


def counts(page: str) -> list[str]:
    parts = page.split('class="ind-group"')[1:]
    return [part.split("<b>")[1].split("</b>")[0] for part in parts]


@pytest.mark.parametrize("role", ["hall-host", "telephone-agent", "auditor", "administrator"])
@pytest.mark.parametrize("address", [TODAY, f"{TODAY}list/", f"{TODAY}print/", f"{TODAY}file/"])
def test_the_list_is_for_who_works_at_the_counters(hall, by_role, role, address):
    hall.booked()
    assert by_role(role).get(address).status_code == 403
    assert looks("staff.today") == []


@pytest.mark.parametrize("role", ["assistant", "hall-host", "telephone-agent", "auditor", "administrator"])
def test_the_board_is_for_who_leads_the_day(hall, by_role, role):
    browser = by_role(role)
    for address in (BOARD, f"{BOARD}day/"):
        assert browser.get(address).status_code == 403
    for part in ("close", "walk-ins", "missed"):
        assert browser.post(f"{BOARD}{part}/").status_code == 403
    assert not Day.objects.exists()


def test_a_stranger_sees_neither(hall, client):
    for address in (TODAY, f"{TODAY}file/", BOARD, f"{BOARD}day/"):
        assert client.get(address)["Location"].startswith("/staff/login/")


def test_everyone_of_the_day_is_in_the_list_by_state_and_each_look_is_recorded_once(hall, by_role):
    open_hall(hall.world)
    waiting, expected = hall.booked(1), hall.booked(2)
    hall.arrive(waiting)
    browser = by_role("assistant")
    page = browser.get(TODAY).content.decode()
    assert counts(page) == ["2", "1", "1", "0", "0", "0"]
    assert "Testa Voorbeeld-10" in page
    browser.get(f"{TODAY}list/")
    assert set(looks("staff.today")) == {f"appointment:{waiting}", f"appointment:{expected}"}
    third = hall.booked(3, at(TUESDAY, 9, 10))
    browser.get(f"{TODAY}list/")
    assert looks("staff.today")[2:] == [f"appointment:{third}"]


def test_the_list_shows_one_part_of_the_day_alone(hall, by_role):
    open_hall(hall.world)
    hall.arrive(hall.booked(1))
    hall.booked(2)
    page = by_role("assistant").get(f"{TODAY}?show=waiting").content.decode()
    assert "Voorbeeld-10" in page
    assert "Voorbeeld-20" not in page


def test_the_list_of_a_coming_day_is_there_the_evening_before(hall, by_role):
    book(hall.world, at(THURSDAY, 9), person(5))
    browser = by_role("assistant")
    assert f"?day={THURSDAY}" in browser.get(TODAY).content.decode()
    page = browser.get(f"{TODAY}print/?day={THURSDAY}").content.decode()
    assert "Voorbeeld-5" in page
    assert "Voorbeeld-5" not in browser.get(f"{TODAY}?day=2020-01-01").content.decode()


def test_the_file_holds_the_day_for_a_spreadsheet_and_no_name_becomes_a_formula(hall, by_role):
    named = person(6)
    book(hall.world, at(TUESDAY, 9, 30), named)
    hall.let_guests_in()
    actions.walk_in(
        [actions.Guest("DOC", first_name="=1+1", last_name="Voorbeeld")],
        location_id=hall.here,
        language="en",
        now=hall.clock,
        actor=RESIDENT,
    )
    answer = by_role("assistant").get(f"{TODAY}file/")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert answer["Content-Disposition"].endswith('proefstad-2026-11-24.csv"')
    assert [row[0] for row in rows] == ["Time", "09:00", "09:30"]
    assert rows[1][3] == "'=1+1 Voorbeeld"
    assert rows[2][3] == "Testa Voorbeeld-6"
    assert len(looks("staff.today")) == 2


def test_the_board_counts_the_day_and_names_nobody(hall, by_role):
    hall = open_hall(hall.world)
    hall.arrive(hall.booked(1))
    hall.arrive(hall.booked(2))
    hall.booked(3, at(TUESDAY, 9, 10))
    hall.serve()
    page = by_role("lead").get(BOARD).content.decode()
    assert counts(page)[:5] == ["1", "1", "1", "0", "0"]
    assert "A02" in page
    assert "anna" in page
    assert "Voorbeeld" not in page
    assert looks("staff.board") == []


def test_the_board_is_sent_again_only_when_something_changed_or_a_minute_passed(hall, by_role):
    browser = by_role("lead")
    first = browser.get(f"{BOARD}day/")
    assert browser.get(f"{BOARD}day/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    hall.booked(1)
    second = browser.get(f"{BOARD}day/", headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    with clock.frozen(at(TUESDAY, 9, 1)):
        assert browser.get(f"{BOARD}day/", headers={"If-None-Match": second["ETag"]}).status_code == 200


def test_the_lead_says_how_many_guests_are_received(hall, by_role):
    by_role("lead").post(f"{BOARD}walk-ins/", {"at_most": "12"})
    assert Day.objects.get().walk_ins_max == 12


def test_a_day_is_not_closed_while_people_may_still_come(hall, by_role):
    hall.booked(1)
    page = by_role("lead").post(f"{BOARD}close/", follow=True).content.decode()
    assert "cannot be closed yet" in page
    assert not Day.objects.filter(closed_at__isnull=False).exists()


@pytest.fixture
def absent(hall):
    """Two parties that did not come, one of them without an e-mail address, on a closed day."""
    _first, second = hall.booked(1), hall.booked(2)
    appointments.change_contact(second, contact=Contact("nl", phone="+31600000000"), now=NOW, actor=RESIDENT)
    Message.objects.all().delete()
    actions.close_day(hall.here, day=TUESDAY, now=at(TUESDAY, 17), actor=SYSTEM)
    rows = queries.day_list(hall.here, TUESDAY).in_state("no_show")
    return {row.appointment_id: row.visit_id for row in rows}


def test_who_did_not_come_is_written_to_once_with_the_way_to_a_new_appointment(hall, by_role, absent):
    browser = by_role("lead")
    with clock.frozen(at(TUESDAY, 17, 30)):
        for _ in range(2):
            page = browser.post(f"{BOARD}missed/", {"day": "2026-11-24"}, follow=True).content.decode()
        assert "No e-mail address" in page
        assert "On its way" in page
        assert notifications.deliver_due(clock.now()) == 1
        assert "Sent" in browser.get(BOARD).content.decode()
    (letter,) = mail.outbox
    assert letter.subject.startswith("You missed your IND appointment")
    assert Entry.objects.filter(act="appointments.missed_told").count() == 1


def test_one_party_alone_can_be_written_to_and_days_later_too(hall, by_role, absent):
    with clock.frozen(at(THURSDAY, 9)):
        browser = by_role("lead")
        page = browser.get(f"{BOARD}?day=2026-11-24").content.decode()
        assert "Send the mail" in page
        browser.post(f"{BOARD}missed/", {"day": "2026-11-24", "visit": str(min(absent.values()))})
    assert Message.objects.filter(kind="missed").count() == 1


def test_only_who_was_marked_as_not_come_is_written_to(hall, by_role):
    hall = open_hall(hall.world)
    hall.arrive(hall.booked(1))
    visit = hall.serve()
    by_role("lead").post(f"{BOARD}missed/", {"visit": str(visit)})
    assert not Message.objects.filter(kind="missed").exists()


def test_the_chart_has_a_bar_for_each_hour_and_the_highest_fills_it(hall):
    hall = open_hall(hall.world)
    for number, minute in enumerate((0, 0, 10), start=1):
        hall.arrive(hall.booked(number, at(TUESDAY, 9, minute)))
    hall.booked(9, at(TUESDAY, 11))
    hall.after(30).call()
    chart = chart_of(queries.day_list(hall.here, TUESDAY).rows, {9: 10})
    assert [(hour.name, hour.counts, hour.waited) for hour in chart.hours] == [
        ("09", (3, 3, 1), 10), ("10", (0, 0, 0), None), ("11", (1, 0, 0), None),
    ]  # fmt: skip
    heights = [bar.height for bar in chart.hours[0].bars]
    assert heights[0] == heights[1] == chart.floor - chart.hours[0].bars[0].y
    assert heights[2] == round(heights[0] / 3)


def test_who_is_called_before_the_booked_hour_counts_in_the_hour_of_the_call(hall):
    ten = hall.booked(1, at(TUESDAY, 10))
    hall.open()
    hall.after(50).arrive(ten)
    hall.after(2).call()
    chart = chart_of(queries.day_list(hall.here, TUESDAY).rows, {})
    assert [(hour.name, list(hour.counts)) for hour in chart.hours] == [("09", [0, 1, 1]), ("10", [1, 0, 0])]


def test_a_day_without_anybody_has_no_chart():
    assert chart_of((), {}).hours == ()


def test_a_moment_of_the_evening_is_no_other_day(hall, by_role):
    with clock.frozen(at(TUESDAY, 23, 59) + timedelta(minutes=2)):
        page = by_role("assistant").get(TODAY).content.decode()
    assert "25 November" in page
