"""A newsroom for tests: publishers, feeds and articles filled in through the store's real writes.

    newsroom.publisher("daily", country="KE", languages=("en", "sw"))
    article_id = newsroom.article("Rain at last", publisher="daily", section="World", keywords=("rain",))

Time stands still at `newsroom.now`; each article is a minute older than the one before it unless told.
"""

import json
import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from octavo.core.articles import ExtractedArticle, Kind, Media, PictureReference, Quality
from octavo.core.ids import content_hash, entry_key_hash, url_hash
from octavo.core.polling import DigestedEntry, PageOutcome, PictureOutcome, PollOutcome, StoredPicture
from octavo.core.rights import Terms

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def extracted(
    title: str, *, url: str, text: str | None = None, complete: bool = True, **fields: Any
) -> ExtractedArticle:
    """An article as extraction hands it on."""
    text = f"{title}. More words about it." if text is None else text
    html = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))
    fields.setdefault("quality", Quality(complete=complete))
    fields.setdefault("version", 1)
    return ExtractedArticle(url=url, title=title, html=html, text=text, excerpt=text[:200], **fields)


def digested(article: ExtractedArticle, *, key: str = "", wants_page: bool = False) -> DigestedEntry:
    """The entry that an article came in."""
    key = key or article.url
    said = {"key": key, "url": article.url, "title": article.title, "summary": article.text}
    return DigestedEntry(
        key_hash=entry_key_hash(key),
        content_hash=content_hash(article.title, article.text),
        said=zlib.compress(json.dumps(said).encode()),
        article=article,
        wants_page=wants_page,
    )


def polled(feed_id: int, *entries: DigestedEntry, at: datetime = NOW, **fields: Any) -> PollOutcome:
    """A poll that went well."""
    fields.setdefault("next_poll_at", at + timedelta(minutes=30))
    fields.setdefault("content_hash", content_hash(*(str(entry.content_hash) for entry in entries)))
    return PollOutcome(feed_id=feed_id, polled_at=at, interval_s=1800, entries=entries, **fields)


class Newsroom:
    def __init__(self, now: datetime = NOW) -> None:
        self.now = now
        self._numbers = count(1)
        self._feeds: dict[str, int] = {}

    def publisher(
        self,
        slug: str = "daily",
        *,
        name: str = "",
        country: str = "GB",
        languages: Sequence[str] = ("en",),
        terms: Terms = Terms.EXCERPT,
        **fields: Any,
    ) -> int:
        """A publisher's id; the same for the same slug."""
        from octavo.store.models import Publisher

        values = {
            "name": name or slug.title(),
            "home_url": f"https://{slug}.example/",
            "country": country,
            "languages": list(languages),
            "terms": terms.value,
            **fields,
        }
        return Publisher.objects.get_or_create(slug=slug, defaults=values)[0].pk

    def feed(self, publisher: str = "daily", *, url: str = "", **fields: Any) -> int:
        """A feed's id; the same for the same address. Its publisher is made where there is none."""
        from octavo.store.feeds import add_feed

        url = url or f"https://{publisher}.example/feed.xml"
        if url not in self._feeds:
            self._feeds[url] = add_feed(url, publisher_id=self.publisher(publisher), now=self.now, **fields)[0]
        return self._feeds[url]

    def article(
        self,
        title: str = "",
        *,
        publisher: str = "daily",
        text: str | None = None,
        url: str = "",
        age: timedelta | None = None,
        language: str = "en",
        kind: Kind = Kind.ARTICLE,
        section: str | None = None,
        keywords: Sequence[str] = (),
        media: Sequence[Media] = (),
        picture: bool = False,
        picture_url: str | None = None,
        wants_page: bool = False,
        feed: int = 0,
        **fields: Any,
    ) -> int:
        """Store one article as a poll brings it, and return its id.

        With `picture` it has one that is fetched already, with `picture_url` one that is not. An article of an
        address that was stored before changes it, as a poll does.
        """
        from octavo.store.feeds import record_polls
        from octavo.store.models import Article

        number = next(self._numbers)
        url = url or f"https://{publisher}.example/article/{number}"
        shown_at = self.now - (timedelta(minutes=number) if age is None else age)
        article = extracted(
            title or f"Article {number}",
            url=url,
            text=text,
            language=language,
            kind=kind,
            section=section,
            keywords=tuple(keywords),
            media=tuple(media),
            published_at=fields.pop("published_at", shown_at),
            **fields,
        )
        if picture or picture_url is not None:
            named = PictureReference(picture_url or f"{url}/picture.jpg", alt="What it shows")
            article = replace(article, picture=named if picture_url != "" else PictureReference(""))
        feed = feed or self.feed(publisher)
        record_polls([polled(feed, digested(article, wants_page=wants_page), at=self.now)])
        stored = Article.objects.get(url_hash=url_hash(url))
        if stored.picture_id and picture:
            self.picture_arrives(stored.picture_id)
        return stored.pk

    def page_arrives(self, article_id: int, article: ExtractedArticle | None, **fields: Any) -> None:
        """Record what reading an article's page gave."""
        from octavo.store.articles import record_pages

        if article is not None:
            article = replace(article, quality=replace(article.quality, from_page=True))
        body = zlib.compress(b"<html>")
        record_pages([PageOutcome(article_id, self.now, article=article, body=body, **fields)])

    def picture_arrives(self, picture_id: int) -> None:
        from octavo.store.pictures import record_pictures

        stored = StoredPicture(width=1200, height=800, colour="#446688", widths=(320, 640, 1200), bytes=90_000)
        record_pictures([PictureOutcome(picture_id, stored=stored)])
