"""A hundred answers that stream at once, beside pages, on one process: `python -m benchmarks.streaming`.

A scripted model on loopback writes twenty tokens a second into each stream and says in its text when it wrote it; the
clock is the machine's, so both sides read the same. One web process serves Octavo's pages and, in the same event loop,
answers: prompt, endpoint, parsing, events. The checker works in other processes, and is a pause of 30 ms here.
"""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from typing import Any

STREAMS = 100
TOKENS_PER_S = 20.0
SENTENCES = 14
ALONE = 30
PAGES_S = 10.0
"""Streams last longer than that."""
PAGES_PER_S = 20.0
CHECK_S = 0.03
ARTICLES = 2_000
TARGETS = {
    "first token, added ms, one stream": ("<", 50.0),
    "first token, added ms, 100 streams, p95": ("<", 50.0),
    "a sentence after its last token, ms, 100 streams, p95": ("<", 150.0),
    "pages beside 100 streams, p95 ms": ("<", 100.0),
    "streams that came to their end, of 100": (">=", 100.0),
}


def run() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name, _process("model") as model:
        _fill(Path(name))
        with _process("web", model, OCTAVO_DATA=name) as web:
            return asyncio.run(_measure(model, web))


def _fill(directory: Path) -> None:
    code = (
        "import octavo.store; octavo.store.migrate()\n"
        "from benchmarks.reading import fill, languages\n"
        f"fill({ARTICLES}, languages())\n"
    )
    environ = {**os.environ, "OCTAVO_DATA": str(directory)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environ, stdout=subprocess.DEVNULL)


@contextmanager
def _process(*words: str, **environ: str) -> Iterator[str]:
    """One of this file's own servers; it says its port first."""
    command = [sys.executable, "-m", "benchmarks.streaming", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environ}) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.send_signal(signal.SIGTERM)


async def _measure(model: str, web: str) -> dict[str, float]:
    figures = {"first token, added ms, one stream": median([await _first_token(model) for _ in range(ALONE)])}
    many = await asyncio.gather(*(_first_token(model) for _ in range(STREAMS)))
    figures["first token, added ms, 100 streams, p95"] = _p95(many)
    await _pages(web, 2.0)
    alone = await _pages(web, PAGES_S / 2)
    streams = []
    for _ in range(STREAMS):  # within a second: readers do not keep time with one another
        streams.append(asyncio.create_task(_stream(web)))
        await asyncio.sleep(1 / STREAMS)
    beside = await _pages(web, PAGES_S)
    assert not any(each.done() for each in streams)
    delays = await asyncio.gather(*streams)
    figures["pages alone, p95 ms"], figures["pages beside 100 streams, p95 ms"] = _p95(alone), _p95(beside)
    figures["pages beside 100 streams, median ms"] = median(beside)
    figures["a sentence after its last token, ms, 100 streams, p95"] = _p95([one for each in delays for one in each])
    figures["streams that came to their end, of 100"] = sum(len(each) == SENTENCES for each in delays)
    return figures


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20)[18]


async def _first_token(model: str) -> float:
    """Milliseconds from when the model wrote its first token to when it was a `Piece`."""
    from octavo.core.models import ModelMessage, ModelRequest, Piece, Speaker

    endpoint = _endpoint(model)
    request = ModelRequest((ModelMessage(Speaker.USER, "Go on."),), 400)
    async with aclosing(endpoint.stream(request)) as events:
        event = await anext(events)
        now = time.monotonic()
    assert isinstance(event, Piece)
    return (now - float(event.text.split()[0])) * 1_000


_endpoints: dict[str, Any] = {}


def _endpoint(model: str) -> Any:
    from octavo.assist.providers import Endpoint

    if model not in _endpoints:
        _endpoints[model] = Endpoint(url=f"http://127.0.0.1:{model}/v1", model="any", concurrency=STREAMS)
    return _endpoints[model]


