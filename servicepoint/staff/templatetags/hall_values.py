"""Services of a party as the staff read them."""

from collections.abc import Iterable, Mapping

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def in_names(basket: Iterable[str], names: Mapping[str, Mapping[str, str]]) -> str:
    """Return the names of these services, each once, in the reader's language."""
    language = get_language() or "nl"
    return ", ".join(
        names[code].get(language, code) if code in names else code for code in dict.fromkeys(basket)
    )
