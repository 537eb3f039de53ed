"""Breaking news: many independent voices within an hour, soon after the first.

The arrivals of the voices are the memory: when it became breaking news is the same whenever one asks, so the mark stays
for its time and then ends, and does not flicker.
"""

from bisect import bisect_right
from datetime import datetime

from octavo.core.editions import Candidate
from octavo.core.reading import EditionKey
from octavo.core.stories import StorySummary
from octavo.editions import calibration as by
from octavo.editions.home import Home, home_of, told_in
from octavo.editions.voices import voices_of

_LONGEST = by.BREAKING_SINCE_FIRST + by.BREAKING_AT_MOST


def is_breaking(story: StorySummary, now: datetime) -> bool:
    """Whether it is now; the desk's own mark stands apart from this (`editions.desk`)."""
    if story.voices < by.BREAKING_VOICES or now - story.first_at > _LONGEST:
        return False
    began = began_breaking(story, now)
    if began is None or now - began > by.BREAKING_AT_MOST:
        return False
    of_late = bisect_right(story.arrivals, now) - bisect_right(story.arrivals, now - by.BREAKING_WITHIN)
    return now - began <= by.BREAKING_AT_LEAST or of_late >= by.BREAKING_GOES_ON


def began_breaking(story: StorySummary, now: datetime) -> datetime | None:
    """When the voice came that made it breaking news, None where none did."""
    many = _voices_needed(story)
    if voices_of(story) < many or story.publishers < by.BREAKING_PUBLISHERS:
        return None
    arrivals = story.arrivals[: bisect_right(story.arrivals, now)]
    for first, enough in zip(arrivals, arrivals[many - 1 :], strict=False):
        if enough - first <= by.BREAKING_WITHIN:
            return enough if enough - story.first_at <= by.BREAKING_SINCE_FIRST else None
    return None


def _voices_needed(story: StorySummary) -> int:
    """Fewer where several countries or languages tell it: those newsrooms did not hear it from each other."""
    is_wide = len(story.by_country) > 1 or len(story.by_language) > 1
    return by.BREAKING_VOICES if is_wide else by.BREAKING_VOICES_OF_ONE_COUNTRY


def breaks_here(candidate: Candidate, key: EditionKey, now: datetime) -> bool:
    """What is breaking news in one country alone is none in another."""
    story = candidate.story
    return is_breaking(story, now) and (
        home_of(story, key.country) is not Home.ELSEWHERE
        or told_in(story, key.country) > 0
        or len(story.by_country) >= by.BREAKING_REACH
    )
