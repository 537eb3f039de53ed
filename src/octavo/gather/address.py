"""Addresses from outside: what a hostile URL means, and which of the world's addresses may be asked at all.

`parse_url` reads a URL as a browser does (WHATWG URL Standard), so that nothing hides between two readings of it.
`refuse_address` and `refuse_ip` are the guard's rules; `resolver` and `transport` apply them at every hop and again
at the moment of connecting.
"""

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote_from_bytes

from octavo.core.failures import Failure, FailureCode
from octavo.gather.domains import BadHostError, parse_host, utf8

MAX_URL_LENGTH = 8_000
DEFAULT_PORTS = {"http": 80, "https": 443}
# Ports of the web alone: nobody shall make us knock at mail servers or databases. Others need an OCTAVO_HOSTS rule.
WEB_PORTS = range(8000, 9000)

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_EDGE = "".join(map(chr, range(0x21)))
_NEWLINES = str.maketrans("", "", "\t\n\r")
_PATH_IS_PLAIN = re.compile(r"/(?:[A-Za-z0-9_~!$&'()*+,;=:@%\-][A-Za-z0-9._~!$&'()*+,;=:@%\-]*(?:/|$))*")
_PATH_SAFE = "/%!$&'()*+,;=:@[]|\\~-._"
_QUERY_SAFE = "/%!$&()*+,;=:@[]|\\~-._?`{}^"
_ONE_DOT = frozenset((".", "%2e"))
_TWO_DOTS = frozenset(("..", ".%2e", "%2e.", "%2e%2e"))

# Names that mean "not the public Internet" (RFC 6761, 6762, 7686, 8375, 9476 and ICANN's .internal).
_PRIVATE_SUFFIXES = (".localhost", ".local", ".internal", ".home.arpa", ".onion", ".alt", ".invalid", ".test")


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An http(s) URL as parsed: `host` is ASCII (IPv6 in brackets), `target` is path and query, `url` the whole.

    The fragment and any user name and password are left out of `url`; `has_userinfo` tells that there was one.
    """

    scheme: str
    host: str
    port: int
    target: str
    url: str
    has_userinfo: bool = False

    @property
    def authority(self) -> str:
        """What a Host header says: the port stands only where it is not the scheme's own."""
        return self.host if self.port == DEFAULT_PORTS[self.scheme] else f"{self.host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"


@lru_cache(maxsize=4096)
def parse_url(text: str, base: WebAddress | None = None) -> WebAddress | Failure:
    """Read an http(s) URL, relative to `base` where given. Anything else, and nonsense, is a BAD_URL failure."""
    if len(text) > MAX_URL_LENGTH:
        return _bad("the address is too long")
    text = text.strip(_EDGE).translate(_NEWLINES).partition("#")[0]
    scheme = _SCHEME.match(text)
    if scheme is None:
        return _bad("the address has no scheme") if base is None else _resolve(text, base)
    name = scheme[1].lower()
    if name not in DEFAULT_PORTS:
        return _bad(f"{name}: is not http or https")
    rest = text[scheme.end() :]
    if base is not None and base.scheme == name:
        return _resolve(rest, base)
    return _with_authority(name, rest)


def _resolve(rest: str, base: WebAddress) -> WebAddress | Failure:
    """A reference without scheme: `//host/path`, `/path`, `path`, `?query` or nothing."""
    slashes = rest[:2].replace("\\", "/")
    if slashes == "//":
        return _with_authority(base.scheme, rest)
    path, mark, query = rest.partition("?")
    base_path, _, _ = base.target.partition("?")
    if not path:
        target = f"{base_path}?{_encode(query, _QUERY_SAFE)}" if mark else base.target
        return _build(base.scheme, base.host, base.port, target, has_userinfo=base.has_userinfo)
    if not slashes.startswith("/"):
        path = base_path.rpartition("/")[0] + "/" + path
    return _build(base.scheme, base.host, base.port, _target(path, mark, query), has_userinfo=base.has_userinfo)


def _with_authority(scheme: str, rest: str) -> WebAddress | Failure:
    rest = rest.lstrip("/\\")
    end = next((place for place, letter in enumerate(rest) if letter in "/\\?"), len(rest))
    userinfo, at, host_and_port = rest[:end].rpartition("@")
    host, port = _split_port(host_and_port)
    path, mark, query = rest[end:].partition("?")
    try:
        number = DEFAULT_PORTS[scheme] if not port else int(port)
        if number > 65535 or not (port == "" or (port.isascii() and port.isdigit())):
            return _bad(f"port {port[:20]!r} cannot be")
        return _build(scheme, parse_host(host), number, _target(path, mark, query), has_userinfo=bool(userinfo or at))
    except BadHostError as error:
        return _bad(f"{host[:80]!r}: {error}")
    except ValueError:
        return _bad(f"port {port[:20]!r} cannot be")


