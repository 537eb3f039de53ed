"""Recording polls: what feeds said becomes entries and articles, in short transactions with the feeds' own rows.

`_decide` (pure) says which entries are new, changed or known; `_do` writes. A poll recorded twice changes nothing
the second time, and a poll lost before its transaction ended is simply made again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from octavo.core.ids import url_hash
from octavo.core.polling import DigestedEntry, PollOutcome
from octavo.store.changes import note_change
from octavo.store.feed_health import FeedRow, feed_rows, update_feeds
from octavo.store.jobs import NewJob, enqueue_many
from octavo.store.search import upkeep
from octavo.store.settings import STORE
from octavo.store.sql import at, execute_many, insert, query_in
from octavo.store.takedowns import taken_down
from octavo.store.writing import Change, Draft, Held, change_articles, held_articles, insert_articles

# What is stored and indexed within 50 ms: characters of text, an entry's rows counting as some hundred themselves.
TEXT_PER_TRANSACTION = 300_000
TEXT_WORTH_OF_AN_ENTRY = 500
FEEDS_PER_TRANSACTION = 100
# So few that there is time to put the search index in order; a first fill has better things to do.
QUIET = 50


@dataclass(frozen=True, slots=True)
class RecordedPolls:
    """How many articles are new, and how many entries changed what was stored."""

    new: int
    changed: int


@dataclass(frozen=True, slots=True)
class _Known:
    id: int
    content_hash: bytes
    article_id: int | None


@dataclass(slots=True)
class _Plan:
    """What is to be written. Entries name their article by URL hash until it has an id."""

    entries: list[tuple[PollOutcome, DigestedEntry, bytes]] = field(default_factory=list)
    drafts: dict[bytes, Draft] = field(default_factory=dict)
    changed: list[tuple[PollOutcome, DigestedEntry, _Known]] = field(default_factory=list)
    new_by_feed: dict[int, int] = field(default_factory=dict)


def record_polls(outcomes: Sequence[PollOutcome]) -> RecordedPolls:
    """Store what polls brought. One short transaction for each few outcomes."""
    new = changed = 0
    for batch in _batches(outcomes):
        with transaction.atomic():
            plan = _record(batch)
        written = len(plan.drafts) + len(plan.changed)
        if written:
            upkeep.after_write(is_quiet=written < QUIET)
        new += len(plan.drafts)
        changed += len(plan.changed)
    return RecordedPolls(new, changed)


def _batches(outcomes: Sequence[PollOutcome]) -> Iterator[list[PollOutcome]]:
    batch: list[PollOutcome] = []
    text = 0
    for outcome in outcomes:
        more = sum(TEXT_WORTH_OF_AN_ENTRY + len(entry.article.text) for entry in outcome.entries)
        if batch and (text + more > TEXT_PER_TRANSACTION or len(batch) >= FEEDS_PER_TRANSACTION):
            yield batch
            batch, text = [], 0
        batch.append(outcome)
        text += more
    if batch:
        yield batch


def _record(outcomes: Sequence[PollOutcome]) -> _Plan:
    feeds = feed_rows([outcome.feed_id for outcome in outcomes])
    outcomes = [outcome for outcome in outcomes if outcome.feed_id in feeds]
    plan = _decide(outcomes, feeds, _known_entries(outcomes))
    articles = _article_ids(plan)
    unwanted = set(articles) | taken_down(plan.drafts)
    plan.drafts = {key: draft for key, draft in plan.drafts.items() if key not in unwanted}
    articles |= insert_articles(list(plan.drafts.values()))
    _insert_entries(plan, articles)
    _change(plan, feeds)
    for outcome, _, key in plan.entries:
        if key in plan.drafts:
            plan.new_by_feed[outcome.feed_id] = plan.new_by_feed.get(outcome.feed_id, 0) + 1
    update_feeds(outcomes, feeds, plan.new_by_feed)
    if plan.drafts or plan.changed:
        note_change()
    return plan


def _decide(
    outcomes: Sequence[PollOutcome], feeds: Mapping[int, FeedRow], known: Mapping[tuple[int, bytes], _Known]
) -> _Plan:
    plan = _Plan()
    seen: set[tuple[int, bytes]] = set()
    for outcome in outcomes:
        for entry in outcome.entries:
            place = (outcome.feed_id, entry.key_hash)
            if place in seen:
                continue
            seen.add(place)
            before = known.get(place)
            if before is None:
                key = article_key(outcome.feed_id, entry)
                plan.entries.append((outcome, entry, key))
                if is_too_old(entry, outcome.polled_at, STORE.keep_articles_days):
                    continue
                plan.drafts.setdefault(key, _draft(outcome, entry, key, feeds[outcome.feed_id]))
            elif before.content_hash != entry.content_hash:
                plan.changed.append((outcome, entry, before))
    return plan


def article_key(feed_id: int, entry: DigestedEntry) -> bytes:
    """Articles are one where their addresses are; what has no address is its entry's own."""
    return url_hash(entry.article.url or f"entry:{feed_id}:{entry.key_hash.hex()}")


