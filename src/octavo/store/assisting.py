"""Language models in the store: what is set, what was used and may still be, and answers that are kept.

Each function is one short transaction: none is open, and no connection held, while a model writes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Count, F, Sum

from octavo.core import config
from octavo.core.assisting import ModelSettings
from octavo.core.models import TokenUsage
from octavo.store import jobs
from octavo.store.models import Job, ModelChoice, ModelUse, ReaderModel, ReaderModelUse, WrittenAnswer
from octavo.store.models.jobs import JobState
from octavo.store.sealing import seal, unseal
from octavo.store.settings import MODELS
from octavo.store.sql import storable

log = structlog.get_logger()

OPERATOR_KEY = "key of the operator's model"
READER_KEY = "key of a reader's model"
TRY = "try_model"
OWN = "own"
"""In place of a model's name where readers brought theirs: nobody is told which."""
_WHOLE_DAY = ("", "")
"""Feature and model of the row that counts a whole day."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """`fixed` are the fields that the environment sets. `has_lost_key`: a kept key cannot be read any more."""

    settings: ModelSettings
    fixed: frozenset[str]
    has_lost_key: bool = False
    tested: Mapping[str, Any] | None = None
    tested_at: datetime | None = None


def chosen() -> Chosen:
    """What is in force: the environment first, then what the operator set on the page."""
    fixed = config.given(ModelSettings)
    row = ModelChoice.objects.filter(pk=1).first()
    if row is None:
        return Chosen(MODELS, fixed)
    known = {field.name for field in fields(ModelSettings)} - fixed - {"key"}
    said: dict[str, Any] = {name: value for name, value in row.said.items() if name in known}
    if "features" in said:
        said["features"] = tuple(said["features"])
    key = unseal(OPERATOR_KEY, row.sealed_key)
    if key and "key" not in fixed:
        said["key"] = key
    try:
        settings = replace(MODELS, **said)
    except (TypeError, ValueError) as error:
        log.warning("what was set for language models makes no sense with this environment", error=str(error))
        settings = MODELS
    return Chosen(settings, fixed, key is None, row.tested or None, row.tested_at)


def choose(said: Mapping[str, Any], key: str | None) -> None:
    """Keep what the operator set; a `key` of None leaves the kept one, "" forgets it."""
    values: dict[str, Any] = {"said": dict(said)}
    if key is not None:
        values["sealed_key"] = seal(OPERATOR_KEY, key)
    ModelChoice.objects.update_or_create(pk=1, defaults=values)


def try_model(now: datetime) -> None:
    """Have the worker ask the model, which the web never does."""
    jobs.enqueue(TRY, "operator", {}, now)


def is_being_tried() -> bool:
    return Job.objects.filter(kind=TRY).exclude(state=JobState.FAILED).exists()


def note_test(found: Mapping[str, Any], now: datetime) -> None:
    ModelChoice.objects.update_or_create(pk=1, defaults={"tested": dict(found), "tested_at": now})


@dataclass(frozen=True, slots=True)
class OwnModel:
    """A reader's. Its address is anybody's."""

    url: str
    name: str
    key: str


def own_model(reader_id: int) -> OwnModel | None:
    """None where the reader has none, or its key cannot be read any more."""
    row = ReaderModel.objects.filter(pk=reader_id, reader__is_active=True).first()
    key = unseal(READER_KEY, row.sealed_key) if row else None
    return OwnModel(row.url, row.name, key) if row and key is not None else None


def keep_own_model(reader_id: int, own: OwnModel | None) -> None:
    """`own.url` must have passed the guard's look; it is looked at again whenever it is asked."""
    if own is None:
        ReaderModel.objects.filter(pk=reader_id).delete()
        return
    values = {"url": own.url, "name": own.name, "sealed_key": seal(READER_KEY, own.key)}
    ReaderModel.objects.update_or_create(pk=reader_id, defaults=values)


@dataclass(frozen=True, slots=True)
class Reservation:
    """What was counted before a model was asked. A process that dies leaves it counted, which errs to the safe side."""

    day: date
    reader_id: int | None
    tokens: int
    cost: int


@dataclass(frozen=True, slots=True)
class Used:
    """What became of an answer. `cost` is in millionths."""

    feature: str
    model: str
    usage: TokenUsage = field(default_factory=TokenUsage)
    cost: int = 0
    sentences: int = 0
    dropped: int = 0
    has_failed: bool = False
    is_kept: bool = False


def reserve(settings: ModelSettings, reader_id: int | None, tokens: int, cost: int, day: date) -> Reservation | None:
    """Count what an answer may use at most; None, and nothing is counted, where a budget does not have it any more."""
    with transaction.atomic():
        fits = _count_day(day, tokens, cost, settings)
        if fits and reader_id is not None:
            fits = _count_reader(reader_id, day, tokens, cost, settings)
        if not fits:
            transaction.set_rollback(True)
    return Reservation(day, reader_id, tokens, cost) if fits else None


def _micros(money: float) -> int:
    return round(money * 1_000_000)


