"""The delivery log in plain words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from servicepoint.kit import clock
from servicepoint.notifications.queries import Delivery
from servicepoint.public.masks import masked_email


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One message: what it was, and what became of it."""

    name: str
    fate: str
    has_failed: bool


def in_words(deliveries: Iterable[Delivery]) -> Iterator[DeliveryLine]:
    """Yield what was sent and will be sent, in order; what was taken back in time is nobody's concern."""
    for each in deliveries:
        if each.state != "withdrawn":
            yield DeliveryLine(_name(each.kind), _fate(each), each.state == "failed")


def _name(kind: str) -> str:
    return {
        "confirmed": _("Confirmation"),
        "moved": _("Mail about the new time"),
        "changed": _("Mail about the change"),
        "cancelled": _("Mail about the cancellation"),
        "missed": _("Mail about the missed appointment"),
        "reminder": _("Reminder"),
        "address_changed": _("Mail to the earlier address"),
        "notice": _("Letter by mail"),
    }[kind]


def _fate(delivery: Delivery) -> str:
    to = masked_email(delivery.recipient)
    if delivery.state == "sent":
        assert delivery.settled_at is not None
        moment = _moment(delivery.settled_at)
        if to:
            return _("Sent on %(moment)s to %(address)s") % {"moment": moment, "address": to}
        return _("Sent on %(moment)s") % {"moment": moment}
    if delivery.state == "failed":
        return _("We could not deliver this to %(address)s") % {"address": to or _("your address")}
    if delivery.kind == "reminder":
        return _("We send this on %(moment)s to %(address)s") % {
            "moment": _moment(delivery.due_at),
            "address": to,
        }
    return _("We are sending this to %(address)s") % {"address": to}


def _moment(moment: datetime) -> str:
    local = clock.dutch(moment)
    return _("%(day)s, %(time)s") % {"day": date_format(local, "l j F"), "time": f"{local:%H:%M}"}
