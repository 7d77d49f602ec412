"""What a program is told when its request came to no door, or when the door broke."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from servicepoint.api.planner import envelope
from servicepoint.api.problem import problem

PLANNER = "/oap/api/"


def refused(request: HttpRequest, status: int) -> HttpResponse:
    """Answer a program with the status, in the shape of the surface that it called."""
    if f"{request.path_info}/".startswith(PLANNER):
        return envelope.error("GENERAL" if status in {404, 500} else "INVALID_REQUEST", status)
    code, title, detail = _words(status)
    reference = getattr(request, "reference", "") if status == 500 else ""
    return problem(status, code, title=title, detail=detail, reference=reference)


def _words(status: int) -> tuple[str, str, str]:
    match status:
        case 404:
            return (
                "not_found",
                _("There is nothing at this address"),
                _("/v1/openapi.json lists all of them."),
            )
        case 413:
            return "too_large", _("The request is too large"), ""
        case 500:
            return (
                "crash",
                _("Something went wrong on our side"),
                _("Send it again with the same Idempotency-Key. If it fails again, tell us the reference."),
            )
        case _:
            return "bad_request", _("The request cannot be read"), ""
