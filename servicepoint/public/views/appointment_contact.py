"""How the party is reached, in which language, and the confirmation once more."""

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from servicepoint.appointments import actions, queries
from servicepoint.appointments.queries import AppointmentView
from servicepoint.kit import clock
from servicepoint.kit.actor import RESIDENT
from servicepoint.kit.reference import digest, new_secret
from servicepoint.limits.http import spend_named, too_many
from servicepoint.public.forms.manage import ContactChangeForm
from servicepoint.public.managing import UNFINISHED, SeeOther, address, open_only

RECEIPT_SALT = "contact form"
RECEIPT_SECONDS = 60 * 60
NONCE_LENGTH = 32


def contact(request: HttpRequest, key: str) -> HttpResponseBase:
    """Change mail, telephone and language; a new mail address gives the page a new address too."""
    return _answered_before(request, key) or _contact(request, key=key)


@open_only
def _contact(request: HttpRequest, appointment: AppointmentView) -> HttpResponseBase:
    if request.method != "POST":
        return _page(request, appointment, ContactChangeForm(appointment))
    form = ContactChangeForm(appointment, request.POST)
    if not form.is_valid():
        return _page(request, appointment, form)
    actions.change_contact(appointment.id, form.contact(), now=clock.now(), actor=RESIDENT)
    return _changed(request, appointment.id)


def _answered_before(request: HttpRequest, key: str) -> HttpResponseBase | None:
    """Return where a form sent twice leads: the first sending may have replaced the key that it was sent to.

    The receipt in the form proves that its sender held the key a short while ago, and the mail address in it
    must be the one that the appointment has now.
    """
    if request.method != "POST" or queries.by_key(key) is not None:
        return None
    try:
        receipt = signing.loads(request.POST.get("receipt", ""), salt=RECEIPT_SALT, max_age=RECEIPT_SECONDS)
    except signing.BadSignature:
        return None
    appointment = queries.by_id(int(receipt))
    typed = request.POST.get("email", "").strip()
    if appointment is None or not typed or appointment.email.casefold() != typed.casefold():
        return None
    return _changed(request, appointment.id)


def _changed(request: HttpRequest, appointment_id: int) -> HttpResponseBase:
    appointment = queries.by_id(appointment_id)
    assert appointment is not None
    messages.success(request, _("Your contact details are changed."))
    return SeeOther(address(appointment))


def _page(request: HttpRequest, appointment: AppointmentView, form: ContactChangeForm) -> HttpResponse:
    receipt = signing.dumps(str(appointment.id), salt=RECEIPT_SALT)
    context = {"appointment": appointment, "form": form, "receipt": receipt}
    status = UNFINISHED if form.errors else 200
    return render(request, "public/managing/contact.html", context, status=status)


@require_POST
@open_only
def resend(request: HttpRequest, appointment: AppointmentView) -> HttpResponseBase:
    """Send the confirmation again: once for each page it is asked from, and a few times an hour."""
    if not appointment.email:
        messages.error(request, _("We have no e-mail address of you. You can give one below."))
        return SeeOther(address(appointment, "contact"))
    now = clock.now()
    decision = spend_named("resend.appointment", str(appointment.id), now=now)
    if not decision.allowed:
        return too_many(request, decision)
    typed = request.POST.get("nonce") or new_secret()
    nonce = digest(typed).hex()[:NONCE_LENGTH]  # whatever was sent, it fits the outbox
    actions.resend(appointment.id, now=now, actor=RESIDENT, nonce=nonce)
    messages.success(request, _("We are sending the confirmation again."))
    return SeeOther(address(appointment))
