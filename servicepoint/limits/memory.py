"""The same limits, counted in this process alone: for what is so cheap that counting it in the database would
be the dearest part. With n web workers a subject may spend n times as much."""

from datetime import datetime

from django.conf import settings

from servicepoint.limits.rules import ALLOWED, Decision, Limit, spent

SUBJECTS_MAX = 20_000

_used_until: dict[tuple[str, str], datetime] = {}


def spend(scope: str, subject: str, *, limit: Limit, now: datetime) -> Decision:
    """Use up one time of `subject` in `scope`; always allowed where RATE_LIMITS is off."""
    if not settings.RATE_LIMITS:
        return ALLOWED
    known = (scope, subject)
    if len(_used_until) >= SUBJECTS_MAX and known not in _used_until:
        _make_room(now)
    decision, _used_until[known] = spent(_used_until.get(known), limit, now)
    return decision


def forget_all() -> None:
    """Empty this process's memory."""
    _used_until.clear()


def _make_room(now: datetime) -> None:
    """Forget whoever has everything back; when those are few, everybody, as each newcomer would search."""
    for known, until in list(_used_until.items()):
        if until <= now:
            del _used_until[known]
    if len(_used_until) > SUBJECTS_MAX // 2:
        _used_until.clear()
