"""Collects the strings to translate and compiles the translations: `python -m octavo.web.messages collect|compile`.

Templates go through Django's own `templatize`, Python through Babel. The .po files are kept in git; the compiled
.mo files are made at set-up.
"""

import os
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

LOCALE = Path(__file__).parent / "locale"
SOURCE = Path(__file__).parent.parent
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}

_NOISE = tuple(
    f'"{name}'.encode()
    for name in ("POT-", "PO-Rev", "Last-Tr", "Language-Team", "Report-", "Generated-By", "Project-Id")
)


def _sources() -> Iterator[tuple[str, bytes]]:
    """(place, Python) of every file with strings that readers or operators see; templates turned into Python."""
    for path in sorted(SOURCE.rglob("*.py")):
        if path.parts[-2] != "migrations":
            yield path.relative_to(SOURCE).as_posix(), path.read_bytes()
    templates = SOURCE / "web" / "templates"
    for path in sorted([*templates.rglob("*.html"), *templates.rglob("*.txt")]):
        yield path.relative_to(SOURCE).as_posix(), _python_of(path.read_text(encoding="utf-8"))


def _python_of(template: str) -> bytes:
    """The template's strings as calls; lines are kept, their indentation means nothing and goes."""
    lines = templatize(template).splitlines()
    return "\n".join(line.strip() for line in lines).encode()


def template_catalogue() -> Catalog:
    """Every string in use, with where it is used."""
    catalogue = Catalog(charset="utf-8")
    for place, source in _sources():
        for _line, message, comments, context in extract("python", BytesIO(source), KEYWORDS, ("Translators:",)):
            flags = ["python-format"] if "%(" in str(message) else []
            catalogue.add(message, None, [(place, 0)], flags, auto_comments=comments, context=context)
    return catalogue


def po_files() -> list[Path]:
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def collect() -> None:
    """Bring every .po file up to date; strings gone from the program go from the file."""
    found = template_catalogue()
    for code, _name in settings.LANGUAGES:
        if code == settings.LANGUAGE_CODE:
            continue
        locale = to_locale(code)
        path = LOCALE / locale / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = read(path) if path.exists() else _new(locale)
        catalogue.update(found, no_fuzzy_matching=True, update_header_comment=False, keep_user_comments=True)
        path.write_bytes(_written(catalogue))


def _new(locale: str) -> Catalog:
    name = Locale.parse(locale).get_display_name("en")
    return Catalog(locale=locale, charset="utf-8", header_comment=f"# Octavo in {name}.", fuzzy=False)


def _written(catalogue: Catalog) -> bytes:
    """The file without the header lines that change at every run and tell nothing."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=120, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return b"".join(line for line in buffer.getvalue().splitlines(keepends=True) if not line.startswith(_NOISE))


def compile_all() -> None:
    """What is newer than its source is left alone; nobody ever reads half a file."""
    for path in po_files():
        compiled = path.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime:
            continue
        unfinished = path.with_suffix(f".{os.getpid()}")
        with unfinished.open("wb") as file:
            write_mo(file, read(path))
        unfinished.replace(compiled)


def main(arguments: list[str]) -> int:
    import octavo.store

    octavo.store.setup()
    if arguments == ["collect"]:
        collect()
    elif arguments == ["compile"]:
        compile_all()
    else:
        sys.stderr.write("usage: python -m octavo.web.messages collect|compile\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
