"""What an entry carries to look at or listen to: enclosures, Media RSS, iTunes; and the best picture of them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from octavo.core.feeds import Enclosure
from octavo.core.listening import LONGEST_S
from octavo.gather.feeds.reading import Fields, Reading, title, words
from octavo.gather.feeds.text import one_line

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_ENCLOSURES = 40
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d{1,2})(?:[.,]\d+)?|(\d{1,7})(?:[.,]\d+)?")
# "1h 2m 3s", "62 min", and ISO 8601's PT1H2M3S.
_SPELT = re.compile(
    r"(?:pt)?(?:(\d{1,3})\s*h(?:(?:ou)?rs?|ours?)?)?[\s,]*(?:(\d{1,4})\s*m(?:in(?:ute)?s?)?)?[\s,]*"
    r"(?:(\d{1,6})(?:[.,]\d+)?\s*s(?:ec(?:ond)?s?)?)?\.?",
    re.IGNORECASE,
)
_TYPE = re.compile(r"[a-z0-9.+-]{2,40}/[a-z0-9.+*-]{1,80}", re.IGNORECASE)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif|gif)(?:[?#]|$)", re.IGNORECASE)
# Authors' faces and tracking pixels, which some publishing systems list before the article's own picture.
_NOT_THE_PICTURE = re.compile(r"gravatar\.com/avatar|feedburner\.com/~|/pixel\.|stats\.wordpress", re.IGNORECASE)
_FIELDS = {"enclosure", "media:content", "media:group", "media:thumbnail", "itunes:image", "itunes:link", "image"}
_PLAYED = ("audio/", "video/")


@dataclass(frozen=True, slots=True)
class EntryMedia:
    enclosures: tuple[Enclosure, ...] = ()
    picture_url: str | None = None


_NONE = EntryMedia()


def entry_media(fields: Fields, reading: Reading) -> EntryMedia:
    """Everything an entry carries, each address once, and its best picture.

    Best is: the widest picture of Media RSS, then an enclosed picture, then the widest thumbnail, then the
    episode's cover.
    """
    if _FIELDS.isdisjoint(fields) and not any(link.get("rel") == "enclosure" for link in _links(fields)):
        return _NONE
    described = _flatten(fields, reading)
    contents = [found for fields_ in described for found in _media_contents(fields_, reading)]
    thumbnails = [found for fields_ in described for found in _thumbnails(fields_, reading)]
    attached = list(_attached(fields, reading))
    covers = _covers(fields, reading)
    return EntryMedia(
        _with_duration(_once((*attached, *contents)), fields),
        best_picture(contents) or best_picture(attached) or best_picture(thumbnails) or best_picture(covers),
    )


def _links(fields: Fields) -> list["_Element"]:
    return [*fields.get("link", ()), *fields.get("atom:link", ())]


def _flatten(fields: Fields, reading: Reading) -> list[Fields]:
    """The entry's own Media RSS, that of its groups, and that inside each content."""
    groups = [reading.fields(group) for group in fields.get("media:group", ())]
    found: list[Fields] = [fields, *groups]
    inner = (content for level in (fields, *groups) for content in level.get("media:content", ()) if len(content))
    return found + [{"media:thumbnail": reading.fields(content).get("media:thumbnail", ())} for content in inner]


def _media_contents(fields: Fields, reading: Reading) -> Iterator[Enclosure]:
    for content in fields.get("media:content", ())[:MAX_ENCLOSURES]:
        if url := reading.link(content, content.get("url")):
            inner = reading.fields(content) if len(content) else {}
            yield Enclosure(
                url=url,
                type=mime_type(content.get("type")) or _type_of_medium(content.get("medium"), url),
                length=number(content.get("fileSize")),
                duration_s=duration(content.get("duration")),
                title=title(inner, "media:title") or None,
                width=number(content.get("width")),
                height=number(content.get("height")),
            )


def _type_of_medium(medium: str | None, url: str) -> str:
    if medium in {"image", "audio", "video"}:
        return f"{medium}/*"
    return "image/*" if _PICTURE_FILE.search(url) else ""


