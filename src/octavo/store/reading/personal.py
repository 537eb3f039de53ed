"""The stories of what a reader follows, each with what it is found by, and stories as candidates of an order."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from octavo.core.editions import Candidate
from octavo.core.personal import Follow, FollowKind
from octavo.store.languages import kept_languages
from octavo.store.reading.searching import search
from octavo.store.reading.stories import stories_of
from octavo.store.sql import at, chunks, query, query_in, utc
from octavo.store.story_rows import story_rows
from octavo.store.targets import facets_of, publisher_ids, search_of, story_ids

PER_FOLLOW = 12
MOST_SEARCHES = 5
"""Each is a search of its own, so only the latest ones are asked for a page."""

_OF_FACET = """
SELECT story_id, code FROM store_storyfacet WHERE code = %s AND voiced_at >= %s
ORDER BY voiced_at DESC, story_id DESC LIMIT {limit}
"""
_OF_PUBLISHER = """
SELECT m.story_id, a.publisher_id FROM store_article a JOIN store_storymember m ON m.article_id = a.id
WHERE a.publisher_id = %s AND a.shown_at >= %s ORDER BY a.shown_at DESC, a.id DESC LIMIT {limit}
"""
_JOINED = "SELECT story_id, joined_at FROM store_storymember WHERE joined_at > %s AND story_id IN ({marks})"

Found = dict[int, list[Follow]]


def followed_stories(
    follows: Sequence[Follow], since: datetime, *, per_follow: int = PER_FOLLOW, with_searches: bool = True
) -> dict[int, tuple[Follow, ...]]:
    """Story id -> by what it is followed. Of each followed thing the newest few that had a voice since then."""
    found: Found = {}
    facets = facets_of(follows)
    for story_id, code in _union(_OF_FACET, list(facets), since, per_follow):
        found.setdefault(story_id, []).append(facets[code])
    publishers = {int(one.target): one for one in follows if one.kind is FollowKind.PUBLISHER}
    for story_id, publisher in _union(_OF_PUBLISHER, publisher_ids(follows), since, per_follow):
        _add(found, story_id, publishers[publisher])
    for story_id, one in story_ids(follows).items():
        _add(found, story_id, one)
    if with_searches:
        _add_searches(found, follows, since, per_follow)
    return {story_id: tuple(reasons) for story_id, reasons in found.items()}


def _add(found: Found, story_id: int, follow: Follow) -> None:
    reasons = found.setdefault(story_id, [])
    if follow not in reasons:
        reasons.append(follow)


def _union(sql: str, keys: Sequence[Any], since: datetime, limit: int) -> Iterable[tuple[Any, ...]]:
    """The rows of one short look-up for each key, forty in a query."""
    for some in chunks(keys, 40):
        one = sql.format(limit=limit)
        union = " UNION ALL ".join(f"SELECT * FROM ({one}) AS u{number}" for number in range(len(some)))  # noqa: S608 - values are bound
        yield from query(union, [value for key in some for value in (key, at(since))])


def _add_searches(found: Found, follows: Sequence[Follow], since: datetime, limit: int) -> None:
    for one in [one for one in follows if one.kind is FollowKind.SEARCH][:MOST_SEARCHES]:
        text, where = search_of(one.target)
        cards = search(text, where, None, limit).cards
        stories = stories_of(card.id for card in cards if card.shown_at >= since)
        for story_id in stories.values():
            _add(found, story_id, one)


def candidates_of(
    story_ids: Iterable[int], languages: Sequence[str] = (), *, not_by: Collection[int] = ()
) -> tuple[Candidate, ...]:
    """These stories as an edition ranks them; none that only publishers `not_by` tell."""
    rows = story_rows(story_ids, kept_languages(tuple(languages)))
    found = []
    for row in rows.values():
        stand_ins = tuple(one for one in row.stand_ins if one.publisher not in not_by) if not_by else row.stand_ins
        if stand_ins:
            found.append(Candidate(row.summary, stand_ins))
    return tuple(found)


def new_since(stories: Mapping[int, datetime]) -> dict[int, int]:
    """Story id -> how many articles joined it since its own moment, of those with any."""
    if not stories:
        return {}
    rows = query_in(_JOINED, stories, [at(min(stories.values()))])
    return dict(Counter(story_id for story_id, joined_at in rows if utc(joined_at) > stories[story_id]))
