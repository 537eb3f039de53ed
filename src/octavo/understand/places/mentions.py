"""Every span of a text that may name a place, with all the places that it may mean. Nothing is judged here."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from octavo.core.labels import PlaceKind
from octavo.understand.places.endings import forms_of
from octavo.understand.places.gazetteer import KINDS, Gazetteer, Sign, unspaced_start
from octavo.understand.places.keys import key_of
from octavo.understand.places.lexicon import Demonyms, demonyms_of
from octavo.understand.places.tokens import Token, is_unspaced

MAX_WORDS = 6
MAX_READINGS = 60
_JOINS = frozenset({" ", "-", "\u00a0", " - ", "–", ". ", "‑", "'", "’"})
_PREFIXED = frozenset({"ar", "he"})
REMEMBERED = 8_192
_INNER = frozenset({"'", "’", "ʼ"})
MAX_CLITIC = 6
FIRM, SMALL = 100_000, 5_000
CITY = KINDS.index(PlaceKind.CITY)


@dataclass(frozen=True, slots=True)
class Mention:
    """A span: words `first` to `last` of the tokens, `start` to `end` of the text, and its `readings`, (place, sign).

    `bent`: found only after an ending or prefix was taken away. `demonym`: tells of people or things of the place.
    """

    first: int
    last: int
    start: int
    end: int
    key: str
    readings: tuple[tuple[int, int], ...]
    bent: bool = False
    demonym: bool = False


@dataclass(frozen=True)
class Finder:
    """Looks the words of one text up."""

    places: Gazetteer
    language: str
    tokens: list[Token]
    demonyms: Demonyms | None

    def mentions(self) -> Iterator[Mention]:
        at = 0
        while at < len(self.tokens):
            token = self.tokens[at]
            if is_unspaced(token.text[0]):
                yield from self._in_run(at)
                at += 1
                continue
            found = self._at(at)
            if found is None:
                at += 1
                continue
            yield found
            at = found.last + 1

    def _at(self, at: int) -> Mention | None:
        """The longest name that starts with a word, else what its demonym tells of."""
        token = self.tokens[at]
        if not token.cased or token.capital:
            if demonym := self._demonym(at, wide=True):
                return demonym
            if named := self._named(at):
                return named
        return self._demonym(at, wide=False)

    def _named(self, at: int) -> Mention | None:
        token = self.tokens[at]
        for text, bent in _parts(token.text):
            key = key_of(text)
            if len(key) < 2:
                continue
            longer = self._longer(at, key) if text == token.text or token.text.endswith(text) else None
            if longer:
                return longer
            if found := self._look_up(at, at, key, text, bent=bent):
                return found
        return None

    def _longer(self, at: int, key: str) -> Mention | None:
        """The longest name of several words that begins here."""
        if not self._starts_longer(key):
            return None
        ends = [at]
        while len(ends) < MAX_WORDS and ends[-1] + 1 < len(self.tokens) and self.tokens[ends[-1] + 1].gap in _JOINS:
            ends.append(ends[-1] + 1)
        for last in reversed(ends[1:]):
            end = self.tokens[last]
            if end.cased and not end.capital and last - at < 2:
                continue
            text = " ".join([key, *(token.text for token in self.tokens[at + 1 : last + 1])])
            for part, bent in _parts(end.text):
                whole = text[: len(text) - len(end.text)] + part
                if found := self._look_up(at, last, key_of(whole), whole, bent=bent):
                    return found
        return None

    def _starts_longer(self, key: str) -> bool:
        return any(
            any(sign & Sign.STARTS for _, sign in self.places.find(form))
            for form in (key, *forms_of(key, self.language)[:4])
        )

    def _look_up(self, first: int, last: int, key: str, text: str, *, bent: bool) -> Mention | None:
        readings = self._readings(key, text)
        if not any(self._is_firm(place) for place, _ in readings):
            form, more = self._bent_readings(key, text)
            key = key if readings else form
            bent = bent or not readings
            readings += more
        if not readings:
            return None
        return Mention(first, last, self.tokens[first].start, self.tokens[last].end, key, readings, bent)

    def _bent_readings(self, key: str, text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
        for form in forms_of(key, self.language):
            if found := self._readings(form, text):
                return form, tuple((place, sign | Sign.BENT) for place, sign in found if self._is_firm(place, SMALL))
        return key, ()

    def _is_firm(self, place: int, least: int = FIRM) -> bool:
        """Whether a place is known well enough to be meant by what is written, or by a form of it."""
        return self.places.packed_kinds[place] != CITY or self.places.populations[place] >= least

    def _readings(self, key: str, text: str) -> tuple[tuple[int, int], ...]:
        found = [
            (place, sign)
            for place, sign in self.places.find(key)
            if place and (not sign & Sign.ACRONYM or text.upper() == text or len(key) > 4)
        ]
        return tuple(found[:MAX_READINGS])

    def _demonym(self, at: int, *, wide: bool) -> Mention | None:
        """`wide`: of two words ("South Korean"); these go before the name of a place that is their first."""
        demonyms, token = self.demonyms, self.tokens[at]
        if demonyms is None or (demonyms.capital and token.cased and not token.capital):
            return None
        if not wide:
            return self._of_demonym(at, at, demonym_in(self.language, token.text))
        last = at + 1
        if token.key not in demonyms.wide or last >= len(self.tokens) or self.tokens[last].gap not in _JOINS:
            return None
        return self._of_demonym(at, last, demonyms.code_of(f"{token.key} {self.tokens[last].key}"))

    def _of_demonym(self, first: int, last: int, code: str) -> Mention | None:
        place = self.places.by_code.get(code, 0) if code else 0
        if not place:
            return None
        start, end = self.tokens[first].start, self.tokens[last].end
        return Mention(first, last, start, end, f"={code}", ((place, 0),), demonym=True)

    def _in_run(self, at: int) -> Iterator[Mention]:
        """The names in a run of a script without spaces, the longest at each place."""
        token = self.tokens[at]
        run, position, starts = token.text, 0, self.places.starts
        while position < len(run) - 1:
            step = 1
            for size in starts.get(unspaced_start(run[position : position + 3]), ()):
                key = run[position : position + size]
                if len(key) == size and (readings := self._readings(key, key)):
                    start = token.start + position
                    yield Mention(at, at, start, start + size, key, readings)
                    step = size
                    break
            position += step


def finder(places: Gazetteer, language: str, tokens: list[Token]) -> Finder:
    """A finder with the demonyms of the text's language."""
    return Finder(places, language, tokens, demonyms_of(language))


@lru_cache(maxsize=REMEMBERED)
def demonym_in(language: str, word: str) -> str:
    """The code of the country that a word tells of, or "": "российские", "l'Anglais", "الروسية"."""
    demonyms = demonyms_of(language)
    if demonyms is None:
        return ""
    for part, _ in _parts(word):
        key = key_of(part)
        for form in (key, *(forms_of(key, language) if language in _PREFIXED else ())):
            if code := demonyms.code_of(form):
                return code
    return ""


def _parts(word: str) -> Iterator[tuple[str, bool]]:
    """A word, and what is left of it beside an apostrophe: "Ankara'da", "l'Algérie", "Kenya's"; whether it was cut."""
    yield word, False
    for mark in _INNER:
        if mark in word:
            head, _, tail = word.partition(mark)
            if len(tail) <= MAX_CLITIC and tail.islower():
                yield head, True
            if len(head) <= MAX_CLITIC and tail[:1].isupper():
                yield tail, False
