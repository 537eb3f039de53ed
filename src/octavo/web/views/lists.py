"""Lists of articles, newest first: everything, a section, a hashtag, a publisher, a search."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from octavo.core.personal import Follow, FollowKind, Mute, MuteKind
from octavo.core.reading import ArticleFilter, CardPage
from octavo.store import reading
from octavo.store.subscriptions import LONGEST_TARGET
from octavo.store.targets import search_target
from octavo.web.caching import conditional
from octavo.web.filters import (
    filter_form,
    read_cursor,
    read_filter,
    read_query,
    search_form,
    with_cursor,
)
from octavo.web.highlights import Highlighter
from octavo.web.mine import muted_of
from octavo.web.sections import section_label
from octavo.web.visible import visible_page

PAGE = 24


def list_page(request: HttpRequest, template: str, page: CardPage, **context: Any) -> HttpResponse:
    """Render one page of a list with its way onward."""
    shown, hidden = muted_of(request).page(visible_page(page))
    context = {
        "page": shown,
        "hidden_cards": hidden,
        "next_path": with_cursor(request, shown.next_cursor) if shown.next_cursor else "",
        "next_label": _("Older articles"),
        "first_path": request.path if "from" in request.GET else "",
        "hidden": "from" in request.GET,
        "nothing_heading": _("Nothing here yet"),
        "nothing_text": _("No article fits. Take away a filter, or come back later."),
        **context,
    }
    return render(request, template, context)


@require_safe
@conditional
def latest(request: HttpRequest) -> HttpResponse:
    where = read_filter(request)
    page = reading.latest(where, read_cursor(request), PAGE)
    return list_page(
        request,
        "list.html",
        page,
        here="latest",
        heading=_("Latest"),
        description=_("Every article, newest first."),
        feed_path=reverse("latest"),
        filters=filter_form(request, where, with_kinds=True),
    )


@require_safe
@conditional
def section(request: HttpRequest, slug: str) -> HttpResponse:
    found = reading.section(slug)
    if found is None:
        raise Http404(_("There is no such section."))
    where = read_filter(request, ArticleFilter(section=slug))
    page = reading.latest(where, read_cursor(request), PAGE)
    heading = section_label(found.slug, found.label)
    return list_page(
        request,
        "list.html",
        page,
        here=slug,
        heading=heading,
        description=_("{section}: the newest articles.").format(section=heading),
        feed_path=request.path,
        filters=filter_form(request, where),
    )


@require_safe
@conditional
def hashtag(request: HttpRequest, slug: str) -> HttpResponse:
    found = reading.hashtag(slug)
    if found is None:
        raise Http404(_("Nobody uses this hashtag."))
    page = reading.latest(read_filter(request, ArticleFilter(hashtag=slug)), read_cursor(request), PAGE)
    heading = f"#{found.label}"
    return list_page(
        request,
        "list.html",
        page,
        heading=heading,
        description=heading,
        feed_path=request.path,
        follow=Follow(FollowKind.HASHTAG, found.slug, heading),
    )


@require_safe
@conditional
def publisher(request: HttpRequest, slug: str) -> HttpResponse:
    found = reading.publisher(slug)
    if found is None:
        raise Http404(_("This newsroom does not follow such a publisher."))
    page = reading.latest(ArticleFilter(publisher=slug), read_cursor(request), PAGE)
    return list_page(
        request,
        "publisher.html",
        page,
        here="publishers",
        heading=found.name,
        description=found.about or found.name,
        feed_path=request.path,
        publisher=found,
        follow=Follow(FollowKind.PUBLISHER, str(found.id), found.name),
        mute=Mute(MuteKind.PUBLISHER, str(found.id), found.name),
    )


def _search_to_follow(query: str, where: ArticleFilter) -> Follow | None:
    """What a search asked, whenever: a time that it was narrowed to is none of it."""
    target = search_target(query, where)
    return Follow(FollowKind.SEARCH, target, query) if len(target) <= LONGEST_TARGET else None


@require_safe
@conditional
def search(request: HttpRequest) -> HttpResponse:
    query = read_query(request)
    where = read_filter(request)
    page = reading.search(query, where, read_cursor(request), PAGE) if query else CardPage(())
    return list_page(
        request,
        "search.html",
        page,
        heading=_("Search"),
        next_label=_("More results"),
        hidden=True,
        highlighter=Highlighter(query) if query else None,
        filters=search_form(request, query, where),
        follow=_search_to_follow(query, where) if query else None,
    )
