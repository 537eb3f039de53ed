"""Transcripts for reading: lines joined to passages, and WebVTT that browsers can show over a film."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from octavo.core.listening import SpokenLine

PASSAGE_CHARS = 320
"""About so much is set as one paragraph: captions come in halves of sentences."""
PAUSE_S = 4.0
_ENDS = (".", "!", "?", "…", "。", "！", "？", "؟", "۔", "।", "”", '"', "»")


@dataclass(frozen=True, slots=True)
class Passage:
    """`speaker` is "" where the same person goes on."""

    text: str
    start_s: int | None
    speaker: str = ""


def passages(lines: Sequence[SpokenLine]) -> tuple[Passage, ...]:
    """Lines joined while one person speaks without a pause, until a sentence ends."""
    found: list[Passage] = []
    held: list[SpokenLine] = []
    for line in lines:
        if held and _begins_anew(held, line):
            found.append(_passage(held))
            held = []
        held.append(line)
    if held:
        found.append(_passage(held))
    return _without_repeated_speakers(found)


def _begins_anew(held: Sequence[SpokenLine], line: SpokenLine) -> bool:
    last = held[-1]
    if line.speaker != last.speaker or line.start_s is None:
        return True
    if last.end_s is not None and line.start_s - last.end_s > PAUSE_S:
        return True
    chars = sum(len(one.text) for one in held)
    return chars > 2 * PASSAGE_CHARS or (chars > PASSAGE_CHARS and last.text.endswith(_ENDS))


def _passage(held: Sequence[SpokenLine]) -> Passage:
    start_s = held[0].start_s
    return Passage(" ".join(line.text for line in held), None if start_s is None else int(start_s), held[0].speaker)


def _without_repeated_speakers(found: Iterable[Passage]) -> tuple[Passage, ...]:
    kept: list[Passage] = []
    speaker = ""
    for passage in found:
        is_same = bool(passage.speaker) and passage.speaker == speaker
        kept.append(Passage(passage.text, passage.start_s, "") if is_same else passage)
        speaker = passage.speaker
    return tuple(kept)


def webvtt(lines: Iterable[SpokenLine]) -> str:
    """The lines that have both times. Their text cannot hold mark-up or end a cue."""
    cues = ["WEBVTT"]
    for line in lines:
        if line.start_s is not None and line.end_s is not None:
            words = " ".join(line.text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            cues.append(f"{_clock(line.start_s)} --> {_clock(line.end_s)}\n{words}")
    return "\n\n".join(cues) + "\n"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"
