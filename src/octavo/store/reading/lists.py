"""Lists of articles, newest first, page by page.

A page is found by where the last one ended (its time and id), never by counting from the start, so that a page
deep in the past costs what the first one does and new articles shift nothing.
"""

import base64
import binascii
import struct
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

from octavo.core.reading import ArticleFilter, CardPage
from octavo.store.languages import kept_languages
from octavo.store.reading.cards import cards
from octavo.store.sql import at, marks, query, utc

MAX_LIMIT = 100
# Up to here each (language, country, kind) is looked up in its own index and the results are merged.
_MAX_BRANCHES = 16
_EPOCH = datetime(1, 1, 1, tzinfo=UTC)

Place = tuple[datetime, int]
"""Where a list stands: the time and the id of the last article shown."""


def latest(where: ArticleFilter, cursor: str | None = None, limit: int = 24) -> CardPage:
    """The newest articles that fit `where`. A cursor that makes no sense means the first page."""
    limit = max(1, min(limit, MAX_LIMIT))
    places = newest(where, limit + 1, after=decode_cursor(cursor))
    more = len(places) > limit
    places = places[:limit]
    found = cards([article_id for _, article_id in places])
    return CardPage(found, encode_cursor(places[-1]) if more else None)


def encode_cursor(place: Place) -> str:
    seconds = int((place[0] - _EPOCH).total_seconds())
    return base64.urlsafe_b64encode(struct.pack(">qq", seconds, place[1])).decode().rstrip("=")


def decode_cursor(cursor: str | None) -> Place | None:
    """Where a cursor points, None where it points nowhere: anyone may have written it."""
    if not cursor or len(cursor) != 22 or not cursor.isascii():
        return None
    try:
        seconds, article_id = struct.unpack(">qq", base64.b64decode(cursor + "==", altchars=b"-_", validate=True))
        return (_EPOCH + timedelta(seconds=seconds), article_id)
    except (binascii.Error, struct.error, OverflowError):
        return None


def newest(where: ArticleFilter, limit: int, *, after: Place | None = None) -> list[Place]:
    """Times and ids of the newest articles that fit `where`, after a place in the list."""
    languages = kept_languages(where.languages)
    if where.languages and not languages:
        return []
    if where.hashtag:
        return _newest_of_hashtag(where, languages, limit, after)
    branches = list(product(languages or (None,), where.countries or (None,), where.kinds or (None,)))
    if len(branches) > _MAX_BRANCHES:
        branches = [(None, None, None)]
        shared = _any_of("language", languages) + _any_of("country", where.countries) + _any_of("kind", where.kinds)
    else:
        shared = []
    selects = [_select(_branch(*branch) + shared + _conditions(where, after), limit) for branch in branches]
    sql = " UNION ALL ".join(f"SELECT * FROM ({one}) AS b{number}" for number, (one, _) in enumerate(selects))  # noqa: S608 - values are bound
    rows = query(
        f"{sql} ORDER BY 1 DESC, 2 DESC LIMIT {limit}",
        [value for _, parameters in selects for value in parameters],
    )
    return [(utc(shown_at), article_id) for shown_at, article_id in rows]


Condition = tuple[str, Sequence[Any]]


def _select(conditions: Sequence[Condition], limit: int) -> tuple[str, list[Any]]:
    where = " AND ".join(sql for sql, _ in conditions)
    return (
        f"SELECT shown_at, id FROM store_article{' WHERE ' if where else ''}{where}"  # noqa: S608 - values are bound
        f" ORDER BY shown_at DESC, id DESC LIMIT {limit}",
        [value for _, values in conditions for value in values],
    )


def _branch(language: str | None, country: str | None, kind: str | None) -> list[Condition]:
    """One value of each. There is an index of kind and language, and one of country and language."""
    # Few articles are of another kind, and many of one country. A column joined to "" can be compared but not looked
    # up, which leaves the kind to choose the index.
    country_column = "country || ''" if kind else "country"
    named = [("kind", kind), (country_column, country), ("language", language)]
    return [(f"{column} = %s", [value]) for column, value in named if value is not None]


def _any_of(column: str, values: Sequence[Any]) -> list[Condition]:
    return [(f"{column} IN ({marks(values)})", values)] if values else []


def _conditions(where: ArticleFilter, after: Place | None) -> list[Condition]:
    conditions: list[Condition] = []
    if where.publisher:
        conditions.append(("publisher_id = (SELECT id FROM store_publisher WHERE slug = %s)", [where.publisher]))
    if where.section:
        conditions.append(("section_id = (SELECT id FROM store_section WHERE slug = %s)", [where.section]))
    if where.feed:
        conditions.append(("id IN (SELECT article_id FROM store_entry WHERE feed_id = %s)", [where.feed]))
    if where.since:
        conditions.append(("shown_at >= %s", [at(where.since)]))
    if where.until:
        conditions.append(("shown_at < %s", [at(where.until)]))
    if after:
        conditions.append(("(shown_at, id) < (%s, %s)", [at(after[0]), after[1]]))
    return conditions


def _newest_of_hashtag(where: ArticleFilter, languages: Sequence[str], limit: int, after: Place | None) -> list[Place]:
    """By id alone, which grows with the time we saw them: no join has to be sorted for a popular hashtag."""
    conditions = [
        *_any_of("a.language", languages),
        *_any_of("a.country", where.countries),
        *_any_of("a.kind", where.kinds),
        *_conditions(where, None),
    ]
    if after:
        conditions.append(("h.article_id < %s", [after[1]]))
    narrowed = "".join(f" AND {sql}" for sql, _ in conditions)
    rows = query(
        "SELECT a.shown_at, a.id FROM store_articlehashtag h JOIN store_article a ON a.id = h.article_id"  # noqa: S608 - values are bound
        f" WHERE h.hashtag_id = (SELECT id FROM store_hashtag WHERE slug = %s){narrowed}"
        f" ORDER BY h.article_id DESC LIMIT {limit}",
        [where.hashtag, *(value for _, values in conditions for value in values)],
    )
    return [(utc(shown_at), article_id) for shown_at, article_id in rows]
