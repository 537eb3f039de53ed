"""Watch, listen, live: films, podcasts and their shows, streams and live reports, and what their players ask for."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from octavo.core.articles import Kind
from octavo.core.media_views import EpisodeMark, EpisodeView, StreamView
from octavo.core.reading import ArticleFilter, CardPage
from octavo.store import reading
from octavo.web.caching import conditional
from octavo.web.embeds import Player, player_of
from octavo.web.filters import filter_form, read_cursor, read_filter
from octavo.web.listening import is_hls, is_sound, show_path
from octavo.web.transcripts import webvtt
from octavo.web.views.article import found_article
from octavo.web.views.lists import list_page
from octavo.web.visible import visible_cards, visible_episode

PLAYERS = 12
BLOGS = 24


def _marks(page: CardPage) -> dict[int, EpisodeMark]:
    return reading.episode_marks(card.id for card in page.cards)


@require_safe
@conditional
def watch(request: HttpRequest) -> HttpResponse:
    where = read_filter(request, ArticleFilter(kinds=(Kind.VIDEO,)))
    page = reading.latest(where, read_cursor(request), PLAYERS)
    return list_page(
        request,
        "watch.html",
        page,
        here="watch",
        heading=_("Watch"),
        note=_("Video from the publishers. Nothing is loaded from them before you press play."),
        filters=filter_form(request, where),
        marks=_marks(page),
        nothing_heading=_("Nothing to watch yet"),
    )


@require_safe
@conditional
def listen(request: HttpRequest) -> HttpResponse:
    where = read_filter(request, ArticleFilter(kinds=(Kind.PODCAST,)))
    page = reading.latest(where, read_cursor(request), PLAYERS)
    country = where.countries[0] if where.countries else ""
    return list_page(
        request,
        "listen.html",
        page,
        here="listen",
        heading=_("Listen"),
        note=_("Podcasts and radio. Nothing is loaded from the publishers before you press play."),
        filters=filter_form(request, where),
        shows=() if "from" in request.GET else reading.shows(where.languages, country),
        marks=_marks(page),
        nothing_heading=_("Nothing to hear yet"),
    )


@require_safe
@conditional
def show(request: HttpRequest, show_id: int, slug: str = "") -> HttpResponse:
    """A show's episodes, newest first."""
    found = reading.show(show_id)
    if found is None:
        raise Http404(_("This newsroom does not follow such a podcast."))
    if request.path != show_path(found):
        return HttpResponsePermanentRedirect(show_path(found))
    page = reading.latest(ArticleFilter(feed=show_id), read_cursor(request), PLAYERS)
    return list_page(
        request,
        "show.html",
        page,
        here="listen",
        heading=found.title,
        description=_("{show}: every episode.").format(show=found.title),
        show=found,
        marks=_marks(page),
    )


@dataclass(frozen=True, slots=True)
class StreamCard:
    """A stream and how it can be played: `frame` in the broadcaster's player, "video" or "audio" as a file, or "" by a
    link alone."""

    stream: StreamView
    frame: Player
    plays: str


@require_safe
@conditional
def live(request: HttpRequest) -> HttpResponse:
    where = read_filter(request)
    blogs = reading.live_blogs(where, datetime.now(UTC), BLOGS)
    shown = {card.id: card for card in visible_cards(blog.card for blog in blogs)}
    streams = [_stream_card(stream) for stream in reading.streams(where)]
    context: dict[str, Any] = {
        "here": "live",
        "heading": _("Live"),
        "description": _("Live streams and live reports."),
        "note": _("Broadcasters' live streams, and what publishers report as it happens."),
        "filters": filter_form(request, where),
        "blogs": [(shown[blog.card.id], blog.updated_at) for blog in blogs],
        "streams": [one for one in streams if one.stream.is_up is not False],
        "down": [one for one in streams if one.stream.is_up is False],
    }
    return render(request, "live.html", context)


def _stream_card(stream: StreamView) -> StreamCard:
    address = stream.player or stream.url
    plays = "video" if is_hls(address) else "audio" if is_sound(address) else ""
    return StreamCard(stream, player_of(address), plays)


@require_safe
@conditional
def player(request: HttpRequest) -> HttpResponse:
    """The player's buttons and words, for the script that shows it: most pages are read without."""
    return render(request, "parts/player_parts.html")


def _episode(article_id: int) -> EpisodeView:
    card = found_article(article_id).article.card
    episode = visible_episode(card, reading.episode(article_id))
    if episode is None:
        raise Http404(_("This recording has neither chapters nor a transcript."))
    return episode


@require_safe
@conditional
def chapters(_request: HttpRequest, article_id: int) -> HttpResponse:
    """Podcasting 2.0's JSON, for the player."""
    told = [{"startTime": one.start_s, "title": one.title} for one in _episode(article_id).chapters]
    return JsonResponse({"version": "1.2.0", "chapters": told})


@require_safe
@conditional
def captions(_request: HttpRequest, article_id: int) -> HttpResponse:
    episode = _episode(article_id)
    if not any(line.end_s is not None for line in episode.lines):
        raise Http404(_("This recording has no captions."))
    return HttpResponse(webvtt(episode.lines), content_type="text/vtt; charset=utf-8")
