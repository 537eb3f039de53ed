"""Verdicts on sentences that models wrote: kept for the operator, counted by day, forgotten with what they cite.

What a reader asked is nobody's affair: no record holds a reader or a question's text. Counts hold no text at all, so
they stay when records go.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Sum
from django.utils.crypto import salted_hmac

from octavo.core.grounding import GroundingCode, GroundingReason, GroundingRecord, SourceSentence
from octavo.core.writing import EMBEDDED
from octavo.store.models import AiCount, AiRecord, AiRecordSource, Article, Brief
from octavo.store.sql import chunks, execute, execute_many, marks, query_in, storable

LONGEST_CLAIM = 2_000
LONGEST_QUOTE = 1_000
MOST_SOURCES = 6
SHOWN = GroundingCode.SUPPORTED.value
_COUNT = """
INSERT INTO store_aicount (day, feature, provider, language, code, count) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (day, feature, provider, language, code) DO UPDATE SET count = store_aicount.count + excluded.count
"""
_CITING = "SELECT DISTINCT record_id FROM store_airecordsource WHERE article_id IN ({marks})"


def record_verdicts(records: Sequence[GroundingRecord]) -> None:
    """Count these and keep them, but for those that cite an article that is gone by now. One short transaction."""
    if not records:
        return
    with transaction.atomic():
        _count(records)
        known = _known(records)
        kept = [one for one in records if {cited.article for cited in _cited(one)} <= known]
        rows = AiRecord.objects.bulk_create([_row(one) for one in kept])
        AiRecordSource.objects.bulk_create(
            [
                _source(row, place, cited)
                for row, one in zip(rows, kept, strict=True)
                for place, cited in enumerate(_cited(one))
            ]
        )


def _count(records: Sequence[GroundingRecord]) -> None:
    found = Counter(
        (one.checked_at.date().isoformat(), one.feature[:16], _name(one), one.claim.language[:35], _code(one))
        for one in records
    )
    execute_many(_COUNT, [(*key, count) for key, count in sorted(found.items())])


def _name(record: GroundingRecord) -> str:
    return storable(record.provider, 120)


def _code(record: GroundingRecord) -> str:
    return SHOWN if record.is_shown else record.code[:16]


def _cited(record: GroundingRecord) -> tuple[SourceSentence, ...]:
    return record.verdict.citations[:MOST_SOURCES]


def _known(records: Sequence[GroundingRecord]) -> set[str]:
    """Of the articles that are cited those that are there. What is no number names none."""
    cited = {cited.article for one in records for cited in _cited(one)}
    ids = [int(one) for one in cited if one.isascii() and one.isdigit() and len(one) < 19]
    return {str(row[0]) for row in query_in("SELECT id FROM store_article WHERE id IN ({marks})", ids)}


def _row(record: GroundingRecord) -> AiRecord:
    verdict = record.verdict
    return AiRecord(
        feature=record.feature[:16],
        question_hash=question_hash(record.question),
        provider=_name(record),
        prompt=record.prompt[:40],
        language=record.claim.language[:35],
        claim=storable(record.claim.text, LONGEST_CLAIM),
        is_shown=record.is_shown,
        code=_code(record),
        words="" if record.dropped else storable(verdict.reason.words, 200),
        scores={name: round(float(score), 4) for name, score in verdict.scores.items()},
        checker=record.checker[:40],
        checked_at=record.checked_at,
    )


def _source(row: AiRecord, place: int, cited: SourceSentence) -> AiRecordSource:
    return AiRecordSource(
        record=row,
        article_id=int(cited.article),
        place=place,
        sentence=cited.index,
        quote=storable(cited.text, LONGEST_QUOTE),
    )


def question_hash(question: str) -> bytes:
    """Of no use without the instance's secret key; empty for no question."""
    if not question.strip():
        return b""
    words = " ".join(question.split()).casefold().encode("utf-8", "replace")
    return salted_hmac("octavo.question", words, algorithm="sha256").digest()[:16]


def forget_citing(article_ids: Iterable[int]) -> None:
    """Every record that quotes one of these: its text is gone, or another one by now."""
    _forget({row[0] for row in query_in(_CITING, article_ids)})


def _forget(record_ids: Iterable[int]) -> None:
    for chunk in chunks(record_ids):
        execute(f"DELETE FROM store_airecordsource WHERE record_id IN ({marks(chunk)})", chunk)  # noqa: S608 - values are bound
        execute(f"DELETE FROM store_airecord WHERE id IN ({marks(chunk)})", chunk)  # noqa: S608 - values are bound


def forget_old(now: datetime, days: int) -> int:
    """Records and counts older than `days` (0 keeps them), a few at a time; how many records went."""
    if not days:
        return 0
    before = now - timedelta(days=days)
    AiCount.objects.filter(day__lt=before.date()).delete()
    gone = 0
    while ids := list(AiRecord.objects.filter(checked_at__lt=before).values_list("pk", flat=True)[:200]):
        with transaction.atomic():
            _forget(ids)
        gone += len(ids)
    return gone


