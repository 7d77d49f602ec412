"""A batch made: its letters composed, set, and fixed. What it holds is decided here and nowhere else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from servicepoint.kit.clock import dutch_day
from servicepoint.letters.manifest import ListedFile, ListedLetter, manifest, sha256_of
from servicepoint.letters.models import Batch, Letter
from servicepoint.letters.note import LetterNote
from servicepoint.letters.rendering import File, files
from servicepoint.letters.rules import CLAIM_MINUTES, reference_of
from servicepoint.typeset.press import PressFailed

log = structlog.get_logger(__name__)
COMPOSED_AT_ONCE = 25
CHANGES_MAX = 5  # how often letters may be withdrawn under our hands before we leave it to the next round
ALL_IN_ONE = "letters.pdf"
State = Letter.State


@dataclass(frozen=True, slots=True)
class Wanted:
    """A letter whose content is asked for now; `reference` goes onto it, and into its note."""

    letter_id: int
    topic: str
    kind: str
    language: str
    reference: str


# For each letter its content, or None when it is not needed any more: it is withdrawn then.
Compose = Callable[[Sequence[Wanted]], Mapping[int, LetterNote | None]]


@dataclass(frozen=True, slots=True)
class Made:
    """A batch as it is handed over: files by name, and the manifest."""

    files: tuple[tuple[str, bytes], ...]
    manifest: bytes


@dataclass(frozen=True, slots=True)
class _Set:
    """Letters that were set: each with its line of the manifest; and those that break whatever sets them."""

    files: tuple[tuple[str, bytes], ...]
    lines: Mapping[int, ListedLetter]
    broken: tuple[int, ...]


def make(batch: Batch, compose: Compose, *, now: datetime) -> Made | None:
    """Return the batch as it is to be handed over now, and fix what is in it.

    None when no letter is left in it, or when somebody else took it over. Raises PressFailed.
    """
    _open(batch)
    for _attempt in range(CHANGES_MAX):
        wanted = _wanted(batch)
        composed = _composed(wanted, compose)
        notes = {letter_id: note for letter_id, note in composed.items() if note is not None}
        done = _set(batch, notes)
        made = _made(batch, done, now)
        fixed = _fix(batch, done, made, needless=composed.keys() - notes.keys(), now=now)
        if fixed is not None:
            return made if fixed else None
    return None


def _open(batch: Batch) -> None:
    """Let an earlier attempt's content go: it never arrived, and letters may be withdrawn again."""
    Letter.objects.filter(batch=batch, state=State.IN_BATCH).update(first_page=None, pages=None)


def _wanted(batch: Batch) -> list[Wanted]:
    rows = Letter.objects.filter(batch=batch, state=State.IN_BATCH).order_by("id")
    return [
        Wanted(row.id, row.topic, row.kind, row.language, reference_of(row.id))
        for row in rows.only("topic", "kind", "language")
    ]


def _composed(wanted: Sequence[Wanted], compose: Compose) -> dict[int, LetterNote | None]:
    notes: dict[int, LetterNote | None] = {}
    for start in range(0, len(wanted), COMPOSED_AT_ONCE):
        piece = wanted[start : start + COMPOSED_AT_ONCE]
        answered = compose(piece)
        for one in piece:
            note = answered.get(one.letter_id)
            notes[one.letter_id] = note and replace(note, reference=one.reference)
    return notes


def _set(batch: Batch, notes: Mapping[int, LetterNote]) -> _Set:
    """Set the letters in the form of the batch. One that cannot be set does not stop the others."""
    if not notes:
        return _Set((), {}, ())
    if batch.form == Batch.Form.ONE_FILE:
        (whole,) = files([list(notes.values())])
        if whole is not None:
            lines = _lines(notes, ALL_IN_ONE, whole)
            return _Set(((ALL_IN_ONE, whole.pdf),), lines, ())
    singles = dict(zip(notes, files([[note] for note in notes.values()]), strict=True))
    broken = tuple(letter_id for letter_id, file in singles.items() if file is None)
    if len(broken) == len(notes):
        raise PressFailed("template")
    if batch.form == Batch.Form.ONE_FILE:
        rest = _set(batch, {letter_id: note for letter_id, note in notes.items() if letter_id not in broken})
        return replace(rest, broken=(*broken, *rest.broken))
    return _singles(notes, singles, broken)


