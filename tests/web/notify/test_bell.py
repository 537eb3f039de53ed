"""The bell and its page: what is unread, by day; nothing of it on pages that strangers share."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from octavo.core.notifications import News, NotificationKind, Subject
from octavo.store import notifications
from octavo.store.models import Notification, Reader

pytestmark = pytest.mark.django_db
SCRIPT = '"><script>alert(1)</script>'


@pytest.fixture
def anna() -> Reader:
    return Reader.objects.create_user("anna@octavo.example", handle="anna")


@pytest.fixture
def page(anna: Reader) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(anna)
    return client


def tell(reader: Reader, kind: NotificationKind, key: str, at: datetime | None = None, **subject: Any) -> int:
    news = News(reader.pk, kind, key, Subject(**subject))
    notifications.tell([news], at or datetime.now(UTC) - timedelta(minutes=1))
    return int(Notification.objects.get(reader=reader, key=key).pk)


def text_of(response: Any) -> str:
    return str(response.content.decode())


EVERY = (
    (NotificationKind.BREAKING, {"story": 9}, "/story/9/", "Breaking news"),
    (NotificationKind.STORY, {"story": 9, "article": 7}, "/story/9/", "1 new article in a story that you follow"),
    (NotificationKind.PUBLISHER, {"story": 9, "article": 7, "source": "Post"}, "/article/7/", "Post published"),
    (NotificationKind.FOLLOWED, {"story": 9, "source": "Kenya"}, "/story/9/", "1 new story: Kenya"),
    (NotificationKind.REPLY, {"comment": 3}, "/comment/3/", "Somebody answered you"),
    (NotificationKind.LIKE, {"comment": 3}, "/comment/3/", "Somebody likes your comment"),
    (NotificationKind.APPEAL, {"comment": 3}, "/comment/3/", "Your appeal is decided"),
    (NotificationKind.SURVEY, {"survey": 2}, "/survey/2/", "A question to readers"),
)


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one[0].value)
@pytest.mark.parametrize("language", ["", "/ar"])
def test_each_kind_says_what_happened_and_leads_there(
    page: Client, anna: Reader, one: tuple[NotificationKind, dict[str, Any], str, str], language: str
) -> None:
    kind, subject, path, lead = one
    tell(anna, kind, "one", title=f"River rises {SCRIPT}", language="en", **subject)
    text = text_of(page.get(f"{language}/me/notifications/"))
    assert f'href="{language}{path}"' in text
    assert (lead in text) is (not language), "in Arabic it is said in Arabic"
    assert "River rises" in text
    assert "<script>alert" not in text
    assert SCRIPT not in text


def test_groups_say_how_many(page: Client, anna: Reader) -> None:
    for number in range(3):
        tell(anna, NotificationKind.PUBLISHER, "story:9", story=9, article=number + 1, source="Post")
        tell(anna, NotificationKind.LIKE, "likes:3", comment=3)
        tell(anna, NotificationKind.FOLLOWED, "topic:1", story=number, source="Politics")
    text = text_of(page.get("/me/notifications/"))
    assert "3 articles of publishers that you follow" in text
    assert "3 readers like your comment" in text
    assert "3 new stories: Politics" in text
    assert 'href="/my-news/"' in text
    assert text.count('class="told-line is-unread"') == 3


def test_days_are_the_readers_own(page: Client, anna: Reader) -> None:
    now = datetime.now(UTC)
    for days in (0, 1, 5):
        tell(anna, NotificationKind.REPLY, f"replies:{days}", now - timedelta(days=days), comment=1)
    headings = re.findall(r'id="day-\d">([^<]+)', text_of(page.get("/me/notifications/")))
    assert headings[:2] == ["Today", "Yesterday"]
    assert len(headings) == 3


def test_the_bell_counts_what_is_unread(page: Client, anna: Reader) -> None:
    assert 'class="bell-mark" data-unread="0" aria-hidden="true" hidden>' in text_of(page.get("/latest/"))
    for number in range(3):
        tell(anna, NotificationKind.REPLY, f"replies:{number}", comment=1)
    assert "Notifications, 3 unread" in text_of(page.get("/latest/"))
    assert "إشعار" in text_of(page.get("/ar/latest/"))
    tell(anna, NotificationKind.REPLY, "replies:later", datetime.now(UTC) + timedelta(hours=1), comment=1)
    assert "Notifications, 3 unread" in text_of(page.get("/latest/")), "what rests is not told yet"
    page.post("/me/notifications/read/", {"until": datetime.now(UTC).isoformat()})
    assert "unread" not in re.sub(r"data-\S+=\"[^\"]*\"", "", text_of(page.get("/latest/")))


def test_one_readers_bell_is_not_anothers(page: Client, anna: Reader) -> None:
    """Though what stands around pages is rendered once for all."""
    tell(anna, NotificationKind.REPLY, "replies:1", comment=1)
    assert "1 unread" in text_of(page.get("/latest/"))
    other, stranger = Client(headers={"host": "localhost"}), Client(headers={"host": "localhost"})
    other.force_login(Reader.objects.create_user("bert@octavo.example"))
    assert "1 unread" not in text_of(other.get("/latest/"))
    assert "bell-mark" not in text_of(stranger.get("/latest/"))
    assert "notify." not in text_of(stranger.get("/latest/"))
    assert "1 unread" in text_of(page.get("/latest/"))


def test_reading_one_and_reading_all(page: Client, anna: Reader) -> None:
    first = tell(anna, NotificationKind.REPLY, "replies:1", comment=1)
    tell(anna, NotificationKind.REPLY, "replies:2", comment=1)
    answer = page.post("/me/notifications/read/", {"id": first}, headers={"accept": "application/json"})
    assert answer.json() == {"unread": 1}
    seen_at = datetime.now(UTC)
    tell(anna, NotificationKind.REPLY, "replies:3", datetime.now(UTC), comment=1)
    page.post("/me/notifications/read/", {"until": seen_at.isoformat()})
    assert notifications.unread_count(anna.pk, datetime.now(UTC)) == 1, "what came meanwhile stays"
    page.post("/me/notifications/read/", {"until": "nonsense"})
    assert notifications.unread_count(anna.pk, datetime.now(UTC)) == 0


def test_nobody_reads_anothers(page: Client, anna: Reader) -> None:
    bert = Reader.objects.create_user("bert@octavo.example")
    his = tell(bert, NotificationKind.REPLY, "replies:1", comment=1)
    page.post("/me/notifications/read/", {"id": his})
    page.post("/me/notifications/read/", {"id": "9" * 30})
    assert notifications.unread_count(bert.pk, datetime.now(UTC)) == 1


def test_opening_an_article_by_any_way_reads_what_told_of_it(page: Client, anna: Reader, newsroom: Any) -> None:
    article = newsroom.article("River rises")
    tell(anna, NotificationKind.PUBLISHER, "story:1", article=article, story=1)
    tell(anna, NotificationKind.REPLY, "replies:1", article=article, comment=1)
    page.post("/my/read/", {"article": article})
    assert notifications.unread_count(anna.pk, datetime.now(UTC)) == 1
    tell(anna, NotificationKind.STORY, "story:2", story=2)
    page.post("/my/read/", {"story": 2})
    assert notifications.unread_count(anna.pk, datetime.now(UTC)) == 1


def test_a_long_bell_has_pages(page: Client, anna: Reader) -> None:
    for number in range(60):
        tell(anna, NotificationKind.REPLY, f"replies:{number}", comment=1)
    first = text_of(page.get("/me/notifications/"))
    assert first.count("told-line") == 50
    assert text_of(page.get("/me/notifications/?from=50")).count("told-line") == 10
    assert page.get("/me/notifications/?from=nonsense").status_code == 200


def test_an_empty_bell_invites(page: Client) -> None:
    assert "Nothing to tell yet" in text_of(page.get("/me/notifications/"))


def test_looking_writes_nothing_and_asks_little(page: Client, anna: Reader, django_assert_max_num_queries: Any) -> None:
    for number in range(20):
        tell(anna, NotificationKind.REPLY, f"replies:{number}", comment=1, actor=anna.pk)
    page.get("/me/notifications/")
    with django_assert_max_num_queries(12) as found:
        page.get("/me/notifications/")
    assert not [one for one in found if re.match(r"\s*(INSERT|UPDATE|DELETE)", one["sql"])]
