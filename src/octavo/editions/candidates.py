"""Which stories an edition looks at: some five hundred of a day's tens of thousands, found by counts alone."""

from collections.abc import Sequence
from datetime import datetime

from octavo.core.editions import CandidateQuery, DeskAct
from octavo.core.reading import EditionKey
from octavo.editions import calibration as by
from octavo.editions.desk import desk_of
from octavo.editions.geography import is_part, parent
from octavo.editions.languages import wanted


def wanted_candidates(key: EditionKey, now: datetime, acts: Sequence[DeskAct] = ()) -> CandidateQuery:
    """What the store shall look up. For a part of a country, its own stories and those of the whole."""
    desk = desk_of(acts, key, now)
    return CandidateQuery(
        since=now - by.FRESH,
        by_voices=by.BY_VOICES,
        country=parent(key.country),
        in_country=by.IN_COUNTRY,
        languages=wanted(key.languages)[: by.MOST_LANGUAGES],
        per_language=by.PER_LANGUAGE,
        rising_since=now - by.RISING_SINCE,
        rising=by.RISING,
        stories=tuple(sorted(desk.pinned | desk.breaking)),
        region=key.country if is_part(key.country) else "",
    )
