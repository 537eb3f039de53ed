"""The door of metadata: from a parsed page to `PageMetadata`."""

from dataclasses import dataclass
from datetime import datetime

from octavo.core.articles import PictureReference
from octavo.core.feeds import FeedEntry
from octavo.extract.metadata.authors import find_authors
from octavo.extract.metadata.beside import corrected, days_beside
from octavo.extract.metadata.facts import PageFacts, read_facts
from octavo.extract.metadata.index import read_index
from octavo.extract.metadata.links import parseable
from octavo.extract.metadata.names import clean_authors, clean_keywords
from octavo.extract.metadata.picture import find_lead_picture
from octavo.extract.metadata.scripts import scripted_time
from octavo.extract.metadata.site import (
    canonical_url,
    declared_languages,
    keywords_of,
    language_of,
    publisher_name,
    section_of,
    site_names,
)
from octavo.extract.metadata.times import first_time, published_time, updated_time
from octavo.extract.metadata.title import MAX_TITLE_CHARS, find_title, heading_of, host_names
from octavo.extract.metadata.visible import visible_time
from octavo.extract.metadata.zones import countries_of
from octavo.extract.rules import RuledTree
from octavo.extract.tree import Element

# Countries that write the day first in English too.
DAY_FIRST_IN_ENGLISH = frozenset({
    "GB", "IE", "AU", "NZ", "ZA", "IN", "PK", "BD", "LK", "NG", "KE", "GH", "UG", "TZ", "ZM", "ZW", "SG", "MY", "HK",
    "MT",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page says of its article beside the text. `facts` is what it was read from. Times keep the zone that the
    publisher wrote."""

    facts: PageFacts
    url: str
    title: str
    authors: tuple[str, ...]
    published_at: datetime | None
    updated_at: datetime | None
    language: str | None
    section: str | None
    keywords: tuple[str, ...]
    publisher: str | None
    picture: PictureReference | None


@dataclass(frozen=True, slots=True)
class _Page:
    """What the readers of single facts share."""

    facts: PageFacts
    url: str
    title: str
    heading: Element | None
    language: str
    tags: list[str]

    @property
    def month_first(self) -> bool:
        """Whether 3/4/2023 is in March here: in English, but for countries that write otherwise."""
        return self.language == "en" and DAY_FIRST_IN_ENGLISH.isdisjoint(countries_of(self.url, self.tags))


def read_metadata(
    tree: Element,
    url: str,
    entry: FeedEntry | None = None,
    feed_language: str = "",
    *,
    ruled: RuledTree | None = None,
    page: bytes = b"",
) -> PageMetadata:
    """Everything but the text. `entry` is what the feed said: it fills what the page leaves open. `ruled` is what the
    publisher's rules found on the page, which is believed first; `page` is the page as served, whose scripts are asked
    last. Never raises, whatever the page holds."""
    found_at, url = url, parseable(url)
    facts = read_facts(read_index(tree), url)
    names = (*site_names(facts), *host_names(url))
    tags = declared_languages(facts)
    language = language_of([*tags, (entry.language if entry else "") or "", feed_language])
    title = _ruled_title(ruled) or find_title(facts, names)
    place = heading_of(facts, title)
    shared = _Page(facts, url, title, place.element if place else None, language or "", tags)
    published, updated = _times(shared, entry, ruled, page)
    return PageMetadata(
        facts=facts,
        url=canonical_url(facts, url) or found_at,
        title=title or (entry.title if entry else ""),
        authors=clean_authors(ruled.authors if ruled else ())
        or find_authors(facts, names, shared.heading)
        or (clean_authors(entry.authors) if entry else ()),
        published_at=published,
        updated_at=updated or (entry.updated_at if entry else None),
        language=language,
        section=section_of(facts),
        keywords=keywords_of(facts) or (clean_keywords(entry.tags) if entry else ()),
        publisher=publisher_name(facts),
        picture=find_lead_picture(facts, url, place) or _entry_picture(entry),
    )


def _ruled_title(ruled: RuledTree | None) -> str:
    return next(iter(ruled.titles if ruled else ()), "")[:MAX_TITLE_CHARS]


def _entry_picture(entry: FeedEntry | None) -> PictureReference | None:
    return PictureReference(entry.picture_url) if entry and entry.picture_url else None


def _times(
    page: _Page, entry: FeedEntry | None, ruled: RuledTree | None, served: bytes
) -> tuple[datetime | None, datetime | None]:
    """Publication and update on the publisher's clock, as far as the page tells."""
    facts, url = page.facts, page.url
    by_rule = first_time(ruled.times if ruled else (), page.language)
    declared = by_rule or published_time(facts, page.language)
    updated = updated_time(facts, page.language)
    published = declared or (entry.published_at if entry else None)
    if published is None:
        seen = visible_time(facts, url, page.title, page.language, month_first=page.month_first)
        published = seen or scripted_time(served) or updated
    elif declared and not by_rule:
        beside = days_beside(page.heading, page.language, month_first=page.month_first)
        published = corrected(declared, updated, beside, url, page.tags)
    if updated and published and not updated.utcoffset() and updated.time() != datetime.min.time():
        updated = updated.astimezone(published.tzinfo)
    return published, updated
