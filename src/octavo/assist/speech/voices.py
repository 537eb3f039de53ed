"""Who on this machine can speak which language: espeak-ng and piper, as installed and as the operator set."""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from octavo.assist.speech.encoding import Encoder, encoders
from octavo.assist.speech.programs import MEGABYTE, PROBE_S
from octavo.core.speech import SpeechEngine, SpeechSettings

ESPEAK, PIPER = "espeak-ng", "piper"
WORDS_A_MINUTE = 160
PIPER_BYTES = 6 * 1024 * MEGABYTE
"""Address space: its model runner reserves far more than it touches."""
_USUAL = {"en": "en-gb", "fr": "fr-fr", "no": "nb", "fil": "", "tl": ""}
_UNREADABLE = frozenset({"ja", "zh", "th", "he", "iw"})
"""Espeak-ng lists these, but spells most Chinese characters out as "Chinese letter" or in English, guesses at Thai
without spaces and says Hebrew without its vowels (heard in 1.51). Piper has voices for some of them."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What speaks a language: a command that reads text on standard input; the file to write is its last word."""

    argv: tuple[str, ...]
    memory_bytes: int = 512 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Speaker:
    """What this machine has. `listed` are espeak-ng's own names of its voices."""

    espeak: str = ""
    listed: frozenset[str] = frozenset()
    piper: str = ""
    files: Mapping[str, Path] = field(default_factory=dict)
    encoders: tuple[Encoder, ...] = ()

    def voice(self, language: str, country: str = "") -> Voice | None:
        """None for a language that nobody here speaks so that people understand it."""
        tag = language.lower()
        plain = tag.partition("-")[0]
        file = self.files.get(tag) or self.files.get(plain)
        if self.piper and file:
            return Voice((self.piper, "--model", str(file), "--output_file"), PIPER_BYTES)
        named = self._espeak_voice(tag, plain, country.lower()[:2])
        if not named:
            return None
        return Voice((self.espeak, "-b", "1", "-s", str(WORDS_A_MINUTE), "-v", named, "--stdin", "-w"))

    @property
    def described(self) -> str:
        """For the operator: "espeak-ng (131 voices), piper (en), to MP3"."""
        who = [f"{ESPEAK} ({len(self.listed)} voices)"] if self.listed else []
        who += [f"{PIPER} ({', '.join(sorted(self.files))})"] if self.piper and self.files else []
        kind = self.encoders[0].suffix.upper() if self.encoders else "WAV; install lame for files a seventh as large"
        return f"{', '.join(who)}, to {kind}"

    def _espeak_voice(self, tag: str, plain: str, country: str) -> str:
        if plain in _UNREADABLE:
            return ""
        wanted = (tag if "-" in tag else "", f"{plain}-{country}", _USUAL.get(plain, plain), plain)
        return next((one for one in wanted if one and one in self.listed), "")


def find_speaker(settings: SpeechSettings) -> Speaker | None:
    """None where nothing here can speak, or is to."""
    if settings.engine is SpeechEngine.OFF:
        return None
    espeak = shutil.which(ESPEAK) if settings.engine is not SpeechEngine.PIPER else None
    piper = shutil.which(PIPER) if settings.engine is not SpeechEngine.ESPEAK else None
    files = {language: file.absolute() for language, file in settings.files.items() if file.is_file()} if piper else {}
    listed = _listed(espeak) if espeak else frozenset[str]()
    if not listed and not files:
        return None
    return Speaker(espeak or "", listed, piper or "", files, encoders())


def _listed(espeak: str) -> frozenset[str]:
    """The second column of what it lists, below a line of headings."""
    try:
        said = subprocess.run([espeak, "--voices"], capture_output=True, timeout=PROBE_S, check=False)  # noqa: S603  # the operator's
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    lines = said.stdout.decode("utf-8", "replace").splitlines()[1:]
    return frozenset(columns[1] for line in lines if len(columns := line.split()) > 1)
