"""robots.txt (RFC 9309): may this page be asked for? Protego matches; we fetch, remember and forgive spelling.

A missing file (4xx) allows all; one that cannot be read forbids for a while (5xx and 429 an hour, no answer at all
five minutes), unless an older copy is at hand. Feeds are published to be polled and do not come here.
"""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from octavo.core.clock import Clock
from octavo.core.failures import Failure, FailureCode
from octavo.gather.address import WebAddress, parse_url
from octavo.gather.transport import Answer

PRODUCT_TOKEN = "Octavo"  # noqa: S105 (the name that robots.txt files know us by, and no secret)
MAX_ROBOTS_BYTES = 500 * 1024
MAX_LINE_LENGTH = 2_083  # of the reference implementation: longer rules are cut there
KEEP_FOR = timedelta(hours=24)
ASK_AGAIN_AFTER = timedelta(hours=1)
TRY_AGAIN_AFTER = timedelta(minutes=5)  # no answer says more of the network than of the publisher's wishes
ORIGINS_REMEMBERED = 1_024

_LINE = re.compile(
    r"[ \t]*(user-?agent|disallow|allow|crawl-delay|request-rate|visit-time)[ \t]*[:\s][ \t]*([^#]*)",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[A-Za-z_-]+|\*")


class Rules:
    """One robots.txt, read."""

    def __init__(self, text: str) -> None:
        from protego import Protego

        self._protego = Protego.parse(_tidy(text))

    def allow(self, url: str, agent: str = PRODUCT_TOKEN) -> bool:
        return bool(self._protego.can_fetch(url, agent))

    def crawl_delay_s(self, agent: str = PRODUCT_TOKEN) -> float | None:
        delay = self._protego.crawl_delay(agent)
        return None if delay is None else float(delay)


def _tidy(text: str) -> str:
    """Keep the lines that RFC 9309 gives a meaning, and of each agent its product token alone.

    So an unknown line between two user-agent lines does not part their group, and "FooBot/2.1" and "Foo Bar" name the
    robots "FooBot" and "Foo" (section 2.2.1).
    """
    lines = []
    for raw in re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")):
        line = _LINE.match(raw[:MAX_LINE_LENGTH])
        if line is None:
            continue
        name, value = line[1].lower(), line[2].strip()
        if name in ("user-agent", "useragent"):
            token = _TOKEN.match(value)
            name, value = "user-agent", token[0] if token else ""
        lines.append(f"{name}: {value}")
    return "\n".join(lines)


@dataclass(slots=True)
class _Kept:
    """What is known of one origin. `failure` stands in for the rules while there are none."""

    rules: Rules | None = None
    failure: Failure | None = None
    good_until: datetime | None = None
    asking: asyncio.Lock = field(default_factory=asyncio.Lock)


class Robots:
    """Remembers each origin's rules for a day. `load` fetches an address, following redirects."""

    def __init__(self, load: Callable[[WebAddress], Awaitable[Answer | Failure]], clock: Clock) -> None:
        self._load = load
        self._clock = clock
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    async def refuse(self, address: WebAddress) -> Failure | None:
        """Why the page may not be fetched; None where it may."""
        kept = await self._rules_for(address)
        if kept.failure is not None:
            return kept.failure
        if kept.rules is None or kept.rules.allow(address.url):
            return None
        return Failure(FailureCode.ROBOTS, f"the robots.txt of {address.host} does not allow this page")

    async def crawl_delay_s(self, address: WebAddress) -> float | None:
        """The pause in seconds that the origin asks for; None where it asks for none."""
        kept = await self._rules_for(address)
        return None if kept.rules is None else kept.rules.crawl_delay_s()

    async def _rules_for(self, address: WebAddress) -> _Kept:
        kept = self._kept.get(address.origin)
        if kept is None:
            kept = self._kept[address.origin] = _Kept()
            if len(self._kept) > ORIGINS_REMEMBERED:
                self._kept.popitem(last=False)
        if not self._is_good(kept):
            async with kept.asking:
                if not self._is_good(kept):
                    await self._ask(address, kept)
        return kept

    def _is_good(self, kept: _Kept) -> bool:
        return kept.good_until is not None and self._clock.now() < kept.good_until

    async def _ask(self, address: WebAddress, kept: _Kept) -> None:
        robots_address = parse_url("/robots.txt", address)
        answer = robots_address if isinstance(robots_address, Failure) else await self._load(robots_address)
        trouble = _trouble(answer)
        if isinstance(answer, Answer) and trouble is None:
            kept.rules = Rules(answer.body.decode("utf-8", "replace")) if answer.status < 300 else None
            kept.failure = None
            kept.good_until = self._clock.now() + KEEP_FOR
            return
        kept.good_until = self._clock.now() + (ASK_AGAIN_AFTER if isinstance(answer, Answer) else TRY_AGAIN_AFTER)
        kept.failure = trouble if kept.rules is None else None


def _trouble(answer: Answer | Failure) -> Failure | None:
    """Why the rules are unknown; None where they are known, or known to be absent."""
    if isinstance(answer, Answer):
        if answer.status < 500 and answer.status != 429:
            return None
        wait_s = ASK_AGAIN_AFTER.total_seconds()
        return Failure(FailureCode.ROBOTS, f"robots.txt answers {answer.status}", answer.status, wait_s)
    if answer.code in (FailureCode.TOO_MANY_REDIRECTS, FailureCode.BAD_URL):
        return None  # RFC 9309 section 2.3.1.2: too many redirects count as "unavailable", and so allow
    wait_s = TRY_AGAIN_AFTER.total_seconds()
    return Failure(answer.code, f"robots.txt cannot be read: {answer.detail}", answer.status, wait_s)
