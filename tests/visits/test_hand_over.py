"""A document at the counter: fetched for one person, handed over with everything proved, or not at all."""

from datetime import date, timedelta

import pytest

from servicepoint.audit.models import Entry
from servicepoint.documents import actions as documents
from servicepoint.documents import queries as document_queries
from servicepoint.documents.errors import (
    MoveNotPossible,
    NotCollectable,
    ProofMissing,
    SignatureRefused,
    TooLateToTakeBack,
)
from servicepoint.documents.models import HandOver, Invited
from servicepoint.documents.safe import Spot
from servicepoint.locations.models import Location
from servicepoint.locations.queries import forget_locations
from servicepoint.visits import actions, queries
from servicepoint.visits.actions import Signature
from servicepoint.visits.errors import (
    CodeUnknown,
    DocumentAtCounter,
    DocumentNotTheirs,
    HandOverNeeded,
    NotPossibleNow,
    StepsOpen,
)
from servicepoint.visits.models import Step
from tests.documents.shelf import KEEPER, in_safe, row
from tests.visits.hall import LEAD, Hall, ask_for, state_of
from tests.world import NOW, TUESDAY, World

PATH = "M10 20L60 90L120 30"
PAPER, DRAWN = Signature("paper"), Signature("drawn", PATH)
OWNER = {"v_number": "0000000010"}  # whom Hall.booked() makes


@pytest.fixture
def world(world: World) -> World:
    """Documents for this place lie in its safe."""
    Location.objects.filter(id=world.location_id).update(matched_services=["DOC"])
    forget_locations()
    return world


@pytest.fixture
def card(world: World) -> int:
    return in_safe(world, 1, **OWNER)


@pytest.fixture
def served(hall: Hall, card: int) -> int:
    hall.arrive(hall.booked())
    return hall.serve()


class Pressed:
    """What an assistant presses for one document."""

    def __init__(self, hall: Hall, visit_id: int, document_id: int, position: int = 1) -> None:
        self.hall, self.where = hall, {"position": position, "document_id": document_id}
        self.visit_id = visit_id

    def fetch(self) -> None:
        actions.fetch_document(self.visit_id, **self.where, **self.hall.act())

    def bring_back(self) -> Spot:
        return actions.bring_back_document(self.visit_id, **self.where, **self.hall.act())

    def give(self, signature: Signature = PAPER) -> None:
        actions.hand_over_document(self.visit_id, signature=signature, **self.where, **self.hall.act())

    def take_back(self) -> None:
        actions.take_back_document(self.visit_id, **self.where, **self.hall.act())


@pytest.fixture
def pressed(hall: Hall, served: int, card: int) -> Pressed:
    return Pressed(hall, served, card)


def _place(document_id: int) -> str:
    return document_queries.of_ids([document_id])[0].facts.place


def _states(visit_id: int, hall: Hall) -> list[tuple[str, str]]:
    papers = queries.papers_in(queries.visit_view(visit_id), now=hall.clock)
    return [(each.state, each.why_not) for each in papers[1]]


def test_from_the_safe_to_its_owner_in_one_visit(
    hall: Hall, served: int, card: int, pressed: Pressed
) -> None:
    assert _states(served, hall) == [("ready", "")]
    pressed.fetch()
    assert _states(served, hall) == [("fetched", "")]
    hall.step(served, "identity_checked", "mrz_ok")
    pressed.give(DRAWN)
    assert _states(served, hall) == [("handed_over", "")]
    receipt = HandOver.objects.get()
    assert (receipt.identity, receipt.old_document, receipt.drawing) == (["mrz_ok"], "none_before", PATH)
    assert receipt.reference == f"visit:{served}/1"
    assert Step.objects.get(kind="document_out").codes == ["card"]
    hall.outcome(served)
    hall.finish(served)
    assert (state_of(served), _place(card)) == ("finished", "handed_over")
    assert Entry.objects.filter(act="visits.step_done", facts__kind="document_out").count() == 1


def test_pressing_twice_hands_over_once(hall: Hall, served: int, pressed: Pressed) -> None:
    hall.step(served, "identity_checked", "by_eye")
    pressed.fetch(), pressed.fetch()
    pressed.give(), pressed.give()
    assert HandOver.objects.count() == Step.objects.filter(kind="document_out").count() == 1


