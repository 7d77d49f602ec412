"""The kiosk receives people, says kindly why not now, names nobody, and returns to its start."""

import pytest

from servicepoint.appointments import actions as appointments
from servicepoint.appointments import queries
from servicepoint.audit.models import Entry
from servicepoint.kit.actor import RESIDENT
from servicepoint.visits import actions
from servicepoint.visits.models import Visit
from tests.public.conftest import words
from tests.public.hall.conftest import later
from tests.visits.hall import LEAD, NINE, Hall
from tests.world import NOW, THURSDAY, TUESDAY, World, at, book, make_world, person

START = "/en/kiosk/proefstad/"


def code_of(appointment_id: int) -> str:
    found = queries.by_id(appointment_id)
    assert found is not None
    return found.code


def scanned(kiosk, code: str, **fields: str):
    return kiosk.post(START, {"code": code, **fields})


def refused(kiosk, code: str) -> str:
    answer = scanned(kiosk, code)
    assert answer.status_code == 409
    assert not Visit.objects.exists()
    return words(answer.content.decode())


def test_a_code_gives_a_ticket(kiosk, hall: Hall):
    answer = scanned(kiosk, code_of(hall.booked()))
    assert (answer.status_code, answer["Location"]) == (303, f"{START}ticket/A01/")
    page = words(kiosk.get(answer["Location"]).content.decode())
    assert "You are checked in. Your number is: A01" in page
    assert "Sit down and watch the screen" in page
    assert "It takes less than 5 minutes more." in page


@pytest.mark.parametrize("typed", ["{0} {1}", "{0}-{1}", " {0}{1}\n"])
def test_a_code_may_be_typed_as_people_do(kiosk, hall: Hall, typed):
    code = code_of(hall.booked())
    assert scanned(kiosk, typed.format(code[:3].lower(), code[3:])).status_code == 303


def test_a_second_scan_gives_the_same_number(kiosk, hall: Hall):
    code = code_of(hall.booked())
    scanned(kiosk, code)
    again = scanned(kiosk, code)["Location"]
    assert "You are checked in already. Your number is: A01" in words(kiosk.get(again).content.decode())
    assert Visit.objects.count() == 1


def test_who_was_missed_gets_back_into_the_line(kiosk, hall: Hall):
    code = code_of(hall.booked())
    scanned(kiosk, code)
    visit_id = hall.call().visit_id
    actions.call_again(visit_id, **hall.act())
    actions.missed(visit_id, **hall.act())
    scanned(kiosk, code)
    assert Visit.objects.get().stages.get(ended_at=None).state == "waiting"


def test_the_record_says_at_which_machine(kiosk, hall: Hall):
    scanned(kiosk, code_of(hall.booked()))
    entry = Entry.objects.get(act="visits.checked_in")
    assert entry.actor_kind == "resident"
    assert entry.actor_name.startswith("device:")


def test_too_early_says_from_when(kiosk, hall: Hall):
    page = refused(kiosk, code_of(hall.booked(1, at(TUESDAY, 11))))
    assert "You are early You can check in from 10:45. Come back to this machine then." in page


def test_too_late_says_whom_to_ask(kiosk, hall: Hall):
    code = code_of(hall.booked())
    with later(minutes=16):
        page = refused(kiosk, code)
    assert "Your appointment was at 09:00. Ask the employee in the hall." in page


def test_another_day_says_which(kiosk, hall: Hall):
    page = refused(kiosk, code_of(hall.booked(1, at(THURSDAY, 9))))
    assert "You have an appointment on Thursday 26 November 2026." in page


def test_a_moved_appointment_says_where_to(kiosk, hall: Hall):
    booked = hall.booked()
    appointments.move(booked, starts_at=at(THURSDAY, 10), now=NOW, actor=RESIDENT)
    assert "The new time is Thursday 26 November 2026 at 10:00." in refused(kiosk, code_of(booked))


def test_another_place_says_which(kiosk, hall: Hall):
    elsewhere: World = make_world(1, name="elders")
    booked = book(elsewhere, NINE, person(7), now=NOW)
    assert "We expect you here: Testville, Voorbeeldstraat 1, Proefstad." in refused(kiosk, booked.code)


