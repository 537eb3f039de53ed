"""Why an article is in a story, or beside another one, in words: "same place, 3 shared names, 2 hours apart"."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from octavo.core.stories import Reason
from octavo.web import words
from octavo.web.topics import topic_named

# Evidence that says less than this (log-odds) is not worth a reader's time.
LEAST_WEIGHT = 0.05
MOST_REASONS = 4
MOST_ITEMS = 3


def comma_list(names: Iterable[str]) -> str:
    return pgettext("between names in a list", ", ").join(names)


def reasons_in_words(reasons: Iterable[Reason]) -> str:
    """What speaks for it, weightiest first, as one line; "" where nothing is worth telling."""
    told = [reason for reason in reasons if reason.weight > LEAST_WEIGHT]
    told.sort(key=lambda reason: -reason.weight)
    phrases = (_phrase(reason) for reason in told)
    return comma_list([phrase for phrase in phrases if phrase][:MOST_REASONS])


def _phrase(reason: Reason) -> str:
    write = _PHRASES.get(reason.kind)
    return write(reason) if write else ""


def _names(reason: Reason) -> str:
    count = int(reason.amount or len(reason.items))
    said = ngettext("%(n)s shared name", "%(n)s shared names", count) % {"n": words.number(count)}
    return _with_items(said, reason)


def _with_items(said: str, reason: Reason) -> str:
    items = [item for item in reason.items if item][:MOST_ITEMS]
    return _("{what} ({items})").format(what=said, items=comma_list(items)) if items else said


def _place(reason: Reason) -> str:
    return _with_items(_("same place"), reason)


def _hours(reason: Reason) -> str:
    minutes = round(abs(reason.amount or 0.0) * 60)
    if not minutes:
        return _("about the same time")
    if minutes < 60:
        return ngettext("%(n)s minute apart", "%(n)s minutes apart", minutes) % {"n": words.number(minutes)}
    hours = round(minutes / 60)
    if hours < 48:
        return ngettext("%(n)s hour apart", "%(n)s hours apart", hours) % {"n": words.number(hours)}
    days = round(hours / 24)
    return ngettext("%(n)s day apart", "%(n)s days apart", days) % {"n": words.number(days)}


def _meaning(reason: Reason) -> str:
    if reason.amount is None or not 0 < reason.amount <= 1:
        return _("alike in meaning")
    return _("{share} alike in meaning").format(share=words.share(round(reason.amount, 2)))


def _words(reason: Reason) -> str:
    return _with_items(_("the same words"), reason)


def _figures(reason: Reason) -> str:
    return _with_items(_("the same figures"), reason)


def _topic(reason: Reason) -> str:
    names = [topic_named(item) for item in reason.items]
    return _with_items(_("same topic"), replace(reason, items=tuple(names)))


def _copy(_reason: Reason) -> str:
    return _("nearly the same text")


_PHRASES: dict[str, Callable[[Reason], str]] = {
    "names": _names,
    "place": _place,
    "hours": _hours,
    "meaning": _meaning,
    "words": _words,
    "figures": _figures,
    "copy": _copy,
    "topic": _topic,
}
