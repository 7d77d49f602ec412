"""Invented documents in the safe of an invented service point."""

from datetime import date, datetime

from servicepoint.documents import actions
from servicepoint.documents.household import Address
from servicepoint.documents.models import Document
from servicepoint.documents.rules import Proof
from servicepoint.documents.safe import Spot
from servicepoint.kit.actor import Actor
from servicepoint.locations import queries as locations
from servicepoint.public.place import LOCATION
from tests.world import NOW, World

KEEPER = Actor("staff", "testkeeper")
OFFICE = Actor("client", "testoffice")
BORN = date(1990, 5, 17)  # as tests.world.person
LETTERS = "ABCDEFGHJK"
PROOF = Proof(identity=("by_eye",), old_document="none_before", signature="paper")


def row(number: int = 1, **changes: object) -> actions.Row:
    """Return the row of an invented document; the number makes document number and V-number."""
    values: dict[str, object] = {
        "number": "V" + "".join(LETTERS[int(digit)] for digit in f"{number:08d}"),
        "kind": "I",
        "v_number": f"{number:010d}",
        "first_name": "Testa",
        "last_name": f"Voorbeeld-{number}",
        "birth_date": BORN,
        "collect_before": date(2027, 2, 26),
        "language": "en",
        "address": Address("Voorbeeldstraat 1", "0000 XX", "Proefstad"),
        "email": "testa@example.org",
    }
    return actions.Row(**(values | changes))  # type: ignore[arg-type]


def delivered(world: World, number: int = 1, *, now: datetime = NOW, **changes: object) -> int:
    """Announce an invented document and return its id."""
    return actions.deliver_one(world.location_id, row(number, **changes), now=now, actor=OFFICE)[0]


def in_safe(world: World, number: int = 1, *, now: datetime = NOW, **changes: object) -> int:
    """Put an invented document into drawer A of the safe, at the position of its number."""
    made = row(number, **changes)
    delivered(world, number, now=now, **changes)
    laid = actions.put_in(
        made.number, location_id=world.location_id, spot=Spot("A", number), now=now, actor=KEEPER
    )
    return laid.document_id


def handed_over(world: World, number: int = 1, *, now: datetime = NOW, **changes: object) -> int:
    """Hand an invented document over to its owner."""
    document_id = in_safe(world, number, now=now, **changes)
    actions.move(document_id, whereto=actions.Whereto("at_counter"), now=now, actor=KEEPER)
    actions.hand_over(document_id, proof=PROOF, now=now, actor=KEEPER)
    return document_id


def invited(world: World, *document_ids: int, now: datetime = NOW, **changes: object) -> int:
    """Invite the owners of these documents with one letter; return the id of the invitation."""
    from servicepoint.documents import queries  # noqa: PLC0415 - tests of pure rules need no tables

    found = {each.id: each for each in queries.of_ids(document_ids)}
    guests = [
        actions.Guest(each.v_number, each.first_name, each.last_name, each.birth_date, each.id)
        for each in (found[document_id] for document_id in document_ids)
    ]
    values: dict[str, object] = {
        "location_id": world.location_id,
        "service": "DOC",
        "reason": "ready",
        "opens_on": date(2026, 11, 23),
        "closes_on": date(2027, 2, 26),
        "language": "en",
        "address": row().address,
    }
    call = actions.Call(**(values | changes))  # type: ignore[arg-type]
    return actions.invite(call, guests, now=now, actor=KEEPER)


def lies_ready(
    *v_numbers: str, location_id: int | None = None, now: datetime = NOW, **changes: object
) -> list[int]:
    """Put a document into the safe for each of these V-numbers; return their ids. In Maastricht unless told.

    Whoever books with the real content needs one; born on `BORN` unless `changes` says otherwise. They can be
    collected for ever, as some tests run on the clock of the day.
    """
    here = location_id if location_id is not None else locations.location(LOCATION).id
    ids = []
    for v_number in v_numbers:
        number = Document.objects.count() + 1
        made = row(number, **({"v_number": v_number, "collect_before": date(2100, 1, 1)} | changes))
        actions.deliver_one(here, made, now=now, actor=OFFICE)
        drawer, position = f"Z{number // 900}", number % 900 + 1
        ids.append(
            actions.put_in(
                made.number, location_id=here, spot=Spot(drawer, position), now=now, actor=KEEPER
            ).document_id
        )
    return ids
