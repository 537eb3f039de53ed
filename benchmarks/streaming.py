"""A hundred answers that stream at once, beside pages, on one process: `python -m benchmarks.streaming`.

A scripted model on loopback writes twenty tokens a second into each stream and says in its text when it wrote it; the
clock is the machine's, so both sides read the same. Readers commission summaries over HTTP; one worker process has them
written and keeps the parts, one web process serves Octavo's pages and follows what is written. The checker works in
other processes, and is a pause of 30 ms here.
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
from collections.abc import Iterator, Sequence
from contextlib import aclosing, contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

STREAMS = 100
TOKENS_PER_S = 20.0
SENTENCES = 5
ALONE = 30
PAGES_S = 4.0
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
        articles = _fill(Path(name), model)
        with _process("worker", OCTAVO_DATA=name), _process("web", OCTAVO_DATA=name) as web:
            return asyncio.run(_measure(model, web, articles))


def _fill(directory: Path, model: str) -> list[int]:
    """The ids of articles to sum up, one for each stream."""
    chosen = {"url": f"http://127.0.0.1:{model}/v1", "name": "any", "concurrency": 2 * STREAMS, "asks_per_hour": 0}
    code = (
        "import octavo.store; octavo.store.migrate()\n"
        "from benchmarks.reading import fill, languages\n"
        f"fill({ARTICLES}, languages())\n"
        "from octavo.store import assisting\n"
        f"assisting.choose({chosen}, None)\n"
        "from octavo.store.models import Article\n"
        f"print(*Article.objects.filter(language='en').values_list('pk', flat=True)[:{STREAMS}])\n"
    )
    environ = {**os.environ, "OCTAVO_DATA": str(directory)}
    told = subprocess.run([sys.executable, "-c", code], check=True, env=environ, stdout=subprocess.PIPE, text=True)
    return [int(one) for one in told.stdout.split("\n")[-2].split()]


@contextmanager
def _process(*words: str, **environ: str) -> Iterator[str]:
    """One of this file's own servers; it says its port first."""
    command = [sys.executable, "-m", "benchmarks.streaming", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environ}) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.send_signal(signal.SIGTERM)


async def _measure(model: str, web: str, articles: Sequence[int]) -> dict[str, float]:
    figures = {"first token, added ms, one stream": median([await _first_token(model) for _ in range(ALONE)])}
    many = await asyncio.gather(*(_first_token(model) for _ in range(STREAMS)))
    figures["first token, added ms, 100 streams, p95"] = _p95(many)
    await _pages(web, 2.0)
    alone = await _pages(web, PAGES_S / 2)
    streams = []
    for article in articles:  # within seconds: readers do not keep time with one another
        streams.append(asyncio.create_task(_stream(web, article)))
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


async def _stream(web: str, article: int) -> list[float]:
    """Of each sentence, milliseconds from when its last token was written to when it was here."""
    path = await _commissioned(web, article)
    reader, writer = await asyncio.open_connection("127.0.0.1", int(web))
    writer.write(f"GET {path}events/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    delays = []
    async for line in reader:
        found = re.search(rb"ended at ([\d.]+\d)", line)
        if found:
            delays.append((time.monotonic() - float(found[1])) * 1_000)
        if line.startswith(b"event: over"):
            break
    writer.close()
    return delays


async def _commissioned(web: str, article: int) -> str:
    """A summary asked for as a reader's page does; the answer's address."""
    head, body = await _request(web, b"GET /token/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    cookie = re.search(rb"set-cookie: (\S+?);", head, re.IGNORECASE)
    assert cookie is not None, head
    token = json.loads(body)["token"]
    form = f"do=summary&about=article:{article}".encode()
    lines = (
        "POST /ask/ HTTP/1.1", "Host: localhost", "Connection: close", "Accept: application/json",
        f"Cookie: {cookie[1].decode()}", f"X-CSRFToken: {token}", f"Content-Length: {len(form)}",
        "Content-Type: application/x-www-form-urlencoded", "", "",
    )  # fmt: skip
    _, body = await _request(web, "\r\n".join(lines).encode() + form)
    return str(json.loads(body)["page"])


async def _request(web: str, request: bytes) -> tuple[bytes, bytes]:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(web))
    writer.write(request)
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    return head, body


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


def serve_web() -> None:
    """Octavo's own application, and nothing else."""
    import uvicorn

    from octavo.web.asgi import application

    asyncio.run(_serve(uvicorn.Server(uvicorn.Config(application, port=0, log_level="error", lifespan="off"))))


async def _serve(server: Any) -> None:
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn has no event for it
        await asyncio.sleep(0.05)
    print(server.servers[0].sockets[0].getsockname()[1], flush=True)
    await serving


def serve_worker() -> None:
    """What of a worker writes commissions."""
    import octavo.store

    octavo.store.setup()
    asyncio.run(_work())


async def _work() -> None:
    from octavo.core.clock import SystemClock
    from octavo.pipeline.article_reading import ReadArticles
    from octavo.pipeline.assistant import Assistant
    from octavo.pipeline.commissions import runner_of
    from octavo.pipeline.pool import DigestPool
    from octavo.pipeline.storing import StoreThread

    clock = SystemClock()
    async with StoreThread() as store, DigestPool(0) as pool:
        reader = _pausing(pool, ReadArticles())
        assistant = Assistant(store.call, clock)
        print("0", flush=True)
        await runner_of(store, clock, reader, assistant, private=True).run()


def _pausing(pool: Any, read: Any) -> Any:
    """An `ArticleReader` whose checker accepts everything after a pause, as if other processes judged it."""
    from octavo.core.grounding import GroundingCode, GroundingReason, GroundingVerdict, SourceSentence
    from octavo.pipeline.article_reading import ArticleReader
    from octavo.pipeline.briefing import CheckTask, ReadTask, SummaryTask

    class Pausing(ArticleReader):
        async def ask(self, task: Any) -> Any:
            await asyncio.sleep(CHECK_S)
            if isinstance(task, ReadTask):
                return [_read_article(one) for one in task.articles]
            if isinstance(task, SummaryTask):
                return await super().ask(task)
            assert isinstance(task, CheckTask)
            article = task.articles[0].article
            cited = SourceSentence(article.id, 0, article.title, article.language)
            reason = GroundingReason(GroundingCode.SUPPORTED)
            return [GroundingVerdict(True, reason, (cited,))] * len(task.claims)

    return Pausing(pool, read)


def _read_article(article: Any) -> Any:
    """Without vectors that mean anything: nothing here looks at them."""
    import numpy as np

    from octavo.core.briefs import ReadArticle

    sentences = (article.title, *(one.strip() for one in article.text.split(".")[:20] if one.strip()))
    return ReadArticle(article, sentences, np.zeros((len(sentences), 4), "<f2").tobytes(), "none/1")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["model"]:
            serve_model()
        case ["web"]:
            serve_web()
        case ["worker"]:
            serve_worker()
        case _:
            print(run())
