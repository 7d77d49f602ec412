"""Photos with one thing wrong each: the problem is found, and nothing else is."""

import io

import pytest
from PIL import Image

from servicepoint.biometrics import measure, photo
from servicepoint.biometrics.limits import Limits
from servicepoint.biometrics.photo import Mark, Marks, Subject
from tests.biometrics.faces import Face, jpeg

GROWN = Subject(34)


def problems(face, subject=GROWN, marks=None, limits=None):
    head = photo.head_in(marks or face.marks, subject)
    found = measure.photo(jpeg(face), head, head_covering=subject.head_covering)
    limits = limits or Limits()
    checks = photo.checks_of(head, subject, limits) + measure.photo_checks(found, limits)
    return {check.problem for check in checks if check.problem}


def test_a_good_photo_has_no_problem():
    assert problems(Face()) == set()


@pytest.mark.parametrize("skin", [(92, 60, 46), (141, 92, 66), (198, 148, 116), (242, 205, 184)])
def test_no_skin_is_too_dark_or_too_light(skin):
    assert problems(Face(skin=skin)) == set()


@pytest.mark.parametrize(
    ("face", "expected"),
    [
        (Face(px_per_mm=9), {"size_small"}),
        (Face(blur=6), {"blurred"}),
        (Face(light=0.45), {"too_dark"}),
        (Face(light=1.5), {"overexposed"}),
        (Face(shade=0.5), {"light_uneven"}),
        (Face(background_right=(120, 122, 125)), {"background_uneven"}),
        (Face(background=(240, 200, 190)), {"background_coloured"}),
        (Face(background=(90, 92, 95)), {"too_dark"}),
        (Face(grey=True), {"no_colour"}),
        (Face(head_mm=22), {"head_small"}),
        (Face(head_mm=33, eyes=0.45), {"head_large"}),
        (Face(centre=0.6), {"off_centre"}),
        (Face(eyes=0.56), {"eyes_low"}),
        (Face(tilt=9), {"tilted"}),
    ],
    ids=lambda value: "+".join(sorted(value)) if isinstance(value, set) else "",
)
def test_what_is_wrong_is_found_and_nothing_else(face, expected):
    assert problems(face) == expected


def test_eyes_too_high_are_found_and_a_crown_beyond_the_edge_as_well():
    assert problems(Face(eyes=0.295, head_mm=26)) >= {"eyes_high"}
    assert problems(Face(eyes=0.27, head_mm=26.5)) >= {"eyes_high", "head_cut"}


def test_a_picture_of_another_shape_is_refused_by_its_shape():
    file = io.BytesIO()
    Image.new("RGB", (800, 600), (220, 220, 225)).save(file, "PNG")
    head = photo.head_in(Face().marks, GROWN)
    found = measure.photo(file.getvalue(), head)
    assert "ratio_wrong" in {each.problem for each in measure.photo_checks(found, Limits())}


def test_more_pixels_do_not_make_a_blurred_face_sharp():
    small, large = Face(px_per_mm=14, blur=5), Face(px_per_mm=28, blur=10)
    measured = [
        measure.photo(jpeg(face), photo.head_in(face.marks, GROWN)).sharpness for face in (small, large)
    ]
    assert max(measured) < Limits().sharpness_min
    assert measured[0] == pytest.approx(measured[1], rel=0.5)


@pytest.mark.parametrize(("age", "expected"), [(10, set()), (11, {"head_small"})])
def test_a_childs_head_may_be_smaller_until_eleven(age, expected):
    assert problems(Face(head_mm=21), Subject(age)) == expected


@pytest.mark.parametrize(("age", "expected"), [(5, set()), (6, {"tilted"})])
def test_an_infant_may_tilt_its_head(age, expected):
    assert problems(Face(tilt=9), Subject(age)) == expected


def test_the_crown_and_the_chin_count_when_somebody_points_at_them():
    face = Face(head_mm=28)
    marks = Marks(face.marks.left_eye, face.marks.right_eye, crown_y=0.02, chin_y=0.75)
    assert photo.head_in(marks, GROWN).height_mm == pytest.approx(0.73 * 45)
    assert problems(face, marks=marks) >= {"head_large"}


def test_below_a_head_covering_the_crown_is_derived_and_never_cut():
    face = Face()
    marks = Marks(face.marks.left_eye, face.marks.right_eye, crown_y=-0.2)
    assert "head_large" in problems(face, marks=marks)
    assert problems(face, Subject(34, head_covering=True), marks=marks) == set()


def test_wherever_the_marks_are_the_measuring_does_not_break():
    wild = Marks(Mark(1, 1), Mark(0, 0))
    assert "off_centre" not in problems(Face(), marks=wild)
    assert problems(Face(), marks=Marks(Mark(0.99, 0.99), Mark(1, 1))) > {"off_centre"}


def test_a_limit_of_the_site_counts():
    assert problems(Face(), limits=Limits(photo_height_px_min=2000)) == {"size_small"}


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\xff\xd8\xff\xe0 not a photo", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(measure.NoPicture):
        measure.photo(data, photo.head_in(Face().marks, GROWN))


def test_a_picture_of_too_many_pixels_is_not_unpacked():
    file = io.BytesIO()
    Image.new("1", (5_000, 5_000)).save(file, "PNG")
    with pytest.raises(measure.NoPicture, match="too many"):
        measure.photo(file.getvalue(), photo.head_in(Face().marks, GROWN))
