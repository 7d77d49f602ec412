"""On a new machine in the hall: type the code that staff were given for it."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from servicepoint.devices import actions
from servicepoint.devices.errors import EnrolmentUnknown
from servicepoint.kit import clock
from servicepoint.limits.http import limited
from servicepoint.locations.queries import location_lately
from servicepoint.public.forms.device import DeviceForm
from servicepoint.public.hall.device import keep
from servicepoint.public.managing import METHODS, UNFINISHED, SeeOther


@never_cache
@require_http_methods(METHODS)
@limited("device.address")
def device(request: HttpRequest) -> HttpResponseBase:
    """Let this machine in when the code is right, and lead to the page it is for."""
    if request.method != "POST":
        return _page(request, DeviceForm())
    form = DeviceForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        enrolled, secret = actions.enrol(form.cleaned_data["code"], now=clock.now())
    except EnrolmentUnknown:
        form.add_error(
            "code", _("No machine waits for this code. Ask for a new code, or check what you typed")
        )
        return _page(request, form)
    slug = location_lately(enrolled.location_id).slug
    response = SeeOther(reverse(f"hall:{enrolled.kind}", args=[slug]))
    keep(response, secret)
    return response


def _page(request: HttpRequest, form: DeviceForm) -> HttpResponse:
    context = {"form": form, "page_languages": ()}
    return render(request, "public/hall/device.html", context, status=UNFINISHED if form.errors else 200)
