"""The wrap-ups of an edition as a podcast: RSS 2.0 with iTunes' tags and Podlove's Simple Chapters."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

from octavo.core.speech import SpokenChapter

_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACES = {
    "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "xmlns:psc": "http://podlove.org/simple-chapters",
}


def xml_text(text: str) -> str:
    """Without what XML 1.0 cannot hold (its section 2.2)."""
    return _NO_XML.sub("", text)


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter: where it begins, what it is called, and where to read it ("" for nowhere)."""

    start_ms: int
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Episode:
    title: str
    url: str
    guid: str
    notes: str
    made_at: datetime
    file_url: str
    size: int
    media_type: str
    duration_ms: int
    marks: tuple[Mark, ...]


class PodcastFeed(Rss201rev2Feed):
    """`image_url`, `author` and `feed_url` go to the channel; each item is `episode`, an `Episode`."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), **_SPACES}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for name, value in (("author", self.feed["author"]), ("type", "episodic"), ("explicit", "false")):
            handler.addQuickElement(f"itunes:{name}", value)
        handler.addQuickElement("itunes:image", attrs={"href": self.feed["image_url"]})
        handler.startElement("itunes:category", AttributesImpl({"text": "News"}))
        handler.addQuickElement("itunes:category", attrs={"text": "Daily News"})
        handler.endElement("itunes:category")

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        episode: Episode = item["episode"]
        attrs = {"url": episode.file_url, "length": str(episode.size), "type": episode.media_type}
        handler.addQuickElement("enclosure", attrs=attrs)
        handler.addQuickElement("itunes:duration", str(max(1, round(episode.duration_ms / 1000))))
        handler.addQuickElement("itunes:episodeType", "full")
        handler.startElement("psc:chapters", AttributesImpl({"version": "1.2"}))
        for mark in episode.marks:
            link = {"href": mark.url} if mark.url else {}
            handler.addQuickElement(
                "psc:chapter", attrs={"start": clock(mark.start_ms), "title": xml_text(mark.title), **link}
            )
        handler.endElement("psc:chapters")

    def add_episode(self, episode: Episode) -> None:
        self.add_item(
            title=xml_text(episode.title),
            link=episode.url,
            description=xml_text(episode.notes),
            pubdate=episode.made_at,
            unique_id=xml_text(episode.guid),
            unique_id_is_permalink=False,
            episode=episode,
        )


def clock(milliseconds: int) -> str:
    """Normal play time: 00:04:05.120."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def notes_of(chapters: Iterable[tuple[SpokenChapter, str]], sources: Mapping[int, tuple[str, str]]) -> str:
    """Each story's title with the address of its page, and who tells it with the originals' addresses, as HTML."""
    return "\n".join(_note(chapter, url, sources) for chapter, url in chapters if chapter.story)


def _note(chapter: SpokenChapter, url: str, sources: Mapping[int, tuple[str, str]]) -> str:
    told: Sequence[tuple[str, str]] = [sources[one] for one in chapter.articles if one in sources]
    names = ", ".join(_link(name, address) for name, address in dict.fromkeys(told))
    return f"<p><strong>{_link(chapter.title, url)}</strong><br>{names}</p>"


def _link(text: str, url: str) -> str:
    """A link for http and https alone."""
    if not url.lower().startswith(("http://", "https://")):
        return escape(text)
    return f'<a href="{escape(url)}">{escape(text)}</a>'
