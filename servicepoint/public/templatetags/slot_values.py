"""Free times as radio buttons: written in Python, because a page may show some hundred of them.

All that stands in them is made here from moments: nothing that needs escaping.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from django import template
from django.utils.dateformat import format as format_date
from django.utils.safestring import SafeString, mark_safe

from servicepoint.appointments.party import Slot
from servicepoint.kit import clock
from servicepoint.public.slot_list import slot_value, start_in

register = template.Library()
RADIO = (
    '<div class="ind-choice">'
    '<input class="utrecht-radio-button utrecht-radio-button--html-input" type="radio" name="starts_at"'
    ' value="%s" id="%s"%s><label class="utrecht-form-label ind-choice__label" for="%s">%s</label></div>'
)
DAY_AND_TIME = "l j F Y, H:i"
RADIOS_KEPT_MAX = 8_192  # half a kilobyte each; the times of twelve weeks are asked for again and again


@register.simple_tag
def early_slots(slots: Sequence[Slot], selected: str) -> SafeString:
    """Return the radios of the earliest times, each with its day; `starts_at_0` is the first."""
    marked = start_in(selected)
    return _joined(
        _radio(slot.starts_at, f"starts_at_{number}", _day_and_time(slot), is_marked=slot.starts_at == marked)
        for number, slot in enumerate(slots)
    )


def _day_and_time(slot: Slot) -> str:
    return format_date(clock.dutch(slot.starts_at), DAY_AND_TIME)


@register.simple_tag
def day_slots(slots: Sequence[Slot], selected: str) -> SafeString:
    """Return the radios of the times below the heading of their day."""
    marked = start_in(selected)
    return _joined(_day_radio(slot.starts_at, slot.starts_at == marked) for slot in slots)


@lru_cache(maxsize=RADIOS_KEPT_MAX)
def _day_radio(starts_at: datetime, is_marked: bool) -> str:
    name = f"at_{slot_value(starts_at)}"
    return _radio(starts_at, name, f"{clock.dutch(starts_at):%H:%M}", is_marked=is_marked)


def _radio(starts_at: datetime, name: str, label: str, *, is_marked: bool) -> str:
    return RADIO % (slot_value(starts_at), name, " checked" if is_marked else "", name, label)


def _joined(radios: Iterable[str]) -> SafeString:
    return mark_safe("\n".join(radios))  # noqa: S308 - see above
