"""Grouping: an article joins a story, or begins one, as it arrives; a slower pass merges and splits.

Owns the state that both need: profiles of the window's articles, which story each is in, and what was found of pairs.
It reads no clock and no database: the same sightings in the same order give the same stories.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import numpy as np

from octavo.core.stories import Assignment, Reason, Regrouping, Sighting
from octavo.stories.commonness import Commonness
from octavo.stories.copies import CopyIndex, fingerprint_of
from octavo.stories.crowding import Crowds
from octavo.stories.evidence import Crowding, evidence
from octavo.stories.judge import Judge, shipped_judge
from octavo.stories.linkage import link
from octavo.stories.profile import LEAD, NAME, TITLE, Profile, profile_of
from octavo.stories.reasons import reasons_for
from octavo.stories.shelf import Shelf
from octavo.stories.window import Window, WindowEntry

Array = Any  # numpy arrays

CANDIDATES = 40
STORIES_COMPARED = 8
COMPARED_OF_A_STORY = 24
"""Of a long story the first few articles and the newest stand for the rest."""
ABSENT = -2.0
"""The log-odds of a pair that was not worth comparing."""
COPY_ODDS = 6.0
"""A copy is of its original's story, whatever else speaks against it."""
WORTH_KEEPING = -6.0
"""What is less likely than this is as good as absent."""
MOST_ROUNDS = 4
"""Of one slower pass: stories that have grown may find more that is theirs."""
OUT_OF_MIND = 4_000
"""Articles that one slower pass looks at, at most: the newest that may have changed."""

LOADED_AT_ONCE = 256


@dataclass(slots=True)
class _Member:
    """An article in the window, beside its profile. One that was loaded is compared when a pass first looks at it."""

    number: int
    id: str
    story: str
    crowding: float = 0.0
    copy_of: str | None = None
    is_compared: bool = False


