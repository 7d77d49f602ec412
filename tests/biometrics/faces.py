"""Faces of nobody: drawn, flat, with everything that a passport photo can have wrong."""

import io
import math
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFilter

from servicepoint.biometrics.photo import HEAD_PER_EYE_DISTANCE, HEIGHT_MM, WIDTH_MM, Mark, Marks

SKIN, HAIR, COAT, DARK = (214, 170, 140), (62, 44, 34), (30, 52, 84), (28, 22, 20)
LIGHT = (226, 229, 232)


@dataclass(frozen=True)
class Face:
    """What is drawn, in millimetres of a 35 x 45 picture and shares."""

    px_per_mm: float = 16
    head_mm: float = 28
    centre: float = 0.5
    eyes: float = 0.42
    tilt: float = 0
    background: tuple[int, int, int] = LIGHT
    background_right: tuple[int, int, int] | None = None
    skin: tuple[int, int, int] = SKIN
    blur: float = 0
    light: float = 1
    shade: float = 0  # how much darker the right half of the face is
    grey: bool = False

    @property
    def size(self) -> tuple[int, int]:
        return round(WIDTH_MM * self.px_per_mm), round(HEIGHT_MM * self.px_per_mm)

    @property
    def marks(self) -> Marks:
        """Where the eyes are: what an assistant would point at."""
        distance = self.head_mm / HEAD_PER_EYE_DISTANCE
        turn = math.radians(self.tilt)
        across, down = distance / 2 * math.cos(turn) / WIDTH_MM, distance / 2 * math.sin(turn) / HEIGHT_MM
        return Marks(
            Mark(self.centre - across, self.eyes - down), Mark(self.centre + across, self.eyes + down)
        )


def picture_of(face: Face) -> Image.Image:
    """Draw it."""
    width, height = face.size
    picture = Image.new("RGB", (width, height), face.background)
    if face.background_right:
        right = Image.new("RGB", (width, height), face.background_right)
        picture = Image.composite(
            right, picture, Image.linear_gradient("L").rotate(90).resize((width, height))
        )
    draw = ImageDraw.Draw(picture)
    scale, head = face.px_per_mm, face.head_mm * face.px_per_mm
    x, y = face.centre * width, face.eyes * height
    draw.ellipse([x - head * 0.62, y + head * 0.55, x + head * 0.62, y + head * 1.9], fill=COAT)
    draw.rectangle([x - head * 0.17, y + head * 0.3, x + head * 0.17, y + head * 0.7], fill=face.skin)
    draw.ellipse([x - head * 0.4, y - head * 0.5, x + head * 0.4, y + head * 0.25], fill=HAIR)
    draw.ellipse([x - head * 0.35, y - head * 0.4, x + head * 0.35, y + head * 0.5], fill=face.skin)
    _features(draw, face, x, y, head)
    picture = _lit(picture, face, scale)
    return picture.convert("L").convert("RGB") if face.grey else picture


def _features(draw: ImageDraw.ImageDraw, face: Face, x: float, y: float, head: float) -> None:
    for mark in (face.marks.left_eye, face.marks.right_eye):
        eye_x, eye_y = mark.x * face.size[0], mark.y * face.size[1]
        draw.ellipse(
            [eye_x - head * 0.06, eye_y - head * 0.03, eye_x + head * 0.06, eye_y + head * 0.03], fill="white"
        )
        draw.ellipse(
            [eye_x - head * 0.025, eye_y - head * 0.025, eye_x + head * 0.025, eye_y + head * 0.025],
            fill=DARK,
        )
        draw.line(
            [eye_x - head * 0.08, eye_y - head * 0.06, eye_x + head * 0.08, eye_y - head * 0.06],
            fill=HAIR,
            width=6,
        )
    draw.line(
        [x, y + head * 0.05, x - head * 0.03, y + head * 0.18, x + head * 0.03, y + head * 0.18],
        fill=DARK,
        width=3,
    )
    draw.line(
        [x - head * 0.11, y + head * 0.31, x + head * 0.11, y + head * 0.31], fill=(140, 60, 60), width=6
    )


def _lit(picture: Image.Image, face: Face, scale: float) -> Image.Image:
    if face.shade:
        width, height = picture.size
        mask = Image.new("L", picture.size, 0)
        head = face.head_mm * scale
        x, y = face.centre * width, face.eyes * height
        ImageDraw.Draw(mask).rectangle([x, y - head * 0.4, x + head * 0.36, y + head * 0.5], fill=255)
        darker = picture.point(lambda value: round(value * (1 - face.shade)))
        picture = Image.composite(darker, picture, mask)
    if face.light != 1:
        picture = picture.point(lambda value: min(255, round(value * face.light)))
    return picture.filter(ImageFilter.GaussianBlur(face.blur)) if face.blur else picture


def jpeg(face: Face, comment: bytes = b"") -> bytes:
    """Return the face as a camera would send it; with a comment inside, to be recognised by."""
    file = io.BytesIO()
    picture_of(face).save(file, "JPEG", quality=92, comment=comment)
    return file.getvalue()
