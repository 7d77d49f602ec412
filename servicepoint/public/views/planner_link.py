"""Where links of the IND's planner lead: the key stands behind a `#`, which no server gets to see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

HOUR_SECONDS = 60 * 60


@require_safe
@cache_control(public=True, max_age=HOUR_SECONDS)
def planner_link(request: HttpRequest, language: str) -> HttpResponse:
    """Let a script lead `#/cancel/<key>` to the appointment's page; without one, say how to get there."""
    with translation.override(language):
        response = render(request, "public/managing/planner_link.html")
    response["Content-Language"] = language
    return response
