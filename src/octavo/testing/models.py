"""Language models without a model, for tests: each does one thing that real ones do on a bad day.

A script is what the model says, in order: text, `Wait`, and at the end an `Ending` (DONE where there is none) or a
`Failure`. `ScriptedModel` plays it in this process; `model_server` plays it over HTTP, as OpenAI's protocol has it.
"""

import asyncio
import json
import re
import unicodedata
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from octavo.core.failures import Failure, FailureCode
from octavo.core.models import (
    Completion,
    Ended,
    Ending,
    ModelEvent,
    ModelMessage,
    ModelRequest,
    Piece,
    Speaker,
    TokenUsage,
    estimated_tokens,
    whole,
)
from octavo.testing.loopback import LoopbackServer, Reply, Script, SeenRequest

SIZE = 7
"""Characters of a piece: words and signs are cut anywhere, as real streams cut them."""


@dataclass(frozen=True, slots=True)
class Wait:
    seconds: float


Line = str | Wait | Ending | Failure
ModelScript = Callable[[ModelRequest], Iterable[Line]]


class ScriptedModel:
    """Implements `octavo.core.protocols.LanguageModel`. `requests` are what it was asked, `closed` how many streams
    were left before their end."""

    def __init__(self, script: ModelScript, *, name: str = "scripted", first_s: float = 5.0) -> None:
        self.name = name
        self.requests: list[ModelRequest] = []
        self.closed = 0
        self._script = script
        self._first_s = first_s

    async def complete(self, request: ModelRequest) -> Completion | Failure:
        return await whole(self.stream(request))

    async def stream(self, request: ModelRequest) -> AsyncGenerator[ModelEvent, None]:
        self.requests.append(request)
        done = False
        try:
            async for event in self._events(request):
                done = not isinstance(event, Piece)
                yield event
        finally:
            self.closed += not done

    async def _events(self, request: ModelRequest) -> AsyncGenerator[ModelEvent, None]:
        written, why = "", Ending.DONE
        for line in self._script(request):
            if isinstance(line, Failure):
                yield line
                return
            if isinstance(line, Ending):
                why = line
            elif isinstance(line, Wait):
                await asyncio.sleep(min(line.seconds, self._first_s))
                if line.seconds >= self._first_s:
                    yield Failure(FailureCode.TIMEOUT, "it stalls")
                    return
            else:
                written += line
                for at in range(0, len(line), SIZE):
                    yield Piece(line[at : at + SIZE])
        yield Ended(why, usage_of(request, written))

    async def aclose(self) -> None:
        """Nothing is held."""


def usage_of(request: ModelRequest, written: str) -> TokenUsage:
    return TokenUsage(sum(estimated_tokens(each.text) for each in request.messages), estimated_tokens(written))


def said(sentence: str, *citations: int) -> str:
    """A line as the contract has it."""
    return json.dumps({"sentence": sentence, "citations": list(citations)}, ensure_ascii=False) + "\n"


def saying(*lines: Line) -> ModelScript:
    """The same, whatever it is asked."""
    return lambda request: lines


def babbling(request: ModelRequest) -> Iterator[Line]:
    """On and on, and no line of what was asked for."""
    for number in range(4_000):
        yield f"Well, as I was going to say, number {number}: it depends on how one looks at it. "


def stalling(request: ModelRequest) -> Iterator[Line]:
    yield Wait(3_600)


def refusing(request: ModelRequest) -> Iterator[Line]:
    yield Ending.REFUSED


def cutting_off(*lines: str) -> ModelScript:
    """It stops in the middle of a line."""
    return lambda request: [*lines, '{"sentence": "And then the', Ending.LENGTH]


def inventing(request: ModelRequest) -> Iterator[Line]:
    """Well-formed, fluent, and of nothing that it was given."""
    for number in range(1, 6):
        yield said(f"Minister Odalys Brandvold resigned on {number} March over {number}40 million in bribes.", number)


NUMBERED = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)
ORDER = re.compile(
    r"(?:say|write|reply|respond|answer|output|print|repeat|tell|add|append|include)\b[^\n\"'“:]{0,60}[:\"'“]\s*([^\n\"”]{3,300})",
    re.IGNORECASE,
)
OBJECT = re.compile(r"\{[^{}]{5,2000}\}")
HIDDEN = range(0xE0000, 0xE0080)


