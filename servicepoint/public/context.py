"""What every page's frame needs: the theme, and the same page in the other languages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return `theme`, `demo` and `page_languages` for `templates/base.html`."""
    return {
        "theme": {"css_class": settings.THEME_CLASS, "stylesheet": settings.THEME_CSS},
        "demo": settings.DEMO,
        "page_languages": [_language(request, code, name) for code, name in settings.LANGUAGES],
    }


def _language(request: HttpRequest, code: str, name: str) -> dict[str, Any]:
    here = request.get_full_path()
    current = code == get_language()
    address = translate_url(here, code)
    # An address without a language (an unknown page) has no twin: the switch then leads to the start page.
    if address == here and not current:
        address = f"/{code}/"
    return {"code": code, "name": name, "current": current, "address": address}
