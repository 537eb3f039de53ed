"""How templates write stories: their voices, their marks, why they stand where they stand. Nothing queries."""

from datetime import date

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from octavo.core.editions import ScoredTerm
from octavo.core.labels import Place, PlaceKind
from octavo.core.views import StoryCard, StoryRow, StoryView
from octavo.web import words
from octavo.web.dayparts import edition_path, part_name
from octavo.web.paths import article_path, story_path
from octavo.web.reasons import reasons_in_words
from octavo.web.topics import topic_name, topic_slug
from octavo.web.why import moves_in_words, shown_terms
from octavo.web.worldmap import Marker

register = template.Library()
register.filter("reasons", reasons_in_words)
register.filter("topic_name", topic_name)
register.filter("part_name", part_name)
register.filter("edition_path", edition_path)


@register.filter
def topic_path(code: str) -> str:
    return reverse("topic", args=[topic_slug(code)])


@register.filter
def path_of(story: StoryCard | StoryView) -> str:
    return story_path(story.id, story.slug)


@register.filter
def headline_path(story: StoryCard) -> str:
    """The story's page; of a story with one article, the article itself."""
    return path_of(story) if story.articles > 1 else article_path(story.card)


@register.filter
def voices(story: StoryCard) -> str:
    """ "7 voices · 4 languages", or "one source"."""
    if story.publishers <= 1:
        return _("one source")
    said = ngettext("%(n)s voice", "%(n)s voices", story.voices) % {"n": words.number(story.voices)}
    spoken = len(story.languages)
    if spoken < 2:
        return said
    tongues = ngettext("%(n)s language", "%(n)s languages", spoken) % {"n": words.number(spoken)}
    return f"{said} · {tongues}"


@register.filter
def others(story: StoryCard) -> str:
    """ "and 6 more" publishers; "" where there is one."""
    more = story.publishers - 1
    return ngettext("and %(n)s more", "and %(n)s more", more) % {"n": words.number(more)} if more > 0 else ""


@register.filter
def mark_name(mark: str) -> str:
    names = {"breaking": _("Breaking"), "pinned": _("Pinned"), "original": _("Original")}
    return names.get(mark, "")


@register.simple_tag
def why(terms: tuple[ScoredTerm, ...]) -> SafeString:
    """The terms of a score as rows of a small bar chart. Short markup: a front page holds dozens of them."""
    rows = (
        (term.text, term.points, SafeString(' class="takes"' if term.takes else ""), term.width)
        for term in shown_terms(terms)
    )
    bars = format_html_join("", '<li>{}<b>{}</b><svg{}><rect width="{}%" height="6"/></svg>', rows)
    moves = format_html_join(" ", "{}", ((sentence,) for sentence in moves_in_words(terms)))
    return format_html("<ul>{}</ul>{}", bars, format_html("<p>{}</p>", moves) if moves else "")


@register.filter
def row_heading(row: StoryRow) -> str:
    if row.kind == "topic":
        return topic_name(row.code)
    if row.kind == "country":
        return words.country_name(row.code) if row.code else _("Your country")
    if row.kind == "elsewhere":
        return (
            _("From elsewhere: {country}").format(country=words.country_name(row.code))
            if row.code
            else _("From elsewhere")
        )
    return _("Trending") if row.kind == "trending" else _("World")


@register.filter
def row_path(row: StoryRow) -> str:
    """Where a row goes on; "" where nowhere."""
    if row.kind == "topic":
        return reverse("topic", args=[topic_slug(row.code)])
    if row.kind == "elsewhere" and row.code:
        return f"{reverse('front')}?country={row.code}"
    return reverse("trending") if row.kind == "trending" else ""


@register.filter
def short_day(value: date) -> str:
    return words.day(value, "medium")


@register.filter
def place_name(place: Place) -> str:
    """Countries in the interface language; other places as the gazetteer names them."""
    return words.country_name(place.country) if place.kind is PlaceKind.COUNTRY and place.country else place.name


@register.filter
def pin(marker: Marker) -> str:
    """The path of a place on the map: a small diamond."""
    return f"M{marker.x} {marker.y - 1.7:.1f}l1.2 1.7l-1.2 1.7l-1.2-1.7z"
