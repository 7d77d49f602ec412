"""Prints: what the scanner's picture must be, beside the score it gives."""

import io

import pytest
from PIL import Image

from servicepoint.biometrics import measure
from servicepoint.biometrics.limits import Limits
from simulators.prints import print_of


def problems(data, score=70, limits=None):
    checks = measure.print_checks(measure.fingerprint(data), score, limits or Limits())
    return {check.problem for check in checks if check.problem}


def png(picture, **options):
    file = io.BytesIO()
    picture.save(file, "PNG", **({"dpi": (500, 500)} | options))
    return file.getvalue()


def test_a_good_print_has_no_problem():
    assert problems(print_of(1)) == set()


def test_a_poor_print_is_partial_and_scores_low():
    assert problems(print_of(1, quality="poor"), score=18) >= {"print_partial", "score_low"}


def test_the_score_alone_can_fail_a_print_and_its_limit_can_be_set():
    assert problems(print_of(2), score=39) == {"score_low"}
    assert problems(print_of(2), score=39, limits=Limits(nfiq2_min=30)) == set()


def test_a_print_of_another_density_is_refused():
    assert problems(png(Image.open(io.BytesIO(print_of(3))), dpi=(300, 300))) == {"ppi_wrong"}


def test_a_print_in_colour_is_refused():
    assert problems(png(Image.open(io.BytesIO(print_of(3))).convert("RGB"))) == {"not_grey"}


def test_an_empty_glass_is_no_print():
    assert problems(png(Image.new("L", (400, 480), 250))) == {"print_faint", "print_partial"}


def test_a_cut_out_is_too_small():
    assert "print_small" in problems(png(Image.open(io.BytesIO(print_of(3))).crop((100, 100, 300, 300))))


def test_a_photo_format_is_no_print():
    file = io.BytesIO()
    Image.new("L", (400, 480)).save(file, "JPEG")
    with pytest.raises(measure.NoPicture):
        measure.fingerprint(file.getvalue())


def test_simulated_prints_are_the_same_for_the_same_seed_and_differ_between_seeds():
    assert print_of(7) == print_of(7)
    assert print_of(7) != print_of(8)
