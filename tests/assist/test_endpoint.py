"""A model behind an address: what is sent, and what is made of servers that misbehave. The contract has the rest."""

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Any

import pytest

from octavo.assist.providers import Endpoint, Patience
from octavo.core.failures import Failure, FailureCode
from octavo.core.models import Completion, ModelMessage, ModelRequest, Speaker
from octavo.testing.loopback import LoopbackServer, Reply, Script, SeenRequest
from octavo.testing.models import Wait, model_server, said, saying

KEY = "sk-a-made-up-key-4711"
ASKED = ModelRequest((ModelMessage(Speaker.SYSTEM, "Be brief."), ModelMessage(Speaker.USER, "What of it?")), 50)
QUICK = Patience(first_s=2, next_s=1, whole_s=4, retries=0)


async def ask(url: str, patience: Patience = QUICK, key: str = KEY) -> Completion | Failure:
    model = Endpoint(url=url, model="any", key=key, patience=patience)
    try:
        return await model.complete(ASKED)
    finally:
        await model.aclose()


async def of(route: Any, patience: Patience = QUICK) -> tuple[Completion | Failure, list[SeenRequest]]:
    with LoopbackServer({"/v1/chat/completions": route}) as server:
        return await ask(server.url("/v1"), patience), server.requests


def sse(*chunks: str) -> Reply:
    body = "".join(f"data: {chunk}\n\n" for chunk in chunks).encode()
    return Reply(body, headers={"Content-Type": "text/event-stream"})


async def test_what_is_sent_tells_nothing_of_this_machine() -> None:
    with model_server(saying("Yes.")) as server:
        await ask(server.url + "/chat/completions")
        await ask(server.url + "/", key="")
    (body, _), (first, second) = server.bodies, server.requests
    assert body["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "What of it?"},
    ]
    assert (body["model"], body["max_tokens"], body["temperature"], body["stream"]) == ("any", 50, 0.0, True)
    assert first.headers["authorization"] == f"Bearer {KEY}"
    assert "authorization" not in second.headers
    assert first.headers["user-agent"] == "Octavo"
    assert not [name for name in first.headers if name.startswith(("x-stainless", "openai", "cookie"))]


async def test_what_a_server_does_not_know_is_left_out_and_remembered() -> None:
    def picky(request: SeenRequest) -> Reply:
        for name in (b'"max_tokens"', b'"temperature"', b'"stream_options"'):
            if name in request.body:
                return Reply(b'{"error": {"message": "Unsupported parameter: ' + name.strip(b'"') + b'"}}', 400)
        return sse('{"choices":[{"delta":{"content":"Yes."},"finish_reason":"stop"}]}', "[DONE]")

    with LoopbackServer({"/v1/chat/completions": picky}) as server:
        model = Endpoint(url=server.url("/v1"), model="any", patience=QUICK)
        for _ in range(2):
            answer = await model.complete(ASKED)
            assert isinstance(answer, Completion)
            assert answer.text == "Yes."
        await model.aclose()
    assert len(server.requests) == 5
    assert b'"max_completion_tokens":50' in server.requests[-1].body