def _count_day(day: date, tokens: int, cost: int, settings: ModelSettings) -> bool:
    feature, model = _WHOLE_DAY
    ModelUse.objects.bulk_create([ModelUse(day=day, feature=feature, model=model)], ignore_conflicts=True)
    rows = ModelUse.objects.filter(day=day, feature=feature, model=model)
    if settings.day_tokens:
        rows = rows.filter(tokens_read__lte=settings.day_tokens - tokens)
    if settings.day_cost:
        rows = rows.filter(cost__lte=_micros(settings.day_cost) - cost)
    return rows.update(tokens_read=F("tokens_read") + tokens, cost=F("cost") + cost) > 0


def _count_reader(reader_id: int, day: date, tokens: int, cost: int, settings: ModelSettings) -> bool:
    ReaderModelUse.objects.bulk_create([ReaderModelUse(reader_id=reader_id, day=day)], ignore_conflicts=True)
    rows = ReaderModelUse.objects.filter(reader_id=reader_id, day=day)
    if settings.reader_day_tokens:
        rows = rows.filter(tokens__lte=settings.reader_day_tokens - tokens)
    if settings.reader_day_cost:
        rows = rows.filter(cost__lte=_micros(settings.reader_day_cost) - cost)
    return rows.update(tokens=F("tokens") + tokens, cost=F("cost") + cost, answers=F("answers") + 1) > 0


def settle(reserved: Reservation | None, used: Used, day: date) -> None:
    """Count what was used in place of what was reserved: nothing for kept answers and readers' own models."""
    with transaction.atomic():
        if reserved:
            _correct(reserved, used)
        key = {"day": day, "feature": used.feature, "model": used.model}
        ModelUse.objects.bulk_create([ModelUse(**key)], ignore_conflicts=True)
        ModelUse.objects.filter(**key).update(
            answers=F("answers") + 1,
            kept_answers=F("kept_answers") + int(used.is_kept),
            failures=F("failures") + int(used.has_failed),
            tokens_read=F("tokens_read") + used.usage.read,
            tokens_written=F("tokens_written") + used.usage.written,
            cost=F("cost") + used.cost,
            sentences=F("sentences") + used.sentences,
            dropped=F("dropped") + used.dropped,
        )


def _correct(reserved: Reservation, used: Used) -> None:
    tokens, cost = used.usage.tokens - reserved.tokens, used.cost - reserved.cost
    feature, model = _WHOLE_DAY
    of_day = ModelUse.objects.filter(day=reserved.day, feature=feature, model=model)
    of_day.update(tokens_read=F("tokens_read") + tokens, cost=F("cost") + cost)
    if reserved.reader_id is not None:
        of_reader = ReaderModelUse.objects.filter(reader_id=reserved.reader_id, day=reserved.day)
        of_reader.update(tokens=F("tokens") + tokens, cost=F("cost") + cost)


@dataclass(frozen=True, slots=True)
class UseRow:
    """A feature by a model on a day, for the operator. `cost` is in the currency."""

    feature: str
    model: str
    answers: int
    kept_answers: int
    failures: int
    tokens: int
    cost: float
    sentences: int
    dropped: int

    @property
    def dropped_share(self) -> float:
        """Of all sentences that were written."""
        written = self.sentences + self.dropped
        return self.dropped / written if written else 0.0


@dataclass(frozen=True, slots=True)
class DayUse:
    """`tokens` and `cost` are what counts against the day's budget, with what is being written now."""

    rows: tuple[UseRow, ...]
    readers: int
    tokens: int
    cost: float


def use_of(day: date) -> DayUse:
    found = list(ModelUse.objects.filter(day=day).order_by("feature", "model"))
    whole = next((row for row in found if not row.feature), None)
    rows = tuple(
        UseRow(
            row.feature,
            row.model,
            row.answers,
            row.kept_answers,
            row.failures,
            row.tokens_read + row.tokens_written,
            row.cost / 1_000_000,
            row.sentences,
            row.dropped,
        )
        for row in found
        if row.feature
    )
    readers = ReaderModelUse.objects.filter(day=day).aggregate(count=Count("reader", distinct=True))["count"]
    return DayUse(rows, readers, whole.tokens_read if whole else 0, whole.cost / 1_000_000 if whole else 0.0)


def tokens_of(reader_id: int, day: date) -> int:
    """What a reader used on a day."""
    return ReaderModelUse.objects.filter(reader=reader_id, day=day).aggregate(sum=Sum("tokens"))["sum"] or 0


def kept_answer(key: bytes) -> Any | None:
    """What was kept, as it was handed in."""
    return WrittenAnswer.objects.filter(pk=key).values_list("events", flat=True).first()


def keep_answer(key: bytes, feature: str, model: str, events: Any, now: datetime) -> None:
    values = {"feature": feature, "model": storable(model, 120), "events": events, "made_at": now}
    WrittenAnswer.objects.update_or_create(pk=key, defaults=values)


def forget_old(now: datetime, answers_days: int) -> int:
    """Kept answers of long ago (0 days keeps them), and readers' use of earlier months; how many rows went."""
    gone = ReaderModelUse.objects.filter(day__lt=(now - timedelta(days=62)).date()).delete()[0]
    if answers_days:
        gone += WrittenAnswer.objects.filter(made_at__lt=now - timedelta(days=answers_days)).delete()[0]
    return gone
