"""How every call is answered: its methods, its limits, and what each refusal is called in the planner."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from servicepoint.api.planner import envelope
from servicepoint.api.planner.desks import Unknown
from servicepoint.api.planner.envelope import ErrorCode
from servicepoint.api.planner.reading import Malformed
from servicepoint.appointments.errors import (
    AlreadyBooked,
    HoldExpired,
    PartySizeWrong,
    Refused,
    SamePersonTwice,
    SlotTaken,
    TryAgain,
    UnknownService,
)
from servicepoint.kit.actor import Actor
from servicepoint.limits.rules import Decision

PLANNER = Actor("client", "planner")
LOOK = ("GET", "HEAD")
SEND = ("POST",)

View = Callable[..., HttpResponse]

_REFUSALS: tuple[tuple[type[Exception], ErrorCode, int], ...] = (
    (Malformed, "INVALID_REQUEST", 400),
    (Unknown, "GENERAL", 404),
    (UnknownService, "GENERAL", 404),
    (PartySizeWrong, "INVALID_REQUEST", 400),
    (SlotTaken, "APT_TAKEN", 409),
    (TryAgain, "APT_TAKEN", 409),  # waited too long among many: look again
    (HoldExpired, "APT_TAKEN", 410),
    (AlreadyBooked, "SIMILAR_APT_EXISTS", 409),
    (SamePersonTwice, "SIMILAR_APT_EXISTS", 409),
    (Refused, "GENERAL", 409),
)


class TooOften(Exception):
    """A limit is used up; the decision says for how long."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision)
        self.decision = decision


def allow(decision: Decision) -> None:
    """Raise TooOften unless it was allowed."""
    if not decision.allowed:
        raise TooOften(decision)


def answers(*methods: str) -> Callable[[View], View]:
    """Let a view answer these methods only, and say every refusal in the planner's way.

    No cookie is read here, so a forged form can do nothing that its maker could not do without it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, /, **parts: str) -> HttpResponse:
            if request.method not in methods:
                response = envelope.error("INVALID_REQUEST", 405)
                response["Allow"] = ", ".join(methods)
                return response
            try:
                return view(request, **parts)
            except TooOften as refused:
                return _too_often(refused.decision)
            except (Malformed, Unknown, Refused) as refused:
                return _refused(refused)

        return csrf_exempt(answered)

    return decorate


def _refused(refused: Exception) -> HttpResponse:
    return next(envelope.error(code, status) for kind, code, status in _REFUSALS if isinstance(refused, kind))


def _too_often(decision: Decision) -> HttpResponse:
    response = envelope.error("GENERAL", 429)
    response["Retry-After"] = str(decision.retry_after_seconds)
    return response
