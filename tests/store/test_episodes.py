"""Episodes, transcripts, shows, streams and live reports in the store."""

from datetime import timedelta
from typing import Any

import pytest

from octavo.core.articles import Kind, Media
from octavo.core.catalogue import CatalogueFeed, CataloguePublisher, CatalogueStream
from octavo.core.listening import Chapter, Episode, SpokenLine, TranscriptLink
from octavo.core.reading import ArticleFilter
from octavo.store import jobs, reading, streams
from octavo.store.episodes import record_chapters, record_transcript, transcript_links
from octavo.store.models import Episode as EpisodeRow
from octavo.store.models import Job, LiveStream, Transcript
from octavo.store.publishers import sync_catalogue
from octavo.store.retention import forget_articles

pytestmark = pytest.mark.django_db

SOUND = (Media("audio", "https://daily.example/1.mp3", "audio/mpeg", duration_s=60),)
VTT = TranscriptLink("https://daily.example/1.vtt", "text/vtt", "en")
KINDS = ("fetch_chapters", "fetch_transcript")


def podcast(newsroom: Any, episode: Episode, **fields: Any) -> int:
    feed = newsroom.feed("daily", url="https://daily.example/show.xml", use="podcast", title="Low Tide")
    return int(newsroom.article("One", kind=Kind.PODCAST, media=SOUND, feed=feed, episode=episode, **fields))


def test_an_episode_is_kept_and_what_lies_elsewhere_is_asked_for_once(newsroom: Any) -> None:
    episode = Episode(7, 2, chapters_url="https://daily.example/1.json", transcripts=(VTT,))
    article_id = podcast(newsroom, episode, url="https://daily.example/one")
    assert sorted(Job.objects.filter(kind__in=KINDS).values_list("kind", "key")) == [
        (kind, str(article_id)) for kind in KINDS
    ]
    Job.objects.all().delete()
    podcast(newsroom, episode, url="https://daily.example/one", text="Changed words.")
    assert not Job.objects.filter(kind__in=KINDS).exists()
    moved = Episode(7, 2, chapters_url="https://daily.example/2.json", transcripts=(VTT,))
    podcast(newsroom, moved, url="https://daily.example/one", text="Changed again.")
    assert list(Job.objects.filter(kind__in=KINDS).values_list("kind", flat=True)) == ["fetch_chapters"]


def test_fetched_chapters_take_the_place_of_the_feeds_own(newsroom: Any) -> None:
    article_id = podcast(newsroom, Episode(chapters=(Chapter(0, "Feed's"),), chapters_url="https://daily.example/c"))
    view = reading.episode(article_id)
    assert view is not None
    assert [chapter.title for chapter in view.chapters] == ["Feed's"]
    record_chapters(article_id, (Chapter(0, "Own\0 one"), Chapter(9, "Two")))
    view = reading.episode(article_id)
    assert view is not None
    assert [chapter.title for chapter in view.chapters] == ["Own one", "Two"]
    assert view.mark.show is not None
    assert (view.mark.chapters, view.mark.show.title) == (2, "Low Tide")


def test_a_transcript_is_kept_whole_and_goes_with_its_article(newsroom: Any) -> None:
    article_id = podcast(newsroom, Episode(transcripts=(VTT,)))
    lines = (SpokenLine("<b>Hello</b>", 0.5, 2.25, "Nan"), SpokenLine("Untimed"))
    record_transcript(article_id, VTT, lines, newsroom.now)
    view = reading.episode(article_id)
    assert view is not None
    assert (view.lines, view.language, view.mark.has_transcript) == (lines, "en", True)
    forget_articles([article_id])
    assert not Transcript.objects.exists()
    assert not EpisodeRow.objects.exists()
    assert not Job.objects.filter(kind__in=KINDS).exists()
    record_transcript(article_id, VTT, lines, newsroom.now)
    assert not Transcript.objects.exists()


def test_the_best_transcript_is_tried_first(newsroom: Any) -> None:
    foreign = TranscriptLink("https://daily.example/es.vtt", "text/vtt", "es")
    page = TranscriptLink("https://daily.example/1.html", "text/html", "en")
    odd = TranscriptLink("ftp://daily.example/1.vtt", "text/vtt")
    article_id = podcast(newsroom, Episode(transcripts=(page, foreign, odd, VTT)))
    assert transcript_links(article_id) == (VTT, page, foreign)


