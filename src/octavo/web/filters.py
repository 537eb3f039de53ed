"""What narrows a list: read from the address with everything odd ignored, and shown again as a form."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from octavo.core.articles import Kind
from octavo.core.reading import ArticleFilter
from octavo.store import reading
from octavo.web import words
from octavo.web.caching import remembered
from octavo.web.editions import read_country, read_languages

LONGEST_QUERY = 200
LONGEST_CURSOR = 200
_NAMES = ("language", "country", "kind", "publisher", "since", "until")


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    label: str
    options: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class FilterForm:
    """The form above a list. `is_active` when something is narrowed."""

    fields: tuple[Field, ...]
    is_active: bool
    has_dates: bool = False
    is_search: bool = False
    query: str = ""
    since: str = ""
    until: str = ""


def read_cursor(request: HttpRequest) -> str | None:
    return request.GET.get("from", "")[:LONGEST_CURSOR] or None


def read_query(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST_QUERY]


def read_filter(request: HttpRequest, base: ArticleFilter = ArticleFilter()) -> ArticleFilter:  # noqa: B008  frozen
    """`base` narrowed by the address. A value that means nothing narrows nothing."""
    country = read_country(request.GET.get("country", ""))
    kind = request.GET.get("kind", "")
    until = _read_day(request.GET.get("until", ""))
    return replace(
        base,
        languages=read_languages(request.GET.getlist("language")) or base.languages,
        countries=(country,) if country else base.countries,
        kinds=(Kind(kind),) if kind in set(Kind) else base.kinds,
        publisher=base.publisher or request.GET.get("publisher", "")[:80].replace("\x00", ""),
        since=_start(_read_day(request.GET.get("since", ""))),
        until=_start(until + timedelta(days=1)) if until and until < date.max else None,
    )


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _start(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None


def with_cursor(request: HttpRequest, cursor: str) -> str:
    """This page's address with the next page's cursor, its filters kept."""
    kept = [
        (name, value) for name, values in request.GET.lists() if name in (*_NAMES, "q") for value in values if value
    ]
    return f"{request.path}?{urlencode([*kept, ('from', cursor)])}"


@remembered(60)
def _in_use() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(countries, languages) that have articles."""
    pairs = reading.editions()
    countries = tuple(dict.fromkeys(pair.country for pair in pairs if pair.country))
    return countries, tuple(dict.fromkeys(pair.language for pair in pairs if pair.language))


@remembered(60)
def _publishers() -> tuple[tuple[str, str], ...]:
    return tuple((publisher.slug, publisher.name) for publisher in reading.publishers())


def country_choices(chosen: Iterable[str], *, with_nations: bool = False) -> tuple[Choice, ...]:
    """`with_nations`: also those within a country, whose editions can be asked for as well."""
    codes = _in_use()[0]
    nations = tuple(code for code in words.NATIONS if code.partition("-")[0] in codes) if with_nations else ()
    return _choices(((code, words.country_name(code)) for code in (*codes, *nations)), chosen)


def language_choices(chosen: Iterable[str]) -> tuple[Choice, ...]:
    return _choices(((code, words.language_name(code)) for code in _in_use()[1]), chosen)


def _choices(pairs: Iterable[tuple[str, str]], chosen: Iterable[str]) -> tuple[Choice, ...]:
    """By name, and what is chosen even when nothing has it any more."""
    chosen = set(chosen)
    return tuple(Choice(value, label, value in chosen) for value, label in sorted(pairs, key=lambda pair: pair[1]))


def kind_choices(chosen: Iterable[str]) -> tuple[Choice, ...]:
    names = {
        Kind.ARTICLE: _("Articles"),
        Kind.VIDEO: _("Video"),
        Kind.PODCAST: _("Podcasts"),
        Kind.LIVE: _("Live"),
        Kind.GALLERY: _("Pictures"),
    }
    chosen = set(chosen)
    return tuple(Choice(kind.value, name, kind.value in chosen) for kind, name in names.items())


def filter_form(request: HttpRequest, where: ArticleFilter, *, with_kinds: bool = False) -> FilterForm:
    fields = [
        Field("language", _("Language"), language_choices(where.languages)),
        Field("country", _("Country"), country_choices(where.countries)),
    ]
    if with_kinds:
        fields.append(Field("kind", _("Kind"), kind_choices(request.GET.getlist("kind"))))
    return FilterForm(tuple(fields), is_active=_is_active(request))


def search_form(request: HttpRequest, query: str, where: ArticleFilter) -> FilterForm:
    form = filter_form(request, where)
    publishers = Field("publisher", _("Publisher"), _choices(_publishers(), {where.publisher}))
    return replace(
        form,
        fields=(*form.fields, publishers),
        has_dates=True,
        is_search=True,
        query=query,
        since=where.since.date().isoformat() if where.since else "",
        until=(where.until - timedelta(days=1)).date().isoformat() if where.until else "",
    )


def _is_active(request: HttpRequest) -> bool:
    return any(request.GET.get(name) for name in _NAMES)
