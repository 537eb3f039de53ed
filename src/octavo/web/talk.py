"""What a page needs to show comments: who looks, in which order, and whether anything may be said."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest

from octavo.core.reading import Card
from octavo.core.talk import Discussion, Sort
from octavo.core.views import StoryView
from octavo.store import comments as store
from octavo.store.models import Reader
from octavo.store.models.community import SurveyPlace
from octavo.store.reading import comments as reading
from octavo.store.surveys import surveys_at
from octavo.web.caching import is_anonymous
from octavo.web.comment_forms import CommentForm
from octavo.web.words import interface_language

MOST_PAGES = 10_000


def reader_here(request: HttpRequest) -> Reader | None:
    """Who is signed in. Asks nothing of the database for a stranger."""
    if is_anonymous(request) or not isinstance(request.user, Reader):
        return None
    return request.user


def viewer_of(request: HttpRequest) -> reading.Viewer:
    reader = reader_here(request)
    return reading.viewer_of(reader.pk if reader else None, datetime.now(UTC))


def article_talk(request: HttpRequest, card: Card) -> Mapping[str, Any]:
    found = reading.of_article(card.id, viewer_of(request), _sort(request), _page(request))
    return _context(request, found, card)


def story_talk(request: HttpRequest, story: StoryView) -> Mapping[str, Any]:
    """Of all its articles; what is written here belongs to the one that told it first."""
    if not story.tellings:
        return {}
    found = reading.of_story(story.id, viewer_of(request), _sort(request), _page(request))
    return {**_context(request, found, story.tellings[0].card), "talk_of_story": True}


def _context(request: HttpRequest, found: Discussion, card: Card) -> Mapping[str, Any]:
    reader = reader_here(request)
    return {
        "talk": found,
        "talk_article": card,
        "talk_closed": store.is_closed(card.id, card.publisher.id),
        "talk_reader": reader,
        "talk_form": CommentForm(auto_id="comment-%s") if reader else None,
        "talk_may_moderate": bool(reader and reader.is_moderator),
        "talk_previous": found.page - 1 if found.page > 1 else None,
        "talk_next": found.page + 1 if found.page < found.pages else None,
    }


def _sort(request: HttpRequest) -> Sort:
    asked = request.GET.get("sort", "")
    return Sort(asked) if asked in set(Sort) else Sort.BEST


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return min(int(text), MOST_PAGES) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def surveys_for(request: HttpRequest, place: SurveyPlace, key: str = "") -> Mapping[str, Any]:
    """The open surveys of a page."""
    reader = reader_here(request)
    language = interface_language() if place is SurveyPlace.FRONT else ""
    found = surveys_at(place, key, reader.pk if reader else None, datetime.now(UTC), language)
    return {"surveys": found, "talk_reader": reader}
