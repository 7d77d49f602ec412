"""Pages made in a program of their own."""

import json
import subprocess

import pytest

from servicepoint.typeset import press
from servicepoint.typeset.pdf import compiled

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


def test_a_template_that_breaks_is_an_error_without_its_data(template, capfd):
    template.write_text('#panic("the name of somebody")')
    with pytest.raises(press.PressFailed) as raised:
        list(press.pressed(template, [{}], label="<noted>"))
    assert str(raised.value) == "ended"
    assert "somebody" not in "".join(capfd.readouterr())


def test_a_page_that_takes_too_long_is_given_up(template, monkeypatch):
    monkeypatch.setattr(press, "SECONDS_MAX", 0.01)
    with pytest.raises(press.PressFailed, match="timeout"):
        list(press.pressed(template, [{"number": 1, "word": "x"}], label="<noted>"))


def test_the_child_knows_nothing_of_the_site():
    code = "import json, sys; import servicepoint.typeset.press; print(json.dumps(sorted(sys.modules)))"
    command = [press.sys.executable, "-c", code]
    loaded = json.loads(subprocess.run(command, capture_output=True, check=True, cwd=press._ROOT).stdout)
    assert not {"django", "typst", "psycopg"} & set(loaded)


def test_one_page_can_be_made_here_as_a_picture_too(template):
    data = {"number": 1, "word": "Testa"}
    assert compiled(template, data).startswith(b"%PDF-")
    assert compiled(template, data, form="png").startswith(b"\x89PNG")
