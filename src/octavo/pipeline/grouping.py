"""What the grouping process does: it holds one grouper between tasks, and knows when it is the wrong one.

The store is the truth. A process that is new, or was loaded for another worker's turn, answers `NotLoaded`, and
whoever asked (`octavo.pipeline.stories`) loads it from the store. Pure but for the grouper that is held.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from octavo.core.protocols import Grouper
from octavo.core.stories import Assignment, Regrouping, Sighting


@dataclass(frozen=True, slots=True)
class LoadTask:
    """A part of the window, in order. The part that `begins` makes a new grouper, which goes by `token` then."""

    token: str
    sightings: tuple[tuple[Sighting, str], ...]
    begins: bool


@dataclass(frozen=True, slots=True)
class AssignTask:
    """`since` is when the window begins by now."""

    token: str
    sightings: tuple[Sighting, ...]
    since: datetime


@dataclass(frozen=True, slots=True)
class RegroupTask:
    """`since` is when the window begins."""

    token: str
    since: datetime


@dataclass(frozen=True, slots=True)
class VoicesTask:
    """Articles of a few stories. Needs no grouper."""

    stories: tuple[tuple[Sighting, ...], ...]


GroupTask = LoadTask | AssignTask | RegroupTask | VoicesTask


@dataclass(frozen=True, slots=True)
class NotLoaded:
    """This process does not hold the grouper that was asked for."""


@dataclass(slots=True)
class _Held:
    token: str = ""
    grouper: Grouper | None = None


_HELD = _Held()


def new_grouper() -> Grouper:
    """Imported with the first task: numpy and the model are heavy."""
    from octavo.stories import grouping

    return grouping.Grouper()


Grouped = tuple[Assignment, ...] | Regrouping | tuple[tuple[str, ...], ...] | NotLoaded | None


def group(task: GroupTask) -> Grouped:
    """`Assignment`s for an `AssignTask`, a `Regrouping` for a `RegroupTask`, None for a `LoadTask`; for a `VoicesTask`
    the ids of each independent telling, the likely original first."""
    if isinstance(task, VoicesTask):
        return told_apart(task.stories)
    if isinstance(task, LoadTask) and task.begins:
        _HELD.token, _HELD.grouper = task.token, new_grouper()
    grouper = _HELD.grouper
    if grouper is None or task.token != _HELD.token:
        return NotLoaded()
    match task:
        case LoadTask():
            grouper.load(task.sightings)
            return None
        case AssignTask():
            grouper.forget_before(task.since)
            return tuple(grouper.assign(one) for one in task.sightings)
        case RegroupTask():
            grouper.forget_before(task.since)
            return grouper.regroup()


def told_apart(stories: Iterable[tuple[Sighting, ...]]) -> tuple[tuple[str, ...], ...]:
    from octavo.stories.copies import voices

    return tuple(voice for members in stories for voice in voices(members))
