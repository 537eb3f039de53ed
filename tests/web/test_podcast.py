"""Spoken wrap-ups on the web: the podcast of an edition, its files in parts, and the player beside the text."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from newsroom import Newsroom
from octavo.core.briefs import WrapItem
from octavo.core.editions import Edition
from octavo.core.personal import MuteKind
from octavo.core.rights import Terms
from octavo.core.speech import Recording, SpokenChapter
from octavo.store import briefs, mutes, recordings
from octavo.store.models import Article, Publisher, Reader
from octavo.store.settings import STORE
from octavo.web.podcast import clock
from octavo.web.spoken import script_of
from web.test_briefs import KENYA, Flood, text_of

pytestmark = pytest.mark.django_db

QUERY = "?country=KE&language=en"
FEED = "/wrap-up/KE/podcast.xml?language=en"
ITUNES, PSC = "{http://www.itunes.com/dtds/podcast-1.0.dtd}", "{http://podlove.org/simple-chapters}"
PAYLOADS = json.loads((Path(__file__).parent / "comment_payloads.json").read_text(encoding="utf-8"))
SOUND = bytes(range(256)) * 40


@pytest.fixture
def flood(db: Any) -> Iterator[Flood]:
    yield Flood(Newsroom(timezone.now()))
    for file in STORE.recordings.glob("*.*"):
        file.unlink()


def spoken(flood: Flood, edition: Edition, **changed: Any) -> Recording:
    """A recording of the edition's wrap-up, as the worker keeps it."""
    script = script_of(KENYA, edition.day, edition.part)
    assert script
    chapters = tuple(
        SpokenChapter(61_001 * number, one.title, one.language, one.story, one.articles)
        for number, one in enumerate(script.chapters)
    )
    made = Recording(
        day=edition.day,
        part=edition.part,
        file=f"{edition.day:%d}".rjust(32, "a") + ".mp3",
        media_type="audio/mpeg",
        size=len(SOUND),
        duration_ms=245_400,
        language="en",
        script_hash=script.hash,
        made_at=edition.made_at,
        chapters=chapters,
    )
    made = replace(made, **changed)
    STORE.recordings.mkdir(parents=True, exist_ok=True)
    (STORE.recordings / made.file).write_bytes(SOUND)
    target = briefs.edition_target(KENYA, edition.day, edition.part)
    assert recordings.record(briefs.edition_name(KENYA), target, made, script.sources, 14)
    return made


def channel_of(response: Any) -> ET.Element:
    return ET.fromstring(response.content)[0]  # noqa: S314  # our own


def test_the_feed_has_what_podcast_programs_ask_for(client: Client, flood: Flood) -> None:
    yesterday, _ = flood.keep_wrapup(day=1)
    spoken(flood, yesterday)
    today, _ = flood.keep_wrapup()
    made = spoken(flood, today)
    response = client.get(FEED)
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = channel_of(response)
    assert channel.findtext("title") == "Octavo: the wrap-up, Kenya"
    assert channel.findtext("language") == "en"
    assert channel.findtext(f"{ITUNES}author") == "Octavo"
    assert channel.findtext(f"{ITUNES}explicit") == "false"
    image = channel.find(f"{ITUNES}image")
    assert image is not None
    assert finders.find(image.attrib["href"].removeprefix("http://localhost/static/").partition("?")[0])
    first, second = channel.findall("item")
    enclosure = first.find("enclosure")
    assert enclosure is not None
    assert enclosure.attrib == {
        "url": f"http://localhost/recordings/{made.file}",
        "length": str((STORE.recordings / made.file).stat().st_size),
        "type": "audio/mpeg",
    }
    assert first.findtext(f"{ITUNES}duration") == "245"
    guids = [one.findtext("guid") or "" for one in (first, second)]
    assert guids[0].startswith("octavo-wrapup:KE|en|")
    assert len(set(guids)) == 2
    assert parsedate_to_datetime(first.findtext("pubDate") or "") == today.made_at.replace(microsecond=0)
    assert (first.findtext("link") or "").startswith("http://localhost/wrap-up/KE/")
    notes = first.findtext("description") or ""
    urls = dict(Article.objects.values_list("pk", "url"))
    assert f'<a href="http://localhost/story/{flood.story}/">Flood daily</a>' in notes
    for number, name in enumerate(("Daily", "Coast", "المرسى")):
        assert f'<a href="{urls[flood.ids[number]]}">{name}</a>' in notes
    marks = first.findall(f"{PSC}chapters/{PSC}chapter")
    assert [one.attrib["start"] for one in marks] == ["00:00:00.000", "00:01:01.001", "00:02:02.002", "00:03:03.003"]
    assert marks[1].attrib["title"] == "Flood daily"
    assert marks[1].attrib["href"] == f"http://localhost/story/{flood.story}/"
    assert "href" not in marks[0].attrib


