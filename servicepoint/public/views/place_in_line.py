"""The place in the line, for the phone of who waits: asked for every few seconds, answered from memory.

The key in the address is looked up once a minute in each web worker; nothing of any person is remembered.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import override
from django.views.decorators.http import require_safe

from servicepoint.appointments.queries import by_key
from servicepoint.kit import clock
from servicepoint.kit.reference import digest
from servicepoint.limits import memory
from servicepoint.limits.http import address_of
from servicepoint.limits.rules import LIMITS
from servicepoint.public.hall.live import sent, tag_of
from servicepoint.public.hall.today import Coming, coming, today_of

KEPT_SECONDS = 60
KEPT_MAX = 5_000
GONE = 404
TOO_MANY = 429

_kept: dict[bytes, tuple[datetime, Coming]] = {}


@require_safe
def place_in_line(request: HttpRequest, language: str, key: str) -> HttpResponse:
    """Send how an appointment stands today; 404 for a key that opens nothing, and slower for who guesses."""
    now = clock.now()
    appointment = _coming_of(key, now)
    if appointment is None or language not in dict(settings.LANGUAGES):
        decision = memory.spend("live.unknown", address_of(request), limit=LIMITS["live.unknown"], now=now)
        return HttpResponse(status=GONE if decision.allowed else TOO_MANY)
    today = today_of(appointment, now=now)

    def draw() -> str:
        with override(language):
            return render_to_string("public/managing/today_part.html", {"today": today})

    return sent(request, tag_of(today, language), draw)


def forget_keys() -> None:
    """Empty this process's memory; the next question reads the database."""
    _kept.clear()


def _coming_of(key: str, now: datetime) -> Coming | None:
    known_as = digest(key)
    read_at, known = _kept.get(known_as, (None, None))
    if known and read_at and timedelta(0) <= now - read_at < timedelta(seconds=KEPT_SECONDS):
        return known
    found = by_key(key)
    if found is None:
        _kept.pop(known_as, None)
        return None
    if len(_kept) >= KEPT_MAX:
        _kept.clear()
    _kept[known_as] = (now, coming(found))
    return coming(found)
