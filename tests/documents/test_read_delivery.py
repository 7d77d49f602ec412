"""The command that reads a delivery: progress, faults, exit code."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from servicepoint.documents.models import Delivery, Document
from servicepoint.kit import clock
from tests.documents.files import csv_of, fields
from tests.world import NOW, World


@pytest.fixture(autouse=True)
def monday_morning():
    with clock.frozen(NOW):
        yield


def run(world: World, path: Path, *options: str) -> tuple[str, str]:
    """Run the command on a file for the small service point; return what it wrote."""
    out, errors = StringIO(), StringIO()
    try:
        call_command(
            "read_delivery", str(path), "--location", "proefstad", *options, stdout=out, stderr=errors
        )
    except CommandError as error:
        errors.write(str(error))
    return out.getvalue(), errors.getvalue()


@pytest.fixture
def file(tmp_path):
    """Write a file of these rows."""

    def written(*rows: dict[str, str], content: bytes | None = None) -> Path:
        path = tmp_path / "testfile.csv"
        path.write_bytes(csv_of(rows) if content is None else content)
        return path

    return written


def test_it_shows_how_far_it_is_and_what_it_did(world, file):
    out, errors = run(world, file(fields(1), fields(2)))
    assert "2 of 2 rows read" in out
    assert "2 added, 0 updated, 0 unchanged, 0 refused." in out
    assert errors == ""
    assert Delivery.objects.get().received_by == ""


def test_it_lists_every_fault_and_fails(world, file):
    _out, errors = run(world, file(fields(1), fields(2, kind="?", v_number="1")))
    assert "line 3, kind: This is no kind of document." in errors
    assert "line 3, v_number: A V-number has 10 digits." in errors
    assert "Rows with faults: 1. The other rows were kept." in errors
    assert Document.objects.count() == 1


def test_all_or_nothing_keeps_nothing(world, file):
    _out, errors = run(world, file(fields(1), fields(2, kind="?")), "--all-or-nothing")
    assert "Nothing was kept." in errors
    assert not Document.objects.exists()


def test_the_same_file_again_changes_nothing(world, file):
    path = file(fields(1))
    run(world, path)
    out, errors = run(world, path)
    assert "This file was read before. Nothing was changed." in out
    assert errors == ""


def test_what_is_no_file_or_no_location_is_told(world, file, tmp_path):
    assert "The file is not text in UTF-8" in run(world, file(content=b"\xff\xff"))[1]
    assert "No such file" in run(world, tmp_path / "none.csv")[1]
    with pytest.raises(CommandError, match="There is no location nowhere"):
        call_command("read_delivery", str(file(fields(1))), "--location", "nowhere")
