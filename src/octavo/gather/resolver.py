"""Names to addresses, past the guard: an address that may not be asked is never handed to a socket.

`GuardedResolver` drops forbidden addresses from every answer of the DNS; `guarded_socket` looks once more at the very
address a socket is made for, so that no cache, literal or second answer (DNS rebinding) slips past.
"""

import asyncio
import socket
import threading
from collections.abc import Callable
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from octavo.gather.address import refuse_ip

LOOKUPS_AT_ONCE = 16

AddressInfo = tuple[Any, Any, int, str, tuple[Any, ...]]
Lookup = Callable[[str, int, socket.AddressFamily], list[AddressInfo]]


class ForbiddenAddressError(OSError):
    """A name or a literal leads where nobody may be sent."""


def system_lookup(host: str, port: int, family: socket.AddressFamily) -> list[AddressInfo]:
    """The machine's own resolver. The name goes as bytes: Python's IDNA codec has nothing to say here."""
    return socket.getaddrinfo(host.encode("ascii"), port, family, socket.SOCK_STREAM, 0, socket.AI_ADDRCONFIG)


class GuardedResolver(AbstractResolver):
    """Resolves in threads and keeps only public addresses.

    Raises `ForbiddenAddressError` when a name has no other, and `OSError` when it has none at all.
    """

    def __init__(self, lookup: Lookup = system_lookup) -> None:
        self._lookup = lookup
        self._places = asyncio.Semaphore(LOOKUPS_AT_ONCE)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        async with self._places:
            found = await _in_daemon_thread(self._lookup, host, port, family)
        addresses = list(dict.fromkeys((info[0], str(info[4][0])) for info in found))
        allowed = [(kind, address) for kind, address in addresses if refuse_ip(address) is None]
        if addresses and not allowed:
            raise ForbiddenAddressError(refuse_ip(addresses[0][1]))
        return [
            ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=socket.AI_NUMERICHOST)
            for kind, address in allowed
        ]

    async def close(self) -> None:
        """Nothing is held."""


async def _in_daemon_thread(lookup: Lookup, host: str, port: int, family: socket.AddressFamily) -> list[AddressInfo]:
    """A name server that never answers must not hold up the end of the program, as a pool's threads would."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[AddressInfo]] = loop.create_future()

    def settle(result: list[AddressInfo] | None, error: OSError | None) -> None:
        if answer.done():
            return
        if error is None:
            answer.set_result(result or [])
        else:
            answer.set_exception(error)

    def work() -> None:
        result, error = None, None
        try:
            result = lookup(host, port, family)
        except OSError as problem:
            error = problem
        except ValueError as problem:  # a name that the system's own codec refuses
            error = OSError(str(problem))
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=work, name=f"resolve {host[:40]}", daemon=True).start()
    return await answer


def guarded_socket(info: AddressInfo) -> socket.socket:
    """Make the socket for one address, unless it is forbidden. aiohttp calls it just before it connects."""
    reason = refuse_ip(str(info[4][0]))
    if reason is not None:
        raise ForbiddenAddressError(reason)
    return socket.socket(info[0], info[1], info[2])