async def _stream(web: str) -> list[float]:
    """Of each sentence, milliseconds from when its last token was written to when it was here."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(web))
    writer.write(b"GET /stream/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    delays = []
    async for line in reader:
        found = re.search(rb"ended at ([\d.]+\d)", line)
        if found:
            delays.append((time.monotonic() - float(found[1])) * 1_000)
    writer.close()
    return delays


async def _pages(web: str, seconds: float) -> list[float]:
    """What a reader of front page and lists waits, in milliseconds, at a calm pace over one connection."""
    took: list[float] = []
    reader, writer = await asyncio.open_connection("127.0.0.1", int(web))
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        started = time.monotonic()
        path = ("/", "/latest/", "/search/?q=river")[len(took) % 3]
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: identity\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = re.search(rb"content-length: (\d+)", head)
        assert length is not None, head
        await reader.readexactly(int(length[1]))
        took.append((time.monotonic() - started) * 1_000)
        await asyncio.sleep(max(0.0, started + 1 / PAGES_PER_S - time.monotonic()))
    writer.close()
    return took


def serve_model() -> None:
    """The scripted model."""
    from octavo.testing.loopback import LoopbackServer, Script

    with LoopbackServer({"/v1/chat/completions": Script(_play)}) as server:
        print(server.port, flush=True)
        signal.sigwait({signal.SIGTERM})


async def _play(_request: Any, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
    await _write(writer, f"{time.monotonic()} ")
    for number in range(SENTENCES):
        words = f'{{"sentence": "The ferry number {number} of the harbour line left the town of Velm on Monday morning'
        for word in words.split(" "):
            await asyncio.sleep(1 / TOKENS_PER_S)
            await _write(writer, f"{word} ")
        await _write(writer, f'and ended at {time.monotonic()}", "citations": [1]}}\n')
    await _send(writer, {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})


async def _write(writer: asyncio.StreamWriter, text: str) -> None:
    await _send(writer, {"choices": [{"index": 0, "delta": {"content": text}}]})


async def _send(writer: asyncio.StreamWriter, chunk: Any) -> None:
    writer.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
    await writer.drain()


def serve_web(model: str) -> None:
    """Octavo's pages, and /stream/ beside them."""
    import uvicorn

    from octavo.web.asgi import application

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"] == "/stream/":
            await _answer(model, send)
        else:
            await application(scope, receive, send)

    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    asyncio.run(_serve(server))


async def _serve(server: Any) -> None:
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn has no event for it
        await asyncio.sleep(0.05)
    print(server.servers[0].sockets[0].getsockname()[1], flush=True)
    await serving


async def _answer(model: str, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
    async for text in _sentences(model):
        await send({"type": "http.response.body", "body": f"data: {text}\n\n".encode(), "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _sentences(model: str) -> AsyncIterator[str]:
    from octavo.assist.prompts import prompt
    from octavo.assist.writing import Task, write
    from octavo.core.grounding import GroundingCode, GroundingReason, GroundingVerdict, SourceSentence
    from octavo.core.writing import Sentence, WritingSource

    sentences = [SourceSentence("a", at, f"The ferry {at} left Velm on Monday.", "en") for at in range(40)]
    accepted = GroundingVerdict(True, GroundingReason(GroundingCode.SUPPORTED), (sentences[0],))

    async def check(claims: Any) -> list[GroundingVerdict]:
        await asyncio.sleep(CHECK_S)
        return [accepted] * len(claims)

    async def embedded() -> list[Sentence]:
        return []

    form = replace(prompt("summary"), sentences=SENTENCES)
    task = Task(form, tuple(WritingSource(each, "A") for each in sentences))
    async with aclosing(write(task, _endpoint(model), check, embedded)) as events:
        async for event in events:
            if isinstance(event, Sentence):
                yield event.text


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["model"]:
            serve_model()
        case ["web", model]:
            serve_web(model)
        case _:
            print(run())
