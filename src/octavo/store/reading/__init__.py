"""Reads, as plain functions over core types. None of them writes, and none asks once for each row of a list."""

from octavo.store.changes import data_version
from octavo.store.reading.articles import article, article_at, more_from, revisions
from octavo.store.reading.edition_views import (
    candidates,
    days_with_snapshots,
    desk_acts,
    desk_changed_since,
    edition_view,
    latest_snapshot,
    leads,
    snapshot_of,
)
from octavo.store.reading.front import front_page
from octavo.store.reading.listening import episode, episode_marks, live_blogs, show, shows, streams
from octavo.store.reading.lists import latest
from octavo.store.reading.names import editions, hashtag, publisher, publishers, section, sections
from octavo.store.reading.personal import candidates_of, followed_stories, new_since
from octavo.store.reading.searching import search
from octavo.store.reading.state import gathering_state
from octavo.store.reading.stories import (
    StoryFilter,
    joined_since,
    latest_stories,
    new_counts,
    related_candidates,
    stories_of,
    story_cards,
    story_view,
)

__all__ = [
    "StoryFilter",
    "article",
    "article_at",
    "candidates",
    "candidates_of",
    "data_version",
    "days_with_snapshots",
    "desk_acts",
    "desk_changed_since",
    "edition_view",
    "editions",
    "episode",
    "episode_marks",
    "followed_stories",
    "front_page",
    "gathering_state",
    "hashtag",
    "joined_since",
    "latest",
    "latest_snapshot",
    "latest_stories",
    "leads",
    "live_blogs",
    "more_from",
    "new_counts",
    "new_since",
    "publisher",
    "publishers",
    "related_candidates",
    "revisions",
    "search",
    "section",
    "sections",
    "show",
    "shows",
    "snapshot_of",
    "stories_of",
    "story_cards",
    "story_view",
    "streams",
]