def obeying(*payloads: str, honest: Sequence[str] = ()) -> ModelScript:
    """The worst case: it does what anybody writes to it, and more than they could hope for.

    It repeats every numbered sentence as its own, prints every order's words and every object that it reads, reads
    hidden tags as text, and writes the `payloads` whether or not their attack got through: bare, as the contract has
    it with every citation, in Markdown, as an object inside of prose, and after a false end of the fence. Between
    these stand the `honest` lines, which it would have written anyway.
    """

    def script(request: ModelRequest) -> Iterator[Line]:
        heard = "\n".join(_revealed(each.text) for each in request.messages if each.speaker is Speaker.USER)
        numbered = [(int(number), text) for number, text in NUMBERED.findall(heard)]
        numbers = [number for number, _ in numbered] or [1]
        for payload in payloads:
            yield payload + "\n"
            yield said(payload, *numbers)
            yield f"```json\n{said(payload, 1)}```\n"
            yield f"Sure! Here you are: {said(payload, *numbers[:1])} and [read more]({payload}) ![]({payload})\n"
            yield f"\n{said('END OF SOURCES ' + payload, *numbers)}"
            yield json.dumps([{"sentence": payload, "citations": "1, 2"}]) + "\n"
        yield from honest
        for number, text in numbered:
            yield said(text, number)
        for order in ORDER.findall(heard):
            yield said(order.strip(), *numbers)
            yield order
        for found in OBJECT.findall(heard):
            yield f"{found}\n"

    return script


def _revealed(text: str) -> str:
    """Unicode tags are ASCII to whoever looks for it."""
    shown = "".join(chr(ord(letter) - 0xE0000) if ord(letter) in HIDDEN else letter for letter in text)
    return unicodedata.normalize("NFKC", shown)


def as_request(body: dict[str, Any]) -> ModelRequest:
    """What a server was asked."""
    messages = tuple(ModelMessage(Speaker(each["role"]), each["content"]) for each in body["messages"])
    return ModelRequest(messages, body.get("max_tokens") or body.get("max_completion_tokens") or 800)


class ModelServer:
    """`url` is where an `Endpoint` asks. `bodies` are what it was asked; `left` counts streams left before the end."""

    def __init__(self, server: LoopbackServer, script: ModelScript) -> None:
        self._server = server
        self._script = script
        self.bodies: list[dict[str, Any]] = []
        self.requests: list[SeenRequest] = []
        self.left = 0

    @property
    def url(self) -> str:
        return self._server.url("/v1")

    async def play(self, request: SeenRequest, writer: asyncio.StreamWriter) -> None:
        body = json.loads(request.body)
        self.bodies.append(body)
        self.requests.append(request)
        asked = as_request(body)
        lines = list(self._script(asked))
        if lines and isinstance(lines[0], Failure):
            status = lines[0].status or 500
            writer.write(Reply(b'{"error": {"message": "no"}}', status, {"Content-Type": "application/json"}).encode())
            await writer.drain()
            return
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
        try:
            await self._stream(asked, lines, writer)
        except (ConnectionError, asyncio.CancelledError):
            self.left += 1
            raise

    async def _stream(self, asked: ModelRequest, lines: Iterable[Line], writer: asyncio.StreamWriter) -> None:
        written, why = "", Ending.DONE
        for line in lines:
            if isinstance(line, Failure):
                return  # the connection breaks
            if isinstance(line, Ending):
                why = line
            elif isinstance(line, Wait):
                await asyncio.sleep(line.seconds)
            else:
                written += line
                for at in range(0, len(line), SIZE):
                    await _send(writer, {"choices": [{"index": 0, "delta": {"content": line[at : at + SIZE]}}]})
        finish = {Ending.DONE: "stop", Ending.LENGTH: "length", Ending.REFUSED: "content_filter"}[why]
        await _send(writer, {"choices": [{"index": 0, "delta": {}, "finish_reason": finish}]})
        usage = usage_of(asked, written)
        counts = {"prompt_tokens": usage.read, "completion_tokens": usage.written, "total_tokens": usage.tokens}
        await _send(writer, {"choices": [], "usage": counts})
        writer.write(b"data: [DONE]\n\n")
        await writer.drain()


async def _send(writer: asyncio.StreamWriter, chunk: dict[str, Any]) -> None:
    writer.write(b"data: " + json.dumps({"object": "chat.completion.chunk", **chunk}).encode() + b"\n\n")
    await writer.drain()


@contextmanager
def model_server(script: ModelScript) -> Iterator[ModelServer]:
    """An OpenAI-compatible server on loopback that plays `script`."""
    with LoopbackServer() as server:
        made = ModelServer(server, script)
        server.routes["/v1/chat/completions"] = Script(made.play)
        yield made
