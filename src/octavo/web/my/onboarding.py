"""The welcome: country and languages, then topics, then publishers. Three short pages, each of which can be skipped.

Readers keep their choices in the account; visitors in cookies and on the device, which `static/octavo/mine.js` does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from octavo.core.personal import FollowKind
from octavo.core.reading import EditionKey, PublisherView
from octavo.store import subscriptions
from octavo.store.editions import record_asked
from octavo.store.preferences import prefer
from octavo.store.reading import publishers as all_publishers
from octavo.web import editions
from octavo.web.filters import country_choices, language_choices
from octavo.web.mine import Mine, mine_of
from octavo.web.my.answers import read_follow
from octavo.web.topics import TOPICS

HINT_COOKIE = "hint"
SHOWN_PUBLISHERS = 12
MOST_CHOSEN = 60
STEPS = ("onboarding", "onboarding-interests", "onboarding-publishers")


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    label: str
    is_chosen: bool
    publisher: PublisherView | None = None


@require_http_methods(["GET", "HEAD", "POST"])
def edition(request: HttpRequest) -> HttpResponse:
    """First: where, and in which languages."""
    if request.method == "POST":
        return _keep_edition(request)
    key = editions.edition_of(request)
    context = {
        "countries": country_choices((key.country,), with_nations=True),
        "languages": language_choices(key.languages),
    }
    return _step(request, 0, context)


def _keep_edition(request: HttpRequest) -> HttpResponse:
    country = editions.read_country(request.POST.get("country", ""))
    key = EditionKey(country, editions.read_languages(request.POST.getlist("language")))
    response = HttpResponseRedirect(reverse(STEPS[1]))
    keep_cookie(response, editions.COOKIE, editions.pack(key))
    mine = mine_of(request)
    if mine:
        prefer(mine.reader_id, country=key.country, languages=key.languages)
    record_asked([key], datetime.now(UTC))
    return response


def keep_cookie(response: HttpResponse, name: str, value: str) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, value, max_age=editions.COOKIE_AGE_S, samesite="Lax", secure=secure)


@require_http_methods(["GET", "HEAD", "POST"])
def interests(request: HttpRequest) -> HttpResponse:
    """Second: topics."""
    mine = mine_of(request)
    offered = [f"topic:{code}" for code in TOPICS]
    if request.method == "POST":
        chosen = _keep_follows(request, mine, offered)
        if mine:
            prefer(mine.reader_id, interests=[key.partition(":")[2] for key in chosen])
        return HttpResponseRedirect(reverse(STEPS[2]))
    followed = mine.followed_keys if mine else frozenset()
    choices = [
        Choice(f"topic:{code}", str(name), f"topic:{code}" in followed) for code, (_slug, name) in TOPICS.items()
    ]
    return _step(request, 1, {"choices": sorted(choices, key=lambda one: one.label)})


@require_http_methods(["GET", "HEAD", "POST"])
def publishers(request: HttpRequest) -> HttpResponse:
    """Third: a few publishers of that country."""
    mine = mine_of(request)
    offered = list(_offered(editions.edition_of(request)))
    if request.method == "POST":
        _keep_follows(request, mine, [f"publisher:{one.id}" for one in offered])
        response = HttpResponseRedirect(reverse("my-news"))
        keep_cookie(response, HINT_COOKIE, "off")
        if mine:
            prefer(mine.reader_id, welcomed_at=datetime.now(UTC))
        return response
    followed = mine.followed_keys if mine else frozenset()
    choices = [Choice(f"publisher:{one.id}", one.name, f"publisher:{one.id}" in followed, one) for one in offered]
    return _step(request, 2, {"choices": choices})


def _offered(key: EditionKey) -> Iterable[PublisherView]:
    """Publishers of the country in the reader's languages first, those with a logo before others."""
    country = key.country.partition("-")[0]

    def order(one: PublisherView) -> tuple[bool, bool, bool, str]:
        speaks = bool(set(one.languages) & set(key.languages))
        return (bool(country) and one.country != country, not speaks, one.logo is None, one.name.casefold())

    found = sorted(all_publishers(), key=order)
    return [one for one in found if not country or one.country == country or set(one.languages) & set(key.languages)][
        :SHOWN_PUBLISHERS
    ]


def _keep_follows(request: HttpRequest, mine: Mine | None, offered: Iterable[str]) -> list[str]:
    """What is chosen is followed, what was offered and is not chosen is followed no longer."""
    known = set(offered)
    chosen = [key for key in request.POST.getlist("follow")[:MOST_CHOSEN] if key in known]
    if mine is None:
        return chosen
    now = datetime.now(UTC)
    for key in sorted(known):
        said = read_follow(key)
        if said and key in chosen:
            subscriptions.follow(mine.reader_id, *said, now)
        elif said and key in mine.followed_keys:
            subscriptions.unfollow(mine.reader_id, FollowKind(said[0]), said[1])
    return chosen


def _step(request: HttpRequest, number: int, context: Mapping[str, object]) -> HttpResponse:
    headings = (
        _("Where are you, and what do you read?"),
        _("What interests you?"),
        _("Whom do you like to read?"),
    )
    shared = {
        "heading": headings[number],
        "hidden": True,
        "step": number + 1,
        "steps": len(STEPS),
        "skip_path": reverse(STEPS[number + 1]) if number + 1 < len(STEPS) else reverse("onboarding-dismiss"),
        **context,
    }
    response = render(request, "my/onboarding.html", shared)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def dismiss(request: HttpRequest) -> HttpResponse:
    """The hint on the front page is not shown again on this device."""
    response = HttpResponseRedirect(reverse("front"))
    keep_cookie(response, HINT_COOKIE, "off")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def hint_is_due(request: HttpRequest) -> bool:
    mine = mine_of(request)
    if HINT_COOKIE in request.COOKIES:
        return False
    return mine is None or mine.preferences.welcomed_at is None
