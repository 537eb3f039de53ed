"""What the operator decided, as it holds for one edition at one moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from octavo.core.editions import Candidate, DeskAct, DeskKind, Term
from octavo.core.reading import EditionKey
from octavo.editions import calibration as by
from octavo.editions.geography import parent
from octavo.editions.points import Part, part


@dataclass(frozen=True, slots=True)
class Desk:
    """Ids of stories. What is hidden is neither pinned nor breaking."""

    hidden: frozenset[int] = frozenset()
    pinned: frozenset[int] = frozenset()
    breaking: frozenset[int] = frozenset()

    def parts(self, candidate: Candidate) -> Iterable[Part]:
        if candidate.story.id in self.pinned:
            yield part(Term.DESK, by.PIN, detail="pin")
        if candidate.story.id in self.breaking:
            yield part(Term.DESK, by.DESK_BREAKING, detail="breaking")
        if is_original(candidate):
            yield part(Term.DESK, by.ORIGINAL, detail="original")


def desk_of(acts: Sequence[DeskAct], key: EditionKey, now: datetime) -> Desk:
    """Acts of this edition's country, of the country around it, and of every edition, while they last."""
    places = {"", key.country, parent(key.country)}
    holding = [act for act in acts if act.country in places and (act.until is None or act.until > now)]
    ids = {kind: frozenset(act.story for act in holding if act.kind is kind) for kind in DeskKind}
    hidden = ids[DeskKind.HIDE]
    return Desk(hidden, ids[DeskKind.PIN] - hidden, ids[DeskKind.BREAKING] - hidden)


def is_original(candidate: Candidate) -> bool:
    """Whether this newsroom wrote one of its articles itself."""
    return any(article.is_original for article in candidate.articles[-by.MOST_STAND_INS :])
