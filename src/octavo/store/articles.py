"""Articles' own pages: which to read, and what reading them gave."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from octavo.core.articles import ExtractedArticle
from octavo.core.polling import PageOutcome
from octavo.core.quality import HoldReason
from octavo.store import readings
from octavo.store.changes import note_change
from octavo.store.jobs import NewJob, enqueue_many
from octavo.store.label_queue import pages_are_read
from octavo.store.search import upkeep
from octavo.store.sql import at, chunks, execute_many, query, storable, utc
from octavo.store.writing import Change, Draft, Held, change_articles, held_articles

# A page that gives less than this share of the text we hold is a consent wall or a broken one, not a shorter story.
LEAST_SHARE_OF_TEXT = 0.4
PAGES_PER_TRANSACTION = 20


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What reading an article's page needs.

    `said` is the zlib-packed JSON of the FeedEntry that listed it first, None where it is kept no more;
    `feed_url` and `use` are of that entry's feed. `checks` counts how often the page was read already. `from_page` says
    that what is shown came from the page.
    """

    article_id: int
    url: str
    language: str
    etag: str | None
    last_modified: str | None
    said: bytes | None
    feed_url: str
    use: str
    seen_at: datetime
    checks: int
    publisher_id: int
    from_page: bool


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page that was read before and is kept: `body` is zlib-packed."""

    request: PageRequest
    url: str
    content_type: str
    body: bytes
    fetched_at: datetime


_REQUEST = """
SELECT a.id, a.url, a.language, s.etag, s.last_modified, e.said, COALESCE(f.url, ''), COALESCE(f.use, 'news'),
       a.seen_at, COALESCE(s.checks, 0), a.publisher_id, a.from_page
FROM store_article a
LEFT JOIN store_pagesource s ON s.article_id = a.id
LEFT JOIN store_entry e ON e.id = (SELECT MIN(id) FROM store_entry WHERE article_id = a.id)
LEFT JOIN store_feed f ON f.id = e.feed_id
WHERE a.id = %s
"""
_KEEP_PAGE = """
INSERT INTO store_pagesource (article_id, url, content_type, body, etag, last_modified, fetched_at, checks)
VALUES (%s, %s, %s, %s, %s, %s, %s, 1)
ON CONFLICT (article_id) DO UPDATE SET url = excluded.url, content_type = excluded.content_type, body = excluded.body,
  etag = excluded.etag, last_modified = excluded.last_modified, fetched_at = excluded.fetched_at,
  checks = store_pagesource.checks + 1
"""


def page_request(article_id: int) -> PageRequest | None:
    """What to fetch for an article; None where it is gone or has no address."""
    for row in query(_REQUEST, [article_id]):
        if not row[1].startswith(("http://", "https://")):
            return None
        return _request(row)
    return None


def _request(row: tuple[Any, ...]) -> PageRequest:
    article_id, url, language, etag, last_modified, said, feed_url, use, seen_at, checks, publisher_id, from_page = row
    return PageRequest(
        article_id,
        url,
        language,
        etag,
        last_modified,
        None if said is None else bytes(said),
        feed_url,
        use,
        utc(seen_at),
        checks,
        publisher_id,
        bool(from_page),
    )


def kept_page(article_id: int) -> KeptPage | None:
    """An article's page as it was fetched last; None where it is kept no more."""
    sql = "SELECT url, content_type, body, fetched_at FROM store_pagesource WHERE article_id = %s"
    for request in map(_request, query(_REQUEST, [article_id])):
        for url, content_type, body, fetched_at in query(sql, [article_id]):
            return KeptPage(request, url, content_type, bytes(body), utc(fetched_at))
    return None


def record_pages(outcomes: Sequence[PageOutcome]) -> None:
    """Store what pages gave, a few in each short transaction."""
    for batch in chunks(outcomes, PAGES_PER_TRANSACTION):
        with transaction.atomic():
            for outcome in batch:
                _record(outcome)
            pages_are_read([one.article_id for one in batch], max(one.fetched_at for one in batch))
        upkeep.after_write(is_quiet=len(batch) < PAGES_PER_TRANSACTION)


