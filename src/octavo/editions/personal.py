"""What a reader follows and reads, as terms on top of the edition's own. Pure; computed for each request, never stored.

| term | `amount` | `detail` |
|---|---|---|
| FOLLOWS | | `publisher:`, `hashtag:`, `topic:`, `story:`, `place:`, `country:` or `search:` and its name or code |
| HABIT | articles read lately | `publisher:` and its name, `topic:` and its code |
| HABIT | share of what was read, 0 to 1 | `language:` and the language |
| ALREADY_READ | hours since | `seen`, or `news` where voices came since |

Each is weighed by the reader, from 0 to 2. All of them together stay below what the desk decides.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from math import log2

from octavo.core.editions import Candidate, ScoredTerm, Term
from octavo.core.personal import Follow, FollowKind, Taste, Weights
from octavo.core.stories import StorySummary
from octavo.editions import calibration as by
from octavo.editions.points import exact
from octavo.editions.terms import MoreTerms, main_topic
from octavo.editions.voices import hours_between, last_voice_at

PERSONAL = frozenset({Term.FOLLOWS, Term.HABIT, Term.ALREADY_READ})


def personal_terms(taste: Taste, now: datetime) -> MoreTerms:
    """What `make_edition` adds to each candidate's score as `more`."""
    followed = Followed(taste.follows)
    points = {one: exact(by.FOLLOWED[one.kind] * _weight(one.kind, taste.weights)) for one in taste.follows}

    def more(candidate: Candidate) -> Iterable[ScoredTerm]:
        for one in followed.of(candidate):
            yield ScoredTerm(Term.FOLLOWS, points[one], None, named(one))
        yield from _habits(candidate, taste)
        yield from _already_read(candidate.story, taste, now)

    return more


class Followed:
    """What is followed, by what a story says of itself: a candidate is asked for its own few things alone."""

    def __init__(self, follows: Sequence[Follow]) -> None:
        self._by_key = {one.key: one for one in follows}
        self._publishers = {int(one.target): one for one in follows if one.kind is FollowKind.PUBLISHER}

    def of(self, candidate: Candidate) -> tuple[Follow, ...]:
        """What of it this story belongs to, but for searches: only the search itself knows."""
        if not self._by_key:
            return ()
        found = [self._by_key[key] for key in _keys(candidate.story) if key in self._by_key]
        if self._publishers:
            tellers = {*candidate.story.publisher_ids, *(one.publisher for one in candidate.articles)}
            found += [self._publishers[teller] for teller in sorted(tellers) if teller in self._publishers]
        return tuple(dict.fromkeys(found))


def _keys(story: StorySummary) -> Iterable[str]:
    """What the story may be followed by, publishers apart."""
    yield f"story:{story.id}"
    yield from (f"hashtag:{tag.slug}" for tag in story.hashtags)
    yield from (f"topic:{topic.code}" for topic in story.topics if topic.score >= by.SURE_TOPIC)
    if story.country:
        yield f"place:c{story.country}"
    yield from (f"place:{place.id}" for place in story.places)


def named(follow: Follow) -> str:
    """What the words of a followed thing need: a topic's and a country's code, anything else's name."""
    if follow.kind is FollowKind.PLACE and len(follow.target) == 3 and follow.target.startswith("c"):
        return f"country:{follow.target[1:]}"
    is_code = follow.kind is FollowKind.TOPIC
    return f"{follow.kind.value}:{follow.target if is_code else follow.label or follow.target}"


def _weight(kind: FollowKind, weights: Weights) -> float:
    return {
        FollowKind.PUBLISHER: weights.publishers,
        FollowKind.HASHTAG: weights.hashtags,
        FollowKind.TOPIC: weights.topics,
        FollowKind.PLACE: weights.places,
        FollowKind.STORY: weights.stories,
        FollowKind.SEARCH: weights.hashtags,
    }[kind]


def _habits(candidate: Candidate, taste: Taste) -> Iterable[ScoredTerm]:
    """Only where enough was read to speak of habits."""
    habits, weights = taste.habits, taste.weights
    if habits.total < by.FEWEST_FOR_HABITS:
        return
    topic = main_topic(candidate.story)
    if count := habits.topics.get(topic, 0) if topic else 0:
        yield ScoredTerm(Term.HABIT, exact(_habit(count) * weights.history), count, f"topic:{topic}")
    tellers = [one.publisher for one in candidate.articles if habits.publishers.get(one.publisher)]
    if tellers:
        most = max(tellers, key=lambda teller: (habits.publishers[teller], teller))
        points = exact(_habit(habits.publishers[most]) * weights.history)
        yield ScoredTerm(
            Term.HABIT, points, habits.publishers[most], f"publisher:{habits.publisher_names.get(most, '')}"
        )
    yield from _language(candidate, taste)


def _habit(count: int) -> float:
    return min(by.MOST_HABIT, by.HABIT * log2(1 + count))


def _language(candidate: Candidate, taste: Taste) -> Iterable[ScoredTerm]:
    languages = {one.language for one in candidate.articles}
    best = max(languages, key=lambda one: (taste.habits.languages.get(one, 0), one), default="")
    share = taste.habits.languages.get(best, 0) / taste.habits.total
    if share:
        points = exact(by.HABITUAL_LANGUAGE * share * taste.weights.language)
        yield ScoredTerm(Term.HABIT, points, round(share, 3), f"language:{best}")


def _already_read(story: StorySummary, taste: Taste, now: datetime) -> Iterable[ScoredTerm]:
    read_at = taste.habits.stories.get(story.id)
    if read_at is None:
        return
    has_news = last_voice_at(story) > read_at
    points = (by.READ_BUT_NEWS if has_news else by.READ) * taste.weights.read
    hours = round(hours_between(read_at, now), 2)
    yield ScoredTerm(Term.ALREADY_READ, exact(points), hours, "news" if has_news else "seen")


def recommended(
    candidates: Iterable[Candidate], taste: Taste, now: datetime, *, limit: int
) -> tuple[tuple[Candidate, ScoredTerm], ...]:
    """The unread stories that a reader's habits speak for most, each with the term that does so most.

    What is followed is left out: it is recommended to nobody.
    """
    found, followed = [], Followed(taste.follows)
    for one in candidates:
        if one.story.id in taste.habits.stories or followed.of(one):
            continue
        terms = [term for term in _habits(one, taste) if term.points > 0 and not term.detail.startswith("language:")]
        if terms:
            found.append((sum(term.points for term in terms), one, max(terms, key=lambda term: term.points)))
    found.sort(key=lambda row: (-row[0], -row[1].story.last_at.timestamp(), row[1].story.id))
    return tuple((one, term) for _, one, term in found[:limit])
