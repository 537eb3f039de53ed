"""Settings: each room has one frozen dataclass, read from OCTAVO_* variables by `load`.

A field `max_bytes` of a class with `prefix = "OCTAVO_GATHER_"` is read from OCTAVO_GATHER_MAX_BYTES, or from
the file that OCTAVO_GATHER_MAX_BYTES_FILE names. Nonsense stops the start with one clear line.
"""

import dataclasses
import enum
import os
import types
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar, Union, get_args, get_origin, get_type_hints

from octavo.core.failures import OctavoError

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off"}


class SettingsClass(Protocol):
    prefix: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


T = TypeVar("T", bound=SettingsClass)


def load(cls: type[T], environ: Mapping[str, str] | None = None) -> T:
    """Build `cls` from the environment. Raises `OctavoError` naming the variable that makes no sense."""
    env = os.environ if environ is None else environ
    hints = get_type_hints(cls)
    values: dict[str, Any] = {}
    for field in dataclasses.fields(cls):
        name = variable_name(cls, field)
        raw = _raw_value(name, env)
        if raw is not None:
            values[field.name] = _parse(name, raw, hints[field.name])
    try:
        return cls(**values)
    except ValueError as error:
        raise OctavoError(str(error)) from error


def given(cls: type[SettingsClass], environ: Mapping[str, str] | None = None) -> frozenset[str]:
    """The fields of `cls` that the environment sets."""
    env = os.environ if environ is None else environ
    names = {field.name: variable_name(cls, field) for field in dataclasses.fields(cls)}
    return frozenset(field for field, name in names.items() if env.get(name) or env.get(f"{name}_FILE"))


def variable_name(cls: type[SettingsClass], field: "dataclasses.Field[Any]") -> str:
    """The environment variable of a field; `metadata={"variable": …}` overrides the prefix rule."""
    override: str | None = field.metadata.get("variable")
    return override or cls.prefix + field.name.upper()


def _raw_value(name: str, env: Mapping[str, str]) -> str | None:
    path = env.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise OctavoError(f"{name}_FILE: {path} cannot be read ({error})") from error
    raw = env.get(name)
    return None if raw is None or raw == "" else raw


def _parse(name: str, raw: str, hint: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
    if get_origin(hint) is tuple:
        return tuple(_parse(name, part.strip(), get_args(hint)[0]) for part in raw.split(",") if part.strip())
    parser = _PARSERS.get(hint)
    if parser is None:
        parser = hint
    try:
        return parser(raw)
    except ValueError as error:
        raise OctavoError(f"{name}={raw!r} makes no sense: {_expected(hint)} is needed") from error


def _parse_bool(raw: str) -> bool:
    word = raw.strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ValueError(raw)


_PARSERS: dict[Any, Callable[[str], Any]] = {
    bool: _parse_bool,
    Path: lambda raw: Path(raw).expanduser(),
}


def _expected(hint: Any) -> str:
    names = {int: "a whole number", float: "a number", bool: "yes or no", Path: "a path"}
    if isinstance(hint, enum.EnumMeta):
        members: list[enum.Enum] = list(hint)
        return "one of " + ", ".join(str(member.value) for member in members)
    return names.get(hint, "another value")
