"""The hall host receives people, helps who was missed, and sees names only by searching for them."""

from datetime import timedelta

import pytest

from servicepoint.appointments import queries
from servicepoint.audit.models import Entry
from servicepoint.kit import clock
from servicepoint.visits import actions
from servicepoint.visits.models import Visit
from tests.public.conftest import words
from tests.visits.hall import NINE, Hall, open_hall, state_of
from tests.world import TUESDAY, at, make_world

MONDAY = TUESDAY - timedelta(days=1)
PAGE = "/staff/hall/proefstad/"


@pytest.fixture
def hall(db) -> Hall:
    return open_hall(make_world(2))


@pytest.fixture(autouse=True)
def nine_o_clock():
    with clock.frozen(NINE):
        yield


@pytest.fixture
def host(logged_in, hall):
    browser = logged_in("hall-host", username="host.voorbeeld")
    browser.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return browser


def code_of(appointment_id: int) -> str:
    return queries.by_id(appointment_id).code


def read(answer) -> str:
    return words(answer.content.decode())


def arrive(host, code: str, **more: str):
    return host.post(f"{PAGE}arrive/", {"code": code, **more})


def test_the_first_page_leads_to_the_hall(host):
    assert host.get("/staff/hall/")["Location"] == PAGE
    assert "/staff/hall/" in host.get("/staff/").content.decode()


@pytest.mark.parametrize(
    ("role", "status"), [("hall-host", 200), ("lead", 200), ("assistant", 200), ("", 403)]
)
def test_each_role_has_its_own_pages(logged_in, hall, role, status):
    assert logged_in(role).get(PAGE).status_code == status


def test_strangers_are_sent_to_the_log_in(client, hall):
    for address in (PAGE, f"{PAGE}lists/"):
        assert client.get(address)["Location"].startswith("/staff/login/")
    assert client.post(f"{PAGE}arrive/", {"code": "AAAAAA"})["Location"].startswith("/staff/login/")


def test_a_code_is_checked_in_in_the_name_of_the_host(host, hall):
    answer = arrive(host, code_of(hall.booked()))
    assert answer.status_code == 303
    assert "Checked in. The number is A01" in read(host.get(answer["Location"]))
    assert Entry.objects.get(act="visits.checked_in").actor_name == "host.voorbeeld"


def test_who_is_too_early_is_received_with_a_reason_only(host, hall):
    code = code_of(hall.booked(1, at(TUESDAY, 11)))
    refused = arrive(host, code)
    assert refused.status_code == 409
    assert "Too early: people are received from 10:45" in read(refused)
    assert 'name="override"' in refused.content.decode()
    assert f'value="{code}"' in refused.content.decode()
    assert arrive(host, code, override="quiet_hall").status_code == 303
    assert Visit.objects.get().override == "quiet_hall"


def test_no_reason_helps_who_comes_on_another_day_or_with_no_code(host, hall):
    code = code_of(hall.booked(1, at(TUESDAY, 11)))
    with clock.frozen(at(MONDAY, 9)):
        assert "Another day: Tuesday 24 November 2026" in read(arrive(host, code, override="other"))
    assert "There is no appointment with this code" in read(arrive(host, "AAAAAA"))
    assert not Visit.objects.exists()


def test_a_made_up_reason_is_refused(host, hall):
    code = code_of(hall.booked(1, at(TUESDAY, 11)))
    assert arrive(host, code, override="because").status_code == 422


def test_priority_needs_a_reason_of_the_list(host, hall):
    arrive(host, code_of(hall.booked()), priority="pregnant")
    assert Visit.objects.get().priority == "pregnant"
    assert "Priority" in read(host.get(PAGE))
    assert arrive(host, code_of(hall.booked(2)), priority="friend").status_code == 422


def test_the_lists_name_nobody(host, hall):
    hall.booked(1, at(TUESDAY, 11))
    hall.arrive(hall.booked(2))
    page = host.get(PAGE)
    assert "Voorbeeld-" not in page.content.decode()
    assert "Waiting (1)" in read(page)
    assert "Expected (1)" in read(page)
    assert not Entry.objects.filter(act="personal_data.viewed").exists()


def test_a_name_is_found_and_each_one_shown_is_recorded(host, hall):
    booked = hall.booked(1)
    hall.booked(2)
    page = host.post(PAGE, {"q": "voorbeeld-10"})
    assert "Testa Voorbeeld-10" in read(page)
    assert "Voorbeeld-20" not in page.content.decode()
    looks = Entry.objects.filter(act="personal_data.viewed")
    assert [(look.subject, look.actor_name) for look in looks] == [
        (f"appointment:{booked}", "host.voorbeeld")
    ]


