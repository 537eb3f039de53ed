"""The polite way out: guard, manners, robots.txt, redirects and conditional GET around single requests.

`HttpFetcher` is the `Fetcher` of the product. Each hop of a redirect is judged like a first address. The time limit
counts what the network takes, not what politeness makes us wait.
"""

import asyncio
from types import TracebackType
from typing import Self

from octavo import __version__
from octavo.core.clock import Clock
from octavo.core.failures import Failure, FailureCode
from octavo.core.fetching import FetchRequest, FetchResult, SendRequest, SendResult
from octavo.core.settings import GatherSettings
from octavo.gather.address import WebAddress, parse_url
from octavo.gather.decoding import ACCEPT_ENCODING
from octavo.gather.headers import max_age_s, retry_after_s, validator
from octavo.gather.hosts import HostRules
from octavo.gather.politeness import Politeness
from octavo.gather.redirects import REDIRECTS, Route, follow
from octavo.gather.resolver import Lookup, system_lookup
from octavo.gather.robots import MAX_ROBOTS_BYTES, PRODUCT_TOKEN, Robots
from octavo.gather.transport import STATUSES_WITH_BODY, Answer, Transport

ASK_LATER = (429, 503)
ROBOTS_ACCEPT = "text/plain, */*;q=0.1"


def user_agent(contact: str) -> str:
    """Who we say we are. `contact` is the operator's page or e-mail address; nothing is invented where it is empty."""
    words = "".join(letter for letter in contact.strip() if letter.isprintable() and letter.isascii())
    return f"{PRODUCT_TOKEN}/{__version__}" + (f" (+{words})" if words else "")


