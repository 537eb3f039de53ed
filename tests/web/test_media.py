"""Watch, listen, live: what their pages show, and what the terms of a publisher keep back."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from octavo.core.articles import Kind, Media
from octavo.core.listening import Chapter, Episode, SpokenLine, TranscriptLink
from octavo.core.rights import Terms
from octavo.store.episodes import record_transcript
from octavo.web.embeds import player_of
from octavo.web.transcripts import passages, webvtt
from web.sample import fill

pytestmark = pytest.mark.django_db

SOUND = Media("audio", "https://daily.example/1.mp3", "audio/mpeg", duration_s=61)
VTT = TranscriptLink("https://daily.example/1.vtt", "text/vtt", "en")
LINES = (
    SpokenLine("Hear <script>alert(1)</script> this.", 0.5, 2.25, '<b onclick="x">Nan'),
    SpokenLine("Again.", 9.0, 11.0),
)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def podcast(newsroom: Any, terms: Terms = Terms.FULL, **fields: Any) -> int:
    newsroom.publisher("daily", terms=terms)
    feed = newsroom.feed("daily", url="https://daily.example/show.xml", use="podcast", title="Low <Tide>")
    told = Episode(7, 2, (Chapter(0, "A <i>quay</i>"), Chapter(9, "Sea")), transcripts=(VTT,))
    article_id = newsroom.article("One", kind=Kind.PODCAST, media=(SOUND,), feed=feed, episode=told, **fields)
    record_transcript(article_id, VTT, LINES, newsroom.now)
    return int(article_id)


def page_of(client: Client, article_id: int) -> str:
    return text_of(client.get(f"/article/{article_id}/", follow=True))


def test_an_episodes_page_has_its_show_chapters_and_transcript_escaped(client: Client, newsroom: Any) -> None:
    page = page_of(client, podcast(newsroom))
    assert "Season 2, episode 7" in page
    assert "Low &lt;Tide&gt;" in page
    assert "A &lt;i&gt;quay&lt;/i&gt;" in page
    assert 'data-seek="9"' in page
    assert "Hear &lt;script&gt;alert(1)&lt;/script&gt; this." in page
    assert "<script>alert" not in page
    assert "<b onclick" not in page
    assert '<audio controls preload="none" src="https://daily.example/1.mp3"' in page


def test_in_public_a_transcript_shows_where_the_text_may(client: Client, newsroom: Any, set_private: Any) -> None:
    article_id = podcast(newsroom, Terms.EXCERPT)
    set_private(False)
    page = page_of(client, article_id)
    assert "Hear &lt;" not in page
    assert "Sea</bdi>" in page
    assert VTT.url in page
    assert client.get(f"/article/{article_id}/captions.vtt").status_code == 404
    assert client.get(f"/article/{article_id}/chapters.json").status_code == 200


def test_of_a_publisher_that_allows_links_alone_nothing_shows(client: Client, newsroom: Any, set_private: Any) -> None:
    article_id = podcast(newsroom, Terms.LINK)
    set_private(False)
    page = page_of(client, article_id)
    assert "Sea</bdi>" not in page
    assert VTT.url not in page
    for file in ("captions.vtt", "chapters.json"):
        assert client.get(f"/article/{article_id}/{file}").status_code == 404


def test_chapters_and_captions_for_players(client: Client, newsroom: Any) -> None:
    article_id = podcast(newsroom)
    told = json.loads(client.get(f"/article/{article_id}/chapters.json").content)
    assert [chapter["startTime"] for chapter in told["chapters"]] == [0, 9]
    response = client.get(f"/article/{article_id}/captions.vtt")
    assert response.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert "00:00:00.500 --> 00:00:02.250\nHear &lt;script&gt;" in text_of(response)
    plain = newsroom.article("Plain", publisher="daily")
    for file in ("captions.vtt", "chapters.json"):
        assert client.get(f"/article/{plain}/{file}").status_code == 404


def test_a_cue_cannot_end_itself() -> None:
    assert webvtt([SpokenLine("a\n\n00:01.000 --> 00:02.000\nb", 0, 1)]).count("\n\n") == 1


def test_passages_join_halves_of_sentences_and_name_a_speaker_once() -> None:
    lines = [SpokenLine("One", 0, 1, "A"), SpokenLine("two.", 1, 2, "A"), SpokenLine("Three.", 20, 21, "A")]
    found = passages([*lines, SpokenLine("Four.", 22, 23, "B")])
    assert [(one.text, one.start_s, one.speaker) for one in found] == [
        ("One two.", 0, "A"), ("Three.", 20, ""), ("Four.", 22, "B"),
    ]  # fmt: skip
    assert passages([]) == ()
    assert len(passages([SpokenLine("no end " * 10, n, n + 1) for n in range(100)])) > 5


def test_a_show_has_a_page_of_its_own(client: Client, newsroom: Any) -> None:
    podcast(newsroom)
    other = newsroom.article("Another show's", kind=Kind.PODCAST, media=(SOUND,), publisher="daily")
    listing = text_of(client.get("/listen/"))
    assert "Low &lt;Tide&gt;" in listing
    show_id = newsroom.feed("daily", url="https://daily.example/show.xml")
    response = client.get(f"/listen/{show_id}-wrong/")
    assert (response.status_code, response.headers["Location"]) == (301, f"/listen/{show_id}-low-tide/")
    page = text_of(client.get(f"/listen/{show_id}-low-tide/"))
    assert "One</a>" in page
    assert f"/article/{other}/" not in page
    assert client.get("/listen/999999/").status_code == 404
    assert client.get(f"/listen/{10**30}-x/").status_code == 404
    assert client.get(f"/listen/{newsroom.feed('daily')}-x/").status_code == 404


def test_a_film_has_its_poster_from_here_its_captions_and_its_words(client: Client, newsroom: Any) -> None:
    newsroom.publisher("daily", terms=Terms.FULL)
    film = Media("video", "https://daily.example/f.mp4", "video/mp4", duration_s=184)
    article_id = newsroom.article(
        "Film", kind=Kind.VIDEO, media=(film,), picture=True, episode=Episode(transcripts=(VTT,))
    )
    record_transcript(article_id, VTT, LINES, newsroom.now)
    page = page_of(client, article_id)
    assert f'<track kind="captions" src="/article/{article_id}/captions.vtt" srclang="en"' in page
    assert "Read what is said" in page
    watch = text_of(client.get("/watch/"))
    assert 'poster="/pictures/' in watch
    assert "3:04" in watch


def test_live_streams_say_whether_they_answer_and_stand_last_where_not(
    client: Client, newsroom: Any, pictures: Path
) -> None:
    fill(newsroom, pictures, rounds=1)
    newsroom.article("Live: the count", publisher="harbour-post", kind=Kind.LIVE, age=timedelta(hours=1))
    page = text_of(client.get("/live/"))
    # The newsroom of tests stands still at a day that is over, so no live report of it goes on.
    assert page.index("On the quay") < page.index("Mountain TV") < page.index("Not reachable just now")
    assert page.index("Not reachable just now") < page.index("River radio")
    assert "On air" in page
    assert "Not reachable since" in page
    assert "Not checked yet" in page
    assert 'data-frame="https://www.youtube-nocookie.com/embed/live_stream?channel=UC' in page
    assert "<iframe" not in page
    assert "On the quay" not in text_of(client.get("/live/?country=MX"))
    assert "On the quay" not in text_of(client.get("/live/?language=es"))


def test_a_live_channel_is_framed_and_nothing_else_of_its_shape() -> None:
    channel = "UC" + "a" * 22
    good = f"https://www.youtube.com/embed/live_stream?channel={channel}"
    assert (
        player_of(good).frame_url == f"https://www.youtube-nocookie.com/embed/live_stream?channel={channel}&autoplay=1"
    )
    assert player_of("https://www.youtube.com/embed/live_stream?channel=UCx%22onload=1").frame_url == ""
    assert player_of("https://www.youtube.com/embed/live_stream").frame_url == ""


@pytest.mark.parametrize("path", ["/", "/latest/", "/ar/listen/"])
def test_the_player_waits_on_every_page_and_is_hidden_without_scripts(client: Client, newsroom: Any, path: str) -> None:
    page = text_of(client.get(path, headers={"accept-language": "en"}))
    assert '<section id="player" class="player" hidden' in page
