"""My news: the stories of what one follows, each with why."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from octavo.web.editions import edition_of
from octavo.web.front_page import made
from octavo.web.mine import Mine
from octavo.web.my import answers
from octavo.web.personal import my_news

PAGE = 24
_FARTHEST = 200


def _of_reader(request: HttpRequest, mine: Mine) -> HttpResponse:
    now, key = datetime.now(UTC), edition_of(request)
    by_rank, only_new = request.GET.get("order") == "rank", request.GET.get("new") == "1"
    start = min(_FARTHEST, answers.read_id(request.GET.get("from", "")))
    found = my_news(
        mine, key, made().current(key, now), now, by_rank=by_rank, only_new=only_new, start=start, limit=PAGE
    )

    def path(**changed: str | int) -> str:
        said: dict[str, str | int] = {"order": "rank" if by_rank else "", "new": "1" if only_new else "", **changed}
        query = urlencode({name: value for name, value in said.items() if value})
        return f"{request.path}?{query}" if query else request.path

    context = {
        "found": found,
        "hidden_cards": found.hidden,
        "by_rank": by_rank,
        "only_new": only_new,
        "newest_path": path(order=""),
        "rank_path": path(order="rank"),
        "new_path": path(new="" if only_new else "1"),
        "next_path": path(**{"from": start + PAGE}) if found.is_more else "",
        "next_label": _("Older stories"),
        "follows_nothing": not mine.follows,
    }
    return _page(request, context)


def _of_visitor(request: HttpRequest) -> HttpResponse:
    return _page(request, {"found": None})


def _page(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    shared = {
        "here": "my-news",
        "heading": _("My news"),
        "description": _("The stories of what you follow."),
        "hidden": True,
        "edition": edition_of(request),
    }
    return render(request, "my/news.html", {**shared, **context})


show = require_safe(answers.shown_or(_of_reader, _of_visitor))
