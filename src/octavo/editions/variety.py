"""What a page or a row holds so far, and what one more story of the same kind costs and may."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from octavo.core.editions import PlacedStory, ScoredTerm, StandIn, Term
from octavo.editions import calibration as by
from octavo.editions.home import Home
from octavo.editions.points import exact
from octavo.editions.stand_ins import stand_in
from octavo.editions.terms import Judged, Scene


@dataclass(slots=True)
class Page:
    """Grows by `place`. Where all is about one country or topic, `is_mixed` is False: sameness is no fault there."""

    scene: Scene
    is_mixed: bool = True
    placed: list[PlacedStory] = field(default_factory=list)
    publishers: Counter[int] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    homes: Counter[Home] = field(default_factory=Counter)

    def article(self, judged: Judged) -> StandIn:
        return stand_in(self.scene.options(judged.candidate), self.publishers)

    def place(self, judged: Judged) -> None:
        article = self.article(judged)
        terms = (*judged.terms, *self.terms(judged, article))
        score = sum(term.points for term in terms)
        self.placed.append(PlacedStory(judged.story.id, article.article, score, terms, judged.mark))
        self.publishers[article.publisher] += 1
        self.topics[judged.topic] += 1
        self.countries[foreign_country(judged)] += 1
        self.places[judged.place] += 1
        self.homes[judged.home] += 1

    def terms(self, judged: Judged, article: StandIn) -> Iterable[ScoredTerm]:
        """What variety takes from a story here and now."""
        for points, count, detail in self._sameness(judged, article):
            if count > 0:
                yield ScoredTerm(Term.VARIETY, exact(points * count), count, detail)

    def _sameness(self, judged: Judged, article: StandIn) -> Iterable[tuple[float, int, str]]:
        yield by.SAME_PUBLISHER, self.publishers[article.publisher], f"publisher:{article.publisher}"
        if judged.place:
            yield by.SAME_PLACE, self.places[judged.place], f"place:{judged.place}"
        if not self.is_mixed:
            return
        if judged.topic:
            yield by.SAME_TOPIC, self.topics[judged.topic], f"topic:{judged.topic}"
        if country := foreign_country(judged):
            yield by.SAME_COUNTRY, self.countries[country], f"country:{country}"
        if judged.home is not Home.ELSEWHERE:
            above = self.homes[Home.OWN] + self.homes[Home.PARENT] - by.LEAST_FROM_HOME
            yield by.SAME_HOME, above, f"home:{self.scene.key.country}"

    def fits(self, judged: Judged, article: StandIn) -> bool:
        """Whether the bounds of one publisher, one topic and one foreign country leave room for it."""
        if self.publishers[article.publisher] >= by.MOST_OF_ONE_PUBLISHER:
            return False
        country = foreign_country(judged)
        return not self.is_mixed or (
            (not judged.topic or self.topics[judged.topic] < by.MOST_OF_ONE_TOPIC)
            and (not country or self.countries[country] < by.MOST_OF_ONE_COUNTRY)
        )


def foreign_country(judged: Judged) -> str:
    """ "" at home, and where nobody knows."""
    return judged.story.country if judged.home is Home.ELSEWHERE else ""
