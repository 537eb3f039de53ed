"""A story's page, and the story as a feed."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from octavo.core.briefs import BriefOf, Feature, KeptBrief
from octavo.core.commissions import About
from octavo.core.personal import Follow, FollowKind
from octavo.core.reading import Card
from octavo.core.views import StoryView
from octavo.core.writing import EMBEDDED
from octavo.store import reading
from octavo.store.ai_reports import upheld
from octavo.store.briefs import briefs_of
from octavo.store.history import looked_at
from octavo.store.models.community import SurveyPlace
from octavo.store.settings import SITE
from octavo.web import storypage, words
from octavo.web.ai_reports import What
from octavo.web.ask.offers import asking
from octavo.web.briefs import story_panel, suggested, told_in
from octavo.web.caching import conditional
from octavo.web.editions import edition_of, languages_of
from octavo.web.mine import mine_of, muted_of
from octavo.web.paths import absolute, article_path, middle_width, picture_path, story_path
from octavo.web.related import related_to
from octavo.web.structured import json_ld
from octavo.web.talk import story_talk, surveys_for
from octavo.web.views.feeds import ENTRIES, FORMATS, add_card
from octavo.web.visible import visible_story
from octavo.web.words import interface_language
from octavo.web.worldmap import HEIGHT, WIDTH, place_markers, telling_markers

MOST_PICTURES = 12
LISTED_ARRIVALS = 8
# Seconds since 1970 of a moment that a link may carry: until the year 2100.
_LATEST = 4_102_444_800


def found_story(story_id: int) -> StoryView:
    """The story, or the one that it is part of by now."""
    found = reading.story_view(story_id)
    if isinstance(found, int):
        found = reading.story_view(found)
    if not isinstance(found, StoryView) or not found.tellings:
        raise Http404(_("There is no such story, or it is kept no longer."))
    return visible_story(found)


def read_since(request: HttpRequest) -> datetime | None:
    """The moment of `?since=`, in seconds since 1970; None for none and for nonsense."""
    text = request.GET.get("since", "")
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) < _LATEST):
        return None
    return datetime.fromtimestamp(int(text), UTC)


@require_safe
@conditional
def story(request: HttpRequest, story_id: int, slug: str = "") -> HttpResponse:
    """A merged story's address leads to the older one that it is part of, an old slug to the present one."""
    found = found_story(story_id)
    path = story_path(found.id, found.slug)
    if found.id != story_id or slug != (found.slug or "-"):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
    return render(request, "story.html", {**_context(request, found), **_about(request, found, path)})


def _since(request: HttpRequest, story_id: int) -> datetime | None:
    """The link's moment, else when the signed-in reader looked last."""
    mine = mine_of(request)
    return read_since(request) or (looked_at(mine.reader_id, story_id) if mine else None)


def _context(request: HttpRequest, found: StoryView) -> Mapping[str, Any]:
    """What the page shows of the story."""
    since = _since(request, found.id)
    whole, muted = found, muted_of(request)
    found, hidden = muted.story(whole)
    related, hidden_related = muted.related(related_to(whole.tellings[0].card.id, whole.id, datetime.now(UTC)))
    by = "publisher" if request.GET.get("by") == "publisher" else "language"
    wanted = edition_of(request).languages
    groups = storypage.by_publisher(found, since) if by == "publisher" else storypage.by_language(found, wanted, since)
    briefs = briefs_of(BriefOf.STORY, str(found.id), wanted[0] if wanted else "")
    tellers, places = telling_markers(found.told_from), place_markers(found.places)
    return {
        "story": found,
        **_in_short(found, briefs, hidden),
        "by": by,
        "groups": groups,
        "hashtags": storypage.hashtags(found, wanted),
        "related": related,
        "hidden_cards": (*hidden, *hidden_related),
        "follow": Follow(FollowKind.STORY, str(found.id), found.title),
        "counts": counts(found),
        "since": since,
        "new": storypage.count_new(found, since),
        "now_seconds": int(datetime.now(UTC).timestamp()),
        "lead_picture": found.pictures[0] if found.pictures else None,
        "pictures": found.pictures[1:MOST_PICTURES],
        "bars": storypage.arrivals(found),
        "arrivals": found.tellings[:LISTED_ARRIVALS],
        "later_arrivals": found.tellings[LISTED_ARRIVALS:],
        "told_from": sorted(found.told_from.items(), key=lambda pair: (-pair[1], words.country_name(pair[0]))),
        "tellers": tellers,
        "place_markers": places,
        "map_size": f"0 0 {WIDTH} {HEIGHT}",
        **surveys_for(request, SurveyPlace.STORY, str(found.id)),
        **asking(
            request, About.STORY, found.id, suggested(briefs, languages_of(request)), told_in(briefs, found.tellings)
        ),
        **story_talk(request, found),
    }


