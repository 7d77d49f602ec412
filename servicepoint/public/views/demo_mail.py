"""The mailbox of a demonstration: every mail that would have left, for everyone to read. Only with DEMO=1."""

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from servicepoint.notifications.queries import OpenMail, demo_mail, demo_mails

_LIKE_A_MAIL_PROGRAM = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "frame-ancestors": [NONE],
    "sandbox": True,
}


@require_safe
@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    """List the newest mails."""
    return render(request, "public/demo_mailbox.html", {"mails": demo_mails()})


@require_safe
@never_cache
def one_mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Show one mail as text, with what is attached."""
    return render(request, "public/demo_mail.html", {"mail": _mail(mail_id)})


@require_safe
@never_cache
@csp(_LIKE_A_MAIL_PROGRAM)  # type: ignore[arg-type]  # its types know no arguments from the address
def as_html(request: HttpRequest, mail_id: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Show the HTML part alone, as a mail program would: no scripts, no requests, not of our origin."""
    return HttpResponse(_mail(mail_id).html)


@require_safe
@never_cache
def attachment(request: HttpRequest, mail_id: int, number: int) -> HttpResponse:  # noqa: ARG001
    """Hand out one attachment, counted from 1, as a file."""
    files = _mail(mail_id).files
    if not 1 <= number <= len(files):
        raise Http404
    file = files[number - 1]
    disposition = f'attachment; filename="{file.name}"'
    return HttpResponse(
        file.content, content_type=file.content_type, headers={"Content-Disposition": disposition}
    )


def _mail(mail_id: int) -> OpenMail:
    mail = demo_mail(mail_id)
    if mail is None:
        raise Http404
    return mail
