"""What pages of podcasts, videos and live streams show, as the store reads it."""

from dataclasses import dataclass
from datetime import datetime

from octavo.core.listening import Chapter, SpokenLine, TranscriptLink
from octavo.core.reading import Card, PictureView, PublisherView


@dataclass(frozen=True, slots=True)
class ShowView:
    """A podcast: a feed of episodes. `picture` is its newest episode's."""

    id: int
    title: str
    publisher: PublisherView
    language: str = ""
    picture: PictureView | None = None


@dataclass(frozen=True, slots=True)
class EpisodeMark:
    """What a list shows of an episode besides its card."""

    number: int | None = None
    season: int | None = None
    chapters: int = 0
    has_transcript: bool = False
    show: ShowView | None = None


@dataclass(frozen=True, slots=True)
class EpisodeView:
    """An episode's or a video's own parts. `lines` are its transcript's or captions', in `language`."""

    mark: EpisodeMark
    chapters: tuple[Chapter, ...] = ()
    transcripts: tuple[TranscriptLink, ...] = ()
    lines: tuple[SpokenLine, ...] = ()
    language: str = ""

    @property
    def is_timed(self) -> bool:
        return any(line.start_s is not None for line in self.lines)


@dataclass(frozen=True, slots=True)
class StreamView:
    """A live stream. `is_up` is None where nobody could say; `since` is when it last went up or down."""

    id: int
    url: str
    player: str
    title: str
    language: str
    publisher: PublisherView
    is_up: bool | None
    since: datetime | None
    checked_at: datetime | None


@dataclass(frozen=True, slots=True)
class LiveBlog:
    card: Card
    updated_at: datetime