class Grouper:
    """Implements `octavo.core.protocols.Grouper`: the stories of a window of articles."""

    def __init__(self, judge: Judge | None = None) -> None:
        self._judge = judge or shipped_judge()
        self._window = Window(self._judge.likeness.dimensions)
        self._copies = CopyIndex()
        self._commonness = Commonness()
        self._crowds = Crowds()
        self._shelf = Shelf(self._judge.likeness)
        self._members: dict[int, _Member] = {}
        self._links: dict[int, dict[int, float]] = {}
        self._numbers: dict[str, int] = {}
        self._stories: dict[str, list[int]] = {}
        self._changed: dict[int, None] = {}

    def __len__(self) -> int:
        return len(self._members)

    def __contains__(self, article: object) -> bool:
        return article in self._numbers

    def load(self, sightings: Iterable[tuple[Sighting, str]]) -> None:
        """Articles whose stories are decided, in order of arrival: nothing is decided anew."""
        waiting = iter(sightings)
        while part := list(islice(waiting, LOADED_AT_ONCE)):
            taken = []
            for sighting, story in part:
                taken.append(self._take_in(sighting))
                self._place(taken[-1][0], story)
            self._note_crowding(taken)
        self._changed.clear()

    def assign(self, sighting: Sighting) -> Assignment:
        """The story of one more article. One that is known already stays in its story, with what is new of it."""
        known = self._numbers.get(sighting.id)
        story = self._members[known].story if known is not None else None
        member, profile = self._take_in(sighting)
        self._note_crowding([(member, profile)])
        rows = self._compare_anew(member, profile)
        mean = COPY_ODDS
        if story is None:
            story, mean = self._choose(member)
        self._place(member, story or sighting.id)
        return self._assignment(member, profile, mean, rows)

    def forget_before(self, at: datetime) -> None:
        """Articles that are older take no part any more."""
        gone = self._window.remove_before(at)
        for number in gone:
            self._drop(number)
        if gone:
            self._shelf.cut(next(iter(self._members), len(self._shelf)))
            self._copies.cut()

    def regroup(self) -> Regrouping:
        """Look again at what has changed since the last time, with all that is known now, until nothing changes."""
        before: dict[int, str] = {}
        judged: set[int] = set()
        for _ in range(MOST_ROUNDS):
            looked_at = self._looked_at()
            if not looked_at:
                break
            before |= {number: self._members[number].story for number in looked_at if number not in before}
            self._judge_anew([number for number in looked_at if number not in judged])
            judged |= set(looked_at)
            self._settle(self._linked(looked_at), looked_at)
        self._changed.clear()
        return self._difference(before)

    def _linked(self, looked_at: Sequence[int]) -> list[list[int]]:
        places = {number: place for place, number in enumerate(looked_at)}
        odds = {
            (place, places[other]): value
            for number, place in places.items()
            for other, value in self._links_of(number).items()
            if number < other and other in places
        }
        groups: dict[int, list[int]] = {}
        for number, group in zip(looked_at, link(len(looked_at), odds, absent=ABSENT), strict=True):
            groups.setdefault(group, []).append(number)
        return list(groups.values())

    def _judge_anew(self, numbers: Sequence[int]) -> None:
        """Pairs found when an article arrived: since then more is known of what is common, and of the crowd."""
        chosen = set(numbers)
        for number in numbers:
            self._note_crowding([(self._members[number], self._profile(number))])
        for number in numbers:
            earlier = [other for other in self._links_of(number) if other in chosen and other < number]
            self._compare(self._members[number], self._profile(number), earlier)

    # An article's way in.

    def _take_in(self, sighting: Sighting) -> tuple[_Member, Profile]:
        if (known := self._numbers.get(sighting.id)) is not None:
            self._drop(known)
        profile, packed = profile_of(sighting, self._judge.likeness), fingerprint_of(sighting)
        copied = self._copies.find(packed)
        copy_of = copied.id if copied and sighting.id not in self._originals_of(copied.id) else None
        return self._keep(profile, packed, sighting.at, copy_of), profile

    def _keep(self, profile: Profile, packed: bytes, at: datetime | None, copy_of: str | None = None) -> _Member:
        number = self._shelf.add(profile)
        self._copies.keep(profile.id, packed)
        self._commonness.add(profile.terms)
        self._crowds.add(number, profile)
        self._window.add(search_entry(number, profile, at))
        member = self._members[number] = _Member(number, profile.id, profile.id, copy_of=copy_of)
        self._numbers[profile.id] = number
        return member

    def _note_crowding(self, articles: Sequence[tuple[_Member, Profile]]) -> None:
        profiles = [profile for _, profile in articles]
        crowding = self._crowds.around_each(profiles, [member.number for member, _ in articles])
        for (member, _), value in zip(articles, crowding, strict=True):
            member.crowding = value

    def _profile(self, number: int) -> Profile:
        return self._profiles([number])[0]

    def _profiles(self, numbers: Sequence[int]) -> list[Profile]:
        ids = [self._members[number].id for number in numbers]
        return self._shelf.get(numbers, ids, self._window.vectors(numbers))

    def _links_of(self, number: int) -> Mapping[int, float]:
        """The log-odds of an article's pairs, by the other's number."""
        return self._links.get(number, {})

    def _originals_of(self, article: str | None) -> dict[str, None]:
        """An article, what it copies, what that copies: an article that comes again copies none of its own copies."""
        found: dict[str, None] = {}
        while article in self._numbers and article not in found:
            found[article] = None
            article = self._members[self._numbers[article]].copy_of
        return found if article is None else found | {article: None}

    def _candidates(self, member: _Member, profile: Profile) -> list[int]:
        """The likeliest articles, the article that this copies, and the rest of the likeliest stories."""
        found = dict.fromkeys(self._window.candidates(search_entry(member.number, profile, None), CANDIDATES))
        if member.copy_of in self._numbers:
            found[self._numbers[member.copy_of]] = None
        stories = list(dict.fromkeys(self._members[number].story for number in found if number != member.number))
        for story in stories[:STORIES_COMPARED]:
            found |= dict.fromkeys(self._standing_for(story))
        found.pop(member.number, None)
        return list(found)

    def _standing_for(self, story: str) -> list[int]:
        numbers = self._stories.get(story, [])
        half = COMPARED_OF_A_STORY // 2
        return numbers if len(numbers) <= COMPARED_OF_A_STORY else numbers[:half] + numbers[-half:]

    def _compare_anew(self, member: _Member, profile: Profile) -> dict[int, Array]:
        member.is_compared = True
        return self._compare(member, profile, self._candidates(member, profile))

    def _compare(self, member: _Member, profile: Profile, numbers: Sequence[int]) -> dict[int, Array]:
        """Notes the log-odds of each pair with both; returns the evidence by the other's number."""
        if not numbers:
            return {}
        others, profiles = [self._members[number] for number in numbers], self._profiles(numbers)
        crowding = Crowding(member.crowding, np.array([other.crowding for other in others]))
        rows = evidence(profile, profiles, self._commonness, self._judge.likeness, crowding)
        log_odds = self._judge.log_odds(rows, profile, profiles)
        for other, judged in zip(others, log_odds.tolist(), strict=True):
            self._link(member.number, other.number, max(judged, COPY_ODDS) if _is_copy(member, other) else judged)
        return dict(zip(numbers, rows, strict=True))

    def _link(self, one: int, other: int, odds: float) -> None:
        for number, beside in ((one, other), (other, one)):
            if odds > WORTH_KEEPING:
                self._links.setdefault(number, {})[beside] = odds
            elif number in self._links:
                self._links[number].pop(beside, None)

    def _choose(self, member: _Member) -> tuple[str | None, float]:
        """The story whose articles it belongs with on the whole, and the mean log-odds; None for none."""
        best: tuple[float, str] | None = None
        links = self._links_of(member.number)
        for story in {self._members[number].story for number in links}:
            of_story = self._standing_for(story)
            mean = sum(links.get(number, ABSENT) for number in of_story) / len(of_story)
            if mean > 0 and (best is None or (mean, story) > best):
                best = mean, story
        return (best[1], best[0]) if best else (None, COPY_ODDS)

    def _place(self, member: _Member, story: str) -> None:
        member.story = story
        self._stories.setdefault(story, []).append(member.number)
        self._changed[member.number] = None

    def _assignment(self, member: _Member, profile: Profile, mean: float, rows: dict[int, Array]) -> Assignment:
        links = self._links_of(member.number)
        of_story = [number for number in links if self._members[number].story == member.story]
        nearest = max(
            of_story,
            key=lambda number: (self._members[number].id == member.copy_of, links[number]),
            default=None,
        )
        other = self._members[nearest] if nearest is not None else None
        return Assignment(
            article=member.id,
            story=member.story,
            duplicate_of=member.copy_of,
            score=float(1 / (1 + np.exp(-mean))),
            nearest=other.id if other else None,
            reasons=self._reasons(member, profile, other, rows) if other and other.number in rows else (),
        )

    def _reasons(self, member: _Member, profile: Profile, other: _Member, rows: dict[int, Array]) -> tuple[Reason, ...]:
        is_copy = _is_copy(member, other)
        return reasons_for(profile, self._profile(other.number), rows[other.number], is_copy=is_copy)

    def _drop(self, number: int) -> None:
        profile, member = self._profile(number), self._members.pop(number)
        for other in self._links.pop(number, {}):
            self._links[other].pop(number, None)
        self._numbers.pop(member.id, None)
        self._stories[member.story].remove(number)
        if not self._stories[member.story]:
            del self._stories[member.story]
        self._changed.pop(number, None)
        self._window.remove([number])
        self._copies.forget([member.id])
        self._commonness.remove(profile.terms)
        self._crowds.remove(number, profile)

    # The slower pass.

    def _looked_at(self) -> list[int]:
        """What arrived or moved since the last pass, with the stories of all that it may belong with, oldest first."""
        touched = list(self._changed)[-OUT_OF_MIND:]
        for number in touched:
            self._compare_anew(self._members[number], self._profile(number))
        beside = {number for one in touched for number in (one, *self._links_of(one))}
        looked_at = self._members_of({self._members[number].story for number in beside})
        for number in looked_at:
            if not self._members[number].is_compared:
                self._compare_anew(self._members[number], self._profile(number))
        return looked_at

    def _members_of(self, stories: Iterable[str]) -> list[int]:
        """Of these stories and of those that their articles began, oldest first: a group may take such a name back."""
        found: dict[str, None] = {}
        waiting = [story for story in stories if story in self._stories]
        while waiting:
            story = waiting.pop()
            found[story] = None
            began = (self._members[number].id for number in self._stories[story])
            waiting += [name for name in began if name in self._stories and name not in found]
        return sorted(number for story in found for number in self._stories[story])

    def _settle(self, groups: Sequence[Sequence[int]], looked_at: Sequence[int]) -> None:
        """A group keeps the story that began first of those that it holds most of. What moved is looked at again."""
        self._changed.clear()
        before = {number: self._members[number].story for number in looked_at}
        sizes = Counter(before.values())
        taken: set[str] = set()
        fresh = {min(group): self._fresh_names(group, sizes) for group in groups}
        for group in sorted(groups, key=lambda group: (bool(fresh[min(group)]), -len(group), min(group))):
            story = self._name_of(group, fresh[min(group)], before, sizes, taken)
            taken.add(story)
            for number in group:
                if before[number] != story:
                    self._changed[number] = None
                    self._move(number, story)

    def _difference(self, before: dict[int, str]) -> Regrouping:
        """Stories that went into another as a whole were merged; of the others, articles moved."""
        now: dict[str, set[str]] = {}
        for number, story in before.items():
            now.setdefault(story, set()).add(self._members[number].story)
        merged = {
            story: next(iter(after))
            for story, after in now.items()
            if len(after) == 1 and story not in after and next(iter(after)) in now
        }
        moved = {
            self._members[number].id: self._members[number].story
            for number, story in before.items()
            if story != self._members[number].story and story not in merged
        }
        return Regrouping(merged=merged, moved=moved)

    def _fresh_names(self, group: Sequence[int], sizes: Counter[str]) -> list[str]:
        """Ids of its articles that name no story yet, the oldest first."""
        return [name for number in sorted(group) if (name := self._members[number].id) not in sizes]

    def _name_of(
        self, group: Sequence[int], fresh: Sequence[str], before: dict[int, str], sizes: Counter[str], taken: set[str]
    ) -> str:
        """The oldest story of which most is here; else the group is a new one, named after its first article.

        Where each of its articles has begun a story, it takes one of these: no other group can, if it comes first.
        """
        ids = [self._members[number].id for number in sorted(group)]
        for story in dict.fromkeys(before[number] for number in sorted(group)):
            is_most = 2 * sum(before[number] == story for number in group) >= sizes[story]
            if is_most and story not in taken and (fresh or story in ids):
                return story
        return (fresh or ids)[0]

    def _move(self, number: int, story: str) -> None:
        member = self._members[number]
        if member.story == story:
            return
        self._stories[member.story].remove(number)
        if not self._stories[member.story]:
            del self._stories[member.story]
        member.story = story
        numbers = self._stories.setdefault(story, [])
        numbers.append(number)
        numbers.sort()


def _is_copy(one: _Member, other: _Member) -> bool:
    return one.copy_of == other.id or other.copy_of == one.id


def search_entry(number: int, profile: Profile, at: datetime | None) -> WindowEntry:
    """Found again by its direction, and by the words and names of title and lead, names first."""
    telling = (profile.marks & (NAME | TITLE | LEAD)) != 0
    terms = profile.terms[telling]
    order = np.argsort(-(profile.marks[telling] & (NAME | TITLE)).astype(int), kind="stable")
    return WindowEntry(number, profile.direction.tobytes(), terms[order].tolist(), at)
