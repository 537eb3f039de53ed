"""One article, with its text, hashtags and revisions, and what else its publisher has."""

import json
from itertools import starmap

from octavo.core.articles import Leak
from octavo.core.ids import url_hash
from octavo.core.reading import ArticleFilter, ArticleView, Card, RevisionView, TagView
from octavo.store.models import Article
from octavo.store.reading.cards import cards
from octavo.store.reading.lists import newest
from octavo.store.sql import query, utc

_ARTICLE = """
SELECT a.url, a.standfirst, a.authors, a.published_at, a.updated_at, a.seen_at, b.html, b.text, a.from_page,
       a.source, a.leaks, a.confidence, a.extraction_version
FROM store_article a JOIN store_articlebody b ON b.article_id = a.id WHERE a.id = %s
"""
_HASHTAGS = """
SELECT t.slug, t.label FROM store_articlehashtag h JOIN store_hashtag t ON t.id = h.hashtag_id
WHERE h.article_id = %s ORDER BY h.id
"""
_REVISIONS = """
SELECT id, title, text, replaced_at FROM store_revision WHERE article_id = %s ORDER BY replaced_at DESC, id DESC
"""
_MAX_ID = 2**63 - 1
_LEAKS = {leak.value: leak for leak in Leak}


def article(article_id: int) -> ArticleView | None:
    """The article of this id, whole; what of it may be shown is for `core.rights.text_rights` to say."""
    if not 0 < article_id <= _MAX_ID:
        return None
    for row in query(_ARTICLE, [article_id]):
        url, standfirst, authors, published_at, updated_at, seen_at, html, text, from_page = row[:9]
        source, leaks, confidence, version = row[9:]
        return ArticleView(
            card=cards([article_id])[0],
            url=url,
            standfirst=standfirst,
            authors=tuple(json.loads(authors)),
            published_at=utc(published_at),
            updated_at=utc(updated_at),
            seen_at=utc(seen_at),
            html=html,
            text=text,
            hashtags=tuple(starmap(TagView, query(_HASHTAGS, [article_id]))),
            from_page=bool(from_page),
            source=source,
            leaks=_leaks(leaks),
            confidence=confidence,
            version=version,
        )
    return None


def article_at(url: str) -> int | None:
    """The id of the article that a publisher has at `url`, however the address is written; None for none."""
    return Article.objects.filter(url_hash=url_hash(url)).values_list("pk", flat=True).first()


def _leaks(packed: str) -> tuple[Leak, ...]:
    """Codes that this version of Octavo does not know are left out."""
    return tuple(_LEAKS[code] for code in json.loads(packed) if code in _LEAKS) if packed != "[]" else ()


def revisions(article_id: int) -> tuple[RevisionView, ...]:
    """Earlier texts of an article, the latest of them first."""
    if not 0 < article_id <= _MAX_ID:
        return ()
    rows = query(_REVISIONS, [article_id])
    return tuple(RevisionView(revision_id, title, text, utc(at)) for revision_id, title, text, at in rows)


def more_from(card: Card, limit: int = 4) -> tuple[Card, ...]:
    """The newest other articles of the card's publisher."""
    places = newest(ArticleFilter(publisher=card.publisher.slug), limit + 1)
    return cards([article_id for _, article_id in places if article_id != card.id][:limit])
