"""What readers follow: written and read. What a target means is told in `store.targets`."""

from collections.abc import Callable
from datetime import datetime

from octavo.core.personal import Follow, FollowKind
from octavo.store.models import Publisher, Subscription
from octavo.store.reading.names import hashtag
from octavo.store.reading.stories import StoryFilter, newest_stories
from octavo.store.sql import at, execute, insert, query, utc
from octavo.store.story_rows import story_ends, story_rows
from octavo.store.targets import is_canonical, number_of, search_of

MOST_FOLLOWS = 500
LONGEST_TARGET = 500
LONGEST_LABEL = 300


def follow(reader_id: int, kind: FollowKind, target: str, now: datetime, *, label: str = "") -> Follow | None:
    """From now on; as it was where the reader follows it already. None where there is no such thing to follow, or the
    reader follows as much as anyone may. `label` names what has no name of its own (a topic, a search)."""
    known = named(kind, target)
    if known is None or count(reader_id) >= MOST_FOLLOWS:
        return None
    name = (known or label or target)[:LONGEST_LABEL]
    row = (reader_id, kind.value, target, name, at(now))
    insert("store_subscription", "reader_id, kind, target, label, created_at", [row], skip_known=True)
    return Follow(kind, target, name, now)


def unfollow(reader_id: int, kind: FollowKind, target: str) -> bool:
    """False where the reader did not follow it."""
    sql = "DELETE FROM store_subscription WHERE reader_id = %s AND kind = %s AND target = %s"
    return execute(sql, [reader_id, kind.value, target]) > 0


def count(reader_id: int) -> int:
    return Subscription.objects.filter(reader_id=reader_id).count()


def followed(reader_id: int) -> tuple[Follow, ...]:
    """Everything that a reader follows, the latest first."""
    rows = query(
        "SELECT kind, target, label, created_at FROM store_subscription WHERE reader_id = %s"
        " ORDER BY created_at DESC, id DESC",
        [reader_id],
    )
    return tuple(Follow(FollowKind(kind), target, label, utc(moment)) for kind, target, label, moment in rows)


def readers_following(kind: FollowKind, target: str) -> tuple[int, ...]:
    """The ids of the readers who follow it. Who followed a story that was merged follows the whole."""
    targets = [target]
    if kind is FollowKind.STORY and target.isdecimal():
        targets += [str(row[0]) for row in query("SELECT id FROM store_story WHERE merged_into_id = %s", [int(target)])]
    found = Subscription.objects.filter(kind=kind.value, target__in=targets)
    return tuple(found.order_by("reader_id").values_list("reader_id", flat=True).distinct())


def named(kind: FollowKind, target: str) -> str | None:
    """What it is called; "" for what has no name in the store (a topic, a search); None where there is no such."""
    return _NAMES[kind](target) if target and len(target) <= LONGEST_TARGET else None


def _publisher_name(target: str) -> str | None:
    return Publisher.objects.filter(pk=number_of(target)).values_list("name", flat=True).first()


def _story_title(target: str) -> str | None:
    number = number_of(target)
    end = story_ends([number]).get(number) if number else None
    row = story_rows([end]).get(end) if end else None
    return row.summary.title or f"{end}" if row else None


def _place_name(target: str) -> str | None:
    """As the newest story that happens there calls it."""
    for _, story_id in newest_stories(StoryFilter(place=target), 1):
        row = story_rows([story_id]).get(story_id)
        places = row.summary.places if row else ()
        return next((place.name for place in places if place.id == target), None)
    return None


def _hashtag_label(target: str) -> str | None:
    tag = hashtag(target)
    return f"#{tag.label}" if tag else None


def _topic(target: str) -> str | None:
    return "" if len(target) == 8 and target.isascii() and target.isdigit() else None


def _search(target: str) -> str | None:
    return "" if search_of(target)[0] and is_canonical(target) else None


_NAMES: dict[FollowKind, Callable[[str], str | None]] = {
    FollowKind.PUBLISHER: _publisher_name,
    FollowKind.HASHTAG: _hashtag_label,
    FollowKind.TOPIC: _topic,
    FollowKind.STORY: _story_title,
    FollowKind.PLACE: _place_name,
    FollowKind.SEARCH: _search,
}
