"""The ASGI application. Each request runs whole, middleware and view, in one thread of a small pool.

Django's own handler hops between threads at every synchronous middleware; one hop a request serves far more
pages on the same machine (benchmarks/pages.py). Database connections belong to the pool's threads.
"""

import asyncio
import contextvars
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import octavo.store

octavo.store.setup()

from django.core import signals  # noqa: E402  Django is set up first
from django.core.exceptions import RequestAborted  # noqa: E402
from django.core.handlers.asgi import ASGIHandler, ASGIRequest, get_script_prefix  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.http.response import HttpResponseBase  # noqa: E402
from django.urls import set_script_prefix  # noqa: E402

THREADS = 4


class PooledHandler(ASGIHandler):
    """Django's handler with one thread hop a request. An asynchronous stream still streams."""

    def __init__(self) -> None:
        super().__init__()
        self.pool = ThreadPoolExecutor(THREADS, thread_name_prefix="page")

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        else:
            await self.handle(scope, receive, send)

    async def handle(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            body_file = await self.read_body(receive)
        except RequestAborted:
            return
        with body_file:
            request, error = self.create_request(scope, body_file)
            if error is not None:
                await self.send_response(error, send)
                return
            response = await self._in_thread(self._respond, request)
            if response.streaming:
                await self._stream(response, receive, send)
            else:
                await self.send_response(response, send)

    async def _stream(self, response: HttpResponseBase, receive: Any, send: Any) -> None:
        """Until its end, or until whoever reads it is gone."""
        sending = asyncio.create_task(self.send_response(response, send))
        leaving = asyncio.create_task(_left(receive))
        try:
            await asyncio.wait((sending, leaving), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (sending, leaving):
                task.cancel()
            ended = await asyncio.gather(sending, leaving, return_exceptions=True)
            await self._in_thread(response.close)
        if isinstance(ended[0], Exception):
            raise ended[0]

    async def _in_thread(self, function: Any, *arguments: Any) -> Any:
        run = contextvars.copy_context().run
        return await asyncio.get_running_loop().run_in_executor(self.pool, run, function, *arguments)

    def _respond(self, request: ASGIRequest) -> HttpResponseBase:
        set_script_prefix(get_script_prefix(request.scope))
        signals.request_started.send(sender=self.__class__, scope=request.scope)
        response = _in_one_piece(self.get_response(request))
        if not response.streaming:
            response.close()
        return response


def _in_one_piece(response: HttpResponseBase) -> HttpResponseBase:
    """A file as one body: Octavo's files are small, and the event loop must not read from disk."""
    if not response.streaming or getattr(response, "is_async", False):
        return response
    whole = HttpResponse(b"".join(response), status=response.status_code, headers=dict(response.items()))
    whole.cookies = response.cookies
    response.close()
    return whole


async def _left(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _lifespan(receive: Any, send: Any) -> None:
    while (message := await receive())["type"] != "lifespan.shutdown":
        await send({"type": message["type"] + ".complete"})
    await send({"type": "lifespan.shutdown.complete"})


application = PooledHandler()
