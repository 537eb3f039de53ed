"""What the app on a device needs of every request: whole modules, strangers' pages to keep, forms done once."""

import hashlib
import re
from collections.abc import Callable

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from octavo.web.assets import file_version, module_text

Handler = Callable[[HttpRequest], HttpResponseBase]

KEEP_HEADER = "Octavo-Keep"
ONCE_HEADER = "Idempotency-Key"
REMEMBERED_S = 86_400
STILL_AT_IT_S = 60
_MODULE = re.compile(r"octavo/(?:[\w-]+/)*[\w-]+\.js")
_KEY = re.compile(r"[\w-]{16,64}")


class ServeModules:
    """Octavo's own scripts, with imports named by version. A versioned address is good for ever."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name = request.path.removeprefix(settings.STATIC_URL)
        if name == request.path or request.method not in ("GET", "HEAD") or not _MODULE.fullmatch(name):
            return self.get_response(request)
        if finders.find(name) is None:
            return self.get_response(request)
        is_exact = request.GET.get("v") == file_version(name)
        kept = "public, max-age=31536000, immutable" if is_exact else "no-cache"
        headers = {"Cache-Control": kept, "X-Content-Type-Options": "nosniff"}
        return HttpResponse(module_text(name), content_type="text/javascript; charset=utf-8", headers=headers)


class KeepAsStranger:
    """What a device keeps is the page that a stranger gets: the worker's requests are answered without the session.

    Edition, language and theme are cookies of their own and stay. A header can only take rights away here.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if KEEP_HEADER in request.headers:
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return self.get_response(request)


class AnswerOnce:
    """A form that a device sends again, not knowing that it had arrived, is done once.

    Remembered in the cache, by device key, path and session: 204 to what was done, 503 to what is being done now.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = request.headers.get(ONCE_HEADER, "")
        if request.method != "POST" or not _KEY.fullmatch(key):
            return self.get_response(request)
        name = _name_of(request, key)
        if not cache.add(name, "doing", STILL_AT_IT_S):
            return _answer_to_repetition(cache.get(name))
        response = self.get_response(request)
        if response.status_code < 400:
            cache.set(name, "done", REMEMBERED_S)
        else:
            cache.delete(name)
        return response


def _name_of(request: HttpRequest, key: str) -> str:
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    told = f"{key}|{request.path}|{session}".encode("utf-8", "surrogatepass")
    return "once-" + hashlib.sha256(told).hexdigest()


def _answer_to_repetition(state: str | None) -> HttpResponse:
    if state == "done":
        return HttpResponse(status=204)
    return HttpResponse(status=503, headers={"Retry-After": "5"})
