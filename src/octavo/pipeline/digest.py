"""What the digesting processes do: bytes in, meaning out. Pure functions over picklable values.

Each takes one input and hands back a value or a `Failure`; a crash on one input is turned into a Failure by
whoever calls (`octavo.pipeline.digester`), so that one bad feed never harms another.
"""

import dataclasses
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from octavo.core.articles import ExtractedArticle
from octavo.core.failures import Failure
from octavo.core.feeds import FeedEntry, FeedFormat, ParsedFeed
from octavo.core.ids import content_hash, entry_key_hash
from octavo.core.knowledge import PublisherKnowledge
from octavo.core.labels import Labels, ToLabel
from octavo.core.listening import Chapter, SpokenLine
from octavo.core.moderation import CommentToJudge, Verdict
from octavo.core.packing import PACK_LEVEL, pack_entry, unpack_entry
from octavo.core.polling import DigestedEntry, StoredPicture
from octavo.core.quality import HoldReason
from octavo.pipeline.briefing import (
    AnswerTask,
    AskTask,
    BriefTask,
    CheckTask,
    CutTask,
    EmbedTask,
    PairsTask,
    ReadTask,
    StoryTask,
    SummaryTask,
    WrapupTask,
    answer,
    read,
    tell,
)
from octavo.pipeline.grouping import GroupTask, group

MAX_FINGERPRINTS = 1_000
"""Of a page's blocks: a template learns from fewer, and an honest page has some hundreds."""
MAX_KEPT_BYTES = 16_000_000
"""More than any page is fetched of."""
LANGUAGE_SAMPLE = 1000
"""Characters that the language is told from; more changes no verdict and costs time."""


@dataclass(frozen=True, slots=True)
class FeedTask:
    """A feed's body and what is needed to judge it. `known` maps entry key hashes to content hashes."""

    body: bytes
    url: str
    content_type: str
    known: Mapping[bytes, bytes]
    use: str
    language: str
    max_entries: int
    want_pages: bool


@dataclass(frozen=True, slots=True)
class FeedDigest:
    """What a feed's body held. `entries` are the new and the changed alone; `entry_times` are of all."""

    format: FeedFormat
    title: str
    home_url: str | None
    asked_s: int | None
    entry_times: tuple[datetime, ...]
    warnings: tuple[str, ...]
    entries: tuple[DigestedEntry, ...]


@dataclass(frozen=True, slots=True)
class PageTask:
    """An article's page as fetched, and the packed entry that led there.

    `is_packed` says that the body comes zlib-packed from the store. `repeated` are fingerprints of the publisher's
    furniture. `wants_fallback` asks for what the feed alone gives, too: `feed_url` and `use` are the feed's.
    """

    body: bytes
    url: str
    content_type: str
    said: bytes | None
    seen_at: datetime
    language: str
    is_packed: bool = False
    repeated: frozenset[int] = frozenset()
    wants_fallback: bool = False
    feed_url: str = ""
    use: str = "news"


@dataclass(frozen=True, slots=True)
class PageDigest:
    """`published_at` is the best that page, entry and our own first sight can tell.

    Without an `article`, `failure` says why. `packed_body` is b"" where it came packed. `trouble` is what is clearly
    broken about the article, as far as it shows from the article alone.
    """

    article: ExtractedArticle | None
    published_at: datetime
    packed_body: bytes
    version: int = 0
    failure: Failure | None = None
    fingerprints: tuple[int, ...] = ()
    trouble: HoldReason | None = None
    fallback: ExtractedArticle | None = None


@dataclass(frozen=True, slots=True)
class PictureTask:
    body: bytes
    directory: Path
    name: str


@dataclass(frozen=True, slots=True)
class LogoTask:
    body: bytes
    url: str


@dataclass(frozen=True, slots=True)
class AddressTask:
    """What an address answered, of which nobody knows yet whether it is a feed."""

    body: bytes
    url: str
    content_type: str


@dataclass(frozen=True, slots=True)
class AddressDigest:
    """`feed` where the address is one; else the feeds that the page names, best first."""

    feed: ParsedFeed | None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TranscriptTask:
    body: bytes
    content_type: str
    url: str


