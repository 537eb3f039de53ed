"""Reads the bundled newsroom from its data files, and hands it on as frozen values.

An article is a text file with TOML front matter between `+++` lines; data/README.md shows the fields.
"""

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from octavo.core.articles import Kind
from octavo.core.failures import OctavoError
from octavo.core.rights import Terms
from octavo.demo.sound import wav_length

DATA = Path(__file__).parent / "data"
_AGE = re.compile(r"(?P<late>-)?(?:(?P<hours>\d+)h)? ?(?:(?P<minutes>\d+)m)?")


@dataclass(frozen=True, slots=True)
class Illustration:
    """A picture to draw: `scene` names the motif, its palette and perhaps a variant ("harbour dusk")."""

    name: str
    scene: str
    caption: str
    credit: str
    alt: str


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A recording in data/media, and what feeds say of it: `chapters` are (second, title), `transcript` and `captions`
    files beside it. With `tones` it is not a file: the press sounds them (demo/sound.py)."""

    file: str
    type: str
    duration_s: int
    chapters: tuple[tuple[int, str], ...] = ()
    transcript: str = ""
    captions: str = ""
    episode: int = 0
    season: int = 0
    tones: tuple[int, ...] = ()

    @property
    def path(self) -> Path:
        return DATA / "media" / self.file

    @property
    def length(self) -> int:
        """In bytes."""
        return wav_length(self.duration_s) if self.tones else self.path.stat().st_size


@dataclass(frozen=True, slots=True)
class Correction:
    """What replaces an article's text `after` the first start of the demo."""

    after: timedelta
    title: str
    note: str
    body: str


@dataclass(frozen=True, slots=True)
class DemoArticle:
    """One article as its publisher wrote it.

    `age` counts back from the first start; a negative age appears that much later. `free_paragraphs` is
    how many paragraphs a passer-by may read of a paywalled article, 0 where all are free.
    """

    slug: str
    publisher: str
    language: str
    title: str
    standfirst: str
    age: timedelta
    section: str
    body: str
    kind: Kind = Kind.ARTICLE
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    pictures: tuple[Illustration, ...] = ()
    media: MediaFile | None = None
    event: str = ""
    free_paragraphs: int = 0
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class DemoFeed:
    """A feed the press serves. `trouble` is "", "slow" or "broken"; `kinds` and `sections` empty list everything.

    `section` is the well-known section that a catalogue would give the feed.
    """

    path: str
    format: str
    title: str
    text: str = "excerpt"
    use: str = "news"
    section: str = ""
    trouble: str = ""
    kinds: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoStream:
    """A live stream: its page, which the press serves only where it `is_up`, and the tones that are on air."""

    path: str
    title: str
    is_up: bool = True
    tones: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoPublisher:
    """An invented publisher; `slug` is also its host's first label. `article_path` is a format string."""

    slug: str
    name: str
    tagline: str
    country: str
    language: str
    owner: str
    about: str
    terms: Terms
    layout: str
    article_path: str
    feeds: tuple[DemoFeed, ...]
    sections: tuple[str, ...]
    colour: str
    zone: str
    charset: str = "utf-8"
    direction: str = "ltr"
    streams: tuple[DemoStream, ...] = ()

    @property
    def logo(self) -> Path:
        return DATA / "logos" / f"{self.slug}.png"


@dataclass(frozen=True, slots=True)
class Newsroom:
    publishers: Mapping[str, DemoPublisher]
    articles: tuple[DemoArticle, ...]

    def articles_of(self, publisher: str) -> tuple[DemoArticle, ...]:
        """The publisher's articles, newest first."""
        return tuple(article for article in self.articles if article.publisher == publisher)


@functools.cache
def read_newsroom(directory: Path = DATA) -> Newsroom:
    """Everything in `directory`. Raises `OctavoError` naming the file that makes no sense."""
    publishers = {path.stem: read_publisher(path) for path in sorted((directory / "publishers").glob("*.toml"))}
    articles = [
        read_article(path, publishers[path.parent.name]) for path in sorted((directory / "articles").glob("*/*.md"))
    ]
    return Newsroom(publishers, tuple(sorted(articles, key=lambda article: article.age)))


def read_publisher(path: Path) -> DemoPublisher:
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        feeds = tuple(DemoFeed(**_with_tuples(feed)) for feed in said.pop("feeds"))
        streams = tuple(DemoStream(**_with_tuples(stream)) for stream in said.pop("streams", ()))
        return DemoPublisher(
            slug=path.stem, feeds=feeds, streams=streams, terms=Terms(said.pop("terms")), **_with_tuples(said)
        )
    except (ValueError, TypeError, KeyError) as error:
        raise OctavoError(f"{path.name}: {error}") from error


def read_article(path: Path, publisher: DemoPublisher) -> DemoArticle:
    try:
        said, body = split_front_matter(path.read_text(encoding="utf-8"))
        pictures = tuple(
            Illustration(name=f"{path.stem}-{number}", **picture)
            for number, picture in enumerate(said.pop("pictures", ()), start=1)
        )
        media = said.pop("media", None)
        return DemoArticle(
            slug=path.stem,
            publisher=publisher.slug,
            language=said.pop("language", publisher.language),
            age=parse_age(str(said.pop("age"))),
            kind=Kind(said.pop("kind", "article")),
            body=body,
            pictures=pictures,
            media=MediaFile(**_with_tuples(media)) if media else None,
            correction=_read_correction(path),
            **_with_tuples(said),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise OctavoError(f"{path.parent.name}/{path.name}: {error}") from error


def _read_correction(article: Path) -> Correction | None:
    path = article.parents[2] / "corrections" / article.parent.name / article.name
    if not path.exists():
        return None
    said, body = split_front_matter(path.read_text(encoding="utf-8"))
    return Correction(after=parse_age(str(said.pop("after"))), body=body, **said)


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The TOML between the first two `+++` lines, and what follows. Raises ValueError where there is none."""
    opening, front, body = text.split("+++\n", 2)
    if opening.strip():
        raise ValueError("the first line must be +++")
    return tomllib.loads(front), body.strip()


def parse_age(words: str) -> timedelta:
    """Reads "3h 20m", "40m" or "-5m" (later than the first start). Raises ValueError for anything else."""
    match = _AGE.fullmatch(words.strip())
    if match is None or not (match["hours"] or match["minutes"]):
        raise ValueError(f"{words!r} is no age such as 3h 20m")
    age = timedelta(hours=int(match["hours"] or 0), minutes=int(match["minutes"] or 0))
    return -age if match["late"] else age


def _with_tuples(table: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
