"""Taking stock: scan everything, see what lacks and what is too much, and settle each difference."""

from datetime import datetime

from django.db import IntegrityError, transaction

from servicepoint.audit.actions import record
from servicepoint.documents import rules
from servicepoint.documents.custody_tables import StockDifference, StockScan, StockTake
from servicepoint.documents.errors import CustodyReasonUnknown, StockTakeClosed, StockTakeOpen
from servicepoint.documents.models import Document, Stay
from servicepoint.documents.safe import SETTLED, SETTLED_REASONS, Spot, verdict_of
from servicepoint.kit.actor import Actor

from .keeping import mark_missing, put_in


def start_stock_take(location_id: int, *, drawer: str = "", now: datetime, actor: Actor) -> int:
    """Begin to count the safe, or one drawer; return the count's id. Raises StockTakeOpen, PlaceMalformed."""
    drawer = rules.normal_drawer(drawer) if drawer else ""
    try:
        with transaction.atomic():
            take = StockTake.objects.create(
                location_id=location_id, drawer=drawer, started_at=now, started_by=actor.name
            )
            facts = {"location": location_id}
            record("documents.count_started", actor=actor, subject=f"stock:{take.id}", now=now, facts=facts)
    except IntegrityError as error:
        if "one_open_stock_take_per_location" in str(error):
            raise StockTakeOpen from error
        raise
    return take.id


def scan_stock(
    take_id: int, number: str, *, spot: Spot | None, now: datetime, actor: Actor
) -> tuple[str, bool]:
    """Count one document; return how it stands (`safe.verdict_of`) and whether it was counted just now.

    Scanning it again counts once and changes nothing. Raises StockTakeClosed.
    """
    with transaction.atomic():
        take = _open(take_id)
        known = StockScan.objects.filter(take=take, number=number).first()
        if known is not None:
            return known.verdict, False
        document = Document.objects.filter(number=number).first()
        verdict = verdict_of(_recorded(document, take.location_id), spot, is_known=document is not None)
        StockScan.objects.create(
            take=take,
            number=number,
            document=document,
            drawer=spot.drawer if spot else "",
            position=spot.position if spot else None,
            verdict=verdict,
            at=now,
            by=actor.name,
        )
    return verdict, True


def finish_stock_take(take_id: int, *, now: datetime, actor: Actor) -> int:
    """End a count and write its differences down; return how many. Raises StockTakeClosed."""
    with transaction.atomic():
        take = _open(take_id)
        expected = list(expected_in(take))
        scanned = set(StockScan.objects.filter(take=take).values_list("number", flat=True))
        rows = [_lacking(take, stay) for stay in expected if stay.document.number not in scanned]
        rows += [_differing(take, scan) for scan in _still_differing(take)]
        StockDifference.objects.bulk_create(rows)
        take.finished_at, take.finished_by = now, actor.name
        take.expected, take.counted = len(expected), len(scanned)
        take.save(update_fields=["finished_at", "finished_by", "expected", "counted"])
        facts = {"from_count": take.expected, "to_count": take.counted, "count": len(rows)}
        record("documents.count_finished", actor=actor, subject=f"stock:{take.id}", now=now, facts=facts)
    return len(rows)


def settle_difference(difference_id: int, *, how: str, reason: str, now: datetime, actor: Actor) -> None:
    """Say what was done about one difference of a finished count: see `safe.SETTLED`.

    `missing` marks the document as not found; `put` lays it where it was scanned. Raises StockTakeClosed,
    CustodyReasonUnknown, MoveNotPossible, PlaceOccupied, DocumentOfOtherLocation.
    """
    with transaction.atomic():
        row = StockDifference.objects.select_for_update().filter(id=difference_id, settled_at=None).first()
        if row is None:
            raise StockTakeClosed
        if how not in SETTLED[row.kind] or reason not in SETTLED_REASONS:
            raise CustodyReasonUnknown
        reference = f"stock:{row.take_id}"
        if how == "missing" and row.document_id:
            mark_missing(row.document_id, reason="stock_take", reference=reference, now=now, actor=actor)
        if how == "put":
            _put(row, now=now, actor=actor)
        row.settled_how, row.settled_reason, row.settled_at, row.settled_by = how, reason, now, actor.name
        row.save(update_fields=["settled_how", "settled_reason", "settled_at", "settled_by"])
        facts = {"status": how, "reason": reason, "kind": row.kind}
        record("documents.difference_settled", actor=actor, subject=reference, now=now, facts=facts)


def expected_in(take: StockTake) -> list[Stay]:
    """Return what should be found: in the safe since before the count began, and still."""
    stays = Stay.objects.filter(
        location_id=take.location_id, place="in_safe", ended_at=None, began_at__lte=take.started_at
    )
    stays = stays.filter(drawer=take.drawer) if take.drawer else stays
    return list(stays.select_related("document").defer("document__address").order_by("drawer", "position"))


def _put(row: StockDifference, *, now: datetime, actor: Actor) -> None:
    if not row.drawer:  # no label was scanned before it: nobody knows where it lies
        raise CustodyReasonUnknown
    spot = Spot(row.drawer, row.position)
    location_id = row.take.location_id
    put_in(row.number, location_id=location_id, spot=spot, now=now, actor=actor)


def _open(take_id: int) -> StockTake:
    """Return a count that goes on, locked: two who scan at once wait for each other some milliseconds."""
    take = StockTake.objects.select_for_update().filter(id=take_id, finished_at=None).first()
    if take is None:
        raise StockTakeClosed
    return take


def _recorded(document: Document | None, location_id: int) -> Spot | None:
    stay = Stay.objects.filter(document=document, ended_at=None).first() if document else None
    if stay is None or stay.place != "in_safe" or stay.location_id != location_id:
        return None
    return Spot(stay.drawer, stay.position)


def _still_differing(take: StockTake) -> list[StockScan]:
    """Return the scans that did not fit and still do not: some were put in place while others counted."""
    scans = StockScan.objects.filter(take=take).exclude(verdict="here").select_related("document")
    return [scan for scan in scans if _now_at(scan, take) != "here"]


def _now_at(scan: StockScan, take: StockTake) -> str:
    spot = Spot(scan.drawer, scan.position) if scan.drawer else None
    is_known = scan.document is not None
    return verdict_of(_recorded(scan.document, take.location_id), spot, is_known=is_known)


def _lacking(take: StockTake, stay: Stay) -> StockDifference:
    return StockDifference(
        take=take,
        number=stay.document.number,
        document=stay.document,
        kind="lacking",
        drawer=stay.drawer,
        position=stay.position,
    )


def _differing(take: StockTake, scan: StockScan) -> StockDifference:
    return StockDifference(
        take=take,
        number=scan.number,
        document=scan.document,
        kind=scan.verdict,
        drawer=scan.drawer,
        position=scan.position,
    )