def _record(outcome: PageOutcome) -> None:
    held = held_articles([outcome.article_id]).get(outcome.article_id)
    if held is None or (outcome.is_redone and not _is_kept_since(outcome)):
        return
    if outcome.check_again_at:
        job = NewJob("fetch_page", str(held.id), {"article": held.id}, outcome.check_again_at)
        enqueue_many([job])
    if outcome.not_modified:
        execute_many(
            "UPDATE store_pagesource SET fetched_at = %s, checks = checks + 1 WHERE article_id = %s",
            [(at(outcome.fetched_at), held.id)],
        )
    elif outcome.failure or outcome.article is None:
        _record_failure(held, outcome)
    else:
        _record_article(held, outcome, outcome.article)


def _is_kept_since(outcome: PageOutcome) -> bool:
    """Whether the page that was read once more is still the latest: another may have been fetched meanwhile."""
    rows = query("SELECT fetched_at FROM store_pagesource WHERE article_id = %s", [outcome.article_id])
    return bool(rows) and bool(utc(rows[0][0]) == outcome.fetched_at)


def _record_failure(held: Held, outcome: PageOutcome) -> None:
    """A page without a text is kept where there is no better one: another extraction may find it."""
    if outcome.failure:
        readings.keep_failed_reading(outcome, held.publisher_id)
    if outcome.body and not held.from_page:
        execute_many(_KEEP_PAGE, [_page_row(outcome)])


def _record_article(held: Held, outcome: PageOutcome, article: ExtractedArticle) -> None:
    was_held = readings.was_held(held.id)
    readings.keep_reading(outcome, held.publisher_id)
    if outcome.trouble is HoldReason.SAME_TEXT:
        readings.doubt_same_texts(outcome)
    believed = page_may_rewrite(held, article, is_redone=outcome.is_redone)
    if not outcome.is_redone and (believed or not held.from_page):
        execute_many(_KEEP_PAGE, [_page_row(outcome)])
    if outcome.trouble:
        if is_shown(held, outcome, was_held=was_held):
            _rewrite(held, outcome, outcome.fallback or ExtractedArticle(url="", title=held.title), is_ours=True)
    elif believed:
        _rewrite(held, outcome, article, is_ours=outcome.is_redone)


def _rewrite(held: Held, outcome: PageOutcome, article: ExtractedArticle, *, is_ours: bool) -> None:
    draft = _draft(held, article, outcome.fetched_at)
    change_articles([Change(held, draft, outcome.fetched_at, is_ours=is_ours)])
    note_change()


def page_may_rewrite(held: Held, article: ExtractedArticle, *, is_redone: bool = False) -> bool:
    """A page is believed unless it gives far less than we hold. Read once more it may: what it gave before is ours."""
    if is_redone and held.from_page:
        return bool(article.text)
    return bool(article.text) and len(article.text) >= LEAST_SHARE_OF_TEXT * len(held.text)


def is_shown(held: Held, outcome: PageOutcome, *, was_held: bool) -> bool:
    """Whether readers see the text that is to be held back, and not an earlier, better reading or the feed's."""
    if not held.from_page or outcome.article is None:
        return False
    return held.text == outcome.article.text or (outcome.is_redone and not was_held)


def _page_row(outcome: PageOutcome) -> tuple[object, ...]:
    return (
        outcome.article_id,
        storable(outcome.url),
        storable(outcome.content_type, 200),
        outcome.body,
        outcome.etag and storable(outcome.etag, 1000),
        outcome.last_modified and storable(outcome.last_modified, 200),
        at(outcome.fetched_at),
    )


def _draft(held: Held, article: ExtractedArticle, fetched_at: datetime) -> Draft:
    """The page's article; what the page does not say, the feed's article keeps saying."""
    return Draft(
        article=replace(article, title=article.title or held.title),
        url_hash=held.url_hash,
        publisher_id=held.publisher_id,
        country="",
        language=held.language,
        section="",
        seen_at=fetched_at,
    )
