"""Every publisher, by country."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from octavo.core.reading import PublisherView
from octavo.store import reading
from octavo.web import words
from octavo.web.caching import conditional


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    name: str
    publishers: tuple[PublisherView, ...]


@require_safe
@conditional
def publishers(request: HttpRequest) -> HttpResponse:
    found = reading.publishers()
    note = ngettext("%(n)s publisher", "%(n)s publishers", len(found)) % {"n": words.number(len(found))}
    context = {
        "here": "publishers",
        "heading": _("Publishers"),
        "description": _("Who publishes what this newsroom gathers, by country."),
        "note": note,
        "countries": _by_country(found),
    }
    return render(request, "publishers.html", context)


def _by_country(found: Iterable[PublisherView]) -> list[Country]:
    """Countries by name; publishers of no country last."""
    groups: dict[str, list[PublisherView]] = {}
    for publisher in found:
        groups.setdefault(publisher.country, []).append(publisher)
    countries = [
        Country(code, words.country_name(code) if code else _("Of no one country"), tuple(group))
        for code, group in groups.items()
    ]
    return sorted(countries, key=lambda country: (not country.code, country.name))
