"""Writing articles: rows, texts, hashtags, pictures, search words and the jobs they ask for, many at a time.

Called inside the transaction of `recording` (what feeds said) or `articles` (what pages said).
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from html import escape
from typing import Any

from octavo.core.articles import ExtractedArticle
from octavo.core.ids import content_hash, hashtag_of, url_hash
from octavo.core.protocols import SearchDocument
from octavo.store.briefs import tell_again
from octavo.store.episodes import record_episodes
from octavo.store.jobs import NewJob, enqueue_many
from octavo.store.label_queue import PAGE_PATIENCE, label_again, wait_for_labels
from octavo.store.languages import plain_language
from octavo.store.pictures import want_pictures
from octavo.store.search import search_index
from octavo.store.search.words import word_count
from octavo.store.sections import section_ids, section_of
from octavo.store.sql import at, execute_many, insert, query_in, storable, utc

MAX_TITLE_CHARS = 500
MAX_EXCERPT_CHARS = 400
MAX_STANDFIRST_CHARS = 1000
MAX_TEXT_CHARS = 500_000
MAX_HTML_CHARS = 1_000_000
MAX_URL_CHARS = 4000
MAX_SOURCE_CHARS = 200
MAX_AUTHORS = 12
MAX_MEDIA = 20
MAX_HASHTAGS = 10

# What a change may change; an insert has these and what never changes.
_CHANGING = (
    "title, standfirst, excerpt, authors, kind, language, section_id, published_at, updated_at, shown_at, picture_id,"
    " picture_caption, picture_credit, picture_alt, media, word_count, is_complete, is_paywalled, from_page,"
    " source, leaks, confidence, extraction_version, content_hash, revision_count"
)
_FIXED = "publisher_id, url, url_hash, country, seen_at"


@dataclass(frozen=True, slots=True)
class Draft:
    """An article to be written, with what its feed and publisher lend it."""

    article: ExtractedArticle
    url_hash: bytes
    publisher_id: int
    country: str
    language: str
    section: str
    seen_at: datetime
    wants_page: bool = False

    @property
    def content_hash(self) -> bytes:
        return content_hash(self.article.title, self.article.text)


@dataclass(frozen=True, slots=True)
class Held:
    """An article as it is stored, as far as a change needs to know."""

    id: int
    title: str
    text: str
    url_hash: bytes
    publisher_id: int
    content_hash: bytes
    language: str
    section_id: int | None
    from_page: bool
    is_complete: bool
    extraction_version: int
    published_at: datetime | None
    seen_at: datetime
    revision_count: int
    picture_id: int | None
    picture_words: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """A stored article and what it is to become at `changed_at`. `is_ours`: its publisher did nothing, we did."""

    held: Held
    draft: Draft
    changed_at: datetime
    is_ours: bool = False


def insert_articles(drafts: Sequence[Draft]) -> dict[bytes, int]:
    """Store new articles. Returns URL hash -> article id. Every URL hash is new and stands in `drafts` once."""
    if not drafts:
        return {}
    links = _links(drafts)
    insert("store_article", f"{_FIXED}, {_CHANGING}", [_fixed(draft) + _changing(draft, links) for draft in drafts])
    sql = "SELECT url_hash, id FROM store_article WHERE url_hash IN ({marks})"
    ids = {bytes(key): article_id for key, article_id in query_in(sql, [draft.url_hash for draft in drafts])}
    numbered = [(ids[draft.url_hash], draft.article) for draft in drafts]
    insert(
        "store_articlebody",
        "article_id, html, text",
        [(article_id, _html(article), _text(article)) for article_id, article in numbered],
    )
    _add_hashtags(numbered)
    record_episodes([(ids[draft.url_hash], draft.article.episode, draft.seen_at) for draft in drafts])
    search_index().add(_documents(numbered))
    wait_for_labels([(ids[draft.url_hash], _label_due_at(draft)) for draft in drafts])
    enqueue_many(
        NewJob("fetch_page", str(ids[draft.url_hash]), {"article": ids[draft.url_hash]}, draft.seen_at)
        for draft in drafts
        if draft.wants_page
    )
    return ids


def change_articles(changes: Sequence[Change]) -> None:
    """Give stored articles new text, keeping the old one as a revision where a reader would see the difference."""
    if not changes:
        return
    links = _links([change.draft for change in changes])
    rewritten = [change for change in changes if is_rewritten(change)]
    index = search_index()
    index.remove([change.held.id for change in rewritten])
    revised = [change for change in changes if is_revision(change)]
    _keep_revisions(revised)
    assignments = ", ".join(f"{column.strip()} = %s" for column in _CHANGING.split(","))
    execute_many(
        f"UPDATE store_article SET {assignments} WHERE id = %s",  # noqa: S608 - columns are ours, values are bound
        [(*_changing(change.draft, links, change), change.held.id) for change in changes],
    )
    numbered = [(change.held.id, change.draft.article) for change in changes]
    execute_many(
        "UPDATE store_articlebody SET html = %s, text = %s WHERE article_id = %s",
        [(_html(article), _text(article), article_id) for article_id, article in numbered],
    )
    _add_hashtags(numbered)
    record_episodes([(one.held.id, one.draft.article.episode, one.changed_at) for one in changes])
    index.add(_documents([(change.held.id, change.draft.article) for change in rewritten]))
    if revised:
        tell_again([change.held.id for change in revised], max(change.changed_at for change in revised))
    label_again([change.held.id for change in rewritten])


def _label_due_at(draft: Draft) -> datetime:
    """The newest go first; what waits for its page is better labelled then."""
    if draft.wants_page:
        return draft.seen_at + PAGE_PATIENCE
    return shown_at(draft.article.published_at, draft.seen_at)


def held_articles(article_ids: Iterable[int]) -> dict[int, Held]:
    """The stored articles of these ids, by id."""
    rows = query_in(
        "SELECT a.id, a.title, b.text, a.url_hash, a.publisher_id, a.content_hash, a.language, a.section_id,"
        " a.from_page, a.is_complete, a.extraction_version, a.published_at, a.seen_at, a.revision_count, a.picture_id,"
        " a.picture_caption, a.picture_credit, a.picture_alt"
        " FROM store_article a JOIN store_articlebody b ON b.article_id = a.id WHERE a.id IN ({marks})",
        article_ids,
    )
    return {row[0]: _held(row) for row in rows}


def _held(row: tuple[Any, ...]) -> Held:
    article_id, title, text, key, publisher_id, digest, language, section_id, from_page, is_complete, version = row[:11]
    published_at, seen_at, revision_count, picture_id, *picture_words = row[11:]
    return Held(
        article_id,
        title,
        text,
        bytes(key),
        publisher_id,
        bytes(digest),
        language,
        section_id,
        bool(from_page),
        bool(is_complete),
        version,
        utc(published_at),
        utc(seen_at),
        revision_count,
        picture_id,
        (picture_words[0], picture_words[1], picture_words[2]),
    )


def _fixed(draft: Draft) -> tuple[Any, ...]:
    url = storable(draft.article.url, MAX_URL_CHARS)
    return (draft.publisher_id, url, draft.url_hash, draft.country, at(draft.seen_at))


def _changing(draft: Draft, links: "_Links", change: Change | None = None) -> tuple[Any, ...]:
    article, held = draft.article, change.held if change else None
    published_at = article.published_at or (held.published_at if held else None)
    seen_at = held.seen_at if held else draft.seen_at
    return (
        storable(article.title, MAX_TITLE_CHARS),
        storable(article.standfirst, MAX_STANDFIRST_CHARS),
        storable(article.excerpt, MAX_EXCERPT_CHARS),
        json.dumps([storable(author, 200) for author in article.authors[:MAX_AUTHORS]], ensure_ascii=False),
        article.kind.value,
        plain_language(article.language) or plain_language(draft.language),
        links.section_of(draft) or (held and held.section_id),
        at(published_at),
        at(article.updated_at),
        at(shown_at(published_at, seen_at)),
        links.picture_of(draft) or (held and held.picture_id),
        *_picture_words(article, held),
        _media_json(article),
        word_count(article.text),
        article.quality.complete,
        article.quality.paywalled,
        article.quality.from_page,
        storable(article.source, MAX_SOURCE_CHARS),
        json.dumps([leak.value for leak in article.quality.leaks]),
        article.quality.confidence,
        article.version,
        draft.content_hash,
        change.held.revision_count + is_revision(change) if change else 0,
    )


def _picture_words(article: ExtractedArticle, held: Held | None) -> tuple[str, str, str]:
    """Caption, credit and description; those of the picture that stays where a change names no other."""
    picture = article.picture
    if picture is None:
        return held.picture_words if held else ("", "", "")
    return storable(picture.caption, 1000), storable(picture.credit, 500), storable(picture.alt, 1000)


def shown_at(published_at: datetime | None, seen_at: datetime) -> datetime:
    """What orders every list: the publisher's time, but never later than when we first saw it. Whole seconds."""
    return min(published_at or seen_at, seen_at).replace(microsecond=0)


