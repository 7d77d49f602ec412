"""The first page after logging in: what this account may see."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from servicepoint.staff.entry import staff_page


@staff_page()
def start(request: HttpRequest) -> HttpResponse:
    """Link to the sections of the admin site that this account may see."""
    context = {"sections": admin.site.get_app_list(request), "page_languages": ()}
    return render(request, "staff/start.html", context)
