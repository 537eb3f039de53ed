"""The moderators' pages, appeals, the public log, the switches: reader, other, moderator, operator, stranger."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from newsroom import Newsroom
from octavo.core.moderation import Decision, Reason, Verdict
from octavo.store import moderating
from octavo.store.models import Appeal, Comment, CommentSwitch, Happening, ModerationAction, Reader
from octavo.store.models.readers import Role
from octavo.web import moderation_words

pytestmark = pytest.mark.django_db


def client_of(handle: str, role: str) -> Client:
    made = Reader.objects.create_user(f"{handle}@example.org", handle=handle, role=role)
    client = Client(headers={"host": "localhost"})
    client.force_login(made)
    return client


@pytest.fixture
def reader() -> Client:
    return client_of("anna", Role.READER)


@pytest.fixture
def other() -> Client:
    return client_of("ben", Role.READER)


@pytest.fixture
def moderator() -> Client:
    return client_of("mia", Role.MODERATOR)


@pytest.fixture
def operator() -> Client:
    return client_of("otto", Role.OPERATOR)


@pytest.fixture
def stranger() -> Client:
    return Client(headers={"host": "localhost"})


@pytest.fixture
def article(newsroom: Newsroom) -> int:
    return newsroom.article("Seven towns share a dam")


@pytest.fixture
def held(reader: Client, article: int) -> Comment:
    """A comment of anna's that a rule was unsure about."""
    reader.post(reverse("comment-write", args=[article]), {"text": "Unsure words"})
    judge(Decision.HOLD)
    return Comment.objects.get()


def judge(decision: Decision) -> None:
    now = datetime.now(UTC)
    for comment_id in Comment.objects.filter(state="waiting").values_list("pk", flat=True):
        waiting = moderating.waiting_comment(comment_id, now)
        assert waiting
        reason = Reason("links", {"count": 9, "most": 3})
        verdict = Verdict(decision, "rules/1", {"links": 0.6}, reason)
        moderating.record_verdict(waiting, verdict, "en", now)


def decide(client: Client, comment: Comment, decision: str, **more: str) -> Any:
    return client.post(reverse("moderate-decide", args=[comment.pk]), {"decision": decision, **more})


def text_of(client: Client, name: str, *args: int, query: str = "") -> str:
    return client.get(reverse(name, args=args) + query).content.decode()


def test_moderators_pages_are_closed_to_others(
    reader: Client, moderator: Client, operator: Client, stranger: Client, held: Comment
) -> None:
    author_id = held.author_id
    assert author_id
    for name, args in (("moderate", []), ("moderate-reader", [author_id])):
        address = reverse(name, args=args)
        assert stranger.get(address).status_code == 302
        assert reader.get(address).status_code == 403
        for client in (moderator, operator):
            answer = client.get(address)
            assert answer.status_code == 200
            assert "no-store" in answer.headers["Cache-Control"]
    assert stranger.post(reverse("moderate-decide", args=[held.pk]), {"decision": "publish"}).status_code == 302
    assert decide(reader, held, "publish").status_code == 403
    held.refresh_from_db()
    assert held.state == "held"


def test_the_queue_says_what_waits_and_why(moderator: Client, held: Comment) -> None:
    text = text_of(moderator, "moderate")
    assert "Unsure words" in text
    assert "It has 9 links; more than 3 look like advertising." in text
    assert "a program (rules/1)" in text
    assert "anna@example.org" not in text


def test_approving_rejecting_and_taking_back(moderator: Client, stranger: Client, held: Comment, article: int) -> None:
    bare = decide(moderator, held, "reject")
    assert "pick a reason or write one" in moderator.get(bare.headers["Location"]).content.decode()
    held.refresh_from_db()
    assert held.state == "held"
    decide(moderator, held, "reject", reason="advertising", words="Please no shops.")
    held.refresh_from_db()
    assert (held.state, held.reason, held.note) == ("rejected", {"code": "advertising"}, "Please no shops.")
    action = ModerationAction.objects.get(judge="moderator")
    moderator.post(reverse("moderate-undo", args=[action.pk]))
    held.refresh_from_db()
    assert (held.state, held.reason["code"], held.note) == ("held", "links", "")
    decide(moderator, held, "publish")
    assert "Unsure words" in text_of(stranger, "comment", held.pk)


def test_only_ones_own_latest_decision_can_be_taken_back(moderator: Client, operator: Client, held: Comment) -> None:
    decide(moderator, held, "publish")
    first = ModerationAction.objects.get(judge="moderator")
    operator.post(reverse("moderate-undo", args=[first.pk]))
    held.refresh_from_db()
    assert held.state == "published", "another moderator's decision stays"
    decide(operator, held, "reject", reason="insult")
    moderator.post(reverse("moderate-undo", args=[first.pk]))
    held.refresh_from_db()
    assert held.state == "rejected"