@dataclass(frozen=True, slots=True)
class Rate:
    """Sentences of one feature, model, language or day: those that readers saw, and those that were dropped."""

    name: str
    shown: int
    dropped: int

    @property
    def all(self) -> int:
        return self.shown + self.dropped

    @property
    def dropped_share(self) -> float:
        return self.dropped / self.all if self.all else 0.0


@dataclass(frozen=True, slots=True)
class DayRate:
    day: date
    rate: Rate


@dataclass(frozen=True, slots=True)
class Rates:
    """Of some days, the most written first. `reasons` are codes of what was dropped, the most frequent first."""

    whole: Rate
    features: tuple[Rate, ...]
    models: tuple[Rate, ...]
    languages: tuple[Rate, ...]
    days: tuple[DayRate, ...]
    reasons: tuple[tuple[str, int], ...]


def rates(today: date, days: int) -> Rates:
    """Of `days` days, today the last; a day without any sentence is among them."""
    since = today - timedelta(days=days - 1)
    rows = list(
        AiCount.objects.filter(day__gte=since, day__lte=today)
        .values_list("day", "feature", "provider", "language", "code")
        .annotate(total=Sum("count"))
    )
    reasons: Counter[str] = Counter()
    for *_, code, count in rows:
        if code != SHOWN:
            reasons[code] += count
    by_day = {rate.name: rate for rate in _rates(rows, 0)}
    every = [since + timedelta(days=number) for number in range(days)]
    whole = Rate("", sum(row[-1] for row in rows if row[4] == SHOWN), reasons.total())
    return Rates(
        whole,
        _rates(rows, 1),
        _rates(rows, 2),
        _rates(rows, 3),
        tuple(DayRate(day, by_day.get(str(day), Rate(str(day), 0, 0))) for day in every),
        tuple(sorted(reasons.items(), key=lambda one: (-one[1], one[0]))),
    )


def _rates(rows: Sequence[Sequence[Any]], column: int) -> tuple[Rate, ...]:
    shown: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    for row in rows:
        (shown if row[4] == SHOWN else dropped)[str(row[column])] += row[5]
    found = (Rate(name, shown[name], dropped[name]) for name in {*shown, *dropped})
    return tuple(sorted(found, key=lambda rate: (-rate.all, rate.name)))


@dataclass(frozen=True, slots=True)
class EmbeddedUse:
    """What is told in short without a model: how many briefs of a feature are kept, and what was dropped of them."""

    feature: str
    briefs: int
    dropped: int


def embedded_use() -> tuple[EmbeddedUse, ...]:
    prefix = EMBEDDED.partition("/")[0]
    rows = (
        Brief.objects.filter(provider__startswith=f"{prefix}/")
        .values_list("feature")
        .annotate(briefs=Count("id"), dropped=Sum("dropped"))
        .order_by("feature")
    )
    return tuple(EmbeddedUse(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class Nearest:
    """The source sentence that came nearest."""

    article: int
    title: str
    language: str
    sentence: int
    quote: str


@dataclass(frozen=True, slots=True)
class DroppedSentence:
    """For the operator. `reason` is None where the sentence was dropped for what it is: `code` is a `DropCode` then."""

    id: int
    feature: str
    provider: str
    language: str
    text: str
    code: str
    reason: GroundingReason | None
    support: float | None
    checker: str
    checked_at: datetime
    nearest: Nearest | None


def dropped(limit: int, feature: str = "", before: int | None = None) -> tuple[DroppedSentence, ...]:
    """The latest first; those whose words were not kept are left out. `before` is an id to go on from."""
    rows = AiRecord.objects.filter(is_shown=False).exclude(claim="")
    if feature:
        rows = rows.filter(feature=feature)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[:limit])
    nearest = _nearest([row.pk for row in found])
    return tuple(_dropped(row, nearest.get(row.pk)) for row in found)


def _nearest(record_ids: Sequence[int]) -> dict[int, Nearest]:
    sources = list(AiRecordSource.objects.filter(record_id__in=record_ids, place=0))
    articles = Article.objects.in_bulk([one.article_id for one in sources])
    return {
        one.record_id: Nearest(one.article_id, article.title, article.language or "", one.sentence, one.quote)
        for one in sources
        if (article := articles.get(one.article_id))
    }


def _dropped(row: AiRecord, nearest: Nearest | None) -> DroppedSentence:
    known = {code.value for code in GroundingCode}
    reason = GroundingReason(GroundingCode(row.code), row.words) if row.code in known else None
    support = row.scores.get("support")
    return DroppedSentence(
        row.pk,
        row.feature,
        row.provider,
        row.language,
        row.claim,
        row.code,
        reason,
        support,
        row.checker,
        row.checked_at,
        nearest,
    )