def is_rewritten(change: Change) -> bool:
    """Are title or text not what they were?"""
    return change.held.content_hash != change.draft.content_hash


def is_revision(change: Change) -> bool:
    """Did the publisher change them? Not where a page replaces an excerpt, or a better extraction an older one."""
    held, article = change.held, change.draft.article
    same_source = held.from_page == article.quality.from_page and held.extraction_version == article.version
    return same_source and not change.is_ours and is_rewritten(change)


def _media_json(article: ExtractedArticle) -> str:
    kept = [asdict(media) for media in article.media[:MAX_MEDIA]]
    return json.dumps([{name: _storable_value(value) for name, value in media.items()} for media in kept])


def _storable_value(value: Any) -> Any:
    return storable(value, MAX_URL_CHARS) if isinstance(value, str) else value


def _text(article: ExtractedArticle) -> str:
    return storable(article.text, MAX_TEXT_CHARS)


def _html(article: ExtractedArticle) -> str:
    """Markup too long to keep is never cut, for half a tag is no safe markup: its plain text stands in."""
    if len(article.html) <= MAX_HTML_CHARS:
        return storable(article.html)
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in _text(article).split("\n\n"))


def _documents(numbered: Sequence[tuple[int, ExtractedArticle]]) -> list[SearchDocument]:
    return [
        SearchDocument(article_id, storable(article.title, MAX_TITLE_CHARS), _text(article))
        for article_id, article in numbered
    ]


