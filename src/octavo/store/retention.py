"""What is forgotten, and when: old articles, page sources, entries, revisions, failed jobs, editions, unused pictures.

An article's labels and every brief that was made of it go with it, and a story with the last of its articles.

Everything goes in short transactions, so that readers and the writer never wait for housekeeping. What a reader saved
or read is no part of this: it knows its article's title and address by itself (`store.models.shelves`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from octavo.core.settings import StoreSettings
from octavo.store import briefs, comments, stories
from octavo.store.changes import note_change
from octavo.store.search import search_index
from octavo.store.sql import at, execute, marks, query

# As many rows as are surely forgotten, search index and all, within 50 ms.
BATCH = 100
ARTICLE_JOBS = ("fetch_page", "redo_page", "fetch_transcript", "fetch_chapters", "brief_article")
# A picture's row and its article's are written together; one this young may be an import's or a logo's on its way.
PICTURE_GRACE = timedelta(days=1)

_OLD_ARTICLES = "SELECT id FROM store_article WHERE shown_at < %s AND seen_at < %s ORDER BY shown_at LIMIT {limit}"
_OLD_PAGES = "SELECT article_id FROM store_pagesource WHERE fetched_at < %s LIMIT {limit}"
_OLD_ENTRIES = "SELECT id FROM store_entry WHERE seen_at < %s LIMIT {limit}"
_OLD_FAILED_JOBS = "SELECT id FROM store_job WHERE state = 'failed' AND run_at < %s LIMIT {limit}"
_OLD_EDITIONS = "SELECT id FROM store_editionsnapshot WHERE made_at < %s LIMIT {limit}"
_OLD_WRAPUPS = "SELECT id FROM store_brief WHERE kind = 'edition' AND made_at < %s LIMIT {limit}"
_SPARE_REVISIONS = """
SELECT r.id FROM store_revision r WHERE %s <=
(SELECT COUNT(*) FROM store_revision n WHERE n.article_id = r.article_id AND n.id > r.id) LIMIT {limit}
"""
_UNUSED_HASHTAGS = """
SELECT t.id FROM store_hashtag t
WHERE NOT EXISTS (SELECT 1 FROM store_articlehashtag h WHERE h.hashtag_id = t.id) LIMIT {limit}
"""
_UNUSED_PICTURES = """
SELECT i.id FROM store_picture i WHERE i.created_at < %s
AND NOT EXISTS (SELECT 1 FROM store_article a WHERE a.picture_id = i.id)
AND NOT EXISTS (SELECT 1 FROM store_publisher p WHERE p.logo_id = i.id) LIMIT {limit}
"""


@dataclass(frozen=True, slots=True)
class PruneReport:
    """How many of each were forgotten."""

    articles: int
    pages: int
    entries: int
    revisions: int
    failed_jobs: int
    hashtags: int
    pictures: int
    editions: int = 0
    briefs: int = 0


def prune(now: datetime, settings: StoreSettings) -> PruneReport:
    """Forget what `settings` says is too old (0 days keeps for ever), then what nothing refers to any more."""

    def older(sql: str, days: int, forget: Callable[[list[int]], None]) -> int:
        return _in_batches(sql, [at(now - timedelta(days=days))], forget) if days else 0

    articles = _prune_articles(now, settings.keep_articles_days)
    return PruneReport(
        articles=articles,
        pages=older(_OLD_PAGES, settings.keep_pages_days, _deleter("store_pagesource", "article_id")),
        entries=older(_OLD_ENTRIES, settings.keep_entries_days, _deleter("store_entry")),
        revisions=_in_batches(_SPARE_REVISIONS, [settings.keep_revisions], _deleter("store_revision")),
        failed_jobs=older(_OLD_FAILED_JOBS, settings.keep_failed_jobs_days, _deleter("store_job")),
        hashtags=_in_batches(_UNUSED_HASHTAGS, [], _deleter("store_hashtag")),
        pictures=_prune_pictures(now, settings.pictures),
        editions=older(_OLD_EDITIONS, settings.keep_editions_days, _deleter("store_editionsnapshot")),
        briefs=older(_OLD_WRAPUPS, settings.keep_editions_days, briefs.forget),
    )


def _in_batches(sql: str, parameters: Sequence[Any], forget: Callable[[list[int]], None]) -> int:
    """`forget` what `sql` names, a few at a time, until it names nothing more."""
    forgotten = 0
    while True:
        with transaction.atomic():
            ids = [row[0] for row in query(sql.format(limit=BATCH), parameters)]
            if ids:
                forget(ids)
        if not ids:
            return forgotten
        forgotten += len(ids)


def _deleter(table: str, column: str = "id") -> Callable[[list[int]], None]:
    return lambda ids: _delete(table, column, ids)


def _delete(table: str, column: str, values: Sequence[Any]) -> None:
    execute(f"DELETE FROM {table} WHERE {column} IN ({marks(values)})", values)  # noqa: S608 - names are ours


def _prune_articles(now: datetime, days: int) -> int:
    if not days:
        return 0
    moment = at(now - timedelta(days=days))
    return _in_batches(_OLD_ARTICLES, [moment, moment], forget_articles)


def forget_articles(article_ids: list[int]) -> None:
    """Articles and all that is theirs alone, inside the caller's transaction. Their entries stay, so that a feed
    that still lists them does not bring them back."""
    search_index().remove(article_ids)
    briefs.forget_made_of(article_ids)
    stories.take_out(article_ids)
    comments.forget_articles(article_ids)
    execute(f"UPDATE store_entry SET article_id = NULL WHERE article_id IN ({marks(article_ids)})", article_ids)  # noqa: S608 - values are bound
    for table in (
        "store_articlelabels",
        "store_episode",
        "store_transcript",
        "store_original",
        "store_articlehashtag",
        "store_revision",
        "store_pagereading",
        "store_pagesource",
        "store_articlebody",
    ):
        _delete(table, "article_id", article_ids)
    execute(
        f'DELETE FROM store_job WHERE kind IN ({marks(ARTICLE_JOBS)}) AND "key" IN ({marks(article_ids)})',  # noqa: S608 - values are bound
        [*ARTICLE_JOBS, *(str(article_id) for article_id in article_ids)],
    )
    _delete("store_article", "id", article_ids)
    note_change()


def _prune_pictures(now: datetime, directory: Path) -> int:
    """Rows first, files after: a crash between leaves a file that nobody asks for, and never a page without one."""
    names: list[str] = []

    def forget(ids: list[int]) -> None:
        rows = query(f"SELECT url_hash FROM store_picture WHERE id IN ({marks(ids)})", ids)  # noqa: S608 - values are bound
        names.extend(bytes(row[0]).hex() for row in rows)
        execute(
            f"DELETE FROM store_job WHERE kind = 'fetch_picture' AND \"key\" IN ({marks(ids)})",  # noqa: S608 - values are bound
            [str(picture_id) for picture_id in ids],
        )
        _delete("store_picture", "id", ids)

    count = _in_batches(_UNUSED_PICTURES, [at(now - PICTURE_GRACE)], forget)
    for name in names:
        for file in (directory / name[:2]).glob(f"{name}-*.webp"):
            file.unlink(missing_ok=True)
    return count
