"""When an article was published and updated: structured data first, a guess from the page only after it."""

import logging
import re
import warnings
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from octavo.extract.structured import Node, PageFacts, first_text
from octavo.extract.tree import Element

EARLIEST_YEAR = 1990
LATEST_YEAR = 2100

PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished",
    "date_published", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "pubdate", "publishdate",
    "publish-date", "publish_date", "publication_date", "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date",
    "dc.date.created", "article_date_original", "originalpublicationdate", "vr:published_time", "rnews:datepublished",
    "date", "article.published", "bt:pubdate", "published_time", "analyticsattributes.articledate",
)  # fmt: skip
UPDATED_META = (
    "article:modified_time", "og:updated_time", "datemodified", "article:modified", "dcterms.modified",
    "dc.date.modified", "lastmod", "last-modified", "article.updated", "rnews:datemodified", "vr:modified_time",
    "modified_time",
)  # fmt: skip

_NUMERIC = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s]+(\d{1,2}:\d{2}(?::\d{2})?))?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(Z|[+-]\d{2}:?\d{2})?$")
_SPACED_ZONE = re.compile(r"\s+([+-]\d{2}:?\d{2}|Z)$")


def parse_time(value: str) -> datetime | None:
    """A time as publishers write it, aware, in the zone that was written (UTC where none was); None for nonsense."""
    text = _SPACED_ZONE.sub(r"\1", value.strip()[:80])
    for read in (datetime.fromisoformat, _from_mail_date, _from_digits, _from_compact, _from_epoch):
        try:
            moment = read(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if moment and EARLIEST_YEAR <= moment.year < LATEST_YEAR:
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _from_mail_date(text: str) -> datetime | None:
    return parsedate_to_datetime(text) if not text[:1].isdigit() or " " in text[:4] else None


def _from_digits(text: str) -> datetime | None:
    found = _NUMERIC.search(text)
    if not found:
        return None
    day = f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"
    return datetime.fromisoformat(f"{day} {found[4].zfill(5)}" if found[4] else day)


def _from_compact(text: str) -> datetime | None:
    found = _COMPACT.match(text)
    if not found:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    return datetime.fromisoformat(f"{year}-{month}-{day}T{hour or '00'}:{minute or '00'}:{second or '00'}{zone or ''}")


def _from_epoch(text: str) -> datetime | None:
    if not text.isascii() or not text.isdigit() or len(text) not in {10, 13}:
        return None
    return datetime.fromtimestamp(int(text[:10]), UTC)


def published_time(node: Node, facts: PageFacts) -> datetime | None:
    """What structured data says; `guess_day` is the way on from None."""
    return _first_time(
        [first_text(node, "datePublished"), first_text(node, "uploadDate"), first_text(node, "dateCreated")],
        facts.all_meta(*PUBLISHED_META[:12]),
        facts.items.get("datepublished", ()),
        facts.all_meta(*PUBLISHED_META[12:]),
    )


def updated_time(node: Node, facts: PageFacts) -> datetime | None:
    return _first_time(
        [first_text(node, "dateModified")], facts.all_meta(*UPDATED_META), facts.items.get("datemodified", ())
    )


def _first_time(*sources: Iterable[str | None]) -> datetime | None:
    for source in sources:
        for value in source:
            if value and (moment := parse_time(value)):
                return moment
    return None


def visible_time(tree: Element) -> datetime | None:
    """The first <time datetime> that is marked as the publication, else the first beside the main heading."""
    elements = [element for element in tree.iter("time") if element.get("datetime")][:40]
    marked = [element for element in elements if element.get("pubdate") is not None or "publish" in _classes(element)]
    in_header = [element for element in elements if _is_in_header(element)]
    return _first_time(element.get("datetime") for element in [*marked, *in_header])


def _classes(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()


def _is_in_header(element: Element) -> bool:
    """Inside the block of the page's main heading: teasers of other articles have times too."""
    for depth, ancestor in enumerate(element.iterancestors()):
        if depth > 4 or ancestor.tag == "body":
            return False
        if ancestor.find(".//h1") is not None:
            return True
    return False


def guess_day(tree: Element, url: str) -> datetime | None:
    """The day that address and text suggest (htmldate), at midnight UTC. Not New Year's Day: that is a mere year."""
    from htmldate import find_date

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)  # pages without a date are no event
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # dateutil's, about zones it does not know
            day = find_date(tree, original_date=True, extensive_search=True, url=url or None)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):  # what it raises on odd pages
        return None
    return parse_time(day) if day and not day.endswith("-01-01") else None
