"""Small rules of players: how a show is addressed, which addresses are sound, a film's stream, or neither."""

from urllib.parse import urlsplit

from django.urls import reverse

from octavo.core.ids import slug_of
from octavo.core.media_views import ShowView

_SOUND = (".mp3", ".aac", ".m4a", ".ogg", ".opus", ".wav")


def show_path(show: ShowView) -> str:
    return reverse("show", args=[show.id, slug_of(show.title, limit=60) or "-"])


def is_hls(url: str) -> bool:
    return _path(url).endswith(".m3u8")


def is_sound(url: str) -> bool:
    return _path(url).endswith(_SOUND)


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.lower()
    except ValueError:
        return ""
