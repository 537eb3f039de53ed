"""The latest reading of each page: kept beside its article, asked before the next is believed, told to the operator."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from statistics import median

from octavo.core.ids import content_hash
from octavo.core.polling import PageOutcome
from octavo.core.quality import Decision, HoldReason, ReadingFacts
from octavo.store.jobs import NewJob, enqueue_many
from octavo.store.sql import at, execute, execute_many, query, query_in, storable

SHORT_TEXT_CHARS = 120
"""Only for texts shorter than this it matters how long the publisher's others are."""
READINGS_COMPARED = 20
SAMPLE_CHARS = 300

_KEEP = """
INSERT INTO store_pagereading (article_id, publisher_id, read_at, failure, badge, leaks, confidence, chars, text_hash,
  version, hold, decision, held_at, sample)
VALUES (%s, %s, %s, '', %s, %s, %s, %s, %s, %s, %s, '', %s, %s)
ON CONFLICT (article_id) DO UPDATE SET publisher_id = excluded.publisher_id, read_at = excluded.read_at, failure = '',
  badge = excluded.badge, leaks = excluded.leaks, confidence = excluded.confidence, chars = excluded.chars,
  text_hash = excluded.text_hash, version = excluded.version, hold = excluded.hold, sample = excluded.sample,
  held_at = CASE WHEN excluded.hold = '' THEN NULL ELSE COALESCE(store_pagereading.held_at, excluded.held_at) END
"""
_KEEP_FAILURE = """
INSERT INTO store_pagereading (article_id, publisher_id, read_at, failure, badge, leaks, version, hold, decision,
  held_at, sample)
VALUES (%s, %s, %s, %s, '', '', %s, %s, '', %s, '')
ON CONFLICT (article_id) DO UPDATE SET publisher_id = excluded.publisher_id, read_at = excluded.read_at,
  failure = excluded.failure,
  version = CASE WHEN excluded.version = 0 THEN store_pagereading.version ELSE excluded.version END,
  hold = CASE WHEN excluded.hold = '' THEN store_pagereading.hold ELSE excluded.hold END,
  held_at = CASE WHEN excluded.hold = '' THEN store_pagereading.held_at
            ELSE COALESCE(store_pagereading.held_at, excluded.held_at) END
"""
_ABOUT = """
SELECT a.id, a.publisher_id, a.title, COALESCE(r.hold, ''), COALESCE(r.decision, '')
FROM store_article a LEFT JOIN store_pagereading r ON r.article_id = a.id WHERE a.id IN ({marks})
"""
_SAME_TEXT = """
SELECT a.id, a.title, r.hold FROM store_pagereading r JOIN store_article a ON a.id = r.article_id
WHERE r.publisher_id = %s AND r.text_hash = %s AND r.decision <> 'released' LIMIT 50
"""
_LATEST = """
SELECT chars FROM store_pagereading WHERE publisher_id = %s AND failure = '' AND hold = '' AND chars > 0
ORDER BY read_at DESC LIMIT %s
"""
_KEPT_OF_PUBLISHER = """
SELECT r.article_id FROM store_pagereading r
WHERE r.publisher_id = %s AND EXISTS (SELECT 1 FROM store_pagesource s WHERE s.article_id = r.article_id)
ORDER BY r.read_at DESC LIMIT 100
"""
_STALE = """
SELECT r.article_id FROM store_pagereading r
WHERE r.version < %s AND EXISTS (SELECT 1 FROM store_pagesource s WHERE s.article_id = r.article_id)
AND NOT EXISTS (SELECT 1 FROM store_job j WHERE j.kind = 'redo_page' AND j."key" = CAST(r.article_id AS TEXT)
                AND j.state = 'failed')
ORDER BY r.version DESC, r.article_id DESC LIMIT %s
"""


def keep_reading(outcome: PageOutcome, publisher_id: int) -> None:
    """Of a page that gave an article, inside the transaction that stores it. The operator's decision stays."""
    article = outcome.article
    if article is None:
        return
    quality = article.quality
    row = (
        outcome.article_id,
        publisher_id,
        at(outcome.fetched_at),
        article.badge.value,
        ",".join(leak.value for leak in quality.leaks),
        quality.confidence,
        len(article.text),
        text_hash(article.text),
        outcome.version or article.version,
        outcome.trouble.value if outcome.trouble else "",
        at(outcome.fetched_at) if outcome.trouble else None,
        storable(article.text, SAMPLE_CHARS) if outcome.trouble else "",
    )
    execute_many(_KEEP, [row])


def keep_failed_reading(outcome: PageOutcome, publisher_id: int) -> None:
    """Of a page that gave none. What the reading before it told stays beside the failure."""
    code = outcome.failure.code.value if outcome.failure else ""
    hold, held_at = (outcome.trouble.value, at(outcome.fetched_at)) if outcome.trouble else ("", None)
    row = (outcome.article_id, publisher_id, at(outcome.fetched_at), code, outcome.version, hold, held_at)
    execute_many(_KEEP_FAILURE, [row])


def text_hash(text: str) -> bytes | None:
    return content_hash(text) if text else None


