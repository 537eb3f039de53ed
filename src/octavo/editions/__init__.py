"""What matters today for a country and languages. Every score is a sum of named terms; no model is ever called.

The way of an edition: `wanted_candidates(key, now, acts)` says which stories to look at, as a value that the store
answers (`core.editions.CandidateQuery`); `make_edition(key, candidates, acts, now)` chooses among them; `edition_name`
says of which day and day part it is. `trending`, `is_breaking` and `what_would_move` stand alone as well.

A candidate's `articles` should hold, for each of its languages, those that can stand for it on a card: a few suffice,
of different publishers. A story without any is left out. `arrivals`, where given, decide when the latest voice came.

`VERSION` is kept with each edition: raise it when the same candidates would give another one.
"""

from octavo.editions.breaking import is_breaking
from octavo.editions.candidates import wanted_candidates
from octavo.editions.dayparts import day_part, edition_name, local_day
from octavo.editions.edition import VERSION, make_edition
from octavo.editions.explain import what_would_move
from octavo.editions.trends import trending

__all__ = [
    "VERSION",
    "day_part",
    "edition_name",
    "is_breaking",
    "local_day",
    "make_edition",
    "trending",
    "wanted_candidates",
    "what_would_move",
]
