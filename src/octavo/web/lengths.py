"""How much there is to read on a front page: "8 stories · 5 min"."""

from collections.abc import Iterable

from django.utils.translation import ngettext

from octavo.core.reading import Card
from octavo.core.views import EditionView
from octavo.web import words


def edition_length(view: EditionView) -> str:
    rows = [story.card for row in view.rows for story in row.stories]
    return front_length(len(view.lead), [*(story.card for story in view.lead), *rows])


def front_length(leads: int, shown: Iterable[Card]) -> str:
    minutes = words.reading_minutes(sum(_words(card.title) + _words(card.excerpt) for card in shown))
    stories = ngettext("%(n)s story", "%(n)s stories", leads) % {"n": words.number(leads)}
    return f"{stories} · {short_minutes(minutes)}"


def short_minutes(minutes: int) -> str:
    """ "4 min"."""
    return ngettext("%(n)s min", "%(n)s min", minutes) % {"n": words.number(minutes)}


def _words(text: str) -> int:
    """Roughly: scripts without spaces count two letters as a word."""
    return max(len(text.split()), len(text) // 8)
