"""Whose front page: the reader's choice from the address or a cookie, else what browser and operator suggest."""

import re

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from octavo.core.reading import EditionKey
from octavo.store.settings import SITE
from octavo.web.mine import mine_of
from octavo.web.words import news_language

COOKIE = "edition"
COOKIE_AGE_S = 365 * 86_400
MOST_LANGUAGES = 4
_COUNTRY = re.compile(r"[A-Z]{2}(-[A-Z]{3})?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}")


def read_country(text: str) -> str:
    """A country's code, or a nation's within one ("GB-WLS"), or "" for the world and for nonsense."""
    code = text.strip().upper()
    return code if _COUNTRY.fullmatch(code) else ""


def read_languages(texts: list[str]) -> tuple[str, ...]:
    """Language tags as BCP 47 writes them, without doubles and nonsense."""
    codes = (_tidy(text) for text in texts[: 4 * MOST_LANGUAGES])
    return tuple(dict.fromkeys(code for code in codes if code))[:MOST_LANGUAGES]


def _tidy(text: str) -> str:
    first, *rest = text.strip().split("-")
    code = "-".join([first.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)])
    return code if _LANGUAGE.fullmatch(code) else ""


def edition_of(request: HttpRequest) -> EditionKey:
    """From `?country=…&language=…`, the account, the cookie, or a guess."""
    if "country" in request.GET or "language" in request.GET:
        country, languages = request.GET.get("country", ""), request.GET.getlist("language")
        return EditionKey(read_country(country), read_languages(languages))
    mine = mine_of(request)
    if mine and mine.preferences.country is not None:
        return EditionKey(mine.preferences.country, mine.preferences.languages)
    if COOKIE in request.COOKIES:
        return unpack(request.COOKIES[COOKIE])
    return EditionKey(read_country(SITE.country), (guessed_language(request),))


def languages_of(request: HttpRequest) -> tuple[str, ...]:
    """What the reader reads: the edition's languages, and the interface's."""
    return tuple(dict.fromkeys((*edition_of(request).languages, news_language())))


def guessed_language(request: HttpRequest) -> str:
    """News in the interface's language, unless the browser asks for another one and not for English at all."""
    interface = news_language()
    accepted = accepted_languages(request)
    if interface != "en" or not accepted or interface in accepted:
        return interface
    return accepted[0]


def accepted_languages(request: HttpRequest) -> tuple[str, ...]:
    header = request.headers.get("Accept-Language", "")
    return read_languages([code.split("-")[0] for code, quality in parse_accept_lang_header(header) if quality > 0])


def pack(key: EditionKey) -> str:
    return f"{key.country}.{'+'.join(key.languages)}"


def unpack(text: str) -> EditionKey:
    """What `pack` packed, as a cookie may say it: nonsense is left out."""
    country, _, languages = text.partition(".")
    return EditionKey(read_country(country), read_languages(languages.split("+") if languages else []))
