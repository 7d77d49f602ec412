"""Photo and fingerprints from the counter's screen: there and back, what is noted, what is refused."""

import re
from datetime import date, timedelta

import pytest

from servicepoint.audit.models import Entry
from servicepoint.biometrics import queries as biometrics
from servicepoint.biometrics.models import Sitting
from servicepoint.kit import clock
from servicepoint.kit.actor import RESIDENT, SYSTEM
from servicepoint.visits import actions
from servicepoint.visits.actions import Guest
from servicepoint.visits.models import Step, VisitPerson
from tests.biometrics.programs import receiver, receiver_program
from tests.biometrics.test_pages import Face, send_photo, send_print
from tests.staff.test_counter import Desk, told
from tests.world import at, book, make_tiny_world, person

__all__ = ["receiver", "receiver_program"]

TODAY = clock.dutch_day(clock.now())  # the receiver's certificate is made today
NINE = at(TODAY, 9)
BORN = {"grown": date(1990, 5, 17), "small": TODAY.replace(year=TODAY.year - 4, day=1)}


@pytest.fixture
def world(db, settings):
    settings.SCANNER_URL = "http://127.0.0.1:8765"
    with clock.frozen(NINE):
        yield make_tiny_world(480, day=TODAY)


@pytest.fixture
def desk(world):
    """An assistant's screen with these people at the counter: `desk("grown", "small")`."""

    def served(*who: str, service: str = "BIO") -> Desk:
        people = [
            person(10 + number, service=service, birth_date=BORN[each])
            for number, each in enumerate(who or ("grown",))
        ]
        booked = book(world, NINE, *people, now=NINE - timedelta(days=3))
        actions.check_in(booked.appointment_id, location_id=world.location_id, now=NINE, actor=RESIDENT)
        return at_counter(world)

    return served


def at_counter(world) -> Desk:
    desk = Desk("anna.voorbeeld")
    desk.opens(world.counters[0])
    desk.act("next")
    desk.act("start")
    return desk


def goes(desk, choice):
    """Press an answer and return where it leads."""
    answer = desk.browser.post("/staff/counter/note/", {"choice": choice, "visit": desk.visit})
    return answer["Location"]


def sitting_of(desk, position=1):
    return biometrics.sitting_of(f"visit:{desk.visit}/{position}")


def steps():
    return {each.kind: tuple(each.codes) for each in Step.objects.order_by("id")}


def photographed(desk, position=1, **problem):
    goes(desk, f"{position}/capture/photo/plain/")
    sitting = sitting_of(desk, position).id
    send_photo(desk.browser, sitting, Face(**problem))
    reason = {"reason": "medical"} if problem else {}
    desk.browser.post(f"/staff/biometrics/{sitting}/photo/accept/", reason)
    return sitting


def test_the_photo_is_one_answer_away_and_the_way_back_leads_to_its_line(desk, receiver):
    counter = desk()
    assert "1/capture/photo/plain/" in counter.sees()
    page = goes(counter, "1/capture/photo/plain/")
    assert page.startswith(f"/staff/biometrics/{sitting_of(counter).id}/photo/")
    assert "next=%2Fstaff%2Fcounter%2F%23row-1-photo" in page
    assert "Testa Voorbeeld-10" in counter.sees(page)
    assert sitting_of(counter).age == TODAY.year - 1990 - (TODAY.replace(month=5, day=17) > TODAY)


def test_what_was_taken_is_noted_once_and_not_said_to_be_something_else(desk, receiver):
    counter = desk()
    sitting = photographed(counter)
    send_print(counter.browser, sitting)
    assert steps() == {"photo": ("taken",)}
    assert "Right hand: index finger" in counter.sees()
    send_print(counter.browser, sitting, "left,index,64")
    counter.browser.post(f"/staff/biometrics/{sitting}/done/")
    assert steps() == {"photo": ("taken",), "fingerprints": ("taken",)}
    assert Step.objects.count() == 2
    assert "the visit has moved on" in told(counter.note("1/step/photo/reused/"))
    assert "/capture/" not in counter.sees()


def test_with_photo_and_prints_the_visit_can_be_done_and_without_it_cannot(desk, receiver):
    counter = desk()
    counter.note("1/by_eye/-/-/")
    assert "Not done yet: Photo · Fingerprints" in told(counter.note("1/outcome/-/done/"))
    sitting = photographed(counter)
    for hand in ("right", "left"):
        send_print(counter.browser, sitting, f"{hand},index,70")
    counter.note("1/outcome/-/done/")
    assert VisitPerson.objects.get().outcome == "done"


