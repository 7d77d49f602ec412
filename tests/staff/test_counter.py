"""The counter's pages: sit down, call, write down, finish; what each answer changes, and what is refused."""

import re

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from servicepoint.appointments import queries as appointments
from servicepoint.audit.models import Entry
from servicepoint.kit import clock
from servicepoint.visits.models import Check, CounterShift, Stage, Step, VisitPerson
from tests.visits.hall import Hall, ask_for, state_of
from tests.visits.test_mrz import passport
from tests.world import ALL, TUESDAY, at, book, make_world, person

COUNTER = "/staff/counter/"
LINES = passport("VOORBEELD", "TESTA", birth="900517")


@pytest.fixture
def hall(db):
    with clock.frozen(at(TUESDAY, 9)):
        world = make_world(2)
        ask_for("DOC", "passport", "letter")
        yield Hall(world)


class Desk:
    """An assistant in a browser of their own, with short words for what is pressed."""

    def __init__(self, name: str, role: str = "assistant") -> None:
        user, is_new = User.objects.get_or_create(username=name, defaults={"is_staff": True})
        if is_new:
            user.groups.add(Group.objects.get(name=role))
        self.name, self.browser = name, Client(headers={"Accept-Language": "en"})
        self.browser.force_login(user)

    def sees(self, address: str = COUNTER) -> str:
        return self.browser.get(address, follow=True).content.decode()

    def post(self, part: str, **fields: object) -> str:
        return self.browser.post(f"{COUNTER}{part}/", fields, follow=True).content.decode()

    def opens(self, counter_id: int, *services: str) -> str:
        return self.post("open", counter=counter_id, services=services)

    def act(self, what: str, visit: int = 0, **more: object) -> str:
        return self.post("act", act=what, visit=visit or self.visit, **more)

    def note(self, choice: str, visit: int = 0) -> str:
        return self.post("note", choice=choice, visit=visit or self.visit)

    def scans(self, lines: str, position: int = 1) -> str:
        return self.post("identity", lines=lines, position=position, visit=self.visit)

    @property
    def visit(self) -> int:
        shift = CounterShift.objects.filter(account=self.name, closed_at=None).first()
        stage = Stage.objects.filter(
            counter_id=shift and shift.counter_id, ended_at=None, state__in=["called", "serving"]
        ).first()
        return stage.visit_id if stage else 0


@pytest.fixture
def desk(hall):
    desk = Desk("anna.voorbeeld")
    desk.opens(hall.world.counters[0])
    return desk


@pytest.fixture
def served(hall, desk):
    """A party of one at the counter of `desk`."""
    hall.arrive(hall.booked())
    desk.act("next")
    desk.act("start")
    return desk.visit


def told(page: str) -> str:
    """Return what the page says happened."""
    return " ".join(re.findall(r'role="status">\s*<div[^>]*><p[^>]*>(.*?)</p>', page, flags=re.DOTALL))


@pytest.mark.parametrize("role", ["hall-host", "telephone-agent", "auditor", "administrator"])
def test_who_does_not_sit_at_counters_sees_none_of_it(hall, role):
    desk = Desk("somebody.voorbeeld", role)
    assert desk.browser.get(COUNTER).status_code == 403
    assert desk.browser.post(f"{COUNTER}act/", {"act": "next"}).status_code == 403
    assert desk.browser.get(f"{COUNTER}line/").status_code == 403


def test_a_stranger_is_asked_to_log_in(hall, client):
    assert client.get(COUNTER)["Location"].startswith("/staff/login/")
    assert client.post(f"{COUNTER}note/")["Location"].startswith("/staff/login/")


def test_an_assistant_chooses_a_counter_and_what_it_serves(hall):
    desk = Desk("anna.voorbeeld")
    assert "Open a counter" in desk.sees()
    desk.opens(hall.world.counters[1], "DOC", "BIO")
    shift = CounterShift.objects.get(account=desk.name)
    assert (shift.counter_id, shift.services) == (hall.world.counters[1], ["BIO", "DOC"])


