"""Publishers, hashtags, sections, and the country and language pairs in use."""

from dataclasses import dataclass

from octavo.core.reading import PublisherView, SectionView, TagView
from octavo.store.languages import kept_languages
from octavo.store.reading.cards import _PUBLISHERS, publisher_view
from octavo.store.sections import known_sections
from octavo.store.sql import marks, query


@dataclass(frozen=True, slots=True)
class EditionInUse:
    """Articles there are of one country's publishers in one language."""

    country: str
    language: str
    articles: int


def publishers(*, country: str = "", language: str = "") -> tuple[PublisherView, ...]:
    """Every publisher, by name; or those of one country, or that publish in one language."""
    views = [publisher_view(row) for row in query(f"{_PUBLISHERS} ORDER BY p.name, p.id")]
    return tuple(
        view
        for view in views
        if (not country or view.country == country) and (not language or language in view.languages)
    )


def publisher(slug: str) -> PublisherView | None:
    return next(map(publisher_view, query(f"{_PUBLISHERS} WHERE p.slug = %s", [slug])), None)


def hashtag(slug: str) -> TagView | None:
    rows = query("SELECT slug, label FROM store_hashtag WHERE slug = %s", [slug])
    return next((TagView(*row) for row in rows), None)


def section(slug: str) -> SectionView | None:
    rows = query("SELECT slug, label FROM store_section WHERE slug = %s", [slug])
    return next((SectionView(*row) for row in rows), None)


def sections(language: str = "") -> tuple[SectionView, ...]:
    """The sections that have articles in this language (in any where it is ""), well-known ones first."""
    languages = kept_languages((language,)) if language else ()
    narrowed = f" AND a.language IN ({marks(languages)})" if languages else ""
    rows = query(
        "SELECT s.slug, s.label FROM store_section s WHERE EXISTS"  # noqa: S608 - values are bound
        f" (SELECT 1 FROM store_article a WHERE a.section_id = s.id{narrowed})",
        languages,
    )
    order = {slug: place for place, slug in enumerate(known_sections())}
    rows.sort(key=lambda row: (order.get(row[0], len(order)), row[1]))
    return tuple(SectionView(*row) for row in rows)


def editions() -> tuple[EditionInUse, ...]:
    """The country and language pairs in use, the fullest first."""
    rows = query(
        "SELECT country, language, COUNT(*) FROM store_article WHERE language <> ''"
        " GROUP BY country, language ORDER BY COUNT(*) DESC, country, language"
    )
    return tuple(EditionInUse(*row) for row in rows)
