"""Cards of sponsors and announcements, put into pages."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django import template

from octavo.store import notices
from octavo.store.models import Notice
from octavo.web.caching import remembered
from octavo.web.editions import edition_of

register = template.Library()


@register.inclusion_tag("parts/notices.html", takes_context=True)
def notices_in(context: template.Context, place: str) -> Mapping[str, Any]:
    """The cards due in a place for this reader's edition."""
    return {"notices": _due_in(context, place)}


@register.inclusion_tag("parts/notices_script.html", takes_context=True)
def notices_script(context: template.Context, place: str) -> Mapping[str, Any]:
    """In the head, where navigate.js looks for a page's scripts; nothing where no card is due."""
    return {"notices": _due_in(context, place)}


def _due_in(context: template.Context, place: str) -> list[Notice]:
    key = edition_of(context["request"])
    return due(place, key.country, key.languages)


@remembered(30)
def due(place: str, country: str, languages: tuple[str, ...]) -> list[Notice]:
    return notices.in_force(place, country, languages, datetime.now(UTC))
