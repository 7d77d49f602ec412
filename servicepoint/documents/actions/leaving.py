"""Documents that go back to the IND, or are destroyed when the IND says so: by two people."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from servicepoint.audit.actions import record
from servicepoint.documents import rules
from servicepoint.documents.custody_tables import Instruction, ReturnList
from servicepoint.documents.errors import (
    DocumentOfOtherLocation,
    DocumentUnknown,
    ListClosed,
    ListEmpty,
    MoveNotPossible,
    NotCollectable,
    ReferenceUsed,
    SamePersonConfirms,
)
from servicepoint.documents.models import Document, Stay
from servicepoint.kit.actor import Actor

from .moving import Whereto, locked, move, open_stay

DOCUMENTS_MAX = 200  # of one instruction
_REFERENCE = re.compile(r"[A-Z0-9][A-Z0-9./-]{2,29}", re.ASCII)


def open_return_list(location_id: int, *, now: datetime, actor: Actor) -> int:
    """Return the list of documents that go back to the IND next; begin one when there is none."""
    try:
        with transaction.atomic():
            made, is_new = ReturnList.objects.get_or_create(
                location_id=location_id, sent_at=None, defaults={"made_at": now, "made_by": actor.name}
            )
            if is_new:
                facts = {"location": location_id}
                subject = f"return:{made.id}"
                record("documents.return_started", actor=actor, subject=subject, now=now, facts=facts)
    except IntegrityError:  # somebody else began it at the same moment
        made = ReturnList.objects.get(location_id=location_id, sent_at=None)
    return made.id


def take_for_return(list_id: int, document_id: int, *, until: date, now: datetime, actor: Actor) -> None:
    """Take a document out of the safe and lay it with the return; again changes nothing.

    `until`: only what was to be collected before this day goes back. Raises ListClosed, DocumentUnknown,
    DocumentOfOtherLocation, NotCollectable (it may still be collected), MoveNotPossible.
    """
    with transaction.atomic():
        made = _open_list(list_id)
        document = locked(document_id)
        stay = open_stay(document)
        if stay.reference == f"return:{list_id}":
            return
        if document.location_id != made.location_id:
            raise DocumentOfOtherLocation
        if document.collect_before >= until:
            raise NotCollectable("document_not_due")
        if stay.place != "in_safe":
            raise MoveNotPossible(stay.place)
        whereto = Whereto("out", reason="return", reference=f"return:{list_id}")
        move(document_id, whereto=whereto, now=now, actor=actor)


def send_return(list_id: int, *, now: datetime, actor: Actor) -> int:
    """Note that what was laid with this return has left for the IND; return how many documents.

    Raises ListClosed, ListEmpty.
    """
    with transaction.atomic():
        made = _open_list(list_id)
        reference = f"return:{list_id}"
        taken = _with_reference(reference)
        if not taken:
            raise ListEmpty
        for document_id in taken:
            whereto = Whereto("returned", reason="not_collected", reference=reference)
            move(document_id, whereto=whereto, now=now, actor=actor)
        made.sent_at, made.sent_by, made.documents = now, actor.name, len(taken)
        made.save(update_fields=["sent_at", "sent_by", "documents"])
        facts = {"count": len(taken)}
        record("documents.return_sent", actor=actor, subject=reference, now=now, facts=facts)
    return len(taken)


def ask_destruction(
    location_id: int, numbers: Sequence[str], *, ind_reference: str, now: datetime, actor: Actor
) -> int:
    """Lay documents aside that the IND wants destroyed, under its reference; return the instruction's id.

    All of them or none: they leave the safe, and somebody else confirms. Raises ReferenceUsed, ListEmpty,
    DocumentUnknown, DocumentOfOtherLocation, MoveNotPossible.
    """
    reference = ind_reference.strip().upper()
    if not _REFERENCE.fullmatch(reference):
        raise ReferenceUsed
    wanted = sorted({rules.normal_number(number) or "" for number in numbers})
    if not wanted or len(wanted) > DOCUMENTS_MAX:
        raise ListEmpty
    try:
        with transaction.atomic():
            row = Instruction.objects.create(
                location_id=location_id,
                ind_reference=reference,
                asked_at=now,
                asked_by=actor.name,
                documents=len(wanted),
            )
            for document_id in _ids_of(wanted, location_id):
                whereto = Whereto("out", reason="instruction", reference=f"instruction:{row.id}")
                _lay_aside(document_id, whereto, now=now, actor=actor)
            _note("destruction_asked", row, now=now, actor=actor)
    except IntegrityError as error:
        if "one_instruction_per_reference" in str(error):
            raise ReferenceUsed from error
        raise
    return row.id


def confirm_destruction(instruction_id: int, *, now: datetime, actor: Actor) -> int:
    """Confirm, as another account than who asked, that the documents are destroyed; return how many.

    Raises ListClosed, SamePersonConfirms, ListEmpty when none of them lies aside any more.
    """
    with transaction.atomic():
        row = _open_instruction(instruction_id)
        if row.asked_by == actor.name:
            raise SamePersonConfirms
        reference = f"instruction:{row.id}"
        aside = _with_reference(reference)
        if not aside:
            raise ListEmpty
        row.confirmed_at, row.confirmed_by, row.documents = now, actor.name, len(aside)
        row.save(update_fields=["confirmed_at", "confirmed_by", "documents"])
        for document_id in aside:
            whereto = Whereto("destroyed", reason="instruction", reference=reference)
            move(document_id, whereto=whereto, now=now, actor=actor)
        _note("destruction_confirmed", row, now=now, actor=actor)
    return len(aside)


def withdraw_destruction(instruction_id: int, *, now: datetime, actor: Actor) -> None:
    """Take the instruction back; its documents are out of the safe, to be put back. Raises ListClosed."""
    with transaction.atomic():
        row = _open_instruction(instruction_id)
        row.withdrawn_at, row.withdrawn_by = now, actor.name
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        _note("destruction_withdrawn", row, now=now, actor=actor)


def _lay_aside(document_id: int, whereto: Whereto, *, now: datetime, actor: Actor) -> None:
    """Take a document out of the safe; one that is out already is bound to the instruction all the same."""
    stay = open_stay(locked(document_id))
    if stay.place == "out" and not stay.reference:
        stay.reference = whereto.reference
        stay.save(update_fields=["reference"])
    elif stay.place == "in_safe":
        move(document_id, whereto=whereto, now=now, actor=actor)
    else:
        raise MoveNotPossible(stay.place)


def _ids_of(numbers: Sequence[str], location_id: int) -> list[int]:
    known = {row.number: row for row in Document.objects.filter(number__in=numbers, forgotten_at=None)}
    if len(known) < len(numbers):
        raise DocumentUnknown
    if any(row.location_id != location_id for row in known.values()):
        raise DocumentOfOtherLocation
    return sorted(row.id for row in known.values())


def _with_reference(reference: str) -> list[int]:
    stays = Stay.objects.filter(place="out", reference=reference, ended_at=None)
    return list(stays.order_by("document_id").values_list("document_id", flat=True))


def _open_list(list_id: int) -> ReturnList:
    made = ReturnList.objects.select_for_update().filter(id=list_id, sent_at=None).first()
    if made is None:
        raise ListClosed
    return made


def _open_instruction(instruction_id: int) -> Instruction:
    rows = Instruction.objects.select_for_update().filter(id=instruction_id)
    row = rows.filter(confirmed_at=None, withdrawn_at=None).first()
    if row is None:
        raise ListClosed
    return row


def _note(what: str, row: Instruction, *, now: datetime, actor: Actor) -> None:
    facts = {"count": row.documents}
    record(f"documents.{what}", actor=actor, subject=f"instruction:{row.id}", now=now, facts=facts)