def test_a_show_has_its_own_episodes_alone(newsroom: Any) -> None:
    article_id = podcast(newsroom, Episode(1))
    newsroom.article("Other", kind=Kind.PODCAST, media=SOUND)
    (show,) = reading.shows()
    assert (show.title, show.publisher.slug) == ("Low Tide", "daily")
    assert [card.id for card in reading.latest(ArticleFilter(feed=show.id)).cards] == [article_id]
    assert reading.show(show.id) == show
    assert reading.show(newsroom.feed("daily")) is None
    assert reading.show(2**70) is None
    assert reading.shows(("sw",)) == ()


def catalogue(*listed: CatalogueStream) -> CataloguePublisher:
    feed = CatalogueFeed("https://tv.example/feed")
    return CataloguePublisher("tv", "TV", "https://tv.example/", "KE", ("sw",), (feed,), streams=listed)


def test_the_catalogues_streams_come_in_and_are_checked(newsroom: Any) -> None:
    stream = CatalogueStream("https://tv.example/live", "TV live", "sw")
    sync_catalogue([catalogue(stream)], newsroom.now)
    sync_catalogue([catalogue(stream)], newsroom.now)
    assert Job.objects.filter(kind=streams.KIND).count() == 1
    better = CatalogueStream("https://tv.example/live", "TV live", "sw", "https://tv.example/live.m3u8")
    sync_catalogue([catalogue(better)], newsroom.now)
    assert list(LiveStream.objects.values_list("player", flat=True)) == ["https://tv.example/live.m3u8"]
    assert streams.stream_state(10**9) is None


def test_a_check_is_recorded_and_the_next_one_due(newsroom: Any) -> None:
    sync_catalogue([catalogue(CatalogueStream("https://tv.example/live", "TV live", "sw"))], newsroom.now)
    (job,) = jobs.claim([streams.KIND], newsroom.now, 9, 60)
    jobs.finish([job.id])
    stream_id, later = job.payload["stream"], newsroom.now + timedelta(minutes=15)
    streams.record_check(streams.StreamCheck(stream_id, newsroom.now, True, 0, "", later))
    (found,) = reading.streams(ArticleFilter(countries=("KE",), languages=("sw",)))
    assert (found.is_up, found.since, found.publisher.slug) == (True, newsroom.now, "tv")
    assert Job.objects.get(kind=streams.KIND).run_at == later
    streams.record_check(streams.StreamCheck(stream_id, later, None, 0, "robots", later))
    assert reading.streams(ArticleFilter())[0].is_up is True
    streams.record_check(streams.StreamCheck(stream_id, later, False, 2, "connect", later))
    assert (reading.streams(ArticleFilter())[0].is_up, reading.streams(ArticleFilter())[0].since) == (False, later)
    assert reading.streams(ArticleFilter(countries=("GB",))) == ()


def test_streams_that_are_down_stand_last(newsroom: Any) -> None:
    listed = [CatalogueStream(f"https://tv.example/{name}", name, "sw") for name in ("a", "b", "c")]
    sync_catalogue([catalogue(*listed)], newsroom.now)
    LiveStream.objects.filter(title="a").update(is_up=False)
    LiveStream.objects.filter(title="c").update(is_up=True)
    assert [stream.title for stream in reading.streams(ArticleFilter())] == ["c", "b", "a"]


def test_live_reports_stand_by_their_newest_update(newsroom: Any) -> None:
    hour = timedelta(hours=1)
    now = newsroom.now
    newsroom.article("Quiet", kind=Kind.LIVE, age=2 * hour)
    newsroom.article("Busy", kind=Kind.LIVE, age=20 * hour, updated_at=now - hour)
    newsroom.article("From the future", kind=Kind.LIVE, age=30 * hour, updated_at=now + 9 * hour)
    newsroom.article("Over", kind=Kind.LIVE, age=200 * hour)
    found = reading.live_blogs(ArticleFilter(), now)
    assert [blog.card.title for blog in found] == ["From the future", "Busy", "Quiet"]
    assert found[0].updated_at == now
