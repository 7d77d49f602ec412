"""Which documents go to the same door: an address, as letters carry it. Pure but for the key."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from servicepoint.kit.reference import keyed_digest

PURPOSE = "household"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a letter goes; `country` is empty for the Netherlands."""

    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""

    @property
    def is_complete(self) -> bool:
        """Say whether a letter can be sent there."""
        return bool(self.street and self.city and (self.postcode or self.country))

    def as_json(self) -> dict[str, str]:
        """Return what the table keeps, sealed."""
        return {name: getattr(self, name) for name in self.__slots__}


def address_from(values: Mapping[str, str]) -> Address:
    """Return the address that a table kept."""
    return Address(**{name: str(values.get(name, "")) for name in Address.__slots__})


def household_digest(address: Address) -> bytes | None:
    """Return 32 bytes that are equal for the same door and say nothing of it; None without an address."""
    if not address.is_complete:
        return None
    parts = (address.street, address.postcode, address.city, address.country)
    plain = "|".join("".join(c for c in part.casefold() if c.isalnum()) for part in parts)
    return keyed_digest(settings.DATA_KEY.encode(), PURPOSE, plain)
