"""What a message is about, as plain data: everything a mail, a letter or a calendar entry needs, and no more.

A note is frozen at the moment of queueing, so that a mail that leaves later still says what was decided.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Texts = Mapping[str, str]  # a text by language code; Dutch is always there


@dataclass(frozen=True, slots=True)
class NotePlace:
    """Where to go: `address` holds the lines of an envelope, postcode and city last."""

    name: Texts
    address: tuple[str, ...]
    route: Texts
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class NotePerson:
    """One person of the party: what they come for, what they bring, and what it costs (None = nothing)."""

    name: str
    service: Texts
    requirements: tuple[Texts, ...] = ()
    fee: Texts | None = None


@dataclass(frozen=True, slots=True)
class NoteSteps:
    """What happens for one service, in order."""

    service: Texts
    texts: tuple[Texts, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """One appointment as its party is told of it.

    `topic` ties the messages of one appointment together ("appointment:123"); `uid` and `sequence` are those
    of the calendar entry; `qr_text` is an opaque reference; moments are aware, UTC. No V-number belongs here.
    """

    topic: str
    uid: str
    sequence: int
    code: str
    manage_url: str
    qr_text: str
    starts_at: datetime
    ends_at: datetime
    location: NotePlace
    people: tuple[NotePerson, ...]
    needs: tuple[Texts, ...] = ()
    steps: tuple[NoteSteps, ...] = ()
    language: str = "nl"
    cancelled: bool = False


def note_to_json(note: Note) -> dict[str, Any]:
    """Return the note as values that JSON knows."""
    fields = _fields(note)  # asdict would copy every text, which each booking waits for
    fields["location"] = _fields(note.location)
    fields["people"] = [_fields(person) for person in note.people]
    fields["steps"] = [_fields(each) for each in note.steps]
    fields["starts_at"] = note.starts_at.isoformat()
    fields["ends_at"] = note.ends_at.isoformat()
    return fields


def note_from_json(fields: Mapping[str, Any]) -> Note:
    """Return the note that `note_to_json` wrote; KeyError or TypeError when it is none."""
    rest = dict(fields)
    place = dict(rest.pop("location"))
    return Note(
        location=NotePlace(**{**place, "address": tuple(place["address"])}),
        people=tuple(
            NotePerson(**{**person, "requirements": tuple(person["requirements"])})
            for person in rest.pop("people")
        ),
        needs=tuple(rest.pop("needs")),
        steps=tuple(NoteSteps(each["service"], tuple(each["texts"])) for each in rest.pop("steps")),
        starts_at=datetime.fromisoformat(rest.pop("starts_at")),
        ends_at=datetime.fromisoformat(rest.pop("ends_at")),
        **rest,
    )


def _fields(value: Note | NotePlace | NotePerson | NoteSteps) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


def text_in(texts: Texts, language: str) -> str:
    """Return the text in `language`, else the Dutch one that is always there."""
    return texts.get(language) or texts["nl"]
