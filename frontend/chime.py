"""Writes ../static/sound/chime.wav: two soft tones, one falling, as in a station. Standard library only."""

import math
import struct
import wave
from pathlib import Path

RATE = 16_000
TONES = ((783.99, 0.0), (622.25, 0.38))  # G, then E flat; hertz, and the second at which it begins
SECONDS = 1.1
LOUD = 0.42
TARGET = Path(__file__).resolve().parent.parent / "static" / "sound" / "chime.wav"


def sample(at: float) -> float:
    """Return the sound at a moment: each tone fades like a struck bar, with a little of its octave."""
    value = 0.0
    for hertz, begins in TONES:
        since = at - begins
        if since >= 0:
            fade = min(since / 0.004, 1) * math.exp(-since * 5)
            value += fade * (math.sin(math.tau * hertz * since) + 0.2 * math.sin(math.tau * 2 * hertz * since))
    return LOUD * value * min((SECONDS - at) / 0.05, 1)


with wave.open(str(TARGET), "wb") as file:
    file.setnchannels(1)
    file.setsampwidth(2)
    file.setframerate(RATE)
    moments = (number / RATE for number in range(int(SECONDS * RATE)))
    file.writeframes(b"".join(struct.pack("<h", int(32_767 * max(-1, min(sample(at), 1)))) for at in moments))