def test_a_counter_without_a_choice_serves_what_its_openings_say(hall, desk):
    assert CounterShift.objects.get(account=desk.name).services == sorted(ALL)


def test_a_counter_where_somebody_sits_is_refused_with_a_reason(hall, desk):
    other = Desk("bert.voorbeeld")
    assert "Somebody else sits at this counter" in told(other.opens(hall.world.counters[0]))
    assert "Open a counter" in other.sees()


def test_no_counter_at_all_is_refused_too(hall):
    assert told(Desk("anna.voorbeeld").post("open", counter="1 OR 1"))


def test_the_next_is_called_started_and_named(hall, desk):
    hall.arrive(hall.booked())
    page = desk.act("next")
    assert state_of(desk.visit) == "called"
    assert "Testa Voorbeeld-10" in page
    assert "0000000010" not in page
    page = desk.act("start")
    assert state_of(desk.visit) == "serving"
    assert "0000000010" in page
    assert "17-05-1990" in page
    assert "Your passport" in page


def test_nobody_waiting_is_said_and_not_an_error(hall, desk):
    assert told(desk.act("next")) == "Nobody waits for what this counter serves"


def test_each_answer_is_saved_at_once_and_leaves_the_others(desk, served):
    desk.note("1/check/passport/seen/")
    page = desk.note("1/check/letter/not_applicable/known_to_ind")
    found = dict(Check.objects.values_list("requirement", "result"))
    assert found == {"passport": "seen", "letter": "not_applicable"}
    assert "The IND has it already" in page
    desk.note("1/check/passport/copied/")
    assert Check.objects.get(requirement="passport").result == "copied"


@pytest.mark.parametrize(
    "choice",
    [
        "", "1/check/passport", "7/check/passport/seen/", "1/check/driving-licence/seen/",
        "1/check/passport/not_applicable/", "1/check/passport/eaten/", "1/step/identity_checked/mrz_ok/",
        "1/step/document_out/spoon/", "1/dance/-/-/", "1/accept/-/made-up/", "1/follow_up/-/yesterday/",
        "2/check/passport/seen/", "1/outcome/-/not_eligible/",
    ],
)  # fmt: skip
def test_an_answer_that_the_page_does_not_offer_changes_nothing(desk, served, choice):
    assert told(desk.note(choice))
    assert not Check.objects.exists()
    assert not Step.objects.exists()
    assert not VisitPerson.objects.exclude(outcome="").exists()


def test_a_page_left_open_does_nothing_to_who_came_to_the_counter_since(hall, desk, served):
    hall.arrive(hall.booked(2))
    earlier = served
    desk.act("park")
    desk.act("next")
    desk.act("start")
    assert "the visit has moved on" in told(desk.note("1/check/passport/seen/", visit=earlier))
    assert "the visit has moved on" in told(desk.act("leave", visit=earlier))
    assert not Check.objects.exists()
    assert state_of(earlier) == "parked"


def test_a_document_that_fits_is_written_down_as_codes_and_nothing_of_it_is_kept(desk, served):
    assert "The document fits the booking" in told(desk.scans(LINES))
    step = Step.objects.get()
    assert (step.kind, step.codes) == ("identity_checked", ["mrz_ok"])
    assert not Entry.objects.filter(facts__icontains="voorbeeld").exists()


def test_what_differs_is_shown_side_by_side_and_written_down_only_when_accepted(desk, served):
    page = desk.scans(passport("ERIKSSON", "TESTA", birth="900518"))
    assert "The document differs from the booking" in page
    assert "ERIKSSON" in page
    assert "18-05-1990" in page
    assert not Step.objects.exists()
    choice = re.search(r'value="(1/accept/[^"]+)"', page)[1]
    desk.note(choice)
    assert Step.objects.get().codes == [
        "mrz_ok", "name_differs", "birth_date_differs", "differences_accepted",
    ]  # fmt: skip
    assert "ERIKSSON" not in desk.sees()


