"""Letters that wait go to the print service: all of them, once, and nothing of what is not needed."""

import json
from datetime import timedelta

import pytest

from servicepoint.audit.models import Entry
from servicepoint.kit.actor import SYSTEM
from servicepoint.letters import actions, queries
from servicepoint.letters.actions import printing
from servicepoint.letters.models import Batch, Letter
from servicepoint.letters.printers import Answer, FolderPrinter
from servicepoint.letters.rules import ATTEMPTS_MAX, reference_of
from tests.letters.composing import compose, wanted, without
from tests.letters.pages import pages_of
from tests.world import NOW, make_world

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=11)


@pytest.fixture
def folder(settings, tmp_path):
    settings.PRINT_FOLDER = str(tmp_path / "letters")
    settings.LETTERS_PER_BATCH = 2
    return tmp_path / "letters"


def manifests(folder):
    found = [json.loads(path.read_text()) for path in folder.glob("*.json")]
    return sorted(found, key=lambda each: each["letters"][0]["reference"])


def references(folder):
    return sorted(line["reference"] for each in manifests(folder) for line in each["letters"])


def states():
    return list(Letter.objects.order_by("id").values_list("state", flat=True))


def test_without_a_print_service_letters_wait(world, settings):
    wanted(world, 1)
    assert actions.print_due(compose, now=NOW) == 0
    assert states() == ["waiting"]
    assert not Batch.objects.exists()


def test_all_letters_go_in_batches_and_each_once(world, folder):
    ids = wanted(world, 5)
    assert actions.print_due(compose, now=NOW) == 5
    assert references(folder) == sorted(reference_of(each) for each in ids)
    assert sorted(len(each["letters"]) for each in manifests(folder)) == [1, 2, 2]
    assert states() == ["handed_over"] * 5
    assert actions.print_due(compose, now=LATER) == 0
    assert Entry.objects.filter(act="letters.handed_over").count() == 3


def test_no_more_go_than_were_asked_for(world, folder):
    wanted(world, 5)
    assert actions.print_due(compose, now=NOW, limit=3) == 3
    assert states().count("waiting") == 2


def test_the_manifest_says_which_pages_are_whose_letter(world, folder, settings):
    settings.LETTERS_PER_BATCH = 10
    ids = [*wanted(world, 2, language="ar"), *wanted(world, 2, first=3)]
    actions.print_due(compose, now=NOW)
    (listed,) = manifests(folder)
    assert [(each["first_page"], each["last_page"], each["sheets"]) for each in listed["letters"]] == [
        *((1, 2, 1), (3, 4, 1)),
        *((5, 5, 1), (7, 7, 1)),
    ]
    texts = pages_of((folder / listed["batch"] / "letters.pdf").read_bytes())
    for letter_id, line in zip(ids, listed["letters"], strict=True):
        own = "".join(texts[line["first_page"] - 1 : line["last_page"]])
        others = "".join(texts[: line["first_page"] - 1] + texts[line["last_page"] :])
        assert queries.letter(letter_id).topic in own
        assert line["reference"] in own
        assert line["reference"] not in others
    assert texts[5].strip() == ""  # the back of a letter of one page


def test_the_manifest_holds_no_name(world, folder):
    wanted(world, 1)
    actions.print_due(compose, now=NOW)
    (path,) = folder.glob("*.json")
    assert "Voorbeeld" not in path.read_text()
    assert manifests(folder)[0]["location"] == "proefstad"


def test_single_files_are_named_after_their_letters(world, folder, settings):
    settings.PRINT_FORM = "single_files"
    ids = wanted(world, 2)
    actions.print_due(compose, now=NOW)
    (listed,) = manifests(folder)
    names = sorted(path.name for path in (folder / listed["batch"]).iterdir())
    assert names == sorted(f"{reference_of(each)}.pdf" for each in ids)
    assert {each["name"] for each in listed["files"]} == set(names)


def test_what_is_not_needed_any_more_is_withdrawn(world, folder):
    _first, second = wanted(world, 2)
    assert actions.print_due(without("invitation:1"), now=NOW) == 1
    assert states() == ["withdrawn", "handed_over"]
    assert references(folder) == [reference_of(second)]


def test_a_batch_of_which_nothing_is_needed_vanishes(world, folder):
    wanted(world, 2)
    assert actions.print_due(without("invitation:1", "invitation:2"), now=NOW) == 0
    assert states() == ["withdrawn"] * 2
    assert not Batch.objects.exists()


def test_a_letter_withdrawn_while_it_is_set_is_not_printed(world, folder):
    _first, second = wanted(world, 2)

    def slow(each):
        notes = compose(each)
        actions.withdraw("invitation:1", now=NOW, actor=SYSTEM)
        return notes

    assert actions.print_due(slow, now=NOW) == 1
    assert references(folder) == [reference_of(second)]


def test_a_letter_that_cannot_be_set_does_not_stop_the_others(world, folder, monkeypatch):
    wanted(world, 2)

    def poisoned(each):
        notes = compose(each)
        bad = min(notes)
        notes[bad] = type(notes[bad])(
            **{**{n: getattr(notes[bad], n) for n in notes[bad].__slots__}, "qr_text": "x"}
        )
        return notes

    monkeypatch.setattr(
        "servicepoint.letters.rendering.qr_svg", lambda text: "no picture" if text == "x" else SVG
    )
    assert actions.print_due(poisoned, now=NOW) == 1
    assert states() == ["failed", "handed_over"]


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>'


