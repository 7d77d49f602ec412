"""Nothing of one developer's machine, and no address to install from, is kept in the project."""

import re

from tests.house.tree import ROOT, tracked

OF_A_MACHINE = re.compile(r"(?<![\w./%-])/(?:home|Users|root|work|farm)/\w")
TO_INSTALL_FROM = re.compile(
    r"registry\.(?:npmjs|yarnpkg)\.|pypi\.org/simple|files\.pythonhosted\.|https?://localhost:\d+/simple"
)


def texts():
    for path in tracked():
        try:
            yield str(path.relative_to(ROOT)), path.read_text()
        except UnicodeDecodeError:
            continue  # a font or a picture


def test_no_file_names_a_folder_of_somebodys_machine():
    assert [name for name, text in texts() if OF_A_MACHINE.search(text)] == []


def test_no_file_names_a_place_to_install_from():
    assert [
        name
        for name, text in texts()
        if name != "tests/house/test_tracked_files.py" and TO_INSTALL_FROM.search(text)
    ] == []


def test_a_path_of_a_machine_is_noticed_and_an_address_is_not():
    assert OF_A_MACHINE.search("see " + "/home" + "/anna/notes")
    assert not OF_A_MACHINE.search("https://ind.nl/en/work/working_in_the_Netherlands")


def test_no_secret_of_this_machine_is_kept():
    assert [
        path for path in tracked() if path.name in {"local.env", "password"} or path.suffix in {".mo", ".pyc"}
    ] == []
