"""Find an appointment without its link: with the code, and the birth date or V-number of a person in it."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from servicepoint.appointments import queries
from servicepoint.appointments.behalf import as_seen
from servicepoint.kit import clock
from servicepoint.limits.http import limited, spend_named, too_many
from servicepoint.public.forms.manage import FindForm
from servicepoint.public.managing import METHODS, UNFINISHED, SeeOther, address


@never_cache
@require_http_methods(METHODS)
@limited("lookup.address")
def manage(request: HttpRequest) -> HttpResponseBase:
    """Ask for the code and who asks; open the appointment when they belong together.

    Tries are counted by address and by code before anything is looked up, so that guessing a birth date costs
    the guesser, and an unknown code cannot be told from a known one, not even by its limit.
    """
    if request.method != "POST":
        return _page(request, FindForm())
    form = FindForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    given = form.cleaned_data
    decision = spend_named("lookup.code", given["code"], now=clock.now())
    if not decision.allowed:
        return too_many(request, decision)
    appointment = queries.by_code(given["code"], given["birth_date"], v_number=given["v_number"])
    if appointment is None:
        form.add_error(None, _not_found(with_v_number=bool(given["v_number"])))
        return _page(request, form)
    return SeeOther(address(as_seen(request, appointment)))


def _not_found(*, with_v_number: bool) -> str:
    if with_v_number:
        return _("We find no appointment with this code and what you entered about the person")
    return _("We find no appointment with this code and this date of birth")


def _page(request: HttpRequest, form: FindForm) -> HttpResponse:
    status = UNFINISHED if form.errors else 200
    return render(request, "public/managing/find.html", {"form": form}, status=status)
