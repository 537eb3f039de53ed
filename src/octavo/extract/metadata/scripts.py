"""The day of publication that only a page's scripts state: `"publishedAt": "2025-11-08T10:00:00Z"` in a page's data.

Asked last, of the page as served. Data often holds other articles too, so it is believed only where all of it agrees.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from octavo.extract.metadata.times import parse_time

MAX_BYTES = 4_000_000
# Of one word: data of other articles disagrees long before.
MAX_MENTIONS = 100
_BEFORE, _AFTER = 8, 80
# Words that are looked for, and the names of members that they are in.
_KIND = rb"[_-]?(?:at|on|date|time|datetime)?"
_NAMES = {
    (b"publi", b"pubdate", b"pub_date"): rb"date[_-]?published|(?:first[_-]?)?publi(?:sh|shed|cation)"
    + _KIND
    + rb"|pub_?date",
    (b"created", b"creation"): rb"date[_-]?created|creat(?:ed|ion)" + _KIND,
}
_TIME = rb"((?:19|20)\d\d-\d\d-\d\d[t\d: .z+-]{0,24}|1\d{9}(?:\d{3})?(?!\d))"
_STATEMENTS = {
    words: re.compile(rb"(?<![a-z0-9_-])(?:" + names + rb")\\{0,2}[\"']?\s{0,3}[:=]\s{0,3}\\{0,2}[\"']?" + _TIME)
    for words, names in _NAMES.items()
}


def scripted_time(page: bytes) -> datetime | None:
    """The publication in a page's data, else its creation; None where there is none, or two days are named."""
    lowered = page[:MAX_BYTES].lower()
    for words, statement in _STATEMENTS.items():
        moments = [moment for word in words for moment in _stated(lowered, word, statement)]
        if moments:
            return moments[0] if len({moment.date() for moment in moments}) == 1 else None
    return None


def _stated(lowered: bytes, word: bytes, statement: re.Pattern[bytes]) -> Iterator[datetime]:
    """The times after a word, each looked for in a few bytes around it."""
    at = -1
    for _ in range(MAX_MENTIONS):
        at = lowered.find(word, at + 1)
        if at < 0:
            return
        told = statement.search(lowered, max(0, at - _BEFORE), at + _AFTER)
        if told and (moment := parse_time(told[1].decode("ascii").upper())):
            yield moment
