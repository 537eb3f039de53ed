"""Following and muting, and the page that shows all of both."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from octavo.core.personal import Follow, FollowKind, MuteKind
from octavo.store import mutes, subscriptions
from octavo.store.reading import publishers
from octavo.web.mine import Mine
from octavo.web.my import answers
from octavo.web.my.names import follow_name, follow_path, label_of, title_of


@answers.for_readers
def follow(request: HttpRequest, mine: Mine) -> HttpResponse:
    """`follow` or `unfollow` names what, as "hashtag:budget"."""
    said = answers.read_follow(request.POST.get("follow", ""))
    if said:
        found = subscriptions.follow(mine.reader_id, *said, datetime.now(UTC), label=label_of(*said))
        if found is None:
            return answers.refused(request, _not_followed(mine))
        return answers.done(request, on=True)
    said = answers.read_follow(request.POST.get("unfollow", ""))
    if said is None:
        return answers.refused(request, _("There is nothing here to follow."))
    subscriptions.unfollow(mine.reader_id, *said)
    return answers.done(request, on=False)


def _not_followed(mine: Mine) -> str:
    if subscriptions.count(mine.reader_id) >= subscriptions.MOST_FOLLOWS:
        return _("You follow as much as anyone may. Leave something first.")
    return _("This is gone, so it cannot be followed.")


@answers.for_readers
def mute(request: HttpRequest, mine: Mine) -> HttpResponse:
    """`mute` or `unmute` names what, as "publisher:12"; `word` is a word to mute."""
    word = request.POST.get("word", "").strip()
    said = (MuteKind.WORD, word) if word else answers.read_mute(request.POST.get("mute", ""))
    if said:
        if mutes.mute(mine.reader_id, *said, datetime.now(UTC)) is None:
            return answers.refused(request, _("This cannot be muted: a word has 2 to 60 letters."))
        return answers.done(request, on=True)
    said = answers.read_mute(request.POST.get("unmute", ""))
    if said is None:
        return answers.refused(request, _("There is nothing here to mute."))
    mutes.unmute(mine.reader_id, *said)
    return answers.done(request, on=False)


@dataclass(frozen=True, slots=True)
class Shown:
    key: str
    name: str
    path: str
    label: str


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    follows: tuple[Shown, ...]


def _of_reader(request: HttpRequest, mine: Mine) -> HttpResponse:
    return _page(request, groups=list(_groups(mine.follows)), muted=mine.mutes)


def _of_visitor(request: HttpRequest) -> HttpResponse:
    return _page(request, groups=[], muted=())


def _page(request: HttpRequest, **more: Any) -> HttpResponse:
    context = {
        "here": "following",
        "heading": _("Following"),
        "hidden": True,
        "kinds": [(kind.value, title_of(kind)) for kind in FollowKind],
        "word_action": reverse("my-mute"),
        **more,
    }
    return render(request, "my/following.html", context)


def _groups(follows: Iterable[Follow]) -> Iterable[Group]:
    known = list(follows)
    slugs = {one.id: one.slug for one in publishers()} if any(one.kind is FollowKind.PUBLISHER for one in known) else {}
    for kind in FollowKind:
        rows = tuple(
            Shown(one.key, follow_name(one), follow_path(one, slugs), one.label) for one in known if one.kind is kind
        )
        if rows:
            yield Group(title_of(kind), rows)


show = require_safe(answers.shown_or(_of_reader, _of_visitor))
follow = require_http_methods(["GET", "HEAD", "POST"])(follow)
mute = require_http_methods(["GET", "HEAD", "POST"])(mute)
