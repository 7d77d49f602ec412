"""Officials edit the loaded content: a refusal says why, and what is saved is recorded."""

from datetime import date, time

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.urls import reverse

from servicepoint.locations.models import Closure, Counter, DatedOpening, Holiday, Location, WeeklyOpening
from servicepoint.services.models import Requirement, Service
from servicepoint.staff.management.commands.load_content import load_content, read_content
from tests.content.conftest import CONTENT

pytestmark = pytest.mark.django_db


@pytest.fixture
def official(client, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    load_content(read_content(CONTENT))
    client.force_login(User.objects.create_superuser("official.voorbeeld"))
    return client


@pytest.fixture
def counter(official):
    return Counter.objects.get(name="Balie 1")


def address(model, row=None):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    return reverse(f"{name}_change", args=[row.pk]) if row else reverse(f"{name}_add")


def weekly(counter, **changed):
    form = {
        "counter": counter.pk,
        "weekday": 2,
        "opens_at": "17:00",
        "closes_at": "19:00",
        "services": "doc, bio",
    }
    return {**form, "valid_from": "2027-01-01", "valid_until": "", **changed}


def acts():
    with connection.cursor() as cursor:
        cursor.execute("SELECT act FROM audit_entry WHERE actor_name = 'official.voorbeeld' ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def errors(response):
    return " ".join(response.context["errors"][0]) if response.context and response.context["errors"] else ""


def test_every_list_and_form_opens(official):
    for model in (Location, WeeklyOpening, DatedOpening, Closure, Holiday, Service):
        row = model.objects.first()
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        assert (
            official.get(reverse(name), {"q": "a"} if model in {Location, Service} else {}).status_code == 200
        )
        if row is not None:
            assert official.get(address(model, row)).status_code == 200


def test_an_opening_that_fits_is_saved_with_codes_in_capitals_and_recorded(official, counter):
    version = Location.objects.get().version
    response = official.post(address(WeeklyOpening), weekly(counter))
    assert response.status_code == 302
    assert WeeklyOpening.objects.get(opens_at=time(17)).services == ["DOC", "BIO"]
    assert Location.objects.get().version > version
    assert acts() == ["locations.weeklyopening.added"]


@pytest.mark.parametrize(
    ("opens_at", "changed", "is_refused"),
    [
        ("11:00", {}, True),
        ("11:59", {}, True),
        ("12:00", {}, False),
        ("11:00", {"weekday": 3}, False),
        ("11:00", {"valid_from": "2025-01-01", "valid_until": "2025-12-31"}, False),
        ("11:00", {"valid_from": "2025-01-01", "valid_until": "2026-01-01"}, True),
    ],
)
def test_overlapping_openings_of_a_counter_are_refused_and_named(
    official, counter, opens_at, changed, is_refused
):
    form = weekly(counter, opens_at=opens_at, closes_at="12:30", **changed)
    response = official.post(address(WeeklyOpening), form)
    assert (response.status_code == 200) is is_refused
    if is_refused:
        assert "09:00-12:00" in errors(response)


def test_an_opening_may_be_saved_again_as_it_is(official, counter):
    row = WeeklyOpening.objects.filter(counter=counter, weekday=2).first()
    form = weekly(counter, opens_at="09:00", closes_at="11:00", valid_from="2026-01-01")
    assert official.post(address(WeeklyOpening, row), form).status_code == 302


def test_hours_that_end_before_they_start_are_refused(official, counter):
    assert official.post(address(WeeklyOpening), weekly(counter, closes_at="16:00")).status_code == 200


def test_extra_openings_on_one_day_may_not_overlap_each_other(official, counter):
    form = {
        "counter": counter.pk,
        "on": "2027-01-11",
        "opens_at": "09:00",
        "closes_at": "12:00",
        "services": "BIO",
    }
    assert official.post(address(DatedOpening), form).status_code == 302
    response = official.post(address(DatedOpening), {**form, "opens_at": "11:00", "closes_at": "13:00"})
    assert "2027-01-11 09:00-12:00" in errors(response)


def test_a_closure_needs_a_reason_and_both_times_or_none(official):
    location = Location.objects.get()
    form = {"location": location.pk, "counter": "", "starts_on": "2027-02-08", "ends_on": "2027-02-10"}
    form |= {"from_time": "", "until_time": "", "reason": "Carnaval"}
    assert official.post(address(Closure), {**form, "reason": ""}).status_code == 200
    assert official.post(address(Closure), {**form, "from_time": "09:00"}).status_code == 200
    assert official.post(address(Closure), {**form, "ends_on": "2027-02-07"}).status_code == 200
    assert official.post(address(Closure), form).status_code == 302
    assert acts() == ["locations.closure.added"]


def test_a_holiday_has_a_name_in_every_language(official):
    form = {"on": "2027-02-08", "name_nl": "Carnaval", "name_en": "", "office_closed": "on"}
    assert official.post(address(Holiday), form).status_code == 200
    assert official.post(address(Holiday), {**form, "name_en": "Carnival"}).status_code == 302
    assert Holiday.objects.get(on=date(2027, 2, 8)).name == {"nl": "Carnaval", "en": "Carnival"}


def test_locations_and_services_are_never_deleted(official):
    for model in (Location, Service):
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_delete"
        assert (
            official.post(reverse(name, args=[model.objects.first().pk]), {"post": "yes"}).status_code == 403
        )


def form_of(response):
    """Return what a browser would send back of an admin page without touching it."""
    sent = {}
    page = response.context["adminform"].form
    forms = [page] + [
        form for each in response.context["inline_admin_formsets"] for form in each.formset.forms
    ]
    forms += [each.formset.management_form for each in response.context["inline_admin_formsets"]]
    for form in forms:
        for bound in form:
            value = bound.value()
            widget = bound.field.widget
            parts = widget.decompress(value) if hasattr(widget, "decompress") else None
            if parts is not None:
                names = [bound.html_name + ending for ending in widget.widgets_names]
                sent |= dict(zip(names, parts, strict=True))
            elif value is not None and value is not False:
                sent[bound.html_name] = value
    return sent


def test_a_service_saved_untouched_stays_as_it_was_and_a_new_length_is_recorded(official):
    row = Service.objects.get(code="TKV")
    form = form_of(official.get(address(Service, row)))
    before = list(Requirement.objects.order_by("pk").values())
    assert official.post(address(Service, row), form).status_code == 302
    assert list(Requirement.objects.order_by("pk").values()) == before
    changed = next(name for name in form if name.endswith("first_minutes"))
    assert official.post(address(Service, row), {**form, changed: "30"}).status_code == 302
    assert row.lengths.get().first_minutes == 30
    assert "services.servicelength.changed" in acts()


def test_a_requirement_for_a_situation_that_is_not_there_is_refused(official):
    row = Service.objects.get(code="DOC")
    form = form_of(official.get(address(Service, row)))
    situations = next(
        name for name in form if name.startswith("requirements-") and name.endswith("situations")
    )
    response = official.post(address(Service, row), {**form, situations: "nowhere"})
    assert response.status_code == 200
    assert "nowhere" in response.content.decode()


def test_steps_need_every_language(official):
    row = Service.objects.get(code="DOC")
    form = form_of(official.get(address(Service, row)))
    assert (
        official.post(address(Service, row), {**form, "steps": '[{"nl": "Alleen Nederlands"}]'}).status_code
        == 200
    )
    assert (
        official.post(address(Service, row), {**form, "steps": '[{"nl": "Beide", "en": "Both"}]'}).status_code
        == 302
    )


def test_an_opening_that_ends_before_it_starts_is_refused_in_words(official, counter):
    page = official.post(address(WeeklyOpening), weekly(counter, opens_at="17:00", closes_at="16:00"))
    assert "weekly_closes_after_opening" not in page.content.decode()
    assert "closes_at" in page.context["adminform"].form.errors
