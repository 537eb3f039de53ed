"""What is shown beside an article is alike, of several publishers and stories, and says why."""

from dataclasses import replace

import numpy as np
import pytest

from octavo.core.labels import Hashtag, Name, Place, PlaceKind, PlaceRole, TopicLabel
from octavo.core.stories import Sighting
from octavo.stories.related import Relatable, Related, related

AXES = 64
SPORT = TopicLabel("15000000", "sport", 0.9)
MERROW = Place("7", "Merrow", "GB", PlaceKind.CITY, PlaceRole.MAIN)
WALES = Place("cGB", "United Kingdom", "GB", PlaceKind.COUNTRY, PlaceRole.MAIN)


def point(cosine: float, axis: int) -> bytes:
    """A vector at this cosine to the target's; two of different axes are as near as that makes them."""
    vector = np.zeros(AXES, np.float32)
    vector[0], vector[axis] = cosine, np.sqrt(1 - cosine**2)
    return vector.astype("<f2").tobytes()


def article(number: int, cosine: float, **said: object) -> Relatable:
    story = str(said.pop("story", ""))
    hashtags = said.pop("hashtags", ())
    assert isinstance(hashtags, tuple)
    values = {"publisher": f"publisher {number}", "language": "en"} | said
    one = Sighting(f"a{number}", "A title", "A text", embedding=point(cosine, number), **values)  # type: ignore[arg-type]
    return Relatable(one, story, hashtags)


TARGET = Relatable(
    Sighting(
        "target",
        "Ferry aground",
        "A text",
        language="en",
        publisher="Merrow Post",
        embedding=point(1.0, 1),
        names=(Name("Ines Halloran", "ines halloran"), Name("Northwater", "northwater")),
        places=(MERROW, WALES),
        topics=(SPORT,),
    ),
    story="ferry",
    hashtags=(Hashtag("aldona", "Aldona"),),
)


def ids(found: tuple[Related, ...]) -> list[str]:
    return [one.id for one in found]


def test_the_most_alike_come_first_and_what_is_not_alike_is_not_shown() -> None:
    others = [article(2, 0.86), article(3, 0.70), article(4, 0.89), article(5, 0.80)]
    found = related(TARGET, others, limit=6)
    assert ids(found) == ["a4", "a2"]
    assert found[0].score > found[1].score >= 0.5
    assert related(TARGET, [article(3, 0.70)], limit=6) == ()
    assert related(TARGET, [], limit=6) == ()
    assert related(TARGET, others, limit=0) == ()


def test_the_article_its_story_and_a_second_of_one_story_are_left_out() -> None:
    others = [
        TARGET,
        article(2, 0.93, story="ferry"),
        article(3, 0.86, story="harbour"),
        article(4, 0.89, story="harbour"),
    ]
    assert ids(related(TARGET, others, limit=6)) == ["a4"]


def test_a_story_is_stood_for_in_the_readers_language() -> None:
    others = [article(2, 0.88, story="harbour", language="ta"), article(3, 0.87, story="harbour")]
    assert ids(related(TARGET, others, limit=6)) == ["a3"]
    assert ids(related(TARGET, others[:1], limit=6)) == ["a2"]


def test_stories_that_tell_the_same_are_shown_once() -> None:
    one, other = article(2, 0.88), article(3, 0.87)
    same = replace(other, sighting=replace(other.sighting, embedding=point(0.88, 2)))
    assert ids(related(TARGET, [one, other], limit=6)) == ["a2", "a3"]
    assert ids(related(TARGET, [one, same], limit=6)) == ["a2"]


def test_no_publisher_has_more_than_half_and_the_articles_own_comes_last() -> None:
    loud = [article(number, 0.90, publisher="Loud") for number in range(2, 8)]
    own = [article(9, 0.92, publisher="Merrow Post")]
    others = [article(10, 0.86), article(11, 0.86)]
    found = ids(related(TARGET, [*loud, *own, *others], limit=6))
    assert len(found) == 6
    assert found[-1] == "a9"
    assert sum(one.sighting.id in found for one in loud) == 3
    assert len(related(TARGET, loud, limit=6)) == 1


@pytest.mark.parametrize("count", [2, 3, 5, 7])
def test_half_holds_for_every_limit(count: int) -> None:
    loud = [article(number, 0.90, publisher="Loud") for number in range(2, 12)]
    quiet = [article(number, 0.86) for number in range(20, 23)]
    found = ids(related(TARGET, [*loud, *quiet], limit=count))
    assert sum(one.sighting.id in found for one in loud) <= max(1, len(found) // 2)
    assert found


def test_shared_rare_names_lift_what_is_near_the_line_and_are_told() -> None:
    names = (Name("I. Halloran", "ines halloran"), Name("Skarv", "skarv"))
    crowd = [article(number, 0.80) for number in range(10, 20)]
    near = article(2, 0.835)
    named = article(2, 0.835, names=names, places=(MERROW,), topics=(SPORT,), hashtags=(Hashtag("aldona", "Aldona"),))
    assert related(TARGET, [near, *crowd], limit=6) == ()
    (found,) = related(TARGET, [named, *crowd], limit=6)
    reasons = {reason.kind: reason for reason in found.reasons}
    assert set(reasons) == {"meaning", "names", "place", "topic"}
    assert set(reasons["names"].items) == {"Ines Halloran", "#Aldona"}
    assert reasons["place"].items == ("Merrow",)
    assert reasons["topic"].items == ("sport",)
    assert reasons["meaning"].amount == pytest.approx(0.835, abs=0.002)
    weights = [reason.weight for reason in found.reasons]
    assert weights == sorted(weights, reverse=True)


def test_a_name_that_all_share_says_nothing() -> None:
    names = (Name("Northwater", "northwater"),)
    crowd = [article(number, 0.86, names=names) for number in range(2, 12)]
    found = related(TARGET, crowd, limit=10)
    assert found
    assert all("names" not in {reason.kind for reason in one.reasons} for one in found)


def test_a_town_says_more_than_a_country() -> None:
    crowd = [article(number, 0.70) for number in range(10, 20)]
    town, country = article(2, 0.86, places=(MERROW,)), article(3, 0.86, places=(WALES,))
    assert ids(related(TARGET, [country, town, *crowd], limit=6)) == ["a2", "a3"]


def test_articles_without_vectors_are_taken() -> None:
    bare = Relatable(Sighting("bare", "A title", "A text"))
    assert related(bare, [bare, article(2, 0.9)], limit=3) == ()
    assert related(TARGET, [Relatable(Sighting("odd", "t", "t", embedding=b"odd"))], limit=3) == ()
