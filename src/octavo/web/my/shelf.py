"""Saving, what was saved, and the history of what was read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from octavo.core.personal import Kept
from octavo.core.reading import Card
from octavo.store import history as readings
from octavo.store import notifications
from octavo.store import saved as store
from octavo.store.preferences import prefer
from octavo.store.reading.cards import cards
from octavo.web.filters import read_query
from octavo.web.mine import Mine, mine_of
from octavo.web.my import answers
from octavo.web.visible import visible_cards

PAGE = 24
HISTORY_PAGE = 60
_FARTHEST = 10_000


@dataclass(frozen=True, slots=True)
class ShownKept:
    """What was kept, with its card where the article is still here."""

    kept: Kept
    card: Card | None


def _shown(kept: Sequence[Kept]) -> list[ShownKept]:
    by_id = {card.id: card for card in visible_cards(cards([one.article for one in kept]))}
    return [ShownKept(one, by_id.get(one.article)) for one in kept]


def _start(request: HttpRequest) -> int:
    return min(_FARTHEST, answers.read_id(request.GET.get("from", "")))


@require_http_methods(["GET", "HEAD", "POST"])
@answers.for_readers
def save(request: HttpRequest, mine: Mine) -> HttpResponse:
    """`article` is to be kept, or `remove` is not."""
    article_id = answers.read_id(request.POST.get("article", ""))
    if article_id:
        if not store.save(mine.reader_id, article_id, datetime.now(UTC)):
            return answers.refused(request, _("This article is gone, or your shelf is full."))
        return answers.done(request, on=True)
    store.unsave(mine.reader_id, answers.read_id(request.POST.get("remove", "")))
    return answers.done(request, on=False)


def _saved_of_reader(request: HttpRequest, mine: Mine) -> HttpResponse:
    query, start = read_query(request), _start(request)
    found = store.saved(mine.reader_id, query, offset=start, limit=PAGE + 1)
    return _saved_page(
        request,
        rows=_shown(found[:PAGE]),
        query=query,
        next_path=_next(request, query, start + PAGE) if len(found) > PAGE else "",
    )


def _next(request: HttpRequest, query: str, start: int) -> str:
    return f"{request.path}?{urlencode([('q', query), ('from', start)] if query else [('from', start)])}"


def _saved_of_visitor(request: HttpRequest) -> HttpResponse:
    return _saved_page(request, rows=[], query="", next_path="")


def _saved_page(request: HttpRequest, **more: Any) -> HttpResponse:
    context = {"here": "saved", "heading": _("Saved"), "hidden": True, "next_label": _("Older articles"), **more}
    return render(request, "my/saved.html", context)


saved = require_safe(answers.shown_or(_saved_of_reader, _saved_of_visitor))


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """The page tells that its article or its story was opened. Nothing is kept of a visitor."""
    mine = mine_of(request)
    article_id = answers.read_id(request.POST.get("article", ""))
    story_id = answers.read_id(request.POST.get("story", ""))
    if mine is None or not (article_id or story_id):
        return JsonResponse({"on": False}, status=403 if mine is None else 422)
    now = datetime.now(UTC)
    kept = readings.record_read(mine.reader_id, now, article_id=article_id, story_id=story_id)
    notifications.mark_opened(mine.reader_id, now, article_id=article_id, story_id=story_id)
    return JsonResponse({"on": kept})


@require_http_methods(["GET", "HEAD", "POST"])
def history(request: HttpRequest) -> HttpResponse:
    """What was read. A form clears it, takes one out, or switches it off and on."""
    mine = mine_of(request)
    if request.method == "POST":
        return _change_history(request, mine) if mine else answers.refused(request, _("Sign in first."), 403)
    return _history_page(request, mine)


def _change_history(request: HttpRequest, mine: Mine) -> HttpResponse:
    act = request.POST.get("act", "")
    if act == "clear":
        readings.clear(mine.reader_id)
    elif act in ("on", "off"):
        prefer(mine.reader_id, keeps_history=act == "on")
    else:
        readings.forget_one(mine.reader_id, answers.read_id(request.POST.get("remove", "")))
    return HttpResponseRedirect(reverse("history"))


def _history_page(request: HttpRequest, mine: Mine | None) -> HttpResponse:
    start = _start(request)
    found = readings.history(mine.reader_id, offset=start, limit=HISTORY_PAGE + 1) if mine else ()
    context = {
        "here": "history",
        "heading": _("History"),
        "hidden": True,
        "rows": _shown(found[:HISTORY_PAGE]),
        "is_on": mine.preferences.keeps_history if mine else True,
        "next_path": _next(request, "", start + HISTORY_PAGE) if len(found) > HISTORY_PAGE else "",
        "next_label": _("Older articles"),
    }
    response = render(request, "my/history.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response
