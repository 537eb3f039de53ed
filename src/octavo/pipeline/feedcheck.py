"""Every feed of the catalogue asked once, live: what it answers, judged against what the catalogue says of it.

`judge` is pure. `ask_feeds` is the way out: the feeds of a host in turn, a bounded number of hosts at once, through the
same fetcher as the worker (address guard, pauses, Retry-After). Like the worker it does not ask robots.txt for feeds,
which are published to be polled. Hands `FeedReport`s to `catalogue_report` and to `octavo doctor --catalogue`.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import quote

from octavo.core.catalogue import CatalogueFeed, CataloguePublisher
from octavo.core.failures import Failure, FailureCode, OctavoError
from octavo.core.feeds import ParsedFeed
from octavo.core.fetching import FEED_ACCEPT, FetchRequest, FetchResult
from octavo.core.languages import canonical_language
from octavo.core.protocols import Fetcher
from octavo.pipeline.catalogue import WORLD
from octavo.pipeline.catalogue_rules import host_of
from octavo.pipeline.reachability import Reachability

STALE_AFTER = timedelta(days=30)
HOSTS_AT_ONCE = 16
LANGUAGE_ENTRIES = 20
MAX_SHOWN_CHARS = 120
MAX_ADDRESS_CHARS = 500
_NOT_FOUND = 404


class Kind(StrEnum):
    """What may be wrong with a feed, gravest first. `UNDATED` is worth knowing and nothing to mend."""

    GONE = "gone"
    NOT_A_FEED = "not_a_feed"
    REFUSED = "refused"
    UNREACHED = "unreached"
    MOVED = "moved"
    EMPTY = "empty"
    STALE = "stale"
    LANGUAGE = "language"
    TITLE = "title"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Trouble:
    """`detail` is one plain line without addresses of this machine: fit to be published."""

    kind: Kind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    publisher: CataloguePublisher
    feed: CatalogueFeed


@dataclass(frozen=True, slots=True)
class FeedReport:
    """What one feed answered. `failure` is why it gave nothing, None where it gave a document."""

    asked: Asked
    troubles: tuple[Trouble, ...] = ()
    entries: int = 0
    failure: Failure | None = None

    @property
    def is_wrong(self) -> bool:
        """Whether somebody has to mend the catalogue, or look again."""
        return any(trouble.kind is not Kind.UNDATED for trouble in self.troubles)


def choose(publishers: Sequence[CataloguePublisher], countries: Iterable[str]) -> tuple[CataloguePublisher, ...]:
    """The publishers of some countries (`ke`, `KE`, `world`), all where none is named. Raises `OctavoError`."""
    wanted = {country.strip().lower() for country in countries}
    known = {publisher.country.lower() or WORLD for publisher in publishers}
    if unknown := sorted(wanted - known):
        raise OctavoError(f"The catalogue has no country {', '.join(unknown)} (a code such as ke is needed).")
    return tuple(p for p in publishers if not wanted or (p.country.lower() or WORLD) in wanted)


def feeds_of(publishers: Iterable[CataloguePublisher]) -> tuple[Asked, ...]:
    return tuple(Asked(publisher, feed) for publisher in publishers for feed in publisher.feeds)


async def ask_feeds(
    fetcher: Fetcher,
    feeds: Sequence[Asked],
    *,
    max_bytes: int,
    is_online: Callable[[], Awaitable[bool]],
) -> AsyncIterator[FeedReport]:
    """Each feed's report, as it answers. Ends early where `is_online` says that our own network went away.

    `is_online` is asked after several feeds in a row could not be reached; `max_bytes` bounds a feed.
    """
    places = asyncio.Semaphore(HOSTS_AT_ONCE)
    turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
    asking = [
        asyncio.create_task(_ask(fetcher, asked, max_bytes, turns[host_of(asked.feed.url)], places)) for asked in feeds
    ]
    reachability = Reachability()
    try:
        for answer in asyncio.as_completed(asking):
            report = await answer
            reachability.note(report.failure)
            if reachability.offline:
                if not await is_online():
                    return
                reachability = Reachability()
            yield report
    finally:
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)


async def _ask(
    fetcher: Fetcher, asked: Asked, max_bytes: int, turn: asyncio.Lock, places: asyncio.Semaphore
) -> FeedReport:
    async with turn, places:
        fetched = await fetcher.fetch(FetchRequest(asked.feed.url, FEED_ACCEPT, max_bytes=max_bytes))
    if isinstance(fetched, Failure):
        return FeedReport(asked, (trouble_of(fetched),), failure=fetched)
    return await asyncio.to_thread(_read, asked, fetched)


def _read(asked: Asked, fetched: FetchResult) -> FeedReport:
    from octavo.gather.feeds import parse_feed

    url = fetched.final_url
    parsed = parse_feed(fetched.body, url=url, content_type=fetched.content_type, now=fetched.fetched_at)
    return judge(asked, fetched, parsed)


def judge(asked: Asked, fetched: FetchResult, parsed: ParsedFeed | Failure) -> FeedReport:
    """What a document that was fetched says about the catalogue's entry."""
    if isinstance(parsed, Failure):
        return FeedReport(asked, (Trouble(Kind.NOT_A_FEED, shown(parsed.detail)),), failure=parsed)
    troubles: list[Trouble] = []
    if fetched.moved_to and fetched.moved_to != asked.feed.url:
        troubles.append(Trouble(Kind.MOVED, _shown_address(fetched.moved_to)))
    troubles += _judge_entries(parsed, fetched.fetched_at)
    troubles += _judge_language(asked, parsed)
    troubles += _judge_title(asked.feed, parsed)
    return FeedReport(asked, tuple(troubles), len(parsed.entries))


