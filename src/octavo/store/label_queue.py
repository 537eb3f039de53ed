"""What waits to be labelled, newest first. The rows are made and woken by whoever writes articles and their texts.

Waiting is a state of the row and no job: nothing is lost or done twice where a worker dies, and a claim is a lease.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from octavo.store.models.labels import LabelState
from octavo.store.sql import at, chunks, execute, execute_many, insert, is_postgres, marks, query

PAGE_PATIENCE = timedelta(minutes=20)
"""So long an article waits for its page; then what its feed said is labelled, and the page's text when it comes."""

_CLAIM = """
SELECT article_id FROM store_articlelabels WHERE state = 0 AND due_at <= %s ORDER BY due_at DESC LIMIT %s
"""
_SET_DUE = """
UPDATE store_articlelabels SET state = 0, due_at = (SELECT a.shown_at FROM store_article a WHERE a.id = article_id)
WHERE article_id"""
_DUE = f"{_SET_DUE} = %s"
_READY = f"{_DUE} AND state = 0 AND due_at > %s"
_AGAIN = f"{_SET_DUE} IN ({{marks}})"
_STALE = """
SELECT article_id FROM store_articlelabels WHERE version > 0 AND version < %s AND state IN (1, 2)
ORDER BY version DESC, article_id DESC LIMIT %s
"""


def wait_for_labels(articles: Sequence[tuple[int, datetime]]) -> None:
    """New articles, and from when on each may be labelled. Inside the transaction that stores them."""
    insert(
        "store_articlelabels",
        "article_id, state, due_at, language, country, embedding, embedder, about, details, content_hash, version",
        [
            (article_id, LabelState.TO_LABEL.value, at(due_at), "", "", b"", "", "{}", b"", b"", 0)
            for article_id, due_at in articles
        ],
        skip_known=True,
    )


def pages_are_read(article_ids: Iterable[int], now: datetime) -> None:
    """These need not wait for their pages any longer, whatever those gave."""
    execute_many(_READY, [(article_id, at(now)) for article_id in article_ids])


def label_again(article_ids: Iterable[int]) -> None:
    """The texts of these have changed. Their labels stay until there are new ones."""
    for chunk in chunks(article_ids):
        execute(_AGAIN.format(marks=marks(chunk)), chunk)


def claim_unlabelled(now: datetime, limit: int, lease_s: float) -> list[int]:
    """Take up to `limit` articles to be labelled, so that nobody else does for `lease_s` seconds."""
    _release_lost(now)
    if not is_any_unlabelled(now):
        return []  # a look is no write
    sql = f"{_CLAIM} FOR UPDATE SKIP LOCKED" if is_postgres() else _CLAIM
    with transaction.atomic():
        ids = [row[0] for row in query(sql, [at(now), limit])]
        execute_many(
            "UPDATE store_articlelabels SET state = 3, due_at = %s WHERE article_id = %s",
            [(at(now + timedelta(seconds=lease_s)), article_id) for article_id in ids],
        )
    return ids


def _release_lost(now: datetime) -> None:
    """Whoever claimed these is late: it died, or will record what is recorded by then."""
    sql = "SELECT article_id FROM store_articlelabels WHERE state = 3 AND due_at <= %s LIMIT 100"
    release_unlabelled([row[0] for row in query(sql, [at(now)])])


def release_unlabelled(article_ids: Iterable[int]) -> None:
    """Claimed, and perhaps not labelled after all."""
    execute_many(f"{_DUE} AND state = 3", [(article_id,) for article_id in article_ids])


def release_all() -> int:
    """What dead workers left claimed; how many those are. For a worker that is alone."""
    ids = [row[0] for row in query("SELECT article_id FROM store_articlelabels WHERE state = 3")]
    release_unlabelled(ids)
    return len(ids)


def is_any_unlabelled(now: datetime) -> bool:
    return bool(query(_CLAIM, [at(now), 1]))


def label_stale(version: int, limit: int) -> int:
    """Have the next few that older labelling than `version` labelled be labelled anew; how many those are."""
    with transaction.atomic():
        ids = [row[0] for row in query(_STALE, [version, limit])]
        label_again(ids)
    return len(ids)
