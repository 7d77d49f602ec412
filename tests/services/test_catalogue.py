"""The catalogue as read from the database: few queries, remembered for seconds, every part in its order."""

from datetime import UTC, date, datetime, timedelta

import pytest

from servicepoint.kit import clock
from servicepoint.services import models
from servicepoint.services.queries import catalogue, catalogue_fresh, forget_catalogue

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 1, 12, 12, tzinfo=UTC)
TEXT = {"nl": "Proef", "en": "Test"}


@pytest.fixture
def service():
    row = models.Service.objects.create(
        code="DOC",
        slug="collect",
        name=TEXT,
        summary=TEXT,
        who_may_book=TEXT,
        steps=[TEXT],
        lead_minutes=60,
        horizon_days=30,
        v_number="required",
    )
    row.lengths.create(valid_from=date(2027, 1, 1), first_minutes=20, further_minutes=5)
    row.lengths.create(valid_from=date(2026, 1, 1), first_minutes=10, further_minutes=10)
    row.situations.create(code="second", position=2, label=TEXT)
    row.situations.create(code="first", position=1, label=TEXT, refusal="not_here")
    row.requirements.create(code="passport", text=TEXT, valid_from=date(2026, 1, 1), situations=["second"])
    row.fees.create(valid_from=date(2026, 1, 1), amount_cents=0, note=TEXT)
    return row


def test_a_service_comes_whole_and_in_order_with_five_queries(service, django_assert_num_queries):
    with django_assert_num_queries(5):
        found = catalogue_fresh().services["DOC"]
    assert [length.first_minutes for length in found.lengths] == [10, 20]
    assert [(each.code, each.refusal) for each in found.situations] == [
        ("first", "not_here"),
        ("second", None),
    ]
    assert found.requirements[0].situations == frozenset({"second"})
    assert (found.fees[0].amount_cents, found.steps, found.v_number) == (0, (TEXT,), "required")


def test_services_come_in_the_order_of_the_page(service):
    models.Service.objects.filter(pk=service.pk).update(position=9)
    models.Service.objects.create(
        code="BIO", slug="bio", position=1, name=TEXT, summary=TEXT, who_may_book=TEXT,
        lead_minutes=0, horizon_days=1, v_number="optional",
    )  # fmt: skip
    assert list(catalogue_fresh().services) == ["BIO", "DOC"]


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 60), (4, 60), (5, 90), (-1, 90)])
def test_the_catalogue_is_remembered_for_seconds_only(service, settings, seconds, minutes):
    settings.CATALOGUE_SECONDS = 5
    with clock.frozen(NOON):
        catalogue()
    models.Service.objects.update(lead_minutes=90)
    with clock.frozen(NOON + timedelta(seconds=seconds)):
        assert catalogue().services["DOC"].lead_minutes == minutes
        assert catalogue_fresh().services["DOC"].lead_minutes == 90


def test_the_catalogue_can_be_forgotten(service, settings):
    settings.CATALOGUE_SECONDS = 5
    with clock.frozen(NOON):
        catalogue()
        models.Service.objects.update(lead_minutes=90)
        forget_catalogue()
        assert catalogue().services["DOC"].lead_minutes == 90
