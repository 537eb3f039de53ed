"""The letter of a reader whose edition has a wrap-up: that is what it tells, with who says so."""

import re
from datetime import timedelta
from typing import Any

import pytest

from newsroom import Newsroom
from notifying import follow
from octavo.core.personal import MuteKind
from octavo.core.rights import Terms
from octavo.pipeline.handlers.digest import _letter
from octavo.store import mutes, notification_settings, preferences
from octavo.store.models import Publisher, Reader
from pipeline.test_digests import SCRIPT, parts, reader, room, ten_stories, written  # noqa: F401  fixtures
from web.telling import story
from web.test_briefs import Flood

pytestmark = pytest.mark.django_db


@pytest.fixture
def flood(room: Newsroom) -> Flood:  # noqa: F811  the fixture
    return Flood(room)


def test_the_wrapup_is_the_letter(room: Newsroom, reader: int, flood: Flood) -> None:  # noqa: F811
    ten_stories(room)
    flood.keep_wrapup()
    letter = written(reader, room.now)
    assert letter
    text, html = parts(letter)
    assert "Told twice" not in text
    assert "Your wrap-up\nMade on this machine from the articles’ own sentences\n" in text
    address = re.escape(f"/story/{flood.story}/")
    assert re.search(rf"1\. Flood daily\n   http://[^ ]+{address}\n\n   {re.escape(flood.first)}\n", text)
    assert f"New since yesterday:\n\n   {flood.secret}\n" in text
    assert "2. Flood daily (New)\n" in text
    for number, name in enumerate(("Daily", "Coast", "المرسى")):
        assert re.search(rf"\n   - {name}: http://[^ ]+/article/{flood.ids[number]}/", text)
        assert re.search(rf'<a href="http://[^"]+/article/{flood.ids[number]}/[^"]*"[^>]*><bdi>{name}</bdi>', html)
    assert "<" not in text
    assert html.count(f'<p lang="en" dir="ltr" style="margin:0 0 8px">{flood.first}</p>') == 2
    assert "Then it ends." in text
    assert not re.search(r"\n{4}", text), "no holes"


def test_what_is_followed_stands_below_it_once(room: Newsroom, reader: int, flood: Flood) -> None:  # noqa: F811
    flood.keep_wrapup()
    follow([reader], "publisher", room.publisher("coast"), room.now, "Coast")
    other = story(room, [room.article("Lamps for the harbour", publisher="coast", age=timedelta(hours=1))])
    letter = written(reader, room.now)
    assert letter
    text, _html = parts(letter)
    assert "What you follow\n\n- Lamps for the harbour" in text
    assert text.count(f"/story/{flood.story}/") == 2, "its two paragraphs, and not below"
    assert other


def test_a_letter_says_what_everybody_may_read(room: Newsroom, reader: int, flood: Flood) -> None:  # noqa: F811
    """On a private instance too: it leaves the machine."""
    Publisher.objects.update(terms=Terms.LINK.value)
    flood.keep_wrapup()
    letter = written(reader, room.now)
    assert letter
    text, html = parts(letter)
    assert "Flood daily" in text
    assert flood.first not in text + html
    assert "2 sentences are not shown: their publishers allow excerpts only." in text


def test_an_old_wrapup_is_no_letter(room: Newsroom, reader: int, flood: Flood) -> None:  # noqa: F811
    flood.keep_wrapup(day=0)
    notification_settings.note_digest(reader, room.now)
    assert _letter(reader, room.now + timedelta(hours=1)) is None
    ten_stories(Newsroom(room.now + timedelta(hours=2)))
    preferences.prefer(reader, is_personal=False)
    later = _letter(reader, room.now + timedelta(hours=2))
    assert later
    assert "Told twice" in later.body
    assert "Your wrap-up" not in later.body


def test_what_a_reader_mutes_stays_out(room: Newsroom, reader: int, flood: Flood) -> None:  # noqa: F811
    flood.keep_wrapup()
    mutes.mute(reader, MuteKind.PUBLISHER, flood.publishers[0], room.now)
    letter = _letter(reader, room.now)
    assert letter
    assert flood.first not in letter.body, "the words are the muted publisher's"
    assert "Daily:" not in letter.body
    mutes.mute(reader, MuteKind.WORD, "flood", room.now)
    assert _letter(reader, room.now) is None


def test_hostile_words_stay_words(room: Newsroom, reader: int) -> None:  # noqa: F811
    flood = Flood(room, lambda text: f"{SCRIPT} & Bcc:\r\n evil@evil.example {text}")
    flood.keep_wrapup()
    letter = written(reader, room.now)
    assert letter
    text, html = parts(letter)
    assert SCRIPT in text
    assert "<script" not in html
    assert letter["Bcc"] is None
    assert "\n evil@" not in text, "one line each"


def test_it_is_told_in_the_readers_language(room: Newsroom, reader: int, flood: Flood) -> None:  # noqa: F811
    Reader.objects.filter(pk=reader).update(language="ar")
    flood.keep_wrapup()
    letter: Any = written(reader, room.now)
    text, html = parts(letter)
    assert f"/ar/story/{flood.story}/" in text
    assert '<html lang="ar" dir="rtl">' in html
    assert f'<p lang="en" dir="ltr" style="margin:0 0 8px">{flood.first}</p>' in html
