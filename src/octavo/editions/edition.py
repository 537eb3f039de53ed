"""The edition: candidates judged one by one, the lead chosen among them, then sections, then it ends."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from octavo.core.editions import Candidate, DeskAct, Edition, PlacedStory
from octavo.core.reading import EditionKey
from octavo.editions import calibration as by
from octavo.editions.dayparts import edition_name
from octavo.editions.desk import desk_of
from octavo.editions.rank import choose_lead, order
from octavo.editions.sections import sections_of
from octavo.editions.terms import Judged, MoreTerms, Scene, judge, scene_of
from octavo.editions.variety import Page

VERSION = 1
_NOTHING: Mapping[str, Sequence[int]] = {}


def make_edition(
    key: EditionKey,
    candidates: Iterable[Candidate],
    acts: Sequence[DeskAct],
    now: datetime,
    *,
    elsewhere: Mapping[str, Sequence[int]] = _NOTHING,
    more: MoreTerms | None = None,
) -> Edition:
    """The same candidates, in any order, give the same edition. What is hidden is in none of its parts.

    `elsewhere` maps other countries to the ids of what they lead with, first to last; where it is empty, the
    candidates' voices tell. `more` adds terms of its own to each candidate's score.
    """
    desk = desk_of(acts, key, now)
    shown = {one.story.id: one for one in candidates if one.articles and one.story.id not in desk.hidden}
    scene = scene_of(key, shown.values(), desk, now, more)
    ordered = sorted((judge(one, scene) for one in shown.values()), key=order)
    lead = tuple(choose_lead(ordered, scene).placed)
    day, part = edition_name(key, now)
    sections = sections_of(_of_today(ordered), lead, scene, elsewhere)
    placed = [*lead, *(story for section in sections for story in section.stories)]
    return Edition(key, day, part, now, lead, sections, _breaking(ordered, placed, scene), VERSION)


def _of_today(ordered: Sequence[Judged]) -> Sequence[Judged]:
    """The fresh ones; all where there are too few of them for a lead, as in a newsroom that has rested."""
    fresh = [one for one in ordered if one.is_fresh]
    return fresh if len(fresh) >= by.LEAD else ordered


def _breaking(ordered: Sequence[Judged], placed: Sequence[PlacedStory], scene: Scene) -> tuple[PlacedStory, ...]:
    """As placed where they are, else by themselves."""
    breaking = [one for one in ordered if one.mark == "breaking"][: by.MOST_BREAKING]
    by_id = {story.story: story for story in placed}
    return tuple(by_id.get(one.story.id) or _alone(one, scene) for one in breaking)


def _alone(judged: Judged, scene: Scene) -> PlacedStory:
    page = Page(scene)
    page.place(judged)
    return page.placed[0]
