"""What follows the lead: the country's own, the world, what rises, topics, what others tell. Then it ends."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from octavo.core.editions import EditionSection, PlacedStory
from octavo.editions import calibration as by
from octavo.editions.geography import is_part, parent
from octavo.editions.home import Home, told_in
from octavo.editions.rank import fill
from octavo.editions.terms import Judged, Scene
from octavo.editions.trends import trending
from octavo.editions.variety import Page

Leads = Mapping[str, Sequence[int]]


def sections_of(
    ordered: Sequence[Judged], lead: Sequence[PlacedStory], scene: Scene, elsewhere: Leads
) -> tuple[EditionSection, ...]:
    """Rows of stories that the lead left. What nobody here tells is set aside first: the world's row would take it."""
    ids = {story.story for story in lead}
    rest = Rest([one for one in ordered if one.story.id not in ids], scene)
    others = rest.elsewhere(elsewhere or leads_of(ordered, scene))
    country = scene.key.country
    rows = [
        rest.row("country", country, Home.OWN, by.COUNTRY_ROW) if country else None,
        rest.row("country", parent(country), Home.PARENT, by.COUNTRY_ROW) if is_part(country) else None,
        rest.row("world", "", Home.ELSEWHERE, by.WORLD_ROW),
        rest.trending(),
        *rest.topics(),
        others,
    ]
    return tuple(row for row in rows if row)


def leads_of(ordered: Sequence[Judged], scene: Scene) -> dict[str, list[int]]:
    """What each other country's publishers tell most, as far as two of them tell it."""
    told: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for judged in ordered:
        for country, voices in judged.story.by_country.items():
            if country and voices >= by.LEAST_TO_LEAD:
                told[country].append((-voices, judged.story.id))
    told.pop(parent(scene.key.country), None)
    return {
        country: [story for _, story in sorted(stories)[: by.LEADS_PER_COUNTRY]] for country, stories in told.items()
    }


class Rest:
    """Readable stories that no row has taken yet, best first."""

    def __init__(self, ordered: Sequence[Judged], scene: Scene) -> None:
        self.scene = scene
        self.left = [judged for judged in ordered if judged.is_readable]

    def row(self, kind: str, code: str, home: Home, size: int) -> EditionSection | None:
        stories = [one for one in self.left if one.home is home]
        if home is Home.ELSEWHERE:
            return self._section(kind, code, stories, size, by.LEAST_OF_ROW)
        page = Page(self.scene, is_mixed=False)
        fill(page, stories, size - by.SMALL_PLACES_OF_ROW)
        fill(page, [one for one in stories if one.is_small], min(size, len(page.placed) + by.SMALL_PLACES_OF_ROW))
        fill(page, stories, size)
        return self._taken(kind, code, page.placed) if page.placed else None

    def topics(self) -> list[EditionSection]:
        """The topics whose best stories are strongest, each with enough of them for a row."""
        of_topic: dict[str, list[Judged]] = defaultdict(list)
        for judged in self.left:
            if judged.topic:
                of_topic[judged.topic].append(judged)
        full = [code for code, stories in of_topic.items() if len(stories) >= by.LEAST_OF_ROW]
        full.sort(key=lambda code: (-sum(one.score for one in of_topic[code][: by.LEAST_OF_ROW]), code))
        rows = [
            self._section("topic", code, of_topic[code], by.TOPIC_ROW, by.LEAST_OF_ROW)
            for code in full[: by.TOPIC_ROWS]
        ]
        return [row for row in rows if row]

    def trending(self) -> EditionSection | None:
        rising = [one.candidate for one in self.left if one.is_rising]
        rows = trending(rising, self.scene.now, key=self.scene.key)[: by.TRENDING_ROW]
        return self._taken("trending", "", rows) if len(rows) >= by.LEAST_OF_ROW else None

    def elsewhere(self, leads: Leads) -> EditionSection | None:
        """One story of each other country's leads that no publisher of this country tells, where it has publishers."""
        if not self.scene.home_tells:
            return None
        untold = {one.story.id: one for one in self.left if self._is_untold(one)}
        firsts = {next((story for story in stories if story in untold), None) for stories in leads.values()}
        found = [one for number, one in untold.items() if number in firsts]
        return self._section("elsewhere", "", found, by.ELSEWHERE_ROW, 1)

    def _is_untold(self, judged: Judged) -> bool:
        return judged.home is Home.ELSEWHERE and not told_in(judged.story, self.scene.key.country)

    def _section(self, kind: str, code: str, stories: list[Judged], size: int, least: int) -> EditionSection | None:
        page = Page(self.scene, is_mixed=kind != "topic")
        fill(page, stories, size)
        return self._taken(kind, code, page.placed) if len(page.placed) >= least else None

    def _taken(self, kind: str, code: str, stories: Sequence[PlacedStory]) -> EditionSection:
        ids = {story.story for story in stories}
        self.left = [judged for judged in self.left if judged.story.id not in ids]
        return EditionSection(kind, code, tuple(stories))