def test_one_appeal_and_what_became_of_it(reader: Client, other: Client, moderator: Client, held: Comment) -> None:
    address = reverse("comment-appeal", args=[held.pk])
    assert other.get(address).status_code == 404
    assert "It has 9 links" in reader.get(address).content.decode()
    reader.post(address, {"text": "They are my sources."})
    assert reader.get(address).status_code == 404, "one appeal and no more"
    assert "Your appeal is with the moderators." in text_of(reader, "comment", held.pk)
    assert "They are my sources." in text_of(moderator, "moderate", query="?show=appeals")
    decide(moderator, held, "hold")
    assert Appeal.objects.get().granted is None, "holding decides no appeal"
    decide(moderator, held, "publish", words="Fair enough.")
    assert (Appeal.objects.get().granted, Appeal.objects.get().answer) == (True, "Fair enough.")
    happening = Happening.objects.get(kind="appeal_decided")
    assert (happening.reader_id, happening.comment_id) == (held.author_id, held.pk)
    assert "Published after an appeal" in text_of(other, "moderation-log")


def test_the_log_names_nobody_and_repeats_nothing(stranger: Client, moderator: Client, held: Comment) -> None:
    decide(moderator, held, "reject", reason="insult", words="Private words to the author")
    text = text_of(stranger, "moderation-log")
    assert text.count("<strong>Rejected</strong>") == 1
    assert "Held for a moderator" in text
    assert "It insults somebody instead of answering." in text
    assert "Seven towns share a dam" in text
    for secret in ("Unsure words", "anna", "mia", "Private words"):
        assert secret not in text


@pytest.mark.parametrize("code", [code for code, said in moderation_words.REASONS.items() if "{words}" in str(said)])
def test_the_log_does_not_repeat_what_was_found(stranger: Client, held: Comment, code: str) -> None:
    ModerationAction.objects.update(reason={"code": code, "parameters": {"words": "Unsure words"}})
    text = text_of(stranger, "moderation-log")
    assert "It reads " in text
    assert "Unsure" not in text
    assert "{words}" not in text


def test_flags_are_resolved_by_a_decision(reader: Client, other: Client, moderator: Client, article: int) -> None:
    reader.post(reverse("comment-write", args=[article]), {"text": "Contested words"})
    judge(Decision.PUBLISH)
    comment = Comment.objects.get()
    other.post(reverse("comment-flag", args=[comment.pk]), {"reason": "false", "note": "Not so"})
    text = text_of(moderator, "moderate", query="?show=flagged")
    assert "Dangerous falsehood" in text
    assert "Not so" in text
    decide(moderator, comment, "publish", reason="fine")
    assert "Contested words" not in text_of(moderator, "moderate", query="?show=flagged")
    action = ModerationAction.objects.get(judge="moderator")
    moderator.post(reverse("moderate-undo", args=[action.pk]))
    assert "Contested words" in text_of(moderator, "moderate", query="?show=flagged")


def test_a_readers_history(moderator: Client, held: Comment) -> None:
    decide(moderator, held, "reject", reason="hate")
    author_id = held.author_id
    assert author_id
    text = text_of(moderator, "moderate-reader", author_id)
    assert "It is directed against people for what they are." in text
    assert "Unsure words" in text
    assert moderator.get(reverse("moderate-reader", args=[10**6])).status_code == 404


def test_rules_are_built_in_and_the_operators_to_change(operator: Client, stranger: Client) -> None:
    assert "Nothing is deleted but by its author." in text_of(stranger, "rules")
    operator.post(reverse("operate-page", args=["rules", "en"]), {"title": "House rules", "text": "Be kind."})
    assert "Be kind." in text_of(stranger, "rules")
    assert "Be kind." not in stranger.get("/ar/rules/").content.decode()


@pytest.mark.parametrize("where", ["site", "daily", "https://news.example/publisher/daily/", "/article/{}/x/", "{}"])
def test_the_operator_closes_comments(
    operator: Client, reader: Client, newsroom: Newsroom, article: int, where: str
) -> None:
    operator.post(reverse("operate-community-close"), {"where": where.format(article)})
    scope = CommentSwitch.objects.get().scope
    assert reader.post(reverse("comment-write", args=[article]), {"text": "Words"}).status_code == 409
    elsewhere = newsroom.article("Elsewhere", publisher="other")
    expected = 409 if where == "site" else 302
    assert reader.post(reverse("comment-write", args=[elsewhere]), {"text": "Words"}).status_code == expected
    assert operator.get(reverse("operate-community")).status_code == 200
    operator.post(reverse("operate-community-reopen"), {"scope": scope})
    assert reader.post(reverse("comment-write", args=[article]), {"text": "Words"}).status_code == 302


def test_what_is_not_known_cannot_be_closed(operator: Client) -> None:
    answer = operator.post(reverse("operate-community-close"), {"where": "/article/999/"})
    assert answer.status_code == 422
    assert "Neither a publisher nor an article" in answer.content.decode()
