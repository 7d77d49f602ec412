"""A signature as it comes from the screen: strokes as a short path, checked before it is kept. Pure."""

import re

from .errors import SignatureRefused

WIDTH, HEIGHT = 800, 240
LENGTH_MAX = 12_000
STROKES_MAX = 60
EXTENT_MIN = 40  # a dot or a slip of the pen is no signature
_STROKE = r"M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})+"
_PATH = re.compile(rf"(?:{_STROKE}){{1,{STROKES_MAX}}}", re.ASCII)
_POINT = re.compile(r"(\d+) (\d+)", re.ASCII)


def checked_drawing(path: str) -> str:
    """Return the path, such as `M10 20L15 30L40 31`, when it fits the field. Raises SignatureRefused.

    Nothing but numbers, `M` and `L` is kept, so it can be shown again without a doubt.
    """
    if len(path) > LENGTH_MAX or not _PATH.fullmatch(path):
        raise SignatureRefused
    points = [(int(x), int(y)) for x, y in _POINT.findall(path)]
    across, down = [x for x, _y in points], [y for _x, y in points]
    if max(across) > WIDTH or max(down) > HEIGHT:
        raise SignatureRefused
    if max(across) - min(across) + max(down) - min(down) < EXTENT_MIN:
        raise SignatureRefused
    return path
