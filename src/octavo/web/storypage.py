"""How a story's page is arranged: its tellings grouped and folded, what is new, when they came. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from octavo.core.reading import PublisherView, TagView
from octavo.core.views import StoryView, Telling

# Bars of the small chart of arrivals.
BARS = 24
TALL = 24
# A bar fills the chart from so many on: one article in a stretch is no rush.
FEWEST_OF_FULLEST = 3


@dataclass(frozen=True, slots=True)
class ShownTelling:
    """`copies` are folded under it; `copied_from` names the article that it copies where it stands by itself."""

    telling: Telling
    copies: tuple[Telling, ...] = ()
    copied_from: Telling | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Tellings of one language, or of one publisher; the other of the two is "" or None."""

    language: str
    publisher: PublisherView | None
    tellings: tuple[ShownTelling, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """How many came in a stretch of time. `x` is in percent of the whole time, `y` and `height` in units of `TALL`."""

    x: float
    y: float
    height: float


def by_language(story: StoryView, wanted: Sequence[str], since: datetime | None) -> tuple[Group, ...]:
    """The reader's languages first, then the fullest. Copies are folded under the likely original."""
    shown = _folded(story.tellings, since)

    def place(group: Group) -> tuple[int, int, str]:
        short = [language.split("-")[0] for language in wanted]
        code = group.language.split("-", maxsplit=1)[0]
        return (short.index(code) if code in short else len(short), -len(group.tellings), group.language)

    groups = _grouped(shown, lambda one: one.telling.card.language)
    return tuple(sorted((Group(str(key), None, found) for key, found in groups.items()), key=place))


def hashtags(story: StoryView, wanted: Sequence[str]) -> tuple[TagView, ...]:
    """In the first of the reader's languages that has a word for each."""
    return tuple(
        replace(tag, label=next((tag.labels[one] for one in wanted if one in tag.labels), tag.label))
        for tag in story.hashtags
    )


def by_publisher(story: StoryView, since: datetime | None) -> tuple[Group, ...]:
    """Every publisher with all that it has, copies too, by name."""
    known = {telling.card.id: telling for telling in story.tellings}
    shown = [
        ShownTelling(telling, copied_from=known.get(telling.copy_of or 0), is_new=_is_new(telling, since))
        for telling in reversed(story.tellings)
    ]
    groups = _grouped(shown, lambda one: one.telling.card.publisher.id)
    found = (Group("", group[0].telling.card.publisher, group) for group in groups.values())
    return tuple(sorted(found, key=lambda group: group.publisher.name.casefold() if group.publisher else ""))


def _grouped(
    shown: Iterable[ShownTelling], key: Callable[[ShownTelling], str | int]
) -> dict[str | int, tuple[ShownTelling, ...]]:
    groups: dict[str | int, list[ShownTelling]] = {}
    for one in shown:
        groups.setdefault(key(one), []).append(one)
    return {name: tuple(found) for name, found in groups.items()}


def _folded(tellings: Sequence[Telling], since: datetime | None) -> list[ShownTelling]:
    """The newest first; a copy stands by itself only where what it copies is not here."""
    known = {telling.card.id for telling in tellings}
    copies: dict[int, list[Telling]] = {}
    for telling in tellings:
        if telling.copy_of in known and telling.copy_of is not None:
            copies.setdefault(telling.copy_of, []).append(telling)
    return [
        ShownTelling(telling, tuple(copies.get(telling.card.id, ())), is_new=_is_new(telling, since))
        for telling in reversed(tellings)
        if telling.copy_of not in known
    ]


def _is_new(telling: Telling, since: datetime | None) -> bool:
    return since is not None and telling.joined_at > since


def count_new(story: StoryView, since: datetime | None) -> int:
    return sum(_is_new(telling, since) for telling in story.tellings)


def arrivals(story: StoryView) -> tuple[Bar, ...]:
    """How many came in each of `BARS` equal stretches of the story's time; nothing where there is one moment only."""
    moments = [telling.card.shown_at for telling in story.tellings]
    if len(moments) < 2 or max(moments) - min(moments) < timedelta(minutes=1):
        return ()
    first, span = min(moments), max(moments) - min(moments)
    counts = [0] * BARS
    for moment in moments:
        counts[min(BARS - 1, int((moment - first) / span * BARS))] += 1
    heights = [round(TALL * count / max(FEWEST_OF_FULLEST, *counts), 1) for count in counts]
    return tuple(
        Bar(round(100 * place / BARS, 2), round(TALL - height, 1), height)
        for place, height in enumerate(heights)
        if height
    )