async def test_it_is_tried_again_with_a_pause() -> None:
    answers = iter([Reply(b"{}", 503), Reply(b"{}", 429, {"Retry-After": "1"})])

    def tired(request: SeenRequest) -> Reply:
        done = sse('{"choices":[{"delta":{"content":"Yes."},"finish_reason":"stop"}]}', "[DONE]")
        return next(answers, done)

    answer, requests = await of(tired, Patience(first_s=8, next_s=1, whole_s=9, retries=2))
    assert isinstance(answer, Completion)
    assert len(requests) == 3


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(b'{"error": {"message": "Incorrect API key provided: sk-a-made-up-key-4711"}}', 401), "http_status"),
        (Reply(b'{"error": {"message": "no such model"}}', 404), "http_status"),
        (Reply(b"", 429, {"Retry-After": "30"}), "rate_limited"),
        (Reply(b"", 307, {"Location": "http://127.0.0.1:1/"}), "http_status"),
        (Reply(b"<html>Welcome</html>", headers={"Content-Type": "text/html"}), "protocol"),
        (sse("{"), "protocol"),
        (sse("[]"), "protocol"),
        (sse("null"), "protocol"),
        (sse('{"choices": 5}'), "protocol"),
        (sse('{"choices": [5]}'), "protocol"),
        (sse('{"choices": [{"delta": {"content": 5}}]}'), "protocol"),
        (sse('{"error": {"message": "out of memory"}}'), "protocol"),
        (sse('{"choices": [{"delta": {"content": "half"}}]}'), "protocol"),
        (Reply(b"\x1f\x8b" + b"x" * 99, headers={"Content-Encoding": "gzip"}), "connect"),
        (sse('{"choices": [{"delta": {"content": "' + "x" * 9_000_000 + '"}}]}'), "too_large"),
        (sse(*['{"choices": [{"delta": {"content": "x x x x x x x x x x"}}]}'] * 100), "too_large"),
    ],
    ids=range(16),
)
async def test_trouble_is_a_failure_without_the_key(reply: Reply, code: str) -> None:
    answer, _ = await of(reply)
    assert isinstance(answer, Failure)
    assert answer.code.value == code
    assert KEY not in str(answer)
    assert "4711" not in str(answer)
    assert len(str(answer)) < 260


async def test_how_long_a_busy_server_wants_to_be_left_alone() -> None:
    answer, _ = await of(Reply(b"", 429, {"Retry-After": "30"}))
    assert isinstance(answer, Failure)
    assert answer.retry_after_s == 30


async def test_nobody_there() -> None:
    with LoopbackServer() as server:
        url = server.url("/v1")
    answer = await ask(url)
    assert isinstance(answer, Failure)
    assert answer.code is FailureCode.CONNECT
    answer = await ask("http://nowhere.invalid/v1")
    assert isinstance(answer, Failure)


def dripping(seconds: float) -> Callable[[SeenRequest, asyncio.StreamWriter], Awaitable[None]]:
    async def play(request: SeenRequest, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
        while True:
            writer.write(b": still there\n\n")
            await writer.drain()
            await asyncio.sleep(seconds)

    return play


async def test_a_server_that_only_says_it_is_there_is_not_waited_for() -> None:
    async with asyncio.timeout(4):
        answer, _ = await of(Script(dripping(0.05)), Patience(first_s=0.5, next_s=0.5, whole_s=2, retries=0))
    assert isinstance(answer, Failure)
    assert answer.code is FailureCode.TIMEOUT


async def test_leaving_ends_the_servers_work() -> None:
    with model_server(saying(*["word " * 50, Wait(0.05)] * 60)) as server:
        model = Endpoint(url=server.url, model="any", patience=QUICK)
        async with aclosing(model.stream(ASKED)) as events:
            await anext(events)
        for _ in range(40):
            await asyncio.sleep(0.05)
            if server.left:
                break
        await model.aclose()
    assert server.left == 1


async def test_so_many_at_once_and_no_more() -> None:
    with model_server(saying("A", Wait(0.3), said("B"))) as server:
        model = Endpoint(url=server.url, model="any", patience=Patience(5, 5, 9, 0), concurrency=2)
        asking = [asyncio.create_task(model.complete(ASKED)) for _ in range(4)]
        await asyncio.sleep(0.25)
        assert len(server.bodies) <= 2
        assert all(isinstance(answer, Completion) for answer in await asyncio.gather(*asking))
        await model.aclose()
    assert len(server.bodies) == 4


def test_nothing_heavy_is_imported_before_a_model_is_asked() -> None:
    code = (
        "import sys; import octavo.assist.providers, octavo.assist.writing, octavo.pipeline.assistant;"
        "sys.exit(bool({'openai', 'httpx2', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603  # our own words
