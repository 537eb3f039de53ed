"""Articles are labelled as they come, a few at a time, newest first; older labels anew while there is nothing else.

What waits is a state of rows in the store, and a claim is a lease: no job is needed, and a killed worker loses nothing.
"""

import asyncio
import itertools
from typing import TYPE_CHECKING

import structlog

from octavo.core.failures import Failure
from octavo.core.labels import Labels
from octavo.pipeline.digest import LabelTask
from octavo.pipeline.tools import Tools

if TYPE_CHECKING:
    from octavo.store.labels import Labelled, Unlabelled

log = structlog.get_logger()

AT_ONCE = 8
"""Half a second's work: so long a page may have to wait."""
LEASE_S = 900.0
REST_S = 1.0
PRIORITY = 3
"""After feeds, pages and pictures, before pages read once more."""
PRIORITY_IN_TURN = 1
EVERY_NTH_IN_TURN = 3
"""So many wait in turn with the pages: a first fill must not leave everything unlabelled until it is over."""
STALE_AT_ONCE = 64


async def keep_labelled(tools: Tools) -> None:
    """For ever, as many batches at once as there are digesting processes."""
    seats = max(1, tools.settings.worker.processes)
    await asyncio.gather(*(_keep(tools) for _ in range(seats)))


async def _keep(tools: Tools) -> None:
    for number in itertools.count(1):
        did = False
        try:
            priority = PRIORITY if number % EVERY_NTH_IN_TURN else PRIORITY_IN_TURN
            did = await label_some(tools, priority)
        except Exception:  # the worker's loop: gathering goes on where this fails
            log.exception("could not label")
        if not did:
            await asyncio.sleep(REST_S)


async def label_some(tools: Tools, priority: int = PRIORITY) -> bool:
    """Label the next few; False where none waits."""
    from octavo.store import label_queue, labels

    claiming = asyncio.ensure_future(
        tools.store.call(label_queue.claim_unlabelled, tools.clock.now(), AT_ONCE, LEASE_S)
    )
    try:
        claimed = await asyncio.shield(claiming)
        if not claimed:
            return await tools.store.call(_wake_stale, tools)
        articles = await tools.store.call(labels.to_label, claimed)
        found = await _labelled(tools, articles, priority)
        await tools.store.call(labels.record_labels, found, tools.clock.now())
    except asyncio.CancelledError:
        # The store's thread goes on where we are stopped: what it claimed is given back, for others to do at once.
        await tools.store.call(label_queue.release_unlabelled, await claiming)
        raise
    return True


def _wake_stale(tools: Tools) -> bool:
    """Have some labelled anew that an older Octavo labelled, unless other work is due."""
    from octavo.store import jobs, label_queue
    from octavo.understand import VERSION

    if jobs.is_any_due(tools.clock.now(), or_unfinished="redo_page"):
        return False
    return label_queue.label_stale(VERSION, STALE_AT_ONCE) > 0


async def _labelled(tools: Tools, articles: "list[Unlabelled]", priority: int) -> "list[Labelled]":
    """What one article breaks must not keep the others from being labelled: after a failure each goes alone."""
    from octavo.store.labels import Labelled

    if not articles:
        return []
    answer = await tools.pool.digest(LabelTask(tuple(one.what for one in articles)), priority=priority)
    if not isinstance(answer, Failure):
        return [Labelled(one.article, found, one.content_hash) for one, found in zip(articles, answer, strict=True)]
    if len(articles) > 1:
        return [found for one in articles for found in await _labelled(tools, [one], priority)]
    log.warning("could not be labelled", article=articles[0].article, failure=str(answer))
    return [Labelled(articles[0].article, _nothing(articles[0]), articles[0].content_hash)]


def _nothing(article: "Unlabelled") -> Labels:
    """It counts as labelled, and is not tried again before there is better labelling."""
    from octavo.understand import VERSION

    return Labels(article.what.language or None, version=VERSION)
