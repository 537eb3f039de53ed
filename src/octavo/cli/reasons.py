"""Why articles are one story, in English, for filters."""

from collections.abc import Iterable

from octavo.core.stories import Reason

TWO_DAYS_H = 48
PLAIN = {
    "copy": "the same text",
    "place": "same place",
    "words": "the same words",
    "figures": "the same figures",
    "days": "other days of the week",
}


def in_words(reasons: Iterable[Reason]) -> str:
    """Weightiest first: "same place, 3 shared names (Merrow, Skarv, Aldona), 2 hours apart"."""
    return ", ".join(map(_say, reasons))


def _say(reason: Reason) -> str:
    amount = reason.amount or 0.0
    match reason.kind:
        case "names":
            return f"{_count(len(reason.items), 'shared name')} ({', '.join(reason.items)})"
        case "hours" if amount >= TWO_DAYS_H:
            return f"{_count(round(amount / 24), 'day')} apart"
        case "hours":
            return f"{_count(round(amount), 'hour')} apart" if amount >= 0.5 else "at the same time"
        case "meaning":
            return f"alike in meaning ({amount:.2f})"
        case kind:
            return PLAIN.get(kind, kind)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
