"""Spoken wrap-ups: the files, and the podcast of each edition."""

import re

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from octavo.core.reading import EditionKey
from octavo.core.speech import Recording, SpokenChapter
from octavo.store import recordings
from octavo.store.briefs import edition_name, edition_target
from octavo.store.settings import SITE, STORE
from octavo.web import words
from octavo.web.caching import conditional
from octavo.web.dayparts import WORLD, part_name, wrapup_path
from octavo.web.paths import absolute
from octavo.web.podcast import Episode, Mark, PodcastFeed, notes_of, xml_text
from octavo.web.ranges import ranged
from octavo.web.views.editions import key_of, place_name

MOST_EPISODES = 100
_FILE = re.compile(r"[0-9a-f]{32}\.(?:mp3|m4a|opus|wav)")


@require_safe
def recording(request: HttpRequest, file: str) -> HttpResponse:
    """A file that the worker made, while its publishers' terms allow it. The name is checked letter by letter."""
    media_type = recordings.media_type_of(file) if _FILE.fullmatch(file) else ""
    try:
        if media_type:
            return ranged(request, STORE.recordings / file, media_type)
    except OSError:
        pass  # its last reader came as it was forgotten
    raise Http404(_("There is no such recording."))


@require_safe
@conditional
def feed(request: HttpRequest, country: str) -> HttpResponse:
    """The newest recordings of an edition's wrap-ups: as everybody may hear them, so the same for everybody."""
    key = key_of(request, country)
    name = _("{newsroom}: the wrap-up, {place}").format(newsroom=SITE.site_name, place=place_name(key))
    made = PodcastFeed(
        title=xml_text(name),
        link=absolute(request, f"{reverse('wrapup')}?{_query(key)}"),
        description=_("The edition in a few minutes."),
        language=key.languages[0] if key.languages else words.interface_language(),
        feed_url=absolute(request, podcast_path(key)),
        author=xml_text(SITE.site_name),
        image_url=absolute(request, staticfiles_storage.url("octavo/podcast-1400.png")),
    )
    for one in recordings.recordings_of(edition_name(key), MOST_EPISODES):
        made.add_episode(_episode(request, key, one))
    return HttpResponse(made.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")


def podcast_path(key: EditionKey) -> str:
    query = urlencode([("language", language) for language in key.languages])
    path = reverse("wrapup-podcast", args=[key.country or WORLD])
    return f"{path}?{query}" if query else path


def recording_path(made: Recording) -> str:
    return reverse("recording", args=[made.file])


def _query(key: EditionKey) -> str:
    return urlencode([("country", key.country), *(("language", language) for language in key.languages)])


def _episode(request: HttpRequest, key: EditionKey, made: Recording) -> Episode:
    sources = recordings.addresses_of({article for one in made.chapters for article in one.articles})
    chapters = [(one, _story_url(request, one)) for one in made.chapters]
    return Episode(
        title=_("{day}, {part}").format(day=words.day(made.day), part=part_name(made.part)),
        url=absolute(request, wrapup_path(key, made.day, made.part)),
        guid=f"octavo-wrapup:{edition_target(key, made.day, made.part)}",
        notes=notes_of(chapters, sources),
        made_at=made.made_at,
        file_url=absolute(request, recording_path(made)),
        size=made.size,
        media_type=made.media_type,
        duration_ms=made.duration_ms,
        marks=tuple(Mark(one.start_ms, one.title, url) for one, url in chapters),
    )


def _story_url(request: HttpRequest, chapter: SpokenChapter) -> str:
    return absolute(request, reverse("story-by-id", args=[chapter.story])) if chapter.story else ""
