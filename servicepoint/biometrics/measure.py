"""What a picture is like, measured with numpy and Pillow. Pure: bytes in, numbers out, nothing kept.

Pillow reads PNG and JPEG only, from memory; a picture of more pixels than a counter's camera makes is not
decoded at all.
"""

import io
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from servicepoint.biometrics.limits import Limits
from servicepoint.biometrics.photo import HEIGHT_MM, WIDTH_MM, Check, Head

PIXELS_MAX = 12_000_000
FACE_SCALED_PX = 240  # faces are compared at one size, so that more pixels do not look sharper
BLACK, WHITE = 6, 249
PPI = 500
INCH_METRES = 0.0254
RIDGES_BLOCK_PX = 16
RIDGES_SPREAD_MIN = 12  # grey values; paper without ridges has less

Grey = NDArray[np.float64]
Colour = NDArray[np.float64]


class NoPicture(ValueError):
    """The bytes are not a picture of the kind asked for, or one that is too large."""


@dataclass(frozen=True, slots=True)
class PhotoMeasures:
    """A photo in numbers: pixels, grey values of 0 to 255, and shares."""

    width_px: int
    height_px: int
    sharpness: float
    background_light: float
    background_spread: float
    background_tint: float
    clipped_share: float
    dark_share: float
    light_difference_share: float
    colour: float


@dataclass(frozen=True, slots=True)
class PrintMeasures:
    """A fingerprint in numbers: pixels, dots per inch, grey values, shares."""

    width_px: int
    height_px: int
    ppi: float
    is_grey: bool
    contrast: float
    area_share: float


def photo(data: bytes, head: Head, *, head_covering: bool = False) -> PhotoMeasures:
    """Measure a photo around the head that `photo.head_in` found. Raises NoPicture."""
    picture = _opened(data, ("PNG", "JPEG")).convert("RGB")
    colour = np.asarray(picture, dtype=np.float64)
    grey = _grey(colour)
    face = _face(grey, head)
    background = _background(colour, head_covering=head_covering)
    left, right = np.array_split(face, 2, axis=1)
    return PhotoMeasures(
        width_px=picture.width,
        height_px=picture.height,
        sharpness=_rounded(_sharpness(face)),
        background_light=_rounded(_grey(background).mean()),
        background_spread=_rounded(_spread(background)),
        background_tint=_rounded(np.ptp(background.mean(axis=0))),
        clipped_share=_rounded((face >= WHITE).mean()),
        dark_share=_rounded((face <= BLACK).mean()),
        light_difference_share=_rounded(abs(left.mean() - right.mean()) / max(face.mean(), 1.0)),
        colour=_rounded(np.ptp(colour, axis=2).mean()),
    )


def fingerprint(data: bytes) -> PrintMeasures:
    """Measure a print: a PNG. Raises NoPicture."""
    picture = _opened(data, ("PNG",))
    ppi = float(picture.info.get("dpi", (0.0, 0.0))[0])
    grey = np.asarray(picture.convert("L"), dtype=np.float64)
    blocks = _blocks(grey, RIDGES_BLOCK_PX)
    ridges = blocks.std(axis=(2, 3)) > RIDGES_SPREAD_MIN
    return PrintMeasures(
        width_px=picture.width,
        height_px=picture.height,
        ppi=_rounded(ppi),
        is_grey=picture.mode == "L",
        contrast=_rounded(blocks.std(axis=(2, 3))[ridges].mean() if ridges.any() else 0.0),
        area_share=_rounded(ridges.mean()),
    )


def photo_checks(found: PhotoMeasures, limits: Limits) -> tuple[Check, ...]:
    """Judge a photo by the limits; light is judged by the background, never by anybody's skin."""
    off = abs(found.width_px / found.height_px / (WIDTH_MM / HEIGHT_MM) - 1)
    light, clipped = found.background_light, max(found.clipped_share, found.dark_share)
    burnt = "overexposed" if found.clipped_share >= found.dark_share else "underexposed"
    return (
        _check("height_px", found.height_px, found.height_px < limits.photo_height_px_min, "size_small"),
        _check("ratio_off", off, off > limits.ratio_off_share_max, "ratio_wrong"),
        _check("sharpness", found.sharpness, found.sharpness < limits.sharpness_min, "blurred"),
        _check("background_light", light, light < limits.background_light_min, "too_dark"),
        _check("clipped", clipped, clipped > limits.clipped_share_max, burnt),
        _check(
            "light_difference",
            found.light_difference_share,
            found.light_difference_share > limits.light_difference_share_max,
            "light_uneven",
        ),
        _check(
            "background_spread",
            found.background_spread,
            found.background_spread > limits.background_spread_max,
            "background_uneven",
        ),
        _check(
            "background_tint",
            found.background_tint,
            found.background_tint > limits.background_tint_max,
            "background_coloured",
        ),
        _check("colour", found.colour, found.colour < limits.colour_min, "no_colour"),
    )


