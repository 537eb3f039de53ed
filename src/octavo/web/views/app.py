"""The app: its service worker, how to install it, what is kept for offline, and what other apps share with it."""

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

import octavo
from octavo.store import reading
from octavo.store.models import Reader
from octavo.web import words
from octavo.web.assets import classic_script, is_imported_whole
from octavo.web.caching import conditional
from octavo.web.context import reader_mark
from octavo.web.paths import outside

STATIC = Path(__file__).parents[1] / "static"
# What readers' pages load; operators' pages are never kept, and a screenshot is for the shop window.
SHELL = ("*.css", "*.js", "*.svg", "icon-192.png")
NOT_IN_THE_SHELL = re.compile(r"octavo/(?:worker/|screenshot|operate)")
LIMITS_MB = (50, 100, 250, 500)
_ADDRESS = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
LONGEST_SHARED = 2000


@require_safe
def service_worker(_request: HttpRequest) -> HttpResponse:
    """One script, whose bytes change when anything of the shell does: that is how a browser knows a new version."""
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/", "ETag": f'"{_version()}"'}
    return HttpResponse(_worker_script(), content_type="text/javascript; charset=utf-8", headers=headers)


@cache
def shell() -> tuple[str, ...]:
    """Addresses of what every page needs, each named by its content."""
    found = (path for pattern in SHELL for path in sorted((STATIC / "octavo").rglob(pattern)))
    names = [path.relative_to(STATIC).as_posix() for path in found]
    wanted = (name for name in names if not NOT_IN_THE_SHELL.match(name) and not is_imported_whole(name))
    return tuple(staticfiles_storage.url(name) for name in wanted)


@cache
def _version() -> str:
    parts = (octavo.__version__, _program(), *shell())
    return hashlib.blake2b("|".join(parts).encode(), digest_size=8).hexdigest()


@cache
def _program() -> str:
    return classic_script("octavo/worker/worker.js")


@cache
def _worker_script() -> str:
    config = {
        "version": _version(),
        "static": settings.STATIC_URL,
        "shell": shell(),
        "offline": dict(_offline_paths()),
        "icon": staticfiles_storage.url("octavo/icon-192.png"),
        "badge": staticfiles_storage.url("octavo/badge-96.png"),
    }
    return f'"use strict";\nconst CONFIG = {json.dumps(config)};\n{_program()}'


def _offline_paths() -> list[tuple[str, str]]:
    """By the first part of an address: its language's prefix, or "" for the language without one."""
    found = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.append(("" if code == settings.LANGUAGE_CODE else code, reverse("offline")))
    return found


@require_safe
@conditional
def offline(request: HttpRequest) -> HttpResponse:
    limits = [(size, _("{size} MB").format(size=words.number(size))) for size in LIMITS_MB]
    context = {"heading": _("Kept for offline"), "limits": limits, "hidden": True}
    return render(request, "offline.html", context)


@require_safe
@conditional
def download(request: HttpRequest) -> HttpResponse:
    return render(request, "app.html", {"heading": _("Download the app"), "here": "app"})


@require_safe
@never_cache
def token(request: HttpRequest) -> JsonResponse:
    """What a form that waited needs: a fresh secret against forgery, and whose session this is now."""
    return JsonResponse({"token": get_token(request), "reader": reader_mark(request)})


@require_safe
@never_cache
def share(request: HttpRequest) -> HttpResponse:
    """From another app's share button. Leads to our article alone, never to an address that was handed in."""
    given = {name: request.GET.get(name, "").strip()[:LONGEST_SHARED] for name in ("title", "text", "url")}
    url = _shared_url(given)
    article_id = reading.article_at(url) if url else None
    if article_id is not None:
        return HttpResponseRedirect(reverse("article-by-id", args=[article_id]))
    context: dict[str, Any] = {
        "heading": _("Shared with this newsroom"),
        "shared_url": url,
        "words": given["title"] or _ADDRESS.sub("", given["text"]).strip()[:200],
        "may_add": isinstance(request.user, Reader) and request.user.is_operator,
        "hidden": True,
    }
    return render(request, "share.html", context)


def _shared_url(given: dict[str, str]) -> str:
    """Some apps put the address into the text."""
    for name in ("url", "text", "title"):
        found = _ADDRESS.search(given[name])
        if found:
            return outside(found[0])
    return ""
