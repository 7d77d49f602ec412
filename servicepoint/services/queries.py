"""What others may know about services: the catalogue and the triage."""

from datetime import datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, cast

from django.conf import settings

from servicepoint.kit import clock
from servicepoint.services import models
from servicepoint.services.catalogue import Catalogue, Fee, Length, Requirement, Service, Situation
from servicepoint.services.triage import Graph
from servicepoint.services.triage_file import read_triage

_kept: list[tuple[datetime, Catalogue]] = []


def catalogue() -> Catalogue:
    """Return the catalogue, at most `CATALOGUE_SECONDS` old."""
    now = clock.now()
    for read_at, known in _kept[-1:]:
        if read_at <= now < read_at + timedelta(seconds=settings.CATALOGUE_SECONDS):
            return known
    fresh = catalogue_fresh()
    _kept[:] = [(now, fresh)]
    return fresh


def catalogue_fresh() -> Catalogue:
    """Return the catalogue as the database has it now: five queries."""
    rows = models.Service.objects.prefetch_related("lengths", "fees", "situations", "requirements")
    return Catalogue(MappingProxyType({row.code: _service(row) for row in rows.order_by("position", "code")}))


def forget_catalogue() -> None:
    """Empty this process's memory; the next question reads the database."""
    _kept.clear()


@lru_cache(maxsize=1)
def triage_graph() -> Graph:
    """Return the questions and outcomes of `content/triage.yaml`, read once. Raises `ContentRefused`."""
    return read_triage(settings.BASE_DIR / "content")


def _service(row: models.Service) -> Service:
    return Service(
        code=row.code,
        slug=row.slug,
        name=row.name,
        summary=row.summary,
        who_may_book=row.who_may_book,
        lengths=tuple(
            Length(each.valid_from, each.first_minutes, each.further_minutes) for each in row.lengths.all()
        ),
        lead_minutes=row.lead_minutes,
        horizon_days=row.horizon_days,
        situations=tuple(
            Situation(each.code, each.label, each.hint, each.refusal or None) for each in row.situations.all()
        ),
        requirements=tuple(_requirement(each) for each in row.requirements.all()),
        fees=tuple(Fee(each.valid_from, each.amount_cents, each.note) for each in row.fees.all()),
        asks_bsn=row.asks_bsn,
        v_number=cast("Literal['required', 'optional']", row.v_number),
        steps=tuple(row.steps),
        active=row.active,
    )


def _requirement(row: models.Requirement) -> Requirement:
    return Requirement(
        code=row.code,
        text=row.text,
        detail=row.detail,
        situations=frozenset(row.situations),
        age_min=row.age_min,
        age_max=row.age_max,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )
