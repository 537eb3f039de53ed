"""What every request passes: the interface language from the path, security headers, compression."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import translation

from octavo.store.settings import SITE
from octavo.web.embeds import FRAME_SOURCES

Handler = Callable[[HttpRequest], HttpResponseBase]

# Dominant colours are attributes of inline SVG, so neither styles nor scripts need an exception here.
# Frames and media are loaded from outside only when the reader asks for one.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "media-src 'self' https: http:",
        f"frame-src {' '.join(FRAME_SOURCES)}",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


_PACKED = ("image/webp", "image/png", "audio/", "video/", "application/zip", "application/gzip")
# Packing would hold back what is to be read at once.
_STREAMED = "text/event-stream"


class SecurityHeaders:
    """The same strict policy on everything that leaves, also on errors and static files."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class CompressAnonymous(GZipMiddleware):
    """Compresses text that holds no secret of a reader's: a session's page could leak through its size (BREACH).

    On loopback there is no wire to spare: compressing takes a third of a page's time there and gains nothing.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if (
            SITE.is_private
            or settings.SESSION_COOKIE_NAME in request.COOKIES
            or settings.CSRF_COOKIE_NAME in response.cookies
        ):
            return response
        if response.headers.get("Content-Type", "").startswith((*_PACKED, _STREAMED)):
            return response
        return super().process_response(request, response)


class ChooseLanguage:
    """The interface speaks the language that the path's prefix names: `/ar/…` is Arabic, no prefix is English."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
