from datetime import date
from types import MappingProxyType

import pytest

from servicepoint.services.catalogue import Catalogue, Fee, Length, Requirement, Service, Situation


def text(words):
    return {"nl": words, "en": words}


def make_service(code, *, lengths=((date(2026, 1, 1), 10, 5),), lead_minutes=60, horizon_days=30, **more):
    given = {
        "slug": code.lower(),
        "name": text(code),
        "summary": text(code),
        "who_may_book": text("Testa Voorbeeld"),
        "lengths": tuple(Length(*length) for length in lengths),
        "lead_minutes": lead_minutes,
        "horizon_days": horizon_days,
        "situations": (),
        "requirements": (),
        "fees": (),
        "asks_bsn": False,
        "v_number": "required",
        "steps": (),
        "active": True,
    }
    return Service(code=code, **{**given, **more})


def make_requirement(code, *, situations=(), age_min=None, age_max=None, first=date(2026, 1, 1), last=None):
    return Requirement(code, text(code), None, frozenset(situations), age_min, age_max, first, last)


def make_fee(first, cents):
    return Fee(first, cents, {})


def make_situation(code, refusal=None):
    return Situation(code, text(code), None, refusal)


def make_catalogue(*services):
    return Catalogue(MappingProxyType({service.code: service for service in services}))


@pytest.fixture
def catalogue():
    return make_catalogue(
        make_service("DOC", lengths=((date(2026, 1, 1), 10, 10), (date(2027, 1, 1), 20, 5))),
        make_service("BIO", lengths=((date(2026, 1, 1), 15, 10),), lead_minutes=24 * 60, horizon_days=10),
        make_service("OLD", active=False),
        make_service("NEW", lengths=((date(2028, 1, 1), 10, 10),)),
    )
