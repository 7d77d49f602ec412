"""What officials do in the admin site, as it stands in the record; holidays stand for any table."""

from datetime import date

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from servicepoint.audit.models import Entry
from servicepoint.audit.queries import entries_for
from servicepoint.locations.models import Holiday

pytestmark = pytest.mark.django_db
LIST = "admin:locations_holiday_changelist"


@pytest.fixture
def holidays():
    days = [date(2031, 1, 1), date(2031, 12, 25)]
    return [Holiday.objects.create(on=day, name={"nl": "Feestdag", "en": "Holiday"}) for day in days]


@pytest.fixture
def lead(client):
    user = User.objects.create_user("lead.voorbeeld", is_staff=True)
    user.groups.add(Group.objects.get(name="lead"))
    client.force_login(user)
    return client


def _acts(row):
    return [
        (entry.act, entry.actor.name, dict(entry.facts))
        for entry in entries_for(f"locations.holiday:{row.pk}")
    ]


def test_rows_deleted_together_from_the_list_are_recorded_one_by_one(lead, holidays):
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in holidays], "post": "yes"}
    assert lead.post(reverse(LIST), chosen).status_code == 302
    for row in holidays:
        assert _acts(row) == [("locations.holiday.deleted", "lead.voorbeeld", {})]


def test_nothing_is_recorded_when_the_deletion_is_only_asked_about(lead, holidays):
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in holidays]}
    assert lead.post(reverse(LIST), chosen).status_code == 200
    assert not Entry.objects.exists()


def test_a_deletion_that_fails_leaves_no_record(lead, holidays, monkeypatch):
    def break_down(*_):
        raise RuntimeError

    monkeypatch.setattr("servicepoint.locations.admin.AuditedModelAdmin.delete_queryset", break_down)
    lead.raise_request_exception = False
    chosen = {"action": "delete_selected", "_selected_action": [holidays[0].pk], "post": "yes"}
    assert lead.post(reverse(LIST), chosen).status_code == 500
    assert not Entry.objects.exists()


def test_one_row_deleted_on_its_own_page_is_recorded(lead, holidays):
    lead.post(reverse("admin:locations_holiday_delete", args=[holidays[0].pk]), {"post": "yes"})
    assert _acts(holidays[0]) == [("locations.holiday.deleted", "lead.voorbeeld", {})]
    assert _acts(holidays[1]) == []
