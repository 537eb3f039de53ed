"""The digesting processes: one bad input never harms another."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from octavo.core.failures import Failure, FailureCode
from octavo.pipeline.digest import FeedTask
from octavo.pipeline.pool import DigestPool

HARMFUL = """
import os, time
from octavo.pipeline import digest, digester

def digest_or_misbehave(task):
    if task.body == b"hang":
        time.sleep(60)
    if task.body == b"die":
        os._exit(9)
    if task.body == b"print":
        print("noise on standard output")
    if task.body == b"raise":
        raise RecursionError("too deep")
    return task.body.decode() + " digested"

digester.digest = digest_or_misbehave
digester.LEAST_TASKS = 2
digester.main()
"""


def task(body: str) -> FeedTask:
    return FeedTask(body.encode(), "http://press.localhost/feed", "", {}, "news", "", 10, want_pages=False)


@pytest.fixture
async def pool(tmp_path: Path) -> AsyncIterator[DigestPool]:
    script = tmp_path / "harmful.py"
    script.write_text(HARMFUL)
    pool = DigestPool(1)
    pool._command = [pool._command[0], str(script), "1.0", "1000", "0"]
    async with pool:
        yield pool


@pytest.mark.parametrize("harm", ["hang", "die", "raise"])
async def test_only_the_guilty_task_fails(pool: DigestPool, harm: str) -> None:
    bodies = ["a", "b", harm, "c", "d"]
    answers = await asyncio.gather(*(pool.digest(task(body)) for body in bodies))
    assert [answer for answer in answers if not isinstance(answer, Failure)] == [f"{b} digested" for b in "abcd"]
    assert isinstance(answers[2], Failure)
    assert answers[2].code is FailureCode.CRASHED


async def test_what_a_library_prints_does_not_garble_the_answers(pool: DigestPool) -> None:
    assert await asyncio.gather(pool.digest(task("print")), pool.digest(task("x"))) == ["print digested", "x digested"]


async def test_a_process_killed_from_outside_costs_no_task(pool: DigestPool) -> None:
    answers = asyncio.gather(*(pool.digest(task(str(n))) for n in range(6)))
    await asyncio.sleep(0)
    while (process := pool._seats[0]._process) is None:  # noqa: ASYNC110  # it says nothing when it starts
        await asyncio.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    assert await answers == [f"{n} digested" for n in range(6)]


async def test_large_tasks_pass_both_ways(pool: DigestPool) -> None:
    body = "x" * 9_000_000
    assert await asyncio.wait_for(pool.digest(task(body)), 20) == f"{body} digested"


async def test_a_process_that_has_grown_is_replaced_and_nothing_is_lost(pool: DigestPool) -> None:
    pool._command[-2] = "1"  # every process is larger than a megabyte, so each retires as soon as it may
    answers = await asyncio.gather(*(pool.digest(task(str(n))) for n in range(8)))
    assert answers == [f"{n} digested" for n in range(8)]


async def test_urgent_tasks_overtake(pool: DigestPool) -> None:
    done: list[str] = []

    async def note(body: str, priority: int) -> None:
        await pool.digest(task(body), priority=priority)
        done.append(body)

    later = [note(f"later {n}", 2) for n in range(40)]
    await asyncio.gather(*later, note("now", 0))
    assert done.index("now") < 20


async def test_without_processes_threads_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("octavo.pipeline.digester.digest", lambda task: 1 / 0)
    async with DigestPool(0) as pool:
        answer = await pool.digest(task("x"))
    assert isinstance(answer, Failure)
    assert answer.detail == "ZeroDivisionError: division by zero"