def test_a_cancelled_appointment_is_told_so(kiosk, hall: Hall):
    booked = hall.booked()
    code = code_of(booked)
    appointments.cancel(booked, now=NOW, actor=RESIDENT)
    assert "This appointment is cancelled" in refused(kiosk, code)


def test_a_visit_that_ended_is_told_so(kiosk, hall: Hall):
    booked = hall.booked()
    scanned(kiosk, code_of(booked))
    hall.handled()
    answer = scanned(kiosk, code_of(booked))
    assert "This visit has ended" in words(answer.content.decode())


def test_after_closing_nobody_is_received(kiosk, hall: Hall):
    code = code_of(hall.booked())
    with later(minutes=16):
        actions.close_day(hall.here, day=TUESDAY, now=hall.after(16).clock, actor=LEAD)
        answer = scanned(kiosk, code)
    assert answer.status_code == 409


def test_an_unknown_code_is_met_with_help(kiosk, hall: Hall):
    assert "We do not know this code" in refused(kiosk, "AAAAAA")


def test_codes_cannot_be_tried_out_at_a_kiosk(kiosk, hall: Hall):
    pages = [words(scanned(kiosk, f"AAAA{number:02d}").content.decode()) for number in range(42)]
    assert "We do not know this code" in pages[0]
    assert "used very often" in pages[-1]


def test_no_page_names_anyone(kiosk, hall: Hall):
    code = code_of(hall.booked())
    address = scanned(kiosk, code)["Location"]
    pages = [kiosk.get(each).content.decode() for each in (START, address, f"{address}print/")]
    assert [page for page in pages if "Voorbeeld-" in page or code in page] == []


def test_keys_are_buttons_that_work_without_a_script(kiosk, hall: Hall):
    typed = ""
    for key in "ACD":
        page = kiosk.post(START, {"code": typed, "key": key}).content.decode()
        typed += key
        assert f'value="{typed}"' in page
    assert 'value="AC"' in kiosk.post(START, {"code": "ACD", "key": "back"}).content.decode()
    assert not Visit.objects.exists()


@pytest.mark.parametrize("key", ["O", "0", "<b>", "AB"])
def test_a_key_that_is_not_on_the_screen_types_nothing(kiosk, hall: Hall, key):
    assert 'value="AC"' in kiosk.post(START, {"code": "AC", "key": key}).content.decode()


def test_pages_with_an_answer_return_to_the_start_in_dutch(kiosk, hall: Hall):
    answer = scanned(kiosk, code_of(hall.booked()))
    address = answer["Location"]
    assert kiosk.get(address)["Refresh"] == "25; url=/nl/kiosk/proefstad/"
    assert kiosk.get(f"{address}?stay=1")["Refresh"].startswith("180;")
    assert scanned(kiosk, "AAAAAA")["Refresh"].startswith("25;")
    assert scanned(kiosk, "AAAAAA", stay="yes")["Refresh"].startswith("180;")


def test_the_start_waits_for_ever_in_dutch_and_returns_to_it_from_another_language(kiosk, hall: Hall):
    assert "Refresh" not in kiosk.get("/nl/kiosk/proefstad/")
    assert kiosk.get(START)["Refresh"] == "120; url=/nl/kiosk/proefstad/"


def test_every_language_is_offered_and_nothing_leads_out(kiosk, hall: Hall, settings):
    page = kiosk.get(START).content.decode()
    for code, name in settings.LANGUAGES:
        assert f'href="/{code}/kiosk/proefstad/" lang="{code}"' in page
        assert name in page
    assert 'href="/en/"' not in page


def test_the_ticket_prints_number_service_and_times(kiosk, hall: Hall):
    address = scanned(kiosk, code_of(hall.booked()))["Location"]
    page = words(kiosk.get(f"{address}print/").content.decode())
    assert "Your number A01 Service DOC Appointment: 09:00 Checked in: 24 November 2026, 09:00" in page


def test_a_ticket_that_does_not_exist_leads_to_the_start(kiosk, hall: Hall):
    assert kiosk.get(f"{START}ticket/Z99/")["Location"] == "/nl/kiosk/proefstad/"


def test_a_form_of_another_site_is_refused(machine, hall: Hall):
    client = machine("kiosk")
    client.handler.enforce_csrf_checks = True
    assert client.post(START, {"code": code_of(hall.booked())}).status_code == 403
    assert not Visit.objects.exists()