class HttpFetcher:
    """Implements `octavo.core.protocols.Fetcher`. Use and close it in one event loop; `async with` closes it."""

    def __init__(self, settings: GatherSettings, clock: Clock, *, lookup: Lookup = system_lookup) -> None:
        self._settings = settings
        self._clock = clock
        self._agent = user_agent(settings.contact)
        self._transport = Transport(HostRules(settings.hosts), lookup)
        self._places = asyncio.Semaphore(settings.fetch_concurrency)
        self._politeness = Politeness(settings.host_delay_s)
        self._robots = Robots(self._load_robots, clock)

    async def fetch(self, request: FetchRequest) -> FetchResult | Failure:
        """GET one address politely. Never raises for anything the outside does: trouble is a `Failure`."""
        address = parse_url(request.url)
        if isinstance(address, Failure):
            return address
        limit = request.max_bytes or self._settings.max_page_bytes
        end = await self._travel(address, self._headers(request), limit=limit, obey_robots=request.obey_robots)
        if isinstance(end, Failure):
            return end
        return self._result(request, *end)

    async def send(self, request: SendRequest) -> SendResult | Failure:
        """POST to one address that a reader gave. Nobody's robots.txt is asked: who gave it wants it."""
        address = parse_url(request.url)
        if isinstance(address, Failure):
            return address
        headers = {"User-Agent": self._agent, **request.headers}
        async with self._places:
            answer = await self._transport.post(
                address, headers, request.body, timeout_s=self._settings.fetch_timeout_s
            )
        if isinstance(answer, Failure):
            return answer
        if 200 <= answer.status < 300:
            return SendResult(answer.status)
        return _refusal(answer, retry_after_s(answer.headers.get("Retry-After"), self._clock.now()))

    async def aclose(self) -> None:
        """Close every connection."""
        await self._transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def _headers(self, request: FetchRequest) -> dict[str, str]:
        headers = {"User-Agent": self._agent, "Accept": request.accept, "Accept-Encoding": ACCEPT_ENCODING}
        etag, last_modified = validator(request.etag), validator(request.last_modified)
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        return headers

    async def _load_robots(self, address: WebAddress) -> Answer | Failure:
        headers = {"User-Agent": self._agent, "Accept": ROBOTS_ACCEPT, "Accept-Encoding": ACCEPT_ENCODING}
        end = await self._travel(address, headers, limit=MAX_ROBOTS_BYTES, cut=True, in_passing=True)
        return end if isinstance(end, Failure) else end[1]

    async def _travel(
        self,
        start: WebAddress,
        headers: dict[str, str],
        *,
        limit: int,
        obey_robots: bool = False,
        cut: bool = False,
        in_passing: bool = False,
    ) -> tuple[Route, Answer] | Failure:
        """Follow redirects to an answer that is none. A visit `in_passing` does not queue for its first host."""
        route = Route(start)
        left_s = self._settings.fetch_timeout_s
        visited = start.host if in_passing else None
        while True:
            refusal = await self._ask_robots(route.here) if obey_robots else None
            if refusal is not None:
                return refusal
            answer, took_s = await self._visit(route, headers, limit, left_s, cut, is_new=visited != route.here.host)
            if isinstance(answer, Failure) or answer.status not in REDIRECTS:
                return answer if isinstance(answer, Failure) else (route, answer)
            visited = route.here.host
            step = follow(route, answer, self._settings.max_redirects)
            if isinstance(step, Failure):
                return step
            route, left_s = step, left_s - took_s
            if left_s <= 0:
                return Failure(FailureCode.TIMEOUT, "the redirects took too long")

    async def _ask_robots(self, address: WebAddress) -> Failure | None:
        refusal = self._transport.refuse(address) or await self._robots.refuse(address)
        if refusal is None and not self._transport.is_vouched(address):
            self._politeness.slow_down(address.host, await self._robots.crawl_delay_s(address))
        return refusal

    async def _visit(
        self, route: Route, headers: dict[str, str], limit: int, timeout_s: float, cut: bool, *, is_new: bool
    ) -> tuple[Answer | Failure, float]:
        """One request in its turn, and the seconds it took on the network."""
        address = route.here
        is_queued = is_new and not self._transport.is_vouched(address)
        refusal = await self._politeness.enter(address.host) if is_queued else None
        if refusal is not None:
            return refusal, 0.0
        cookies = route.cookie_header
        sent = {**headers, "Cookie": cookies} if cookies else dict(headers)
        clock = asyncio.get_running_loop().time
        try:
            async with self._places:
                started_at = clock()
                answer = await self._transport.get(address, sent, limit=limit, timeout_s=timeout_s, cut=cut)
                return answer, clock() - started_at
        finally:
            if is_queued:
                self._politeness.leave(address.host)

    def _result(self, request: FetchRequest, route: Route, answer: Answer) -> FetchResult | Failure:
        now = self._clock.now()
        status, headers = answer.status, answer.headers
        is_unchanged = status == 304 and bool(request.etag or request.last_modified)
        if status not in STATUSES_WITH_BODY and not is_unchanged:
            return self._refused(route, answer)
        has_moved = bool(route.seen) and route.is_permanent
        return FetchResult(
            url=request.url,
            final_url=route.here.url,
            status=304 if is_unchanged else 200,
            body=answer.body,
            content_type=headers.get("Content-Type", ""),
            fetched_at=now,
            moved_to=route.here.url if has_moved else None,
            etag=validator(headers.get("ETag")) or (request.etag if is_unchanged else None),
            last_modified=validator(headers.get("Last-Modified")) or (request.last_modified if is_unchanged else None),
            max_age_s=max_age_s(headers, now),
        )

    def _refused(self, route: Route, answer: Answer) -> Failure:
        """The server answered, and not with what was asked for."""
        wait_s = retry_after_s(answer.headers.get("Retry-After"), self._clock.now())
        if answer.status in ASK_LATER and wait_s and not self._transport.is_vouched(route.here):
            self._politeness.hold(route.here.host, wait_s)
        return _refusal(answer, wait_s)


def _refusal(answer: Answer, wait_s: float | None) -> Failure:
    status = answer.status
    if status == 410:
        return Failure(FailureCode.GONE, "the server says it is gone for good", status)
    if status in ASK_LATER:
        return Failure(FailureCode.RATE_LIMITED, f"the server answered {status}", status, wait_s)
    if status == 304:
        return Failure(FailureCode.PROTOCOL, "the server answered 304 to an unconditional request", status)
    return Failure(FailureCode.HTTP_STATUS, f"the server answered {status}", status)
