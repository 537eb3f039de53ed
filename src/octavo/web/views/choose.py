"""The reader's choices: edition, interface language, light or dark. Kept in cookies, so no account is needed."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from octavo.core.reading import EditionKey
from octavo.store.editions import record_asked
from octavo.store.preferences import prefer
from octavo.web import editions
from octavo.web.context import TEXT_SIZES, THEMES
from octavo.web.filters import country_choices, language_choices
from octavo.web.mine import mine_of
from octavo.web.paths import path_in, safe_path


def _keep(response: HttpResponse, name: str, value: str) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, value, max_age=editions.COOKIE_AGE_S, samesite="Lax", secure=secure)


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _chosen(request)
    edition = editions.edition_of(request)
    context: dict[str, Any] = {
        "heading": _("Edition and display"),
        "countries": country_choices((edition.country,), with_nations=True),
        "languages": language_choices(edition.languages),
        "hidden": True,
    }
    response = render(request, "choose.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _chosen(request: HttpRequest) -> HttpResponse:
    """Keep what makes sense and go to the front page it makes."""
    interface = request.POST.get("interface", "")
    if interface not in dict(settings.LANGUAGES):
        interface = settings.LANGUAGE_CODE
    response = HttpResponseRedirect(path_in(interface, "/"))
    _keep(response, "language", interface)
    country = editions.read_country(request.POST.get("country", ""))
    key = EditionKey(country, editions.read_languages(request.POST.getlist("language")))
    _keep(response, editions.COOKIE, editions.pack(key))
    record_asked([key], datetime.now(UTC))
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        _keep(response, "theme", theme)
    mine = mine_of(request)
    if mine:
        themed = {"theme": theme} if theme in THEMES else {}
        prefer(mine.reader_id, country=key.country, languages=key.languages, **themed)
    size = request.POST.get("text", "")
    if size in TEXT_SIZES:
        _keep(response, "text", size)
    return response


@require_safe
def choose_language(request: HttpRequest, code: str) -> HttpResponse:
    """The language switch: the same page in another interface language, and the choice kept."""
    if code not in dict(settings.LANGUAGES):
        raise Http404(_("The interface does not speak this language yet."))
    response = HttpResponseRedirect(path_in(code, safe_path(request.GET.get("to", "/"))))
    _keep(response, "language", code)
    return response
