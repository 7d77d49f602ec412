"""Invented letters to invented people."""

from dataclasses import replace
from datetime import UTC, date, datetime

from servicepoint.letters.note import LetterNote, LetterPerson, LetterPlace, LetterVisit

PASSPORT = {
    "nl": "Uw geldige paspoort of ander reisdocument",
    "en": "Your valid passport or other travel document",
    "ar": "جواز سفرك الساري أو وثيقة سفر أخرى",
}
THIS_LETTER = {"nl": "Deze brief", "en": "This letter", "ar": "هذه الرسالة"}
OLD_DOCUMENT = {"nl": "Uw oude document van de IND", "en": "Your old document from the IND"}
CARD = {
    "nl": "verblijfsdocument, type I",
    "en": "residence permit card, type I",
    "ar": "بطاقة الإقامة، النوع I",
}
PLACE = LetterPlace(
    name={
        "nl": "IND-servicepunt Maastricht (Maastricht International Centre)",
        "en": "IND service point Maastricht (Maastricht International Centre)",
    },
    street="Mosae Forum 10",
    postcode="6211 DW",
    city="Maastricht",
    phone="088 043 04 30",
    phone_hours={
        "nl": "maandag tot en met vrijdag, 9.00 tot 17.00 uur",
        "en": "Monday to Friday, 9 am to 5 pm",
        "ar": "من الاثنين إلى الجمعة، من 9:00 إلى 17:00",
    },
    email="servicepoint@example.org",
)
VISIT = LetterVisit(
    datetime(2026, 12, 8, 9, 10, tzinfo=UTC),
    datetime(2026, 12, 8, 9, 20, tzinfo=UTC),
    "H7KTQX",
    "https://ind-consultation.example/nl/manage",
)


def a_person(name: str = "Testa Voorbeeld", number: int = 1, **changes: object) -> LetterPerson:
    """Return somebody who comes for a card."""
    person = LetterPerson(name, f"{number:010}", CARD, (PASSPORT, THIS_LETTER, OLD_DOCUMENT))
    return replace(person, **changes)


def a_letter(language: str = "nl", **changes: object) -> LetterNote:
    """Return a letter about a card that lies ready."""
    note = LetterNote(
        kind="ready",
        language=language,
        to=("Testa Voorbeeld", "Voorbeeldstraat 1", "0000 XX  PROEFSTAD"),
        place=PLACE,
        written_on=date(2026, 11, 24),
        reference="L123-456-789",
        service={"nl": "Verblijfsdocument ophalen", "en": "Collect your residence document"},
        people=(a_person(),),
        code="ACDE-FGHJ",
        link="ind-consultation.example/nl/letter",
        qr_text="https://ind-consultation.example/nl/letter?code=ACDEFGHJ",
        until=date(2027, 2, 26),
    )
    return replace(note, **changes)
