"""Find an appointment without its link: with the code and the birth date of one of its persons."""

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
    """Ask for the code and a birth date; open the appointment when they belong together.

    Tries are counted by address and by code before anything is looked up, so that guessing a birth date costs
    the guesser, and an unknown code cannot be told from a known one, not even by its limit.
    """
    if request.method != "POST":
        return _page(request, FindForm())
    form = FindForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    code, birth_date = form.cleaned_data["code"], form.cleaned_data["birth_date"]
    decision = spend_named("lookup.code", code, now=clock.now())
    if not decision.allowed:
        return too_many(request, decision)
    appointment = queries.by_code(code, birth_date)
    if appointment is None:
        form.add_error(None, _("We find no appointment with this code and this date of birth"))
        return _page(request, form)
    return SeeOther(address(as_seen(request, appointment)))


def _page(request: HttpRequest, form: FindForm) -> HttpResponse:
    status = UNFINISHED if form.errors else 200
    return render(request, "public/managing/find.html", {"form": form}, status=status)
