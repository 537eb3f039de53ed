"""The front page, and how far the first fill has come."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from octavo.core.reading import Card, EditionKey, FrontPage, GatheringState
from octavo.store import reading
from octavo.store.settings import SITE
from octavo.web import words
from octavo.web.caching import RenderedPages, conditional, is_anonymous, page_tag, remembered
from octavo.web.editions import accepted_languages, edition_of
from octavo.web.paths import path_in
from octavo.web.visible import visible_front

CARDS_IN_A_ROW = 4
PAGES = RenderedPages()


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    elsewhere = _first_visit(request)
    if elsewhere:
        return elsewhere
    return _front(request)


def _first_visit(request: HttpRequest) -> HttpResponse | None:
    """Only `/` itself, only before the reader chose: to the interface that the browser (else the operator) asks for."""
    if request.path != "/" or "language" in request.COOKIES or request.GET:
        return None
    wanted = (*accepted_languages(request)[:1], SITE.language)[0]
    path = path_in(wanted, "/") if wanted in dict(words.interface_names()) else "/"
    if path == "/":
        return None
    response = HttpResponseRedirect(path)
    response.headers["Vary"] = "Accept-Language, Cookie"
    response.headers["Cache-Control"] = "no-cache"
    return response


@conditional
def _front(request: HttpRequest) -> HttpResponse:
    if not is_anonymous(request):
        return HttpResponse(_rendered(request))
    tag = f"{page_tag(request)}{current_state()}"
    page = PAGES.get(tag)
    if page is None:
        page = _rendered(request)
        PAGES.put(tag, page)
    return HttpResponse(page)


def _rendered(request: HttpRequest) -> bytes:
    now = datetime.now(UTC)
    edition = edition_of(request)
    found = visible_front(reading.front_page(edition, now))
    return render(
        request,
        "front.html",
        {
            "here": "front",
            "heading": SITE.site_name,
            "description": _("The front page of {name}: news from publishers worldwide.").format(name=SITE.site_name),
            "feed_path": f"{path_in(words.interface_language(), '/')}latest/",
            "front": found,
            "rows": _rows(found),
            "edition": edition,
            "today": now.date(),
            "length": _length(found),
            "widened": _widened(edition, found),
            "gathering": current_state(),
        },
    ).content


def _rows(front: FrontPage) -> list[tuple[Any, tuple[Card, ...]]]:
    """Whole rows: four of a section's cards, or three."""
    return [(section, section.cards[:CARDS_IN_A_ROW]) for section in front.sections]


def _length(front: FrontPage) -> str:
    """What there is to read on the page itself: "8 stories · 5 min"."""
    shown = [*front.lead, *(card for _section, cards in _rows(front) for card in cards)]
    minutes = words.reading_minutes(sum(_words(card.title) + _words(card.excerpt) for card in shown))
    stories = ngettext("%(n)s story", "%(n)s stories", len(front.lead)) % {"n": words.number(len(front.lead))}
    reading_time = ngettext("%(n)s min", "%(n)s min", minutes) % {"n": words.number(minutes)}
    return f"{stories} · {reading_time}"


def _words(text: str) -> int:
    """Roughly: scripts without spaces count two letters as a word."""
    return max(len(text.split()), len(text) // 8)


def _widened(edition: EditionKey, front: FrontPage) -> str:
    """Says so where the lead had to borrow from other languages."""
    wanted = {language.split("-")[0] for language in edition.languages}
    if not wanted or all(card.language.split("-")[0] in wanted for card in front.lead):
        return ""
    return _("There are too few articles in your languages yet, so this edition borrows from others.")


@remembered(2)
def current_state() -> "ShownState":
    return ShownState(reading.gathering_state(datetime.now(UTC)))


class ShownState:
    """The gathering's state in words. `is_filling` while feeds have never been asked yet."""

    def __init__(self, state: GatheringState) -> None:
        self.feeds, self.polled, self.articles = state.feeds, state.polled, state.articles
        self.network_down = state.network_down
        self.last_success_at = state.last_success_at
        self.is_filling = state.feeds > 0 and not state.network_down and state.polled < state.feeds

    def __str__(self) -> str:
        return f"{self.feeds}.{self.polled}.{self.network_down}" if self.is_filling or self.network_down else ""

    @property
    def text(self) -> str:
        return _("{polled} of {feeds} feeds read · {articles} articles").format(
            polled=words.number(self.polled), feeds=words.number(self.feeds), articles=words.number(self.articles)
        )


@require_safe
def gathering(_request: HttpRequest) -> JsonResponse:
    """What the first fill's page asks every two seconds."""
    state = current_state()
    answer = {
        "feeds": state.feeds,
        "polled": state.polled,
        "articles": state.articles,
        "is_filling": state.is_filling,
        "network_down": state.network_down,
        "text": state.text,
    }
    return JsonResponse(answer, headers={"Cache-Control": "no-store"})
