"""Names: persons, organisations, works and places as evidence that two articles speak of the same thing.

No model: capitals where the script has them, and elsewhere what marks a name (publishers' keywords, quoted titles,
katakana, words of respect). A full name of persons counts as itself and by its last word, since other texts may say
only that; how keys meet across scripts is `octavo.core.name_keys`'s. Hands on `octavo.core.labels.Name`.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from octavo.core.labels import Name
from octavo.core.name_keys import has_case_endings, name_key
from octavo.understand import caseless, spans
from octavo.understand.name_words import COMMON_HEADS, SMALL_WORDS

MAX_NAMES = 60
MAX_CHARS = 20_000
MAX_TITLE_CHARS = 500
MAX_KEYWORDS = 30
MIN_KEY_CHARS = 2


def find_names(
    title: str, text: str, *, language: str = "", keywords: tuple[str, ...] = (), authors: tuple[str, ...] = ()
) -> tuple[Name, ...]:
    """At most 60 names, most often named first; the title counts twice. Reads 20,000 characters.

    A name's `text` is its most frequent spelling, `count` that of all with its key. `authors` are never among them.
    """
    title = unicodedata.normalize("NFC", title[:MAX_TITLE_CHARS])
    body = unicodedata.normalize("NFC", text[:MAX_CHARS])
    language = language.partition("-")[0].lower()
    tally = Tally(language, {name_key(author, language) for author in authors})
    is_caseless = caseless.is_caseless(title + body[:400])
    if is_caseless:
        tally.add_all(_cased(caseless.without_caseless(title), caseless.without_caseless(body), language))
        tally.add_all(caseless.find_marked(f"{title}\n{body}", language))
    else:
        tally.add_all(_cased(title, body, language))
    tally.add_all(_borne_out(keywords, f"{title}\n{body}"))
    return tally.names()


class Tally:
    """Counts spellings under the key they share."""

    def __init__(self, language: str, left_out: set[str]) -> None:
        self._language = language
        self._left_out = left_out
        self._spellings: dict[str, Counter[str]] = {}

    def add_all(self, names: Iterable[tuple[str, int]]) -> None:
        for name, count in names:
            key = name_key(name, self._language)
            if len(key) >= MIN_KEY_CHARS and not key.isdigit() and key not in self._left_out:
                self._spellings.setdefault(key, Counter())[name] += count

    def _best(self, spellings: Counter[str]) -> str:
        """The most frequent; the shortest, where endings of cases make names longer."""
        if has_case_endings(self._language):
            return min(spellings, key=lambda spelling: (len(spelling), -spellings[spelling]))
        return spellings.most_common(1)[0][0]

    def names(self) -> tuple[Name, ...]:
        found = [Name(self._best(spellings), key, spellings.total()) for key, spellings in self._spellings.items()]
        return tuple(sorted(found, key=lambda name: -name.count)[:MAX_NAMES])


def _cased(title: str, body: str, language: str) -> Iterator[tuple[str, int]]:
    lines = [line for line in body.split("\n") if not spans.is_shouted(line)]
    tokens = spans.tokens_of("\n".join(lines))
    headline = spans.tokens_of(title)
    shouts = spans.is_headline_case(headline) and not language.startswith(spans.NOUN_CAPITALS)
    casing = spans.read_casing(tokens if shouts or not headline else tokens + headline, language)
    found = Counter(tuple(words) for words in spans.spans(tokens, casing, language))
    for words in spans.spans(headline, casing, language, is_headline=shouts):
        found[tuple(words)] += 2
    found = _without_heads(found)
    yield from ((" ".join(name), count) for name, count in found.items())
    yield from _short_forms(found, casing, language)


def _without_heads(found: Counter[tuple[str, ...]]) -> Counter[tuple[str, ...]]:
    """ "Bishop Karin Holt" is "Karin Holt" where the text says that, too."""
    merged: Counter[tuple[str, ...]] = Counter()
    for words, count in found.items():
        tail = next((words[cut:] for cut in range(1, len(words) - 1) if words[cut:] in found), words)
        merged[tail] += count
    return merged


def _short_forms(found: Counter[tuple[str, ...]], casing: spans.Casing, language: str) -> Iterator[tuple[str, int]]:
    """The family names of full names. Where the text says one alone, it has been counted there already."""
    place = 0 if language in spans.FAMILY_NAME_FIRST else -1
    for words, count in found.items():
        if not 2 <= len(words) <= 4:
            continue
        word = words[place]
        lower = word.lower()
        is_common = lower in COMMON_HEADS or lower in SMALL_WORDS or casing.lower[lower] or len(word) < 3
        if not is_common:
            yield word, count


def _borne_out(keywords: tuple[str, ...], text: str) -> Iterator[tuple[str, int]]:
    """The publisher's keywords that the text holds, as often as it does; in scripts with capitals, capitalised ones."""
    for keyword in (unicodedata.normalize("NFC", keyword.strip()) for keyword in keywords[:MAX_KEYWORDS]):
        is_name = caseless.is_caseless(keyword) or keyword[:1].isupper()
        if is_name and 2 <= len(keyword) <= 60 and keyword.lower() not in SMALL_WORDS and keyword in text:
            yield keyword, 1
