"""Everyone of a day as a list: which of them are shown, in words, and as a file."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from servicepoint.kit import clock
from servicepoint.services import queries as services
from servicepoint.visits import queries
from servicepoint.visits.queries import Row

from .words import OUTCOMES, STATES, in_language, word

GROUPS: Mapping[str, tuple[Promise, tuple[str, ...]]] = {
    "expected": (gettext_lazy("Expected"), ("expected",)),
    "waiting": (gettext_lazy("Waiting"), ("waiting", "parked", "missed")),
    "counter": (gettext_lazy("At a counter"), ("called", "serving")),
    "done": (gettext_lazy("Done"), ("finished", "left", "closed")),
    "absent": (gettext_lazy("Did not come"), ("no_show",)),
}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class ListLine:
    """One party in words."""

    row: Row
    group: str
    state: str
    services: str
    language: str
    outcome: str
    found_by: str  # what is typed to find it: names, code, ticket

    @property
    def at(self) -> datetime | None:
        """The booked time, else that of the arrival."""
        return self.row.scheduled_at or self.row.arrived_at


@dataclass(frozen=True, slots=True)
class Group:
    """One part of the day with how many are in it."""

    code: str
    name: str
    count: int


def lines_of(location_id: int, day: date) -> tuple[ListLine, ...]:
    """Return everyone of a day in the order of time. It names people: the page records who looks."""
    return tuple(_line(row) for row in queries.day_list(location_id, day).rows)


def groups_of(lines: Iterable[ListLine]) -> tuple[Group, ...]:
    """Return how many are expected, wait, are helped, are done and did not come."""
    counts: dict[str, int] = dict.fromkeys(GROUPS, 0)
    for line in lines:
        counts[line.group] += 1
    return tuple(Group(code, str(GROUPS[code][0]), count) for code, count in counts.items())


def group_of(state: str) -> str:
    """Return in which part of the day a state belongs."""
    return next(code for code, (_name, states) in GROUPS.items() if state in states)


def _line(row: Row) -> ListLine:
    return ListLine(
        row=row,
        group=group_of(row.state),
        state=word(STATES, row.state),
        services=services_in_words(row.basket),
        language=dict(settings.LANGUAGES).get(row.language, row.language),
        outcome=", ".join(word(OUTCOMES, each) for each in row.outcomes if each),
        found_by=" ".join([*row.names, row.code, row.ticket]).casefold(),
    )


def services_in_words(basket: Iterable[str]) -> str:
    """Return the services of a party, each with how many persons come for it when there are several."""
    known, counts = services.catalogue().services, dict[str, int]()
    for code in basket:
        counts[code] = counts.get(code, 0) + 1
    names = {code: in_language(known[code].name) if code in known else code for code in counts}
    return ", ".join(
        f"{count} × {names[code]}" if count > 1 else names[code] for code, count in counts.items()
    )


def as_csv(lines: Iterable[ListLine]) -> bytes:
    """Return the list for a spreadsheet, as Dutch ones read it: semicolons, UTF-8 with its mark.

    A name that begins like a formula is kept from being one.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([_("Time"), _("Code"), _("Ticket"), _("Names"), _("Service"), _("Language"), _("State")])
    for line in lines:
        at = f"{clock.dutch(line.at):%H:%M}" if line.at else ""
        cells = [at, line.row.code, line.row.ticket, ", ".join(line.row.names), line.services, line.language]
        writer.writerow([_harmless(cell) for cell in [*cells, line.state]])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
