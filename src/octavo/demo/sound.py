"""Sounds that the press makes itself: bells at given tones, one after another, as a small WAV file."""

import io
import math
import wave
from collections.abc import Iterator, Sequence
from functools import lru_cache

RATE = 8_000
"""Samples a second, of one byte each."""
NOTE_S = 1.5
_HEADER_BYTES = 44


def wav_length(seconds: int) -> int:
    return _HEADER_BYTES + RATE * seconds


@lru_cache(maxsize=4)
def bells(tones: Sequence[int], seconds: int) -> bytes:
    """`seconds` of bells that strike the `tones` (in hertz) in turn and fade."""
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(RATE)
        file.writeframes(bytes(_samples(tones, seconds)))
    return written.getvalue()


def _samples(tones: Sequence[int], seconds: int) -> Iterator[int]:
    for number in range(RATE * seconds):
        at_s = number / RATE
        strike, since_s = divmod(at_s, NOTE_S)
        tone = tones[int(strike) % len(tones)]
        loudness = 90 * math.exp(-3 * since_s) * min(1.0, since_s * 200)
        overtone = math.sin(2 * math.pi * 2.76 * tone * at_s) / 3
        yield 128 + round(loudness * (math.sin(2 * math.pi * tone * at_s) + overtone) / 1.34)
