"""Addresses of pages: an article's own path, the same page in another interface language, absolute links."""

from functools import lru_cache
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from octavo.core.ids import slug_of
from octavo.core.reading import Card, PictureView
from octavo.store.settings import SITE
from octavo.web.words import interface_language

LONGEST_SLUG = 60


@lru_cache(maxsize=4096)
def article_slug(title: str) -> str:
    return slug_of(title, limit=LONGEST_SLUG) or "-"


@lru_cache(maxsize=8)
def _root(_language: str) -> str:
    return reverse("front")


def article_path(card: Card) -> str:
    """As `reverse("article", …)` would make it; lists hold dozens, and this is ten times as quick."""
    return f"{_root(interface_language())}article/{card.id}/{quote(article_slug(card.title))}/"


def story_path(story_id: int, slug: str) -> str:
    return f"{_root(interface_language())}story/{story_id}/{quote(slug or '-')}/"


def picture_path(picture: PictureView, width: int) -> str:
    return f"/pictures/{picture.name}-{width}.webp"


def middle_width(picture: PictureView) -> int:
    """What those get who cannot choose among renditions."""
    return next((width for width in picture.widths if width >= 640), picture.widths[-1])


def path_in(language: str, path: str) -> str:
    """The same page in another interface language."""
    for code, _name in settings.LANGUAGES:
        if path == f"/{code}" or path.startswith(f"/{code}/"):
            path = "/" + path[len(code) + 1 :].lstrip("/")  # two slashes would begin a host's name
            break
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"


def absolute(request: HttpRequest, path: str) -> str:
    base = SITE.public_url.rstrip("/") or f"{request.scheme}://{request.get_host()}"
    return base + path


def safe_path(text: str) -> str:
    """A path on this site, or "/": nobody is sent elsewhere by a link of ours."""
    cleaned = text.replace("\\", "/")
    if not cleaned.startswith("/") or cleaned.startswith("//") or any(ord(letter) < 33 for letter in cleaned):
        return "/"
    parts = urlsplit(cleaned)
    return cleaned if not parts.scheme and not parts.netloc else "/"


def outside(url: str) -> str:
    """A publisher's address as a link may carry it; "" for any scheme but http and https."""
    return url if url.lower().startswith(("http://", "https://")) else ""
