"""What a device kept for a reader without an account, taken over by the account."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from octavo.core.personal import Follow, Mute
from octavo.store import history, mutes, saved, subscriptions
from octavo.store.preferences import prefer, preferences
from octavo.store.sql import chunks

AT_ONCE = 25
"""Things taken over in one transaction: fifty milliseconds are all that one may take."""


@dataclass(frozen=True, slots=True)
class DeviceState:
    """What a device kept for a reader without an account, checked for form and bounded. Newest first."""

    follows: tuple[Follow, ...] = ()
    mutes: tuple[Mute, ...] = ()
    saved: tuple[int, ...] = ()
    read: tuple[tuple[int, datetime], ...] = ()
    choices: tuple[tuple[str, Any], ...] = ()


def take_over(reader_id: int, state: DeviceState, now: datetime) -> int:
    """Add to the reader's own what a device kept; how many things were taken. What the account has already stays as it
    is, and what names nothing that is here is left out."""
    steps: list[Callable[[], bool]] = [
        *(partial(_follow, reader_id, one, now) for one in reversed(state.follows)),
        *(partial(_mute, reader_id, one, now) for one in state.mutes),
        *(partial(saved.save, reader_id, one, now) for one in reversed(state.saved)),
        *(partial(history.record_read, reader_id, min(at, now), article_id=one) for one, at in reversed(state.read)),
    ]
    taken = _in_short_transactions(steps)
    _take_choices(reader_id, dict(state.choices))
    return taken


def _follow(reader_id: int, one: Follow, now: datetime) -> bool:
    return subscriptions.follow(reader_id, one.kind, one.target, now, label=one.label) is not None


def _mute(reader_id: int, one: Mute, now: datetime) -> bool:
    return mutes.mute(reader_id, one.kind, one.target, now) is not None


def _in_short_transactions(steps: Sequence[Callable[[], bool]]) -> int:
    taken = 0
    for some in chunks(steps, AT_ONCE):
        with transaction.atomic():
            taken += sum(step() for step in some)
    return taken


def _take_choices(reader_id: int, choices: dict[str, Any]) -> None:
    """Only where the account has no choice of its own."""
    known = preferences(reader_id)
    fresh: dict[str, Any] = {}
    if known.country is None and "country" in choices:
        fresh = {name: choices[name] for name in ("country", "languages") if name in choices}
    if not known.theme and choices.get("theme"):
        fresh["theme"] = choices["theme"]
    if fresh:
        prefer(reader_id, **fresh)
