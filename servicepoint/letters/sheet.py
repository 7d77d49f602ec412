"""One letter in one language: its words and their order, which paper and mail both show."""

from dataclasses import dataclass
from datetime import date, datetime

from babel import Locale
from babel.dates import format_date

from servicepoint.kit.clock import dutch
from servicepoint.letters.note import LetterNote, LetterPerson, Texts
from servicepoint.letters.pieces import Piece, Text, filled, foreign, plain, spoken, technical
from servicepoint.letters.words import Language, words
from servicepoint.typeset.fonts import Direction

_HOURS = " ({hours})"


@dataclass(frozen=True, slots=True)
class SheetPerson:
    """Somebody who comes: name, V-number, and what for."""

    name: Piece
    v_number: str
    what: Piece


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """People who bring the same."""

    people: tuple[SheetPerson, ...]
    bring: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it: paragraphs, or points of a list."""

    heading: str
    points: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what it says, line by line."""

    label: str
    lines: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All texts of one letter in one language. `notices`: that a machine made it, that Dutch follows."""

    language: str
    direction: Direction
    subject: str
    notices: tuple[str, ...]
    labels: dict[str, str]
    written: str
    intro: tuple[Text, ...]
    facts: tuple[Fact, ...]
    code_label: str
    code: str
    how: Section | None
    groups: tuple[SheetGroup, ...]
    know: Section | None
    questions: Section


def sheets(note: LetterNote) -> list[Sheet]:
    """Return the letter in the reader's language and then in Dutch; once when that is Dutch."""
    own = words().spoken(note.language)
    return [_sheet(note, words().languages[code]) for code in dict.fromkeys([own.code, "nl"])]


def _sheet(note: LetterNote, language: Language) -> Sheet:
    maker = _Maker(note, language)
    comes = note.kind != "called_off"
    return Sheet(
        language=language.code,
        direction=language.direction,
        subject=words().subjects[note.kind][language.code],
        notices=maker.notices(),
        labels={
            **{name: maker.word(name) for name in ("date", "reference", "v_number", "bring", "qr")},
            "people": maker.word("people" if comes else "about"),
        },
        written=maker.day(note.written_on),
        intro=tuple(maker.sentence(texts[language.code]) for texts in words().intros[note.kind]),
        facts=maker.facts() if comes else (),
        code_label=maker.word("visit_code" if note.visit else "code"),
        code=(note.visit.code if note.visit else note.code) if comes else "",
        how=maker.how() if comes else None,
        groups=maker.groups(comes=comes),
        know=maker.know() if comes else None,
        questions=maker.section("questions", "questions_how"),
    )


class _Maker:
    """The parts of one sheet."""

    def __init__(self, note: LetterNote, language: Language) -> None:
        self.note, self.language = note, language
        place = note.place
        self.values = {
            "place": self.text(place.name),
            "service": self.text(note.service),
            "until": Piece(self.day(note.until)),
            "link": technical(note.visit.link if note.visit else note.link),
            "phone": technical(place.phone),
            "hours": self.text(place.phone_hours),
            "email": technical(place.email),
        }

    def word(self, name: str) -> str:
        """Return a text that fills nothing in."""
        return words().texts[name][self.language.code]

    def text(self, texts: Texts) -> Piece:
        """Return a text of the note in this language."""
        return spoken(texts, self.language.code)

    def sentence(self, text: str) -> Text:
        """Return a sentence filled in; without the brackets for hours where none are known."""
        return filled(text if self.values["hours"].text else text.replace(_HOURS, ""), self.values)

    def section(self, heading: str, *points: str) -> Section:
        """Return a heading and its points, by their names."""
        return Section(self.word(heading), tuple(self.sentence(self.word(name)) for name in points))

    def notices(self) -> tuple[str, ...]:
        """Return what is said before anything else."""
        if self.language.code == "nl":
            return ()
        return tuple(filter(None, (self.language.machine_made, self.word("dutch_follows"))))

    def facts(self) -> tuple[Fact, ...]:
        """Return when and where."""
        place, visit = self.note.place, self.note.visit
        lines = (
            (self.values["place"],),
            (foreign(place.street),),
            (foreign(f"{place.postcode} {place.city}".strip()),),
        )
        if visit is None:
            when = Fact(self.word("until"), (plain(self.day(self.note.until)),))
        else:
            when = Fact(self.word("when"), (self.period(visit.starts_at, visit.ends_at),))
        return (when, Fact(self.word("where"), lines))

    def period(self, starts_at: datetime, ends_at: datetime) -> Text:
        """Return a day and the hours of it, in Dutch time."""
        day = format_date(dutch(starts_at), "EEEE d MMMM y", locale=Locale.parse(self.language.code))
        hours = {"start": technical(f"{dutch(starts_at):%H:%M}"), "end": technical(f"{dutch(ends_at):%H:%M}")}
        return filled(self.word("visit_time"), {"day": Piece(day), **hours})

    def day(self, day: date) -> str:
        """Return a day in words."""
        return format_date(day, "d MMMM y", locale=Locale.parse(self.language.code))

    def how(self) -> Section:
        """Return how to book, or how to choose another time."""
        if self.note.visit:
            return self.section("change", "change_how")
        return self.section("book", "book_online", "book_phone")

    def know(self) -> Section:
        """Return what else matters."""
        if self.note.visit:
            return self.section("know", "know_self")
        return self.section("know", "know_self", "know_together", "know_code")

    def groups(self, *, comes: bool) -> tuple[SheetGroup, ...]:
        """Return the people, those who bring the same together: a family of six still fits on its page."""
        found: dict[tuple[Piece, ...], list[SheetPerson]] = {}
        for person in self.note.people:
            bring = tuple(self.text(texts) for texts in person.bring) if comes else ()
            found.setdefault(bring, []).append(self._person(person))
        return tuple(SheetGroup(tuple(people), bring) for bring, people in found.items())

    def _person(self, person: LetterPerson) -> SheetPerson:
        return SheetPerson(foreign(person.name), person.v_number, self.text(person.what))
