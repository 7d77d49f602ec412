"""The first page after logging in: what this account may see."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from servicepoint.documents.queries.letters import attacked_letters
from servicepoint.staff.entry import staff_page


@staff_page()
def start(request: HttpRequest) -> HttpResponse:
    """Link to the sections of the admin site that this account may see; warn who can replace codes."""
    may_replace = request.user.has_perm("documents.invite_invitation")
    context = {
        "sections": admin.site.get_app_list(request),
        "attacked": attacked_letters() if may_replace else (),
        "page_languages": (),
    }
    return render(request, "staff/start.html", context)
