"""An invented appointment, as plain data."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from servicepoint.notifications.note import Note, NotePerson, NotePlace, NoteSteps

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
STARTS_AT = datetime(2026, 11, 24, 9, 10, tzinfo=UTC)
LINK = "https://ind-consultation.example/en/manage/open/0123456789abcdef0123456789abcdef/"


def texts(nl: str, en: str) -> dict[str, str]:
    return {"nl": nl, "en": en}


PLACE = NotePlace(
    name=texts("IND-servicepunt Maastricht", "IND Service Point Maastricht"),
    address=("Voorbeeldplein 1", "6211 ZZ Maastricht"),
    route=texts("Neem de ingang aan het plein.", "Take the entrance on the square."),
    phone="088 043 04 30",
    email="servicepoint@example.org",
)
COLLECTS = NotePerson(
    name="Testa Voorbeeld",
    service=texts("Verblijfsdocument ophalen", "Collect your residence document"),
    requirements=(
        texts("uw paspoort of reisdocument", "your passport or travel document"),
        texts("de brief van de IND waarin Maastricht staat", "the IND letter that names Maastricht"),
    ),
)
TRAVELS = NotePerson(
    name="Testo Voorbeeld",
    service=texts("Terugkeervisum", "Return visa"),
    requirements=(texts("bewijs van de reden van uw reis", "proof of the reason for your travel"),),
    fee=texts("€ 197,00", "€197.00"),
)


def a_note(**changes: Any) -> Note:
    note = Note(
        topic="appointment:123",
        uid="5f1c@ind-consultation.example",
        sequence=0,
        code="H7KTQX",
        manage_url=LINK,
        qr_text="H7KTQX",
        starts_at=STARTS_AT,
        ends_at=datetime(2026, 11, 24, 9, 40, tzinfo=UTC),
        location=PLACE,
        people=(COLLECTS, TRAVELS),
        needs=(texts("Een tolk: Arabisch", "An interpreter: Arabic"),),
        steps=(
            NoteSteps(COLLECTS.service, (texts("U meldt zich bij de balie.", "You report at the desk."),)),
            NoteSteps(TRAVELS.service, (texts("Wij controleren uw gegevens.", "We check your details."),)),
        ),
        language="en",
    )
    return replace(note, **changes)


def named(name: str) -> Note:
    """One person, who collects a document."""
    return a_note(people=(replace(COLLECTS, name=name),))
