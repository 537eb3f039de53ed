"""One request over aiohttp: limits on headers, body and time, and every trouble turned into a `Failure`.

Two sessions: the guarded one for the open Internet, and one for the hosts that OCTAVO_HOSTS names. Neither follows
redirects, keeps cookies or unpacks bodies: those are the caller's, `fetcher` and `decoding`.
"""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp
from aiohttp import http_exceptions
from yarl import URL

from octavo.core.failures import Failure, FailureCode
from octavo.gather.address import WebAddress, refuse_address
from octavo.gather.decoding import BadEncodingError, Body, BodyTooLargeError
from octavo.gather.hosts import HostRules
from octavo.gather.resolver import (
    ForbiddenAddressError,
    GuardedResolver,
    Lookup,
    guarded_socket,
    system_lookup,
)

# Real sites send policies of 10 kB in one header field; more than this is an attack.
MAX_FIELD_BYTES = 32_768
MAX_HEADERS = 200
DNS_CACHE_S = 300
STATUSES_WITH_BODY = frozenset((200, 203))


@dataclass(frozen=True, slots=True)
class Answer:
    """A response of any status. `body` is unpacked, and read for 200 and 203 alone."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cookies: tuple[str, ...] = ()


class Transport:
    """Carries single requests. Must be used, and closed, in one event loop."""

    def __init__(self, rules: HostRules, lookup: Lookup = system_lookup) -> None:
        self._rules = rules
        self._lookup = lookup
        self._guarded: aiohttp.ClientSession | None = None
        self._vouched: aiohttp.ClientSession | None = None

    def is_vouched(self, address: WebAddress) -> bool:
        """True for hosts that OCTAVO_HOSTS names: no guard, no politeness."""
        return self._rules.find(address.host) is not None

    def refuse(self, address: WebAddress) -> Failure | None:
        """Why the guard does not let this address be asked, judged by the URL alone."""
        return refuse_address(address, is_vouched=self.is_vouched(address))

    async def get(
        self, address: WebAddress, headers: dict[str, str], *, limit: int, timeout_s: float, cut: bool = False
    ) -> Answer | Failure:
        """GET one address. `limit` bounds the unpacked body in bytes (`cut` keeps what fits), `timeout_s` the whole.

        Never raises for anything the outside does.
        """
        return await self._carry(address, headers, None, limit=limit, timeout_s=timeout_s, cut=cut)

    async def post(
        self, address: WebAddress, headers: dict[str, str], body: bytes, *, timeout_s: float
    ) -> Answer | Failure:
        """POST to one address. The answer's body is not read; else as `get`."""
        return await self._carry(address, headers, body, limit=None, timeout_s=timeout_s)

    async def _carry(
        self,
        address: WebAddress,
        headers: dict[str, str],
        body: bytes | None,
        *,
        limit: int | None,
        timeout_s: float,
        cut: bool = False,
    ) -> Answer | Failure:
        refusal = self.refuse(address)
        if refusal is not None:
            return refusal
        try:
            async with asyncio.timeout(timeout_s):
                response = await self._ask(address, headers, body)
                return await _receive(response, limit, cut)
        except BodyTooLargeError:
            return Failure(FailureCode.TOO_LARGE, f"the body is larger than {limit or 0:,} bytes")
        except (*_TROUBLES, TimeoutError, BadEncodingError) as error:
            return _failure(error)

    async def _ask(self, address: WebAddress, headers: dict[str, str], body: bytes | None) -> aiohttp.ClientResponse:
        """Send the request, a POST where there is a `body`; the response's body is still to be read."""
        method = "GET" if body is None else "POST"
        rule = self._rules.find(address.host)
        if rule is None:
            url = URL(address.url, encoded=True)
            return await self._guarded_session().request(method, url, headers=headers, data=body, allow_redirects=False)
        return await self._vouched_session().request(
            method,
            URL(f"{rule.scheme}://{rule.address}:{rule.port}{address.target}", encoded=True),
            headers={**headers, "Host": address.authority},
            data=body,
            allow_redirects=False,
            server_hostname=address.host if rule.scheme == "https" else None,
        )

    def _guarded_session(self) -> aiohttp.ClientSession:
        if self._guarded is None:
            connector = aiohttp.TCPConnector(
                resolver=GuardedResolver(self._lookup),
                ttl_dns_cache=DNS_CACHE_S,
                limit=0,
                socket_factory=guarded_socket,
            )
            self._guarded = _session(connector)
        return self._guarded

    def _vouched_session(self) -> aiohttp.ClientSession:
        if self._vouched is None:
            self._vouched = _session(aiohttp.TCPConnector(limit=0))
        return self._vouched

    async def aclose(self) -> None:
        """Close every connection."""
        for session in (self._guarded, self._vouched):
            if session is not None:
                await session.close()
        self._guarded = self._vouched = None


def _session(connector: aiohttp.TCPConnector) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None, connect=None, sock_connect=None, sock_read=None),
        auto_decompress=False,
        max_line_size=MAX_FIELD_BYTES,
        max_field_size=MAX_FIELD_BYTES,
        max_headers=MAX_HEADERS,
        requote_redirect_url=False,
    )


async def _receive(response: aiohttp.ClientResponse, limit: int | None, cut: bool) -> Answer:
    try:
        is_redirect = 300 <= response.status < 400
        cookies = tuple(response.headers.getall("Set-Cookie", ())) if is_redirect else ()
        is_wanted = limit is not None and response.status in STATUSES_WITH_BODY
        body = await _read(response, limit or 0, cut) if is_wanted else b""
        return Answer(response.status, response.headers, body, cookies)
    finally:
        response.release()


async def _read(response: aiohttp.ClientResponse, limit: int, cut: bool) -> bytes:
    if not cut and (response.content_length or 0) > limit:
        raise BodyTooLargeError
    body = Body(response.headers.get("Content-Encoding", ""), limit, cut=cut)
    wire_bytes = 0
    async for piece in response.content.iter_any():
        wire_bytes += len(piece)
        if wire_bytes > limit and not cut:
            raise BodyTooLargeError
        body.feed(piece)
        if body.is_full:
            break
    return body.finish()


_TROUBLES = (aiohttp.ClientError, http_exceptions.HttpProcessingError, OSError, ValueError)
_CODES: tuple[tuple[tuple[type[Exception], ...], FailureCode], ...] = (
    ((TimeoutError,), FailureCode.TIMEOUT),
    ((BadEncodingError,), FailureCode.BAD_ENCODING),
    ((aiohttp.ClientConnectorDNSError,), FailureCode.DNS),
    ((aiohttp.ClientSSLError, ssl.SSLError), FailureCode.TLS),
    ((aiohttp.InvalidURL,), FailureCode.BAD_URL),
    ((aiohttp.ClientPayloadError, aiohttp.ClientResponseError), FailureCode.PROTOCOL),
    ((aiohttp.ClientConnectionError, OSError), FailureCode.CONNECT),
)


def _failure(error: Exception) -> Failure:
    """Name the trouble. `detail` is the library's sentence, cut short."""
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    if isinstance(cause, ForbiddenAddressError):
        return Failure(FailureCode.FORBIDDEN_ADDRESS, str(cause))
    wordless = "no complete answer in time" if isinstance(error, TimeoutError) else type(error).__name__
    detail = " ".join(str(error).split())[:200] or wordless
    code = next((code for kinds, code in _CODES if isinstance(error, kinds)), FailureCode.PROTOCOL)
    return Failure(code, detail)
