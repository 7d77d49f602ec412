"""Loading again changes nothing; what officials edited, made or deleted stays theirs."""

import threading
from datetime import date, time

import pytest
from django.core.management import call_command
from django.db import connection

from servicepoint.locations.models import Closure, Counter, Holiday, Location, WeeklyOpening
from servicepoint.services.models import Requirement, Service, ServiceLength
from servicepoint.staff.management.commands.load_content import load_content, read_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(folder):
    """Load the copied content and return the report."""

    def loading(**options):
        return load_content(read_content(folder.path), **options)

    loading()
    return loading


def recorded():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_entry WHERE act = 'content.loaded'")
        return cursor.fetchone()[0]


def test_loading_again_touches_nothing(load):
    version, records = Location.objects.get().version, recorded()
    report = load()
    assert (report.touched, report.kept) == (0, [])
    assert report.unchanged > 150
    assert (Location.objects.get().version, recorded()) == (version, records)


def test_a_change_in_the_content_is_taken_over_and_recorded(load, folder):
    version, records = Location.objects.get().version, recorded()
    folder.replace("openings.yaml", '"09:00-12:00"', '"09:00-11:30"')
    report = load()
    assert (len(report.changed), report.kept) == (3, [])
    assert WeeklyOpening.objects.filter(closes_at=time(11, 30)).count() == 3
    assert Location.objects.get().version > version
    assert recorded() == records + 1


def test_an_officials_edit_is_kept_and_named(load, folder):
    length = ServiceLength.objects.get(service__code="BIO")
    ServiceLength.objects.filter(pk=length.pk).update(first_minutes=25)
    folder.replace("services.yaml", "first_minutes: 15", "first_minutes: 10")
    report = load()
    length.refresh_from_db()
    assert length.first_minutes == 25
    assert report.kept == ["services.servicelength BIO 2025-01-01 (edited by an official)"]


def test_the_files_win_when_asked_to(load):
    ServiceLength.objects.filter(service__code="BIO").update(first_minutes=25)
    report = load(overwrite=True)
    assert ServiceLength.objects.get(service__code="BIO").first_minutes == 15
    assert report.kept == []


def test_an_edit_that_the_content_also_makes_is_no_edit(load, folder):
    ServiceLength.objects.filter(service__code="BIO").update(first_minutes=10)
    folder.replace("services.yaml", "first_minutes: 15", "first_minutes: 10")
    assert load().kept == []
    folder.replace(
        "services.yaml",
        "first_minutes: 10, further_minutes: 10 }",
        "first_minutes: 20, further_minutes: 10 }",
    )
    assert load().changed == ["services.servicelength DOC 2025-01-01"]


def test_a_row_that_an_official_deleted_does_not_come_back_unasked(load):
    Holiday.objects.filter(on=date(2027, 3, 26)).delete()
    report = load()
    assert report.kept == ["locations.holiday 2027-03-26 (deleted by an official)"]
    assert not Holiday.objects.filter(on=date(2027, 3, 26)).exists()
    load(overwrite=True)
    assert Holiday.objects.filter(on=date(2027, 3, 26)).exists()


def test_a_row_that_an_official_made_is_not_touched(load, folder):
    Holiday.objects.create(on=date(2027, 2, 8), name={"nl": "Carnaval", "en": "Carnival"}, office_closed=True)
    closed = "office_closed: false, telephone_closed: false"
    extra = f"extra:\n  - {{ on: 2027-02-08, name: {{ nl: Feest, en: Feast }}, {closed} }}"
    folder.replace("holidays.yaml", "extra: []", extra)
    assert load().kept == ["locations.holiday 2027-02-08 (edited by an official)"]
    assert Holiday.objects.get(on=date(2027, 2, 8)).name["nl"] == "Carnaval"


def test_what_leaves_the_content_goes_unless_an_official_changed_it(load, folder):
    text = (folder.path / "services.yaml").read_text()
    fees = text.index("      - { valid_from: 2024-01-01, amount_cents: 17700")
    folder.replace("services.yaml", text[fees : text.index("\n", fees) + 1], "")
    length = "      - { valid_from: 2025-01-01, first_minutes: 10, further_minutes: 10 }"
    folder.replace("services.yaml", f"{length}\n", length.replace("2025", "2026") + "\n")
    report = load()
    assert "services.fee TKV 2024-01-01" in report.removed
    assert "services.servicelength DOC 2025-01-01" in report.removed
    assert not report.kept


def test_what_leaves_the_content_stays_when_an_official_changed_it(load, folder):
    ServiceLength.objects.filter(service__code="DOC").update(further_minutes=5)
    length = "      - { valid_from: 2025-01-01, first_minutes: 10, further_minutes: 10 }"
    folder.replace("services.yaml", length, length.replace("2025", "2026"))
    gone = "services.servicelength DOC 2025-01-01 (edited by an official, gone from the content)"
    assert load().kept == [gone]
    assert ServiceLength.objects.filter(service__code="DOC", further_minutes=5).exists()


def test_a_counter_that_leaves_the_content_is_put_out_of_use_never_deleted(load, folder):
    folder.replace("counters.yaml", "  - { location: maastricht, name: Balie 3 }\n", "")
    folder.replace("openings.yaml", "counters: [Balie 3]", "counters: [Balie 2]")
    days = "counters: [Balie 2]\n    weekdays: [tuesday, thursday, friday]"
    folder.replace("openings.yaml", days, "counters: [Balie 2]\n    weekdays: [monday]")
    load()
    assert Counter.objects.get(name="Balie 3").active is False
    assert load().touched == 0


def test_a_closure_in_the_content_is_loaded_with_its_reason(load, folder):
    days = "first_day: 2027-02-08, last_day: 2027-02-10"
    closure = f"closures:\n  - {{ location: maastricht, {days}, reason: Carnaval }}"
    folder.replace("openings.yaml", "closures: []", closure)
    load()
    assert list(Closure.objects.values_list("reason", "counter")) == [("Carnaval", None)]


def test_the_command_tells_what_it_did_and_what_it_kept(load, folder, capsys):
    Service.objects.filter(code="DOC").update(lead_minutes=1)
    call_command("load_content", folder=folder.path)
    told = capsys.readouterr().out
    assert "kept as it is: services.service DOC (edited by an official)" in told
    assert "0 added, 0 changed, 0 removed, 1 kept" in told


def test_facts_that_nobody_checked_are_not_told_to_visitors(load):
    location = Location.objects.get()
    assert location.centre_phone == ""
    assert location.centre_email == "expatcentre@maastricht.nl"
    assert "15 minuten" not in location.route["nl"]
    assert "Mosae Forum" in location.route["nl"]
    assert not any("rolstoel" in fact["nl"] for fact in location.access)


def test_every_requirement_belongs_to_situations_of_its_service(load):
    for requirement in Requirement.objects.select_related("service"):
        known = set(requirement.service.situations.values_list("code", flat=True))
        assert set(requirement.situations) <= known


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_load_everything_once(folder):
    files = read_content(folder.path)
    reports = []

    def loading():
        try:
            reports.append(load_content(files))
        finally:
            connection.close()

    threads = [threading.Thread(target=loading) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(bool(report.added) for report in reports) == [False, True]
    assert Counter.objects.count() == 3