def trouble_of(failure: Failure) -> Trouble:
    """A failure in words that say nothing about this machine or its network."""
    code, status = failure.code, failure.status
    if code is FailureCode.GONE or status == _NOT_FOUND:
        return Trouble(Kind.GONE, f"answers {status or 410}")
    if code is FailureCode.RATE_LIMITED:
        return Trouble(Kind.REFUSED, f"asks to come back later ({status})" if status else "asks to come back later")
    if status:
        return Trouble(Kind.REFUSED, f"answers {status}")
    kind = Kind.NOT_A_FEED if code in _UNREADABLE else Kind.UNREACHED
    return Trouble(kind, _WORDS.get(code, code.value.replace("_", " ")))


_UNREADABLE = {FailureCode.TOO_LARGE, FailureCode.BAD_ENCODING}


_WORDS = {
    FailureCode.DNS: "its host is not found",
    FailureCode.CONNECT: "no connection",
    FailureCode.TLS: "its certificate is not accepted",
    FailureCode.TIMEOUT: "too slow",
    FailureCode.TOO_LARGE: "too large",
    FailureCode.TOO_MANY_REDIRECTS: "redirects without end",
    FailureCode.FORBIDDEN_ADDRESS: "leads to an address that is not public",
}


def _judge_entries(parsed: ParsedFeed, now: datetime) -> list[Trouble]:
    if not parsed.entries:
        return [Trouble(Kind.EMPTY)]
    times = [moment for entry in parsed.entries for moment in (entry.published_at, entry.updated_at) if moment]
    if not times:
        return [Trouble(Kind.UNDATED)]
    newest = max(times)
    return [Trouble(Kind.STALE, f"newest entry {newest:%Y-%m-%d}")] if now - newest > STALE_AFTER else []


def _judge_language(asked: Asked, parsed: ParsedFeed) -> list[Trouble]:
    """Another language than the catalogue says, where the feed's own word and its titles agree on it.

    One alone is not enough: publishing systems declare English by default, and short titles mislead. Where the feed
    declares nothing, its titles count if they are in another language of the same publisher.
    """
    from octavo.understand.language import detect_language

    expected = _plain(asked.feed.language)
    declared = _plain(parsed.language or "")
    if declared == expected or not expected:
        return []
    titles = ". ".join(entry.title for entry in parsed.entries[:LANGUAGE_ENTRIES])
    spoken = detect_language(titles, hint=expected)
    others = {_plain(language) for language in asked.publisher.languages} - {expected}
    if spoken is None or spoken == expected or (spoken != declared if declared else spoken not in others):
        return []
    return [Trouble(Kind.LANGUAGE, f"{spoken}; the catalogue says {asked.feed.language}")]


def _plain(tag: str) -> str:
    return "se" if tag == "se" else canonical_language(tag) or ""


def _judge_title(feed: CatalogueFeed, parsed: ParsedFeed) -> list[Trouble]:
    """Another title than the catalogue's, where it gives one and neither is a part of the other."""
    ours, theirs = _letters(feed.title), _letters(parsed.title[: 2 * MAX_SHOWN_CHARS])
    if not ours or not theirs or ours in theirs or theirs in ours:
        return []
    return [Trouble(Kind.TITLE, f"“{shown(parsed.title)}”; the catalogue says “{feed.title}”")]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def shown(text: str) -> str:
    """Foreign text on one short line, without what a terminal or Markdown would obey."""
    start = text[: 2 * MAX_SHOWN_CHARS]
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in start).split())
    safe = line.translate(_DISARMED)
    return safe if len(safe) <= MAX_SHOWN_CHARS else f"{safe[:MAX_SHOWN_CHARS]}…"


def _shown_address(url: str) -> str:
    """A foreign address that can stand between backticks; too long to be kept, it is not shown at all."""
    safe = "".join(letter if "!" <= letter <= "~" and letter not in "`|<>" else quote(letter) for letter in url)
    return safe if len(safe) <= MAX_ADDRESS_CHARS else f"an address of {len(safe)} characters"


_DISARMED = str.maketrans({"`": "'", "|": "/", "<": "‹", ">": "›", "[": "(", "]": ")", "*": "·", "\\": "/"})
