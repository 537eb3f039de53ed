"""A model behind an address, by OpenAI's SDK, which is imported by the first who asks and in a thread."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from octavo.core.failures import Failure, FailureCode
from octavo.core.models import Completion, ModelEvent, ModelRequest, Piece, estimated_tokens, whole

if TYPE_CHECKING:
    import httpx2
    from openai import AsyncOpenAI

    from octavo.assist.providers.reading import AnswerReader

MAX_ANSWER_BYTES = 8_000_000
"""A streamed token is some 300 bytes on the way."""
CHARS_A_TOKEN = 12
"""No tokenizer puts more into one on average: an answer that is longer ignores its bound."""
PARTICULAR = ("max_tokens", "temperature", "stream_options")
"""What some servers and models refuse to hear of."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long an answer is waited for, in seconds: for its first piece (with all tries), for each next, and in all."""

    first_s: float = 30.0
    next_s: float = 20.0
    whole_s: float = 180.0
    retries: int = 2


class Endpoint:
    """A `LanguageModel`. `url` ends where /chat/completions follows. `concurrency` bounds the requests at once.

    `transport` carries the requests where the address is not the operator's own; it must guard what it connects to.
    """

    def __init__(
        self,
        *,
        url: str,
        model: str,
        key: str = "",
        patience: Patience | None = None,
        concurrency: int = 4,
        transport: "httpx2.AsyncBaseTransport | None" = None,
    ) -> None:
        self.name = model
        self._url = url.rstrip("/").removesuffix("/chat/completions")
        self._key = key
        self._patience = patience or Patience()
        self._places = asyncio.Semaphore(concurrency)
        self._transport = transport
        self._client: AsyncOpenAI | None = None
        self._left_out: frozenset[str] = frozenset()

    async def complete(self, request: ModelRequest) -> Completion | Failure:
        return await whole(self.stream(request))

    async def stream(self, request: ModelRequest) -> AsyncGenerator[ModelEvent, None]:
        try:
            async with asyncio.timeout(self._patience.first_s):
                await self._places.acquire()
        except TimeoutError:
            yield Failure(FailureCode.RATE_LIMITED, "every place at the model is taken")
            return
        try:
            async with aclosing(self._answer(request)) as events:
                async for event in events:
                    yield event
        finally:
            self._places.release()

    async def _answer(self, request: ModelRequest) -> AsyncGenerator[ModelEvent, None]:
        client = await self._connected()
        reading = import_module("octavo.assist.providers.reading")
        troubles = import_module("octavo.assist.providers.troubles")
        reader: AnswerReader = reading.AnswerReader(sum(estimated_tokens(each.text) for each in request.messages))
        end = asyncio.get_running_loop().time() + self._patience.whole_s
        response: Any = None
        try:
            async with asyncio.timeout(self._patience.first_s):
                response = await self._begin(client, request)
            lines = response.iter_lines()
            wait_s = self._patience.first_s
            while True:
                left = min(wait_s, end - asyncio.get_running_loop().time())
                async with asyncio.timeout(max(left, 0.001)):
                    line = await anext(lines, None)
                if line is None:
                    break
                if text := reader.read(line):
                    yield Piece(text)
                    wait_s = self._patience.next_s
                if reader.length > request.max_tokens * CHARS_A_TOKEN:
                    yield Failure(FailureCode.TOO_LARGE, "the answer is longer than was asked for")
                    return
            yield reader.ended()
        except troubles.TROUBLES as error:
            yield troubles.failure_of(error, self._key)
        finally:
            if response is not None:
                await asyncio.shield(response.close())

    async def _begin(self, client: "AsyncOpenAI", request: ModelRequest) -> Any:
        """The answer, its body still to come; asked again without what the server says it does not know.

        The body is read by us: the SDK makes objects of every token, which is a third of what a stream costs.
        """
        import openai

        while True:
            try:
                streaming = client.chat.completions.with_streaming_response
                return await streaming.create(**self._said(request)).__aenter__()
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                words = str(error)
                known = {name for name in PARTICULAR if name in words} - self._left_out
                if not known:
                    raise
                self._left_out |= known

    def _said(self, request: ModelRequest) -> dict[str, Any]:
        said: dict[str, Any] = {
            "model": self.name,
            "messages": [{"role": each.speaker.value, "content": each.text} for each in request.messages],
            "stream": True,
            "max_tokens": request.max_tokens,
            "temperature": request.temperature,
            "stream_options": {"include_usage": True},
        }
        if "max_tokens" in self._left_out:
            said["max_completion_tokens"] = request.max_tokens
        return {name: value for name, value in said.items() if name not in self._left_out}

    async def _connected(self) -> "AsyncOpenAI":
        if self._client is None:
            await asyncio.to_thread(import_module, "octavo.assist.providers.troubles")  # and with it the SDK: a second
            self._client = self._client or self._connect()
        return self._client

    def _connect(self) -> "AsyncOpenAI":
        import httpx2
        import openai

        from octavo.assist.providers.transport import PlainTransport

        read_s = max(self._patience.first_s, self._patience.next_s)
        timeout = httpx2.Timeout(read_s, connect=min(10.0, self._patience.first_s))
        inner = self._transport or httpx2.AsyncHTTPTransport(limits=httpx2.Limits(max_connections=None))
        transport = PlainTransport(inner, key=self._key, limit=MAX_ANSWER_BYTES)
        return openai.AsyncOpenAI(
            base_url=self._url,
            api_key="none",  # the transport says the key, if there is one
            max_retries=self._patience.retries,
            timeout=timeout,
            http_client=httpx2.AsyncClient(transport=transport, follow_redirects=False, trust_env=False),
        )

    async def aclose(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.close()
