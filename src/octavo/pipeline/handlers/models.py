"""`try_model`, `try_own_model`: ask the operator's language model, or a reader's own, for one word, and tell how it
went."""

import time
from contextlib import aclosing
from typing import Any

from octavo.core.failures import Failure
from octavo.core.models import Ended, ModelMessage, ModelRequest, Piece, Speaker
from octavo.core.protocols import Job, LanguageModel
from octavo.pipeline.assistant import Connect, Plan, connect
from octavo.pipeline.results import JobResult
from octavo.pipeline.tools import Tools

ASKED = ModelRequest(
    (
        ModelMessage(Speaker.SYSTEM, "You answer with one word."),
        ModelMessage(Speaker.USER, "Answer with the word: ready"),
    ),
    max_tokens=16,
)


class ModelTrier:
    """Trouble is an answer to the operator, so it is told and never retried."""

    def __init__(self, tools: Tools, connect: Connect = connect) -> None:
        self._tools = tools
        self._connect = connect

    async def __call__(self, job: Job) -> JobResult:
        from octavo.store import assisting

        settings = (await self._tools.store.call(assisting.chosen)).settings
        found: dict[str, Any] = {"model": settings.name, "code": "no_model"}
        if settings.url:
            model = self._connect(Plan(settings, settings.name, settings.url, settings.key))
            try:
                found |= await tried(model)
            finally:
                await model.aclose()
        now = self._tools.clock.now()
        return JobResult(job, effect=lambda: assisting.note_test(found, now))


class OwnModelTrier:
    """The same for a reader's own, through the guard. Nothing where the reader has none, or may have none, any more."""

    def __init__(self, tools: Tools, connect: Connect = connect) -> None:
        self._tools = tools
        self._connect = connect

    async def __call__(self, job: Job) -> JobResult:
        from octavo.store import assisting, own_models

        reader_id = int(job.payload["reader"])
        settings = (await self._tools.store.call(assisting.chosen)).settings
        own = await self._tools.store.call(assisting.own_model, reader_id)
        if own is None or not settings.readers_own:
            return JobResult(job)
        model = self._connect(Plan(settings, own.name, own.url, own.key, is_own=True))
        try:
            found = {"model": own.name, **await tried(model)}
        finally:
            await model.aclose()
        now = self._tools.clock.now()
        return JobResult(job, effect=lambda: own_models.note_test(reader_id, own, found, now))


async def tried(model: LanguageModel) -> dict[str, Any]:
    """What the page shows: `code` is "" where it answered, else a failure's; times are in milliseconds."""
    began = time.monotonic()
    first: float | None = None
    async with aclosing(model.stream(ASKED)) as events:
        async for event in events:
            if isinstance(event, Piece):
                first = time.monotonic() if first is None else first
            elif isinstance(event, Failure):
                return {"code": event.code.value, "status": event.status, "detail": event.detail}
            elif isinstance(event, Ended):
                times = {"first_ms": round(((first or time.monotonic()) - began) * 1_000)}
                return {"code": "", "tokens": event.usage.tokens, **times}
    return {"code": "protocol", "status": None, "detail": "the answer has no end"}
