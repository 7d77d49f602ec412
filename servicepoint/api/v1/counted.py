"""How often a program may ask: the limits of the pages, and what is left of them in each answer."""

from datetime import datetime

from django.http import HttpRequest

from servicepoint.kit import clock
from servicepoint.limits.http import address_of, look_from, spend_named
from servicepoint.limits.rules import LIMITS, Decision

_COUNTED = "limits_counted"  # on the request: (name, decision) of each limit that was asked


class TooOften(Exception):
    """A limit is used up for now."""

    def __init__(self, decision: Decision) -> None:
        super().__init__()
        self.decision = decision


def count_look(request: HttpRequest, *, now: datetime | None = None) -> Decision:
    """Count one look at something cheap, without a statement; the caller refuses."""
    decision = look_from(request, now=now or clock.now())
    _note(request, "look.address", decision)
    return decision


def look(request: HttpRequest) -> None:
    """Count one look at something cheap. Raises TooOften."""
    _stop(count_look(request))


def act(request: HttpRequest, limit_name: str) -> None:
    """Count an act of this address under a limit that the pages share. Raises TooOften."""
    spend(request, limit_name, address_of(request))


def spend(request: HttpRequest, limit_name: str, subject: str) -> None:
    """Use up one time of a subject: an address, a code, a V-number. Raises TooOften."""
    decision = spend_named(limit_name, subject, now=clock.now())
    _note(request, limit_name, decision)
    _stop(decision)


def headers_of(request: HttpRequest) -> dict[str, str]:
    """Return what was counted as the RateLimit headers of the IETF draft; nothing where nothing was."""
    counted = {name: decision for name, decision in getattr(request, _COUNTED, ()) if _is_told(decision)}
    if not counted:
        return {}
    policies = (f'"{name}";q={LIMITS[name].times};w={LIMITS[name].per_seconds}' for name in counted)
    left = (
        f'"{name}";r={decision.remaining}'
        + (f";t={decision.retry_after_seconds}" if not decision.allowed else "")
        for name, decision in counted.items()
    )
    return {"RateLimit-Policy": ", ".join(policies), "RateLimit": ", ".join(left)}


def _is_told(decision: Decision) -> bool:
    return decision.remaining is not None


def _note(request: HttpRequest, name: str, decision: Decision) -> None:
    setattr(request, _COUNTED, (*getattr(request, _COUNTED, ()), (name, decision)))


def _stop(decision: Decision) -> None:
    if not decision.allowed:
        raise TooOften(decision)
