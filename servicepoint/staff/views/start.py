"""The first page after logging in: what this account may see."""

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache


@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Link to the sections of the admin site that this account may see."""
    if not admin.site.has_permission(request):
        return redirect_to_login(request.path)
    context = {"sections": admin.site.get_app_list(request), "page_languages": ()}
    return render(request, "staff/start.html", context)
