"""What belongs to something to hear or to watch: an episode's place in its show, chapters, transcripts."""

from dataclasses import dataclass

LONGEST_S = 48 * 3600
"""No recording is longer; what says so is nonsense."""
MAX_CHAPTERS = 300
MAX_TRANSCRIPTS = 8


@dataclass(frozen=True, slots=True)
class Chapter:
    """Where a part of a recording begins. `url` is a page about it, "" for none."""

    start_s: int
    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class TranscriptLink:
    """Where a publisher keeps a transcript or captions. `type` is a MIME type, "" when unknown."""

    url: str
    type: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Episode:
    """What a feed or a page says of a recording besides its file. `chapters_url` leads to chapters kept elsewhere."""

    number: int | None = None
    season: int | None = None
    chapters: tuple[Chapter, ...] = ()
    chapters_url: str = ""
    transcripts: tuple[TranscriptLink, ...] = ()


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """Words of a transcript, in plain text. Times are seconds from the start, None where the transcript has none."""

    text: str
    start_s: float | None = None
    end_s: float | None = None
    speaker: str = ""
