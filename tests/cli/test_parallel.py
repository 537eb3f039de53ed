"""Work in child processes: in order, bounded, and one bad question harms no other."""

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from octavo.cli.parallel import AHEAD, in_order
from octavo.core.failures import Failure, OctavoError

HANG = "__import__('time').sleep(60)"
DIE = "__import__('os')._exit(3)"
KILLED = "__import__('os').kill(__import__('os').getpid(), 9)"


def test_one_bad_question_harms_no_other() -> None:
    """`eval` is a function that every process has, and that can do all the harm there is."""
    questions = ["1", "__import__('time').sleep(.3)", HANG, "3", DIE, "1/0", "4", KILLED, "print('noise') or 5"]
    answers = list(in_order(questions, eval, jobs=2, limit_s=1.5))
    assert [question for question, _ in answers] == questions
    said = [str(answer) for _, answer in answers]
    assert said == [
        "1", "None", "crashed: took longer than 1.5 s", "3", "crashed: ended its process (status 3)",
        "crashed: ZeroDivisionError: division by zero", "4", "crashed: ended its process (SIGKILL)", "5",
    ]  # fmt: skip


def test_a_process_killed_by_accident_is_forgiven(tmp_path: Path) -> None:
    once = f"(p := __import__('pathlib').Path({str(tmp_path / 'died')!r})).exists() or (p.touch(), {DIE})"
    assert [answer for _, answer in in_order([once], eval, jobs=1, limit_s=20)] == [True]


def test_more_processes_join_when_questions_wait() -> None:
    pid = "__import__('time').sleep(.02) or __import__('os').getpid()"
    assert len({answer for _, answer in in_order([pid] * 60, eval, jobs=2, limit_s=20)}) == 2
    few = {answer for _, answer in in_order([pid] * 3, eval, jobs=2, limit_s=20)}
    assert len(few) == 1
    assert os.getpid() not in few


def test_endless_questions_are_read_only_a_little_ahead() -> None:
    asked = 0

    def numbers() -> Iterator[int]:
        nonlocal asked
        while True:
            asked += 1
            yield asked

    with contextlib.closing(in_order(numbers(), float, jobs=1, limit_s=20)) as answers:
        assert [next(answers) for _ in range(3)] == [(1, 1.0), (2, 2.0), (3, 3.0)]
        time.sleep(0.2)
        assert asked <= 3 + AHEAD + 2


def test_an_answer_waits_for_no_later_question() -> None:
    more = threading.Event()

    def slowly() -> Iterator[str]:
        yield "7"
        assert more.wait(30)
        yield "8"

    with contextlib.closing(in_order(slowly(), int, jobs=2, limit_s=20)) as answers:
        assert next(answers) == ("7", 7)
        more.set()
        assert next(answers) == ("8", 8)


def test_what_reading_raises_is_raised_after_the_answers() -> None:
    def broken() -> Iterator[str]:
        yield "1"
        raise OctavoError("the list ends too early")

    answers = in_order(broken(), int, jobs=1, limit_s=20)
    assert next(answers) == ("1", 1)
    with pytest.raises(OctavoError, match="too early"):
        next(answers)


def test_a_process_that_cannot_start_is_a_mistake_and_no_loop() -> None:
    with pytest.raises(OctavoError, match="does not start"):
        list(in_order(["1"], int, jobs=1, limit_s=20, prepare=partial(os._exit, 3)))


def test_no_process_takes_all_memory() -> None:
    ((_, answer),) = in_order(["len(bytes(5 << 30))"], eval, jobs=1, limit_s=20)
    assert isinstance(answer, Failure)
    assert "MemoryError" in answer.detail
