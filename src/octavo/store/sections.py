"""Sections: publishers' own labels, the well-known ones brought to one slug across languages (data/sections.toml)."""

import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from octavo.core.ids import slug_of
from octavo.store.search.words import folded
from octavo.store.sql import insert, query_in, storable

MAX_LABEL_CHARS = 60
_MAX_LABEL_WORDS = 5


@cache
def known_sections() -> dict[str, str]:
    """Slug -> English label of the well-known sections, in the order in which a front page shows them."""
    return {slug: section["label"] for slug, section in _file().items()}


@cache
def _file() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("octavo") / "data/sections.toml").read_text(encoding="utf-8"))


@cache
def _slugs_by_name() -> dict[str, str]:
    names: dict[str, str] = {}
    for slug, section in _file().items():
        for name in (slug, *section["names"]):
            names.setdefault(_form(name), slug)
    return names


def _form(label: str) -> str:
    return " ".join(slug_of(folded(label)).split("-"))


# What publishing systems write where nobody chose a section: it would only fill menus.
_NO_SECTION = frozenset({
    "uncategorized", "uncategorised", "unkategorisiert", "allgemein", "non classé", "sin categoría", "sem categoria",
    "senza categoria", "geen categorie", "ukategorisert", "okategoriserade", "bez kategorii", "без рубрики",
    "без категории", "غير مصنف", "未分类", "未分類", "home", "homepage", "news", "latest", "latest news",
    "article", "articles", "all", "general", "default", "other", "misc", "blog", "post", "posts", "rss", "feed",
})  # fmt: skip


@lru_cache(maxsize=10_000)
def section_of(label: str) -> tuple[str, str] | None:
    """(slug, label) of a publisher's section label; None where it names none.

    A path such as "News > Sport" or "Home/Deportes" is read from its last part, its well-known parts first.
    """
    parts = [part.strip() for part in label.replace(">", "/").replace("|", "/").replace("»", "/").split("/")]
    names = _slugs_by_name()
    for part in reversed(parts):
        slug = names.get(_form(part))
        if slug:
            return slug, known_sections()[slug]
    own = storable(next((part for part in reversed(parts) if part), ""))
    if not own or len(own) > MAX_LABEL_CHARS or len(own.split()) > _MAX_LABEL_WORDS:
        return None
    slug = slug_of(own)
    return (slug, own) if slug and not slug.isdigit() and own.casefold() not in _NO_SECTION else None


def section_ids(sections: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Slug -> id, storing those that are new. Inside the caller's transaction."""
    wanted = dict(sections)
    found = _ids(wanted)
    missing = [(slug, label) for slug, label in wanted.items() if slug not in found]
    if missing:
        insert("store_section", "slug, label", missing, skip_known=True)
        found |= _ids(slug for slug, _ in missing)
    return found


def _ids(slugs: Iterable[str]) -> dict[str, int]:
    return dict(query_in("SELECT slug, id FROM store_section WHERE slug IN ({marks})", slugs))
