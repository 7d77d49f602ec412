"""How the party is reached, in which language, and the confirmation once more."""

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from servicepoint.appointments import actions, queries
from servicepoint.appointments.behalf import actor_of, as_seen, caller_of
from servicepoint.appointments.queries import AppointmentView
from servicepoint.kit import clock
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
        return _page(
            request, appointment, ContactChangeForm(appointment, is_call=caller_of(request) is not None)
        )
    form = ContactChangeForm(appointment, request.POST, is_call=caller_of(request) is not None)
    if not form.is_valid():
        return _page(request, appointment, form)
    actions.change_contact(
        appointment.id,
        form.contact(),
        now=clock.now(),
        actor=actor_of(request),
        idempotency_key=_sent_as(request, appointment.key),
    )
    return _changed(request, appointment.id)


def _answered_before(request: HttpRequest, key: str) -> HttpResponseBase | None:
    """Return where a form sent twice leads: the first sending may have replaced the key that it was sent to.

    Only the very form that made the change is led on, by the receipt in it. Another form of the old link is
    not, or a link that leaked would lead to the one that took its place.
    """
    if request.method != "POST" or queries.by_key(key) is not None:
        return None
    sent_as = _sent_as(request, key)
    appointment_id = actions.contact_changed_by(sent_as) if sent_as else None
    if appointment_id is None or queries.by_id(appointment_id) is None:
        return None
    return _changed(request, appointment_id)


def _sent_as(request: HttpRequest, key: str) -> str | None:
    """Return the idempotency key of a form that we wrote for this link within the hour; else None."""
    try:
        receipt = signing.loads(request.POST.get("receipt", ""), salt=RECEIPT_SALT, max_age=RECEIPT_SECONDS)
    except signing.BadSignature:
        return None
    return f"contact:{key}:{receipt}"


def _changed(request: HttpRequest, appointment_id: int) -> HttpResponseBase:
    appointment = queries.by_id(appointment_id)
    assert appointment is not None
    messages.success(request, _("Your contact details are changed."))
    return SeeOther(address(as_seen(request, appointment)))


def _page(request: HttpRequest, appointment: AppointmentView, form: ContactChangeForm) -> HttpResponse:
    receipt = signing.dumps(new_secret(), salt=RECEIPT_SALT)
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
    actions.resend(appointment.id, now=now, actor=actor_of(request), nonce=nonce)
    messages.success(request, _("We are sending the confirmation again."))
    return SeeOther(address(appointment))
