"""What a page shows: articles, publishers and lists as the store reads them for a viewer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from octavo.core.articles import Badge, Kind, Leak, Media, badge_of
from octavo.core.rights import Terms


@dataclass(frozen=True, slots=True)
class PictureView:
    """A stored picture, ready to be served: sizes in pixels, `colour` as #rrggbb, `widths` smallest first.

    `name` names its files (the hex of its source's hash), so that serving one asks no database.
    """

    id: int
    name: str
    width: int
    height: int
    colour: str
    widths: tuple[int, ...]
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class PublisherView:
    id: int
    slug: str
    name: str
    home_url: str
    country: str
    languages: tuple[str, ...]
    terms: Terms
    logo: PictureView | None = None
    about: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """An article in a list. `media_kind` is "audio", "video" or "embed" when there is something to play."""

    id: int
    title: str
    excerpt: str
    kind: Kind
    language: str
    publisher: PublisherView
    shown_at: datetime
    section_slug: str = ""
    section_label: str = ""
    picture: PictureView | None = None
    media: tuple[Media, ...] = ()
    word_count: int = 0
    is_complete: bool = False
    is_paywalled: bool = False
    revision_count: int = 0
    comments: int = 0

    @property
    def badge(self) -> Badge:
        return badge_of(self.kind, complete=self.is_complete, paywalled=self.is_paywalled)


@dataclass(frozen=True, slots=True)
class TagView:
    """`labels` are how other languages call it, by language."""

    slug: str
    label: str
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article's own page. `html` is sanitised already.

    `source` is the agency that the page names, "" for none. `leaks` and `confidence` are those of
    `core.articles.Quality`. `version` is the extraction that made it.
    """

    card: Card
    url: str
    standfirst: str
    authors: tuple[str, ...]
    published_at: datetime | None
    updated_at: datetime | None
    seen_at: datetime
    html: str
    text: str
    hashtags: tuple[TagView, ...] = ()
    from_page: bool = False
    source: str = ""
    leaks: tuple[Leak, ...] = ()
    confidence: float | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class RevisionView:
    id: int
    title: str
    text: str
    replaced_at: datetime


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """Narrows a list. Empty means "any"; several values of one field mean "any of these"."""

    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    publisher: str = ""
    section: str = ""
    hashtag: str = ""
    kinds: tuple[Kind, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    feed: int = 0


@dataclass(frozen=True, slots=True)
class CardPage:
    """One page of a list, and the opaque cursor of the next (None at the end)."""

    cards: tuple[Card, ...]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class SectionView:
    slug: str
    label: str
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionKey:
    """Whose front page: `country` is ISO 3166-1, ISO 3166-2 for a nation or state within one ("GB-WLS"), or "" for the
    world; `languages` in order of preference, none for any."""

    country: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The lead (eight where there are eight), then sections, then it ends."""

    lead: tuple[Card, ...]
    sections: tuple[SectionView, ...]


@dataclass(frozen=True, slots=True)
class GatheringState:
    """How the first fill goes, and whether the network answers at all.

    `network_down` is True when every poll of the last ten minutes failed before any publisher answered.
    """

    feeds: int
    polled: int
    healthy: int
    failing: int
    articles: int
    jobs_due: int
    jobs_failed: int
    last_success_at: datetime | None
    network_down: bool
