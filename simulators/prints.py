"""Fingerprints of nobody: ridges from waves, the same for the same seed, with a frame that says so.

Real prints have minutiae; these are bent waves and would fool no matcher. The frame and the checkered corner
mark them as artificial for whoever meets one.
"""

import io
import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

WIDTH, HEIGHT = 400, 480
PPI = 500
RIDGE_PX = 9.5  # half a millimetre, as on a grown finger
FRAME_PX = 4
CORNER_PX = 24

Field = NDArray[np.float64]


def print_of(seed: int, *, quality: str = "good") -> bytes:
    """Return a PNG, 8-bit grey, 500 dots per inch: `good`, or `poor` (faint, noisy, half on the glass)."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)
    ridges = np.sin(2 * math.pi / RIDGE_PX * _distance(x, y, random))
    grey = 128 + 95 * ridges
    if quality == "poor":
        grey = 205 + 22 * ridges + random.normal(0, 6, ridges.shape)
    finger = _finger(x, y, half=quality == "poor")
    grey = grey * finger + 250 * (1 - finger)
    return _png(_marked(np.clip(grey, 0, 255)))


def _distance(x: Field, y: Field, random: np.random.Generator) -> Field:
    """Return a bent distance from a core: its level lines are the ridges."""
    core_x, core_y = WIDTH / 2 + random.normal(0, 12), HEIGHT * 0.45 + random.normal(0, 15)
    lean = random.uniform(0.55, 0.85)
    far = np.hypot((x - core_x) / lean, y - core_y)
    for _ in range(4):
        turn, length = random.uniform(0, 2 * math.pi), random.uniform(90, 220)
        wave = (x * math.cos(turn) + y * math.sin(turn)) / length * 2 * math.pi
        far = far + random.uniform(3, 9) * np.sin(wave + random.uniform(0, 6))
    return far


def _finger(x: Field, y: Field, *, half: bool) -> Field:
    """Return 1 where the finger lies, 0 beside it, soft at the edge."""
    centre_y, tall = (HEIGHT * 0.2, 0.16) if half else (HEIGHT * 0.5, 0.46)
    far = np.hypot((x - WIDTH / 2) / (WIDTH * 0.42), (y - centre_y) / (HEIGHT * tall))
    return np.clip((1.04 - far) / 0.08, 0, 1)


def _marked(grey: Field) -> Field:
    """Draw what no finger leaves: a frame, and a checkered corner."""
    grey[:FRAME_PX], grey[-FRAME_PX:], grey[:, :FRAME_PX], grey[:, -FRAME_PX:] = 0, 0, 0, 0
    checks = np.indices((CORNER_PX, CORNER_PX)).sum(axis=0) // 6 % 2 * 255.0
    grey[:CORNER_PX, :CORNER_PX] = checks
    return grey


def _png(grey: Field) -> bytes:
    file = io.BytesIO()
    Image.fromarray(grey.astype(np.uint8)).save(file, "PNG", dpi=(PPI, PPI))
    return file.getvalue()
