"""The demonstration: filled in one go, harmless to repeat, and never where DEMO is off."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from servicepoint.appointments.models import Appointment, Attendee
from servicepoint.kit import clock
from servicepoint.kit.actor import RESIDENT, SYSTEM
from servicepoint.locations import queries as locations
from servicepoint.locations.models import Counter, DatedOpening
from servicepoint.staff.demo import PARTIES
from servicepoint.staff.demo_documents import WAITING
from servicepoint.staff.demo_today import COME_TODAY
from servicepoint.staff.roles import ROLES
from servicepoint.visits import actions as visits
from tests.world import THURSDAY, TUESDAY, at

WEDNESDAY = at(TUESDAY, 14) + timedelta(days=1)  # closed by the weekly pattern
THURSDAY_MORNING, THURSDAY_EVENING = at(THURSDAY, 10), at(THURSDAY, 20)
THURSDAY_NIGHT = at(THURSDAY, 1, 41)  # hours before the counters open


def load() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


@pytest.fixture
def demonstration(settings):
    settings.DEMO = True


def test_every_party_has_an_appointment_and_every_role_an_account(real_content, demonstration, client):
    with clock.frozen(THURSDAY_MORNING):
        printed = load()
    assert Appointment.objects.count() == PARTIES + COME_TODAY
    assert set(Attendee.objects.values_list("service", flat=True)) == {"DOC", "BIO", "VAA", "TKV", "NAT"}
    for role in ROLES:
        assert f"demo-{role}" in printed
        assert client.login(username=f"demo-{role}", password=f"demo-{role}-maastricht")


def test_loading_again_changes_nothing(real_content, demonstration):
    with clock.frozen(THURSDAY_MORNING):
        loads_twice()


def test_the_letters_that_are_printed_open_with_the_birth_date_beside_them(
    real_content, demonstration, client
):
    with clock.frozen(THURSDAY_MORNING):
        letters = re.findall(r"code (\S+)  date of birth (\d+)-(\d+)-(\d+)", load())
        assert len(letters) == len(WAITING)
        for code, day, month, year in letters:
            born = {"birth_date_day": day, "birth_date_month": month, "birth_date_year": year}
            answer = client.post("/en/letter/", {"code": code, **born})
            assert answer.status_code == 303
            page = client.get(answer["Location"]).content.decode()
            assert 'name="people"' in page
        assert re.findall(r"code (\S+)  date", load()) == [each[0] for each in letters]


def loads_twice():
    load()
    before = list(Appointment.objects.order_by("id").values_list("id", "code"))
    passwords = list(User.objects.order_by("id").values_list("password", flat=True))
    assert "0 appointments booked" in load()
    assert list(Appointment.objects.order_by("id").values_list("id", "code")) == before
    assert list(User.objects.order_by("id").values_list("password", flat=True)) == passwords


@pytest.mark.parametrize("moment", [WEDNESDAY, THURSDAY_NIGHT, THURSDAY_EVENING])
def test_when_the_service_point_is_closed_the_day_is_opened_and_it_says_so(
    real_content, demonstration, moment
):
    with clock.frozen(moment):
        assert "opened today for this demonstration only" in load()
        assert {each.on for each in DatedOpening.objects.all()} == {clock.dutch_day(moment)}
        opened = DatedOpening.objects.count()
        load()
    assert DatedOpening.objects.count() == opened == 3


def test_on_an_open_day_nothing_is_opened_and_people_come_within_the_next_hours(real_content, demonstration):
    with clock.frozen(THURSDAY_MORNING):
        printed = load()
    assert "opened today" not in printed
    assert not DatedOpening.objects.exists()
    coming = Appointment.objects.filter(
        starts_at__range=(THURSDAY_MORNING - timedelta(minutes=5), THURSDAY_MORNING + timedelta(hours=4))
    )
    assert coming.count() >= COME_TODAY
    assert coming.order_by("starts_at")[0].code in printed


def test_the_first_can_check_in_at_once_and_be_called(real_content, demonstration):
    with clock.frozen(WEDNESDAY):
        load()
        place = locations.locations()[0]
        first = Appointment.objects.filter(starts_at__gte=WEDNESDAY - timedelta(minutes=10)).earliest(
            "starts_at"
        )
        ticket = visits.check_in(first.id, location_id=place.id, now=WEDNESDAY, actor=RESIDENT)
        counter = Counter.objects.filter(name__endswith="2").get()
        visits.open_counter(counter.id, now=WEDNESDAY, actor=SYSTEM)
        assert visits.call_next(counter.id, now=WEDNESDAY, actor=SYSTEM).visit_id == ticket.visit_id


def test_a_day_that_was_closed_stays_closed(real_content, demonstration):
    place = locations.locations()[0]
    with clock.frozen(WEDNESDAY):
        visits.close_day(place.id, day=clock.dutch_day(WEDNESDAY), now=WEDNESDAY, actor=SYSTEM)
        assert "nobody comes any more" in load()
    assert not DatedOpening.objects.exists()


def test_everybody_is_recognisably_invented(real_content, demonstration):
    load()
    assert not Attendee.objects.exclude(v_number="").exclude(v_number__startswith="00000").exists()
    addresses = Appointment.objects.exclude(email="").values_list("email", flat=True)
    assert all(each.endswith("@example.org") for each in addresses)


def test_without_demo_nothing_is_loaded(real_content, settings):
    settings.DEMO = False
    assert "nothing was loaded" in load()
    assert not Appointment.objects.exists()
    assert not User.objects.exists()


def test_without_content_it_says_what_to_run_first(db, demonstration):
    with pytest.raises(CommandError, match="load_content"):
        load()
