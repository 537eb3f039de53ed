"""What every template may use: names, languages, theme. No query."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from octavo.store.settings import SITE
from octavo.web.paths import absolute, path_in
from octavo.web.words import interface_language, is_right_to_left

THEMES = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class InterfaceLanguage:
    code: str
    name: str
    path: str
    url: str
    is_current: bool


def theme_of(request: HttpRequest) -> str:
    theme = request.COOKIES.get("theme", "system")
    return theme if theme in THEMES else "system"


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
        "is_private": SITE.is_private,
        "interface": language,
        "direction": "rtl" if is_right_to_left(language) else "ltr",
        "theme": theme_of(request),
        "interface_languages": SimpleLazyObject(lambda: interface_languages(request)),
        "page_url": SimpleLazyObject(lambda: absolute(request, request.path)),
    }
