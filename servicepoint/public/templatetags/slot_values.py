"""Free times as radio buttons: written in Python, because a page may show some hundred of them.

All that stands in them is made here from moments: nothing that needs escaping.
"""

from collections.abc import Iterable, Sequence

from django import template
from django.utils.dateformat import format as format_date
from django.utils.safestring import SafeString, mark_safe

from servicepoint.appointments.party import Slot
from servicepoint.kit import clock
from servicepoint.public.slot_list import slot_value

register = template.Library()
RADIO = (
    '<div class="ind-choice">'
    '<input class="utrecht-radio-button utrecht-radio-button--html-input" type="radio" name="starts_at"'
    ' value="%s" id="%s"%s><label class="utrecht-form-label ind-choice__label" for="%s">%s</label></div>'
)
DAY_AND_TIME = "l j F Y, H:i"


@register.simple_tag
def early_slots(slots: Sequence[Slot], selected: str) -> SafeString:
    """Return the radios of the earliest times, each with its day; `starts_at_0` is the first."""
    return _joined(
        _radio(slot, f"starts_at_{number}", format_date(clock.dutch(slot.starts_at), DAY_AND_TIME), selected)
        for number, slot in enumerate(slots)
    )


@register.simple_tag
def day_slots(slots: Sequence[Slot], selected: str) -> SafeString:
    """Return the radios of the times below the heading of their day."""
    return _joined(_radio(slot, "", f"{clock.dutch(slot.starts_at):%H:%M}", selected) for slot in slots)


def _radio(slot: Slot, name: str, label: str, selected: str) -> str:
    value = slot_value(slot.starts_at)
    name = name or f"at_{value}"
    return RADIO % (value, name, " checked" if value == selected else "", name, label)


def _joined(radios: Iterable[str]) -> SafeString:
    return mark_safe("\n".join(radios))  # noqa: S308 - see above