def _keep_revisions(changes: Sequence[Change]) -> None:
    insert(
        "store_revision",
        "article_id, title, text, content_hash, replaced_at",
        [
            (change.held.id, change.held.title, change.held.text, change.held.content_hash, at(change.changed_at))
            for change in changes
        ],
    )


@dataclass(frozen=True, slots=True)
class _Links:
    """Ids of the sections and pictures that drafts refer to, by slug and URL hash."""

    sections: dict[str, int]
    pictures: dict[bytes, int]

    def section_of(self, draft: Draft) -> int | None:
        section = _section(draft)
        return self.sections.get(section[0]) if section else None

    def picture_of(self, draft: Draft) -> int | None:
        url = _picture_url(draft.article)
        return self.pictures.get(url_hash(url)) if url else None


def _links(drafts: Sequence[Draft]) -> _Links:
    """Store the sections and pictures that `drafts` name, where they are new."""
    sections = filter(None, map(_section, drafts))
    pictures = {url: draft.seen_at for draft in drafts if (url := _picture_url(draft.article))}
    return _Links(section_ids(sections), want_pictures(pictures))


def _section(draft: Draft) -> tuple[str, str] | None:
    return section_of(draft.article.section or "") or section_of(draft.section)


def _picture_url(article: ExtractedArticle) -> str | None:
    """The article's own picture, else what its video shows before it plays."""
    if article.picture:
        return article.picture.url
    return next((media.poster_url for media in article.media if media.poster_url), None)


def _add_hashtags(numbered: Sequence[tuple[int, ExtractedArticle]]) -> None:
    links: dict[tuple[int, str], None] = {}
    labels: dict[str, str] = {}
    for article_id, article in numbered:
        for slug, label in hashtags_of(article):
            labels.setdefault(slug, label)
            links[article_id, slug] = None
    if not links:
        return
    ids = hashtag_ids(labels)
    rows = [(article_id, ids[slug]) for article_id, slug in links]
    insert("store_articlehashtag", "article_id, hashtag_id", rows, skip_known=True)


def hashtags_of(article: ExtractedArticle) -> list[tuple[str, str]]:
    """(slug, label) of the publisher's own keywords, the first ten that are some."""
    tags: dict[str, str] = {}
    for keyword in article.keywords[: 4 * MAX_HASHTAGS]:
        tag = hashtag_of(storable(keyword))
        if tag:
            tags.setdefault(*tag)
    return list(tags.items())[:MAX_HASHTAGS]


def hashtag_ids(labels: dict[str, str]) -> dict[str, int]:
    """Slug -> id of these hashtags (slug -> label), stored where they are new."""
    if not labels:
        return {}
    sql = "SELECT slug, id FROM store_hashtag WHERE slug IN ({marks})"
    ids = dict(query_in(sql, labels))
    missing = [(slug, label) for slug, label in labels.items() if slug not in ids]
    if missing:
        insert("store_hashtag", "slug, label", missing, skip_known=True)
        ids |= dict(query_in(sql, [slug for slug, _ in missing]))
    return ids
