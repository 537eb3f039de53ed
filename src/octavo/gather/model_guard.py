"""The guard for a reader's own language model: the address that was checked is the one that is connected to.

Imported by whoever asks such a model, and by nobody before.
"""

from ipaddress import ip_address

import httpx2

from octavo.core.failures import Failure
from octavo.gather.address import parse_url, refuse_address, refuse_ip
from octavo.gather.resolver import ForbiddenAddressError, GuardedResolver, Lookup, system_lookup


class RefusedError(PermissionError):
    """The guard does not let this address be asked."""


def refuse(url: str) -> Failure | None:
    """Why a reader's address may not be asked, judged by itself alone."""
    address = parse_url(url)
    if isinstance(address, Failure):
        return address
    return refuse_address(address)


class GuardedTransport(httpx2.AsyncBaseTransport):
    """Looks a name up, keeps public addresses alone, and connects to one of these; no proxy of the environment.

    TLS still checks the certificate by the name.
    """

    def __init__(self, lookup: Lookup = system_lookup, inner: httpx2.AsyncBaseTransport | None = None) -> None:
        self._resolver = GuardedResolver(lookup)
        self._inner = inner or httpx2.AsyncHTTPTransport(trust_env=False)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        refusal = refuse(str(request.url))
        if refusal is not None:
            raise RefusedError(refusal.detail or "this address is not asked")
        host = request.url.raw_host.decode("ascii")
        address = await self._public(host, request.url.port or 443)
        request.headers["Host"] = request.url.netloc.decode("ascii")
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=address)
        return await self._inner.handle_async_request(request)

    async def _public(self, host: str, port: int) -> str:
        """An address of the host that may be asked. Raises `RefusedError`, and OSError where it has none."""
        try:
            found = await self._resolver.resolve(host.strip("[]"), port)
        except ForbiddenAddressError as error:
            raise RefusedError(str(error)) from error
        if not found:
            raise OSError(f"{host} has no address")
        address = found[0]["host"]
        reason = refuse_ip(address)
        if reason is not None:
            raise RefusedError(reason)
        return str(ip_address(address))

    async def aclose(self) -> None:
        await self._inner.aclose()
