import subprocess
import sys

import pytest

from launch import install
from launch.environment import ROOT


@pytest.mark.parametrize("version", [(3, 9, 18), (3, 10, 13), (3, 14, 0), (4, 0, 0)])
def test_a_python_that_does_not_fit_is_refused_with_a_sentence(monkeypatch, version):
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit, match=r"needs Python 3\.11, 3\.12 or 3\.13"):
        install.refuse_other_pythons()


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 4), (3, 13, 9)])
def test_a_python_that_fits_is_accepted(monkeypatch, version):
    monkeypatch.setattr(sys, "version_info", version)
    install.refuse_other_pythons()


def test_make_alone_lists_what_there_is():
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("run", "test", "check", "bench"):
        assert f"make {target} " in listed
