"""The catalogue: publishers of the world as data files, one per country, read strictly into core types.

Hands `load_catalogue` to the runner, which brings it into the store, and `probe_feeds` to whoever asks whether
the network answers. A mistake in a file is an `OctavoError` that names the file, the line and the key.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from octavo.core.catalogue import CatalogueFeed, CataloguePublisher, CatalogueStream
from octavo.core.failures import OctavoError
from octavo.core.rights import Terms

CATALOGUE = Path(__file__).parents[1] / "data" / "catalogue"
USES = ("news", "video", "podcast", "live")
WORLD = "world"
"""The file of publishers that belong to no one country."""

_HEADER = "[[publishers]]"
_PUBLISHER_KEYS = frozenset(
    {"slug", "name", "home_url", "languages", "feeds", "owner", "about", "terms", "terms_note", "streams"}
)
_FEED_KEYS = frozenset({"url", "use", "section", "language", "title"})
_STREAM_KEYS = frozenset({"url", "title", "language", "player"})

# Five hosts that have answered for decades, on three continents and in five organisations.
_PROBES = (
    "https://feeds.bbci.co.uk/news/world/rss.xml",
    "https://rss.dw.com/rdf/rss-en-all",
    "https://www.aljazeera.com/xml/rss/all.xml",
    "https://feeds.npr.org/1001/rss.xml",
    "https://www.theguardian.com/world/rss",
)

T = TypeVar("T")


def probe_feeds() -> tuple[str, ...]:
    """Five feeds of the catalogue on five hosts: where none of them answers, the network does not."""
    return _PROBES


@cache
def load_catalogue(directory: Path = CATALOGUE) -> tuple[CataloguePublisher, ...]:
    """Every publisher of the catalogue, by country and short name. Raises `OctavoError` on the first mistake."""
    publishers = [publisher for path in sorted(directory.glob("*.toml")) for publisher in read_country(path)]
    _refuse_twice("short name", ((publisher.slug, publisher) for publisher in publishers))
    _refuse_twice("feed", ((feed.url, publisher) for publisher in publishers for feed in publisher.feeds))
    return tuple(publishers)


def read_country(path: Path) -> tuple[CataloguePublisher, ...]:
    """The publishers of one file, named after its country (`ke.toml`). Raises `OctavoError` on the first mistake."""
    try:
        text = path.read_text(encoding="utf-8")
        tables = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OctavoError(f"{path.name}: {error}") from error
    country = _country(path)
    _only(tables, frozenset({"publishers"}), path.name)
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == _HEADER]
    rows = _rows(tables, "publishers", path.name)
    if len(lines) != len(rows):
        raise OctavoError(f"{path.name}: each publisher must start with {_HEADER} on a line of its own")
    return tuple(_publisher(row, country, f"{path.name}, line {line}") for row, line in zip(rows, lines, strict=True))


def _country(path: Path) -> str:
    if path.stem == WORLD:
        return ""
    if len(path.stem) != 2 or not path.stem.isascii() or not path.stem.islower():
        raise OctavoError(f"{path.name}: a file is named after its country's ISO 3166-1 code, such as ke.toml")
    return path.stem.upper()


def _publisher(row: Mapping[str, Any], country: str, where: str) -> CataloguePublisher:
    _only(row, _PUBLISHER_KEYS, where)
    slug = _text(row, "slug", where, needed=True)
    where = f"{where} ({slug})"
    if not _is_slug(slug):
        raise OctavoError(f"{where}: slug: small letters, digits and hyphens are needed")
    languages = _languages(row, where)
    only_language = languages[0] if len(languages) == 1 else ""
    publisher = CataloguePublisher(
        slug=slug,
        name=_text(row, "name", where, needed=True),
        home_url=_url(row, "home_url", where),
        country=country,
        languages=languages,
        feeds=_each(row, "feeds", where, lambda feed, at: _feed(feed, only_language, at)),
        owner=_text(row, "owner", where),
        about=_text(row, "about", where),
        terms=_terms(row, where),
        terms_note=_text(row, "terms_note", where),
        streams=_each(row, "streams", where, lambda stream, at: _stream(stream, only_language, at)),
    )
    _check_terms(publisher, where)
    return publisher


def _feed(row: Mapping[str, Any], only_language: str, where: str) -> CatalogueFeed:
    _only(row, _FEED_KEYS, where)
    use = _text(row, "use", where) or USES[0]
    if use not in USES:
        raise OctavoError(f"{where}: use: {use!r} is none of {', '.join(USES)}")
    section = _text(row, "section", where)
    if section and not _is_slug(section):
        raise OctavoError(f"{where}: section: the short name of a section is needed, such as science")
    return CatalogueFeed(
        url=_url(row, "url", where),
        use=use,
        section=section,
        language=_feed_language(row, only_language, where),
        title=_text(row, "title", where),
    )


def _stream(row: Mapping[str, Any], only_language: str, where: str) -> CatalogueStream:
    _only(row, _STREAM_KEYS, where)
    return CatalogueStream(
        url=_url(row, "url", where),
        title=_text(row, "title", where, needed=True),
        language=_feed_language(row, only_language, where),
        player=_url(row, "player", where) if "player" in row else "",
    )


def _feed_language(row: Mapping[str, Any], only_language: str, where: str) -> str:
    """A feed says its language where its publisher has several."""
    language = _text(row, "language", where) or only_language
    if not language:
        raise OctavoError(f"{where}: language: needed, as the publisher writes in several")
    return language


def _languages(row: Mapping[str, Any], where: str) -> tuple[str, ...]:
    languages = row.get("languages")
    if not isinstance(languages, list) or not languages or not all(isinstance(tag, str) and tag for tag in languages):
        raise OctavoError(f'{where}: languages: a list of BCP 47 tags is needed, such as ["sw", "en"]')
    return tuple(languages)


def _terms(row: Mapping[str, Any], where: str) -> Terms:
    word = _text(row, "terms", where) or Terms.EXCERPT.value
    try:
        return Terms(word)
    except ValueError as error:
        raise OctavoError(f"{where}: terms: {word!r} is none of {', '.join(Terms)}") from error


def _check_terms(publisher: CataloguePublisher, where: str) -> None:
    if publisher.terms is Terms.FULL and not publisher.terms_note:
        raise OctavoError(f"{where}: terms_note: full text needs the licence that allows it")
    if not publisher.feeds and not publisher.streams:
        raise OctavoError(f"{where}: feeds: at least one feed or stream is needed")


def _each(row: Mapping[str, Any], key: str, where: str, read: Callable[[Mapping[str, Any], str], T]) -> tuple[T, ...]:
    return tuple(read(item, f"{where}, {key} {number}") for number, item in enumerate(_rows(row, key, where), 1))


def _rows(table: Mapping[str, Any], key: str, where: str) -> list[Mapping[str, Any]]:
    rows = table.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise OctavoError(f"{where}: {key}: a list of tables is needed")
    return rows


def _only(table: Mapping[str, Any], keys: frozenset[str], where: str) -> None:
    for key in table:
        if key not in keys:
            raise OctavoError(f"{where}: {key}: unknown key (known: {', '.join(sorted(keys))})")


def _text(row: Mapping[str, Any], key: str, where: str, *, needed: bool = False) -> str:
    value = row.get(key, "")
    if not isinstance(value, str) or value != value.strip():
        raise OctavoError(f"{where}: {key}: a text without spaces around it is needed")
    if needed and not value:
        raise OctavoError(f"{where}: {key}: missing")
    return value


def _url(row: Mapping[str, Any], key: str, where: str) -> str:
    url = _text(row, key, where, needed=True)
    parts = urlsplit(url)
    if parts.scheme not in {"https", "http"} or not parts.hostname or not url.isascii() or " " in url:
        raise OctavoError(f"{where}: {key}: {url!r} is no web address (percent-encode what is not ASCII)")
    return url


def _is_slug(text: str) -> bool:
    return text.isascii() and text == text.lower() and text.replace("-", "").isalnum()


def _refuse_twice(what: str, pairs: Iterable[tuple[str, CataloguePublisher]]) -> None:
    owners: dict[str, CataloguePublisher] = {}
    for value, publisher in pairs:
        other = owners.setdefault(value, publisher)
        if other is not publisher or (what == "feed" and _count(publisher, value) > 1):
            raise OctavoError(f"catalogue: {what} {value!r} stands twice ({other.name}, {publisher.name})")


def _count(publisher: CataloguePublisher, url: str) -> int:
    return sum(feed.url == url for feed in publisher.feeds)