def _asking(request: HttpRequest, found: StoryView, kept: Mapping[Feature, KeptBrief]) -> Mapping[str, Any]:
    questions = suggested(kept, languages_of(request))
    return asking(request, About.STORY, found.id, questions, told_in(kept, found.tellings))


def _in_short(found: StoryView, kept: Mapping[Feature, KeptBrief], muted: tuple[Card, ...]) -> Mapping[str, Any]:
    panel = story_panel(kept, (telling.card for telling in found.tellings), upheld(), muted) if kept else None
    what = What(Feature.PERSPECTIVES.value, f"story:{found.id}", panel.model or EMBEDDED) if panel else None
    return {"panel": panel, "what": what}


def _about(request: HttpRequest, found: StoryView, path: str) -> Mapping[str, Any]:
    """What the page's head says of it."""
    picture = found.pictures[0] if found.pictures else None
    share = absolute(request, picture_path(picture, middle_width(picture))) if picture else ""
    return {
        "heading": found.title,
        "description": f"{found.title} · {counts(found)}",
        "canonical_url": absolute(request, path),
        "share_picture": share,
        "feed_path": f"{reverse('front')}story/{found.id}/",
        "hidden": bool(request.GET),
        "json_ld": _json_ld(request, found, path, share),
    }


def counts(story: StoryView) -> str:
    """ "9 publishers, 3 voices, 4 languages"."""
    spoken = len(story.languages)
    if story.publishers <= 1:
        return _("one source")
    parts = (
        ngettext("%(n)s publisher", "%(n)s publishers", story.publishers) % {"n": words.number(story.publishers)},
        ngettext("%(n)s voice", "%(n)s voices", story.voices) % {"n": words.number(story.voices)},
        ngettext("%(n)s language", "%(n)s languages", spoken) % {"n": words.number(spoken)},
    )
    return " · ".join(parts)


def _json_ld(request: HttpRequest, story: StoryView, path: str, picture: str) -> SafeString:
    items = [
        {"@type": "ListItem", "position": place, "url": absolute(request, article_path(telling.card))}
        for place, telling in enumerate(story.tellings, start=1)
    ]
    return json_ld(
        {
            "@type": "CollectionPage",
            "name": story.title,
            "inLanguage": story.title_language,
            "url": absolute(request, path),
            "datePublished": story.first_at.isoformat(),
            "dateModified": story.last_at.isoformat(),
            "image": picture,
            "keywords": [tag.label for tag in story.hashtags],
            "mainEntity": {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items},
        }
    )


@require_safe
@conditional
def story_feed(request: HttpRequest, story_id: int, file: str) -> HttpResponse:
    """The story's articles, newest first."""
    found = found_story(story_id)
    if found.id != story_id:
        return HttpResponsePermanentRedirect(reverse("story-feed", args=[found.id, file]))
    feed = FORMATS[file](
        title=f"{found.title} · {SITE.site_name}",
        link=absolute(request, story_path(found.id, found.slug)),
        description=counts(found),
        language=interface_language(),
        feed_url=absolute(request, request.path),
    )
    for telling in reversed(found.tellings[-ENTRIES:]):
        add_card(request, feed, telling.card)
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
