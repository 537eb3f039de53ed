"""Lists of stories: what is trending, a topic, a place."""

from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from octavo.core.labels import Place, PlaceKind
from octavo.core.personal import Follow, FollowKind
from octavo.core.views import StoryView
from octavo.store import reading
from octavo.store.models.community import SurveyPlace
from octavo.store.reading import StoryFilter
from octavo.web.caching import conditional
from octavo.web.editions import edition_of
from octavo.web.filters import read_cursor, with_cursor
from octavo.web.front_page import trending_stories
from octavo.web.mine import muted_of
from octavo.web.talk import surveys_for
from octavo.web.topics import topic_code, topic_name, topic_slug
from octavo.web.visible import visible_story_cards
from octavo.web.words import country_name

PAGE = 24
LONGEST_ID = 20


def _list(request: HttpRequest, where: StoryFilter, **context: Any) -> HttpResponse:
    page = reading.latest_stories(where, read_cursor(request), PAGE)
    stories, hidden = muted_of(request).stories(visible_story_cards(page.stories))
    context = {
        "stories": stories,
        "hidden_cards": hidden,
        "next_path": with_cursor(request, page.next_cursor) if page.next_cursor else "",
        "next_label": _("Older stories"),
        "first_path": request.path if "from" in request.GET else "",
        "hidden": "from" in request.GET,
        **context,
    }
    return render(request, "stories.html", context)


@require_safe
@conditional
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """By the topic's word; its IPTC code leads there."""
    code = topic_code(slug)
    if not code:
        raise Http404(_("There is no such topic."))
    if slug != topic_slug(code):
        return HttpResponsePermanentRedirect(reverse("topic", args=[topic_slug(code)]))
    name = topic_name(code)
    languages = edition_of(request).languages
    return _list(
        request,
        StoryFilter(topic=code, languages=languages),
        heading=name,
        follow=Follow(FollowKind.TOPIC, code, name),
        description=_("{topic}: the newest stories.").format(topic=name),
        **surveys_for(request, SurveyPlace.TOPIC, code),
    )


@require_safe
@conditional
def place(request: HttpRequest, place_id: str) -> HttpResponse:
    found = _place(place_id)
    if found is None:
        raise Http404(_("No story is known of such a place."))
    is_country = found.kind is PlaceKind.COUNTRY
    name = country_name(found.country) if is_country and found.country else found.name
    return _list(
        request,
        StoryFilter(place=place_id),
        heading=name,
        follow=Follow(FollowKind.PLACE, place_id, name),
        note=country_name(found.country) if found.country and not is_country else "",
        description=_("Stories that happen in {place}.").format(place=name),
    )


def _place(place_id: str) -> Place | None:
    """What the newest story that happens there says of it."""
    if len(place_id) > LONGEST_ID:
        return None
    for card in reading.latest_stories(StoryFilter(place=place_id), None, 1).stories:
        story = reading.story_view(card.id)
        if isinstance(story, StoryView):
            return next((one for one in story.places if one.id == place_id), None)
    return None


@require_safe
@conditional
def trending(request: HttpRequest) -> HttpResponse:
    """What more and more independent voices tell, wherever they are; clicks count nothing."""
    stories, hidden = muted_of(request).stories(trending_stories(edition_of(request), datetime.now(UTC)))
    context = {
        "here": "trending",
        "hidden_cards": hidden,
        "heading": _("Trending"),
        "note": _("Stories that more and more independent publishers tell. Nobody's clicks are counted."),
        "description": _("Stories that more and more independent publishers tell."),
        "stories": stories,
        "nothing_text": _("No story is gathering voices faster than usual just now."),
        "is_whole": True,
    }
    return render(request, "stories.html", context)
