"""Articles that this newsroom writes itself. They go the way of every other: labelled, grouped, searched, shown."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from octavo.core.articles import ExtractedArticle, Quality
from octavo.core.ids import url_hash
from octavo.core.rights import Terms
from octavo.store.changes import note_change
from octavo.store.models import Original, Publisher
from octavo.store.retention import forget_articles
from octavo.store.writing import Change, Draft, change_articles, held_articles, insert_articles

OWN_SLUG = "this-newsroom"


@dataclass(frozen=True, slots=True)
class OriginalDraft:
    """What the operator wrote. `html` is sanitised already, and `text` the same as plain paragraphs.

    `address` is the article's own page on this site, which readers elsewhere are led to; it must be of this original
    alone.
    """

    title: str
    text: str
    html: str
    language: str
    address: str
    standfirst: str = ""
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


def own_publisher(name: str, home_url: str, country: str = "") -> int:
    """The publisher that originals are of: this newsroom, made at its first original."""
    values = {"slug": OWN_SLUG, "name": name[:200], "home_url": home_url, "country": country, "terms": Terms.FULL.value}
    return Publisher.objects.get_or_create(is_own=True, defaults=values)[0].pk


def write_original(draft: OriginalDraft, publisher_id: int, now: datetime, reader_id: int | None = None) -> int:
    """Store a new original, or change the one of this address, keeping the earlier text as a revision. Its id."""
    key = url_hash(draft.address)
    with transaction.atomic():
        held = _held(key)
        if held is None:
            article_id = insert_articles([_draft(draft, key, publisher_id, now)])[key]
            Original.objects.create(article_id=article_id, by_id=reader_id, created_at=now, changed_at=now)
        else:
            article_id = held
            change = Change(held_articles([held])[held], _draft(draft, key, publisher_id, now), now)
            change_articles([change])
            Original.objects.filter(article=held).update(changed_at=now)
        note_change()
    return article_id


def _held(key: bytes) -> int | None:
    return Original.objects.filter(article__url_hash=key).values_list("article_id", flat=True).first()


def _draft(draft: OriginalDraft, key: bytes, publisher_id: int, now: datetime) -> Draft:
    publisher = Publisher.objects.get(pk=publisher_id)
    article = ExtractedArticle(
        url=draft.address,
        title=draft.title,
        text=draft.text,
        html=draft.html,
        standfirst=draft.standfirst,
        excerpt=(draft.standfirst or draft.text)[:200],
        authors=draft.authors,
        keywords=draft.keywords,
        language=draft.language,
        quality=Quality(complete=True),
    )
    return Draft(
        article=article,
        url_hash=key,
        publisher_id=publisher_id,
        country=publisher.country,
        language=draft.language,
        section="",
        seen_at=now,
    )


def forget_original(article_id: int) -> bool:
    """The operator takes an original back; False where it is none."""
    with transaction.atomic():
        found = Original.objects.filter(article=article_id).exists()
        if found:
            forget_articles([article_id])
    return found
