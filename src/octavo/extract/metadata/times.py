"""When an article was published and updated, as the page declares it. What it merely shows is `visible`'s."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from octavo.extract.metadata.days import EARLIEST_YEAR, LATEST_YEAR, at_midnight, find_days
from octavo.extract.metadata.facts import PageFacts, first_text

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


def published_time(facts: PageFacts, language: str = "") -> datetime | None:
    """What declarations say: linked data, meta tags, microdata, in the order of how seldom they err."""
    node = facts.node
    return _first_of(
        language,
        [first_text(node, "datePublished"), first_text(node, "uploadDate"), first_text(node, "dateCreated")],
        facts.all_meta(*PUBLISHED_META[:12]),
        _items(facts, "datepublished"),
        facts.all_meta(*PUBLISHED_META[12:]),
    )


def _items(facts: PageFacts, name: str) -> Iterator[str]:
    """Microdata, looked for only when it is asked."""
    yield from facts.items(name)


def updated_time(facts: PageFacts, language: str = "") -> datetime | None:
    return _first_of(
        language,
        [first_text(facts.node, "dateModified")],
        facts.all_meta(*UPDATED_META),
        _items(facts, "datemodified"),
    )


def first_time(values: Iterable[str | None], language: str = "") -> datetime | None:
    """The first of these that can be read as a time."""
    return _first_of(language, values)


def _first_of(language: str, *sources: Iterable[str | None]) -> datetime | None:
    for source in sources:
        for value in source:
            if value and (moment := parse_time(value) or _from_words(value, language)):
                return moment
    return None


def _from_words(value: str, language: str) -> datetime | None:
    found = find_days(value[:120], language)
    return at_midnight(found[0].day) if found else None
