"""Pages made in a program of their own."""

import json
import subprocess

import pytest

from servicepoint.typeset import press
from servicepoint.typeset.pdf import compiled

SOUND = {"number": 2, "word": "Testa"}
TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: "Test")
#set text(font: ("Source Sans 3", "Vazirmatn"), fallback: false, lang: "nl")
#metadata(data.number * 2) <noted>
#text(data.word)
"""


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "page.typ"
    path.write_text(TEMPLATE)
    return path


def test_each_page_comes_with_what_it_noted_and_in_order(template):
    pages = [{"number": number, "word": "Testa\nمثال"} for number in range(3)]
    made = list(press.pressed(template, pages, label="<noted>"))
    assert [each.noted for each in made] == [0, 2, 4]
    assert all(each.pdf.startswith(b"%PDF-") and each.pdf.rstrip().endswith(b"%%EOF") for each in made)


def test_what_people_typed_is_made_showable_on_the_way(template):
    (made,) = press.pressed(template, [{"number": 1, "word": "\u202e例 #panic()"}], label="<noted>")
    assert made.noted == 2


def test_a_page_that_cannot_be_set_does_not_stop_the_others_and_tells_no_data(template, capfd):
    made = list(press.pressed(template, [{"number": 1, "word": "a"}, {}, SOUND], label="<noted>"))
    assert [each and each.noted for each in made] == [2, None, 4]
    assert "".join(capfd.readouterr()) == ""


def test_a_press_that_breaks_down_is_an_error(template, monkeypatch):
    monkeypatch.setattr(press.sys, "executable", "/bin/false")
    with pytest.raises(press.PressFailed, match="ended"):
        list(press.pressed(template, [SOUND], label="<noted>"))


def test_a_page_that_takes_too_long_is_given_up(template, monkeypatch):
    monkeypatch.setattr(press, "SECONDS_MAX", 0.01)
    with pytest.raises(press.PressFailed, match="timeout"):
        list(press.pressed(template, [{"number": 1, "word": "x"}], label="<noted>"))


def test_the_child_knows_nothing_of_the_site():
    code = "import json, sys; import servicepoint.typeset.press; print(json.dumps(sorted(sys.modules)))"
    command = [press.sys.executable, "-c", code]
    loaded = json.loads(subprocess.run(command, capture_output=True, check=True, cwd=press._ROOT).stdout)
    assert not {"django", "typst", "psycopg"} & set(loaded)


def test_one_page_can_be_made_without_a_child(template):
    assert compiled(template, SOUND).startswith(b"%PDF-")
