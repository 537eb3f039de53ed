"""What an entry says of its recording besides the file: number, season, chapters, transcripts (Podcasting 2.0,
iTunes, Podlove Simple Chapters, Media RSS)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from octavo.core.listening import MAX_CHAPTERS, MAX_TRANSCRIPTS, Chapter, Episode, TranscriptLink
from octavo.gather.feeds.media import clock_s, mime_type, number
from octavo.gather.feeds.reading import Fields, Reading, words
from octavo.gather.feeds.text import language_tag, one_line

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_NUMBER = 100_000
_FIELDS = {
    "podcast:episode", "podcast:season", "podcast:chapters", "podcast:transcript", "itunes:episode", "itunes:season",
    "psc:chapters", "media:subtitle", "media:group",
}  # fmt: skip


def entry_episode(fields: Fields, reading: Reading) -> Episode | None:
    """None where the entry says nothing of the kind."""
    if _FIELDS.isdisjoint(fields):
        return None
    episode = Episode(
        number=_place(fields, "podcast:episode", "itunes:episode"),
        season=_place(fields, "podcast:season", "itunes:season"),
        chapters=_chapters(fields, reading),
        chapters_url=next(iter(_links(fields.get("podcast:chapters", ()), reading)), ""),
        transcripts=_transcripts(fields, reading),
    )
    return episode if episode != Episode() else None


def _place(fields: Fields, *names: str) -> int | None:
    found = next((value for name in names if (value := number(words(fields, name)))), None)
    return found if found and found < MAX_NUMBER else None


def _chapters(fields: Fields, reading: Reading) -> tuple[Chapter, ...]:
    """Podlove Simple Chapters, which stand in the feed itself."""
    found: dict[int, Chapter] = {}
    for holder in fields.get("psc:chapters", ()):
        for element in reading.fields(holder).get("psc:chapter", ())[: 2 * MAX_CHAPTERS]:
            start_s, title = clock_s(element.get("start")), one_line(element.get("title") or "", 200)
            if start_s is not None and title:
                found.setdefault(start_s, Chapter(start_s, title, reading.link(element, element.get("href"))))
    return tuple(found[start] for start in sorted(found))[:MAX_CHAPTERS]


def _transcripts(fields: Fields, reading: Reading) -> tuple[TranscriptLink, ...]:
    groups = [reading.fields(group) for group in fields.get("media:group", ())]
    titles = [element for level in (fields, *groups) for element in level.get("media:subtitle", ())]
    found: dict[str, TranscriptLink] = {}
    for element in (*fields.get("podcast:transcript", ()), *titles):
        url = reading.link(element, element.get("url") or element.get("href"))
        language = language_tag(element.get("language") or element.get("lang") or "") or ""
        if url:
            found.setdefault(url, TranscriptLink(url, mime_type(element.get("type")), language))
    return tuple(found.values())[:MAX_TRANSCRIPTS]


def _links(elements: Iterable["_Element"], reading: Reading) -> Iterable[str]:
    return (found for element in elements if (found := reading.link(element, element.get("url"))))
