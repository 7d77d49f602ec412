"""The kiosk: check in with the code on paper or phone, scanned or typed; get a ticket.

Its pages name nobody, lead nowhere else, and go back to the start by themselves (the header Refresh, which
needs no script); who needs longer says so.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_http_methods

from servicepoint.appointments.queries import id_of_code
from servicepoint.kit import clock
from servicepoint.kit.reference import CODE_ALPHABET, CODE_LENGTH, normal_code
from servicepoint.limits.http import spend_named
from servicepoint.public.hall.arrivals import Told, told, too_often, unknown_code
from servicepoint.public.hall.device import Stand, on_device
from servicepoint.public.managing import METHODS, REFUSED, SeeOther
from servicepoint.services import queries as services
from servicepoint.visits import actions
from servicepoint.visits.actions import Ticket
from servicepoint.visits.errors import VisitRefused
from servicepoint.visits.queries import Here, hall_lately

TYPED_MAX = 40
BACK = "back"
RESULT_SECONDS, STAY_SECONDS = 25, 180
FORGOTTEN_SECONDS = 120  # a page in another language, or with something typed, that nobody finished


def front(request: HttpRequest, location: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Lead to the start in the language of the house: where a kiosk begins, and returns to."""
    return HttpResponseRedirect(_start(location))


@on_device("kiosk")
@require_http_methods(METHODS)
def kiosk(request: HttpRequest, stand: Stand) -> HttpResponseBase:
    """Ask for the code, and receive who has one. Keys are buttons: without a script each press is a POST."""
    typed = request.POST.get("code", "")[:TYPED_MAX]
    key = request.POST.get("key", "")
    if request.method != "POST" or key or not normal_code(typed):
        return _asking(request, stand, pressed(typed, key))
    decision = spend_named("kiosk.device", str(stand.device.id), now=clock.now())
    if not decision.allowed:
        return _refusing(request, stand, too_often())
    return _receiving(request, stand, normal_code(typed))


def pressed(typed: str, key: str) -> str:
    """Return what stands in the field after a key of the screen: one more character, or one fewer."""
    code = normal_code(typed)
    if key == BACK:
        return code[:-1]
    return (code + key)[:CODE_LENGTH] if key and key in CODE_ALPHABET else code


def _receiving(request: HttpRequest, stand: Stand, code: str) -> HttpResponse:
    now = clock.now()
    appointment_id = id_of_code(code)
    if appointment_id is None:
        decision = spend_named("kiosk.unknown", str(stand.device.id), now=now)
        return _refusing(request, stand, unknown_code() if decision.allowed else too_often())
    try:
        ticket = actions.check_in(appointment_id, location_id=stand.place.id, now=now, actor=stand.actor)
    except VisitRefused as refused:
        return _refusing(request, stand, told(refused))
    return SeeOther(_ticket_address(stand, ticket))


def _ticket_address(stand: Stand, ticket: Ticket) -> str:
    address = reverse("public:kiosk_ticket", args=[stand.place.slug, ticket.text])
    return f"{address}?again=1" if ticket.again else address


def _asking(request: HttpRequest, stand: Stand, typed: str) -> HttpResponse:
    context = {"place": stand.place, "typed": typed, "keys": CODE_ALPHABET, "length": CODE_LENGTH}
    response = render(request, "public/hall/kiosk.html", context)
    if typed or get_language() != settings.LANGUAGE_CODE:
        _return(response, stand, FORGOTTEN_SECONDS)
    return response


def _refusing(request: HttpRequest, stand: Stand, what: Told) -> HttpResponse:
    context = {
        "place": stand.place,
        "told": what,
        "start": _start(stand.place.slug),
    }
    response = render(request, "public/hall/refused.html", context, status=REFUSED)
    _return(response, stand, STAY_SECONDS if request.POST.get("stay") else RESULT_SECONDS)
    return response


@on_device("kiosk")
def ticket(request: HttpRequest, stand: Stand, ticket: str) -> HttpResponseBase:
    """Show the number and what to do; anyone may read it aloud, so it is no secret."""
    here = _here(stand, ticket)
    if here is None:
        return HttpResponseRedirect(_start(stand.place.slug))
    response = render(request, "public/hall/ticket.html", _ticket_context(request, stand, here))
    _return(response, stand, STAY_SECONDS if request.GET.get("stay") else RESULT_SECONDS)
    return response


@on_device("kiosk")
def ticket_print(request: HttpRequest, stand: Stand, ticket: str) -> HttpResponseBase:
    """Show the ticket as it comes out of a printer for 80 mm paper: number, service, time, no name."""
    here = _here(stand, ticket)
    if here is None:
        return HttpResponseRedirect(_start(stand.place.slug))
    response = render(request, "public/hall/ticket_print.html", _ticket_context(request, stand, here))
    _return(response, stand, RESULT_SECONDS)
    return response


def _here(stand: Stand, ticket: str) -> Here | None:
    hall = hall_lately(stand.place.id, now=clock.now(), fresh=True)
    return hall.by_ticket.get(ticket)


def _ticket_context(request: HttpRequest, stand: Stand, here: Here) -> dict[str, object]:
    known = services.catalogue().services
    return {
        "place": stand.place,
        "here": here,
        "names": [known[code].name for code in dict.fromkeys(here.basket) if code in known],
        "again": bool(request.GET.get("again")),
        "stay": bool(request.GET.get("stay")),
        "start": _start(stand.place.slug),
    }


def _start(slug: str) -> str:
    """Return the address of the start in the language of the house."""
    with override(settings.LANGUAGE_CODE):
        return reverse("public:kiosk", args=[slug])


def _return(response: HttpResponse, stand: Stand, seconds: int) -> None:
    response["Refresh"] = f"{seconds}; url={_start(stand.place.slug)}"
