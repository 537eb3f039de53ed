"""Turns at a host: the pause between visits, two at once, Crawl-delay, Retry-After, queues that are too long."""

import asyncio
from itertools import pairwise

from octavo.core.failures import Failure, FailureCode
from octavo.gather.politeness import HOSTS_REMEMBERED, Politeness


async def visit(politeness: Politeness, host: str, seconds: float = 0.0) -> float:
    """When the visit began, on the loop's clock."""
    assert await politeness.enter(host) is None
    started_at = asyncio.get_running_loop().time()
    await asyncio.sleep(seconds)
    politeness.leave(host)
    return started_at


async def test_visits_to_one_host_keep_their_distance_and_hosts_do_not_wait_for_each_other() -> None:
    politeness = Politeness(0.05)
    starts = await asyncio.gather(*[visit(politeness, "a.example") for _ in range(4)], visit(politeness, "b.example"))
    gaps = [later - earlier for earlier, later in pairwise(starts[:4])]
    assert all(gap > 0.04 for gap in gaps)
    assert starts[4] - starts[0] < 0.04


async def test_two_at_once_and_no_more() -> None:
    politeness = Politeness(0.0)
    starts = await asyncio.gather(*[visit(politeness, "a.example", 0.05) for _ in range(4)])
    assert starts[1] - starts[0] < 0.04
    assert starts[2] - starts[0] > 0.04


async def test_a_crawl_delay_is_honoured_up_to_a_cap() -> None:
    politeness = Politeness(0.0)
    politeness.slow_down("a.example", 0.08)
    politeness.slow_down("b.example", 86_400)
    starts = [await visit(politeness, "a.example") for _ in range(2)]
    assert starts[1] - starts[0] > 0.06
    await visit(politeness, "b.example")
    waiting = asyncio.create_task(visit(politeness, "b.example"))
    await asyncio.sleep(0)
    assert politeness._hosts["b.example"].next_at - asyncio.get_running_loop().time() < 21
    waiting.cancel()


async def test_a_host_that_asked_for_rest_is_left_alone() -> None:
    politeness = Politeness(0.0)
    politeness.hold("a.example", 600)
    refusal = await politeness.enter("a.example")
    assert isinstance(refusal, Failure)
    assert refusal.code is FailureCode.RATE_LIMITED
    assert refusal.retry_after_s is not None
    assert 590 < refusal.retry_after_s <= 600


async def test_a_cancelled_visitor_leaves_no_trace() -> None:
    politeness = Politeness(0.0)
    held = [await politeness.enter("a.example") for _ in range(2)]
    assert held == [None, None]
    third = asyncio.create_task(visit(politeness, "a.example"))
    await asyncio.sleep(0.01)
    third.cancel()
    await asyncio.gather(third, return_exceptions=True)
    politeness.leave("a.example")
    await asyncio.wait_for(visit(politeness, "a.example"), 1)


async def test_idle_hosts_are_forgotten() -> None:
    politeness = Politeness(0.0)
    for number in range(HOSTS_REMEMBERED + 50):
        await visit(politeness, f"h{number}.example")
    assert len(politeness._hosts) <= HOSTS_REMEMBERED + 1
