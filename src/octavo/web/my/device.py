"""For devices that keep what is theirs by themselves: cards of what they name, and an account that takes it over."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from octavo.core.personal import Follow, FollowKind, Mute, MuteKind
from octavo.store.personal import DeviceState, take_over
from octavo.store.reading.cards import cards
from octavo.web.context import THEMES
from octavo.web.editions import COOKIE, edition_of, read_country, read_languages, unpack
from octavo.web.mine import mine_of
from octavo.web.my.answers import read_follow, read_id, read_mute
from octavo.web.my.names import label_of
from octavo.web.personal import news_of
from octavo.web.visible import visible_cards

MOST_CARDS = 60
MOST_FOLLOWS = 60
MOST_TAKEN = 300
LONGEST_BODY = 200_000
LONGEST_LABEL = 300
OLDEST = timedelta(days=365)


# It changes nothing and reads no session: whoever asks learns what anybody may see.
@csrf_exempt
@require_POST
def cards_of(request: HttpRequest) -> HttpResponse:
    """The cards of articles (`ids`, in their order) or the news of what is followed (`follow`), as a part of a page."""
    ids = [read_id(text) for text in request.POST.get("ids", "")[:2000].split(",")][:MOST_CARDS]
    follows = [Follow(*said) for text in request.POST.getlist("follow")[:MOST_FOLLOWS] if (said := read_follow(text))]
    follows = [Follow(one.kind, one.target, _label(one, request)) for one in follows]
    context: dict[str, Any] = {"cards": visible_cards(cards([one for one in ids if one])), "news": ()}
    if follows:
        context["news"] = news_of([one for one in follows if _is_sound(one)], edition_of(request), datetime.now(UTC))
    response = render(request, "my/cards.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _is_sound(one: Follow) -> bool:
    needs_id = one.kind in (FollowKind.PUBLISHER, FollowKind.STORY)
    return not needs_id or bool(read_id(one.target))


def _label(one: Follow, request: HttpRequest) -> str:
    """What the device calls it: said back to that device alone."""
    return request.POST.get(f"label-{one.key}", "")[:LONGEST_LABEL] or label_of(one.kind, one.target)


@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """An account takes over what the device kept, as JSON: `follows`, `mutes`, `saved`, `read`. Merged and bounded."""
    mine = mine_of(request)
    if mine is None:
        return JsonResponse({"error": _("Sign in to keep this in your account.")}, status=403)
    now = datetime.now(UTC)
    state = _state(request, now)
    if state is None:
        return JsonResponse({"error": _("What this device kept cannot be read.")}, status=422)
    return JsonResponse({"taken": take_over(mine.reader_id, state, now)})


def _state(request: HttpRequest, now: datetime) -> DeviceState | None:
    if len(request.body) > LONGEST_BODY:
        return None
    try:
        said = json.loads(request.body)
    except ValueError:
        return None
    if not isinstance(said, dict):
        return None
    return DeviceState(
        follows=tuple(_follows(_rows(said, "follows"))),
        mutes=tuple(_mutes(_rows(said, "mutes"))),
        saved=tuple(one for row in _rows(said, "saved") if (one := read_id(str(row.get("id", ""))))),
        read=tuple(_read(_rows(said, "read"), now)),
        choices=tuple(_choices(request)),
    )


def _rows(said: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = said.get(name)
    return [row for row in found[:MOST_TAKEN] if isinstance(row, dict)] if isinstance(found, list) else []


def _follows(rows: Iterable[dict[str, Any]]) -> Iterable[Follow]:
    for row in rows:
        known = read_follow(str(row.get("key", "")))
        if known and "\x00" not in known[1]:
            yield Follow(*known, label_of(*known))


def _mutes(rows: Iterable[dict[str, Any]]) -> Iterable[Mute]:
    for row in rows:
        if known := read_mute(str(row.get("key", ""))):
            yield Mute(MuteKind(known[0]), known[1])


def _read(rows: Iterable[dict[str, Any]], now: datetime) -> Iterable[tuple[int, datetime]]:
    for row in rows:
        article, seconds = read_id(str(row.get("id", ""))), read_id(str(row.get("at", "")))
        if article and now - OLDEST < (at := _moment(seconds)) <= now + timedelta(minutes=5):
            yield article, at


def _moment(seconds: int) -> datetime:
    """1970 for what is no moment."""
    return datetime.fromtimestamp(seconds if seconds < 4_102_444_800 else 0, UTC)


def _choices(request: HttpRequest) -> Iterable[tuple[str, Any]]:
    """Those that this device keeps in cookies."""
    if COOKIE in request.COOKIES:
        key = unpack(request.COOKIES[COOKIE])
        yield "country", read_country(key.country)
        yield "languages", read_languages(list(key.languages))
    if request.COOKIES.get("theme") in THEMES:
        yield "theme", request.COOKIES["theme"]
