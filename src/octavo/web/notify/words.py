"""What a notification says and where it leads, in the interface language. The same words everywhere that it goes."""

from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from octavo.core.notifications import Channel, DigestDays, Notification, NotificationKind
from octavo.web.words import number

KIND_NAMES: dict[NotificationKind, str | Promise] = {
    NotificationKind.BREAKING: gettext_lazy("Breaking news"),
    NotificationKind.STORY: gettext_lazy("A story that you follow has news"),
    NotificationKind.PUBLISHER: gettext_lazy("A publisher that you follow published"),
    NotificationKind.FOLLOWED: gettext_lazy("New stories of topics, hashtags and places that you follow"),
    NotificationKind.REPLY: gettext_lazy("Answers to your comments"),
    NotificationKind.LIKE: gettext_lazy("Likes of your comments"),
    NotificationKind.APPEAL: gettext_lazy("Your appeal is decided"),
    NotificationKind.SURVEY: gettext_lazy("Surveys"),
}
CHANNEL_NAMES: dict[Channel, str | Promise] = {
    Channel.BELL: gettext_lazy("Bell"),
    Channel.PUSH: gettext_lazy("Push"),
    Channel.NTFY: "ntfy",
    Channel.WEBHOOK: gettext_lazy("Webhook"),
}
DIGEST_NAMES: dict[DigestDays, str | Promise] = {
    DigestDays.NEVER: gettext_lazy("Never"),
    DigestDays.DAILY: gettext_lazy("Every day"),
    DigestDays.WEEKLY: gettext_lazy("On Saturdays"),
}
ICONS: dict[NotificationKind, str] = {
    NotificationKind.BREAKING: "live",
    NotificationKind.STORY: "latest",
    NotificationKind.PUBLISHER: "publishers",
    NotificationKind.FOLLOWED: "plus",
    NotificationKind.REPLY: "comment",
    NotificationKind.LIKE: "heart",
    NotificationKind.APPEAL: "check",
    NotificationKind.SURVEY: "stack",
}


def lead(one: Notification) -> str:
    """What happened, in one line."""
    return _LEADS[one.state.kind](one)


def _publisher(one: Notification) -> str:
    count = one.state.count
    if count == 1:
        return _("{publisher} published").format(publisher=one.subject.source)
    text = ngettext(
        "{count} article of publishers that you follow", "{count} articles of publishers that you follow", count
    )
    return text.format(count=number(count))


def _story(one: Notification) -> str:
    text = ngettext(
        "{count} new article in a story that you follow",
        "{count} new articles in a story that you follow",
        one.state.count,
    )
    return text.format(count=number(one.state.count))


def _followed(one: Notification) -> str:
    text = ngettext("{count} new story: {followed}", "{count} new stories: {followed}", one.state.count)
    return text.format(count=number(one.state.count), followed=one.subject.source)


def _reply(one: Notification) -> str:
    if one.state.count == 1:
        return _("{reader} answered you").format(reader=_actor(one))
    text = ngettext("{count} answer to your comment", "{count} answers to your comment", one.state.count)
    return text.format(count=number(one.state.count))


def _like(one: Notification) -> str:
    if one.state.count == 1:
        return _("{reader} likes your comment").format(reader=_actor(one))
    text = ngettext("{count} reader likes your comment", "{count} readers like your comment", one.state.count)
    return text.format(count=number(one.state.count))


def _actor(one: Notification) -> str:
    return one.actor or _("Somebody")


_LEADS: dict[NotificationKind, Callable[[Notification], str]] = {
    NotificationKind.BREAKING: lambda one: _("Breaking news"),
    NotificationKind.STORY: _story,
    NotificationKind.PUBLISHER: _publisher,
    NotificationKind.FOLLOWED: _followed,
    NotificationKind.REPLY: _reply,
    NotificationKind.LIKE: _like,
    NotificationKind.APPEAL: lambda one: _("Your appeal is decided"),
    NotificationKind.SURVEY: lambda one: _("A question to readers"),
}


def lead_of_several(told: Sequence[Notification]) -> str:
    """Of more than one at once."""
    text = ngettext("{count} notification", "{count} notifications", len(told))
    return text.format(count=number(len(told)))


def path(one: Notification) -> str:
    """Where it leads."""
    subject = one.subject
    if subject.survey:
        return reverse("survey", args=[subject.survey])
    if subject.comment:
        return reverse("comment", args=[subject.comment])
    is_one_of_publisher = one.state.kind is NotificationKind.PUBLISHER and one.state.count == 1
    if one.state.kind is NotificationKind.FOLLOWED and one.state.count > 1:
        return reverse("my-news")
    if subject.article and (is_one_of_publisher or not subject.story):
        return reverse("article-by-id", args=[subject.article])
    return reverse("story-by-id", args=[subject.story])
