"""Our own word lists: what belongs to a country ("kenianisch") and what stands around names, from `data/gazetteer`."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from octavo.understand.places.gazetteer import FILE
from octavo.understand.places.keys import key_of

REMEMBERED = 8_192
_SAME_DEMONYMS = {"nb": "da", "nn": "da", "sk": "cs", "be": "ru", "ms": "id", "gl": "pt", "ca": "es", "af": "nl"}


@dataclass(frozen=True, eq=False)
class Demonyms:
    """A language's: `codes` by stem, what may follow one, and whether it writes them with a capital."""

    codes: Mapping[str, str]
    endings: tuple[str, ...]
    capital: bool

    @cached_property
    def code_of(self) -> Callable[[str], str]:
        """The code of the country or nation that a word tells of, or ""."""
        return lru_cache(maxsize=REMEMBERED)(self._code_of)

    @cached_property
    def wide(self) -> frozenset[str]:
        """The first words of those of two: "south" for "south korean"."""
        return frozenset(stem.split(" ")[0] for stem in self.codes if " " in stem)

    def _code_of(self, key: str) -> str:
        if key in self.codes:
            return self.codes[key]
        for ending in self.endings:
            if ending and key.endswith(ending):
                code = self.codes.get(key[: -len(ending)])
                if code:
                    return code
        return ""


@dataclass(frozen=True, slots=True)
class Words:
    """What stands around a name. `prepositions` and `national` are of one language, the others of all."""

    prepositions: frozenset[str]
    national: frozenset[str]
    titles: frozenset[str]
    organisations_after: frozenset[str]
    organisations_before: frozenset[str]
    open_before: frozenset[str]
    place_after: frozenset[str]
    speaks: frozenset[str]
    between: frozenset[str]
    first_names: frozenset[str]
    also: frozenset[str]
    plays: frozenset[str]


@lru_cache(maxsize=64)
def demonyms_of(language: str) -> Demonyms | None:
    table = _demonyms().get(_SAME_DEMONYMS.get(language, language))
    if table is None:
        return None
    codes: dict[str, str] = {}
    for line in table["words"].splitlines():
        code, *stems = line.split()
        for stem in stems:
            codes[key_of(stem)] = code
    endings = (key_of(ending.strip(".")) for ending in table["endings"].split())
    return Demonyms(codes, tuple(endings), bool(table.get("capital")))


@lru_cache(maxsize=64)
def words_of(language: str) -> Words:
    table = _words()
    return Words(
        prepositions=word_set(table["prepositions"].get(language, "")),
        national=word_set(table["national"].get(language, "")),
        titles=word_set(table["titles"]["all"]),
        organisations_after=word_set(table["after"]["organisations"]),
        organisations_before=word_set(table["before"]["organisations"]),
        open_before=word_set(table["before"]["open"]),
        place_after=word_set(table["follows"]["place"]),
        speaks=word_set(table["speaks"]["all"]),
        between=word_set(table["speaks"]["between"]),
        first_names=word_set(table["names"]["first"]),
        plays=word_set(table["plays"]["all"]),
        also=word_set(table["names"]["also"]),
    )


@lru_cache(maxsize=128)
def word_set(words: str) -> frozenset[str]:
    """The keys of the words of a line."""
    return frozenset(map(key_of, words.split()))


@lru_cache(maxsize=1)
def _demonyms() -> dict[str, dict[str, str]]:
    return tomllib.loads((FILE.parent / "demonyms.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads((FILE.parent / "words.toml").read_text(encoding="utf-8"))
