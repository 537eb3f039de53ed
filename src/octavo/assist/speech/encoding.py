"""From a WAV file to one that is small and that podcast programs play: MP3 where something here makes it, else Opus."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.assist.speech.programs import Limits, ProgramError, run_program

KILOBITS = "48"
"""Enough for one voice at 22,050 samples a second; at a constant rate, so that programs jump to the right place."""
WAV = "audio/wav"


@dataclass(frozen=True, slots=True)
class Encoder:
    """A command in which {source} and {target} stand for files."""

    argv: tuple[str, ...]
    suffix: str
    media_type: str

    def command(self, source: Path, target: Path) -> list[str]:
        files = {"{source}": str(source), "{target}": str(target)}
        return [files.get(word, word) for word in self.argv]


_KNOWN = (
    Encoder(("lame", "--quiet", "-m", "m", "-b", KILOBITS, "--cbr", "{source}", "{target}"), "mp3", "audio/mpeg"),
    Encoder(
        ("ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-i", "{source}", "-c:a", "libmp3lame", "-ac", "1", "-b:a",
         f"{KILOBITS}k", "{target}"), "mp3", "audio/mpeg"),
    Encoder(
        ("ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-i", "{source}", "-c:a", "aac", "-ac", "1", "-b:a",
         f"{KILOBITS}k", "-movflags", "+faststart", "{target}"), "m4a", "audio/mp4"),
    Encoder(("opusenc", "--quiet", "--bitrate", "32", "{source}", "{target}"), "opus", "audio/ogg"),
)  # fmt: skip


def encoders() -> tuple[Encoder, ...]:
    """Those that are installed, what most programs play first."""
    found = ((one, shutil.which(one.argv[0])) for one in _KNOWN)
    return tuple(replace(one, argv=(path, *one.argv[1:])) for one, path in found if path)


async def encode(source: Path, known: Sequence[Encoder], seconds: float) -> tuple[Path, str]:
    """The smaller file beside `source` and its media type; `source` itself where none could be made of it."""
    for one in known:
        target = source.with_suffix(f".{one.suffix}")
        target.unlink(missing_ok=True)
        try:
            await run_program(one.command(source, target), "", Limits(seconds), source.parent)
        except ProgramError:
            continue
        if target.is_file() and target.stat().st_size:
            return target, one.media_type
    return source, WAV
