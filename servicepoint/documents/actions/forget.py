"""What time makes needless is emptied: whose document it was, who was invited, the signature."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from servicepoint.audit.actions import record
from servicepoint.documents import rules
from servicepoint.documents.models import Document, HandOver, Invitation, Invited, Stay
from servicepoint.kit import clock
from servicepoint.kit.actor import SYSTEM

NOBODY = {"v_number": "", "first_name": "", "last_name": "", "birth_date": None}


def forget(now: datetime) -> tuple[int, int]:
    """Empty documents that left us `KEEP_DAYS` ago and invitations closed as long; return both counts."""
    documents, invitations = _documents(now), _invitations(now)
    if documents or invitations:
        facts = {"count": documents, "to_count": invitations}
        record("documents.forgotten", actor=SYSTEM, subject="documents", now=now, facts=facts)
    return documents, invitations


def _documents(now: datetime) -> int:
    until = now - timedelta(days=settings.KEEP_DAYS)
    gone = Stay.objects.filter(
        document_id=OuterRef("id"), ended_at=None, place__in=rules.GONE, began_at__lte=until
    )
    old = Document.objects.filter(Exists(gone), forgotten_at=None)
    ids = list(old.values_list("id", flat=True))
    HandOver.objects.filter(document_id__in=ids).update(drawing=None)
    Invited.objects.filter(document_id__in=ids).update(is_open=False, **NOBODY)
    return Document.objects.filter(id__in=ids).update(
        email="", address={}, household_digest=None, replaces="", forgotten_at=now, **NOBODY
    )


def _invitations(now: datetime) -> int:
    """An invitation is over when it was taken back, after its last day, or with its documents."""
    until = now - timedelta(days=settings.KEEP_DAYS)
    wanted = Invited.objects.filter(invitation_id=OuterRef("id")).filter(
        Q(is_open=True) | Q(document=None) | Q(document__forgotten_at=None)
    )
    over = Q(revoked_at__lte=until) | Q(closes_on__lte=clock.dutch_day(until)) | ~Exists(wanted)
    ids = list(Invitation.objects.filter(over, forgotten_at=None).values_list("id", flat=True))
    Invited.objects.filter(invitation_id__in=ids).update(is_open=False, **NOBODY)
    return Invitation.objects.filter(id__in=ids).update(
        email="", address={}, household_digest=None, code_digest=None, forgotten_at=now
    )
