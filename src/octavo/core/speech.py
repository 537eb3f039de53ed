"""Speech: what is to be said of a wrap-up, in which voices, and what a recording of it is.

The web says what may be spoken (`Script`), `octavo.assist.speech` speaks it, the store keeps the recording, and the web
hands it to readers and their podcast programs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from octavo.core.editions import DayPart
from octavo.core.ids import content_hash

VERSION = 1
"""Of how a script becomes sound: what was spoken by another one is spoken anew."""


class SpeechEngine(StrEnum):
    """Who speaks. `AUTO`: piper in the languages that a voice file is set for, else espeak-ng, as far as installed."""

    AUTO = "auto"
    OFF = "off"
    ESPEAK = "espeak"
    PIPER = "piper"


@dataclass(frozen=True, slots=True)
class SpeechSettings:
    """How wrap-ups are spoken. `voices` are `language=file` of piper's; `keep` recordings stay of each edition.

    `timeout_s` is what one program may take for one piece of a recording.
    """

    prefix: ClassVar[str] = "OCTAVO_SPEECH_"

    engine: SpeechEngine = SpeechEngine.AUTO
    voices: tuple[str, ...] = ()
    keep: int = 14
    timeout_s: float = 120.0

    def __post_init__(self) -> None:
        for rule in self.voices:
            language, _, file = (part.strip() for part in rule.partition("="))
            if not (language and file and language.replace("-", "").isalnum() and file.isprintable()):
                raise ValueError(f"OCTAVO_SPEECH_VOICES: {rule!r} makes no sense: language=file.onnx is needed")
        if self.engine is SpeechEngine.PIPER and not self.voices:
            raise ValueError("OCTAVO_SPEECH_ENGINE=piper needs OCTAVO_SPEECH_VOICES")
        if self.keep < 1:
            raise ValueError("OCTAVO_SPEECH_KEEP must be 1 or more")
        if not 0 < self.timeout_s <= 600:
            raise ValueError("OCTAVO_SPEECH_TIMEOUT_S must be more than 0 and at most 600")

    @property
    def files(self) -> Mapping[str, Path]:
        """Piper's voice files by language."""
        rules = (rule.partition("=") for rule in self.voices)
        return {language.strip().lower(): Path(file.strip()).expanduser() for language, _, file in rules}


@dataclass(frozen=True, slots=True)
class Said:
    """Some words, and the language (BCP 47) that they are in."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A story of the recording, its title said first; `story` is 0 for the words before and after them all.

    `articles` are the ids of those that it quotes.
    """

    title: str
    language: str
    story: int
    said: tuple[Said, ...]
    articles: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """A wrap-up as everybody may hear it. `country` chooses among voices of one language; "" is the world."""

    language: str
    country: str
    chapters: tuple[Chapter, ...]

    @property
    def hash(self) -> bytes:
        """16 bytes: the same for what sounds the same."""
        words = [part for one in self.chapters for said in one.said for part in (said.language, said.text)]
        return content_hash(str(VERSION), self.language, self.country, *words)

    @property
    def sources(self) -> frozenset[int]:
        return frozenset(article for one in self.chapters for article in one.articles)


@dataclass(frozen=True, slots=True)
class SpokenChapter:
    """Where in the recording a story begins."""

    start_ms: int
    title: str
    language: str
    story: int
    articles: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sound:
    """A finished file. `unsaid` counts pieces in languages that no voice here speaks."""

    path: Path
    media_type: str
    duration_ms: int
    chapters: tuple[SpokenChapter, ...]
    unsaid: int = 0


@dataclass(frozen=True, slots=True)
class Recording:
    """A wrap-up's recording as it is kept. `file` is its name in the directory of recordings, `size` its bytes."""

    day: date
    part: DayPart
    file: str
    media_type: str
    size: int
    duration_ms: int
    language: str
    script_hash: bytes
    made_at: datetime
    chapters: tuple[SpokenChapter, ...]
