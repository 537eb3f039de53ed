"""Shows, episodes with chapters and transcripts, live streams and live blogs."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from octavo.core.articles import Kind
from octavo.core.listening import Chapter, SpokenLine, TranscriptLink
from octavo.core.media_views import EpisodeMark, EpisodeView, LiveBlog, ShowView, StreamView
from octavo.core.reading import ArticleFilter, Card, PublisherView
from octavo.store.languages import kept_languages
from octavo.store.reading.cards import cards, publisher_views
from octavo.store.reading.lists import newest
from octavo.store.sql import marks, query, query_in, utc

MAX_SHOWS = 60
MAX_STREAMS = 400
LIVE_FOR = timedelta(days=3)
"""A live report that nobody has added to for longer is over."""
_MAX_ID = 2**63 - 1

_MARKS = """
SELECT e.article_id, e.number, e.season, e.chapters, e.fetched_chapters, t.article_id
FROM store_episode e LEFT JOIN store_transcript t ON t.article_id = e.article_id WHERE e.article_id IN ({marks})
"""
_SHOW_OF = """
SELECT e.article_id, f.id, f.title, f.publisher_id, f.language FROM store_entry e JOIN store_feed f ON f.id = e.feed_id
WHERE f.use = 'podcast' AND e.article_id IN ({marks}) ORDER BY e.id DESC
"""
_SHOWS = """
SELECT f.id, f.title, f.publisher_id, f.language FROM store_feed f
WHERE f.use = 'podcast' AND f.last_new_at IS NOT NULL{narrowed} ORDER BY f.last_new_at DESC, f.id LIMIT {limit}
"""
_SHOW = "SELECT id, title, publisher_id, language FROM store_feed WHERE id = %s AND use = 'podcast'"
_TRANSCRIPT = "SELECT language, lines FROM store_transcript WHERE article_id = %s"
_EPISODE = "SELECT chapters, fetched_chapters, transcripts FROM store_episode WHERE article_id = %s"
_STREAMS = """
SELECT s.id, s.url, s.player, s.title, s.language, s.publisher_id, s.is_up, s.since, s.checked_at
FROM store_livestream s JOIN store_publisher p ON p.id = s.publisher_id WHERE {where}
ORDER BY CASE WHEN s.is_up THEN 0 WHEN s.is_up IS NULL THEN 1 ELSE 2 END, p.country, s.language, s.title LIMIT {limit}
"""


def episode_marks(article_ids: Iterable[int]) -> dict[int, EpisodeMark]:
    """What lists show of these articles' recordings, of those that have something to show; three queries at most."""
    ids = list(article_ids)
    found = {row[0]: _mark(row) for row in query_in(_MARKS, ids)}
    rows = list(query_in(_SHOW_OF, ids))
    publishers = publisher_views({row[3] for row in rows})
    for article_id, *show in rows:
        view = ShowView(show[0], show[1], publishers[show[2]], show[3])
        found[article_id] = replace(found.get(article_id, EpisodeMark()), show=view)
    return found


def _mark(row: Sequence[Any]) -> EpisodeMark:
    _, number, season, chapters, fetched, transcript = row
    return EpisodeMark(number, season, len(json.loads(fetched)) or len(json.loads(chapters)), transcript is not None)


def episode(article_id: int) -> EpisodeView | None:
    """None where nothing is known of the article's recording but its file."""
    mark = episode_marks([article_id]).get(article_id)
    if mark is None:
        return None
    view = EpisodeView(mark)
    for chapters, fetched, transcripts in query(_EPISODE, [article_id]):
        told = json.loads(fetched) or json.loads(chapters)
        links = tuple(TranscriptLink(**said) for said in json.loads(transcripts))
        view = replace(view, chapters=tuple(Chapter(**said) for said in told), transcripts=links)
    for language, packed in query(_TRANSCRIPT, [article_id]):
        view = replace(view, language=language, lines=_lines(packed))
    return view


