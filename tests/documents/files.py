"""Delivery files with invented people."""

from collections.abc import Iterable
from typing import Any

from servicepoint.documents import actions
from servicepoint.documents.actions import Sent
from servicepoint.documents.deliveries.columns import COLUMNS, NAMES
from servicepoint.kit.actor import Actor
from tests.documents.shelf import LETTERS
from tests.world import NOW, World

SENDER = Actor("staff", "testlead")
DESK = "MAA"


def number_of(number: int) -> str:
    """Return an invented document number."""
    return "V" + "".join(LETTERS[int(digit)] for digit in f"{number:08d}")


def fields(number: int = 1, **changes: str) -> dict[str, str]:
    """Return a row of a file, as texts by column."""
    values = {each.name: each.example for each in COLUMNS}
    return values | {
        "document_number": number_of(number),
        "v_number": f"{number:010d}",
        "last_name": f"Voorbeeld-{number}",
        **changes,
    }


def csv_of(rows: Iterable[dict[str, str]], *, separator: str = ";", names: Iterable[str] = NAMES) -> bytes:
    """Return a file of these rows."""
    titles = list(names)
    lines = [separator.join(titles)]
    lines += [separator.join(row.get(name, "") for name in titles) for row in rows]
    return ("\r\n".join(lines) + "\r\n").encode()


def received(world: World, content: bytes, *, all_or_nothing: bool = False, **more: Any) -> Any:
    """Receive a file and return its id; nobody has read it yet."""
    sent = Sent(world.location_id, DESK, "testfile.csv", all_or_nothing)
    return actions.receive(content, sent, now=more.get("now", NOW), actor=SENDER)
