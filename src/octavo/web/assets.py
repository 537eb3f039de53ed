"""Addresses of static files: `/static/octavo/octavo.css?v=<hash of the file>`, for browsers to keep for good.

A module's imports are in it or named the same way, and its version covers them: no page ever runs half of an upgrade.
"""

import hashlib
import posixpath
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

# What is made of many small modules is sent as one script: a page of twenty would wait for each of them.
SENT_AS_ONE = "octavo/app/"
_IMPORTED = re.compile(r"""((?:^(?:import|export)\b[^;"']*|\bimport\()")(\.{1,2}/[^"]+\.js)(?=")""", re.MULTILINE)
_IMPORTS = re.compile(r'^import (\{[^}]*\}) from "(\.{1,2}/[^"]+\.js)";$', re.MULTILINE)
_COMMENTS = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_EXPORTS = re.compile(r"^export (?=(?:async )?(?:function|const|class) (\w+))", re.MULTILINE)


@cache
def file_version(name: str) -> str:
    """The first ten hex digits of the file's hash; "" for a file that no application has."""
    path = finders.find(name)
    if path is None:
        return ""
    body = module_text(name).encode() if name.endswith(".js") else Path(path).read_bytes()
    return hashlib.blake2b(body, digest_size=5).hexdigest()


@cache
def module_text(name: str) -> str:
    """A script as it is sent: what it imports is in it, or named by its version. Imports must not go in circles."""

    def versioned_import(found: re.Match[str]) -> str:
        return f"{found[1]}{found[2]}?v={file_version(_resolved(name, found[2]))}"

    small = [one for one in _imports_of(name) if one.startswith(SENT_AS_ONE)]
    return _COMMENTS.sub("", _IMPORTED.sub(versioned_import, _with_in_place(name, small)))


def classic_script(name: str) -> str:
    """A module and all it imports as one classic script: not every browser in use runs a service worker of modules."""
    return _COMMENTS.sub("", _EXPORTS.sub("", _with_in_place(name, _imports_of(name))))


def is_imported_whole(name: str) -> bool:
    """Of the modules sent as one: no page names it, others hold it."""
    folder = Path(str(finders.find(name))).parent
    beside = (SENT_AS_ONE + path.name for path in folder.glob("*.js"))
    return name.startswith(SENT_AS_ONE) and any(name in _imports_of(one) for one in beside)


def _with_in_place(name: str, imports: Sequence[str]) -> str:
    """These imports, and all that they import, as constants of what they export, each in a scope of its own; then
    `name` itself."""
    seen: set[str] = set()
    parts = [_as_constant(one) for imported in imports for one in _in_order(imported, seen)]
    return "\n".join([*parts, _with_constants(name, seen)])


def _as_constant(name: str) -> str:
    body = _with_constants(name, set(_imports_of(name)))
    exported = ", ".join(_EXPORTS.findall(body))
    return f"const {_constant(name)} = (() => {{\n{_EXPORTS.sub('', body)}\nreturn {{ {exported} }};\n}})();"


def _with_constants(name: str, in_place: set[str]) -> str:
    """`import { a as b } from "./c.js"` as `const { a: b } = $app_c`, where that stands before."""

    def taken(found: re.Match[str]) -> str:
        imported = _resolved(name, found[2])
        return f"const {found[1].replace(' as ', ': ')} = {_constant(imported)};" if imported in in_place else found[0]

    return _IMPORTS.sub(taken, _source(name))


def _constant(name: str) -> str:
    return "$" + re.sub(r"\W", "_", name.removesuffix(".js"))


def _imports_of(name: str) -> list[str]:
    return [_resolved(name, found[2]) for found in _IMPORTED.finditer(_source(name))]


def _in_order(name: str, seen: set[str]) -> Iterator[str]:
    """What is imported before what imports it, each once."""
    if name in seen:
        return
    seen.add(name)
    for imported in _imports_of(name):
        yield from _in_order(imported, seen)
    yield name


def _resolved(name: str, imported: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), imported))


def _source(name: str) -> str:
    return Path(str(finders.find(name))).read_text(encoding="utf-8")


@cache
def versioned(base_url: str, name: str) -> str:
    version = file_version(name)
    return f"{base_url}{name}?v={version}" if version else f"{base_url}{name}"


class VersionedFiles(StaticFilesStorage):
    """Names each file by its content, without a copy of the files: the packages' own are served."""

    def url(self, name: str | None) -> str:
        return versioned(self.base_url, name or "")
