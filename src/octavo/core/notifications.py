"""What readers are told of, by which channel and when: kinds, channels, and the pure rules between them.

One thing is one notification. What is told has a key ("story:9", "likes:12"); told again, the same notification grows
instead of another one coming, and the reader hears of it again only after a rest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum


class NotificationKind(StrEnum):
    """The more important first: of two reasons to tell of one thing, the first counts.

    `STORY`: a story that the reader follows has news. `PUBLISHER`: a followed publisher published. `FOLLOWED`: there
    are new stories of a topic, hashtag or place that the reader follows.
    """

    BREAKING = "breaking"
    APPEAL = "appeal"
    REPLY = "reply"
    STORY = "story"
    PUBLISHER = "publisher"
    FOLLOWED = "followed"
    SURVEY = "survey"
    LIKE = "like"


class Channel(StrEnum):
    """`BELL` holds whatever is told; a kind that is off there is told nowhere."""

    BELL = "bell"
    PUSH = "push"
    NTFY = "ntfy"
    WEBHOOK = "webhook"


class DigestDays(StrEnum):
    """On which days the letter with the edition comes. `WEEKLY` is on Saturdays."""

    NEVER = "never"
    DAILY = "daily"
    WEEKLY = "weekly"


_RANKS = {kind: rank for rank, kind in enumerate(NotificationKind)}
_SATURDAY = 5

RESTS: Mapping[NotificationKind, timedelta] = {
    NotificationKind.BREAKING: timedelta(hours=4),
    NotificationKind.APPEAL: timedelta(0),
    NotificationKind.REPLY: timedelta(0),
    NotificationKind.STORY: timedelta(hours=4),
    NotificationKind.PUBLISHER: timedelta(hours=1),
    NotificationKind.FOLLOWED: timedelta(hours=6),
    NotificationKind.SURVEY: timedelta(0),
    NotificationKind.LIKE: timedelta(hours=6),
}
"""How long a notification that was told rests before the same one is told again."""

_LOUD = frozenset(NotificationKind) - {NotificationKind.FOLLOWED, NotificationKind.LIKE, NotificationKind.SURVEY}
DEFAULT_CHOICES: Mapping[Channel, frozenset[NotificationKind]] = {
    Channel.BELL: frozenset(NotificationKind),
    Channel.PUSH: _LOUD,
    Channel.NTFY: _LOUD,
    Channel.WEBHOOK: frozenset(NotificationKind),
}


def is_more_important(one: NotificationKind, other: NotificationKind) -> bool:
    return _RANKS[one] < _RANKS[other]


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` until `end` by the reader's own clock, over midnight where the end comes first.

    Of equal ends there are none.
    """

    start: time
    end: time

    def holds(self, moment: datetime, zone: tzinfo) -> bool:
        clock = moment.astimezone(zone).time().replace(fold=0)
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end

    def after(self, moment: datetime, zone: tzinfo) -> datetime:
        """The first moment from then on that is not quiet, in the zone of `moment`."""
        if not self.holds(moment, zone):
            return moment
        local = moment.astimezone(zone)
        end = local.replace(hour=self.end.hour, minute=self.end.minute, second=0, microsecond=0)
        if end.astimezone(moment.tzinfo) <= moment:
            end = (end + timedelta(days=1)).replace(fold=0)
        return end.astimezone(moment.tzinfo)


