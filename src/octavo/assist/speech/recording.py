"""A script spoken to one file, chapter by chapter, each sentence in its own language's voice, with true times."""

import asyncio
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from octavo.assist.speech import joining
from octavo.assist.speech.encoding import encode
from octavo.assist.speech.programs import Limits, ProgramError, run_program
from octavo.assist.speech.voices import Speaker, Voice
from octavo.core.speech import Chapter, Script, Sound, SpokenChapter

AFTER_TITLE_S, AFTER_CHAPTER_S = 0.35, 0.9
MOST_CHARS = 2_000
"""Of a sentence. A wrap-up's are far shorter."""
MOST_MS = 30 * 60_000


class UnspokenError(Exception):
    """A program that should have spoken did not; says why."""


async def record(script: Script, speaker: Speaker, directory: Path, seconds: float) -> Sound | None:
    """Speak `script` to a file in `directory`, an empty one of the caller's; each program gets `seconds`.

    Chapters of which no voice here speaks a word are left out; None where no story is left. Raises `UnspokenError`.
    """
    pieces: list[bytes] = []
    chapters: list[SpokenChapter] = []
    at_ms = unsaid = 0
    for chapter in script.chapters:
        spoken, missing = await _chapter(chapter, script.country, speaker, directory, seconds)
        unsaid += missing
        if spoken and at_ms < MOST_MS:
            chapters.append(SpokenChapter(at_ms, chapter.title, chapter.language, chapter.story, chapter.articles))
            pieces += [spoken, joining.silence(AFTER_CHAPTER_S)]
            at_ms += joining.length_ms(pieces[-2]) + joining.length_ms(pieces[-1])
    if not any(one.story for one in chapters):
        return None
    if all(map(joining.is_silent, pieces)):
        raise UnspokenError("what was spoken cannot be heard")
    whole = directory / "whole.wav"
    await asyncio.to_thread(joining.write_wav, whole, pieces)
    path, media_type = await encode(whole, speaker.encoders, seconds)
    return Sound(path, media_type, at_ms, tuple(chapters), unsaid)


async def _chapter(
    chapter: Chapter, country: str, speaker: Speaker, directory: Path, seconds: float
) -> tuple[bytes, int]:
    """Its samples, and how many pieces no voice here speaks. A title that nobody can read out brings no chapter."""
    found: list[bytes] = []
    unsaid = 0
    for language, text in _runs(chapter):
        voice = speaker.voice(language, country)
        if voice is None or not text.strip():
            unsaid += voice is None
            continue
        found += [await _piece(voice, text, directory, seconds), joining.silence(AFTER_TITLE_S)]
    return b"".join(found[:-1]), unsaid


def _runs(chapter: Chapter) -> Iterator[tuple[str, str]]:
    """The title, then sentences of one language together: each piece is a program started."""
    title, *rest = chapter.said
    yield title.language, spoken_text(title.text)
    for language, some in groupby(rest, key=lambda one: one.language):
        yield language, "\n".join(spoken_text(one.text) for one in some)


def spoken_text(text: str) -> str:
    """One line that ends, with nothing in it that is an instruction to a voice: both know `[[…]]` for bare sounds."""
    plain = " ".join("".join(one if one.isprintable() else " " for one in text[:MOST_CHARS]).split())
    while "[[" in plain or "]]" in plain:
        plain = plain.replace("[[", "[").replace("]]", "]")
    return plain if not plain or plain[-1] in ".!?…。！？।؟" else f"{plain}."


async def _piece(voice: Voice, text: str, directory: Path, seconds: float) -> bytes:
    file = directory / "piece.wav"
    file.unlink(missing_ok=True)
    limits = Limits(seconds, memory_bytes=voice.memory_bytes)
    try:
        await run_program([*voice.argv, str(file)], text, limits, directory)
        return await asyncio.to_thread(joining.read_piece, file)
    except ProgramError as error:
        raise UnspokenError(str(error)) from error
    except joining.UnreadableError as error:
        raise UnspokenError(f"{Path(voice.argv[0]).name}: {error}") from error