@dataclass(frozen=True, slots=True)
class ChaptersTask:
    body: bytes


@dataclass(frozen=True, slots=True)
class LabelTask:
    """Articles to be labelled, a few at a time: the embedder is quicker with several."""

    articles: tuple[ToLabel, ...]


@dataclass(frozen=True, slots=True)
class JudgeTask:
    """A comment to be judged, and its language told."""

    comment: CommentToJudge


@dataclass(frozen=True, slots=True)
class Judgement:
    """`language` is "" where the text is too short to tell."""

    verdict: Verdict
    language: str


Task = (
    FeedTask
    | PageTask
    | PictureTask
    | LogoTask
    | AddressTask
    | TranscriptTask
    | ChaptersTask
    | LabelTask
    | JudgeTask
    | BriefTask
    | AnswerTask
    | GroupTask
)


def digest_feed(task: FeedTask) -> FeedDigest | Failure:
    from octavo.gather.feeds import parse_feed

    feed = parse_feed(task.body, url=task.url, content_type=task.content_type)
    if isinstance(feed, Failure):
        return feed
    return FeedDigest(
        format=feed.format,
        title=feed.title,
        home_url=feed.home_url,
        asked_s=feed.min_interval_s,
        entry_times=tuple(time for entry in feed.entries if (time := entry.published_at or entry.updated_at)),
        warnings=feed.warnings,
        entries=tuple(_digest_entries(feed, task)),
    )


def _digest_entries(feed: ParsedFeed, task: FeedTask) -> Iterator[DigestedEntry]:
    seen: set[bytes] = set()
    for entry in _newest(feed.entries, task.max_entries):
        key = entry_key_hash(entry.key)
        if key in seen:
            continue
        seen.add(key)
        said = _said_hash(entry)
        if task.known.get(key) != said:
            yield _digest_entry(entry, key, said, feed, task)


def _newest(entries: tuple[FeedEntry, ...], limit: int) -> tuple[FeedEntry, ...]:
    """The feed's own order holds, unless it lists more than we keep: then the dated newest, in the feed's order."""
    if len(entries) <= limit:
        return entries
    by_age = sorted(
        range(len(entries)), key=lambda i: (entries[i].published_at is not None, _timestamp(entries[i])), reverse=True
    )
    return tuple(entries[i] for i in sorted(by_age[:limit]))


def _timestamp(entry: FeedEntry) -> float:
    return entry.published_at.timestamp() if entry.published_at else 0.0


def _said_hash(entry: FeedEntry) -> bytes:
    """Of what a reader would see. Times are left out: some feeds renew them at every request."""
    files = " ".join(enclosure.url for enclosure in entry.enclosures)
    if entry.episode:
        files += f" {entry.episode}"
    return content_hash(entry.title, entry.url, entry.summary or "", entry.content or "", files)


def _digest_entry(entry: FeedEntry, key: bytes, said: bytes, feed: ParsedFeed, task: FeedTask) -> DigestedEntry:
    from octavo.extract.article import extract_entry, wants_page

    hint = task.language or feed.language or ""
    article = extract_entry(entry, feed_url=task.url, feed_language=hint, use=task.use)
    return DigestedEntry(
        key_hash=key,
        content_hash=said,
        said=pack_entry(entry),
        article=_with_language(article, hint),
        wants_page=task.want_pages and wants_page(entry, article, task.use),
    )


def _with_language(article: ExtractedArticle, hint: str) -> ExtractedArticle:
    from octavo.understand.language import detect_language

    sample = f"{article.title}\n{article.text or article.excerpt}"[:LANGUAGE_SAMPLE]
    language = detect_language(sample, hint=article.language or hint)
    return dataclasses.replace(article, language=language) if language and language != article.language else article