def test_a_feed_of_nothing_is_a_feed(client: Client, db: Any) -> None:
    assert channel_of(client.get("/wrap-up/world/podcast.xml")).findall("item") == []
    assert client.get("/wrap-up/nowhere/podcast.xml").status_code == 404
    arabic = client.get("/ar/wrap-up/KE/podcast.xml?language=ar")
    assert channel_of(arabic).findtext("language") == "ar"


@pytest.mark.parametrize("number", range(0, len(PAYLOADS), 7))
def test_no_title_breaks_the_feed(client: Client, db: Any, number: int) -> None:
    """Nor what XML cannot hold at all, in any field that comes from outside."""
    evil = f"]]>\x01\x0b\x1f\x7f\ufffe\uffff {str(PAYLOADS[number]).replace(chr(0), '')[:120]} & <b> \"'"
    flood = Flood(Newsroom(timezone.now()))
    edition, _ = flood.keep_wrapup()
    made = spoken(flood, edition)
    Publisher.objects.filter(slug="daily").update(name=evil[:100], home_url="javascript:alert(1)")
    Article.objects.filter(pk=flood.ids[1]).update(url="javascript:alert(1)//" + evil[:50])
    chapters = tuple(replace(one, title=evil) for one in made.chapters)
    spoken(flood, edition, chapters=chapters)
    response = client.get(FEED)
    item = channel_of(response).find("item")
    assert item is not None
    marks = item.findall(f"{PSC}chapters/{PSC}chapter")
    assert marks[1].attrib["title"].startswith("]]>\x7f ")
    assert len(marks) == len(chapters)
    notes = item.findtext("description") or ""
    assert re.findall(r"<(\w+)", notes) == [*(["p", "strong", "a", "br", "a", "a"] * 2)]
    assert "javascript:" not in "".join(re.findall(r'href="([^"]*)"', notes))


