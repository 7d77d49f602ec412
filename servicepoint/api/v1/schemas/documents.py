"""Documents, as the back office announces them and hears where they are."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from servicepoint.api.v1.schemas.problem import InputError
from servicepoint.api.v1.values import Sent, Told

DOCUMENTS_MAX = 200
TEXT_MAX = 300  # longer than any column: what is too long for its column is told per document
DAY: Any = {"format": "date"}  # one that is none is a fault of its document
BlockedReason = Literal["", "instruction", "reported_lost", "wrong_data", "decision_withdrawn"]


class DocumentSent(Sent):
    """A document, with the columns of the delivery file. What its texts must be, `docs/delivery.md` says."""

    document_number: str = Field(max_length=TEXT_MAX, examples=["VTESTA111"])
    kind: str = Field(max_length=TEXT_MAX, examples=["I"])
    v_number: str = Field(max_length=TEXT_MAX, examples=["1234567890"])
    first_name: str = Field(max_length=TEXT_MAX, description="A dash for none.", examples=["Testa"])
    last_name: str = Field(max_length=TEXT_MAX, examples=["Voorbeeld"])
    birth_date: str = Field(max_length=TEXT_MAX, json_schema_extra=DAY, examples=["1990-05-17"])
    place: str = Field(max_length=TEXT_MAX, description="Key of the desk of the IND.", examples=["MAA"])
    language: str = Field(max_length=TEXT_MAX, description="ISO 639-1.", examples=["en"])
    street: str = Field(default="", max_length=TEXT_MAX)
    postcode: str = Field(default="", max_length=TEXT_MAX)
    city: str = Field(default="", max_length=TEXT_MAX)
    country: str = Field(default="", max_length=TEXT_MAX, description="Empty for the Netherlands.")
    email: str = Field(default="", max_length=TEXT_MAX)
    replaces: str = Field(default="", max_length=TEXT_MAX, description="Number of the earlier document.")
    collect_before: str = Field(max_length=TEXT_MAX, json_schema_extra=DAY, examples=["2027-02-26"])
    announced_for: str = Field(default="", max_length=TEXT_MAX)


class DocumentsSent(Sent):
    """One document, or a list."""

    documents: list[DocumentSent] = Field(min_length=1, max_length=DOCUMENTS_MAX)
    all_or_nothing: bool = Field(
        default=False,
        description="Keep nothing when one has a fault: then 400 with all faults.",
    )


class DocumentResult(Told):
    """What became of one document."""

    position: int
    """Of the document in what was sent, from 0."""
    result: Literal["added", "updated", "unchanged", "refused"]
    errors: list[InputError]
    """Every fault of a document that was refused."""


class DocumentResults(Told):
    """What became of each document, in the order in which they were sent."""

    results: list[DocumentResult]


class AddressSent(Sent):
    """Where the letter goes; parts that are left out are empty."""

    street: str = Field(default="", max_length=TEXT_MAX)
    postcode: str = Field(default="", max_length=TEXT_MAX)
    city: str = Field(default="", max_length=TEXT_MAX)
    country: str = Field(default="", max_length=TEXT_MAX, description="Empty for the Netherlands.")


class DocumentChanges(Sent):
    """What to change; what is left out or null stays as it is."""

    language: str | None = Field(default=None, max_length=TEXT_MAX)
    email: str | None = Field(default=None, max_length=TEXT_MAX, description="Empty for none.")
    address: AddressSent | None = None
    place: str | None = Field(default=None, max_length=TEXT_MAX, description="The desk where it is now.")
    collect_before: str | None = Field(default=None, max_length=TEXT_MAX)
    announced_for: str | None = Field(default=None, max_length=TEXT_MAX, description="Empty: not known.")
    courier: Literal[True] | None = Field(
        default=None, description="A courier brings it: nobody comes for it. Cannot be taken back."
    )
    blocked: BlockedReason | None = Field(
        default=None, description="Why it is kept back; empty to let it go again."
    )


class Document(Told):
    """A document and where it is. Whose it is, is not told."""

    document_number: str
    kind: str
    place: Literal[
        "announced",
        "in_safe",
        "out",
        "at_counter",
        "handed_over",
        "returned",
        "destroyed",
        "missing",
    ]
    since: datetime
    """From when it is at this place."""
    elsewhere: str
    """Key of the desk where it is instead; empty for the location of your key."""
    courier: bool
    blocked: str
    """Why it is kept back, as a code; empty when it is not."""
    collect_before: date
    announced_for: date | None
