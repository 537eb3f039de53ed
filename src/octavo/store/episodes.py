"""Episodes: what feeds say of recordings, and the chapters and transcripts that the worker fetches for them."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from octavo.core.listening import Chapter, Episode, SpokenLine, TranscriptLink
from octavo.store.changes import note_change
from octavo.store.jobs import NewJob, enqueue_many
from octavo.store.sql import at, execute, execute_many, query, query_in, storable

MAX_URL_CHARS = 2000
# What browsers and we read best comes first.
_PREFERENCE = ("text/vtt", "application/x-subrip", "application/srt", "application/json", "text/html", "text/plain")

_KEEP = """
INSERT INTO store_episode (article_id, number, season, chapters, fetched_chapters, chapters_url, transcripts)
VALUES (%s, %s, %s, %s, '[]', %s, %s)
ON CONFLICT (article_id) DO UPDATE SET number = excluded.number, season = excluded.season,
  chapters = excluded.chapters, chapters_url = excluded.chapters_url, transcripts = excluded.transcripts
"""
_KEEP_TRANSCRIPT = """
INSERT INTO store_transcript (article_id, url, language, lines, fetched_at) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (article_id) DO UPDATE SET url = excluded.url, language = excluded.language, lines = excluded.lines,
  fetched_at = excluded.fetched_at
"""


def record_episodes(episodes: Sequence[tuple[int, Episode | None, datetime]]) -> None:
    """(article, its episode, now): stored, with jobs for what is kept elsewhere and is new. Inside the caller's
    transaction."""
    told = {article_id: (episode, now) for article_id, episode, now in episodes if episode}
    if not told:
        return
    sql = "SELECT article_id, chapters_url, transcripts FROM store_episode WHERE article_id IN ({marks})"
    before = {row[0]: (row[1], json.loads(row[2])) for row in query_in(sql, told)}
    execute_many(_KEEP, [_row(article_id, episode) for article_id, (episode, _) in told.items()])
    enqueue_many(
        job
        for article_id, (episode, now) in told.items()
        for job in _jobs(article_id, episode, before.get(article_id, ("", [])), now)
    )


def _row(article_id: int, episode: Episode) -> tuple[object, ...]:
    return (
        article_id,
        episode.number,
        episode.season,
        _chapters_json(episode.chapters),
        storable(episode.chapters_url, MAX_URL_CHARS),
        json.dumps(_links(episode)),
    )


def _links(episode: Episode) -> list[dict[str, str]]:
    return [{name: storable(part) for name, part in asdict(link).items()} for link in _fetchable(episode.transcripts)]


def _fetchable(links: Sequence[TranscriptLink]) -> list[TranscriptLink]:
    return [link for link in links if link.url.startswith(("http://", "https://")) and len(link.url) <= MAX_URL_CHARS]


def _chapters_json(chapters: Sequence[Chapter]) -> str:
    kept = [{**asdict(chapter), "title": storable(chapter.title), "url": storable(chapter.url)} for chapter in chapters]
    return json.dumps(kept, ensure_ascii=False)


def _jobs(article_id: int, episode: Episode, before: tuple[str, list[dict[str, str]]], now: datetime) -> list[NewJob]:
    jobs = []
    if episode.chapters_url and episode.chapters_url != before[0]:
        jobs.append(NewJob("fetch_chapters", str(article_id), {"article": article_id}, now))
    links = _links(episode)
    if links and links != before[1]:
        jobs.append(NewJob("fetch_transcript", str(article_id), {"article": article_id}, now))
    return jobs


def chapters_address(article_id: int) -> str:
    """Where an episode's chapters are kept; "" where there are none, or the article is gone."""
    rows = query("SELECT chapters_url FROM store_episode WHERE article_id = %s", [article_id])
    return rows[0][0] if rows else ""


def transcript_links(article_id: int) -> tuple[TranscriptLink, ...]:
    """Where an episode's transcripts are kept, the one to try first in front: in the article's language, and timed."""
    rows = query(
        "SELECT e.transcripts, a.language FROM store_episode e JOIN store_article a ON a.id = e.article_id"
        " WHERE e.article_id = %s",
        [article_id],
    )
    for packed, language in rows:
        links = [TranscriptLink(**said) for said in json.loads(packed)]
        return tuple(sorted(links, key=lambda link: (_is_foreign(link, language), _rank(link))))
    return ()


def _is_foreign(link: TranscriptLink, language: str) -> bool:
    return bool(link.language) and link.language.partition("-")[0] != language.partition("-")[0]


def _rank(link: TranscriptLink) -> int:
    return _PREFERENCE.index(link.type) if link.type in _PREFERENCE else len(_PREFERENCE)


def record_chapters(article_id: int, chapters: Sequence[Chapter]) -> None:
    execute(
        "UPDATE store_episode SET fetched_chapters = %s WHERE article_id = %s", [_chapters_json(chapters), article_id]
    )
    note_change()


def record_transcript(article_id: int, link: TranscriptLink, lines: Sequence[SpokenLine], now: datetime) -> None:
    """Nothing happens where the article is gone meanwhile."""
    if not query("SELECT 1 FROM store_episode WHERE article_id = %s", [article_id]):
        return
    rows = [[line.start_s, line.end_s, storable(line.speaker), storable(line.text)] for line in lines]
    packed = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    execute(_KEEP_TRANSCRIPT, [article_id, link.url, link.language[:35], packed, at(now)])
    note_change()
