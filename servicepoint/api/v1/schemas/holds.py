"""Free slots, and holds on them."""

from datetime import datetime

from pydantic import Field

from servicepoint.api.v1.values import LocationSlug, Moment, Sent, ServiceCode, Told
from servicepoint.appointments.party import PARTY_MAX


class Slot(Told):
    """A free time for the whole party."""

    starts_at: datetime
    ends_at: datetime


class Slots(Told):
    """Free times, earliest first."""

    slots: list[Slot]


class HoldWish(Sent):
    """A slot to hold: where, for whom, when."""

    location: LocationSlug
    services: list[ServiceCode] = Field(
        min_length=1, max_length=PARTY_MAX, description="One for each person, in the order of the persons."
    )
    starts_at: Moment


class Hold(Told):
    """A time that is kept until `expiresAt`."""

    id: str
    """Names the hold in addresses; it opens nothing."""
    services: list[str]
    starts_at: datetime
    ends_at: datetime
    expires_at: datetime
    extensions_left: int


class NewHold(Hold):
    """A hold, with the token that opens it and books it."""

    token: str
