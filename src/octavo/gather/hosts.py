"""OCTAVO_HOSTS: hosts that the operator sends elsewhere, and vouches for.

A rule `host=scheme://address:port` names one host; `*.suffix=…` names every host below a suffix. The exact rule wins,
then the longest suffix. Scheme, address and port are replaced; the Host header and the TLS name stay the original's.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from octavo.core.failures import OctavoError
from octavo.gather.address import DEFAULT_PORTS
from octavo.gather.domains import BadHostError, parse_host


@dataclass(frozen=True, slots=True)
class HostRule:
    """Where a host is really asked: `address` is an IP address (IPv6 in brackets) or a name."""

    scheme: str
    address: str
    port: int


class HostRules:
    """Finds the rule of a host. Raises `OctavoError` when built from a rule that makes no sense."""

    def __init__(self, rules: tuple[str, ...]) -> None:
        self._exact: dict[str, HostRule] = {}
        self._below: dict[str, HostRule] = {}
        for rule in rules:
            pattern, _, target = rule.partition("=")
            table = self._below if pattern.startswith("*.") else self._exact
            table[_host(pattern.removeprefix("*."), rule)] = _target(target, rule)

    def find(self, host: str) -> HostRule | None:
        """The rule for an ASCII host, or None for the hosts of the open Internet."""
        rule = self._exact.get(host)
        if rule is not None or not self._below:
            return rule
        suffix = host
        while "." in suffix:
            suffix = suffix.partition(".")[2]
            if suffix in self._below:
                return self._below[suffix]
        return None


def _host(text: str, rule: str) -> str:
    try:
        return parse_host(text.strip())
    except BadHostError as error:
        raise OctavoError(f"OCTAVO_HOSTS: {rule!r} makes no sense: {text!r} is {error}") from error


def _target(text: str, rule: str) -> HostRule:
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError as error:
        raise OctavoError(f"OCTAVO_HOSTS: {rule!r} makes no sense: {error}") from error
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise OctavoError(f"OCTAVO_HOSTS: {rule!r} makes no sense: host=http://address:port is needed")
    address = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return HostRule(parts.scheme, _host(address, rule), port or DEFAULT_PORTS[parts.scheme])
