"""Texts of the content in the reader's language, and amounts as people read them."""

from collections.abc import Mapping

from django import template
from django.utils.formats import number_format
from django.utils.translation import get_language

register = template.Library()
FALLBACK = "nl"


@register.filter
def text(by_language: Mapping[str, str] | None) -> str:
    """Return the text in the current language, else in Dutch; empty for None."""
    if not by_language:
        return ""
    return by_language.get(get_language() or FALLBACK) or by_language.get(FALLBACK, "")


@register.filter
def euros(cents: int) -> str:
    """Return an amount in cents as euros: `€ 197`, `€ 20,50` in Dutch, `€20.50` in English."""
    gap = "\u00a0" if get_language() == FALLBACK else ""
    return f"€{gap}{number_format(cents / 100, decimal_pos=2 if cents % 100 else 0)}"
