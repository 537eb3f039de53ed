"""How each publisher's pages were read in the last thirty days, and the pages that are held back, for the operator."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from octavo.core.articles import Badge, Leak
from octavo.core.quality import PublisherQuality, Reading
from octavo.store.sql import at, query, utc

PERIOD = timedelta(days=30)
HELD_SHOWN = 200

_GROUPS = """
SELECT publisher_id, failure, badge, leaks, CASE WHEN hold = '' THEN 0 ELSE 1 END AS is_held, COUNT(*),
       SUM(confidence), COUNT(confidence)
FROM store_pagereading WHERE read_at >= %s{narrowed} GROUP BY publisher_id, failure, badge, leaks, is_held
"""
_MEDIAN = """
SELECT chars FROM store_pagereading WHERE publisher_id = %s AND read_at >= %s AND failure = '' AND chars IS NOT NULL
ORDER BY chars LIMIT 1 OFFSET (
  SELECT COUNT(*) / 2 FROM store_pagereading
  WHERE publisher_id = %s AND read_at >= %s AND failure = '' AND chars IS NOT NULL
)
"""
_READINGS = """
SELECT r.article_id, a.title, a.language, r.publisher_id, p.name, a.url, r.read_at, r.failure, r.leaks, r.confidence,
       r.chars, r.hold, r.decision, r.held_at, r.sample
FROM store_pagereading r JOIN store_article a ON a.id = r.article_id JOIN store_publisher p ON p.id = r.publisher_id
"""
# The most kinds of leak first: codes hold no comma, so what separates them counts them.
_WORST = f"""{_READINGS}
WHERE r.publisher_id = %s AND r.read_at >= %s
  AND (r.failure <> '' OR r.leaks <> '' OR r.hold <> '' OR r.confidence < 0.5)
ORDER BY CASE WHEN r.hold <> '' THEN 0 WHEN r.leaks <> '' THEN 1 WHEN r.failure <> '' THEN 2 ELSE 3 END,
  LENGTH(r.leaks) - LENGTH(REPLACE(r.leaks, ',', '')) DESC, COALESCE(r.confidence, 1), r.read_at DESC
LIMIT %s
"""
_HELD = f"{_READINGS} WHERE r.hold <> '' AND r.decision = %s ORDER BY r.held_at DESC, r.article_id DESC LIMIT %s"

Code = TypeVar("Code", bound=str)

_LEAKS = {leak.value: leak for leak in Leak}
_BADGES = {badge.value: badge for badge in Badge}


def quality_of_all(now: datetime) -> list[PublisherQuality]:
    """Every publisher by name, those of which no page was read too."""
    names = query("SELECT id, name FROM store_publisher ORDER BY name, id")
    groups: dict[int, list[Sequence[Any]]] = defaultdict(list)
    for row in query(_GROUPS.format(narrowed=""), [at(now - PERIOD)]):
        groups[row[0]].append(row[1:])
    return [_quality(publisher_id, name, groups[publisher_id]) for publisher_id, name in names]


def quality_of(publisher_id: int, name: str, now: datetime) -> PublisherQuality:
    rows = query(_GROUPS.format(narrowed=" AND publisher_id = %s"), [at(now - PERIOD), publisher_id])
    return _quality(publisher_id, name, [row[1:] for row in rows])


def _quality(publisher_id: int, name: str, groups: Iterable[Sequence[Any]]) -> PublisherQuality:
    """Of rows of (failure, badge, leaks, is held, how many, their confidence, of how many)."""
    failures: Counter[str] = Counter()
    badges: Counter[Badge] = Counter()
    leaks: Counter[Leak] = Counter()
    pages = leaking = held = told = 0
    confidence = 0.0
    for failure, badge, codes, is_held, count, sum_of_confidence, with_confidence in groups:
        pages += count
        held += count * is_held
        if failure:
            failures[failure] += count
            continue
        leaking += count if codes else 0
        confidence += sum_of_confidence or 0.0
        told += with_confidence
        badges.update({_BADGES[badge]: count} if badge in _BADGES else {})
        leaks.update({_LEAKS[code]: count for code in codes.split(",") if code in _LEAKS})
    return PublisherQuality(
        publisher_id,
        name,
        pages=pages,
        failed=failures.total(),
        leaking=leaking,
        held=held,
        confidence=confidence / told if told else None,
        failures=_ranked(failures),
        badges=_ranked(badges),
        leaks=_ranked(leaks),
    )


def _ranked(counts: Counter[Code]) -> tuple[tuple[Code, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def median_chars(publisher_id: int, now: datetime) -> int | None:
    """Of the texts that the publisher's pages gave in the period; None where they gave none."""
    since = at(now - PERIOD)
    rows = query(_MEDIAN, [publisher_id, since, publisher_id, since])
    return rows[0][0] if rows else None


def worst_readings(publisher_id: int, now: datetime, limit: int) -> list[Reading]:
    """What is held back, then what leaks most, then what failed, then what the judge was least sure of."""
    return [_reading(row) for row in query(_WORST, [publisher_id, at(now - PERIOD), limit])]


def held_readings(decision: str = "", limit: int = HELD_SHOWN) -> list[Reading]:
    """What is held back, the latest first: not decided yet, or what the operator decided so."""
    return [_reading(row) for row in query(_HELD, [decision, limit])]


def held_count() -> int:
    """How many are held back and wait for the operator."""
    rows = query("SELECT COUNT(*) FROM store_pagereading WHERE hold <> '' AND decision = ''")
    return int(rows[0][0])


def _reading(row: Sequence[Any]) -> Reading:
    article_id, title, language, publisher_id, name, url, read_at, failure, leaks, confidence, chars = row[:11]
    hold, decision, held_at, sample = row[11:]
    return Reading(
        article_id,
        title,
        language,
        publisher_id,
        name,
        url,
        utc(read_at),
        failure,
        tuple(leaks.split(",")) if leaks else (),
        confidence,
        chars,
        hold,
        decision,
        utc(held_at),
        sample,
    )
