"""What podcasts' feeds say beside the file, also when they say it badly."""

import pytest

from octavo.core.feeds import FeedEntry
from octavo.core.listening import MAX_CHAPTERS, MAX_TRANSCRIPTS, Chapter, TranscriptLink
from octavo.core.packing import pack_entry, unpack_entry
from octavo.gather.feeds import parse_feed
from octavo.gather.feeds.media import duration

HEAD = (
    '<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"'
    ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:psc="http://podlove.org/simple-chapters">'
    '<channel><title>Tides</title><itunes:image href="/cover.jpg"/><link>https://tides.example/</link>'
)


def entry(inside: str) -> FeedEntry:
    sound = '<enclosure url="/1.mp3" type="audio/mpeg"/>'
    body = f"{HEAD}<item><guid>1</guid><title>One</title>{sound}{inside}</item></channel></rss>"
    feed = parse_feed(body.encode(), url="https://tides.example/feed")
    return feed.entries[0]  # type: ignore[union-attr]  # a failure would fail the test


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("3725", 3725), ("62:05", 3725), ("1:02:05", 3725), ("01:02:05.900", 3725), ("1h 2m 5s", 3725),
        ("PT1H2M5S", 3725), ("62 min", 3720), ("2 hours", 7200),
        ("99:99:99", None), ("1:75:00", None), ("10:61", None), ("-5", None), ("-1:00", None), ("", None), ("h", None),
        ("0", None), ("9999999", None), ("999:00:00", None), ("NaN", None), ("١:٠٢", 62), ("5" * 10_000, None),
    ],
)  # fmt: skip
def test_durations_in_every_form_and_none_from_nonsense(said: str, seconds: int | None) -> None:
    assert duration(said) == seconds


def test_number_season_chapters_and_transcripts() -> None:
    episode = entry(
        '<podcast:season name="Winter">2</podcast:season><itunes:episode>7</itunes:episode>'
        '<podcast:chapters url="/7.json" type="application/json+chapters"/>'
        '<podcast:transcript url="/7.vtt" type="text/vtt" language="en"/>'
        '<psc:chapters version="1.2"><psc:chapter start="00:01:00.250" title="Second" href="/second"/>'
        '<psc:chapter start="0" title="First"/></psc:chapters>'
    ).episode
    assert episode is not None
    assert (episode.number, episode.season, episode.chapters_url) == (7, 2, "https://tides.example/7.json")
    assert episode.chapters == (Chapter(0, "First"), Chapter(60, "Second", "https://tides.example/second"))
    assert episode.transcripts == (TranscriptLink("https://tides.example/7.vtt", "text/vtt", "en"),)


def test_nonsense_is_left_out() -> None:
    episode = entry(
        "<itunes:episode>-3</itunes:episode><itunes:season>99999999999</itunes:season>"
        '<podcast:chapters url="javascript:alert(1)"/><podcast:transcript url="data:text/vtt,x"/>'
        '<psc:chapters><psc:chapter start="-4" title="Before"/><psc:chapter start="99:99:99" title="Never"/>'
        '<psc:chapter start="5" title=""/></psc:chapters>'
    ).episode
    assert episode is None


def test_a_flood_of_chapters_and_transcripts_is_bounded() -> None:
    chapters = "".join(f'<psc:chapter start="{n}" title="C{n}"/>' for n in range(5_000))
    transcripts = "".join(f'<podcast:transcript url="/{n}.vtt"/>' for n in range(500))
    episode = entry(f"<psc:chapters>{chapters}</psc:chapters>{transcripts}").episode
    assert episode is not None
    assert (len(episode.chapters), len(episode.transcripts)) == (MAX_CHAPTERS, MAX_TRANSCRIPTS)


def test_an_episode_without_a_picture_has_its_shows_cover() -> None:
    assert entry("").picture_url == "https://tides.example/cover.jpg"
    assert entry('<itunes:image href="/own.jpg"/>').picture_url == "https://tides.example/own.jpg"


def test_what_was_said_survives_packing() -> None:
    said = entry('<podcast:transcript url="/7.vtt"/><psc:chapters><psc:chapter start="0" title="A"/></psc:chapters>')
    assert unpack_entry(pack_entry(said)) == said
