"""What the pages of stories and editions show, as the store reads it for a viewer."""

from dataclasses import dataclass
from datetime import datetime

from octavo.core.editions import Edition, ScoredTerm
from octavo.core.labels import Place, TopicLabel
from octavo.core.reading import Card, PictureView, PublisherView, TagView
from octavo.core.stories import Reason


@dataclass(frozen=True, slots=True)
class StoryCard:
    """A story in a list, shown by one of its articles. `terms` say why it stands there; `sources` are its first three
    publishers. `mark` is "breaking", "pinned", "original" or ""."""

    id: int
    slug: str
    card: Card
    articles: int
    voices: int
    publishers: int
    languages: tuple[str, ...]
    first_at: datetime
    last_at: datetime
    sources: tuple[PublisherView, ...] = ()
    topics: tuple[TopicLabel, ...] = ()
    score: float = 0.0
    terms: tuple[ScoredTerm, ...] = ()
    mark: str = ""
    comments: int = 0


@dataclass(frozen=True, slots=True)
class StoryPage:
    """One page of a list of stories, and the opaque cursor of the next (None at the end)."""

    stories: tuple[StoryCard, ...]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A section of an edition: `kind` and `code` as in `core.editions.EditionSection`."""

    kind: str
    code: str
    stories: tuple[StoryCard, ...]


@dataclass(frozen=True, slots=True)
class EditionView:
    edition: Edition
    lead: tuple[StoryCard, ...]
    rows: tuple[StoryRow, ...]
    breaking: tuple[StoryCard, ...] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """One article of a story. `copy_of` is the article that it copies, `copies` those that copy it; `reasons` say why
    it is in the story."""

    card: Card
    joined_at: datetime
    copy_of: int | None = None
    copies: tuple[int, ...] = ()
    is_likely_original: bool = False
    reasons: tuple[Reason, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class RelatedView:
    """An article beside another: of the same story, or related to it for `reasons`. `text` is what the publisher's
    terms let us unfold in place, "" for nothing."""

    card: Card
    is_same_story: bool
    reasons: tuple[Reason, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story's own page. `tellings` are all its articles, oldest first. `places` have coordinates where the gazetteer
    has them; `told_from` counts voices by publisher's country."""

    id: int
    slug: str
    title: str
    title_language: str
    first_at: datetime
    last_at: datetime
    tellings: tuple[Telling, ...]
    voices: int
    publishers: int
    languages: tuple[str, ...]
    told_from: dict[str, int]
    places: tuple[Place, ...]
    pictures: tuple[PictureView, ...]
    topics: tuple[TopicLabel, ...] = ()
    hashtags: tuple[TagView, ...] = ()