def _split_port(text: str) -> tuple[str, str]:
    """("host", "port"); the colons between brackets are IPv6's own."""
    end_of_host = text.find("]") + 1 if text.startswith("[") else 0
    colon = text.find(":", end_of_host)
    return (text, "") if colon < 0 else (text[:colon], text[colon + 1 :])


def _build(scheme: str, host: str, port: int, target: str, *, has_userinfo: bool) -> WebAddress:
    authority = host if port == DEFAULT_PORTS[scheme] else f"{host}:{port}"
    return WebAddress(scheme, host, port, target, f"{scheme}://{authority}{target}", has_userinfo)


def _target(path: str, mark: str, query: str) -> str:
    return _clean_path(path) + (f"?{_encode(query, _QUERY_SAFE)}" if mark else "")


def _clean_path(path: str) -> str:
    """Forward slashes, no dot segments, percent-encoded."""
    if _PATH_IS_PLAIN.fullmatch(path) and "%2" not in path:
        return path
    segments: list[str] = []
    parts = path.replace("\\", "/").removeprefix("/").split("/")
    for place, part in enumerate(parts):
        is_last = place == len(parts) - 1
        lowered = part.lower()
        if lowered in _TWO_DOTS:
            del segments[-1:]
        elif lowered not in _ONE_DOT:
            segments.append(part)
            continue
        if is_last:
            segments.append("")
    return "/" + _encode("/".join(segments), _PATH_SAFE)


def _encode(text: str, safe: str) -> str:
    return quote_from_bytes(utf8(text), safe)


def _bad(detail: str) -> Failure:
    return Failure(FailureCode.BAD_URL, detail)


def refuse_address(address: WebAddress, *, is_vouched: bool = False) -> Failure | None:
    """Why this address may not be asked, judged by the URL alone; None where it may be looked up.

    The operator's own hosts (`is_vouched`) may live anywhere, and are not sent passwords either.
    """
    if address.has_userinfo:
        return _bad("addresses with a user name or password are not fetched")
    if is_vouched:
        return None
    if address.port not in (80, 443) and address.port not in WEB_PORTS:
        return Failure(FailureCode.FORBIDDEN_ADDRESS, f"port {address.port} is not one of the web's")
    if address.host[0] == "[" or address.host.replace(".", "").isdigit():
        reason = refuse_ip(address.host.strip("[]"))
        return None if reason is None else Failure(FailureCode.FORBIDDEN_ADDRESS, reason)
    return _refuse_name(address.host.removesuffix("."))


def _refuse_name(name: str) -> Failure | None:
    if "." not in name or name.endswith(_PRIVATE_SUFFIXES):
        return Failure(FailureCode.FORBIDDEN_ADDRESS, f"{name[:80]} is not a name of the public Internet")
    if len(name) > 253 or not all(0 < len(label) < 64 for label in name.split(".")):
        return _bad("the host name is too long or has an empty part")
    return None


# IANA's special-purpose registry for IPv4 (RFC 6890 and updates), multicast, the reserved 240/4, the retired 6to4
# relays, and the address where Azure answers the machine that asks.
_FORBIDDEN_IPV4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
    )
)
# Of IPv6 only global unicast may be asked, less what is carved out of it: IETF protocols with Teredo, documentation,
# 6to4, documentation again.
_GLOBAL_IPV6 = ipaddress.IPv6Network("2000::/3")
_FORBIDDEN_IPV6 = tuple(
    ipaddress.IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def refuse_ip(text: str) -> str | None:
    """Why this IP address is not the public Internet's, in words; None where it may be connected to.

    IPv4 inside IPv6 (mapped, NAT64) is judged by the IPv4 address. Text that is no address is refused.
    """
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return f"{text[:60]!r} is not an IP address"
    if isinstance(address, ipaddress.IPv6Address):
        inner = _ipv4_inside(address)
        if inner is None:
            is_open = address in _GLOBAL_IPV6 and not any(address in network for network in _FORBIDDEN_IPV6)
            return None if is_open else f"{address} is not a public address"
        address = inner
    if any(address in network for network in _FORBIDDEN_IPV4):
        return f"{address} is not a public address"
    return None


def _ipv4_inside(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None
