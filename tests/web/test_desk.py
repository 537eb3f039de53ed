"""The operator's desk: pinning, hiding, marking, taking back, and writing originals."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsroom import Newsroom
from octavo.store.models import Article, DeskAct, Original, Reader
from octavo.store.models.readers import Role
from web.telling import story

pytestmark = pytest.mark.django_db

EDITION = "?country=KE&language=en"


@pytest.fixture
def operator() -> Client:
    reader = Reader.objects.create_user("operator@example.org", "eight leaves", role=Role.OPERATOR, is_superuser=True)
    client = Client()
    client.force_login(reader)
    return client


@pytest.fixture
def stories(db: None) -> list[int]:
    room = Newsroom(timezone.now())
    ids = [room.article(f"Story {number}", publisher=f"p{number}", age=timedelta(hours=number)) for number in range(9)]
    return [story(room, [one]) for one in ids]


def decide(client: Client, story_id: int, kind: str, **fields: Any) -> Any:
    said = {"story": story_id, "kind": kind, "country": "KE", "hours": "12", "note": "", **fields}
    return client.post(reverse("operate-desk-act") + EDITION, said)


def front(client: Client) -> str:
    return client.get(f"/{EDITION}").content.decode()


def test_the_desk_lists_the_edition(operator: Client, stories: list[int]) -> None:
    page = operator.get(reverse("operate-desk") + EDITION).content.decode()
    for number in range(8):
        assert f"Story {number}" in page
    assert "points" in page
    assert page.count('name="csrfmiddlewaretoken"') >= 8


def test_each_act_holds_where_it_was_meant_and_can_be_taken_back(
    operator: Client, client: Client, stories: list[int]
) -> None:
    answer = decide(operator, stories[7], "pin", note="Our  own beat")
    assert answer.headers["Location"] == reverse("operate-desk") + EDITION
    act = DeskAct.objects.get()
    assert (act.country, act.note, act.by and act.by.email) == ("KE", "Our own beat", "operator@example.org")
    assert act.until is not None
    assert timedelta(hours=11) < act.until - timezone.now() < timedelta(hours=13)
    lead = front(client)
    assert lead.index("Story 7") < lead.index("Story 0")
    assert "Pinned by the desk" in lead
    assert "Pinned by the desk" not in client.get("/?country=FR&language=en").content.decode()
    desk = operator.get(reverse("operate-desk") + EDITION).content.decode()
    assert "What holds now" in desk
    assert "Our own beat" in desk
    operator.post(reverse("operate-desk-undo", args=[act.pk]))
    assert "Pinned by the desk" not in front(client)
    desk = operator.get(reverse("operate-desk") + EDITION).content.decode()
    assert "What holds now" not in desk
    assert "ended" in desk, "the log keeps it"


def test_hidden_everywhere_until_taken_back(operator: Client, client: Client, stories: list[int]) -> None:
    decide(operator, stories[0], "hide", country="", hours="0")
    act = DeskAct.objects.get()
    assert (act.country, act.until) == ("", None)
    for country in ("KE", "FR"):
        assert "Story 0<" not in client.get(f"/?country={country}&language=en").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "explode"}, {"story": "x"}, {"story": "-1"}, {"story": str(10**30)}, {"hours": "5"}, {"hours": ""},
        {"country": "Kenya!"}, {"note": "x" * 400},
    ],
)  # fmt: skip
def test_nonsense_is_refused_and_decides_nothing(operator: Client, stories: list[int], wrong: dict[str, str]) -> None:
    answer = decide(operator, stories[0], **{"kind": "pin", **wrong})
    assert answer.status_code == 422
    assert "That could not be done." in answer.content.decode()
    assert not DeskAct.objects.exists()


def test_a_story_that_is_gone_is_said(operator: Client, stories: list[int]) -> None:
    decide(operator, 999_999, "pin")
    assert "This story is gone." in operator.get(reverse("operate-desk")).content.decode()
    assert operator.post(reverse("operate-desk-undo", args=[999])).status_code == 404


def test_posts_need_the_token(stories: list[int], operator: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(Reader.objects.get())
    assert decide(strict, stories[0], "pin").status_code == 403
    assert strict.post(reverse("operate-original-write"), {"title": "x"}).status_code == 403
    assert not DeskAct.objects.exists()


WRITTEN = {
    "title": "Why the ferry waits",
    "standfirst": "A short answer.",
    "text": "It waits for **everyone**.\n\n## So there\n\n<script>alert(1)</script>",
    "authors": "Anna, Tomás",
    "keywords": "ferries",
    "language": "en",
    "country": "KE",
}


def test_an_original_is_written_read_edited_and_withdrawn(operator: Client, client: Client) -> None:
    assert operator.post(reverse("operate-original-write"), WRITTEN).status_code == 302
    original = Original.objects.get()
    path = f"/article/{original.article_id}/"
    page = client.get(path, follow=True).content.decode()
    assert "Why the ferry waits" in page
    assert "<strong>everyone</strong>" in page
    assert "<h2>So there</h2>" in page
    assert "<script>alert(1)" not in page
    assert "Anna" in page
    assert "Read at" not in page, "there is no other original to lead to"
    address = Article.objects.get().url
    assert client.get(address, follow=True).redirect_chain[-1][0].startswith(path)
    form = operator.get(reverse("operate-original", args=[original.article_id])).content.decode()
    assert "It waits for **everyone**." in form
    changed = {**WRITTEN, "text": "It waits for nobody."}
    operator.post(reverse("operate-original", args=[original.article_id]), changed)
    page = client.get(path, follow=True).content.decode()
    assert "It waits for nobody." in page
    assert "1 earlier version" in page
    assert "Why the ferry waits" in operator.get(reverse("operate-originals")).content.decode()
    operator.post(reverse("operate-original-withdraw", args=[original.article_id]))
    assert client.get(path).status_code == 404
    assert not Original.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"title": "x" * 301}, {"text": " "}, {"language": "no language!"}, {"country": "1"}]
)
def test_an_original_without_what_it_needs_is_refused(operator: Client, wrong: dict[str, str]) -> None:
    answer = operator.post(reverse("operate-original-write"), {**WRITTEN, **wrong})
    assert answer.status_code == 422
    assert not Original.objects.exists()


def test_an_original_is_marked_on_the_front_page(operator: Client, client: Client, stories: list[int]) -> None:
    operator.post(reverse("operate-original-write"), WRITTEN)
    story(Newsroom(timezone.now()), [Original.objects.get().article_id])
    page = front(client)
    assert '<b class="mark mark-original">Original</b>' in page
    assert "Written by this newsroom" in page
