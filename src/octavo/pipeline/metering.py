"""Who writes, within which budgets: a plan, and a language model whose every request is counted."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from octavo.assist.writing import Limits
from octavo.core.assisting import ModelSettings
from octavo.core.clock import Clock
from octavo.core.failures import Failure, FailureCode
from octavo.core.models import (
    Completion,
    Ended,
    ModelEvent,
    ModelPrice,
    ModelRequest,
    Piece,
    TokenUsage,
    estimated_tokens,
    whole,
)
from octavo.core.protocols import LanguageModel

T = TypeVar("T")


class Call(Protocol):
    """Database work off the event loop: `StoreThread.call`, or its like in the web."""

    def __call__(self, work: Callable[..., T], *arguments: object) -> Awaitable[T]: ...


@dataclass(frozen=True, slots=True)
class Plan:
    """Who writes: a model of the operator's, or the reader's own, which costs the newsroom nothing. "" for no model."""

    settings: ModelSettings
    model: str = ""
    url: str = ""
    key: str = ""
    is_own: bool = False

    @property
    def limits(self) -> Limits:
        said = self.settings
        return Limits(said.first_timeout_s, said.timeout_s, said.max_read_tokens, said.max_written_tokens)


class MeteredModel:
    """A `LanguageModel`. Each request is reserved before it is sent and settled after; where a budget does not have it
    any more it is a Failure (RATE_LIMITED)."""

    def __init__(
        self, inner: LanguageModel, call: Call, clock: Clock, plan: Plan, *, feature: str, reader_id: int | None
    ) -> None:
        self.name = inner.name
        self.is_own = plan.is_own
        self._inner = inner
        self._call = call
        self._clock = clock
        self._plan = plan
        self._feature = feature
        self._reader_id = reader_id

    async def complete(self, request: ModelRequest) -> Completion | Failure:
        return await whole(self.stream(request))

    async def stream(self, request: ModelRequest) -> AsyncGenerator[ModelEvent, None]:
        read = sum(estimated_tokens(each.text) for each in request.messages)
        reserved = await self._reserved(TokenUsage(read, request.max_tokens))
        if reserved is None and not self.is_own:
            yield Failure(FailureCode.RATE_LIMITED, "what may be used today is used up")
            return
        usage, has_failed = TokenUsage(read, 0, is_estimated=True), False
        try:
            async with aclosing(self._inner.stream(request)) as events:
                async for event in events:
                    if isinstance(event, Piece):
                        usage = replace(usage, written=usage.written + 1)
                    elif isinstance(event, Ended):
                        usage = event.usage
                    has_failed = has_failed or isinstance(event, Failure)
                    yield event
        finally:
            await asyncio.shield(self._settle(reserved, usage, has_failed=has_failed))

    async def _reserved(self, most: TokenUsage) -> Any:
        """None where nothing is left, and for a reader's own, which costs the newsroom nothing."""
        from octavo.store import assisting

        if self.is_own:
            return None
        settings, day = self._plan.settings, self._clock.now().date()
        cost = settings.price.micros(most)
        return await self._call(assisting.reserve, settings, self._reader_id, most.tokens, cost, day)

    async def _settle(self, reserved: Any, usage: TokenUsage, *, has_failed: bool) -> None:
        from octavo.store import assisting

        price = ModelPrice() if self.is_own else self._plan.settings.price
        name = assisting.OWN if self.is_own else self._plan.model
        used = assisting.Used(self._feature, name, usage, price.micros(usage), has_failed=has_failed)
        await self._call(assisting.settle, reserved, used, self._clock.now().date())

    async def aclose(self) -> None:
        """The operator's stays open for others."""
        if self.is_own:
            await self._inner.aclose()