def test_accepting_is_for_the_person_who_was_compared_and_for_some_minutes(hall, desk, served):
    page = desk.scans(passport("ERIKSSON", "TESTA"))
    choice = re.search(r'value="(1/accept/[^"]+)"', page)[1]
    assert told(desk.note(choice.replace("1/accept", "2/accept")))
    desk.act("park")
    hall.arrive(hall.booked(2))
    desk.act("next")
    desk.act("start")
    assert "Scan them again" in told(desk.note(choice))
    assert not Step.objects.exists()


def test_lines_read_badly_are_not_to_be_accepted(desk, served):
    page = desk.scans(LINES.replace("900517", "900518"))
    assert "check digits are wrong" in page
    assert "/accept/" not in page


@pytest.mark.parametrize("lines", ["", "P<UTO", "x" * 5000])
def test_anything_else_than_lines_is_refused(desk, served, lines):
    assert "Scan them again" in told(desk.scans(lines))


def test_an_identity_checked_by_eye_says_so(desk, served):
    desk.note("1/by_eye/-/-/")
    assert Step.objects.get().codes == ["no_mrz", "by_eye"]


def complete(desk):
    for choice in ("check/passport/seen/", "check/letter/seen/", "by_eye/-/-/", "step/document_out/card/"):
        desk.note(f"1/{choice}")


def test_done_asks_for_what_is_open_and_then_ends_the_visit(desk, served):
    assert "Your passport · Your letter" in told(desk.note("1/outcome/-/done/"))
    desk.note("1/check/passport/seen/")
    desk.note("1/check/letter/copied/")
    assert "Identity · New document" in told(desk.note("1/outcome/-/done/"))
    assert "how it ended for person 1" in told(desk.act("finish"))
    complete(desk)
    desk.note("1/outcome/-/done/")
    desk.act("finish")
    assert state_of(served) == "finished"
    assert "Nobody is at this counter" in desk.sees()


def test_what_was_missing_becomes_a_new_appointment_that_asks_for_that_alone(hall, desk, served):
    desk.note("1/check/passport/seen/")
    assert "Say first what is missing" in told(desk.note("1/outcome/-/incomplete/"))
    desk.note("1/check/letter/missing/")
    page = desk.note("1/outcome/-/incomplete/")
    times = re.findall(r'value="(1/follow_up/-/[^"]+)"', page)
    assert len(times) == 6
    page = desk.note(times[2])
    follow_up = appointments.by_id(VisitPerson.objects.get().follow_up_id)
    assert follow_up.code in page
    assert follow_up.people[0].only_requirements == ("letter",)
    assert follow_up.email == "testa@example.org"
    note = appointments.note_for(follow_up.id)
    assert [text["en"] for text in note.people[0].requirements] == ["Your letter"]
    assert "/follow_up/" not in page


def test_times_for_the_next_visit_can_be_looked_at_from_a_day_on(desk, served):
    desk.note("1/check/letter/missing/")
    desk.note("1/outcome/-/incomplete/")
    assert "1/follow_up/-/2026-12-10T09:00:00+01:00/" in desk.sees(f"{COUNTER}?from=2026-12-10")
    for nonsense in ("soon", "0001-01-01", "9999-12-31"):
        assert "/follow_up/-/2026-11-26" in desk.sees(f"{COUNTER}?from={nonsense}")


def test_not_eligible_has_a_reason_and_says_where_to_go(desk, served):
    page = desk.note("1/outcome/-/not_eligible/privileged")
    assert "Ministry of Foreign Affairs" in page
    assert VisitPerson.objects.get().reason == "privileged"


def test_the_facts_say_what_rules_say(hall, desk):
    booked = book(
        hall.world,
        at(TUESDAY, 9, 10),
        person(7, service="BIO", birth_date=at(TUESDAY, 0).date().replace(year=2022)),
    )
    hall.arrive(booked.appointment_id)
    desk.act("next")
    page = desk.act("start")
    assert "4 years old" in page
    assert "from the age of 6" in page
    assert "1/step/photo/reused/" in page
    assert "1/step/fingerprints/" not in page