@pytest.mark.parametrize("signature", [Signature(""), Signature("drawn"), Signature("paper", PATH)])
def test_without_identity_or_signature_nothing_is_given(
    hall: Hall, served: int, card: int, pressed: Pressed, signature: Signature
) -> None:
    pressed.fetch()
    with pytest.raises(ProofMissing) as refused:
        pressed.give(signature)
    assert refused.value.lacking == ("identity", "signature")
    assert (_place(card), Step.objects.count(), HandOver.objects.count()) == ("at_counter", 0, 0)


def test_a_scribble_that_is_no_signature_leaves_everything_as_it_was(
    hall: Hall, served: int, card: int, pressed: Pressed
) -> None:
    pressed.fetch()
    hall.step(served, "identity_checked", "by_eye")
    with pytest.raises(SignatureRefused):
        pressed.give(Signature("drawn", "M1 1L2 2"))
    assert (_place(card), HandOver.objects.count()) == ("at_counter", 0)


def test_an_old_document_that_was_brought_is_taken_in_first(hall: Hall, world: World) -> None:
    ask_for("DOC", "old-document")
    card = in_safe(world, 1, **OWNER)
    hall.arrive(hall.booked())
    visit_id = hall.serve()
    press = Pressed(hall, visit_id, card)
    press.fetch()
    hall.step(visit_id, "identity_checked", "by_eye")
    with pytest.raises(ProofMissing):
        press.give()  # nobody has looked
    hall.check(visit_id, "old-document", "seen")
    with pytest.raises(StepsOpen):
        press.give()
    hall.step(visit_id, "old_document_in", "police_report")
    press.give()
    assert HandOver.objects.get().old_document == "police_report"


def test_none_before_is_no_answer_when_the_ind_knows_an_earlier_document(hall: Hall, world: World) -> None:
    ask_for("DOC", "old-document")
    card = in_safe(world, 1, replaces="VAAAAAAAA", **OWNER)
    hall.arrive(hall.booked())
    visit_id = hall.serve()
    press = Pressed(hall, visit_id, card)
    press.fetch()
    hall.step(visit_id, "identity_checked", "by_eye")
    hall.check(visit_id, "old-document", "not_applicable", "not_needed")
    with pytest.raises(ProofMissing) as refused:
        press.give()
    assert refused.value.lacking == ("old_document",)


def test_it_cannot_be_said_that_a_document_was_given_here(hall: Hall, served: int) -> None:
    with pytest.raises(HandOverNeeded):
        hall.step(served, "document_out", "card")


def test_where_no_documents_are_kept_it_is_said_as_before(hall: Hall, served: int) -> None:
    Location.objects.update(matched_services=[])
    forget_locations()
    hall.step(served, "document_out", "card")
    assert queries.papers_in(queries.visit_view(served), now=hall.clock) is None


def test_done_and_finished_come_after_the_document_has_left_the_counter(
    hall: Hall, served: int, card: int, pressed: Pressed
) -> None:
    pressed.fetch()
    hall.step(served, "identity_checked", "by_eye")
    with pytest.raises(DocumentAtCounter):
        hall.outcome(served)
    hall.outcome(served, "refused", "conduct")
    with pytest.raises(DocumentAtCounter):
        hall.finish(served)
    assert pressed.bring_back() == Spot("A", 1)
    hall.finish(served)
    assert _place(card) == "in_safe"


def test_a_slip_is_taken_back_within_a_minute_and_can_be_given_again(
    hall: Hall, served: int, card: int, pressed: Pressed
) -> None:
    pressed.fetch()
    hall.step(served, "identity_checked", "by_eye")
    pressed.give()
    hall.after(1)
    pressed.take_back()
    assert (_place(card), HandOver.objects.count()) == ("at_counter", 0)
    assert not Step.objects.filter(kind="document_out").exists()
    pressed.give()
    hall.after(1.1)
    with pytest.raises(TooLateToTakeBack):
        pressed.take_back()
    hall.outcome(served)
    with pytest.raises(NotPossibleNow):
        pressed.take_back()