def is_too_old(entry: DigestedEntry, now: datetime, keep_days: int) -> bool:
    """Would retention forget this article at once? Then a feed that lists it for ever must not bring it back."""
    published_at = entry.article.published_at
    return bool(keep_days and published_at and published_at < now - timedelta(days=keep_days))


def _draft(outcome: PollOutcome, entry: DigestedEntry, key: bytes, feed: FeedRow) -> Draft:
    return Draft(
        article=entry.article,
        url_hash=key,
        publisher_id=feed.publisher_id,
        country=feed.country,
        language=feed.language,
        section=feed.section,
        seen_at=outcome.polled_at,
        wants_page=entry.wants_page,
    )


def _known_entries(outcomes: Sequence[PollOutcome]) -> dict[tuple[int, bytes], _Known]:
    """One look-up for each feed: its entries' keys lie together in the index."""
    known: dict[tuple[int, bytes], _Known] = {}
    sql = "SELECT key_hash, id, content_hash, article_id FROM store_entry WHERE feed_id = %s AND key_hash IN ({marks})"
    for outcome in outcomes:
        keys = [entry.key_hash for entry in outcome.entries]
        for key, entry_id, digest, article_id in query_in(sql, keys, [outcome.feed_id]):
            known[outcome.feed_id, bytes(key)] = _Known(entry_id, bytes(digest), article_id)
    return known


def _article_ids(plan: _Plan) -> dict[bytes, int]:
    keys = {key for _, _, key in plan.entries}
    rows = query_in("SELECT url_hash, id FROM store_article WHERE url_hash IN ({marks})", keys)
    return {bytes(key): article_id for key, article_id in rows}


def _insert_entries(plan: _Plan, articles: Mapping[bytes, int]) -> None:
    insert(
        "store_entry",
        "feed_id, key_hash, content_hash, article_id, said, seen_at",
        [
            (outcome.feed_id, entry.key_hash, entry.content_hash, articles.get(key), entry.said, at(outcome.polled_at))
            for outcome, entry, key in plan.entries
        ],
        skip_known=True,
    )


def _change(plan: _Plan, feeds: Mapping[int, FeedRow]) -> None:
    """Entries that say something else: their articles follow, or are read again where their page was read."""
    if not plan.changed:
        return
    execute_many(
        "UPDATE store_entry SET content_hash = %s, said = %s WHERE id = %s",
        [(entry.content_hash, entry.said, before.id) for _, entry, before in plan.changed],
    )
    held = held_articles({before.article_id for _, _, before in plan.changed if before.article_id})
    changes: dict[int, Change] = {}
    jobs: list[NewJob] = []
    for outcome, entry, before in plan.changed:
        article = held.get(before.article_id or 0)
        if article is None or article.publisher_id != feeds[outcome.feed_id].publisher_id:
            continue
        if entry.wants_page or article.from_page:
            jobs.append(NewJob("fetch_page", str(article.id), {"article": article.id}, outcome.polled_at))
        if feed_may_rewrite(article, entry):
            draft = _draft(outcome, entry, article.url_hash, feeds[outcome.feed_id])
            changes[article.id] = Change(article, draft, outcome.polled_at)
    change_articles(list(changes.values()))
    enqueue_many(jobs)


def feed_may_rewrite(held: Held, entry: DigestedEntry) -> bool:
    """A page's text is never given up for what a feed says of it: the page is read again instead."""
    return not held.from_page and (entry.article.quality.complete or not held.is_complete)
