"""A letter is wanted once, can be taken back until its content is fixed, and may come back."""

from datetime import timedelta

import pytest

from servicepoint.audit.models import Entry
from servicepoint.kit.actor import SYSTEM, Actor
from servicepoint.letters import actions, queries
from servicepoint.letters.errors import LetterNotSent, LetterUnknown
from servicepoint.letters.models import Batch, Letter
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
LEAD = Actor("staff", "testlead")


def order(world: World, key: str = "invitation:12:ready", **changes: object) -> actions.Order:
    values = {"topic": "invitation:12", "kind": "ready", "location_id": world.location_id, "language": "ar"}
    return actions.Order(**(values | {"dedupe_key": key} | changes))


def sent(world: World, key: str = "sent") -> int:
    letter_id = actions.want(order(world, key), now=NOW, actor=SYSTEM)
    batch = Batch.objects.create(location_id=world.location_id, form="one_file", made_at=NOW, due_at=NOW)
    Letter.objects.filter(id=letter_id).update(state="handed_over", batch=batch, first_page=1, pages=2)
    return letter_id


def test_the_same_letter_wanted_twice_is_one_letter_and_one_entry(world):
    first = actions.want(order(world), now=NOW, actor=SYSTEM)
    again = actions.want(order(world), now=NOW + timedelta(days=1), actor=SYSTEM)
    assert first == again
    assert Letter.objects.get().wanted_at == NOW
    assert list(Entry.objects.values_list("act", "subject")) == [("letters.wanted", f"letter:{first}")]


def test_several_letters_keep_their_order_and_their_doubles(world):
    known = actions.want(order(world, "b"), now=NOW, actor=SYSTEM)
    ids = actions.want_all([order(world, key) for key in "abca"], now=NOW, actor=SYSTEM)
    assert ids[1] == known
    assert ids[0] == ids[3]
    assert len(set(ids)) == Letter.objects.count() == 3


def test_the_record_holds_no_word_of_the_letter(world):
    actions.want(order(world), now=NOW, actor=SYSTEM)
    assert Entry.objects.get().facts == {"kind": "ready", "topic": "invitation:12", "language": "ar"}


def test_what_waits_is_taken_back_by_topic_and_kind(world):
    ready = actions.want(order(world, "a"), now=NOW, actor=SYSTEM)
    reminder = actions.want(order(world, "b", kind="reminder"), now=NOW, actor=SYSTEM)
    other = actions.want(order(world, "c", topic="invitation:13"), now=NOW, actor=SYSTEM)
    assert actions.withdraw("invitation:12", kinds=["reminder"], now=NOW, actor=SYSTEM) == 1
    assert actions.withdraw("invitation:12", now=NOW, actor=SYSTEM) == 1
    states = {each: queries.letter(each).state for each in (ready, reminder, other)}
    assert states == {ready: "withdrawn", reminder: "withdrawn", other: "waiting"}


def test_what_is_on_its_way_to_the_printer_still_goes(world):
    sent(world)
    Letter.objects.update(state="in_batch")
    assert actions.withdraw("invitation:12", now=NOW, actor=SYSTEM) == 0
    Letter.objects.update(first_page=None)  # its content is not fixed yet
    assert actions.withdraw("invitation:12", now=NOW, actor=SYSTEM) == 1


def test_a_letter_that_came_back_says_why_and_once(world):
    letter_id = sent(world)
    actions.note_returned(letter_id, reason="moved", now=NOW, actor=LEAD)
    actions.note_returned(letter_id, reason="refused", now=NOW, actor=LEAD)
    view = queries.letter(letter_id)
    assert (view.state, view.returned_reason, view.returned_at) == ("returned", "moved", NOW)
    assert Entry.objects.filter(act="letters.returned").count() == 1


def test_a_letter_that_never_left_cannot_come_back(world):
    letter_id = actions.want(order(world), now=NOW, actor=SYSTEM)
    with pytest.raises(LetterNotSent):
        actions.note_returned(letter_id, reason="moved", now=NOW, actor=LEAD)
    with pytest.raises(LetterUnknown):
        actions.note_returned(letter_id + 1, reason="moved", now=NOW, actor=LEAD)


def test_a_letter_is_found_by_the_number_on_its_paper(world):
    letter_id = actions.want(order(world), now=NOW, actor=SYSTEM)
    printed = queries.letter(letter_id).reference
    assert queries.letter_by_reference(printed.lower().replace("-", " ")).id == letter_id
    with pytest.raises(LetterUnknown):
        queries.letter_by_reference("L000-000-000")


def test_letters_are_counted_by_state(world):
    actions.want(order(world, "a"), now=NOW, actor=SYSTEM)
    sent(world)
    assert queries.counts(world.location_id) == {"waiting": 1, "handed_over": 1}
    assert [each.state for each in queries.letters_about(["invitation:12"])] == ["waiting", "handed_over"]
