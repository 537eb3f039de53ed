"""What the catalogue's data must keep beyond being well-formed: each complaint names the place and what to mend.

`load_catalogue` refuses what cannot be read at all. These rules look at what can be read and is still wrong: a language
that is none, a feed that stands twice in other clothes, a list out of order. Hands `complaints` to the tests and to
`octavo doctor --catalogue`.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from urllib.parse import SplitResult, urlsplit

from octavo.core.catalogue import CatalogueFeed, CataloguePublisher, CatalogueStream
from octavo.core.rights import Terms

AGGREGATORS = (
    "allafrica.com",
    "bing.com",
    "feed43.com",
    "feedburner.com",
    "feedproxy.google.com",
    "fetchrss.com",
    "hnrss.org",
    "news.google.com",
    "news.yahoo.com",
    "openrss.org",
    "politepaul.com",
    "reddit.com",
    "rss.app",
    "rss.draghetti.it",
    "rsshub.app",
    "siftrss.com",
    "wor.jp",
)
"""Hosts that carry other publishers' words."""

MAX_SLUG_CHARS = 40
MAX_TEXT_CHARS = 120
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CHANNEL = re.compile(r"channel_id=UC[\w-]{22}")
_VIDEO_HOST = "www.youtube.com"
# What Babel has a name for and what is no country of ISO 3166-1. Kosovo's XK is in common use, and stays.
_NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
# Old codes, and codes of several languages at once, that Babel knows too.
_WRITTEN_OTHERWISE = {"no": "nb", "tl": "fil", "iw": "he", "in": "id", "ji": "yi", "sh": "sr", "mo": "ro", "cmn": "zh"}
_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid")


def complaints(publishers: Sequence[CataloguePublisher]) -> Iterator[str]:
    """One sentence for each thing to mend, with file and short name before it; none where all is well."""
    for publisher in publishers:
        for words in _complaints_about(publisher):
            yield f"{where(publisher)}: {words}"
    yield from _out_of_order(publishers)
    yield from _twice(publishers)


def where(publisher: CataloguePublisher) -> str:
    """The file and the short name: `ke.toml (lake-post)`."""
    return f"{publisher.country.lower() or 'world'}.toml ({publisher.slug})"


def same_address(url: str) -> str:
    """What two spellings of one address share: scheme, `www.`, the port and a slash at the end do not count."""
    parts = urlsplit(url)
    host = host_of(url).removeprefix("www.")
    path = "/".join(piece for piece in parts.path.split("/") if piece)
    return f"{host}/{path}" + (f"?{parts.query}" if parts.query else "")


def host_of(url: str) -> str:
    return urlsplit(url).hostname or ""


def _complaints_about(publisher: CataloguePublisher) -> Iterator[str]:
    yield from _about_names(publisher)
    yield from _about_country(publisher.country)
    yield from _about_languages(publisher.languages)
    yield from _about_terms(publisher)
    yield from _about_url("home_url", publisher.home_url)
    for number, feed in enumerate(publisher.feeds, 1):
        yield from (f"feeds {number}: {words}" for words in _about_feed(feed, publisher.languages))
    for number, stream in enumerate(publisher.streams, 1):
        yield from (f"streams {number}: {words}" for words in _about_stream(stream, publisher.languages))


def _about_names(publisher: CataloguePublisher) -> Iterator[str]:
    if not _SLUG.fullmatch(publisher.slug) or len(publisher.slug) > MAX_SLUG_CHARS:
        yield f"slug: small letters, digits and single hyphens between them, at most {MAX_SLUG_CHARS} in all"
    for key in ("name", "owner", "about", "terms_note"):
        text = getattr(publisher, key)
        limit = MAX_TEXT_CHARS if key in {"name", "owner"} else 3 * MAX_TEXT_CHARS
        if len(text) > limit:
            yield f"{key}: too long; {limit} characters are enough"
        if not text.isprintable():
            yield f"{key}: one line of plain text is needed"


def _about_country(country: str) -> Iterator[str]:
    if country and (country in _NO_COUNTRIES or country not in _territories()):
        yield f"{country} is no country of ISO 3166-1: rename the file, or use world.toml"


def _about_languages(languages: Sequence[str]) -> Iterator[str]:
    for tag, times in Counter(languages).items():
        if times > 1:
            yield f"languages: {tag} stands twice"
        yield from (f"languages: {words}" for words in _about_language(tag))


