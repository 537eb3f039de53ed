"""News and video sitemaps (sitemaps.org with Google's extensions): a feed by another name."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from octavo.core.failures import Failure, FailureCode
from octavo.core.feeds import Enclosure, FeedEntry, FeedFormat, ParsedFeed
from octavo.gather.feeds.keys import entry_key, first_entries
from octavo.gather.feeds.media import number
from octavo.gather.feeds.names import local_name
from octavo.gather.feeds.people import once
from octavo.gather.feeds.reading import Fields, Reading, title, words
from octavo.gather.feeds.text import language_tag, plain, text_to_html

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAX_CHILDREN_TOLD = 5


def read_sitemap(root: "_Element", reading: Reading) -> ParsedFeed | Failure:
    """A list of pages becomes a feed when it gives them titles; a sitemap of mere addresses is none."""
    if local_name(root.tag) == "sitemapindex":
        return _index(root, reading)
    pages = (reading.fields(page) for page in reading.fields(root).get("url", ()))
    titled = [fields for fields in pages if "news:news" in fields or "video:video" in fields]
    chosen, warnings = first_entries(titled)
    entries = tuple(entry for fields in chosen if (entry := _entry(fields, reading)) is not None)
    if not entries:
        return Failure(FailureCode.NOT_A_FEED, "a sitemap that names pages but no news: it gives no titles")
    names = {entry.source_name for entry in entries if entry.source_name}
    languages = {entry.language for entry in entries}
    return ParsedFeed(
        format=FeedFormat.SITEMAP,
        title=names.pop() if len(names) == 1 else "",
        home_url=_site(entries[0].url),
        language=languages.pop() if len(languages) == 1 else None,
        entries=entries,
        warnings=warnings,
    )


def _index(root: "_Element", reading: Reading) -> Failure:
    children = [words(reading.fields(child), "loc") for child in reading.fields(root).get("sitemap", ())]
    news_first = sorted((child for child in children if child), key=lambda child: "news" not in child.lower())
    told = ", ".join(child[:200] for child in news_first[:_MAX_CHILDREN_TOLD])
    return Failure(
        FailureCode.NOT_A_FEED, f"a sitemap of {len(children)} sitemaps: add one of them instead: {told}"[:900]
    )


def _site(url: str) -> str | None:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/" if parts.netloc else None


def _entry(fields: Fields, reading: Reading) -> FeedEntry | None:
    url = reading.link(fields["loc"][0], words(fields, "loc")) if "loc" in fields else ""
    news = _inside(fields, reading, "news:news")
    video = _inside(fields, reading, "video:video")
    name = title(news, "news:title") or title(video, "video:title")
    if not url or not name:
        return None
    publication = _inside(news, reading, "news:publication")
    pictures = [words(reading.fields(image), "image:loc") for image in fields.get("image:image", ())]
    keywords = f"{words(news, 'news:keywords')},{words(news, 'news:genres')}"
    tags = (
        plain(word, 120) for word in (*keywords.split(","), *(tag.text or "" for tag in video.get("video:tag", ())))
    )
    return FeedEntry(
        key=entry_key("", url),
        url=url,
        title=name,
        published_at=reading.time(news, "news:publication_date") or reading.time(video, "video:publication_date"),
        updated_at=reading.time(fields, "lastmod"),
        summary=text_to_html(title(video, "video:description")) or None,
        tags=once(tags, 60),
        enclosures=_video(video, reading),
        picture_url=_first_link((*pictures, words(video, "video:thumbnail_loc")), reading),
        language=language_tag(words(publication, "news:language")),
        source_name=words(publication, "news:name") or None,
    )


def _inside(fields: Fields, reading: Reading, name: str) -> Fields:
    found = fields.get(name)
    return reading.fields(found[0]) if found else {}


def _first_link(said: tuple[str, ...], reading: Reading) -> str | None:
    from octavo.gather.feeds.links import absolute

    return next((link for word in said if (link := absolute(word, reading.base))), None)


def _video(video: Fields, reading: Reading) -> tuple[Enclosure, ...]:
    url = _first_link((words(video, "video:content_loc"),), reading)
    if url is None:
        return ()
    return (Enclosure(url, "video/*", duration_s=number(words(video, "video:duration"))),)
