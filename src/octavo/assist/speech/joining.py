"""Pieces of speech as WAV files of several rates, joined into one: mono, 16 bits, 22,050 samples a second."""

import wave
from collections.abc import Iterable
from pathlib import Path

RATE = 22_050
BYTES = 2
_LOUD = 300
"""Of 32,767: what is softer all along is silence."""


class UnreadableError(Exception):
    """What a program wrote is no WAV file of speech."""


def read_piece(path: Path) -> bytes:
    """Its samples at our rate, little-endian. Raises `UnreadableError`."""
    try:
        with wave.open(str(path), "rb") as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            samples = file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        raise UnreadableError(f"it wrote no WAV file ({error})") from error
    if channels != 1 or width != BYTES or not 8_000 <= rate <= 48_000:
        raise UnreadableError(f"it wrote {channels} channels of {8 * width} bits at {rate} Hz")
    return samples if rate == RATE else _at_our_rate(samples, rate)


def _at_our_rate(samples: bytes, rate: int) -> bytes:
    """Straight lines between samples: speech has little above what either rate holds."""
    import numpy as np

    heard = np.frombuffer(samples[: len(samples) // BYTES * BYTES], dtype="<i2")
    if not len(heard):
        return b""
    places = np.arange(int(len(heard) * RATE / rate)) * (rate / RATE)
    made: bytes = np.interp(places, np.arange(len(heard)), heard).astype("<i2").tobytes()
    return made


def silence(seconds: float) -> bytes:
    return bytes(int(seconds * RATE) * BYTES)


def length_ms(samples: bytes) -> int:
    return len(samples) // BYTES * 1000 // RATE


def is_silent(samples: bytes) -> bool:
    import numpy as np

    heard = np.frombuffer(samples[: len(samples) // BYTES * BYTES], dtype="<i2")
    return not len(heard) or int(np.abs(heard.astype("i4")).max()) < _LOUD


def write_wav(path: Path, pieces: Iterable[bytes]) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(BYTES)
        file.setframerate(RATE)
        for piece in pieces:
            file.writeframesraw(piece)
