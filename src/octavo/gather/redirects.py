"""Redirects, decided apart from done: where a chain of hops stands, and where the next answer sends it.

A chain is permanent while every hop was a 301 or 308 and none went from https to http: such a downgrade is followed,
as browsers do, but never kept. Cookies live as long as the chain, and go back only to the host that set them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from octavo.core.failures import Failure, FailureCode
from octavo.gather.address import WebAddress, parse_url
from octavo.gather.transport import Answer

REDIRECTS = frozenset((301, 302, 303, 307, 308))
PERMANENT = frozenset((301, 308))
MAX_COOKIES = 20
MAX_COOKIE_LENGTH = 4_096


@dataclass(frozen=True, slots=True)
class Route:
    """Where a chain of redirects stands. `seen` holds each stop with the cookies it was asked with."""

    here: WebAddress
    is_permanent: bool = True
    seen: frozenset[tuple[str, str]] = frozenset()
    cookies: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def cookie_header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.get(self.here.host, {}).items())


def follow(route: Route, answer: Answer, max_redirects: int) -> Route | Failure:
    """The next stop. A loop or too long a chain is TOO_MANY_REDIRECTS, a Location that is no web address BAD_URL."""
    location = answer.headers.get("Location", "")
    if not location:
        return Failure(FailureCode.PROTOCOL, f"a redirect ({answer.status}) without Location", answer.status)
    target = parse_url(location, route.here)
    if isinstance(target, Failure):
        return Failure(target.code, f"redirect to a bad address: {target.detail}", answer.status)
    seen = route.seen | {(route.here.url, route.cookie_header)}
    if len(seen) > max_redirects:
        return Failure(FailureCode.TOO_MANY_REDIRECTS, f"more than {max_redirects} redirects", answer.status)
    is_downgrade = route.here.scheme == "https" and target.scheme == "http"
    is_permanent = route.is_permanent and answer.status in PERMANENT and not is_downgrade
    step = Route(target, is_permanent, seen, _with_cookies(route, answer.cookies))
    if (step.here.url, step.cookie_header) in seen:
        return Failure(FailureCode.TOO_MANY_REDIRECTS, "the redirects go round in a circle", answer.status)
    return step


def _with_cookies(route: Route, set_cookies: tuple[str, ...]) -> Mapping[str, Mapping[str, str]]:
    jar = dict(route.cookies.get(route.here.host, {}))
    for cookie in set_cookies:
        name, equals, value = cookie.partition(";")[0].partition("=")
        name, value = name.strip(), value.strip()
        fits = len(name) + len(value) <= MAX_COOKIE_LENGTH and (name in jar or len(jar) < MAX_COOKIES)
        if equals and name and fits and (name + value).isascii() and (name + value).isprintable():
            jar[name] = value
    return {**route.cookies, route.here.host: jar} if jar else route.cookies