def digest_page(task: PageTask) -> PageDigest:
    from octavo.extract import VERSION
    from octavo.extract.article import extract_page
    from octavo.extract.broken import broken
    from octavo.extract.rules import rules_for

    entry = unpack_entry(task.said) if task.said else None
    body = unpack_page(task.body) if task.is_packed else task.body
    article = extract_page(
        body,
        url=task.url,
        content_type=task.content_type,
        entry=entry,
        feed_language=task.language,
        knowledge=PublisherKnowledge(task.repeated, rules_for(task.url)),
    )
    packed = b"" if task.is_packed else zlib.compress(task.body, PACK_LEVEL)
    if isinstance(article, Failure):
        return PageDigest(None, task.seen_at, packed, VERSION, failure=article)
    return PageDigest(
        article=dataclasses.replace(_with_language(article, task.language), fingerprints=()),
        published_at=min(article.published_at or task.seen_at, task.seen_at),
        packed_body=packed,
        version=VERSION,
        fingerprints=article.fingerprints[:MAX_FINGERPRINTS],
        trouble=broken(article),
        fallback=_fallback(task, entry) if task.wants_fallback and entry else None,
    )


def unpack_page(packed: bytes) -> bytes:
    """A kept page's bytes, as many of them as are read. Raises zlib.error for what the store did not keep so."""
    return zlib.decompressobj().decompress(packed, MAX_KEPT_BYTES)


def _fallback(task: PageTask, entry: FeedEntry) -> ExtractedArticle:
    """What the feed alone gives."""
    from octavo.extract.article import extract_entry

    article = extract_entry(entry, feed_url=task.feed_url, feed_language=task.language, use=task.use)
    return _with_language(article, task.language)


def digest_picture(task: PictureTask) -> StoredPicture | Failure:
    from octavo.gather.pictures import render_picture

    return render_picture(task.body, task.directory, task.name)


def digest_logo_page(task: LogoTask) -> tuple[str, ...]:
    from octavo.gather.logos import find_logo_urls

    return find_logo_urls(task.body, task.url)


def digest_address(task: AddressTask) -> AddressDigest:
    from octavo.gather.discovery import discover_feeds
    from octavo.gather.feeds import parse_feed

    feed = parse_feed(task.body, url=task.url, content_type=task.content_type)
    if not isinstance(feed, Failure):
        return AddressDigest(feed)
    return AddressDigest(None, tuple(found.url for found in discover_feeds(task.body, task.url)))


def digest_transcript(task: TranscriptTask) -> tuple[SpokenLine, ...] | Failure:
    from octavo.extract.transcripts import read_transcript

    return read_transcript(task.body, task.content_type, task.url)


def digest_chapters(task: ChaptersTask) -> tuple[Chapter, ...] | Failure:
    from octavo.extract.chapters import read_chapters

    return read_chapters(task.body)


def digest_labels(task: LabelTask) -> tuple[Labels, ...]:
    from octavo.understand.label import label_all

    return tuple(label_all(task.articles))


def digest_comment(task: JudgeTask) -> Judgement:
    from octavo.assist.moderation import configured_moderator
    from octavo.understand.embedding import shipped_embedder
    from octavo.understand.language import detect_language

    language = detect_language(task.comment.text[:LANGUAGE_SAMPLE]) or ""
    moderator = configured_moderator(shipped_embedder())
    [verdict] = moderator.moderate([dataclasses.replace(task.comment, language=language)])
    return Judgement(verdict, language)


def digest(task: Task) -> Any:  # noqa: C901, PLR0911, PLR0912 - one line for each kind of task
    """Whatever `task` asks for. Its type says what comes back."""
    match task:
        case FeedTask():
            return digest_feed(task)
        case PageTask():
            return digest_page(task)
        case PictureTask():
            return digest_picture(task)
        case LogoTask():
            return digest_logo_page(task)
        case AddressTask():
            return digest_address(task)
        case TranscriptTask():
            return digest_transcript(task)
        case ChaptersTask():
            return digest_chapters(task)
        case LabelTask():
            return digest_labels(task)
        case JudgeTask():
            return digest_comment(task)
        case ReadTask():
            return read(task)
        case SummaryTask() | StoryTask() | WrapupTask():
            return tell(task)
        case AskTask() | CheckTask() | EmbedTask() | CutTask() | PairsTask():
            return answer(task)
        case _:
            return group(task)
