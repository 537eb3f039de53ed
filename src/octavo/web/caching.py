"""What spares work: conditional GET for anonymous pages, rendered front pages, and facts that may be seconds old."""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import cache, wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

import octavo
from octavo.store.reading import data_version
from octavo.web.assets import file_version
from octavo.web.words import interface_language

P = ParamSpec("P")
R = TypeVar("R")
View = Callable[..., HttpResponse]

# "39 minutes ago" may be this old in a page that is otherwise unchanged.
FRESH_S = 300
KEPT_PAGES = 24
PLAYER_FILES = ("octavo/listen.js", "octavo/player.js", "octavo/media.js", "octavo/navigate.js")


def is_anonymous(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME not in request.COOKIES


@cache
def _build() -> str:
    """Changes with the program and its look, so that an upgrade never answers 304 for an older page."""
    sheets = (
        "octavo/octavo.css",
        "octavo/stories.css",
        "octavo/mine.css",
        "octavo/media.css",
        "octavo/talk.css",
        "octavo/app.css",
        "octavo/briefs.css",
        "octavo/ask.css",
    )
    scripts = (
        "octavo/octavo.js",
        "octavo/stories.js",
        "octavo/mine.js",
        "octavo/mine-pages.js",
        "octavo/talk.js",
        "octavo/wrapup.js",
        "octavo/ask.js",
        "octavo/app/app.js",
        *PLAYER_FILES,
    )
    files = (*sheets, *scripts)
    return octavo.__version__ + "".join(file_version(file) for file in files)


def page_tag(request: HttpRequest) -> str:
    """The weak ETag of the page that this anonymous request is about to get."""
    parts = (
        _build(),
        data_version(),
        interface_language(),
        request.get_full_path(),
        request.get_host(),
        request.COOKIES.get("edition", ""),
        request.COOKIES.get("theme", ""),
        "hint" if "hint" in request.COOKIES else "",
        request.COOKIES.get("text", ""),
        request.headers.get("Accept-Language", ""),
        str(int(time.time()) // FRESH_S),
    )
    return f'W/"{hashlib.blake2b("|".join(parts).encode(), digest_size=12).hexdigest()}"'


def conditional(view: View) -> View:
    """Answer 304 when the reader's copy is still good. A signed-in reader's pages are never shared nor compared."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or not is_anonymous(request):
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response
        tag = page_tag(request)
        if tag in parse_etags(request.headers.get("If-None-Match", "")):
            return _kept(HttpResponseNotModified(), tag)
        response = view(request, *args, **kwargs)
        return _kept(response, tag) if response.status_code == 200 else response

    return answer


def _kept(response: HttpResponse, tag: str) -> HttpResponse:
    response.headers["ETag"] = tag
    response.headers.setdefault("Cache-Control", "no-cache")
    response.headers["Vary"] = "Accept-Encoding, Accept-Language, Cookie"
    return response


class RenderedPages:
    """The last few anonymous front pages, ready to send. Thread-safe; keyed by `page_tag`."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, tag: str) -> bytes | None:
        with self._lock:
            return self._pages.get(tag)

    def put(self, tag: str, page: bytes) -> None:
        with self._lock:
            self._pages[tag] = page
            while len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()


def remembered(seconds: float) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep a function's answers for a while. Arguments must be hashable; few different ones are expected."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        answers: dict[Any, tuple[float, R]] = {}

        @wraps(function)
        def ask(*args: P.args, **kwargs: P.kwargs) -> R:
            key = (args, tuple(sorted(kwargs.items())))
            found = answers.get(key)
            now = time.monotonic()
            if found is None or found[0] < now:
                if len(answers) > 256:
                    answers.clear()
                found = answers[key] = (now + seconds, function(*args, **kwargs))
            return found[1]

        ask.forget = answers.clear  # type: ignore[attr-defined]  # for tests, which change the newsroom at once
        return ask

    return decorate