def _about_language(tag: str) -> Iterator[str]:
    primary, *rest = tag.split("-")
    if tag == "zh":
        yield "zh leaves the script open: write zh-Hans or zh-Hant"
    elif primary not in _languages() or any(part not in _scripts() for part in rest):
        yield f"{tag!r} is no BCP 47 tag of a language, such as sw or zh-Hant (no region)"
    elif primary in _WRITTEN_OTHERWISE:
        yield f"{tag!r} is written {_WRITTEN_OTHERWISE[primary]!r} here"


def _about_terms(publisher: CataloguePublisher) -> Iterator[str]:
    if publisher.terms is not Terms.FULL:
        return
    note = publisher.terms_note
    if "Creative Commons" not in note and "public domain" not in note:
        yield "terms_note: name the licence that allows full text (Creative Commons …, public domain)"
    if "NC" in note.replace("-", " ").split():
        yield "terms: a licence that forbids commercial use is not enough for full text: use excerpt"


def _about_feed(feed: CatalogueFeed, languages: Sequence[str]) -> Iterator[str]:
    yield from _about_url("url", feed.url)
    yield from _about_spoken(feed.language, languages)
    if feed.section and feed.section not in _sections():
        yield f"section: {feed.section!r} is none of {', '.join(_sections())}"
    if feed.use in {"video", "podcast"} and not feed.title:
        yield "title: the name of the show or channel is needed"
    if host_of(feed.url) == _VIDEO_HOST:
        if feed.use not in {"video", "live"}:
            yield "use: a video channel needs video"
        if not _CHANNEL.fullmatch(urlsplit(feed.url).query):
            yield "url: a video channel's feed ends with channel_id=UC and 22 characters"


def _about_stream(stream: CatalogueStream, languages: Sequence[str]) -> Iterator[str]:
    yield from _about_url("url", stream.url)
    yield from _about_spoken(stream.language, languages)


def _about_spoken(language: str, languages: Sequence[str]) -> Iterator[str]:
    if language not in languages:
        yield f"language: {language!r} is not among the publisher's languages ({', '.join(languages)})"


def _about_url(key: str, url: str) -> Iterator[str]:
    parts = urlsplit(url)
    if parts.scheme != "https":
        yield f"{key}: https is needed; where the publisher has none, leave the feed out"
    if parts.username or parts.password or parts.fragment or _port(parts):
        yield f"{key}: take out the name, password, port or #part"
    host = parts.hostname or ""
    if "." not in host or host.replace(".", "").isdigit():
        yield f"{key}: {host!r} is no public host name"
    if any(host == carrier or host.endswith("." + carrier) for carrier in AGGREGATORS):
        yield f"{key}: {host} carries other publishers' words: find the publisher's own"
    if any(part.startswith(_TRACKING) for part in parts.query.split("&")):
        yield f"{key}: take out what only tracks readers"


def _port(parts: SplitResult) -> bool:
    try:
        return parts.port is not None
    except ValueError:
        return True


def _out_of_order(publishers: Sequence[CataloguePublisher]) -> Iterator[str]:
    for before, after in pairwise(publishers):
        if before.country == after.country and before.slug > after.slug:
            yield f"{where(after)}: stands after {before.slug}: order a file by slug"


def _twice(publishers: Sequence[CataloguePublisher]) -> Iterator[str]:
    feeds = [(feed.url, publisher) for publisher in publishers for feed in publisher.feeds]
    yield from _repeated("feed", feeds, same_address)
    streams = [(stream.url, publisher) for publisher in publishers for stream in publisher.streams]
    yield from _repeated("stream", streams, same_address)
    yield from _repeated("home_url", [(publisher.home_url, publisher) for publisher in publishers], same_address)
    names = [(f"{publisher.name} in {publisher.country or 'the world'}", publisher) for publisher in publishers]
    yield from _repeated("name", names, str.casefold)


def _repeated(what: str, pairs: Iterable[tuple[str, CataloguePublisher]], same: Callable[[str], str]) -> Iterator[str]:
    first: dict[str, CataloguePublisher] = {}
    for value, publisher in pairs:
        key = same(value)
        if key in first:
            yield f"{where(publisher)}: {what}: {value} stands in {where(first[key])} already: keep one"
        first.setdefault(key, publisher)


@cache
def _territories() -> frozenset[str]:
    from babel import Locale

    return frozenset(code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha())


@cache
def _languages() -> frozenset[str]:
    from babel import Locale

    return frozenset(Locale("en").languages) | _WRITTEN_OTHERWISE.keys()


@cache
def _scripts() -> frozenset[str]:
    from babel import Locale

    return frozenset(Locale("en").scripts)


@cache
def _sections() -> tuple[str, ...]:
    from octavo.store.sections import known_sections

    return tuple(known_sections())