@dataclass(frozen=True, slots=True)
class NotificationSettings:
    """One reader's choices. `time_zone` is a name of the IANA database, "" for that of the edition's country.

    `choices` has the channels whose kinds the reader chose; the others are as they come (`DEFAULT_CHOICES`).
    `digest_hour` is by the reader's clock. `ntfy_url` is a topic's address. A `…_failure` is the code of what went
    wrong there last, "" where the last message arrived.
    """

    choices: Mapping[Channel, frozenset[NotificationKind]] = field(default_factory=dict)
    quiet: QuietHours | None = None
    time_zone: str = ""
    digest: DigestDays = DigestDays.NEVER
    digest_hour: int = 7
    ntfy_url: str = ""
    webhook_url: str = ""
    ntfy_failure: str = ""
    webhook_failure: str = ""

    def wants(self, kind: NotificationKind, channel: Channel) -> bool:
        """Whether a notification of this kind goes by this channel."""
        return kind in self._kinds(Channel.BELL) and kind in self._kinds(channel)

    def is_checked(self, kind: NotificationKind, channel: Channel) -> bool:
        """What the reader chose, whatever the bell says."""
        return kind in self._kinds(channel)

    def _kinds(self, channel: Channel) -> frozenset[NotificationKind]:
        return self.choices.get(channel, DEFAULT_CHOICES[channel])


@dataclass(frozen=True, slots=True)
class Subject:
    """What a notification is of. Ids are 0 where there is no such thing; `title` is a headline or a question in
    `language`, `source` a publisher or what the reader follows, as it was called then."""

    story: int = 0
    article: int = 0
    comment: int = 0
    survey: int = 0
    actor: int | None = None
    title: str = ""
    language: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """Something that one reader is to be told of."""

    reader: int
    kind: NotificationKind
    key: str
    subject: Subject


@dataclass(frozen=True, slots=True)
class State:
    """Where a notification stands. It is told at `at`, which may be to come; `count` things are in it.

    `has_broken`: its story was told as breaking once, and is not again.
    """

    kind: NotificationKind
    count: int
    at: datetime
    read_at: datetime | None = None
    has_broken: bool = False

    @property
    def is_read(self) -> bool:
        return self.read_at is not None


def grown(held: State | None, kind: NotificationKind, now: datetime) -> State | None:
    """The state of a notification that one more thing of `kind` comes to; None where that changes nothing.

    What breaks is told at once. What the reader has read waits until its rest is over; one that they have not read yet
    grows where it stands, and comes up again after its rest.
    """
    breaks = kind is NotificationKind.BREAKING
    if held is None:
        return State(kind, 1, now, has_broken=breaks)
    if breaks and held.has_broken:
        return None
    count = 1 if held.is_read else held.count + 1
    if breaks:
        return State(kind, count, now, has_broken=True)
    kept = kind if held.is_read or is_more_important(kind, held.kind) else held.kind
    again_at = held.at + RESTS[kept]
    in_place = again_at if held.is_read else held.at
    return State(kept, count, now if again_at <= now else in_place, has_broken=held.has_broken)


@dataclass(frozen=True, slots=True)
class Notification:
    """One as its reader sees it. `actor` is the handle of who did it, "" for none or nobody that has one."""

    id: int
    reader: int
    key: str
    state: State
    subject: Subject
    actor: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What leaves the newsroom about one notification, or about several at once, in the reader's language.

    `lead` says what happened, `text` of what. `path` is where it leads. `tag` is the same for what takes the place of
    an earlier message. `unread` is how many the bell has. `notification` is 0 where it is about several.
    """

    lead: str
    text: str
    path: str
    tag: str
    kind: str
    language: str
    is_right_to_left: bool
    at: datetime
    unread: int
    notification: int = 0


def most_important(kinds: Iterable[NotificationKind]) -> NotificationKind | None:
    """None of none."""
    return min(kinds, key=_RANKS.__getitem__, default=None)


def next_digest_at(days: DigestDays, hour: int, zone: tzinfo, now: datetime) -> datetime | None:
    """When the next letter is due after `now`, in the zone of `now`: at `hour` by the reader's clock."""
    if days is DigestDays.NEVER:
        return None
    local = now.astimezone(zone)
    for ahead in range(9):
        day = (local + timedelta(days=ahead)).replace(hour=hour, minute=0, second=0, microsecond=0, fold=0)
        due = day.astimezone(now.tzinfo)
        if due > now and (days is DigestDays.DAILY or day.weekday() == _SATURDAY):
            return due
    return None