def test_a_folder_that_cannot_be_written_is_tried_again_and_nothing_is_lost(world, folder):
    wanted(world, 3)
    folder.write_text("in the way")
    assert actions.print_due(compose, now=NOW) == 0
    assert Batch.objects.get().last_error == "folder_unwritable"  # no second batch was even begun
    folder.unlink()
    assert actions.print_due(compose, now=NOW + timedelta(seconds=30)) == 1  # the other one waits its minute
    assert actions.print_due(compose, now=NOW + timedelta(minutes=2)) == 2
    assert len(references(folder)) == 3


def test_a_batch_that_is_there_already_is_not_handed_over_again(world, folder):
    wanted(world, 2)
    actions.print_due(compose, now=NOW)
    (path,) = folder.glob("*.json")
    written = path.stat().st_mtime_ns
    Batch.objects.update(state="making", handed_over_at=None, claimed_until=NOW)  # we died before noting it
    Letter.objects.update(state="in_batch")
    assert actions.print_due(compose, now=LATER) == 2
    assert path.stat().st_mtime_ns == written
    assert states() == ["handed_over"] * 2


def test_a_batch_of_which_only_the_files_came_is_made_anew(world, folder):
    _first, second = wanted(world, 2)
    actions.print_due(compose, now=NOW)
    (path,) = folder.glob("*.json")
    path.unlink()
    (folder / path.stem / "left-over.pdf").write_bytes(b"of a killed worker")
    Batch.objects.update(state="making", handed_over_at=None, claimed_until=NOW)
    Letter.objects.update(state="in_batch")
    assert actions.print_due(without("invitation:1"), now=LATER) == 1
    assert references(folder) == [reference_of(second)]
    assert [each.name for each in (folder / path.stem).iterdir()] == ["letters.pdf"]


def test_another_manifest_under_our_name_is_left_to_people(world, folder):
    wanted(world, 1)
    actions.print_due(compose, now=NOW)
    (path,) = folder.glob("*.json")
    path.write_text("{}")
    Batch.objects.update(state="making", handed_over_at=None, claimed_until=NOW)
    assert actions.print_due(compose, now=LATER) == 0
    assert (Batch.objects.get().state, Batch.objects.get().last_error) == ("failed", "other_manifest")


def test_a_batch_that_somebody_works_on_is_left_alone(world, folder, monkeypatch):
    wanted(world, 2)
    monkeypatch.setattr(printing, "_print", lambda *_: (Answer("failed", "unreachable"), 0))
    actions.print_due(compose, now=NOW)
    monkeypatch.undo()
    assert actions.print_due(compose, now=NOW + timedelta(minutes=5)) == 0
    assert actions.print_due(compose, now=LATER) == 2


def test_who_lost_a_claim_writes_nothing_down(world, folder, monkeypatch):
    wanted(world, 1)

    def slow(each):
        Batch.objects.update(claimed_until=LATER + timedelta(minutes=10))  # another worker took it over
        return compose(each)

    assert actions.print_due(slow, now=NOW) == 0
    assert not folder.exists()
    assert Batch.objects.get().state == "making"


def test_a_batch_is_given_up_and_can_be_tried_once_more(world, folder):
    wanted(world, 1)
    folder.write_text("in the way")
    now = NOW
    for _ in range(ATTEMPTS_MAX):
        actions.print_due(compose, now=now)
        now = Batch.objects.get().due_at + timedelta(seconds=1)
    assert Batch.objects.get().state == "failed"
    folder.unlink()
    assert actions.print_due(compose, now=now) == 0
    actions.hand_over_again(Batch.objects.get().id, now=now, actor=SYSTEM)
    assert actions.print_due(compose, now=now) == 1


def test_a_composer_that_breaks_loses_nothing(world, folder):
    wanted(world, 2)
    with pytest.raises(ZeroDivisionError):
        actions.print_due(lambda _wanted: 1 / 0, now=NOW)
    assert actions.print_due(compose, now=LATER) == 2


def test_locations_do_not_share_a_batch(world, folder):
    wanted(world, 1)
    order = actions.Order("invitation:9", "ready", make_world(name="elders").location_id, "nl", "other")
    actions.want(order, now=NOW, actor=SYSTEM)
    actions.print_due(compose, now=NOW)
    assert Batch.objects.count() == 2


def test_the_folder_says_what_the_service_wrote_beside_it(tmp_path):
    printer = FolderPrinter(tmp_path)
    assert printer.receipt("b").outcome == "unknown"
    printer.begin("b")
    assert printer.put_manifest("b", b"{}").state == "taken"
    (tmp_path / "b.status.json").write_text('{"state": "printed", "letters": {"L1": "failed"}, "batch": "x"}')
    assert (printer.receipt("b").state, printer.receipt("b").letters) == ("printed", {"L1": "failed"})
    (tmp_path / "b.status.json").write_text('{"state": "pri')
    assert printer.receipt("b").state == "taken"
