"""Stories: articles about one event, in any language, and what it takes to tell them apart.

`octavo.stories` decides over these values; `octavo.store` keeps what it decides.
"""

from dataclasses import dataclass, field
from datetime import datetime

from octavo.core.labels import Figure, Hashtag, Name, Place, TopicLabel


@dataclass(frozen=True, slots=True)
class Sighting:
    """An article as grouping sees it. `embedding` is as in `octavo.core.labels.Labels`.

    `publisher` is any name that is the same for the same publisher, "" for unknown. `at` is when it was published
    (never later than when we saw it), None for unknown: then time says nothing.
    """

    id: str
    title: str
    text: str
    language: str = ""
    publisher: str = ""
    country: str = ""
    url: str = ""
    source: str = ""
    at: datetime | None = None
    embedding: bytes = b""
    names: tuple[Name, ...] = ()
    figures: tuple[Figure, ...] = ()
    places: tuple[Place, ...] = ()
    topics: tuple[TopicLabel, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence: `kind` names it ("names", "place", "hours", "meaning", "words", "figures", "copy", "days";
    "topic" between related articles).

    `weight` is its share of the decision, in log-odds; negative speaks against. `items` say what it is about.
    The web room puts it into words.
    """

    kind: str
    weight: float
    items: tuple[str, ...] = ()
    amount: float | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where an article belongs. `story` is the name that its articles were loaded with, or the id of the article that
    begins it; to the store also that of a stored story (`octavo.store.stories.story_name`).

    `duplicate_of` is the article that it copies. `score` (0 to 1) is how sure that is; `nearest` the article whose
    likeness decided, None for an article that begins a story; `reasons` say why, weightiest first.
    """

    article: str
    story: str
    duplicate_of: str | None = None
    score: float = 1.0
    nearest: str | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Regrouping:
    """What the slower pass found: `merged` maps a story to the older one that it is part of; `moved` an article to
    another story, new ones named after the article that begins them."""

    merged: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoryTag:
    """A story's hashtag over spellings and languages: `slug` is one that its articles use, `aliases` all that mean the
    same; `labels` are by language, `label` for any other. `score` orders the story's own."""

    slug: str
    label: str
    score: float
    labels: dict[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StorySummary:
    """A story as the edition ranks it.

    `voices` counts independent tellings: copies of one text are one voice. `arrivals` are the times at which each
    new voice arrived, oldest first (at most the last 200). `by_country` and `by_language` count voices. `places` are
    those of most articles, main ones first. `hashtags` are merged over languages. `has_picture` says whether one of the
    articles that may stand for it has a picture to show, `has_text` whether any has a text.
    """

    id: int
    slug: str
    title: str
    first_at: datetime
    last_at: datetime
    articles: int
    voices: int
    publishers: int
    languages: tuple[str, ...]
    by_country: dict[str, int] = field(default_factory=dict)
    by_language: dict[str, int] = field(default_factory=dict)
    arrivals: tuple[datetime, ...] = ()
    places: tuple[Place, ...] = ()
    country: str = ""
    topics: tuple[TopicLabel, ...] = ()
    hashtags: tuple[Hashtag, ...] = ()
    publisher_ids: tuple[int, ...] = ()
    has_picture: bool = False
    has_text: bool = True