def _lines(packed: str) -> tuple[SpokenLine, ...]:
    return tuple(SpokenLine(text, start_s, end_s, speaker) for start_s, end_s, speaker, text in json.loads(packed))


def shows(languages: Sequence[str] = (), country: str = "") -> tuple[ShowView, ...]:
    """Podcasts that have brought something, the one with the newest episode first."""
    kept = kept_languages(tuple(languages))
    if languages and not kept:
        return ()
    conditions = f" AND f.language IN ({marks(kept)})" if kept else ""
    if country:
        conditions += " AND f.publisher_id IN (SELECT id FROM store_publisher WHERE country = %s)"
    rows = query(_SHOWS.format(narrowed=conditions, limit=MAX_SHOWS), [*kept, *([country] if country else [])])
    return _show_views(rows)


def show(show_id: int) -> ShowView | None:
    found = _show_views(query(_SHOW, [show_id])) if 0 < show_id <= _MAX_ID else ()
    return found[0] if found else None


def _show_views(rows: Sequence[Sequence[Any]]) -> tuple[ShowView, ...]:
    publishers = publisher_views({row[2] for row in rows})
    pictured = _newest_cards([row[0] for row in rows])
    return tuple(
        ShowView(
            feed_id,
            title or publishers[publisher_id].name,
            publishers[publisher_id],
            language,
            pictured[feed_id].picture if feed_id in pictured else None,
        )
        for feed_id, title, publisher_id, language in rows
    )


def _newest_cards(feed_ids: Sequence[int]) -> Mapping[int, Card]:
    """Of each feed the card of the newest article with a picture."""
    sql = (
        "SELECT e.feed_id, MAX(a.id) FROM store_entry e JOIN store_article a ON a.id = e.article_id"
        " WHERE a.picture_id IS NOT NULL AND e.feed_id IN ({marks}) GROUP BY e.feed_id"
    )
    newest_of = dict(query_in(sql, feed_ids))
    by_id = {card.id: card for card in cards(list(newest_of.values()))}
    return {feed_id: by_id[article_id] for feed_id, article_id in newest_of.items() if article_id in by_id}


def streams(where: ArticleFilter) -> tuple[StreamView, ...]:
    """Live streams: those that answer first, then by country and language; down ones last."""
    languages = kept_languages(where.languages)
    if where.languages and not languages:
        return ()
    conditions = ["NOT p.is_paused"]
    values = list(languages)
    if languages:
        conditions.append(f"s.language IN ({marks(languages)})")
    if where.countries:
        conditions.append(f"p.country IN ({marks(where.countries)})")
        values += where.countries
    rows = query(_STREAMS.format(where=" AND ".join(conditions), limit=MAX_STREAMS), values)
    publishers = publisher_views({row[5] for row in rows})
    return tuple(_stream(row, publishers[row[5]]) for row in rows)


def _stream(row: Sequence[Any], publisher: PublisherView) -> StreamView:
    stream_id, url, player, title, language, _, is_up, since, checked_at = row
    told = None if is_up is None else bool(is_up)
    return StreamView(stream_id, url, player, title, language, publisher, told, utc(since), utc(checked_at))


def live_blogs(where: ArticleFilter, now: datetime, limit: int = 24) -> tuple[LiveBlog, ...]:
    """Reports that go on while one reads, the one with the newest update first; a future time counts as now."""
    places = newest(replace(where, kinds=(Kind.LIVE,)), 4 * limit)
    sql = "SELECT id, shown_at, COALESCE(updated_at, shown_at) FROM store_article WHERE id IN ({marks})"
    rows = query_in(sql, [article_id for _, article_id in places])
    updated = {article_id: min(max(utc(shown_at), utc(told)), now) for article_id, shown_at, told in rows}
    order = sorted(
        (one for one in updated if updated[one] > now - LIVE_FOR), key=lambda one: updated[one], reverse=True
    )
    return tuple(LiveBlog(card, updated[card.id]) for card in cards(order[:limit]))
