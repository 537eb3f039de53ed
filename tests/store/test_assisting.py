"""Budgets that hold though many ask at once, counts, kept answers, readers' own models."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import OperationalError, connection

from octavo.core.assisting import ModelSettings
from octavo.core.models import TokenUsage
from octavo.store import assisting
from octavo.store.models import ModelUse, Reader, ReaderModel, ReaderModelUse, WrittenAnswer

DAY = date(2026, 5, 4)
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Reader:
    return Reader.objects.create_user("anna@example.org", handle="anna")


def test_a_day_has_so_many_tokens() -> None:
    settings = ModelSettings(day_tokens=1_000)
    first = assisting.reserve(settings, None, 600, 0, DAY)
    assert first is not None
    assert assisting.reserve(settings, None, 600, 0, DAY) is None
    assisting.settle(first, assisting.Used("ask", "m", TokenUsage(100, 50)), DAY)
    assert assisting.use_of(DAY).tokens == 150
    assert assisting.reserve(settings, None, 600, 0, DAY) is not None
    assert assisting.reserve(settings, None, 600, 0, DAY + timedelta(days=1)) is not None


def test_a_day_has_so_much_money() -> None:
    settings = ModelSettings(day_cost=0.5)
    assert assisting.reserve(settings, None, 1, 400_000, DAY) is not None
    assert assisting.reserve(settings, None, 1, 200_000, DAY) is None
    assert assisting.use_of(DAY).cost == pytest.approx(0.4)


def test_each_reader_has_a_measure_and_what_is_refused_counts_for_nobody(anna: Reader) -> None:
    ben = Reader.objects.create_user("ben@example.org", handle="ben")
    settings = ModelSettings(reader_day_tokens=1_000, day_tokens=10_000)
    assert assisting.reserve(settings, anna.pk, 900, 0, DAY) is not None
    assert assisting.reserve(settings, anna.pk, 900, 0, DAY) is None
    assert assisting.tokens_of(anna.pk, DAY) == 900
    assert assisting.use_of(DAY).tokens == 900
    assert assisting.reserve(settings, ben.pk, 900, 0, DAY) is not None
    assert assisting.use_of(DAY).readers == 2


def test_without_a_budget_nothing_is_refused() -> None:
    assert assisting.reserve(ModelSettings(), None, 10**9, 10**12, DAY) is not None


def test_counts_of_features_add_up() -> None:
    for dropped in (1, 2):
        used = assisting.Used("ask", "m", TokenUsage(10, 5), 7, sentences=3, dropped=dropped)
        assisting.settle(None, used, DAY)
    assisting.settle(None, assisting.Used("ask", "m", has_failed=True), DAY)
    assisting.settle(None, assisting.Used("ask", "m", is_kept=True), DAY)
    (row,) = assisting.use_of(DAY).rows
    assert (row.answers, row.failures, row.kept_answers, row.tokens) == (4, 1, 1, 30)
    assert row.dropped_share == pytest.approx(3 / 9)


def test_answers_are_kept_and_forgotten() -> None:
    assert assisting.kept_answer(b"k" * 32) is None
    assisting.keep_answer(b"k" * 32, "ask", "m", [["done", "m", 0, 0]], NOW)
    assisting.keep_answer(b"k" * 32, "ask", "m", [["done", "m", 1, 0]], NOW)
    assert assisting.kept_answer(b"k" * 32) == [["done", "m", 1, 0]]
    assisting.forget_old(NOW + timedelta(days=31), 0)
    assert WrittenAnswer.objects.exists()
    assisting.forget_old(NOW + timedelta(days=31), 30)
    assert not WrittenAnswer.objects.exists()


def test_a_readers_own_key_is_encrypted_and_goes_with_the_reader(anna: Reader) -> None:
    assisting.keep_own_model(anna.pk, assisting.OwnModel("https://models.example/v1", "mine", "sk-mine"))
    assert "sk-mine" not in ReaderModel.objects.get().sealed_key
    assert assisting.own_model(anna.pk) == assisting.OwnModel("https://models.example/v1", "mine", "sk-mine")
    assisting.reserve(ModelSettings(), anna.pk, 5, 0, DAY)
    anna.delete()
    assert not ReaderModel.objects.exists()
    assert not ReaderModelUse.objects.exists()
    assert ModelUse.objects.exists()


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_go_over(threads: ThreadPoolExecutor) -> None:
    settings = ModelSettings(day_tokens=1_000)

    def ask(number: int) -> bool:
        try:
            return assisting.reserve(settings, None, 300, 0, DAY) is not None
        except OperationalError as error:
            # The tests' own SQLite lies in memory, where nobody waits for a table: a file's readers and writers do.
            if "table is locked" not in str(error):
                raise
            return ask(number)
        finally:
            connection.close()

    assert sum(threads.map(ask, range(8))) == 3
    assert assisting.use_of(DAY).tokens == 900