def test_a_recording_is_served_in_parts(client: Client, flood: Flood) -> None:
    edition, _ = flood.keep_wrapup()
    url = f"/recordings/{spoken(flood, edition).file}"
    whole = client.get(url)
    assert (whole.status_code, whole.content, whole["Content-Type"]) == (200, SOUND, "audio/mpeg")
    assert whole["Accept-Ranges"] == "bytes"
    head = client.head(url)
    assert (head.status_code, head["Content-Length"], head.content) == (200, str(len(SOUND)), b"")
    for asked, part in (
        ("bytes=0-", SOUND),
        ("bytes=0-0", SOUND[:1]),
        ("bytes=100-199", SOUND[100:200]),
        ("bytes=10200-99999999", SOUND[10200:]),
        ("bytes=-100", SOUND[-100:]),
        ("bytes=-99999999", SOUND),
    ):
        answer = client.get(url, headers={"range": asked})
        assert (answer.status_code, answer.content) == (206, part), asked
        start = len(SOUND) - len(part) if part != SOUND[:1] and part != SOUND[100:200] else int(asked[6:].split("-")[0])
        assert answer["Content-Range"] == f"bytes {start}-{start + len(part) - 1}/{len(SOUND)}"
        assert answer["Content-Length"] == str(len(part))
    for asked in (f"bytes={len(SOUND)}-", "bytes=-0"):
        answer = client.get(url, headers={"range": asked})
        assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(SOUND)}")
    for asked in ("bytes=5-1", "bytes=-", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b", f"bytes={'9' * 400}-"):
        assert client.get(url, headers={"range": asked}).status_code == 200, asked
    changed = client.get(url, headers={"range": "bytes=0-9", "if-range": '"other"'})
    assert changed.status_code == 200
    same = client.get(url, headers={"range": "bytes=0-9", "if-range": whole["ETag"]})
    assert same.status_code == 206
    assert client.get(url, headers={"if-none-match": whole["ETag"]}).status_code == 304


@pytest.mark.parametrize("name", ["none.mp3", "a" * 32 + ".mp3", "..%2fsecret-key", "a" * 32 + ".py", "speaking-x"])
def test_nothing_else_is_served(client: Client, db: Any, name: str) -> None:
    STORE.recordings.mkdir(parents=True, exist_ok=True)
    stray = STORE.recordings / f"{'a' * 32}.mp3"
    stray.write_bytes(SOUND)
    assert client.get(f"/recordings/{name}").status_code == 404
    stray.unlink()


def test_what_terms_forbid_by_now_is_heard_no_longer(client: Client, flood: Flood) -> None:
    edition, _ = flood.keep_wrapup()
    made = spoken(flood, edition)
    Publisher.objects.filter(slug="daily").update(terms=Terms.EXCERPT.value)
    assert client.get(f"/recordings/{made.file}").status_code == 404
    assert channel_of(client.get(FEED)).findall("item") == []
    assert "<audio" not in text_of(client.get(f"/wrap-up/{QUERY}"))


def test_a_row_whose_file_is_gone_is_not_found(client: Client, flood: Flood) -> None:
    edition, _ = flood.keep_wrapup()
    made = spoken(flood, edition)
    (STORE.recordings / made.file).unlink()
    assert client.get(f"/recordings/{made.file}").status_code == 404


def hearing(page: str) -> tuple[bool, bool]:
    """Whether it has a recording's player, and the button by which the browser reads out."""
    return "<audio" in page, "data-listen" in page


def test_the_page_has_the_player_and_leads_to_the_podcast(
    client: Client, flood: Flood, set_private: Callable[[bool], None]
) -> None:
    edition, _ = flood.keep_wrapup()
    page = text_of(client.get(f"/wrap-up/{QUERY}"))
    assert hearing(page) == (False, True)
    assert "podcast.xml" not in page
    made = spoken(flood, edition)
    set_private(False)
    page = text_of(client.get(f"/wrap-up/{QUERY}"))
    assert hearing(page) == (True, False)
    assert f'<audio controls preload="none" src="/recordings/{made.file}"' in page
    assert '<span>The wrap-up, spoken</span><span class="dot">4:05</span>' in page
    assert f'<a class="more" href="{FEED}" type="application/rss+xml">Subscribe as a podcast' in page
    assert f'<link rel="alternate" type="application/rss+xml" title="Wrap-up · Octavo" href="{FEED}">' in page


def test_where_a_private_page_says_more_it_can_be_read_out_too(
    client: Client, flood: Flood, set_private: Callable[[bool], None]
) -> None:
    edition, brief = flood.keep_wrapup()
    more = flood.sentence(flood.told(1, flood.long.strip()))
    assert more.text not in str(script_of(KENYA, edition.day, edition.part))
    item = WrapItem(str(flood.story), "Flood daily", (*brief.sentences[:1], more))
    flood.keep(
        briefs.BriefOf.EDITION,
        briefs.edition_target(KENYA, edition.day, edition.part),
        [replace(brief, sentences=(*brief.sentences, more), table=replace(brief.table, items=(item,)))],  # type: ignore[type-var]
    )
    spoken(flood, edition)
    assert hearing(text_of(client.get(f"/wrap-up/{QUERY}"))) == (True, True)
    set_private(False)
    assert hearing(text_of(client.get(f"/wrap-up/{QUERY}"))) == (True, False)


def test_what_a_reader_mutes_is_not_played_to_them(
    client: Client, flood: Flood, set_private: Callable[[bool], None]
) -> None:
    set_private(False)
    edition, _ = flood.keep_wrapup()
    spoken(flood, edition)
    reader = Reader.objects.create_user("anna@octavo.example", "eight leaves make one sheet", handle="anna")
    client.force_login(reader)
    assert hearing(text_of(client.get(f"/wrap-up/{QUERY}"))) == (True, False)
    mutes.mute(reader.pk, MuteKind.PUBLISHER, flood.publishers[0], flood.room.now)
    page = text_of(client.get(f"/wrap-up/{QUERY}"))
    assert hearing(page) == (False, True)
    assert flood.first not in page
    mutes.mute(reader.pk, MuteKind.WORD, "flood", flood.room.now)
    assert "Flood daily" not in text_of(client.get(f"/wrap-up/{QUERY}"))


def test_a_recording_of_an_earlier_text_waits_for_the_next(client: Client, flood: Flood) -> None:
    edition, _ = flood.keep_wrapup()
    made = spoken(flood, edition, script_hash=b"y" * 16)
    assert hearing(text_of(client.get(f"/wrap-up/{QUERY}"))) == (True, True)
    path = f"/wrap-up/KE/{edition.day}/{edition.part.value}/?language=en"
    assert made.file in text_of(client.get(path))


@pytest.mark.parametrize(
    ("milliseconds", "said"), [(0, "00:00:00.000"), (61_001, "00:01:01.001"), (3_723_004, "01:02:03.004")]
)
def test_chapter_times(milliseconds: int, said: str) -> None:
    assert clock(milliseconds) == said
