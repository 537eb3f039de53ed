"""What Octavo holds about a reader: all of it handed out on demand, and all of it gone at the reader's word.

Each relation to a reader stands in `HELD` with the fields that are handed out, or in `WITHHELD` with the reason why
not. A test walks the models, so that no new table is forgotten. Where rows must not go with the reader, their model
says so itself (`on_delete=SET_NULL`), and nothing in them may name the reader.
"""

from dataclasses import dataclass
from typing import Any

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction

from octavo.core.feeds import FeedListing
from octavo.core.personal import FollowKind
from octavo.store import ai_reports, comments, mail, readers, subscriptions
from octavo.store.changes import note_change
from octavo.store.models import Feed, Reader
from octavo.store.models.readers import Role

PROFILE = ("email", "handle", "language", "role", "avatar", "created_at", "last_login")


@dataclass(frozen=True, slots=True)
class Held:
    """The rows of `model` whose field `relation` is the reader, handed out as `name` with these `fields`."""

    name: str
    model: str
    relation: str
    fields: tuple[str, ...]


HELD: tuple[Held, ...] = (
    Held("addresses", "account.EmailAddress", "user", ("email", "verified", "primary")),
    Held("factors", "mfa.Authenticator", "user", ("type", "created_at", "last_used_at")),
    Held("sessions", "usersessions.UserSession", "user", ("created_at", "last_seen_at", "ip", "user_agent")),
    Held("accounts_elsewhere", "socialaccount.SocialAccount", "user", ("provider", "uid", "date_joined", "extra_data")),
    Held("invitations", "store.Invitation", "made_by", ("note", "created_at", "expires_at", "uses", "used")),
    Held("desk_acts", "store.DeskAct", "by", ("kind", "country", "created_at", "until", "note")),
    Held("originals", "store.Original", "by", ("article__title", "article__url")),
    Held("operator_invitations", "store.OperatorInvitation", "used_by", ("created_at", "used_at")),
    Held(
        "preferences",
        "store.ReaderPreferences",
        "reader",
        ("country", "languages", "theme", "interests", "weights", "is_personal", "keeps_history", "welcomed_at"),
    ),
    Held("follows", "store.Subscription", "reader", ("kind", "target", "label", "created_at")),
    Held("mutes", "store.Mute", "reader", ("kind", "target", "label", "created_at")),
    Held("saved", "store.Saved", "reader", ("title", "url", "publisher_name", "language", "created_at")),
    Held("history", "store.Reading", "reader", ("title", "url", "publisher_name", "language", "read_at")),
    Held(
        "comments",
        "store.Comment",
        "author",
        (
            "id",
            "article_id",
            "article_title",
            "parent_id",
            "quote",
            "source",
            "state",
            "language",
            "likes",
            "created_at",
            "edited_at",
            "appeal__text",
            "appeal__granted",
            "appeal__answer",
        ),
    ),
    Held("likes", "store.CommentLike", "reader", ("comment_id", "at")),
    Held("flags", "store.CommentFlag", "reader", ("comment_id", "reason", "note", "at")),
    Held("blocks", "store.ReaderBlock", "reader", ("blocked__handle", "at")),
    Held("votes", "store.SurveyVote", "reader", ("survey__question", "survey__options", "choices", "at")),
    Held("happenings", "store.Happening", "reader", ("kind", "at")),
    Held(
        "notifications",
        "store.Notification",
        "reader",
        ("kind", "count", "title", "source", "article_id", "story_id", "comment_id", "at", "read_at"),
    ),
    Held("push_devices", "store.PushDevice", "reader", ("label", "endpoint", "created_at", "arrived_at")),
    Held(
        "notification_settings",
        "store.NotificationSettings",
        "reader",
        (
            "choices",
            "quiet_start",
            "quiet_end",
            "time_zone",
            "digest",
            "digest_hour",
            "digested_at",
            "ntfy_url",
            "webhook_url",
        ),
    ),
    Held("own_model", "store.ReaderModel", "reader", ("url", "name", "tested_at")),
    Held("ai_reports", "store.AiReport", "reader", ("feature", "text", "reason", "note", "state", "at")),
    Held("decided_ai_reports", "store.AiReport", "by", ("text", "state", "decided_at")),
    Held("model_uses", "store.ReaderModelUse", "reader", ("day", "answers", "tokens", "cost")),
    Held(
        "commissions", "store.Commission", "reader", ("feature", "about", "target", "language", "question", "asked_at")
    ),
    Held("moderation", "store.ModerationAction", "by", ("decision", "reason", "note", "at")),
    Held("closed_comments", "store.CommentSwitch", "by", ("scope", "at")),
    Held("surveys", "store.Survey", "by", ("question", "created_at")),
    Held("takedowns", "store.Takedown", "by", ("title", "publisher_name", "created_at")),
    Held("admin_changes", "admin.LogEntry", "user", ("action_time", "object_repr", "change_message")),
)
WITHHELD: dict[str, str] = {
    "store.ReaderBlock.blocked": "who blocks a reader is the other reader's own affair",
    "store.Happening.actor": "it is told to the one whom it is about",
    "store.Notification.actor": "it is told to the one whom it is about",
    "store.Reader.groups": "Django's own groups; Octavo knows roles and makes none",
    "store.Reader.user_permissions": "Django's own permissions; Octavo knows roles and gives none",
}


def everything(reader: Reader) -> dict[str, Any]:
    """All that is held about the reader, ready for JSON but for times."""
    profile = Reader.objects.filter(pk=reader.pk).values(*PROFILE).get()
    return {"profile": profile} | {held.name: _rows(held, reader) for held in HELD}


def _rows(held: Held, reader: Reader) -> list[dict[str, Any]]:
    rows = apps.get_model(held.model)._default_manager.filter(**{held.relation: reader.pk}).order_by("pk")
    return list(rows.values(*held.fields))


def followed_feeds(reader: Reader) -> list[FeedListing]:
    """The feeds of the publishers that the reader follows."""
    followed = subscriptions.followed(reader.pk)
    ids = [int(one.target) for one in followed if one.kind is FollowKind.PUBLISHER]
    feeds = Feed.objects.filter(publisher__in=ids).select_related("publisher").order_by("publisher__name", "pk")
    return [FeedListing(feed.url, feed.title or feed.publisher.name, feed.publisher.home_url) for feed in feeds]


def is_last_operator(reader: Reader) -> bool:
    others = Reader.objects.filter(role=Role.OPERATOR, is_active=True).exclude(pk=reader.pk)
    return reader.is_operator and not others.exists()


def delete(reader: Reader) -> None:
    """Delete the reader and all that is theirs. Raises `LastOperatorError` and changes nothing then."""
    if is_last_operator(reader):
        raise readers.LastOperatorError
    avatar = reader.avatar
    with transaction.atomic():
        keys = list(UserSession.objects.filter(user_id=reader.pk).values_list("session_key", flat=True))
        Session.objects.filter(pk__in=keys).delete()
        comments.withdraw_all(reader.pk)
        ai_reports.forget_reader(reader.pk)
        for address in _addresses(reader):
            mail.forget_letters_to(address)
        reader.delete()
    readers.remove_avatar_files(avatar)
    note_change()


def _addresses(reader: Reader) -> set[str]:
    known = apps.get_model("account.EmailAddress")._default_manager.filter(user=reader.pk)
    return {reader.email, *known.values_list("email", flat=True)}
