"""A reader's choices: for which country and in which languages, how it looks, and how much of what is personal."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from math import isfinite
from typing import Any

from octavo.core.personal import HEAVIEST, LIGHTEST, Preferences, Weights
from octavo.store.models import ReaderPreferences

_WEIGHTS = tuple(field.name for field in fields(Weights))


def preferences(reader_id: int) -> Preferences:
    """As they come where the reader never chose."""
    row = ReaderPreferences.objects.filter(reader_id=reader_id).first()
    if row is None:
        return Preferences()
    return Preferences(
        country=row.country,
        languages=tuple(row.languages),
        theme=row.theme,
        interests=tuple(row.interests),
        weights=read_weights(row.weights),
        is_personal=row.is_personal,
        keeps_history=row.keeps_history,
        welcomed_at=row.welcomed_at,
    )


def prefer(reader_id: int, **chosen: Any) -> None:
    """Change some of the choices, named as in `core.personal.Preferences`; the others stay."""
    if isinstance(chosen.get("weights"), Weights):
        chosen["weights"] = asdict(chosen["weights"])
    for name in ("languages", "interests"):
        if name in chosen:
            chosen[name] = list(chosen[name])
    ReaderPreferences.objects.update_or_create(reader_id=reader_id, defaults=chosen)


def read_weights(said: Mapping[str, Any]) -> Weights:
    """Each within its bounds; 1 for what is missing or no number."""
    return Weights(**{name: _weight(said.get(name, 1.0)) for name in _WEIGHTS})


def _weight(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return 1.0
    return min(HEAVIEST, max(LIGHTEST, number)) if isfinite(number) else 1.0
