"""What is held about a reader: all told or knowingly not, and all gone when they leave."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.core.mail import EmailMessage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from octavo.core.assisting import ModelSettings
from octavo.core.briefs import Feature
from octavo.core.commissions import About, NewCommission, Suggested
from octavo.core.personal import FollowKind
from octavo.store import (
    ai_reports,
    assisting,
    commissions,
    holdings,
    invitations,
    operators,
    readers,
    subscriptions,
    takedowns,
)
from octavo.store.models import (
    AiReport,
    Comment,
    CommentFlag,
    CommentLike,
    CommentSwitch,
    Feed,
    Happening,
    Job,
    ModerationAction,
    Mute,
    Notification,
    NotificationSettings,
    OperatorInvitation,
    PushDevice,
    Reader,
    ReaderBlock,
    ReaderPreferences,
    Reading,
    Saved,
    Subscription,
    Survey,
    SurveyVote,
)
from octavo.store.models.ai_records import AiReportState
from octavo.store.models.readers import Role
from octavo.store.settings import STORE

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
SECRET = "words-that-only-this-reader-has"
ADDRESS = f"{SECRET}@octavo.example"


def relations() -> Iterator[tuple[str, str]]:
    """Every field of every model that points at a reader: model and field."""
    for model in apps.get_models(include_auto_created=False):
        for field in model._meta.get_fields():
            points = isinstance(field, models.ForeignKey) and field.related_model is Reader
            many = isinstance(field, models.ManyToManyField) and Reader in {field.related_model, model}
            if points or many:
                yield model._meta.label, field.name


def test_every_relation_to_a_reader_is_told_or_knowingly_not() -> None:
    told = {(held.model, held.relation) for held in holdings.HELD}
    kept_back = {tuple(name.rsplit(".", 1)) for name in holdings.WITHHELD}
    found = set(relations())
    assert ("store.Invitation", "made_by") in found
    assert found - told - kept_back == set(), "add these to octavo.store.holdings"
    assert (told | kept_back) - found == set(), "these relations are gone"


def test_every_field_that_is_told_exists() -> None:
    for held in holdings.HELD:
        list(apps.get_model(held.model)._default_manager.values(*held.fields)[:1])


@pytest.fixture
def reader(newsroom: Any, settings: Any) -> Reader:
    """Someone with a row in every table that points at readers."""
    settings.SENDS_MAIL = True
    reader = Reader.objects.create_user(ADDRESS, "eight leaves", handle=SECRET, role=Role.OPERATOR, is_superuser=True)
    readers.vouch_for_address(reader)
    Authenticator.objects.create(user=reader, type="totp", data={"secret": SECRET})
    SocialAccount.objects.create(user=reader, provider="oidc", uid=SECRET, extra_data={"sub": SECRET})
    _session(reader)
    invitations.invite(reader, "for a friend", 2, 3, NOW)
    token = operators.invite_operator(NOW)
    OperatorInvitation.objects.filter(expires_at__gt=NOW).update(used_by=reader, used_at=NOW)
    assert token
    _desk_act_and_original(newsroom, reader)
    _shelves(reader)
    _talk(newsroom.article("Talked of"), reader)
    takedowns.take_down_article(newsroom.article("Gone"), takedowns.Request("its publisher", by_id=reader.pk), NOW)
    kind = ContentType.objects.get_for_model(Reader)
    LogEntry.objects.create(user=reader, content_type=kind, object_id="1", object_repr="x", action_flag=1)
    EmailMessage("Hello", "A letter", to=[ADDRESS]).send()
    return reader


def _session(reader: Reader) -> None:
    session = SessionStore()
    session["_auth_user_id"] = str(reader.pk)
    session.create()
    UserSession.objects.create(user=reader, session_key=session.session_key, ip="192.0.2.1", user_agent=SECRET)


def _desk_act_and_original(newsroom: Any, reader: Reader) -> None:
    from octavo.core.stories import Assignment
    from octavo.store.models import DeskAct, Original, Story
    from octavo.store.stories import record_assignments

    article = newsroom.article("Ours")
    [story_id] = record_assignments([Assignment(str(article), str(article))], NOW, 1)
    story = Story.objects.get(pk=story_id)
    DeskAct.objects.create(kind="pin", story=story, by=reader, created_at=NOW)
    Original.objects.create(article_id=article, by=reader, created_at=NOW, changed_at=NOW)


def _shelves(reader: Reader) -> None:
    ReaderPreferences.objects.create(reader=reader, country="KE")
    Subscription.objects.create(reader=reader, kind="search", target=f"q={SECRET}", created_at=NOW)
    Mute.objects.create(reader=reader, kind="word", target=SECRET, created_at=NOW)
    Saved.objects.create(reader=reader, article_id=1, title="Kept", created_at=NOW)
    Reading.objects.create(reader=reader, article_id=1, title="Read", read_at=NOW)


def _talk(article_id: int, reader: Reader) -> None:
    other = Reader.objects.create_user("somebody@octavo.example", "eight leaves")
    mine, answer = (
        Comment.objects.create(article_id=article_id, author=who, source=text, html=text, created_at=NOW)
        for who, text in ((reader, SECRET), (other, "An answer"))
    )
    Comment.objects.filter(pk=answer.pk).update(parent=mine, thread=mine)
    CommentLike.objects.create(comment=answer, reader=reader, at=NOW)
    CommentFlag.objects.create(comment=answer, reader=reader, reason="other", note=SECRET, at=NOW)
    ReaderBlock.objects.create(reader=reader, blocked=other, at=NOW)
    ReaderBlock.objects.create(reader=other, blocked=reader, at=NOW)
    ModerationAction.objects.create(comment=answer, by=reader, judge="moderator", decision="hold", at=NOW)
    CommentSwitch.objects.create(scope="article:1", by=reader, at=NOW)
    survey = Survey.objects.create(question="Rain?", options=["Yes", "No"], opens_at=NOW, created_at=NOW, by=reader)
    SurveyVote.objects.create(survey=survey, reader=reader, choices=[0], at=NOW)
    Happening.objects.create(kind="reply", key="reply:1", reader=reader, actor=other, comment=answer, at=NOW)
    Happening.objects.create(kind="reply", key="reply:2", reader=other, actor=reader, comment=mine, at=NOW)
    Notification.objects.create(reader=reader, kind="reply", key="replies:1", actor=other, title=SECRET, at=NOW)
    Notification.objects.create(reader=other, kind="reply", key="replies:2", actor=reader, at=NOW)
    NotificationSettings.objects.create(reader=reader, webhook_url=f"https://{SECRET}.example/")
    assisting.keep_own_model(reader.pk, assisting.OwnModel(f"https://{SECRET}.example/v1", "mine", "sk-sealed"))
    assisting.reserve(ModelSettings(), reader.pk, 5, 0, NOW.date())
    asked = NewCommission(Feature.ASK, About.NEWS, question=SECRET, reader_id=reader.pk)
    made = commissions.commission(asked, NOW)
    commissions.keep_parts([(made.id, Suggested((SECRET,)))])
    said = ai_reports.Reported("summary", f"article:{article_id}", "It rains.", articles=(article_id,))
    ai_reports.report(said, reader, "other", SECRET, NOW)
    ai_reports.decide(AiReport.objects.get().pk, AiReportState.UPHELD, reader.pk, NOW)
    PushDevice.objects.create(
        reader=reader,
        endpoint=f"https://push.example/{SECRET}",
        p256dh=SECRET,
        auth=SECRET,
        created_at=NOW,
        told_at=NOW,
    )


def test_everything_is_told(reader: Reader) -> None:
    told = holdings.everything(reader)
    empty = [name for name, rows in told.items() if not rows]
    assert empty == []
    assert told["profile"]["email"] == ADDRESS
    text = json.dumps(told, cls=DjangoJSONEncoder)
    assert "password" not in text
    assert f'"secret": "{SECRET}"' not in text, "the secret of a second factor is none to hand out"


def test_nothing_remains_of_one_who_leaves(reader: Reader) -> None:
    other = Reader.objects.create_user("other@octavo.example", "eight leaves", role=Role.OPERATOR)
    readers.vouch_for_address(other)
    file = STORE.pictures / "ab" / f"{'ab' * 16}-320.webp"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"a picture")
    readers.set_avatar(reader.pk, f"{'ab' * 16}-320")
    reader.refresh_from_db()
    gone = reader.pk
    holdings.delete(reader)
    for label, field in relations():
        model = apps.get_model(label)
        assert not model._default_manager.filter(**{field: gone}).exists(), f"{label}.{field}"
    for model in apps.get_models(include_auto_created=True):
        for row in model._default_manager.values():
            assert SECRET not in json.dumps(row, cls=DjangoJSONEncoder, default=str), model
    assert not SessionStore.get_model_class().objects.exists()
    assert not Job.objects.filter(kind="send_mail").exists()
    assert not file.exists()
    assert EmailAddress.objects.get().user == other


def test_the_last_operator_stays(reader: Reader) -> None:
    with pytest.raises(readers.LastOperatorError):
        holdings.delete(reader)
    with pytest.raises(readers.LastOperatorError):
        readers.set_role(reader, Role.READER)
    with pytest.raises(readers.LastOperatorError):
        readers.set_active(reader, active=False)
    assert Reader.objects.get(pk=reader.pk).is_operator


def test_the_feeds_of_publishers_that_one_follows_are_told(reader: Reader, newsroom: Any) -> None:
    feeds = {newsroom.feed("weekly"), newsroom.feed("weekly", url="https://weekly.example/sport")}
    newsroom.feed("monthly")
    subscriptions.follow(reader.pk, FollowKind.PUBLISHER, str(newsroom.publisher("weekly")), NOW)
    urls = set(Feed.objects.filter(pk__in=feeds).values_list("url", flat=True))
    assert len(urls) == 2
    assert {feed.url for feed in holdings.followed_feeds(reader)} == urls


@pytest.mark.parametrize(
    ("typed", "kept", "fits"),
    [
        ("@Anna", "anna", True), ("ａｎｎａ", "anna", True), ("فاطمة", "فاطمة", True), ("अनुराधा", "अनुराधा", True),
        ("a", "a", False), ("anna maria", "anna maria", False), ("-anna", "-anna", False),
        ("Operator", "operator", False),
        ("a/b", "a/b", False), ("anna\u202e", "anna\u202e", False), ("x" * 41, "x" * 41, False),
    ],
)  # fmt: skip
def test_handles_have_one_form(typed: str, kept: str, fits: bool) -> None:
    assert readers.plain_handle(typed) == kept
    assert readers.is_handle(kept) is fits


def test_an_invitation_makes_so_many_accounts_and_no_more(reader: Reader) -> None:
    token = invitations.invite(reader, "", 2, 3, NOW)
    assert [invitations.use(token, NOW) for _ in range(3)] == [True, True, False]
    late = invitations.invite(reader, "", 2, 3, NOW)
    assert not invitations.use(late, NOW + timedelta(days=4))
    revoked = invitations.invite(reader, "", 2, 3, NOW)
    invitations.revoke(invitations.usable(revoked, NOW).get().pk, NOW)
    assert not invitations.use(revoked, NOW)
    assert not invitations.use("", NOW)
    assert not invitations.use("\ud800", NOW)


def test_old_sessions_are_forgotten(reader: Reader) -> None:
    assert len(readers.sessions(reader, datetime.now(UTC))) == 1
    SessionStore.get_model_class().objects.update(expire_date=NOW - timedelta(days=900))
    assert readers.sessions(reader, datetime.now(UTC)) == []
    readers.forget_old_sessions(datetime.now(UTC))
    assert not UserSession.objects.exists()
