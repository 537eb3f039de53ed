"""Prompts: files with a version, filled in once, in one pass, so that no text that goes in is ever read as one of ours.

Text from outside stands between lines that begin with a fence drawn anew for each request: nobody who writes an article
or a question can know it, and so nobody can write the line that ends it.
"""

import re
import secrets
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from octavo.core.models import ModelMessage, ModelRequest, Speaker, estimated_tokens
from octavo.core.writing import WritingSource

CONTRACT = "sentences/1"
"""JSON Lines of {"sentence": text, "citations": [numbers]}: what `octavo.assist.answers` reads."""
FENCE_BYTES = 8
LONGEST_QUESTION = 500
_PLACE = re.compile(r"\{(fence|sources|question|language|sentences)\}")


@dataclass(frozen=True, slots=True)
class Prompt:
    """One file. `voices` is how many must say a sentence; `sentences` how many are asked for.

    `levels` are words for the place {level}, by name; `at_level` fills one in.
    """

    name: str
    version: int
    feature: str
    contract: str
    sentences: int
    voices: int
    system: str
    user: str
    levels: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def id(self) -> str:
        """As records and kept answers have it: "summary/1"."""
        return f"{self.name}/{self.version}"

    def at_level(self, level: str) -> "Prompt":
        """This one for one of its levels, under a name of its own. Raises KeyError for a level that it has not."""
        words = self.levels[level].strip()
        return replace(self, name=f"{self.name}-{level}", system=self.system.replace("{level}", words), levels={})


@cache
def prompt(name: str) -> Prompt:
    """Raises KeyError for a name that has no file."""
    return prompts()[name]


@cache
def prompts() -> dict[str, Prompt]:
    files = sorted(Path(__file__).parent.glob("*.toml"))
    found = [Prompt(**tomllib.loads(file.read_text(encoding="utf-8"))) for file in files]
    return {each.name: each for each in found}


def asked(
    form: Prompt,
    sources: Sequence[WritingSource],
    *,
    language: str,
    question: str = "",
    max_tokens: int = 800,
    fence: str = "",
) -> ModelRequest:
    """The request. `sources` are numbered from 1, in their order; `language` is a name such as "English"."""
    values = {
        "fence": fence or secrets.token_hex(FENCE_BYTES),
        "sources": "\n".join(_numbered(sources)),
        "question": " ".join(question.split())[:LONGEST_QUESTION],
        "language": language,
        "sentences": str(form.sentences),
    }
    return ModelRequest(
        (
            ModelMessage(Speaker.SYSTEM, _filled(form.system, values)),
            ModelMessage(Speaker.USER, _filled(form.user, values)),
        ),
        max_tokens,
    )


def _filled(text: str, values: dict[str, str]) -> str:
    return _PLACE.sub(lambda place: values[place[1]], text.strip())


def _numbered(sources: Sequence[WritingSource]) -> Iterator[str]:
    """One line each, which no sentence can leave; a line before each article says whose it is."""
    article = None
    for number, source in enumerate(sources, 1):
        if source.sentence.article != article:
            article = source.sentence.article
            yield f"({' '.join(source.voice.split())[:80]})" if source.voice else "(another article)"
        yield f"[{number}] {' '.join(source.sentence.text.split())}"


def fitting(sources: Sequence[WritingSource], most_tokens: int) -> list[WritingSource]:
    """As many sentences as may be read, in their order: each article's first ones before any article's later ones."""
    ranks: dict[str, int] = {}
    ordered = []
    for at, source in enumerate(sources):
        rank = ranks[source.sentence.article] = ranks.get(source.sentence.article, -1) + 1
        ordered.append((rank, at))
    left, chosen = most_tokens, set()
    for _, at in sorted(ordered):
        left -= estimated_tokens(sources[at].sentence.text) + 4
        if left < 0:
            break
        chosen.add(at)
    return [source for at, source in enumerate(sources) if at in chosen]
