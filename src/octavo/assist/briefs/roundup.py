"""The neutral roundup of a story: a few sentences, each of them told by two publishers or more.

A sentence that nobody else supports may be true, and stands in the table; it is not in the roundup. Where nothing but a
headline is supported, the headline is the roundup; where nothing is, there is none.
"""

from octavo.assist.briefs.choosing import Candidates, describe, possible_sets
from octavo.assist.briefs.cleaning import tidy
from octavo.assist.briefs.models import forest
from octavo.assist.briefs.reading import StoryReading
from octavo.assist.briefs.support import supporters
from octavo.core.briefs import BriefSentence

MIN_WORDS = 5
MOST_CITED = 4
"""Publishers named under one sentence."""


def roundup(reading: StoryReading, language: str = "") -> tuple[BriefSentence, ...]:
    """At most four sentences, in `language` where it can be, each with citations of two publishers or more; () where
    no sentence has them."""
    candidates = candidates_of(reading, language)
    sets = possible_sets(candidates)
    if not sets:
        return ()
    scores = forest("roundup").logits(describe(candidates, sets))
    supported = supporters(reading)
    return tuple(
        reading.sentence(tidy(reading.spots[at].text), (at, *supported[at][: MOST_CITED - 1]))
        for at in sets[int(scores.argmax())]
    )


def candidates_of(reading: StoryReading, language: str = "") -> Candidates:
    """Sentences that another voice supports; titles only where nothing else is. They are of one language: the given
    one, or where nothing in it is supported, the one that has most."""
    supported = supporters(reading)
    places = [at for at, others in enumerate(supported) if others and _is_whole(reading, at)]
    texts = [at for at in places if not reading.spots[at].is_title] or places
    languages = [reading.spots[at].language for at in texts]
    chosen = language if language in languages else max(languages, key=languages.count, default="")
    texts = [at for at in texts if reading.spots[at].language == chosen]
    return Candidates(reading, tuple(texts), tuple(supported[at] for at in texts))


def _is_whole(reading: StoryReading, at: int) -> bool:
    """Long enough to say something, and not cut off by whoever excerpted it."""
    text = reading.spots[at].text.rstrip()
    return len(text.split()) >= MIN_WORDS or (len(text) >= 4 * MIN_WORDS and " " not in text[:20])