def was_held(article_id: int) -> bool:
    """Whether the page's latest reading was held back."""
    rows = query("SELECT hold FROM store_pagereading WHERE article_id = %s", [article_id])
    return bool(rows and rows[0][0])


def facts_of(outcomes: Sequence[PageOutcome]) -> dict[int, ReadingFacts]:
    """What is known beside each of these pages, by article id; pages of one batch know of each other."""
    about = {row[0]: row[1:] for row in query_in(_ABOUT, [outcome.article_id for outcome in outcomes])}
    titles = _titles_by_text(outcomes, about)
    facts = {}
    for outcome in outcomes:
        if outcome.article_id not in about:
            continue
        publisher_id, title, hold, decision = about[outcome.article_id]
        chars = len(outcome.article.text) if outcome.article else 0
        lengths = _latest_lengths(publisher_id) if chars < SHORT_TEXT_CHARS else []
        facts[outcome.article_id] = ReadingFacts(
            same_text=_others(outcome, title, titles.get(_key(outcome, publisher_id), {})),
            readings=len(lengths),
            median_chars=round(median(lengths)) if lengths else 0,
            held=HoldReason(hold) if hold else None,
            decision=Decision(decision),
        )
    return facts


_Key = tuple[int, bytes | None]


def _key(outcome: PageOutcome, publisher_id: int) -> _Key:
    return publisher_id, text_hash(outcome.article.text) if outcome.article else None


def _titles_by_text(
    outcomes: Sequence[PageOutcome], about: dict[int, tuple[object, ...]]
) -> dict[_Key, dict[int, str]]:
    """(publisher, text) -> article id -> title, of what is stored and of what is about to be."""
    titles: dict[_Key, dict[int, str]] = defaultdict(dict)
    for outcome in outcomes:
        if outcome.article_id not in about or outcome.article is None or not outcome.article.text:
            continue
        publisher_id, title = int(str(about[outcome.article_id][0])), str(about[outcome.article_id][1])
        key = _key(outcome, publisher_id)
        if key not in titles:
            titles[key] = {row[0]: row[1] for row in query(_SAME_TEXT, key)}
        titles[key][outcome.article_id] = title
    return titles


def _others(outcome: PageOutcome, title: str, titles: dict[int, str]) -> int:
    """How many have the text under another title. A broken page may name itself alike everywhere, so our side of the
    comparison is the feed's title where it is known."""
    own = outcome.fallback.title if outcome.fallback else title
    return sum(article_id != outcome.article_id and other != own for article_id, other in titles.items())


def _latest_lengths(publisher_id: int) -> list[int]:
    return [row[0] for row in query(_LATEST, [publisher_id, READINGS_COMPARED])]


def doubt_same_texts(outcome: PageOutcome) -> None:
    """The text turned out to be no article's own: have the others that show it read anew from their kept pages."""
    if outcome.article is None:
        return
    rows = query("SELECT publisher_id FROM store_article WHERE id = %s", [outcome.article_id])
    found = [row for (publisher_id,) in rows for row in query(_SAME_TEXT, _key(outcome, publisher_id))]
    doubted = [article_id for article_id, _, hold in found if not hold and article_id != outcome.article_id]
    enqueue_many(_redo(article_id, outcome.fetched_at) for article_id in doubted)


def _redo(article_id: int, now: datetime) -> NewJob:
    return NewJob("redo_page", str(article_id), {"article": article_id}, now)


def stale_articles(version: int, limit: int) -> list[int]:
    """Articles whose kept page was read by an older extraction than `version`, the newest first.

    Not those on which reading anew failed: they wait among the failed jobs."""
    return [row[0] for row in query(_STALE, [version, limit])]


def redo_soon(article_ids: Sequence[int], now: datetime) -> None:
    """Have the kept pages of these articles read once more."""
    enqueue_many(_redo(article_id, now) for article_id in article_ids)


def redo_publisher(publisher_id: int, run_at: datetime) -> None:
    """Have the kept pages of a publisher read once more, the latest hundred at most."""
    redo_soon([row[0] for row in query(_KEPT_OF_PUBLISHER, [publisher_id])], run_at)


def release(article_id: int, now: datetime) -> bool:
    """The operator finds the text good: it is shown as soon as the worker has read the kept page again."""
    if not _decide(article_id, Decision.RELEASED):
        return False
    kept = query("SELECT 1 FROM store_pagesource WHERE article_id = %s", [article_id])
    enqueue_many([_redo(article_id, now) if kept else _fetch(article_id, now)])
    return True


def keep_back(article_id: int) -> bool:
    """The operator finds the text bad: what the feed said stays, whatever a later reading finds."""
    return _decide(article_id, Decision.KEPT_BACK)


def read_again(article_id: int, now: datetime) -> bool:
    """Fetch the page anew, whatever was decided before."""
    if not _decide(article_id, Decision.NONE):
        return False
    enqueue_many([_fetch(article_id, now)])
    return True


def _fetch(article_id: int, now: datetime) -> NewJob:
    return NewJob("fetch_page", str(article_id), {"article": article_id, "afresh": True}, now)


def _decide(article_id: int, decision: Decision) -> bool:
    sql = "UPDATE store_pagereading SET decision = %s WHERE article_id = %s"
    return execute(sql, [decision.value, article_id]) > 0
