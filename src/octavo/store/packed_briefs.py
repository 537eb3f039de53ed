"""How a brief is kept in a column: each value as the list of its fields, in their order, as packed JSON.

A field may be added to a type of `core.briefs` at its end, with a default: what was kept before reads as before.
"""

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from octavo.core.briefs import Answer, Brief, Feature, FigureRow, Perspectives, TimelineEntry, Who, Wrapup
from octavo.store.packed import pack, unpack
from octavo.store.sql import storable

MAX_CHARS = 4_000
"""Of a sentence: text that no full stop ends is no sentence."""
_TABLES: dict[Feature, Any] = {
    Feature.PERSPECTIVES: Perspectives,
    Feature.FIGURES: tuple[FigureRow, ...],
    Feature.TIMELINE: tuple[TimelineEntry, ...],
    Feature.WHO: tuple[Who, ...],
    Feature.WRAPUP: Wrapup,
    Feature.ASK: Answer,
}


def pack_brief(brief: Brief) -> bytes:
    """Title, sentences, table and notice; the rest has columns."""
    return pack([storable(brief.title, MAX_CHARS), _plain(brief.sentences), _plain(brief.table), brief.notice])


def unpack_brief(packed: bytes, feature: Feature, *, provider: str, dropped: int) -> Brief:
    title, sentences, table, *more = unpack(packed)
    kind = _TABLES.get(feature)
    told = None if table is None or kind is None else _read(kind, table)
    notice = more[0] if more else ""
    return Brief(feature, _read(_types(Brief)["sentences"], sentences), title, dropped, provider, told, notice)


def plain_fields(value: Any) -> list[Any]:
    """The fields of a frozen dataclass, in their order, as JSON has them."""
    return [_plain(getattr(value, field.name)) for field in fields(value)]


def read_fields(kind: Any, values: list[Any]) -> Any:
    """A `kind` of what `plain_fields` gave. Raises TypeError or ValueError for anything else."""
    return kind(*map(_read, _types(kind).values(), values))


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return plain_fields(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return storable(value, MAX_CHARS)
    if isinstance(value, float):
        return value if abs(value) < 1e300 else 0.0
    return value.isoformat() if isinstance(value, date) else value


def _read(kind: Any, value: Any) -> Any:
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], one) for one in value)
    if NoneType in get_args(kind):
        return None if value is None else _read(next(one for one in get_args(kind) if one is not NoneType), value)
    if hasattr(kind, "__dataclass_fields__"):
        return read_fields(kind, value)
    if issubclass(kind, date):
        return kind.fromisoformat(value)
    return kind(value)


@cache
def _types(kind: Any) -> dict[str, Any]:
    """Of a dataclass, in the order of its fields."""
    return get_type_hints(kind)
