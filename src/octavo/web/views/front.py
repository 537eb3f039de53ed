"""The front page, and how far the first fill has come."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from octavo import editions
from octavo.core.muting import Muted
from octavo.core.reading import Card, EditionKey, FrontPage, GatheringState
from octavo.core.views import EditionView
from octavo.store import reading
from octavo.store.models.community import SurveyPlace
from octavo.store.settings import SITE
from octavo.web import words
from octavo.web.caching import RenderedPages, conditional, is_anonymous, page_tag, remembered
from octavo.web.dayparts import dated_path, day_name
from octavo.web.editions import accepted_languages, edition_of
from octavo.web.front_page import current_edition, personal_front
from octavo.web.lengths import edition_length, front_length
from octavo.web.mine import mine_of
from octavo.web.my.onboarding import hint_is_due
from octavo.web.paths import path_in
from octavo.web.personal import PersonalEdition
from octavo.web.talk import surveys_for
from octavo.web.views.wrapup import newest_minutes
from octavo.web.visible import visible_front
from octavo.web.why import usual_place

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
    wanted = words.interface_that_speaks((*accepted_languages(request)[:1], SITE.language)[0])
    path = path_in(wanted, "/") if wanted else "/"
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
    key = edition_of(request)
    mine = mine_of(request)
    personal = personal_front(key, mine, now) if mine else None
    view = personal.view if personal else current_edition(key, now) if not mine else None
    context = {
        "here": "front",
        "heading": SITE.site_name,
        "description": _("The front page of {name}: news from publishers worldwide.").format(name=SITE.site_name),
        "feed_path": f"{path_in(words.interface_language(), '/')}latest/",
        "edition": key,
        "gathering": current_state(),
        "hint": hint_is_due(request),
        **surveys_for(request, SurveyPlace.FRONT),
        **(_judged(key, view, now) if view else _newest(key, mine.muted if mine else Muted(), now)),
        **(_own(personal) if personal else {}),
    }
    return render(request, "front.html", context).content


def _judged(key: EditionKey, view: EditionView, now: datetime) -> Mapping[str, Any]:
    today = editions.local_day(key.country, now)
    return {
        "view": view,
        "front": view,
        "rows": [replace(row, stories=row.stories[:CARDS_IN_A_ROW]) for row in view.rows],
        "today": today,
        "length": edition_length(view),
        "wrapup_minutes": newest_minutes(key),
        "earlier": _earlier(key, today),
    }


def _own(personal: PersonalEdition) -> Mapping[str, Any]:
    """What a reader's own page says beside the edition: what is muted, and where each story usually stands."""
    placed = (*personal.view.lead, *(one for row in personal.view.rows for one in row.stories))
    places = {one.id: number for number, one in enumerate(placed, start=1)}
    usual = {story: usual_place(personal.usual.get(story), place) for story, place in places.items()}
    return {"hidden_cards": personal.hidden, "usual": usual if personal.is_personal else {}}


def _earlier(key: EditionKey, today: date) -> Mapping[str, str] | None:
    """The latest day before this one that left an edition: yesterday, as a rule."""
    day = next((day for day in reading.days_with_snapshots(key, 2) if day < today), None)
    return {"name": day_name(day, today), "path": dated_path(key, day)} if day else None


def _newest(key: EditionKey, muted: Muted, now: datetime) -> Mapping[str, Any]:
    """Until there are stories: the newest articles, section by section."""
    found, hidden = muted.front(visible_front(reading.front_page(key, now)))
    rows = _rows(found)
    return {
        "front": found,
        "rows": rows,
        "today": now.date(),
        "length": front_length(len(found.lead), [*found.lead, *(card for _section, cards in rows for card in cards)]),
        "widened": _widened(key, found),
        "hidden_cards": hidden,
    }


def _rows(front: FrontPage) -> list[tuple[Any, tuple[Card, ...]]]:
    """Whole rows: four of a section's cards, or three."""
    return [(section, section.cards[:CARDS_IN_A_ROW]) for section in front.sections]


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