@pytest.mark.parametrize("search", ["v", "nobody at all"])
def test_one_letter_or_an_unknown_name_shows_nobody(host, hall, search):
    hall.booked()
    page = host.post(PAGE, {"q": search})
    assert "Nobody of today is called like this" in read(page)
    assert "Voorbeeld-" not in page.content.decode()


def test_an_appointment_is_picked_from_the_list(host, hall):
    code = code_of(hall.booked())
    assert f'name="code" value="{code}"' in host.get(PAGE).content.decode()


def test_guests_are_received_as_far_as_the_lead_allows(host, hall):
    guest = {"service": "DOC", "persons": "2", "language": "en", "first_name": "Testa", "last_name": "Zonder"}
    assert "as allowed today" in read(host.post(f"{PAGE}guest/", guest))
    hall.let_guests_in(1)
    assert host.post(f"{PAGE}guest/", guest).status_code == 303
    assert Visit.objects.get().basket == ["DOC", "DOC"]
    assert host.post(f"{PAGE}guest/", guest).status_code == 409


@pytest.mark.parametrize(
    "wrong", [{"persons": "7"}, {"persons": "0"}, {"service": "NOPE"}, {"language": "xx"}]
)
def test_a_guest_needs_a_service_and_at_most_six_persons(host, hall, wrong):
    hall.let_guests_in()
    guest = {"service": "DOC", "persons": "1", "language": "en"} | wrong
    assert host.post(f"{PAGE}guest/", guest).status_code == 422
    assert not Visit.objects.exists()


def test_the_lead_says_how_many_guests_and_the_host_does_not(logged_in, hall):
    assert logged_in("lead").post(f"{PAGE}allow/", {"at_most": "5"}).status_code == 303
    assert "(0/5)" in read(logged_in("lead", username="lead.twee").get(PAGE))
    assert logged_in("hall-host").post(f"{PAGE}allow/", {"at_most": "9"}).status_code == 403


def test_a_number_of_guests_that_is_none_is_refused(logged_in, hall):
    assert logged_in("lead").post(f"{PAGE}allow/", {"at_most": "many"}).status_code == 422


def test_who_was_missed_is_put_back(host, hall):
    hall.arrive(hall.booked())
    visit_id = hall.call().visit_id
    actions.call_again(visit_id, **hall.act())
    actions.missed(visit_id, **hall.act())
    assert "Missed, aside or gone (1)" in read(host.get(PAGE))
    answer = host.post(f"{PAGE}visit/{visit_id}/back/", follow=True)
    assert "A01 is back in the line" in read(answer)
    assert state_of(visit_id) == "waiting"


def test_who_leaves_is_noted_with_the_reason(host, hall):
    visit_id = hall.arrive(hall.booked()).visit_id
    host.post(f"{PAGE}visit/{visit_id}/gone/", {"reason": "unwell"})
    assert state_of(visit_id) == "left"
    assert Visit.objects.get().people.get().reason == "unwell"


def test_a_visit_of_another_location_is_not_touched(host, hall):
    make_world(1, name="elders")
    visit_id = hall.arrive(hall.booked()).visit_id
    assert host.post(f"/staff/hall/elders/visit/{visit_id}/gone/").status_code == 409
    assert state_of(visit_id) == "waiting"


def test_what_cannot_be_done_now_is_told(host, hall):
    hall.arrive(hall.booked())
    visit_id = hall.handled()
    answer = host.post(f"{PAGE}visit/{visit_id}/gone/")
    assert answer.status_code == 409
    assert "This is not possible now" in read(answer)


def test_the_lists_are_sent_when_something_happened_only(host, hall):
    first = host.get(f"{PAGE}lists/")
    again = host.get(f"{PAGE}lists/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    hall.arrive(hall.booked())
    changed = host.get(f"{PAGE}lists/", headers={"If-None-Match": first["ETag"]})
    assert "A01" in changed.content.decode()


def test_a_location_that_does_not_exist_leads_to_one_that_does(host):
    assert host.get("/staff/hall/nergens/")["Location"] == "/staff/hall/"
    assert host.post("/staff/hall/nergens/arrive/", {"code": "AAAAAA"})["Location"] == "/staff/hall/"
    assert host.get("/staff/hall/nergens/lists/").status_code == 404
