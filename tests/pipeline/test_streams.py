"""Live streams: when they count as down; and episodes' parts and streams, through a real worker."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from octavo.core.catalogue import CatalogueFeed, CataloguePublisher, CatalogueStream
from octavo.core.failures import Failure, FailureCode
from octavo.core.fetching import FetchResult
from octavo.pipeline.streams import EVERY, SOON, check_address, is_up, judge
from octavo.store.streams import StreamState
from pipeline.test_worker import Press, item, run_worker

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
PAGE, LIST = "https://tv.example/live", "https://tv.example/live.m3u8"


def answered(body: bytes = b"<html>") -> FetchResult:
    return FetchResult(PAGE, PAGE, 200, body, "text/html", NOW)


@pytest.mark.parametrize(
    ("address", "answer", "up"),
    [
        (PAGE, answered(), True),
        (LIST, answered(b"#EXTM3U\n#EXT-X-VERSION:3"), True),
        (LIST, answered(b"\xef\xbb\xbf#EXTM3U"), True),
        (LIST, answered(b"<html>Not in your country"), False),
        (PAGE, Failure(FailureCode.TOO_LARGE), True),
        (LIST, Failure(FailureCode.TOO_LARGE), False),
        (PAGE, Failure(FailureCode.HTTP_STATUS, status=404), False),
        (PAGE, Failure(FailureCode.HTTP_STATUS, status=403), None),
        (PAGE, Failure(FailureCode.CONNECT), False),
        (PAGE, Failure(FailureCode.GONE, status=410), False),
        (PAGE, Failure(FailureCode.ROBOTS), None),
        (PAGE, Failure(FailureCode.RATE_LIMITED, status=429), None),
    ],
)
def test_what_an_answer_tells(address: str, answer: FetchResult | Failure, up: bool | None) -> None:
    assert is_up(address, answer, offline=False) is up


def test_our_own_network_being_down_says_nothing_of_streams() -> None:
    assert is_up(PAGE, Failure(FailureCode.DNS), offline=True) is None


def test_a_stream_that_was_up_is_down_only_after_a_second_failure() -> None:
    first = judge(StreamState(1, PAGE, "", True, 0), False, "connect", NOW)
    assert (first.is_up, first.failures, first.again_at) == (None, 1, NOW + SOON)
    second = judge(StreamState(1, PAGE, "", True, 1), False, "connect", NOW)
    assert (second.is_up, second.failures, second.again_at) == (False, 2, NOW + EVERY)
    assert judge(StreamState(1, PAGE, "", None, 0), False, "connect", NOW).is_up is False
    back = judge(StreamState(1, PAGE, "", False, 9), True, "", NOW)
    assert (back.is_up, back.failures, back.failure_code) == (True, 0, "")


def test_a_playlist_is_asked_rather_than_its_page() -> None:
    assert check_address(StreamState(1, PAGE, LIST, None, 0)) == LIST
    assert check_address(StreamState(1, PAGE, "https://www.youtube.com/embed/x", None, 0)) == PAGE


@pytest.mark.django_db(transaction=True)
def test_the_worker_reads_chapters_and_transcripts_and_checks_streams(tmp_path: Path) -> None:
    from octavo.store import feeds, reading
    from octavo.store.models import Episode, Feed, LiveStream, Transcript
    from octavo.store.publishers import sync_catalogue

    press = Press()
    inside = (
        '<enclosure url="http://press.localhost/1.mp3" type="audio/mpeg"/>'
        '<podcast:chapters xmlns:podcast="https://podcastindex.org/namespace/1.0" url="http://press.localhost/1.json"/>'
        '<podcast:transcript xmlns:podcast="https://podcastindex.org/namespace/1.0" url="/gone.vtt" type="text/vtt"/>'
        '<podcast:transcript xmlns:podcast="https://podcastindex.org/namespace/1.0" url="/1.txt" type="text/plain"/>'
    )
    press.feed("/show.xml", item("1", inside))
    press.printed["/1.json"] = ("application/json", b'{"chapters": [{"startTime": 0, "title": "Quay"}]}')
    press.printed["/1.txt"] = ("text/plain", b"<script>x()</script>\n\nThe ferry leaves.")
    press.printed["/on"] = ("application/vnd.apple.mpegurl", b"#EXTM3U")
    listed = tuple(CatalogueStream(f"http://press.localhost/{name}", name, "en") for name in ("on", "off"))
    show = CatalogueFeed("http://press.localhost/show.xml", use="podcast", language="en", title="Quay Talk")
    sync_catalogue(
        [CataloguePublisher("quay", "Quay", "http://press.localhost/", "GB", ("en",), (show,), streams=listed)]
    )

    def is_done() -> bool:
        is_read = Transcript.objects.exists() and Episode.objects.exclude(fetched_chapters=[]).exists()
        return is_read and not LiveStream.objects.filter(checked_at=None).exists()

    run_worker(press, is_done, tmp_path)
    episode = reading.episode(Transcript.objects.get().article_id)
    assert episode is not None
    assert [chapter.title for chapter in episode.chapters] == ["Quay"]
    assert [line.text for line in episode.lines][-1] == "The ferry leaves."
    assert dict(LiveStream.objects.values_list("title", "is_up")) == {"on": True, "off": False}
    assert feeds.next_due_at() is not None
    assert Feed.objects.get().use == "podcast"
