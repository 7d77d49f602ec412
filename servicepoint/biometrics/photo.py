"""The geometry of a passport photo of 35 x 45 mm, from the eyes that the assistant points at.

Crown and chin are derived from the eyes unless the assistant places them: hair, a head covering or a small
child make proportions differ. The proportions are those of an average head: from crown to chin it measures
3.6 times the distance between the pupils, and the eyes lie half-way (lower in children).
Positions of marks are shares of the picture, from its top left corner, of 0 to 1.
"""

from dataclasses import dataclass
from math import atan2, degrees, hypot

from servicepoint.biometrics.limits import Limits

WIDTH_MM, HEIGHT_MM = 35.0, 45.0
HEAD_PER_EYE_DISTANCE = 3.6
EYES_BELOW_CROWN_SHARE = 0.5
EYES_BELOW_CROWN_CHILD_SHARE = 0.55
GROWN_HEAD_FROM_AGE = 11
STEADY_FROM_AGE = 6
HEAD_WISHED_MM = 28.0
HEAD_WISHED_CHILD_MM = 26.0
EYES_WISHED_SHARE = 0.42  # of the height, from the top


@dataclass(frozen=True, slots=True)
class Mark:
    """A point in the picture."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Marks:
    """What the assistant points at: the eye at the left of the picture, the one at the right, and the heights
    of crown and chin where proportions would mislead."""

    left_eye: Mark
    right_eye: Mark
    crown_y: float | None = None
    chin_y: float | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What exceptions depend on: age in years, and a head covering worn for religion."""

    age: int
    head_covering: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The head in the picture. Lengths in millimetres, shares of the picture, tilt in degrees."""

    height_mm: float
    centre_share: float
    eyes_from_top_share: float
    tilt_degrees: float
    crown_share: float
    chin_share: float


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was measured: its name, the value, and the code of the problem; none when it is good."""

    name: str
    value: float
    problem: str = ""


def head_in(marks: Marks, subject: Subject) -> Head:
    """Return the head that the marks describe.

    A head covering hides the crown, and often hair and ears: a crown that was pointed at is then not used.
    """
    across = (marks.right_eye.x - marks.left_eye.x) * WIDTH_MM
    down = (marks.right_eye.y - marks.left_eye.y) * HEIGHT_MM
    eyes_y = (marks.left_eye.y + marks.right_eye.y) / 2
    derived_mm = hypot(across, down) * HEAD_PER_EYE_DISTANCE
    above = _eyes_below_crown(subject.age)
    crown = eyes_y - derived_mm * above / HEIGHT_MM
    chin = eyes_y + derived_mm * (1 - above) / HEIGHT_MM
    if marks.crown_y is not None and not subject.head_covering:
        crown = marks.crown_y
    if marks.chin_y is not None:
        chin = marks.chin_y
    return Head(
        height_mm=(chin - crown) * HEIGHT_MM,
        centre_share=(marks.left_eye.x + marks.right_eye.x) / 2,
        eyes_from_top_share=eyes_y,
        tilt_degrees=degrees(atan2(down, across)),
        crown_share=crown,
        chin_share=chin,
    )


def checks_of(head: Head, subject: Subject, limits: Limits) -> tuple[Check, ...]:
    """Judge size, place and tilt of the head, with the exceptions for children."""
    return (
        Check("head_mm", round(head.height_mm, 1), _size_problem(head, subject, limits)),
        Check("centre", round(head.centre_share, 3), _centre_problem(head, limits)),
        Check("eyes_from_top", round(head.eyes_from_top_share, 3), _eyes_problem(head, subject, limits)),
        Check("tilt_degrees", round(head.tilt_degrees, 1), _tilt_problem(head, subject, limits)),
    )


def wished_eye_distance_share(age: int) -> float:
    """Return how far apart the eyes are in a picture that is cut well: a share of its width."""
    head = HEAD_WISHED_MM if age >= GROWN_HEAD_FROM_AGE else HEAD_WISHED_CHILD_MM
    return head / HEAD_PER_EYE_DISTANCE / WIDTH_MM


def _eyes_below_crown(age: int) -> float:
    return EYES_BELOW_CROWN_SHARE if age >= GROWN_HEAD_FROM_AGE else EYES_BELOW_CROWN_CHILD_SHARE


def _size_problem(head: Head, subject: Subject, limits: Limits) -> str:
    is_child = subject.age < GROWN_HEAD_FROM_AGE
    if head.height_mm < (limits.head_child_mm_min if is_child else limits.head_mm_min):
        return "head_small"
    if head.height_mm > limits.head_mm_max:
        return "head_large"
    # Below a head covering nobody sees where the head ends: only what the covering leaves free is judged.
    if not subject.head_covering and head.crown_share < 0:
        return "head_cut"
    return "head_cut" if head.chin_share > 1 else ""


def _centre_problem(head: Head, limits: Limits) -> str:
    return "off_centre" if abs(head.centre_share - 0.5) > limits.centre_off_share_max else ""


def _eyes_problem(head: Head, subject: Subject, limits: Limits) -> str:
    is_child = subject.age < GROWN_HEAD_FROM_AGE
    lowest = limits.eyes_child_from_top_share_max if is_child else limits.eyes_from_top_share_max
    if head.eyes_from_top_share < limits.eyes_from_top_share_min:
        return "eyes_high"
    return "eyes_low" if head.eyes_from_top_share > lowest else ""


def _tilt_problem(head: Head, subject: Subject, limits: Limits) -> str:
    is_steady = subject.age >= STEADY_FROM_AGE
    most = limits.tilt_degrees_max if is_steady else limits.tilt_infant_degrees_max
    return "tilted" if abs(head.tilt_degrees) > most else ""
