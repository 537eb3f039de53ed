"""What lies under the SDK: no word about this machine goes out, no compressed or endless answer comes in.

Imported by whoever asks a model, and by nobody before.
"""

from collections.abc import AsyncIterator

import httpx2

TOLD = frozenset({"host", "content-type", "content-length", "accept", "connection"})
"""The SDK tells of the machine, its Python and the operator's variables besides."""
AGENT = "Octavo"


class EndlessAnswerError(httpx2.ReadError):
    """More bytes came than any answer has."""


class PlainTransport(httpx2.AsyncBaseTransport):
    """Carries requests by `inner`, with few headers, and answers of at most `limit` bytes."""

    def __init__(self, inner: httpx2.AsyncBaseTransport, *, key: str, limit: int) -> None:
        self._inner = inner
        self._key = key
        self._limit = limit

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await self._inner.handle_async_request(self._plain(request))
        if response.headers.get("content-encoding", "identity").lower() not in {"", "identity"}:
            await response.aclose()
            raise httpx2.RemoteProtocolError("the answer is compressed, which was not asked for")
        if not isinstance(response.stream, httpx2.AsyncByteStream):
            raise httpx2.RemoteProtocolError("the answer is no stream")
        stream = _Bounded(response.stream, self._limit)
        return httpx2.Response(
            response.status_code, headers=response.headers, stream=stream, extensions=response.extensions
        )

    def _plain(self, request: httpx2.Request) -> httpx2.Request:
        """A copy: the SDK reads its own headers again when the answer comes."""
        headers = {name: value for name, value in request.headers.items() if name.lower() in TOLD}
        headers |= {"User-Agent": AGENT, "Accept-Encoding": "identity"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        return httpx2.Request(
            request.method, request.url, headers=headers, stream=request.stream, extensions=request.extensions
        )

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Bounded(httpx2.AsyncByteStream):
    def __init__(self, inner: httpx2.AsyncByteStream, limit: int) -> None:
        self._inner = inner
        self._left = limit

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._inner:
            self._left -= len(part)
            if self._left < 0:
                raise EndlessAnswerError("the answer does not end")
            yield part

    async def aclose(self) -> None:
        await self._inner.aclose()
