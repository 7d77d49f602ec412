"""Somebody tries the code of a letter with one date of birth after another."""

from datetime import datetime

import structlog
from django.db import transaction

from servicepoint.audit.actions import record
from servicepoint.documents.codes import digests_of
from servicepoint.documents.models import Invitation
from servicepoint.kit.actor import Actor

_log = structlog.get_logger(__name__)


def note_attack(code: str, *, now: datetime, actor: Actor) -> None:
    """Raise the alarm for the letter of this code: in the log, the record, and on the pages of staff.

    Nothing happens for a code that no letter has. Another code for the letter takes the notice away.
    """
    with transaction.atomic():
        row = Invitation.objects.select_for_update().filter(code_digest__in=digests_of(code)).first()
        if row is None:
            return
        row.attacked_at = now
        row.save(update_fields=["attacked_at"])
        record("documents.code_attacked", actor=actor, subject=f"invitation:{row.id}", now=now)
    _log.warning("letter_code_attacked")
