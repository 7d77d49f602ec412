"""Invitations for photo and fingerprints."""

from datetime import date
from typing import Literal

from pydantic import Field

from servicepoint.api.v1.schemas.documents import AddressSent
from servicepoint.api.v1.values import BirthDate, Day, Email, FirstName, LastName, Sent, Told, VNumber
from servicepoint.appointments.party import PARTY_MAX

LANGUAGE = "^[a-z]{2,3}$"


class InvitedSent(Sent):
    """A person whose photo and fingerprints are missing or poor."""

    v_number: VNumber
    first_name: FirstName
    last_name: LastName
    birth_date: BirthDate


class InvitationSent(Sent):
    """People at one address, who get one letter and may come in one visit."""

    persons: list[InvitedSent] = Field(min_length=1, max_length=PARTY_MAX)
    reason: Literal["missing", "poor"]
    respond_before: Day = Field(description="Last day of the visit; today or later.")
    language: str = Field(pattern=LANGUAGE, description="ISO 639-1.", examples=["en"])
    address: AddressSent = AddressSent()
    email: Email = ""


class Invitation(Told):
    """An invitation. Its code is in the letter only."""

    id: int
    service: str
    reason: Literal["missing", "poor"]
    opens_on: date
    closes_on: date
    persons: int
    """How many are invited."""
