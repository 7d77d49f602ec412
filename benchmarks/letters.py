"""Letters on paper: how many a second against typst alone, and whether memory grows with their number."""

import json
import os
import re
import resource
import time
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from benchmarks.report import Aim, Samples, Table, number
from servicepoint.kit.actor import SYSTEM
from servicepoint.letters import actions, rendering
from servicepoint.letters.models import Batch, Letter
from servicepoint.letters.note import LetterNote, LetterPerson, LetterPlace
from servicepoint.typeset.fonts import FOLDER
from servicepoint.typeset.pdf import STANDARD, all_showable

LANGUAGES = {"nl": "Dutch", "en": "English and Dutch", "ar": "Arabic and Dutch"}
AT_ONCE, ROUNDS = 50, 5
FEW, MANY = 1_000, 10_000
RATIO_MIN, GROWTH_MAX = 0.5, 1.2
BRING = (
    {"nl": "Uw geldige paspoort", "en": "Your valid passport", "ar": "جواز سفرك الساري"},
    {"nl": "Deze brief", "en": "This letter", "ar": "هذه الرسالة"},
)
PLACE = LetterPlace(
    name={"nl": "IND-servicepunt Maastricht", "en": "IND service point Maastricht"},
    street="Mosae Forum 10",
    postcode="6211 DW",
    city="Maastricht",
    phone="088 043 04 30",
    phone_hours={"nl": "maandag – vrijdag, 09:00–17:00", "en": "Monday – Friday, 09:00–17:00"},
    email="proef@example.org",
)


def measure(location_id: int, folder: Path, now: datetime) -> tuple[list[Table], list[Aim]]:
    """Return letters a second by language, memory by number, and the aims."""
    speed, aims = _speed()
    memory, memory_aim = _memory(location_id, folder, now)
    return [speed, memory], [*aims, memory_aim]


def _speed() -> tuple[Table, list[Aim]]:
    ours = {language: Samples() for language in LANGUAGES}
    bare = {language: Samples() for language in LANGUAGES}
    for _round in range(ROUNDS):
        for language in LANGUAGES:
            notes = [_note(language, f"L{each:09}") for each in range(AT_ONCE)]
            ours[language].add(_rate(lambda notes=notes: list(rendering.files([notes]))))  # type: ignore[misc]
            data = json.dumps(all_showable(rendering.data_of(notes)))
            bare[language].add(_rate(lambda data=data: _bare(data)))  # type: ignore[misc]
    rows, aims = [], []
    for language, name in LANGUAGES.items():
        ratio = ours[language].median / bare[language].median
        rows.append((name, str(bare[language]), str(ours[language]), f"{ratio:.0%}"))
        aim = f"letters set a second, {name}, against typst alone"
        aims.append(Aim(aim, f"at least {RATIO_MIN:.0%}", f"{ratio:.0%}", ratio >= RATIO_MIN))
    about = (
        f"{AT_ONCE} letters in one file, from their notes. `typst alone` compiles the same pages from data "
        "made before, in a process that has loaded it; ours makes the data, starts a program and reads the "
        "page numbers back."
    )
    columns = ("letters in", "typst alone", "letters/s", "of typst")
    return Table("Letters set a second", about, columns, rows), aims


def _rate(made: Any) -> float:
    began = time.perf_counter()
    made()
    return AT_ONCE / (time.perf_counter() - began)


def _bare(data: str) -> None:
    typst.compile(
        rendering.TEMPLATE,
        font_paths=[FOLDER],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=STANDARD,
        sys_inputs={"data": data},
    )


def _memory(location_id: int, folder: Path, now: datetime) -> tuple[Table, Aim]:
    """Print few letters into a folder and then many, in this one process."""
    settings.PRINT_FOLDER = str(folder / "letters")
    rows, peaks = [], {}
    for count in (FEW, MANY):
        actions.want_all(
            [
                actions.Order(f"bench:{count}:{each}", "ready", location_id, "en", f"bench:{count}:{each}")
                for each in range(count)
            ],
            now=now,
            actor=SYSTEM,
        )
        before, began = _resident_mib(), time.perf_counter()
        printed = actions.print_due(_compose, now=now, limit=count)
        seconds = time.perf_counter() - began
        if printed != count:
            raise RuntimeError(f"{printed} of {count} letters went")
        peaks[count] = _resident_mib()
        press = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        rows.append(
            (f"{count:,}", number(count / seconds), number(before), number(peaks[count]), number(press))
        )
    Letter.objects.filter(topic__startswith="bench:").delete()
    Batch.objects.filter(location_id=location_id).delete()
    growth = peaks[MANY] / peaks[FEW]
    about = (
        f"English and Dutch letters from the table into a folder, {settings.LETTERS_PER_BATCH} to a batch, "
        "with every claim, note and file forced to disk. Memory of the worker before and after, and the most "
        "that a program which sets a batch had, in MiB."
    )
    columns = ("letters", "letters/s", "before", "after", "setting a batch")
    table = Table("Letters printed into a folder, and memory", about, columns, rows)
    return table, Aim(
        f"memory after {MANY:,} letters against {FEW:,}",
        f"at most {GROWTH_MAX:.1f} times",
        f"{growth:.2f} times",
        growth <= GROWTH_MAX,
    )


def _resident_mib() -> float:
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{os.getpid()}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def _compose(wanted: Sequence[actions.Wanted]) -> Mapping[int, LetterNote | None]:
    return {each.letter_id: _note(each.language, each.reference) for each in wanted}


def _note(language: str, reference: str) -> LetterNote:
    card = {"nl": "verblijfsdocument, type I", "en": "residence permit card, type I"}
    return LetterNote(
        kind="ready",
        language=language,
        to=("Testa Voorbeeld", "Voorbeeldstraat 1", "0000 XX  PROEFSTAD"),
        place=PLACE,
        written_on=date(2026, 11, 24),
        reference=reference,
        service={"nl": "Verblijfsdocument ophalen", "en": "Collect your residence document"},
        people=(LetterPerson(f"Testa Voorbeeld {reference}", "0000000001", card, BRING),),
        code="ACDE-FGHJ",
        link="localhost/l/",
        qr_text=f"http://localhost/l/{reference}",
        until=date(2027, 2, 26),
    )