def print_checks(found: PrintMeasures, score: float, limits: Limits) -> tuple[Check, ...]:
    """Judge a print by the limits; `score` is NFIQ 2 as the scanner gave it."""
    side = min(found.width_px, found.height_px)
    off = abs(found.ppi - PPI)
    return (
        _check("ppi", found.ppi, off > limits.ppi_off_max, "ppi_wrong"),
        _check("grey", float(found.is_grey), not found.is_grey, "not_grey"),
        _check("side_px", side, side < limits.print_side_px_min, "print_small"),
        _check("contrast", found.contrast, found.contrast < limits.print_contrast_min, "print_faint"),
        _check("area", found.area_share, found.area_share < limits.print_area_share_min, "print_partial"),
        _check("nfiq2", score, score < limits.nfiq2_min, "score_low"),
    )


def as_numbers(found: PhotoMeasures | PrintMeasures) -> dict[str, float]:
    """Return the measures as numbers to keep: the picture cannot be made from them."""
    return {name: float(value) for name, value in asdict(found).items()}


def _check(name: str, value: float, is_wrong: bool, problem: str) -> Check:
    return Check(name, round(float(value), 3), problem if is_wrong else "")


def _opened(data: bytes, formats: tuple[str, ...]) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(data), formats=formats)
        if picture.width * picture.height > PIXELS_MAX:
            raise NoPicture("too many pixels")
        picture.load()
    except (OSError, SyntaxError, Image.DecompressionBombError):  # SyntaxError: Pillow's word for a bad PNG
        raise NoPicture("not a picture") from None
    return picture


def _grey(colour: Colour) -> Grey:
    """Return what an eye sees of the light (ITU-R BT.601)."""
    grey: Grey = colour @ np.array([0.299, 0.587, 0.114])
    return grey


def _face(grey: Grey, head: Head) -> Grey:
    """Return the inner face: half as wide as the head is high, from above the eyes to above the chin.

    Cut to whole pixels, and never empty, wherever the marks are.
    """
    height, width = grey.shape
    head_px = max((head.chin_share - head.crown_share) * height, 8.0)
    top, bottom = head.crown_share * height + 0.35 * head_px, head.crown_share * height + 0.88 * head_px
    middle, half = head.centre_share * width, 0.24 * head_px
    rows = slice(*_within(top, bottom, height))
    columns = slice(*_within(middle - half, middle + half, width))
    return grey[rows, columns]


def _within(start: float, end: float, size: int) -> tuple[int, int]:
    first = int(min(max(start, 0), size - 8))
    return first, int(min(max(end, first + 8), size))


def _sharpness(face: Grey) -> float:
    """Return the variance of the Laplacian over the face at one size: edges are strong where it is sharp."""
    scaled = Image.fromarray(face.astype(np.uint8)).resize(
        (FACE_SCALED_PX, FACE_SCALED_PX), Image.Resampling.BILINEAR
    )
    area = np.asarray(scaled, dtype=np.float64)
    inner = area[1:-1, 1:-1]
    around = area[:-2, 1:-1] + area[2:, 1:-1] + area[1:-1, :-2] + area[1:-1, 2:]
    return float((around - 4 * inner).var())


def _background(colour: Colour, *, head_covering: bool) -> Colour:
    """Return the pixels beside and above the head, as rows of red, green and blue.

    The upper corners, and the strip along the top, which a head covering may reach into.
    """
    height, width, _channels = colour.shape
    rows, columns = max(int(height * 0.3), 2), max(int(width * 0.13), 2)
    parts = [colour[:rows, :columns], colour[:rows, -columns:]]
    if not head_covering:
        parts.append(colour[: max(int(height * 0.04), 2), columns:-columns])
    return np.concatenate([part.reshape(-1, 3) for part in parts])


def _spread(background: Colour) -> float:
    """Return how much the background differs from place to place: noise within a place does not count."""
    grey = _grey(background)
    places = np.array([part.mean() for part in np.array_split(grey, 48)])
    return float(places.std())


def _blocks(grey: Grey, side: int) -> NDArray[np.float64]:
    """Return the picture as blocks: rows, columns, and `side` x `side` values in each."""
    rows, columns = max(grey.shape[0] // side, 1), max(grey.shape[1] // side, 1)
    cut = np.resize(grey, (rows * side, columns * side)) if min(grey.shape) < side else grey
    cut = cut[: rows * side, : columns * side]
    return cut.reshape(rows, side, columns, side).swapaxes(1, 2)


def _rounded(value: float) -> float:
    return round(float(value), 4)
