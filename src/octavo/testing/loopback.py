"""A small HTTP/1.1 server on loopback, in a thread of its own, that can also misbehave byte by byte.

`with LoopbackServer({"/feed": Reply(b"…")}) as server:` serves until the block ends. A route is found by
"host/path" first, then by "/path"; a route may be a `Reply`, a function that makes one, or a `Script` that writes to
the connection itself: bombs, drips, resets.
"""

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """A request as it came in. Header names are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole response. Content-Length is added unless `headers` has one; the connection is kept."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def encode(self) -> bytes:
        headers = {"Content-Length": str(len(self.body)), **self.headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"HTTP/1.1 {self.status} Status\r\n{head}\r\n".encode("latin-1") + self.body


@dataclass(frozen=True, slots=True)
class Script:
    """Writes what it likes; the connection ends when it returns."""

    play: Callable[[SeenRequest, asyncio.StreamWriter], Awaitable[None]]


Route = Reply | Script | Callable[[SeenRequest], Reply]


class LoopbackServer:
    """`routes` may be changed while it runs; `requests` holds what was asked, in order, over how many connections."""

    def __init__(self, routes: Mapping[str, Route] | None = None, *, tls: ssl.SSLContext | None = None) -> None:
        self.routes: dict[str, Route] = dict(routes or {})
        self.requests: list[SeenRequest] = []
        self.connection_count = 0
        self.port = 0
        self._tls = tls
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="loopback server", daemon=True)
        self._ready = threading.Event()

    @property
    def authority(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/", *, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._accept, "127.0.0.1", 0, ssl=self._tls, backlog=512)
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        connections = asyncio.all_tasks(self._loop)
        for task in connections:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*connections, return_exceptions=True))
        self._loop.close()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connection_count += 1
        try:
            while await self._serve_one(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _serve_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        request = _parse((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"))
        if length := int(request.headers.get("content-length", "0")):
            request = replace(request, body=await reader.readexactly(length))
        self.requests.append(request)
        host = request.headers.get("host", "").partition(":")[0]
        route = self.routes.get(host + request.path, self.routes.get(request.path, Reply(b"no such page", 404)))
        if isinstance(route, Script):
            await route.play(request, writer)
            return False
        reply = route if isinstance(route, Reply) else route(request)
        writer.write(reply.encode())
        await writer.drain()
        return True


def _parse(head: str) -> SeenRequest:
    first, *lines = head.rstrip("\r\n").split("\r\n")
    method, target, _ = first.split(" ", 2)
    fields = (line.partition(":") for line in lines)
    return SeenRequest(method, target, {name.strip().lower(): value.strip() for name, _, value in fields})
