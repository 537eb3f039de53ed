"""The day of publication that readers see, for pages that declare none: found in words, judged by where it stands.

Every day on the page is a candidate. What speaks for one: markup that says "date", a word like "published" before it,
the headline's neighbourhood, the address. Against it: "updated", other articles' teasers, comments, footers.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from urllib.parse import urlsplit

from octavo.extract.metadata.days import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    FoundDay,
    at_midnight,
    clock_after,
    find_days,
    has_day,
)
from octavo.extract.metadata.facts import PageFacts
from octavo.extract.metadata.index import ancestors, classes, texts_in
from octavo.extract.metadata.near import around
from octavo.extract.metadata.times import parse_time
from octavo.extract.metadata.title import heading_of
from octavo.extract.tree import Element

MAX_ELEMENTS = 20_000
MAX_CANDIDATES = 120
MAX_SHORT_CHARS = 160
EDGE_CHARS = 90
# Around a day: a label, a line of details; what is longer is a sentence, which tells of any day.
MAX_LABEL_CHARS = 30
MAX_LINE_CHARS = 60
IN_SENTENCE = -14
NEAREST_ELEMENTS = 8
MARKED_SCORE = 3
NEAR_ELEMENTS = 45
BEFORE_ELEMENTS = 25
# Below this a day is only believed when it is the one day that the page shows.
MIN_SCORE = -2.5
MIN_LONE_SCORE = -8

_MARKED = re.compile(r"date|datum|fecha|data-|-data|time|publi|posted|meta|byline|dateline|zeit|pubdat|created|issued")
_ELSEWHERE = re.compile(
    r"comment|kommentar|related|recommend|sidebar|side-bar|(?<!post-)(?<!entry-)(?<!article-)(?<!content-)footer|teaser|widget|promo|most-?read|popular|newsletter|"
    r"archive-|calendar|kalender|event|copyright|nav\b|menu|breaking|ticker-|latest|trending|similar|linklist|more-"
)
_ELSEWHERE_TAGS = frozenset({"nav", "footer", "aside", "select", "option", "form", "noscript"})
_PUBLISHED = re.compile(
    r"publi|posted|veröffentlich|erschienen|erstellt|geschrieben|eingestellt|created|written|datum|date|fecha|pubbl|"
    r"gepost|geplaatst|opubl|dodano|опубл|yayın|gönder|প্রকাশ|प्रकाश|تاريخ|نشر|发布|發布|公開|掲載|投稿|등록|입력|vydáno|"
    r"zveřejn|julkaist|publicer|postat|objavlj|lagt ut|stand|issued|released"
)
_UPDATED = re.compile(
    r"updat|aktualis|modif|geändert|änderung|last edited|revis|actualiz|atualiz|aggiorn|bijgewerkt|zaktual|обнов|"
    r"güncel|更新|수정|senast|päivit|oppdater|opdater|mis à jour|review|bearbeitet|checked|retrieved|abgerufen|accessed"
)
_OTHER_DAY = re.compile(r"born|geboren|©|copyright|valid|gültig|seit|since|until|bis zum|expires|deadline|event|termin")
_ADDRESS_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_.-]?(0[1-9]|1[0-2])[/_.-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_ADDRESS_FOLDERS = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?=/|$)")
_ADDRESS_DAY_FIRST = re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])[-.](0?[1-9]|1[0-2])[-.]((?:19|20)\d\d)(?!\d)")
_ADDRESS_MONTH = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])(?:/|$)")


@dataclass(frozen=True, slots=True)
class Seen:
    """A day on the page. `score` tells how likely it is the publication; `clock` is the time of day beside it."""

    day: date
    score: float
    at: int
    clock: timedelta | None = None
    moment: datetime | None = None


def visible_time(facts: PageFacts, url: str, title: str, language: str, *, month_first: bool) -> datetime | None:
    """The likeliest publication on the page or in its address, at midnight UTC where only a day is known."""
    in_address = address_day(url)
    seen = _weighed(seen_days(facts, title, language, month_first=month_first), url)
    if in_address:
        seen = [one for one in seen if one.day == in_address] or [Seen(in_address, 0, 0)]
    best = max(seen, key=lambda one: (one.score, -one.at), default=None)
    if best is None or best.score < (MIN_SCORE if len({one.day for one in seen}) > 1 else MIN_LONE_SCORE):
        return None
    return best.moment or at_midnight(best.day) + (best.clock or timedelta())


def address_day(url: str) -> date | None:
    """The day that an address states whole: /2023/11/08/, /20231108-."""
    path = urlsplit(url).path
    try:
        if match := _ADDRESS_DAY.search(path) or _ADDRESS_FOLDERS.search(path):
            return _plausible(int(match[1]), int(match[2]), int(match[3]))
        if match := _ADDRESS_DAY_FIRST.search(path):
            return _plausible(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None
    return None


def _plausible(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if EARLIEST_YEAR <= year < LATEST_YEAR else None


def seen_days(facts: PageFacts, title: str, language: str, *, month_first: bool) -> list[Seen]:
    """The days on the page with their scores, in page order."""
    place = heading_of(facts, title)
    heading = place.element if place else None
    found: list[tuple[int, Element, str, FoundDay | datetime]] = []
    title_at = -1
    body = facts.index.tree.find("body")
    for at, element in enumerate(islice((body if body is not None else facts.index.tree).iter(), MAX_ELEMENTS)):
        if element is heading:
            title_at = at
        if len(found) < MAX_CANDIDATES and _may_tell(element):
            found += [(at, *item) for item in _days_of(element, language, month_first)]
    holders = around(heading)
    return [
        _scored(Seen(date.min, _of_place(element, holders) + _of_distance(at, title_at), at), element, text, day)
        for at, element, text, day in found
    ]


def _may_tell(element: Element) -> bool:
    """A quick look whether an element may state a day itself."""
    return (
        has_day(element.text or "")
        or has_day(element.tail or "")
        or element.tag in {"time", "abbr"}
        or (0 < len(element) < 6 and bool(_MARKED.search(element.get("class") or "")))
    )


def _days_of(element: Element, language: str, month_first: bool) -> Iterator[tuple[Element, str, FoundDay | datetime]]:
    """What days an element states itself (not its children): its datetime, its text, the text after it."""
    tag = element.tag
    if tag in {"script", "style", "option"}:
        return
    stated = element.get("datetime") or "" if tag == "time" else element.get("title") or "" if tag == "abbr" else ""
    if stated and (moment := parse_time(stated)):
        yield element, " ".join(texts_in(element, 10))[:MAX_SHORT_CHARS], moment
        return
    if tag == "abbr" and (days := find_days(stated, language, month_first=month_first)):
        yield element, stated, days[0]
        return
    text, tail = element.text or "", element.tail or ""
    if 0 < len(element) < 6 and _MARKED.search(element.get("class") or ""):
        whole = " ".join(texts_in(element, 24))
        text = whole if len(whole) <= MAX_SHORT_CHARS else text
    if has_day(text):
        yield from _in_piece(element, text, language, month_first)
    if has_day(tail) and (holder := element.getparent()) is not None:
        yield from _in_piece(holder, f"{text} {tail}" if _is_label(text) else tail, language, month_first)


def _in_piece(
    holder: Element, piece: str, language: str, month_first: bool
) -> Iterator[tuple[Element, str, FoundDay | datetime]]:
    if len(piece) > 5:
        for part in _edges(" ".join(piece.split())):
            yield from ((holder, part, day) for day in find_days(part, language, month_first=month_first))


def _is_label(text: str) -> bool:
    """Whether an element may name what follows it: "<b>Published</b> 8 November"."""
    return 1 < len(text.strip()) < MAX_LABEL_CHARS and not any(letter.isdigit() for letter in text)


def _edges(text: str) -> tuple[str, ...]:
    """A short text whole; of a paragraph only its beginning and end, where datelines are."""
    return (text,) if len(text) <= MAX_SHORT_CHARS else (text[:EDGE_CHARS], text[-EDGE_CHARS:])


def _scored(place: Seen, element: Element, text: str, found: FoundDay | datetime) -> Seen:
    """A day with the score of its place and of the words and marks that are with it."""
    score, at = place.score, place.at
    if isinstance(found, datetime):
        marks = f"{classes(element)} {text.casefold()}"
        score += 4 + 3 * (element.get("pubdate") is not None or "publish" in marks) - 5 * bool(_UPDATED.search(marks))
        return Seen(found.date(), score, at, moment=found)
    before = text[max(0, found.start - 40) : found.start].casefold()
    is_said = bool(_PUBLISHED.search(before))
    score += 3 * is_said - 4 * bool(_UPDATED.search(before)) - 4 * bool(_OTHER_DAY.search(before))
    rest = len(text) - (found.end - found.start)
    score += 2 if rest < MAX_LABEL_CHARS else 0 if is_said or rest < MAX_LINE_CHARS else IN_SENTENCE
    return Seen(found.day, score, at, clock_after(text, found))


def is_of_other_time(text: str, found: FoundDay) -> bool:
    """Whether the words before a day say that it is no publication: an update, an event, a birth."""
    before = text[max(0, found.start - 40) : found.start].casefold()
    return bool(_UPDATED.search(before) or _OTHER_DAY.search(before))


def says_published(text: str, found: FoundDay) -> bool:
    """Whether the words before a day say that something appeared then."""
    return bool(_PUBLISHED.search(text[max(0, found.start - 40) : found.start].casefold()))


def _of_distance(at: int, title_at: int) -> float:
    if title_at < 0:
        return 0
    if 0 <= at - title_at <= NEAREST_ELEMENTS:
        return 6 - (at - title_at) / NEAREST_ELEMENTS
    if 0 <= at - title_at <= NEAR_ELEMENTS:
        return 4 - (at - title_at) / NEAR_ELEMENTS
    if 0 < title_at - at <= BEFORE_ELEMENTS:
        return 3 - (title_at - at) / BEFORE_ELEMENTS
    return 0 if at > title_at else -2


def _of_place(element: Element, holders: frozenset[Element]) -> float:
    """What the elements around say: marked as a date nearby, or part of something that is not this article."""
    score = 0.0
    for depth, holder in enumerate(ancestors(element)):
        if holder in holders:
            return score + 1
        marks = classes(holder)
        if depth < 3 and score <= 0 and (holder.tag == "time" or _MARKED.search(marks)):
            score += MARKED_SCORE
        if holder.tag == "a" and depth < 4:
            score -= 2
        if holder.tag in _ELSEWHERE_TAGS or _ELSEWHERE.search(marks):
            return score - 7
        if holder.tag in {"article", "main"}:
            return score + 1
    return score


def is_marked(element: Element, holders: frozenset[Element]) -> bool:
    """Whether markup calls an element's text a date of this article."""
    return _of_place(element, holders) >= MARKED_SCORE


def _weighed(seen: list[Seen], url: str) -> list[Seen]:
    """With what else the page and its address say: a day named more than once, the month in the address."""
    times = Counter(one.day for one in seen if one.score > 0)
    month = _ADDRESS_MONTH.search(urlsplit(url).path)
    weighed = []
    for one in seen:
        bonus = min(2.0, times[one.day] - 1.0) if one.day in times else 0.0
        if month:
            bonus += 2 * ((one.day.year, one.day.month) == (int(month[1]), int(month[2])))
        weighed.append(Seen(one.day, one.score + bonus, one.at, one.clock, one.moment))
    return weighed
