"""A free time as a radio button: written in Python, because a page may show some hundred of them."""

from django import template
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString

from servicepoint.appointments.party import Slot
from servicepoint.kit import clock
from servicepoint.public.slot_list import slot_value

register = template.Library()
RADIO = (
    '<div class="ind-choice">'
    '<input class="utrecht-radio-button utrecht-radio-button--html-input" type="radio" name="starts_at"'
    ' value="{}" id="{}"{}><label class="utrecht-form-label ind-choice__label" for="{}">{}</label></div>'
)
DAY_AND_TIME = "l j F Y, H:i"


@register.simple_tag
def early_slot(slot: Slot, number: int, selected: str) -> SafeString:
    """Return the radio of one of the earliest times, with its day; `number` counts from 0."""
    label = format_date(clock.dutch(slot.starts_at), DAY_AND_TIME)
    return _radio(slot_value(slot.starts_at), f"starts_at_{number}", label, selected)


@register.simple_tag
def day_slot(slot: Slot, selected: str) -> SafeString:
    """Return the radio of a time below the heading of its day."""
    value = slot_value(slot.starts_at)
    return _radio(value, f"at_{value}", f"{clock.dutch(slot.starts_at):%H:%M}", selected)


def _radio(value: str, name: str, label: str, selected: str) -> SafeString:
    checked = SafeString(" checked" if value == selected else "")
    return format_html(RADIO, value, name, checked, name, label)