def test_an_undo_is_offered_with_its_time_and_takes_the_last_act_back(hall, desk, served):
    complete(desk)
    desk.note("1/outcome/-/done/")
    page = desk.act("finish")
    assert "until 09:01:00" in page
    desk.act("undo", visit=served)
    assert state_of(served) == "serving"


def test_the_offer_to_undo_ends_and_so_does_the_act(hall, desk, served):
    with clock.frozen(at(TUESDAY, 9, 2)):
        assert "Undo" not in desk.sees()
        assert "cannot be undone any more" in told(desk.act("undo", visit=served))
    assert state_of(served) == "serving"


def test_nobody_undoes_what_happens_at_another_counter(hall, desk, served):
    other = Desk("bert.voorbeeld")
    other.opens(hall.world.counters[1])
    assert told(other.act("undo", visit=served))
    assert state_of(served) == "serving"


def test_who_steps_aside_is_called_back_past_the_line(hall, desk, served):
    hall.arrive(hall.booked(2))
    page = desk.act("park")
    assert "Call back" in page
    desk.act("recall", visit=served)
    assert (desk.visit, state_of(served)) == (served, "called")


def test_who_does_not_come_is_called_again_first(hall, desk):
    hall.arrive(hall.booked())
    desk.act("next")
    visit = desk.visit
    assert "Call once more first" in told(desk.act("missed"))
    desk.act("again")
    desk.act("missed", visit=visit)
    assert state_of(visit) == "missed"
    desk.act("returned", visit=visit)
    assert state_of(visit) == "waiting"


def test_a_party_is_sent_to_another_counter_or_for_another_service(hall, desk, served):
    other = Desk("bert.voorbeeld")
    other.opens(hall.world.counters[1])
    desk.act("transfer", to_counter=hall.world.counters[1])
    assert "nobody waits" in told(desk.act("next")).lower()
    other.act("next")
    assert other.visit == served
    other.act("start")
    other.act("transfer", service="BIO", position=1)
    assert state_of(served) == "waiting"
    assert VisitPerson.objects.get().service == "BIO"


def test_who_leaves_early_is_noted_with_a_reason(desk, served):
    desk.act("leave", reason="unwell")
    assert state_of(served) == "left"
    assert VisitPerson.objects.get().reason == "unwell"


def test_a_paused_counter_calls_nobody_and_a_closed_one_is_free(hall, desk):
    hall.arrive(hall.booked())
    assert "Paused since 09:00" in desk.act("pause")
    assert "it is paused" in told(desk.act("next"))
    desk.act("resume")
    desk.act("close")
    assert "Open a counter" in desk.sees()
    assert not CounterShift.objects.filter(closed_at=None).exists()


def test_an_act_that_is_none_is_refused(desk):
    assert told(desk.act("explode"))


def test_a_visit_is_recorded_as_seen_once_however_often_the_page_is_drawn(desk, served):
    desk.sees()
    desk.note("1/check/passport/seen/")
    desk.browser.get(f"{COUNTER}line/")
    looks = Entry.objects.filter(act="personal_data.viewed")
    appointment = VisitPerson.objects.get().visit.appointment_id
    assert [(each.actor_name, each.subject, each.facts) for each in looks] == [
        (desk.name, f"appointment:{appointment}", {"page": "staff.counter"})
    ]


def test_the_line_names_nobody_and_is_sent_only_when_it_changed(hall, desk):
    hall.arrive(hall.booked())
    answer = desk.browser.get(f"{COUNTER}line/")
    assert "A01" in answer.content.decode()
    assert "Voorbeeld" not in answer.content.decode()
    again = desk.browser.get(f"{COUNTER}line/", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    hall.arrive(hall.booked(2))
    assert desk.browser.get(f"{COUNTER}line/", headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_a_guest_without_an_appointment_is_served_too(hall, desk):
    hall.let_guests_in()
    hall.guest("DOC")
    desk.act("next")
    page = desk.act("start")
    assert "Testa Zonder" in page
    desk.note("1/check/letter/missing/")
    desk.note("1/outcome/-/incomplete/")
    assert "not possible" in told(desk.note("1/follow_up/-/2026-11-26T09:00:00+01:00/"))
