"""Acceleration: how many independent voices came lately, against what the story's own past let expect. Never clicks."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log2

from octavo.core.editions import Candidate, PlacedStory, ScoredTerm, Term
from octavo.core.reading import EditionKey
from octavo.core.stories import StorySummary
from octavo.editions import calibration as by
from octavo.editions.languages import UNREAD
from octavo.editions.points import Part, exact, part, total
from octavo.editions.stand_ins import language_rank, stand_in, stand_ins
from octavo.editions.voices import independence, voices_of

ANYONE = EditionKey("", ())


@dataclass(frozen=True, slots=True)
class Trend:
    """Voices of the last two hours, and how many two hours brought before that."""

    recent: float
    expected: float

    @property
    def rise(self) -> float:
        """With a prior, so that from one voice to two is no trend."""
        return (self.recent + by.PRIOR_VOICES) / (self.expected + by.PRIOR_VOICES)

    @property
    def is_one(self) -> bool:
        return self.recent >= by.LEAST_RECENT and self.rise >= by.LEAST_RISE


def trend_of(story: StorySummary, now: datetime) -> Trend:
    """One publisher's many articles count as the one voice that they are."""
    cutoff, begin = now - by.RECENT, now - by.RECENT - by.BASE
    arrivals = story.arrivals
    till_begin, till_cutoff, till_now = (bisect_right(arrivals, moment) for moment in (begin, cutoff, now))
    share = independence(story)
    if till_begin == till_cutoff:
        return Trend((till_now - till_cutoff) * share, 0.0)
    span = max(by.RECENT, cutoff - max(begin, arrivals[0]))
    return Trend((till_now - till_cutoff) * share, (till_cutoff - till_begin) * (by.RECENT / span) * share)


def acceleration(story: StorySummary, now: datetime) -> Iterable[Part]:
    """`amount` is how many voices the last two hours brought. Slowing down takes nothing: silence does."""
    if voices_of(story) < by.LEAST_RECENT:
        return
    trend = trend_of(story, now)
    rise = log2(trend.rise)
    if trend.recent >= by.LEAST_RECENT and rise > 0:
        points = min(by.MOST_ACCELERATION, by.ACCELERATION * rise)
        yield part(Term.ACCELERATION, points, round(trend.recent, 1))


def trending(candidates: Sequence[Candidate], now: datetime, *, key: EditionKey = ANYONE) -> tuple[PlacedStory, ...]:
    """The stories that gather voices fastest, steepest first. Those that `key`'s reader cannot read are left out."""
    rising = [(one, trend) for one in candidates if (trend := trend_of(one.story, now)).is_one and _readable(one, key)]
    rising.sort(key=lambda one: (-exact(log2(one[1].rise)), one[0].story.id))
    return tuple(_placed(one, trend, key) for one, trend in rising[: by.MOST_TRENDING])


def _readable(candidate: Candidate, key: EditionKey) -> bool:
    return bool(candidate.articles) and language_rank(candidate, key) < UNREAD


def _placed(candidate: Candidate, trend: Trend, key: EditionKey) -> PlacedStory:
    """Its score is the steepness alone, without the bound that it has among other terms."""
    terms = (ScoredTerm(Term.ACCELERATION, exact(log2(trend.rise)), round(trend.recent, 1)),)
    article = stand_in(stand_ins(candidate, key), {}).article
    return PlacedStory(candidate.story.id, article, total(terms), terms)