def test_a_stranger_s_document_is_not_theirs(hall: Hall, served: int, world: World) -> None:
    other = in_safe(world, 2)
    namesake = in_safe(world, 3, birth_date=date(1971, 1, 1), **OWNER)
    for document_id in (other, namesake, 0):
        with pytest.raises(DocumentNotTheirs):
            Pressed(hall, served, document_id).fetch()


@pytest.mark.parametrize(
    ("what", "why_not"),
    [
        (lambda card: documents.block(card, reason="instruction", now=NOW, actor=KEEPER), "document_blocked"),
        (lambda card: documents.switch_to_courier(card, now=NOW, actor=KEEPER), "document_courier"),
        (
            lambda card: documents.mark_missing(card, reason="stock_take", now=NOW, actor=KEEPER),
            "document_missing",
        ),
    ],
)
def test_what_cannot_be_given_says_why(
    hall: Hall, served: int, card: int, pressed: Pressed, what, why_not: str
) -> None:
    what(card)
    assert _states(served, hall) == [("no", why_not)]
    with pytest.raises(NotCollectable):
        pressed.fetch()


def test_at_another_counter_it_says_so(hall: Hall, served: int, card: int, pressed: Pressed) -> None:
    documents.fetch(card, reference="visit:99/1", day=TUESDAY, **hall.act())
    assert _states(served, hall) == [("no", "document_at_counter")]
    with pytest.raises(MoveNotPossible):
        pressed.fetch()


def test_each_of_a_party_has_a_document_and_a_signature_of_their_own(hall: Hall, world: World) -> None:
    ids = [in_safe(world, number, v_number=f"{number:010d}") for number in (10, 11)]
    hall.arrive(hall.booked(1, hall.clock, "DOC", "DOC"))
    visit_id = hall.serve()
    for position, document_id in enumerate(ids, start=1):
        press = Pressed(hall, visit_id, document_id, position)
        press.fetch()
        hall.step(visit_id, "identity_checked", "by_eye", position=position)
        press.give()
        hall.outcome(visit_id, position=position)
    with pytest.raises(DocumentNotTheirs):
        Pressed(hall, visit_id, ids[0], 2).give()
    hall.finish(visit_id)
    assert sorted(HandOver.objects.values_list("reference", flat=True)) == [
        f"visit:{visit_id}/1", f"visit:{visit_id}/2",
    ]  # fmt: skip


def test_a_lead_notes_a_document_that_nobody_knows_and_no_other(
    hall: Hall, served: int, pressed: Pressed
) -> None:
    def noted(**how: str) -> None:
        actions.note_unknown_document(served, position=1, now=hall.clock, actor=LEAD, **how)

    with pytest.raises(HandOverNeeded):
        noted(code="card", reason="not_in_records")
    documents.mark_missing(pressed.where["document_id"], reason="stock_take", **hall.act())
    for how in ({"code": "spoon", "reason": "not_in_records"}, {"code": "card", "reason": "nice_person"}):
        with pytest.raises(CodeUnknown):
            noted(**how)
    noted(code="card", reason="not_in_records")
    assert Step.objects.get(kind="document_out").by == LEAD.name


def test_photo_and_prints_that_are_done_close_the_invitation(hall: Hall, world: World) -> None:
    call = documents.Call(
        world.location_id, "BIO", "poor", TUESDAY, TUESDAY + timedelta(days=30), "en", row().address
    )
    born = row().birth_date
    for number in ("0000000010", "0000000020"):
        documents.invite(call, [documents.Guest(number, "Testa", "Voorbeeld", born)], now=NOW, actor=KEEPER)
    hall.arrive(hall.booked(1, hall.clock, "BIO"))
    visit_id = hall.serve()
    for kind, code in (("identity_checked", "by_eye"), ("photo", "off"), ("fingerprints", "off")):
        hall.step(visit_id, kind, code)
    hall.outcome(visit_id)
    hall.finish(visit_id)
    assert dict(Invited.objects.values_list("v_number", "closed_reason")) == {
        "0000000010": "done", "0000000020": "",
    }  # fmt: skip
