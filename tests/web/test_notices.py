"""Cards of sponsors and announcements: labelled, placed, dated, and counted without a word about readers."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsroom import Newsroom
from octavo.store import notices
from octavo.store.models import Notice, NoticeCount, Reader
from octavo.store.models.readers import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator() -> Client:
    reader = Reader.objects.create_user("operator@example.org", "eight leaves", role=Role.OPERATOR, is_superuser=True)
    client = Client()
    client.force_login(reader)
    return client


@pytest.fixture
def article_id(db: None) -> int:
    return Newsroom(timezone.now()).article("Rain at last")


def said(**fields: Any) -> dict[str, Any]:
    now = timezone.now()
    times = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(days=2)}
    texts = {"kind": "sponsor", "place": "front", "title": "Warm socks", "by": "The Sock Mill", "text": "Knitted here."}
    return {**texts, "url": "https://socks.example/", "country": "", "language": "", **times, **fields}


def placed(**fields: Any) -> Notice:
    return Notice.objects.create(**said(**fields))


def page(client: Client, path: str) -> str:
    return client.get(path, follow=True).content.decode()


def test_an_operator_places_a_card_and_readers_see_its_label(operator: Client, client: Client, article_id: int) -> None:
    assert operator.post(reverse("operate-notice-place"), said()).status_code == 302
    front = page(client, "/")
    assert 'aria-label="Sponsor"' in front
    assert "The Sock Mill" in front
    assert 'rel="sponsored nofollow noopener noreferrer"' in front
    assert "Warm socks" not in page(client, f"/article/{article_id}/")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"by": ""}, "A sponsor is named."),
        ({"url": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"ends_at": "2020-01-01T00:00"}, "This is before it begins."),
        ({"country": "Kenya"}, "at most 2 characters"),
        ({"language": "?"}, "This is no language tag."),
    ],
)
def test_a_wrong_card_is_explained(operator: Client, wrong: dict[str, str], message: str) -> None:
    answer = operator.post(reverse("operate-notice-place"), said(**wrong))
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Notice.objects.exists()


def test_a_card_is_shown_in_its_time_to_those_it_is_for(client: Client, article_id: int) -> None:
    now = timezone.now()
    placed(title="Past", ends_at=now)
    placed(title="Future", starts_at=now + timedelta(hours=1))
    placed(title="Kenyan", country="KE")
    placed(title="Swahili", language="sw")
    placed(title="Everybody's", kind="announcement", by="")
    shown = {notice.title for notice in notices.in_force("front", "KE", ("en",), now)}
    assert shown == {"Kenyan", "Everybody's"}
    assert {notice.title for notice in notices.in_force("front", "", ("sw",), now)} == {"Swahili", "Everybody's"}
    assert not notices.in_force("article", "KE", ("sw",), now)


@pytest.mark.parametrize(("place", "path"), [("article", "/article/{}/"), ("front", "/")])
def test_every_place_shows_its_cards_escaped(client: Client, article_id: int, place: str, path: str) -> None:
    placed(place=place, title="<script>socks</script>")
    shown = page(client, path.format(article_id))
    assert "&lt;script&gt;socks" in shown
    assert "<script>socks" not in shown


def test_cards_are_counted_by_day_and_nothing_else_is_kept(client: Client, operator: Client) -> None:
    notice = placed()
    for what, times in (("seen", 3), ("opened", 1)):
        for _ in range(times):
            answer = client.post(reverse("notice-counted", args=[notice.pk, what]))
            assert answer.status_code == 204
            assert not answer.cookies
    (row,) = NoticeCount.objects.all()
    assert (row.seen, row.opened) == (3, 1)
    assert {field.name for field in NoticeCount._meta.get_fields()} == {"id", "notice", "day", "seen", "opened"}
    assert "seen 3 · opened 1" in page(operator, reverse("operate-notices"))


def test_what_is_not_shown_is_not_counted(client: Client, operator: Client) -> None:
    notice = placed()
    path = reverse("notice-counted", args=[notice.pk, "seen"])
    assert client.get(path).status_code == 405
    operator.post(reverse("operate-notice-end", args=[notice.pk]))
    assert client.post(path).status_code == 404
    assert client.post("/notice/99/seen/").status_code == 404
    assert not NoticeCount.objects.exists()


def test_its_script_stands_in_the_head_where_a_card_is_and_nowhere_else(client: Client, article_id: int) -> None:
    placed(place="article")
    head, body = page(client, f"/article/{article_id}/").split("<body", 1)
    assert "octavo/notices.js" in head
    assert "<script" not in body, "navigate.js loads a page in full that has a script in its body"
    assert "octavo/notices.js" not in page(client, "/")
