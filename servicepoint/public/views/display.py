"""The display in the hall: which ticket goes to which counter. No names; Dutch and English at once."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import override
from django.views.decorators.http import require_safe

from servicepoint.kit import clock
from servicepoint.public.hall.device import FORBIDDEN, Stand, on_device, stand_of
from servicepoint.public.hall.live import sent, tag_of
from servicepoint.visits.queries import CalledNow, hall_lately

LARGE = 4
SMALL = 8
LANGUAGE = "nl"  # of the frame; each text stands there in English too

_drawn: dict[tuple[CalledNow, ...], str] = {}


@on_device("display")
@require_safe
def display(request: HttpRequest, stand: Stand) -> HttpResponseBase:
    """Show the latest calls. Without a script the page asks for itself again every few seconds."""
    now = clock.now()
    calls = hall_lately(stand.place.id, now=now, fresh=True).calls
    context = {"place": stand.place, "part": drawn(calls), "tag": tag_of(calls), "now": now}
    with override(LANGUAGE):
        return render(request, "public/hall/display.html", context)


@require_safe
def calls(request: HttpRequest, location: str) -> HttpResponse:
    """Send the part of the display that changes; drawn once in each web worker for all that ask."""
    stand = stand_of(request, "display", location)
    if stand is None:
        return HttpResponse(status=FORBIDDEN)
    found = hall_lately(stand.place.id, now=clock.now()).calls
    return sent(request, tag_of(found), lambda: drawn(found))


def drawn(found: tuple[CalledNow, ...]) -> str:
    """Return the calls as HTML; the last ones drawn are remembered."""
    known = _drawn.get(found)
    if known is None:
        context = {"large": found[:LARGE], "small": found[LARGE : LARGE + SMALL]}
        with override(LANGUAGE):
            known = render_to_string("public/hall/calls.html", context)
        _drawn.clear()
        _drawn[found] = known
    return known
