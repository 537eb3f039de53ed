"""An article: what Octavo made of an entry and its page."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from octavo.core.listening import Episode


class Kind(StrEnum):
    ARTICLE = "article"
    VIDEO = "video"
    PODCAST = "podcast"
    LIVE = "live"
    GALLERY = "gallery"


@dataclass(frozen=True, slots=True)
class Media:
    """Something to play. `kind` is "audio", "video" (a file the browser plays) or "embed" (a player page).

    `provider` names who serves an embed ("youtube"). Nothing is loaded from `url` before the reader asks.
    """

    kind: str
    url: str
    type: str = ""
    title: str | None = None
    duration_s: int | None = None
    poster_url: str | None = None
    provider: str | None = None


@dataclass(frozen=True, slots=True)
class PictureReference:
    """A picture as the publisher names it; the worker fetches, measures and re-encodes it."""

    url: str
    caption: str | None = None
    credit: str | None = None
    alt: str | None = None
    width: int | None = None
    height: int | None = None


class Leak(StrEnum):
    """What does not belong in running text and was found there all the same."""

    CONSENT = "consent"
    NEWSLETTER = "newsletter"
    RELATED = "related"
    OTHER_STORY = "other_story"
    CAPTION = "caption"
    MARKUP = "markup"
    DONATION = "donation"


class Badge(StrEnum):
    """What a reader may expect of an article, in one word."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    PAYWALLED = "paywalled"
    VIDEO_ONLY = "video_only"
    GALLERY = "gallery"
    LIVE = "live"


def badge_of(kind: Kind, *, complete: bool, paywalled: bool) -> Badge:
    """The one badge that says most: what an article is before how much of it we hold."""
    if kind is Kind.LIVE:
        return Badge.LIVE
    if kind is Kind.GALLERY:
        return Badge.GALLERY
    if kind is Kind.VIDEO and not complete:
        return Badge.VIDEO_ONLY
    if paywalled:
        return Badge.PAYWALLED
    return Badge.COMPLETE if complete else Badge.PARTIAL


@dataclass(frozen=True, slots=True)
class Quality:
    """Honest badges. `complete` is False when we only hold an excerpt; `from_page` when a page was read.

    `leaks` names what a detector found in the text that is not the article. `confidence` (0 to 1) is how sure the
    judge is of the blocks it kept and left out; None where no page was judged.
    """

    complete: bool = False
    paywalled: bool = False
    from_page: bool = False
    leaks: tuple[Leak, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class ExtractedArticle:
    """Clean text, as the store keeps it.

    `html` is sanitised (an allow-list of text markup, absolute links, no scripts, styles or remote pictures)
    and `text` is the same as plain paragraphs joined by blank lines. `language` is BCP-47 or None when the
    text is too short to tell. `keywords` are the publisher's own, in their script. `section` is the publisher's
    own label. `source` is the agency that the page names ("Reuters", "AFP"). `excerpt` is at most 320 characters of
    plain text. `version` is the extraction that made it. `fingerprints` are of the page's blocks, for learning what
    repeats on a publisher's pages; they are not kept with the article.
    """

    url: str
    title: str
    html: str = ""
    text: str = ""
    excerpt: str = ""
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    updated_at: datetime | None = None
    language: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    publisher_name: str | None = None
    source: str | None = None
    picture: PictureReference | None = None
    media: tuple[Media, ...] = ()
    episode: Episode | None = None
    kind: Kind = Kind.ARTICLE
    quality: Quality = field(default_factory=Quality)
    version: int = 0
    fingerprints: tuple[int, ...] = ()

    @property
    def badge(self) -> Badge:
        return badge_of(self.kind, complete=self.quality.complete, paywalled=self.quality.paywalled)
