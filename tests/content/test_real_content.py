"""The real content: what the domain says about the service point is what the system then knows."""

from datetime import date, time

import pytest

from servicepoint.kit.clock import dutch, moment_on
from servicepoint.locations import queries as locations
from servicepoint.services import rules
from servicepoint.services.queries import catalogue_fresh
from servicepoint.staff.management.commands.load_content import load_content, read_content
from tests.content.conftest import CONTENT

pytestmark = pytest.mark.django_db
DAY = date(2027, 1, 12)
ADULT = date(1990, 1, 1)


@pytest.fixture
def loaded():
    load_content(read_content(CONTENT))
    return catalogue_fresh()


@pytest.fixture
def maastricht(loaded):
    return locations.location("maastricht")


def brings(service, situation, age=30):
    return {need.code for need in rules.requirements_for(service, situation, age, DAY)}


def test_the_planner_knows_maastricht_by_its_key_and_alias(maastricht):
    assert maastricht.key == "6c5280823686521552efe85094e607cf"
    assert (maastricht.alias, maastricht.phone) == ("MAA", "088 043 04 30")


def test_the_counters_are_open_on_tuesday_thursday_and_friday_with_a_break(maastricht):
    week = locations.openings(maastricht.id, date(2027, 1, 11), date(2027, 1, 17))
    assert {dutch(each.starts_at).isoweekday() for each in week} == {2, 4, 5}
    assert len({each.counter_id for each in week}) == 3
    assert len(week) == 3 * 3 * 2
    lunch = moment_on(DAY, time(12, 45))
    assert sum(each.starts_at <= lunch < each.ends_at for each in week) == 1


@pytest.mark.parametrize("day", [date(2026, 12, 25), date(2027, 4, 27), date(2027, 5, 6)])
def test_the_office_is_closed_on_public_holidays(maastricht, day):
    assert day.isoweekday() in {2, 4, 5}
    assert locations.openings(maastricht.id, day, day) == ()


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ((2027, 1, 12, 9), True),
        ((2027, 1, 12, 17), False),
        ((2027, 4, 27, 10), False),
        ((2027, 3, 26, 10), True),
    ],
)
def test_the_telephone_is_answered_on_workdays_but_not_on_holidays(maastricht, moment, is_open):
    day, hour = date(*moment[:3]), moment[3]
    assert locations.telephone_state(moment_on(day, time(hour))).open_now is is_open


def test_the_five_services_are_there_with_their_lengths(loaded):
    one_person = {code: rules.minutes_needed(loaded, [code], DAY) for code in loaded.services}
    assert one_person == {"DOC": 10, "BIO": 15, "VAA": 10, "TKV": 20, "NAT": 30}
    assert rules.minutes_needed(loaded, ["NAT"] * 4, DAY) == 75
    assert rules.minutes_needed(loaded, ["DOC", "BIO", "BIO", "BIO"], DAY) == 45


@pytest.mark.parametrize(("code", "cents"), [("BIO", 0), ("VAA", 0), ("TKV", 19700)])
def test_what_is_free_says_so_and_the_return_visa_has_its_fee(loaded, code, cents):
    assert rules.fee_on(loaded.services[code], DAY).amount_cents == cents


def test_every_service_takes_its_requirements_from_the_situation(loaded):
    documents = loaded.services["DOC"]
    assert "letter-maastricht" in brings(documents, "has-document")
    assert "old-document" in brings(documents, "has-document")
    assert "old-document" not in brings(documents, "document-lost")
    assert "police-report" in brings(documents, "document-lost")
    assert not {"police-report", "old-document"} & brings(documents, "no-document")


def test_only_minors_need_a_representative_for_a_return_visa(loaded):
    visa = loaded.services["TKV"]
    assert "representative" in brings(visa, "waiting-extension", age=17)
    assert "representative" not in brings(visa, "waiting-extension", age=18)


@pytest.mark.parametrize("situation", ["first-application", "rejected"])
def test_a_compelling_reason_needs_proof(loaded, situation):
    assert "reason-proof" in brings(loaded.services["TKV"], situation)
    assert "reason-proof" not in brings(loaded.services["TKV"], "waiting-extension")


def test_family_of_nato_staff_brings_a_certificate_that_fits(loaded):
    nato = loaded.services["NAT"]
    assert "marriage-certificate" in brings(nato, "partner")
    assert "birth-certificate" in brings(nato, "child")
    assert not {"marriage-certificate", "birth-certificate"} & brings(nato, "civilian-staff")


@pytest.mark.parametrize(
    ("code", "situation", "refusal"),
    [
        ("VAA", "asylum", "sticker_asylum"),
        ("VAA", "replacement", "sticker_replacement"),
        ("VAA", "eu-family", "sticker_by_telephone"),
        ("VAA", "extension", None),
        ("TKV", "abroad", "return_visa_abroad"),
        ("TKV", "document-valid", "return_visa_not_needed"),
        ("NAT", "military-here", "nato_military"),
        ("NAT", "eu-citizen", "eu_citizen"),
        ("NAT", "partner", None),
        ("DOC", "no-document", None),
    ],
)
def test_who_cannot_book_is_refused_by_situation(loaded, code, situation, refusal):
    assert rules.refusal_for(loaded.services[code], situation, ADULT, DAY) == refusal


def test_every_text_of_the_catalogue_is_there_in_both_languages(loaded):
    texts = [
        text
        for one in loaded.services.values()
        for text in (one.name, one.summary, one.who_may_book, *one.steps)
    ]
    texts += [
        text
        for one in loaded.services.values()
        for each in one.situations
        for text in (each.label, each.hint)
    ]
    texts += [
        text
        for one in loaded.services.values()
        for each in one.requirements
        for text in (each.text, each.detail)
    ]
    texts += [fee.note for one in loaded.services.values() for fee in one.fees]
    found = [text for text in texts if text]
    assert len(found) > 70
    assert all(text["nl"].strip() and text["en"].strip() for text in found)
