"""Readers' reports of AI sentences: kept, decided, and heeded. No page shows a sentence whose report is upheld.

A report goes with every article that its sentence cites. Each write is one short transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from octavo.core.ids import content_hash
from octavo.store.changes import note_change
from octavo.store.models import AiReport, AiReportSource, Article, Reader, WrittenAnswer
from octavo.store.models.ai_records import AiReportState
from octavo.store.sql import chunks, query, query_in, storable

LONGEST_TEXT = 2_000
LONGEST_NOTE = 500
MOST_SOURCES = 12
LIMITS = ((timedelta(minutes=1), 4), (timedelta(hours=1), 20), (timedelta(days=1), 60))
_CITING = "SELECT DISTINCT report_id FROM store_aireportsource WHERE article_id IN ({marks})"
_UPHELD = "SELECT DISTINCT text_hash FROM store_aireport WHERE state = 'upheld'"


class AiReportError(ValueError):
    """Why a report is not taken: "gone" (what the sentence cites is), or "too_fast" with how long to `wait`."""

    def __init__(self, code: str, wait: timedelta | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Reported:
    """A sentence as a page showed it. `target` is where: a kind and its id ("story:12"); `articles` are those cited."""

    feature: str
    target: str
    text: str
    language: str = ""
    provider: str = ""
    articles: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Queued:
    """A report with the articles that its sentence cites, for the operator."""

    report: AiReport
    articles: tuple[Article, ...]


def text_hash(text: str) -> bytes:
    """One for the same sentence, wherever it stands."""
    return content_hash(" ".join(text.split()).casefold())


def report(said: Reported, reader: Reader, reason: str, note: str, now: datetime) -> None:
    """Keep it for the operator; said twice by one reader, it is kept once. Raises `AiReportError`."""
    with transaction.atomic():
        # The lock: of two that arrive together the second sees the first.
        reader = Reader.objects.select_for_update().get(pk=reader.pk)
        articles = sorted(set(said.articles))[:MOST_SOURCES]
        if not are_kept(articles):
            raise AiReportError("gone")
        digest = text_hash(said.text)
        if AiReport.objects.filter(reader=reader, text_hash=digest).exists():
            return
        _check_pace(reader, now)
        made = AiReport.objects.create(
            feature=said.feature[:16],
            target=storable(said.target, 220),
            text=storable(said.text, LONGEST_TEXT),
            text_hash=digest,
            language=said.language[:35],
            provider=storable(said.provider, 120),
            reason=reason,
            note=storable(note, LONGEST_NOTE),
            reader=reader,
            at=now,
        )
        AiReportSource.objects.bulk_create([AiReportSource(report=made, article_id=one) for one in articles])


def are_kept(article_ids: Sequence[int]) -> bool:
    """Are all these articles there? False for none at all: a sentence without a source is none of ours."""
    ids = set(article_ids)
    return bool(ids) and Article.objects.filter(pk__in=ids).count() == len(ids)


def _check_pace(reader: Reader, now: datetime) -> None:
    recent = AiReport.objects.filter(reader=reader, at__gt=now - LIMITS[-1][0]).order_by("-at")
    moments = list(recent.values_list("at", flat=True)[: LIMITS[-1][1]])
    for span, most in LIMITS:
        within = [moment for moment in moments if moment > now - span]
        if len(within) >= most:
            raise AiReportError("too_fast", within[most - 1] + span - now)


def upheld() -> frozenset[bytes]:
    """`text_hash` of every sentence that no page shows."""
    return frozenset(bytes(row[0]) for row in query(_UPHELD))


def count_open() -> int:
    return AiReport.objects.filter(state=AiReportState.OPEN).count()


def queue(limit: int) -> tuple[Queued, ...]:
    """Open reports, the longest waiting first."""
    return _with_articles(list(AiReport.objects.filter(state=AiReportState.OPEN).order_by("pk")[:limit]))


def decided(limit: int) -> tuple[Queued, ...]:
    """The latest decided first."""
    rows = AiReport.objects.exclude(state=AiReportState.OPEN).select_related("by")
    return _with_articles(list(rows.order_by("-decided_at", "-pk")[:limit]))


def _with_articles(reports: Sequence[AiReport]) -> tuple[Queued, ...]:
    sources = AiReportSource.objects.filter(report__in=reports).select_related("article__publisher").order_by("pk")
    found: dict[int, list[Article]] = {}
    for one in sources:
        found.setdefault(one.report_id, []).append(one.article)
    return tuple(Queued(one, tuple(found.get(one.pk, ()))) for one in reports)


def decide(report_id: int, state: AiReportState, by_id: int | None, now: datetime) -> bool:
    """The same for all who reported this sentence; `OPEN` takes a decision back. False where the report is gone.

    What is upheld is shown nowhere any more, and answers of models that hold it are forgotten.
    """
    with transaction.atomic():
        found = AiReport.objects.select_for_update().filter(pk=report_id).first()
        if found is None:
            return False
        is_open = state is AiReportState.OPEN
        AiReport.objects.filter(text_hash=found.text_hash).update(
            state=state, decided_at=None if is_open else now, by_id=None if is_open else by_id
        )
        note_change()
    if state is AiReportState.UPHELD:
        forget_answers(found.text)
    return True


def forget_answers(text: str) -> int:
    """Kept answers of models that hold this sentence, so that they are written anew; how many there were."""
    wanted = text_hash(text)
    rows = WrittenAnswer.objects.values_list("pk", "events").iterator(chunk_size=200)
    keys = [key for key, events in rows if any(text_hash(said) == wanted for said in _sentences(events))]
    for chunk in chunks(keys, 100):
        WrittenAnswer.objects.filter(pk__in=chunk).delete()
    return len(keys)


def _sentences(events: Any) -> Iterable[str]:
    """The texts of what `pipeline.assistant` kept; nothing of what is in no form that is known."""
    for event in events if isinstance(events, list) else ():
        if isinstance(event, list) and len(event) > 1 and event[0] == "sentence" and isinstance(event[1], str):
            yield event[1]


def forget_citing(article_ids: Iterable[int]) -> None:
    """Every report of a sentence that cites one of these: its text is gone, or another one by now."""
    ids = {row[0] for row in query_in(_CITING, article_ids)}
    for chunk in chunks(ids):
        AiReportSource.objects.filter(report_id__in=chunk).delete()
        AiReport.objects.filter(pk__in=chunk).delete()


def forget_reader(reader_id: int) -> None:
    """The account is going: what it asks to be looked at still is looked at, without its words."""
    AiReport.objects.filter(reader_id=reader_id).update(reader=None, note="")


def forget_old(now: datetime, days: int) -> int:
    """Reports that were dismissed longer ago than `days` (0 keeps them). Upheld ones stay as long as their articles."""
    if not days:
        return 0
    old = AiReport.objects.filter(state=AiReportState.DISMISSED, decided_at__lt=now - timedelta(days=days))
    ids = list(old.values_list("pk", flat=True))
    for chunk in chunks(ids, 100):
        with transaction.atomic():
            AiReportSource.objects.filter(report_id__in=chunk).delete()
            AiReport.objects.filter(pk__in=chunk).delete()
    return len(ids)