def test_a_reason_and_an_impossible_hand_are_noted_as_such(desk, receiver):
    counter = desk()
    sitting = photographed(counter, tilt=9)
    send_print(counter.browser, sitting)
    asked = {"finger": "left:all", "reason": "permanent:missing"}
    counter.browser.post(f"/staff/biometrics/{sitting}/fingers/impossible/", asked)
    assert steps() == {"photo": ("overridden",), "fingerprints": ("taken", "exempt")}


def test_each_of_a_family_has_a_sitting_and_a_small_child_no_prints(desk, receiver):
    counter = desk("grown", "small")
    photographed(counter, 2)
    assert [each.person.position for each in Step.objects.all()] == [2]
    assert sitting_of(counter, 1) is None
    assert sitting_of(counter, 2).closed
    assert "2/capture/fingerprints/" not in counter.sees()
    assert told(counter.note("2/capture/fingerprints/plain/"))


def test_a_head_covering_is_said_before_the_photo(desk, receiver):
    counter = desk()
    goes(counter, "1/capture/photo/covered/")
    assert sitting_of(counter).head_covering


def test_what_was_settled_after_the_party_stepped_aside_is_noted_when_it_is_back(desk, receiver):
    counter = desk("small")
    goes(counter, "1/capture/photo/plain/")
    visit, sitting = counter.visit, sitting_of(counter).id
    counter.act("park")
    send_photo(counter.browser, sitting)
    counter.browser.post(f"/staff/biometrics/{sitting}/photo/accept/")
    assert steps() == {}
    counter.act("recall", visit=visit)
    counter.act("start")
    counter.note("1/by_eye/-/-/")
    counter.note("1/outcome/-/done/")
    assert steps()["photo"] == ("taken",)
    assert VisitPerson.objects.get().outcome == "done"


def test_without_a_certificate_the_lines_say_why_and_a_reason_lets_the_visit_go_on(desk, settings):
    settings.BIOMETRICS_CERTIFICATE = ""
    counter = desk()
    page = counter.sees()
    assert "No certificate of the receiver was set up" in page
    assert "/capture/" not in page
    counter.note("1/by_eye/-/-/")
    assert told(counter.note("1/outcome/-/done/"))
    counter.note("1/step/photo/temporarily_impossible/")
    counter.note("1/step/fingerprints/off/")
    counter.note("1/outcome/-/done/")
    assert VisitPerson.objects.get().outcome == "done"


@pytest.mark.parametrize(
    "choice",
    [
        "1/step/photo/taken/", "1/step/fingerprints/overridden/", "1/capture/photo/hat/",
        "1/capture/document_out/plain/", "2/capture/photo/plain/",
    ],
)  # fmt: skip
def test_nobody_says_that_something_was_taken_or_takes_what_is_not_asked(desk, receiver, choice):
    counter = desk()
    assert told(counter.note(choice))
    assert not Step.objects.exists()
    assert not Sitting.objects.exists()


def test_nothing_is_taken_of_who_was_called_and_is_not_there_yet(desk, receiver):
    counter = desk()
    visit = counter.visit
    counter.act("park")
    counter.act("recall", visit=visit)
    assert "the visit has moved on" in told(counter.note("1/capture/photo/plain/"))
    assert not Sitting.objects.exists()


def test_a_guest_without_a_date_of_birth_is_as_old_as_the_assistant_says(world, receiver):
    actions.allow_walk_ins(world.location_id, day=TODAY, at_most=5, now=NINE, actor=SYSTEM)
    guest = Guest("BIO", first_name="Testa", last_name="Zonder")
    actions.walk_in([guest], location_id=world.location_id, language="en", now=NINE, actor=RESIDENT)
    counter = at_counter(world)
    assert told(counter.note("1/capture/photo/plain/"))
    assert "1/capture/photo/plain/0" in counter.sees()
    goes(counter, "1/capture/photo/plain/0")
    assert sitting_of(counter).asked == ("photo",)
    photographed(counter)
    assert steps() == {"photo": ("taken",), "fingerprints": ("exempt",)}


def test_the_page_for_photos_records_whose_data_it_showed(desk, receiver):
    counter = desk()
    counter.sees(goes(counter, "1/capture/photo/plain/"))
    seen = Entry.objects.get(act="personal_data.viewed", facts__page="staff.capture")
    assert re.match(r"appointment:\d+$", seen.subject)
