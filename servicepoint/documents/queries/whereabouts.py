"""Where documents are, and for whom: one query each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models

from servicepoint.documents import rules
from servicepoint.documents.models import Document, Stay


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A document and where it is now; `facts` decide whether it can be collected."""

    id: int
    number: str
    kind: str
    v_number: str
    first_name: str
    last_name: str
    birth_date: date | None
    replaces: str
    drawer: str
    position: int | None
    since: datetime
    facts: rules.Facts


def of_v_numbers(v_numbers: Iterable[str]) -> list[Whereabouts]:
    """Return every document of these V-numbers, newest delivery first."""
    rows = Stay.objects.filter(ended_at=None, document__v_number__in=[each for each in v_numbers if each])
    return _found(rows)


def of_ids(document_ids: Iterable[int]) -> list[Whereabouts]:
    """Return these documents, newest delivery first."""
    return _found(Stay.objects.filter(ended_at=None, document_id__in=list(document_ids)))


def by_number(number: str) -> Whereabouts | None:
    """Return the document with this number, however it is written."""
    found = _found(Stay.objects.filter(ended_at=None, document__number=rules.normal_number(number) or ""))
    return found[0] if found else None


def in_safe(location_id: int) -> Sequence[Whereabouts]:
    """Return what lies in the safe of a location, by drawer and position."""
    rows = Stay.objects.filter(ended_at=None, location_id=location_id, place="in_safe")
    return sorted(_found(rows), key=lambda each: (each.drawer, each.position or 0))


def _found(rows: models.QuerySet[Stay]) -> list[Whereabouts]:
    stays = rows.select_related("document").defer("document__address")
    return [_seen(stay) for stay in stays.order_by("-document__delivered_at", "-document_id")]


def _seen(stay: Stay) -> Whereabouts:
    document = stay.document
    return Whereabouts(
        id=document.id,
        number=document.number,
        kind=document.kind,
        v_number=document.v_number,
        first_name=document.first_name,
        last_name=document.last_name,
        birth_date=document.birth_date,
        replaces=document.replaces,
        drawer=stay.drawer,
        position=stay.position,
        since=stay.began_at,
        facts=facts_of(document, stay),
    )


def facts_of(document: Document, stay: Stay) -> rules.Facts:
    """Return what decides whether a document that is there can be collected."""
    return rules.Facts(
        location_id=document.location_id,
        place=stay.place,
        collect_before=document.collect_before,
        announced_for=document.announced_for,
        elsewhere=document.elsewhere,
        is_courier=document.courier_at is not None,
        blocked_reason=document.blocked_reason,
    )
