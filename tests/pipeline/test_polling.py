"""One poll: what is asked, and what becomes of each kind of answer."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from octavo.core.failures import Failure, FailureCode
from octavo.core.feeds import FeedFormat
from octavo.core.fetching import FetchRequest, FetchResult
from octavo.core.ids import HASH_BYTES
from octavo.core.polling import DueFeed, PollOutcome
from octavo.core.settings import WorkerSettings
from octavo.pipeline.polling import Poll, Poller
from octavo.pipeline.pool import DigestPool
from octavo.pipeline.reachability import OFFLINE_AFTER, Reachability

NOW = datetime(2026, 3, 1, tzinfo=UTC)
URL = "http://press.localhost/feed"
BODY = (
    b"<rss version='2.0'><channel><title>Gazette</title><link>http://press.localhost/</link><item><guid>a</guid>"
    b"<title>Ferry</title><link>http://press.localhost/a</link></item></channel></rss>"
)


class StillClock:
    def now(self) -> datetime:
        return NOW


class ScriptedFetcher:
    """Answers with what it was given, and remembers what was asked."""

    def __init__(self, *answers: FetchResult | Failure) -> None:
        self.answers = list(answers)
        self.asked: list[FetchRequest] = []

    async def fetch(self, request: FetchRequest) -> FetchResult | Failure:
        self.asked.append(request)
        return self.answers.pop(0)

    async def aclose(self) -> None:
        return None


def answer(status: int = 200, body: bytes = BODY, **more: Any) -> FetchResult:
    return FetchResult(URL, URL, status, body, "application/rss+xml", NOW, **more)


def due(**changes: Any) -> DueFeed:
    facts: dict[str, Any] = {"etag": None, "last_modified": None, "content_hash": None, "failures": 0, **changes}
    return DueFeed(
        id=5,
        url=URL,
        publisher_id=1,
        publisher_name="Gazette",
        country="",
        use="news",
        section="",
        language="en",
        interval_s=1800,
        last_new_at=None,
        **facts,
    )


async def outcomes(fetcher: ScriptedFetcher, *feeds: DueFeed) -> list[PollOutcome]:
    async with DigestPool(0) as pool:
        poller = Poller(fetcher, pool, WorkerSettings(), StillClock(), Reachability(), max_bytes=1000)
        return [await poller.poll(Poll(feed, {})) for feed in feeds]


async def test_a_first_poll_brings_entries_and_validators() -> None:
    [outcome] = await outcomes(ScriptedFetcher(answer(etag='"1"', last_modified="Mon")), due())
    assert (outcome.title, outcome.format, outcome.home_url) == ("Gazette", FeedFormat.RSS, "http://press.localhost/")
    assert [entry.article.title for entry in outcome.entries] == ["Ferry"]
    assert (outcome.etag, outcome.last_modified, len(outcome.content_hash or b"")) == ('"1"', "Mon", HASH_BYTES)
    assert outcome.next_poll_at > NOW


async def test_the_same_body_is_not_digested_again() -> None:
    [first] = await outcomes(ScriptedFetcher(answer()), due())
    [second] = await outcomes(ScriptedFetcher(answer()), due(content_hash=first.content_hash))
    assert (second.entries, second.format, second.content_hash, second.failure) == ((), None, None, None)


async def test_validators_are_sent_once_something_was_stored() -> None:
    fetcher = ScriptedFetcher(answer(304, b""), answer())
    known, unknown = due(etag='"1"', content_hash=b"x"), due(etag='"1"')
    [not_modified, whole] = await outcomes(fetcher, known, unknown)
    assert [request.etag for request in fetcher.asked] == ['"1"', None]
    assert (not_modified.etag, not_modified.content_hash) == ('"1"', None)
    assert whole.entries


async def test_only_a_permanent_move_is_followed() -> None:
    [stays, moves] = await outcomes(
        ScriptedFetcher(answer(), answer(moved_to="http://press.localhost/new")), due(), due()
    )
    assert (stays.moved_to, moves.moved_to) == (None, "http://press.localhost/new")


@pytest.mark.parametrize("failure", [Failure(FailureCode.HTTP_STATUS, status=500), Failure(FailureCode.GONE)])
async def test_a_failure_changes_the_feeds_health_alone(failure: Failure) -> None:
    [outcome] = await outcomes(ScriptedFetcher(failure), due(etag='"1"'))
    assert (outcome.failure, outcome.entries, outcome.content_hash) == (failure, (), None)


async def test_a_page_in_place_of_a_feed_is_a_failure() -> None:
    [outcome] = await outcomes(ScriptedFetcher(answer(body=b"<html><p>We have moved</p></html>")), due())
    assert outcome.failure is not None
    assert outcome.failure.code is FailureCode.NOT_A_FEED


async def test_our_own_queue_for_a_host_is_waited_for_and_no_failure() -> None:
    queue = Failure(FailureCode.RATE_LIMITED, "many wait", retry_after_s=0.01)
    [outcome] = await outcomes(ScriptedFetcher(queue, queue, answer()), due())
    assert outcome.failure is None


async def test_when_nobody_answers_the_feeds_are_asked_again_soon() -> None:
    down = Failure(FailureCode.DNS)
    found = await outcomes(ScriptedFetcher(*[down] * OFFLINE_AFTER), *[due(failures=9)] * OFFLINE_AFTER)
    waits = [outcome.next_poll_at - NOW for outcome in found]
    assert waits[0] > timedelta(hours=1)
    assert waits[-1] <= timedelta(minutes=2)
