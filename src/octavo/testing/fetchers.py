"""A fetcher without a network: it answers from a dictionary and remembers what it was asked."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import blake2b

from octavo.core.clock import Clock
from octavo.core.failures import Failure, FailureCode
from octavo.core.fetching import FetchRequest, FetchResult, SendRequest, SendResult
from octavo.gather.address import parse_url
from octavo.testing.clock import HeldClock

Page = bytes | FetchResult | Failure
DEFAULT_LIMIT = 8_000_000


class FakeFetcher:
    """Implements `octavo.core.protocols.Fetcher`. `pages` may be changed while it is in use.

    Bytes are a 200 with an ETag made of them; a request that brings the ETag back gets a 304. An address that is not
    listed is a 404. A callable is asked anew each time.
    """

    def __init__(
        self,
        pages: Mapping[str, Page | Callable[[FetchRequest], Page]],
        *,
        content_type: str = "text/html; charset=utf-8",
        clock: Clock | None = None,
    ) -> None:
        self.pages = dict(pages)
        self.requests: list[FetchRequest] = []
        self.sent: list[SendRequest] = []
        self.is_closed = False
        self._content_type = content_type
        self._clock = clock or HeldClock()

    async def fetch(self, request: FetchRequest) -> FetchResult | Failure:
        self.requests.append(request)
        address = parse_url(request.url)
        if isinstance(address, Failure):
            return address
        page = self.pages.get(request.url, Failure(FailureCode.HTTP_STATUS, "the server answered 404", 404))
        if callable(page):
            page = page(request)
        if isinstance(page, Failure):
            return page
        result = self._result(request, page) if isinstance(page, bytes) else page
        if len(result.body) > (request.max_bytes or DEFAULT_LIMIT):
            return Failure(FailureCode.TOO_LARGE, f"the body is larger than {request.max_bytes} bytes")
        if result.etag and result.etag == request.etag:
            return replace(result, status=304, body=b"")
        return result

    async def send(self, request: SendRequest) -> SendResult | Failure:
        """An address that is listed takes everything, unless what is listed is a failure."""
        self.sent.append(request)
        address = parse_url(request.url)
        if isinstance(address, Failure):
            return address
        page = self.pages.get(request.url, Failure(FailureCode.HTTP_STATUS, "the server answered 404", 404))
        return page if isinstance(page, Failure) else SendResult(201)

    async def aclose(self) -> None:
        self.is_closed = True

    def _result(self, request: FetchRequest, body: bytes) -> FetchResult:
        return FetchResult(
            url=request.url,
            final_url=request.url,
            status=200,
            body=body,
            content_type=self._content_type,
            fetched_at=self._clock.now(),
            etag=f'"{blake2b(body, digest_size=8).hexdigest()}"',
        )
