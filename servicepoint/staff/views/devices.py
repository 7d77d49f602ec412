"""The kiosks and displays in the hall: let a new one in, shut one out."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from servicepoint.devices import actions, queries
from servicepoint.devices.actions import Announced
from servicepoint.devices.errors import DeviceRefused
from servicepoint.kit import clock
from servicepoint.locations import queries as locations
from servicepoint.staff.entry import staff_actor, staff_page
from servicepoint.staff.hall_forms import DeviceForm

METHODS = ("GET", "HEAD", "POST")
UNFINISHED = 422


@staff_page("devices.view_device", methods=METHODS)
def devices(request: HttpRequest) -> HttpResponse:
    """List the machines; a POST announces a new one and shows its code, once."""
    if request.method != "POST":
        return _page(request, DeviceForm())
    form = DeviceForm(request.POST)
    if not form.is_valid() or not request.user.has_perm("devices.add_device"):
        return _page(request, form, status=UNFINISHED)
    announced = actions.announce(
        form.cleaned_data["location"],
        kind=form.cleaned_data["kind"],
        name=form.cleaned_data["name"],
        now=clock.now(),
        actor=staff_actor(request),
    )
    return _page(request, DeviceForm(), announced=announced)


@staff_page("devices.change_device", methods=("POST",))
def revoke(request: HttpRequest, device_id: int) -> HttpResponse:
    """Shut a machine out; again changes nothing."""
    try:
        actions.revoke(device_id, now=clock.now(), actor=staff_actor(request))
    except DeviceRefused:
        return _page(request, DeviceForm(), error=_("There is no such machine"), status=404)
    return HttpResponseRedirect(reverse("staff:devices"))


def _page(
    request: HttpRequest,
    form: DeviceForm,
    *,
    announced: Announced | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "announced": announced,
        "error": error,
        "found": queries.devices(now=clock.now()),
        "places": {place.id: place for place in locations.locations()},
        "page_languages": (),
    }
    return render(request, "staff/devices.html", context, status=status)