def _singles(
    notes: Mapping[int, LetterNote], singles: Mapping[int, File | None], broken: tuple[int, ...]
) -> _Set:
    named: list[tuple[str, bytes]] = []
    lines: dict[int, ListedLetter] = {}
    for letter_id, file in singles.items():
        if file is not None:
            name = f"{notes[letter_id].reference}.pdf"
            named.append((name, file.pdf))
            lines |= _lines({letter_id: notes[letter_id]}, name, file)
    return _Set(tuple(named), lines, broken)


def _lines(notes: Mapping[int, LetterNote], name: str, file: File) -> dict[int, ListedLetter]:
    return {
        letter_id: ListedLetter(note.reference, name, first, last, (last - first + 2) // 2, note.language)
        for (letter_id, note), (first, last) in zip(notes.items(), file.pages, strict=True)
    }


def _made(batch: Batch, done: _Set, now: datetime) -> Made:
    content = manifest(
        str(batch.id),
        location=batch.location.slug,
        made_on=dutch_day(now).isoformat(),
        files=[ListedFile(name, sha256_of(pdf)) for name, pdf in done.files],
        letters=list(done.lines.values()),
    )
    return Made(done.files, content)


def _fix(batch: Batch, done: _Set, made: Made, *, needless: set[int], now: datetime) -> bool | None:
    """Fix what is in the batch and renew the claim on it, in one transaction.

    True: hand it over. False: nothing is left, or it is somebody else's. None: a letter was withdrawn
    meanwhile, make it again.
    """
    with transaction.atomic(durable=True):
        mine = Batch.objects.select_for_update().filter(
            id=batch.id, state=Batch.State.MAKING, claimed_until=batch.claimed_until
        )
        if not mine.exists():
            return False
        rows = {row.id: row for row in Letter.objects.select_for_update().filter(batch=batch)}
        still = {row.id for row in rows.values() if row.state == State.IN_BATCH}
        if still != done.lines.keys() | needless | set(done.broken):
            return None
        _settle_others(needless, done.broken, now)
        if not done.lines:
            _dissolve(batch)
            return False
        for letter_id, line in done.lines.items():
            rows[letter_id].first_page = line.first_page
            rows[letter_id].pages = line.last_page - line.first_page + 1
        Letter.objects.bulk_update([rows[each] for each in done.lines], ["first_page", "pages"])
        batch.sha256, batch.letters = sha256_of(made.manifest), len(done.lines)
        batch.claimed_until = max(batch.claimed_until or now, now + timedelta(minutes=CLAIM_MINUTES))
        batch.save(update_fields=["sha256", "letters", "claimed_until"])
    return True


def _settle_others(needless: set[int], broken: Sequence[int], now: datetime) -> None:
    if needless:
        Letter.objects.filter(id__in=needless).update(state=State.WITHDRAWN, settled_at=now, batch=None)
    if broken:
        Letter.objects.filter(id__in=broken).update(state=State.FAILED, settled_at=now)
        log.error("letters_cannot_be_set", letters=sorted(broken))


def _dissolve(batch: Batch) -> None:
    """Let a batch without letters go; those that can never be set keep theirs, so that staff see why."""
    if Letter.objects.filter(batch=batch).exclude(state=State.WITHDRAWN).exists():
        batch.state, batch.claimed_until, batch.last_error = Batch.State.FAILED, None, "letters_broken"
        batch.save(update_fields=["state", "claimed_until", "last_error"])
        return
    Letter.objects.filter(batch=batch).update(batch=None)
    batch.delete()
