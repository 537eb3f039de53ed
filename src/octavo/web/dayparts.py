"""Parts of the day in words, and the addresses of dated editions: `/edition/KE/2026-05-04/morning/`."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from octavo.core.editions import DayPart, Edition
from octavo.core.reading import EditionKey
from octavo.web import words

WORLD = "world"


def part_name(part: DayPart) -> str:
    names = {
        DayPart.MORNING: _("Morning"),
        DayPart.MIDDAY: _("Midday"),
        DayPart.EVENING: _("Evening"),
        DayPart.NIGHT: _("Night"),
    }
    return names[part]


def day_name(day: date, today: date) -> str:
    """ "Today", "Yesterday", a weekday within a week, then the date."""
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    if today - timedelta(days=7) < day < today:
        return words.weekday(day)
    return words.day(day)


def edition_path(edition: Edition) -> str:
    return dated_path(edition.key, edition.day, edition.part)


def dated_path(key: EditionKey, day: date, part: DayPart | None = None) -> str:
    """A day's edition, or that of one of its parts; its languages stay in the query, as on the front page."""
    place = [key.country or WORLD, day.isoformat()]
    return _of(key, reverse("edition", args=[*place, part.value]) if part else reverse("edition-day", args=place))


def wrapup_path(key: EditionKey, day: date, part: DayPart) -> str:
    return _of(key, reverse("wrapup-of", args=[key.country or WORLD, day.isoformat(), part.value]))


def _of(key: EditionKey, path: str) -> str:
    query = urlencode([("language", language) for language in key.languages])
    return f"{path}?{query}" if query else path
