"""Comments as readers meet them, told with a fixed cast: reader, other reader, moderator, operator, stranger."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from newsroom import Newsroom
from octavo.core.moderation import Decision, Verdict
from octavo.store import comments, moderating
from octavo.store.models import Comment, CommentLike, Happening, Job, Reader, ReaderBlock
from octavo.store.models.readers import Role
from octavo.web.markup import COMMENT, TAGS, html_of, tidy
from web.markup import Seen

pytestmark = pytest.mark.django_db
PAYLOADS: list[str] = json.loads((Path(__file__).parent / "comment_payloads.json").read_text(encoding="utf-8"))
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def reader_named(handle: str, role: str = Role.READER) -> Reader:
    made = Reader.objects.create_user(f"{handle}@example.org", handle=handle, role=role)
    Reader.objects.filter(pk=made.pk).update(created_at=LONG_AGO)
    made.refresh_from_db()
    return made


def client_of(reader: Reader | None) -> Client:
    client = Client(headers={"host": "localhost"})
    if reader:
        client.force_login(reader)
    return client


class Cast:
    """Who takes part, and what each sees."""

    def __init__(self) -> None:
        self.anna, self.ben = reader_named("anna"), reader_named("ben")
        self.mia = reader_named("mia", Role.MODERATOR)
        self.otto = reader_named("otto", Role.OPERATOR)
        self.reader, self.other = client_of(self.anna), client_of(self.ben)
        self.moderator, self.operator, self.stranger = client_of(self.mia), client_of(self.otto), client_of(None)


@pytest.fixture
def cast() -> Cast:
    return Cast()


@pytest.fixture
def article(newsroom: Newsroom) -> int:
    return newsroom.article("Seven towns share a dam", text="The agreement was read aloud on a jetty.")


def path(article_id: int) -> str:
    return f"/article/{article_id}/seven-towns-share-a-dam/"


def judged(decision: Decision = Decision.PUBLISH) -> None:
    """As the worker does with all that waits."""
    now = datetime.now(UTC)
    for comment_id in Comment.objects.filter(state="waiting").values_list("pk", flat=True):
        waiting = moderating.waiting_comment(comment_id, now)
        assert waiting
        assert moderating.record_verdict(waiting, Verdict(decision, "rules/1"), "en", now)


def write(client: Client, article_id: int, text: str = "The jetty is *new*.", **more: Any) -> Any:
    return client.post(reverse("comment-write", args=[article_id]), {"text": text, **more})


def said(client: Client, article_id: int, text: str = "The jetty is *new*.") -> int:
    write(client, article_id, text)
    judged()
    return Comment.objects.latest("id").pk


def page(client: Client, article_id: int, query: str = "") -> str:
    return client.get(path(article_id) + query).content.decode()


def test_a_stranger_is_invited_and_cannot_write(cast: Cast, article: int) -> None:
    text = page(cast.stranger, article)
    assert "Nobody has said anything yet." in text
    assert f'href="{reverse("sign-in")}?next={path(article)}"' in text
    shown = re.sub(r"<template.*?</template>", "", text, flags=re.DOTALL)
    assert "Your comment" not in shown
    assert 'id="talk-offline"' in text, "for a reader to whom a device shows this page without a network"
    answer = write(cast.stranger, article)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))
    assert not Comment.objects.exists()


def test_a_comment_waits_for_its_author_alone_and_is_then_for_everybody(cast: Cast, article: int) -> None:
    answer = write(cast.reader, article, next=path(article))
    comment = Comment.objects.get()
    assert answer.headers["Location"] == f"{path(article)}?sort=newest#comment-{comment.pk}"
    assert (comment.state, comment.article_title) == ("waiting", "Seven towns share a dam")
    assert Job.objects.get(kind="moderate_comment").payload == {"comment": comment.pk}
    assert "it is being checked" in page(cast.reader, article)
    assert "The jetty is" not in page(cast.other, article) + page(cast.stranger, article)
    assert cast.other.get(reverse("comment", args=[comment.pk])).status_code == 404
    judged()
    for client in (cast.reader, cast.other, cast.stranger):
        assert "<p>The jetty is <em>new</em>.</p>" in page(client, article)
    assert "anna@example.org" not in page(cast.stranger, article)


def test_without_cross_site_token_nothing_is_written(cast: Cast, article: int) -> None:
    comment_id = said(cast.reader, article)
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    strict.force_login(cast.ben)
    for name in ("reply", "like", "flag", "block", "edit", "withdraw", "appeal"):
        assert strict.post(reverse(f"comment-{name}", args=[comment_id]), {"text": "x y"}).status_code == 403, name
    assert write(strict, article).status_code == 403
    assert strict.post(reverse("moderate-decide", args=[comment_id]), {"decision": "reject"}).status_code == 403
    assert Comment.objects.count() == 1


def test_payloads_stay_words_on_every_page(cast: Cast, article: int) -> None:
    Reader.objects.filter(pk=cast.anna.pk).update(role=Role.MODERATOR)
    now = datetime.now(UTC)
    cast.anna.refresh_from_db()
    for number, payload in enumerate(PAYLOADS):
        source = tidy(f"{number} {payload}")
        moment = now + timedelta(minutes=2 * number)
        draft = comments.CommentDraft(article, source, html_of(source, COMMENT))
        comments.post(draft, cast.anna, moment)
    judged()
    clean = [page(cast.stranger, article, f"?page={number}") for number in range(1, 6)]
    own = [page(cast.reader, article, f"?page={number}") for number in range(1, 6)]
    for text in (*clean, *own, cast.moderator.get(reverse("moderate-reader", args=[cast.anna.pk])).content.decode()):
        bodies = re.findall(r'<div class="comment-text"[^>]*>(.*?)</div>', text, re.DOTALL)
        assert bodies
        for tag, attributes in Seen("".join(bodies)).tags:
            assert tag in TAGS
            assert set(attributes) <= {"href", "rel", "start"}
            assert (attributes.get("href") or "https:").startswith(("http:", "https:", "mailto:"))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "This field is required."),
        ("x", "Ensure this value has at least 2 characters"),
        ("y" * 5001, "Ensure this value has at most 5000 characters"),
        ("\u202e\u202e\u202e", "nothing to read"),
        (">\n>", "nothing to read"),
    ],
)
def test_what_is_no_comment_is_told_so(cast: Cast, article: int, text: str, complaint: str) -> None:
    answer = write(cast.reader, article, text)
    assert answer.status_code == 422
    assert complaint in answer.content.decode()
    assert not Comment.objects.exists()


def test_an_established_reader_may_write_six_a_minute(cast: Cast, article: int) -> None:
    for number in range(3):
        comment_id = said(cast.reader, article, f"Comment {number}")
        Comment.objects.filter(pk=comment_id).update(created_at=datetime.now(UTC) - timedelta(days=2))
    for number in range(6):
        assert write(cast.reader, article, f"Today {number}").status_code == 302
    refused = write(cast.reader, article, "Once more")
    assert refused.status_code == 429
    assert "Please wait 1 minute" in refused.content.decode()


def test_a_new_reader_may_write_two_a_minute(cast: Cast, article: int) -> None:
    Reader.objects.filter(pk=cast.anna.pk).update(created_at=datetime.now(UTC))
    assert [write(cast.reader, article, f"New {number}").status_code for number in range(3)] == [302, 302, 429]


def test_a_button_pressed_twice_writes_once(cast: Cast, article: int) -> None:
    write(cast.reader, article, "Once")
    assert write(cast.reader, article, "Once").status_code == 302
    assert Comment.objects.count() == 1


def test_answers_and_quotations(cast: Cast, article: int) -> None:
    first = said(cast.reader, article, "The jetty is *new*, and long.")
    address = reverse("comment-reply", args=[first])
    form = cast.other.get(f"{address}?quote=1").content.decode()
    assert "The jetty is new, and long.</textarea>" in form
    wrong = cast.other.post(address, {"text": "No", "quote": "The jetty is old"})
    assert wrong.status_code == 422
    assert "does not say this" in wrong.content.decode()
    answer = cast.other.post(address, {"text": "It is older.", "quote": "The jetty\n is new"})
    reply = Comment.objects.latest("id")
    assert answer.headers["Location"] == f"{reverse('comment', args=[first])}#comment-{reply.pk}"
    judged()
    text = page(cast.stranger, article)
    assert '<blockquote class="comment-quote" dir="auto">The jetty is new</blockquote>' in text
    assert text.index(f'id="comment-{first}"') < text.index('class="answers"') < text.index(f'id="comment-{reply.pk}"')
    assert Comment.objects.get(pk=first).replies == 1
    happening = Happening.objects.get(kind="reply")
    assert (happening.reader, happening.actor, happening.comment) == (cast.anna, cast.ben, reply)


def test_a_deep_thread_goes_on_elsewhere(cast: Cast, article: int) -> None:
    parent = said(cast.reader, article, "Level 1")
    now = datetime.now(UTC)
    ids = [parent]
    for level in range(2, 8):
        draft = comments.CommentDraft(article, f"Level {level}", f"<p>Level {level}</p>", parent_id=ids[-1])
        ids.append(comments.post(draft, cast.mia, now + timedelta(minutes=level)))
        judged()
    text = page(cast.stranger, article)
    assert "<p>Level 4</p>" in text
    assert "<p>Level 5</p>" not in text
    assert "Continue this thread: 3 more answers" in text
    deeper = cast.stranger.get(reverse("comment", args=[ids[3]])).content.decode()
    assert "<p>Level 7</p>" in deeper
    assert "In answer to" in deeper


def test_likes_count_once_for_others_and_never_for_oneself(cast: Cast, article: int) -> None:
    comment_id = said(cast.reader, article)
    address = reverse("comment-like", args=[comment_id])
    for _turn in range(2):
        answer = cast.other.post(address, {"wanted": "1"}, headers={"accept": "application/json"})
        assert answer.json() == {"liked": True, "likes": "1"}
    assert cast.reader.post(address, headers={"accept": "application/json"}).status_code == 409
    assert 'aria-pressed="true"' in page(cast.other, article)
    assert "1 like" in page(cast.stranger, article)
    assert Happening.objects.filter(kind="like").count() == 1
    back = cast.other.post(address, {"wanted": "0", "next": path(article)})
    assert back.headers["Location"] == f"{path(article)}#comment-{comment_id}"
    assert not CommentLike.objects.exists()
    assert Comment.objects.get().likes == 0
    elsewhere = cast.other.post(address, {"next": "//evil.example/"})
    assert elsewhere.headers["Location"] == f"/#comment-{comment_id}"


def test_fifteen_minutes_to_change_ones_own_words(cast: Cast, article: int) -> None:
    comment_id = said(cast.reader, article)
    address = reverse("comment-edit", args=[comment_id])
    assert "The jetty is *new*." in cast.reader.get(address).content.decode()
    for client in (cast.other, cast.moderator, cast.operator):
        assert client.post(address, {"text": "Mine now"}).status_code == 404
    assert cast.reader.post(address, {"text": "The jetty is old."}).status_code == 302
    assert "The jetty is" not in page(cast.stranger, article), "changed words are judged before others read them"
    judged()
    assert "The jetty is old." in page(cast.stranger, article)
    assert "changed</span>" in page(cast.stranger, article)
    Comment.objects.update(created_at=datetime.now(UTC) - timedelta(minutes=16))
    cast.reader.post(address, {"text": "Too late."})
    assert Comment.objects.get().source == "The jetty is old."


def test_deleting_takes_the_text_and_keeps_the_thread(cast: Cast, article: int) -> None:
    first = said(cast.reader, article, "Regretted words")
    cast.other.post(reverse("comment-reply", args=[first]), {"text": "An answer", "quote": ""})
    judged()
    address = reverse("comment-withdraw", args=[first])
    assert cast.other.post(address).status_code == 404
    assert "gone for good" in cast.reader.get(address).content.decode()
    cast.reader.post(address)
    text = page(cast.stranger, article)
    assert "Deleted by its author." in text
    assert "An answer" in text
    assert "Regretted" not in text + page(cast.reader, article)
    assert not Comment.objects.filter(source__contains="Regretted").exists()


def test_blocking_hides_a_readers_comments_from_the_blocker_alone(cast: Cast, article: int) -> None:
    comment_id = said(cast.reader, article, "Loud words")
    cast.other.post(reverse("comment-block", args=[comment_id]))
    assert ReaderBlock.objects.get().blocked == cast.anna
    assert "Loud words" not in page(cast.other, article)
    assert cast.other.get(reverse("comment", args=[comment_id])).status_code == 404
    assert "Loud words" in page(cast.stranger, article)
    assert "anna" in cast.other.get(reverse("blocked")).content.decode()
    cast.other.post(reverse("unblock", args=[cast.anna.pk]))
    assert "Loud words" in page(cast.other, article)


def test_three_readers_flags_hold_a_comment_and_delete_nothing(cast: Cast, article: int) -> None:
    comment_id = said(cast.reader, article, "Doubtful words")
    address = reverse("comment-flag", args=[comment_id])
    assert cast.other.post(address, {"note": "Look"}).status_code == 422
    for client in (cast.other, cast.other, cast.moderator):
        client.post(address, {"reason": "abuse"})
    assert "Doubtful words" in page(cast.stranger, article), "one reader counts once"
    cast.operator.post(address, {"reason": "spam", "note": "Look"})
    assert "Doubtful words" not in page(cast.stranger, article)
    assert Comment.objects.get().source == "Doubtful words"
    own = page(cast.reader, article)
    assert "a moderator will look at it" in own
    assert "3 readers asked that moderators look at it." in own


def test_comments_of_a_story_are_gathered_and_counted_on_cards(cast: Cast, newsroom: Newsroom) -> None:
    from web.telling import story

    ids = [newsroom.article(f"River news {number}") for number in range(2)]
    story_id = story(newsroom, ids)
    said(cast.reader, ids[0], "From the first")
    said(cast.other, ids[1], "From the second")
    text = cast.stranger.get(reverse("story-by-id", args=[story_id]), follow=True).content.decode()
    assert "From the first" in text
    assert "From the second" in text
    assert "2 comments" in text
    latest = cast.stranger.get("/latest/").content.decode()
    assert latest.count('<span class="hidden-text">Comments:</span><span>1</span>') == 2


def test_sorting_and_pages(cast: Cast, article: int) -> None:
    now = datetime.now(UTC)
    ids = [
        comments.post(
            comments.CommentDraft(article, f"Number {number}", f"<p>Number {number}</p>"),
            cast.mia,
            now + timedelta(minutes=number),
        )
        for number in range(25)
    ]
    judged()
    cast.other.post(reverse("comment-like", args=[ids[7]]), {"wanted": "1"})
    shown = re.findall(r"Number (\d+)", page(cast.stranger, article))
    assert (shown[0], len(shown)) == ("7", 20)
    assert re.findall(r"Number (\d+)", page(cast.stranger, article, "?sort=oldest"))[0] == "0"
    assert re.findall(r"Number (\d+)", page(cast.stranger, article, "?sort=newest&page=2")) == ["4", "3", "2", "1", "0"]
    for nonsense in ("?sort=worst&page=-1", "?page=99999999", "?page=٣"):
        assert cast.stranger.get(path(article) + nonsense).status_code == 200


def test_closed_comments_stay_readable(cast: Cast, article: int) -> None:
    said(cast.reader, article, "Before it closed")
    assert cast.other.post(reverse("moderate-switch", args=[article]), {"close": "1"}).status_code == 403
    cast.moderator.post(reverse("moderate-switch", args=[article]), {"close": "1"})
    text = page(cast.reader, article)
    assert "Comments are closed here." in text
    assert "Before it closed" in text
    assert "data-reply" not in text
    assert write(cast.reader, article, "After").status_code == 409
    cast.moderator.post(reverse("moderate-switch", args=[article]), {"close": "0"})
    assert write(cast.reader, article, "After").status_code == 302


def test_addresses_of_what_is_not_there(cast: Cast, article: int) -> None:
    for name in ("comment", "comment-reply", "comment-edit", "comment-flag", "comment-appeal", "comment-withdraw"):
        for number in (10**6, 2**70):
            assert cast.reader.get(reverse(name, args=[number])).status_code == 404, name
    assert write(cast.reader, 10**6).status_code == 404
    cast_off = said(cast.reader, article)
    Comment.objects.filter(pk=cast_off).update(article=None)
    assert cast.other.get(reverse("comment", args=[cast_off])).status_code == 200
    assert cast.other.post(reverse("comment-reply", args=[cast_off]), {"text": "Hello"}).status_code == 404


def test_pages_read_in_arabic(cast: Cast, article: int) -> None:
    comment_id = said(cast.reader, article)
    for address in (path(article), f"/comment/{comment_id}/", "/rules/", "/moderation-log/", "/surveys/"):
        assert 'dir="rtl"' in cast.stranger.get(f"/ar{address}").content.decode(), address
