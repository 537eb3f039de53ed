"""Articles that speak to machines. They are never given to a model, and never cited by one.

It is the outer of several walls: it looks for what attacks have in common and cannot know every one of them. What
holds when it sees nothing stands in docs/decisions/models.md.
"""

import base64
import binascii
import codecs
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from octavo.assist.plain import is_hiding
from octavo.core.writing import WritingSource

MOST = 4_000
"""Characters of a sentence that are looked at."""
_MARKERS = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1f\x7f]|<\s*a\s+href|<\|[^|]{1,40}\|>|\[/?INST\]|<</?SYS>>|<\s*/?\s*(?:system|instructions?|prompt|tool|function|source|article"
    r"|material|document|context|user|assistant|human|script|iframe|img|svg|style|object|embed|form|input|meta|link|base|admin|details"
    r"|think)\b"
    r"|^\W*(?:system|assistant|developer|human|ai|llm|admin|user|tool)\s*(?:\(.{0,20}\))?\s*[:>\]]|#{2,}\s*\w|<<<+\s*\w|>>>+|={4,}|-{5,}"
    r"|\bBEGIN (?:SYSTEM|INSTRUCTION|PROMPT|NEW)"
    r"|\bEND (?:OF )?(?:SYSTEM|SOURCES?|MATERIAL|PROMPT|INSTRUCTIONS?|ARTICLE|DOCUMENT)\b"
    r"|[\"'](?:role|content|sentence|citations?|tool|tool_calls?|function|arguments|name|system|url)[\"']\s*:|tool_call|function_call"
    r"|```|~~~|!\[|\]\s*\(|\{\{|\{%|\$\{|\]\]>|<!--|-->|<!\[CDATA|/\*|\*/"
    r"|javascript:|vbscript:|data:\s*\w+/|base64|on(?:error|load|click)\s*=|(?:&#x?[0-9a-f]{2,6};){2,}|&lt;\s*[/!\w]|(?:\\u[0-9a-f]{4}){2,}"
    r"|(?:\\x[0-9a-f]{2}){2,}|(?:%[0-9a-f]{2}){3,}|rot-?13|\\n\\n",
    re.IGNORECASE,
)
_CODE = re.compile(r"[A-Za-z0-9+/_\-]{24,}={0,2}")
_HEX = re.compile(r"\b(?:[0-9a-f]{2}[\s:]?){16,}\b", re.IGNORECASE)
_SPREAD = re.compile(r"(?<!\w)(?:\w[\s.\-_*·]){5,}\w(?!\w)")
_KEY_WORDS = re.compile(r"ignore|disregard|forget|instruct|prompt|respond|reply|summary")
_LEET = str.maketrans("013457@$!|", "oieasta" + "sil")
_SIMILAR = str.maketrans("асеорхіјѕԁһӏуԛԝвкмнтѵ", "aceopxijsdhlyqwbkmhtv")
_SIMILAR_GREEK = str.maketrans("αεικνορτυχ", "aeiknoptux")


@dataclass(frozen=True, slots=True)
class _Tongue:
    forget: re.Pattern[str]
    before: re.Pattern[str]
    orders: re.Pattern[str]
    command: re.Pattern[str]
    you: re.Pattern[str]
    machine: re.Pattern[str]

    def speaks(self, text: str) -> bool:
        if self.command.search(text):
            return True
        if self.forget.search(text) and self.before.search(text) and self.orders.search(text):
            return True
        return bool(self.machine.search(text) and self.you.search(text))


@lru_cache(maxsize=8_192)
def speaks_to_machines(text: str) -> bool:
    """Whether a text, as it came and before it was made plain, has anything that is meant for a machine."""
    text = text[:MOST]
    if is_hiding(text) or _MARKERS.search(unicodedata.normalize("NFKC", text)):
        return True
    return any(_is_talk(reading) for reading in _readings(text))


def _is_talk(text: str) -> bool:
    return bool(_any_word().search(text)) and any(tongue.speaks(text) for tongue in _tongues())


def _readings(text: str) -> Iterator[str]:
    """The text as somebody, or something, may read it."""
    folded = _folded(text)
    yield folded
    latin = folded.translate(_SIMILAR).translate(_SIMILAR_GREEK)
    if latin != folded:
        yield latin
    leet = latin.translate(_LEET)
    if leet != latin:
        yield leet
    if _SPREAD.search(folded):
        yield _SPREAD.sub(lambda run: re.sub(r"[\s.\-_*·]", "", run[0]), folded)
    if folded.isascii():
        turned = (folded[::-1], codecs.encode(folded, "rot13"))
        yield from (each for each in turned if _KEY_WORDS.search(each))
    for code in [*_CODE.findall(text), *_HEX.findall(text)]:
        yield from _decoded(code)


def _folded(text: str) -> str:
    """Small letters without accents or signs of no width, one space between words."""
    parts = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("’", "'"))
    letters = (part for part in parts if unicodedata.category(part) not in {"Mn", "Cf", "Cc"} or part in "\n\t")
    return f" {' '.join(''.join(letters).casefold().split())} "


def _decoded(code: str) -> Iterator[str]:
    squeezed = re.sub(r"[\s:]", "", code)
    for read in (_from_base64, bytes.fromhex):
        try:
            found = read(squeezed).decode("ascii")
        except (ValueError, binascii.Error):
            continue
        if found.isprintable() and " " in found:
            yield _folded(found)


def _from_base64(code: str) -> bytes:
    plain = code.rstrip("=").replace("-", "+").replace("_", "/")
    return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)


@cache
def _tongues() -> tuple[_Tongue, ...]:
    said = _words()
    names = ("forget", "before", "orders", "command", "you", "machine")
    return tuple(
        _Tongue(*(_pattern(tongue[name], anywhere="anywhere" in tongue) for name in names)) for tongue in said.values()
    )


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    file = files("octavo.data") / "assist" / "machine_talk.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def _any_word() -> re.Pattern[str]:
    """One look instead of a hundred, for nearly every sentence of the news."""
    kinds = ("forget", "command", "machine")
    return _pattern([word for tongue in _words().values() for kind in kinds for word in tongue[kind]], anywhere=True)


def _pattern(words: Sequence[str], *, anywhere: bool) -> re.Pattern[str]:
    folded = sorted({_kept_end(word) for word in words}, key=len, reverse=True)
    return re.compile(("" if anywhere else r"(?<!\w)") + "(?:" + "|".join(map(re.escape, folded)) + ")")


def _kept_end(word: str) -> str:
    """Folded as texts are, its own space at the end kept."""
    return _folded(word).strip() + (" " if word.endswith(" ") else "")


def screened(sources: Sequence[WritingSource]) -> tuple[list[WritingSource], dict[str, frozenset[int]]]:
    """The sources of articles that speak to readers alone, and which sentences of the others do not, by article.

    A whole article goes, not its sentence: what an attack says in its next breath looks like any other sentence.
    """
    found: dict[str, set[int]] = {}
    for each in sources:
        if speaks_to_machines(each.sentence.text):
            found.setdefault(each.sentence.article, set()).add(each.sentence.index)
    guilty = {article: frozenset(indexes) for article, indexes in found.items()}
    return [each for each in sources if each.sentence.article not in guilty], guilty
