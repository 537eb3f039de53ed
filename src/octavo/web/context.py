"""What every template may use: names, languages, theme. No query."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject

from octavo.core.accounts import SignUp
from octavo.store.settings import SITE
from octavo.web.mine import mine_of
from octavo.web.paths import absolute, path_in
from octavo.web.words import interface_language, is_right_to_left, news_language

THEMES = ("system", "light", "dark")
TEXT_SIZES = ("small", "normal", "large", "larger", "largest")


@dataclass(frozen=True, slots=True)
class InterfaceLanguage:
    code: str
    name: str
    path: str
    url: str
    is_current: bool


def theme_of(request: HttpRequest) -> str:
    """The device's choice before the account's: a lamp is where the reader sits."""
    mine = mine_of(request)
    theme = request.COOKIES.get("theme") or (mine.preferences.theme if mine else "") or "system"
    return theme if theme in THEMES else "system"


def text_size_of(request: HttpRequest) -> str:
    size = request.COOKIES.get("text", "normal")
    return size if size in TEXT_SIZES else "normal"


def reader_mark(request: HttpRequest) -> str:
    """Tells the device one reader from another without naming them; "" for a stranger."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return salted_hmac("octavo.reader", str(user.pk)).hexdigest()[:16]


def interface_languages(request: HttpRequest) -> list[InterfaceLanguage]:
    current = interface_language()
    found = []
    for code, name in settings.LANGUAGES:
        path = path_in(code, request.path)
        found.append(InterfaceLanguage(code, name, path, absolute(request, path), code == current))
    return found


def site(request: HttpRequest) -> dict[str, Any]:
    language = interface_language()
    return {
        "site_name": SITE.site_name,
        "mine": mine_of(request),
        "is_private": SITE.is_private,
        "sign_up_is_open": settings.SIGN_UP == SignUp.OPEN,
        "interface": language,
        "news_language": news_language(),
        "direction": "rtl" if is_right_to_left(language) else "ltr",
        "theme": theme_of(request),
        "text_size": text_size_of(request),
        "reader_mark": SimpleLazyObject(lambda: reader_mark(request)),
        "interface_languages": SimpleLazyObject(lambda: interface_languages(request)),
        "page_url": SimpleLazyObject(lambda: absolute(request, request.path)),
    }
