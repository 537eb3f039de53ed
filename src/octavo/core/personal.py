"""What a reader keeps for themselves: what they follow, mute, save and read, and how much each shall weigh."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class FollowKind(StrEnum):
    PUBLISHER = "publisher"
    HASHTAG = "hashtag"
    TOPIC = "topic"
    STORY = "story"
    PLACE = "place"
    SEARCH = "search"


class MuteKind(StrEnum):
    PUBLISHER = "publisher"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Follow:
    """`target` is a publisher's id, a hashtag's slug, a topic's code, a story's id, a place's id ("cKE" is a country)
    or a search as `octavo.store.subscriptions.search_target` writes it; `label` what to call it."""

    kind: FollowKind
    target: str
    label: str = ""
    created_at: datetime | None = None

    @property
    def key(self) -> str:
        return f"{self.kind.value}:{self.target}"


@dataclass(frozen=True, slots=True)
class Mute:
    """`target` is a publisher's id, or the word itself."""

    kind: MuteKind
    target: str
    label: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind.value}:{self.target}"


@dataclass(frozen=True, slots=True)
class Kept:
    """An article that a reader saved or read. Title, address and publisher stay when the article itself is gone."""

    article: int
    title: str
    url: str
    publisher: str
    language: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Habits:
    """How often a reader read what, lately: by topic's code, publisher's id and language; `total` articles in all.

    `stories` says when each story was last read."""

    topics: Mapping[str, int] = field(default_factory=dict)
    publishers: Mapping[int, int] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)
    publisher_names: Mapping[int, str] = field(default_factory=dict)
    stories: Mapping[int, datetime] = field(default_factory=dict)
    total: int = 0


@dataclass(frozen=True, slots=True)
class Weights:
    """Each from 0 (does not count) to 2 (counts double); 1 is as it comes."""

    publishers: float = 1.0
    hashtags: float = 1.0
    topics: float = 1.0
    places: float = 1.0
    stories: float = 1.0
    history: float = 1.0
    language: float = 1.0
    read: float = 1.0


LIGHTEST, HEAVIEST = 0.0, 2.0


@dataclass(frozen=True, slots=True)
class Taste:
    """All that a personal order is made of. It is never stored as an order, and never leaves the instance."""

    follows: tuple[Follow, ...] = ()
    habits: Habits = field(default_factory=Habits)
    weights: Weights = field(default_factory=Weights)


@dataclass(frozen=True, slots=True)
class Preferences:
    """`country` is None where the reader never chose; `theme` "" likewise. `interests` are topics' codes."""

    country: str | None = None
    languages: tuple[str, ...] = ()
    theme: str = ""
    interests: tuple[str, ...] = ()
    weights: Weights = field(default_factory=Weights)
    is_personal: bool = True
    keeps_history: bool = True
    welcomed_at: datetime | None = None
