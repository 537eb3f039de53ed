"""Cards: ids become what a list shows, in two queries however long the list is."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from octavo.core.articles import Kind, Media
from octavo.core.reading import Card, PictureView, PublisherView
from octavo.core.rights import Terms
from octavo.store.sql import query_in, utc

_CARDS = """
SELECT a.id, a.title, a.excerpt, a.kind, a.language, a.publisher_id, a.shown_at, a.media, a.word_count, a.is_complete,
       a.is_paywalled, a.revision_count, a.picture_alt, a.picture_caption, a.picture_credit, s.slug, s.label,
       i.id, i.url_hash, i.width, i.height, i.colour, i.widths,
       (SELECT COUNT(*) FROM store_comment c WHERE c.article_id = a.id AND c.state = 'published')
FROM store_article a
LEFT JOIN store_section s ON s.id = a.section_id
LEFT JOIN store_picture i ON i.id = a.picture_id AND i.state = 'stored'
WHERE a.id IN ({marks})
"""
_PUBLISHERS = """
SELECT p.id, p.slug, p.name, p.home_url, p.country, p.languages, p.terms, p.about, p.owner,
       i.id, i.url_hash, i.width, i.height, i.colour, i.widths
FROM store_publisher p
LEFT JOIN store_picture i ON i.id = p.logo_id AND i.state = 'stored'
"""


def cards(article_ids: Sequence[int]) -> tuple[Card, ...]:
    """The cards of these articles, in this order; ids that are gone are left out."""
    found, _ = cards_with_publishers(article_ids)
    return tuple(found[article_id] for article_id in article_ids if article_id in found)


def cards_with_publishers(
    article_ids: Iterable[int], publisher_ids: Iterable[int] = ()
) -> tuple[dict[int, Card], dict[int, PublisherView]]:
    """Cards by article, and publishers by id: the cards' own and those asked for, in the same two queries."""
    rows = list(query_in(_CARDS, dict.fromkeys(article_ids)))
    publishers = publisher_views({row[5] for row in rows} | set(publisher_ids))
    return {row[0]: _card(row, publishers[row[5]]) for row in rows}, publishers


def _card(row: Sequence[Any], publisher: PublisherView) -> Card:
    article_id, title, excerpt, kind, language, _, shown_at, media, words, complete, paywalled, revised = row[:12]
    alt, caption, credit, section_slug, section_label = row[12:17]
    return Card(
        id=article_id,
        title=title,
        excerpt=excerpt,
        kind=Kind(kind),
        language=language,
        publisher=publisher,
        shown_at=utc(shown_at),
        section_slug=section_slug or "",
        section_label=section_label or "",
        picture=picture_view(row[17:23], alt=alt, caption=caption, credit=credit),
        media=media_of(media),
        word_count=words,
        is_complete=bool(complete),
        is_paywalled=bool(paywalled),
        revision_count=revised,
        comments=row[23],
    )


def media_of(packed: str) -> tuple[Media, ...]:
    return tuple(Media(**media) for media in json.loads(packed)) if packed != "[]" else ()


def picture_view(columns: Sequence[Any], *, alt: str = "", caption: str = "", credit: str = "") -> PictureView | None:
    """The picture of `id, url_hash, width, height, colour, widths`; None where the join found none."""
    picture_id, key, width, height, colour, widths = columns
    if picture_id is None or not width or not height:
        return None
    name = bytes(key).hex()
    return PictureView(picture_id, name, width, height, colour, tuple(json.loads(widths)), alt, caption, credit)


def publisher_views(publisher_ids: Iterable[int]) -> dict[int, PublisherView]:
    rows = query_in(f"{_PUBLISHERS} WHERE p.id IN ({{marks}})", publisher_ids)
    return {row[0]: publisher_view(row) for row in rows}


def publisher_view(row: Sequence[Any]) -> PublisherView:
    publisher_id, slug, name, home_url, country, languages, terms, about, owner = row[:9]
    return PublisherView(
        id=publisher_id,
        slug=slug,
        name=name,
        home_url=home_url,
        country=country,
        languages=tuple(json.loads(languages)),
        terms=Terms(terms),
        logo=picture_view(row[9:]),
        about=about,
        owner=owner,
    )
