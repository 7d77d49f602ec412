"""What every page's frame needs: the theme, and the same page in the other languages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from servicepoint.appointments.behalf import caller_of


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return `theme`, `demo`, `caller` and `page_languages` for `templates/base.html`."""
    return {
        "theme": {"css_class": settings.THEME_CLASS, "stylesheet": settings.THEME_CSS},
        "demo": settings.DEMO,
        "caller": caller_of(request),
        "page_languages": [_language(request, code, name) for code, name in settings.LANGUAGES],
    }


def _language(request: HttpRequest, code: str, name: str) -> dict[str, Any]:
    return {"code": code, "name": name, "current": code == get_language(), "address": _here_in(request, code)}


def _here_in(request: HttpRequest, code: str) -> str:
    """Return the address of this page in a language: all of them differ in their first part only.

    An address without a language, or of no page, has no twin: the switch then leads to the start page.
    """
    here, prefix = request.get_full_path(), f"/{get_language()}/"
    if code == get_language():
        return here
    has_twin = request.resolver_match is not None and here.startswith(prefix)
    return f"/{code}/{here.removeprefix(prefix)}" if has_twin else f"/{code}/"
