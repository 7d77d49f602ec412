"""What the IND says about one document."""

from dataclasses import dataclass
from datetime import date

from servicepoint.documents.household import Address


@dataclass(frozen=True, slots=True)
class Row:
    """One document as the IND delivers it: whose it is, and how its owner is reached.

    `number` and `replaces` are document numbers, `v_number` ten digits. `elsewhere` is the key of another
    desk of the IND, empty for this location. `announced_for` is the day on which it will be here, if known.
    """

    number: str
    kind: str
    v_number: str
    first_name: str
    last_name: str
    birth_date: date
    collect_before: date
    language: str
    address: Address
    email: str = ""
    replaces: str = ""
    announced_for: date | None = None
    elsewhere: str = ""
