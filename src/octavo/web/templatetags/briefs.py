"""How templates write what is told in short. Nothing queries; everything is escaped text."""

from dataclasses import replace
from datetime import date

from django import template
from django.utils.translation import ngettext

from octavo.web import ai_reports, words
from octavo.web.ai_reports import LineShown, What
from octavo.web.brief_views import Panel, ShownWrapup, Source, Summary
from octavo.web.brief_words import left_out, loaded_name, maker, status_name, who_name
from octavo.web.briefs import passage_path
from octavo.web.lengths import short_minutes

register = template.Library()
register.filter("maker", maker)
register.filter("short_minutes", short_minutes)
register.filter("status_name", status_name)
register.filter("who_name", who_name)
register.filter("loaded_name", loaded_name)


@register.filter
def missing_words(told: Panel | Summary | ShownWrapup) -> tuple[str, ...]:
    return left_out(told.dropped, told.withheld, told.taken_out, told.notice)


@register.filter
def in_this_page(source: Source) -> str:
    """To the sentence in the article whose page shows the link."""
    return passage_path("", source.quote)


@register.filter
def month_or_day(value: date, is_exact: bool) -> str:
    return words.day(value) if is_exact else words.month(value)


@register.filter
def and_more(count: int) -> str:
    return ngettext("and %(n)s more", "and %(n)s more", count) % {"n": words.number(count)}


@register.simple_tag
def report_path(line: LineShown, what: What | None) -> str:
    """Where this sentence is reported; "" where a page does not say what it is a part of."""
    return ai_reports.report_path(line, what) if isinstance(what, What) else ""


@register.filter
def in_feature(what: What | None, feature: str) -> What | None:
    """The same place, of a part that another feature made."""
    return replace(what, feature=feature) if isinstance(what, What) else None