def _thumbnails(fields: Fields, reading: Reading) -> Iterator[Enclosure]:
    for element in fields.get("media:thumbnail", ())[:MAX_ENCLOSURES]:
        if url := reading.link(element, element.get("url") or element.text):
            yield Enclosure(url, "image/*", width=number(element.get("width")), height=number(element.get("height")))


def _attached(fields: Fields, reading: Reading) -> Iterator[Enclosure]:
    """RSS enclosures and Atom's links of that relation."""
    links = [link for link in _links(fields) if link.get("rel") == "enclosure"]
    for element in (*fields.get("enclosure", ()), *links):
        said = element.get("url") or element.get("href") or element.get("resource") or element.text
        if url := reading.link(element, said):
            yield Enclosure(
                url=url,
                type=mime_type(element.get("type")) or ("image/*" if _PICTURE_FILE.search(url) else ""),
                length=number(element.get("length")),
                title=one_line(element.get("title") or "", 300) or None,
            )


def _covers(fields: Fields, reading: Reading) -> list[Enclosure]:
    said = [
        (element, element.get("href") or element.get("url"))
        for element in (*fields.get("itunes:image", ()), *fields.get("itunes:link", ()))
    ]
    for image in fields.get("image", ()):
        inner = reading.fields(image) if len(image) else {}
        said.append((image, words(inner, "url") or image.get("href") or image.text))
    return [Enclosure(url, "image/*") for element, link in said if (url := reading.link(element, link))]


def _once(enclosures: Iterable[Enclosure]) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for enclosure in enclosures:
        found.setdefault(enclosure.url, enclosure)
    return tuple(found.values())[:MAX_ENCLOSURES]


def _with_duration(enclosures: tuple[Enclosure, ...], fields: Fields) -> tuple[Enclosure, ...]:
    """iTunes gives the duration beside the episode's file; the first thing to play has it."""
    seconds = duration(words(fields, "itunes:duration"))
    if not seconds:
        return enclosures
    for position, enclosure in enumerate(enclosures):
        if enclosure.type.startswith(_PLAYED) and enclosure.duration_s is None:
            timed = replace(enclosure, duration_s=seconds)
            return (*enclosures[:position], timed, *enclosures[position + 1 :])
    return enclosures


def best_picture(enclosures: Iterable[Enclosure]) -> str | None:
    """The widest; where widths are not told, the first. Never a pixel or a face of the system's."""
    best, width = None, -1
    for enclosure in enclosures:
        size = enclosure.width or 0
        is_pixel = 0 < size <= 2 or enclosure.height in {1, 2}
        if not enclosure.type.startswith("image/") or is_pixel or _NOT_THE_PICTURE.search(enclosure.url):
            continue
        if size > width:
            best, width = enclosure.url, size
    return best


def mime_type(said: str | None) -> str:
    kind = (said or "").partition(";")[0].strip()
    return kind.lower() if _TYPE.fullmatch(kind) else ""


def number(said: str | None) -> int | None:
    """A count of bytes or pixels, None for anything else."""
    digits = (said or "").strip().removesuffix("px")
    return int(digits) if digits.isdigit() and len(digits) <= 12 else None


def duration(said: str | None) -> int | None:
    """Seconds of `3725`, `62:05`, `1:02:05`, `1h 2m` or `PT1H2M5S`; None for what no clock shows and for nonsense."""
    said = (said or "").strip()[:40]
    return (_clock_s(said) or _spelt_s(said)) or None


def clock_s(said: str | None) -> int | None:
    """Whole seconds of `3725`, `62:05` or `1:02:05.250`; None for what no clock shows, such as `99:99:99`."""
    return _clock_s((said or "").strip()[:40])


def _clock_s(said: str) -> int | None:
    found = _CLOCK.fullmatch(said)
    if found is None:
        return None
    hours, minutes, seconds, plain = found.groups()
    if plain is not None:
        return _plausible(int(plain))
    if int(seconds) > 59 or (hours and int(minutes) > 59):
        return None
    return _plausible(int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds))


def _spelt_s(said: str) -> int | None:
    found = _SPELT.fullmatch(said)
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return _plausible(hours * 3600 + minutes * 60 + seconds)


def _plausible(seconds: int) -> int | None:
    return seconds if seconds <= LONGEST_S else None
