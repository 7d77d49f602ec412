"""What the pages of the safe share: who may come in, whose data was seen, how a scan is answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpRequest

from servicepoint.audit.actions import record_views
from servicepoint.documents.errors import DocumentRefused
from servicepoint.documents.safe import TYPED_MAX
from servicepoint.kit import clock
from servicepoint.staff.entry import staff_actor
from servicepoint.staff.safe_words import refused

KEEP, OVERSEE = "documents.keep_document", "documents.oversee_document"
BOTH = ("GET", "HEAD", "POST")
UNFINISHED = 422


@dataclass(frozen=True, slots=True)
class Answer:
    """What a scan led to: `tone` is ok, calm, warn or error; `spot` is shown large."""

    tone: str
    title: str
    text: str = ""
    spot: str = ""
    document_id: int | None = None


def scanned_in(request: HttpRequest) -> str:
    """Return what the scanner sent."""
    return request.POST.get("scan", "").replace("\x00", "")[: TYPED_MAX + 1].strip()


def saw_documents(request: HttpRequest, page: str, document_ids: Iterable[int], now: datetime) -> None:
    """Record that this account saw whose these documents are."""
    subjects = [f"document:{each}" for each in dict.fromkeys(document_ids)]
    record_views(page, actor=staff_actor(request), subjects=subjects, now=now)


def tell(request: HttpRequest, refusal: DocumentRefused) -> None:
    """Say on the next page what was in the way."""
    messages.error(request, refused(refusal))


def is_told_off(request: HttpRequest) -> bool:
    """Say whether the page that is shown now tells of a refusal, so that its title begins with it."""
    told = messages.get_messages(request)
    is_error = any(each.level_tag == "error" for each in told)
    if isinstance(told, BaseStorage):
        told.used = False  # the template shows them
    return is_error


def return_until(now: datetime) -> date:
    """Return the day before which a document had to be collected to go back to the IND now."""
    return clock.dutch_day(now) - timedelta(days=settings.RETURN_AFTER_DAYS)
