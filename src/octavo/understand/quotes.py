"""Quotations: what somebody said, word for word, with the speaker where the text names one.

Knows the quotation marks of all languages and speech after a dash. Words in quotation marks that nobody says (scare
quotes, titles) are left out. Hands on `octavo.core.labels.Quote`; who speaks is `saying`'s.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from octavo.core.labels import Quote
from octavo.understand import saying, spans
from octavo.understand.name_words import SMALL_WORDS, TITLES

MAX_QUOTES = 40
MAX_CHARS = 20_000
MAX_QUOTE_CHARS = 600
# Words of a quotation: of one that nobody is said to say, and of one with a verb of saying beside it.
MIN_WORDS_ALONE = 6
MIN_WORDS_SAID = 3
# The same in letters, where words are not parted.
MIN_LETTERS_ALONE = 16
MIN_LETTERS_SAID = 5

_INSIDE = rf"{{2,{MAX_QUOTE_CHARS}}}"
_MARKS = re.compile(
    rf"“([^“”\n]{_INSIDE})[”\"]|„([^„“”\n]{_INSIDE})[“”\"]|«([^«»\n]{_INSIDE})»|(?<!\w)»([^«»\n]{_INSIDE})[«»]|‹([^‹›\n]{_INSIDE})›"
    rf"|「([^「」\n]{_INSIDE})」|『([^『』\n]{_INSIDE})』|(?<![\w\"])\"([^\"\n]{_INSIDE})\"|(?<!\w)”([^“”\n]{_INSIDE})”"
    rf"|(?<!\w)‘([^‘\n]{{12,{MAX_QUOTE_CHARS}}}?)’(?!\w)|(?<!\w)''([^'\n]{_INSIDE})''"
)
_DIALOGUE = re.compile(rf"^[–—―-] ?([^\n]{_INSIDE})$", re.MULTILINE)
_ASIDE = re.compile(r"(?:(?<=[,.!?…])|\s)\s?[–—―] ?|[–—―][.,] ?")
_BEFORE_VERB = re.compile(r", (?:a |ha |har |a-t-)?$")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_TRIM = " ,;،、，\u00a0\u202f"


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    text: str


def find_quotes(text: str, *, language: str = "") -> tuple[Quote, ...]:
    """At most 40 quotations in the text's order. Reads 20,000 characters."""
    text = text[:MAX_CHARS]
    language = language.partition("-")[0].lower()
    tokens = spans.tokens_of(text)
    casing = spans.read_casing(tokens, language)
    persons = _persons(text, tokens, casing, language)
    quotes: list[Quote] = []
    last_speaker, last_at = "", -1
    for span in _spans_of(text):
        before, after = saying.clause_before(text, span.start), saying.clause_after(text, span.end)
        is_said, speaker, refers = saying.speaker_in(before, after, casing, language)
        if not _is_quotation(span.text, is_said=is_said):
            continue
        if not speaker and refers:
            named = _last_before(persons, span.start)
            speaker = named[1] if named and named[0] > last_at else last_speaker
        if speaker:
            last_speaker, last_at = speaker, span.start
        quotes.append(Quote(span.text, speaker))
        if len(quotes) >= MAX_QUOTES:
            return tuple(quotes)
    return (*quotes, *list(_dialogue(text, casing, language))[: MAX_QUOTES - len(quotes)])


def _spans_of(text: str) -> Iterator[_Span]:
    for match in _MARKS.finditer(text):
        inside = next(group for group in match.groups() if group is not None)
        yield _Span(match.start(), match.end(), inside.strip().rstrip(_TRIM))


def _is_quotation(quoted: str, *, is_said: bool) -> bool:
    if _UNSPACED.search(quoted):
        letters = sum(letter.isalnum() for letter in quoted)
        return letters >= (MIN_LETTERS_SAID if is_said else MIN_LETTERS_ALONE)
    words = quoted.split()
    if is_said:
        is_dense = _HANGUL.search(quoted) is not None or quoted[-1:] in "!?."
        return len(words) >= MIN_WORDS_SAID - is_dense
    return len(words) >= MIN_WORDS_ALONE and not _is_title(words)


def _is_title(words: list[str]) -> bool:
    """ "The Bridge of the Seven Winds" is a book's."""
    heavy = [word for word in words if word.lower() not in SMALL_WORDS and word[0].isalpha()]
    return len(heavy) > 1 and all(word[0].isupper() for word in heavy)


def _persons(text: str, tokens: list[spans.Token], casing: spans.Casing, language: str) -> list[tuple[int, str]]:
    """(place, name) of names of several words, the likeliest persons."""
    found: list[tuple[int, str]] = []
    place = 0
    for words in spans.spans(tokens, casing, language):
        name = " ".join(words)
        at = text.find(name, place)
        if at >= 0 and 2 <= len(words) <= 4 and words[0].lower() not in TITLES:
            found.append((at, name))
            place = at
    return found


def _last_before(persons: list[tuple[int, str]], place: int) -> tuple[int, str] | None:
    return max((person for person in persons if person[0] < place), default=None)


def _dialogue(text: str, casing: spans.Casing, language: str) -> Iterator[Quote]:
    """Lines after a dash, with the narrator between dashes: "– We stay, – said Brandt. – All of us."."""
    for match in _DIALOGUE.finditer(text):
        if _MARKS.search(match[1]):
            continue
        parts = _ASIDE.split(match[1])
        if len(parts) < 2:
            parts = _without_aside(match[1], language)
        if len(parts) < 2 or saying.verb_pattern(language).search(parts[1]) is None:
            continue
        is_said, speaker, _ = saying.speaker_in("", parts[1], casing, language)
        said = " ".join(part.strip(" ,") for part in (parts[0], *parts[2:]))
        if is_said and _is_quotation(said, is_said=True):
            yield Quote(said, speaker)


def _without_aside(line: str, language: str) -> list[str]:
    """Northern style: "– It takes long, says Velikov."."""
    starts = [verb.start() for verb in saying.verb_pattern(language).finditer(line)]
    commas = [comma.start() for start in starts if (comma := _BEFORE_VERB.search(line[:start]))]
    return [line[: commas[-1]], line[commas[-1] :]] if commas else [line]
