"""Which article a reader gets to see of a story."""

from datetime import datetime

from editions.cast import KENYA, at, edition, story, world_stories
from octavo.core.editions import Candidate, StandIn
from octavo.core.reading import EditionKey
from octavo.editions import make_edition


def shown(key: EditionKey, *articles: StandIn) -> int:
    candidate = Candidate(story(1, "KE").story, articles)
    return edition(key, [candidate]).lead[0].article


def article(
    number: int,
    language: str = "en",
    country: str = "US",
    *,
    shown_at: datetime | None = None,
    picture: bool = True,
    is_copy: bool = False,
    is_original: bool = False,
    publisher: int = 0,
) -> StandIn:
    return StandIn(number, language, publisher or number, country, shown_at or at(3), picture, is_copy, is_original)


def test_the_readers_first_language_comes_before_everything() -> None:
    swahili = article(2, "sw", picture=False, is_copy=True, shown_at=at(20))
    assert shown(EditionKey("KE", ("sw", "en")), article(1, "en", "KE"), swahili) == 2
    assert shown(EditionKey("KE", ("en", "sw")), article(1, "en", "KE"), swahili) == 1


def test_a_language_is_the_same_however_it_is_written() -> None:
    assert shown(EditionKey("NO", ("no",)), article(1, "en"), article(2, "nb")) == 2
    assert shown(EditionKey("NO", ("nb-NO",)), article(1, "en"), article(2, "no")) == 2
    assert shown(EditionKey("TW", ("zh",)), article(1, "en"), article(2, "zh-Hant")) == 2


def test_home_publishers_come_before_foreign_ones() -> None:
    assert shown(KENYA, article(1), article(2, country="KE", picture=False)) == 2


def test_then_pictures_then_what_is_no_copy_then_the_freshest() -> None:
    assert shown(KENYA, article(1, picture=False, shown_at=at(1)), article(2, is_copy=True)) == 2
    assert shown(KENYA, article(1, is_copy=True, shown_at=at(1)), article(2)) == 2
    assert shown(KENYA, article(1), article(2, shown_at=at(1))) == 2


def test_what_is_half_a_day_older_than_the_newest_may_no_longer_be_true() -> None:
    assert shown(KENYA, article(1, country="KE", shown_at=at(16)), article(2, picture=False, shown_at=at(1))) == 2


def test_what_the_newsroom_wrote_itself_stands_for_its_story() -> None:
    assert shown(KENYA, article(1, country="KE"), article(2, is_original=True, picture=False)) == 2


def test_a_story_that_others_tell_as_well_is_shown_by_whom_the_page_shows_least() -> None:
    first = Candidate(story(1, "KE", told={"KE": 9}).story, (article(1, publisher=7),))
    second = Candidate(story(2, "KE", told={"KE": 4}).story, (article(2, publisher=7), article(3, publisher=8)))
    made = edition(KENYA, [first, second])
    assert [placed.article for placed in made.lead] == [1, 3]


def test_a_publisher_that_leads_with_two_stories_gives_way_to_a_lesser_article() -> None:
    alone = [Candidate(story(n, "KE", told={"KE": 9}).story, (article(n, country="KE", publisher=7),)) for n in (1, 2)]
    lesser = article(9, publisher=8, picture=False)
    third = Candidate(story(3, "KE", told={"KE": 4}).story, (article(3, country="KE", publisher=7), lesser))
    assert [placed.article for placed in edition(KENYA, [*alone, third]).lead] == [1, 2, 9]


def test_a_story_without_an_article_to_show_is_left_out() -> None:
    assert edition(KENYA, [Candidate(story(1, "KE").story, ())]).lead == ()


def test_equally_good_articles_are_chosen_alike_in_any_order() -> None:
    same = [article(number, publisher=number) for number in range(1, 6)]
    candidate = story(1, "KE").story
    chosen = {
        make_edition(KENYA, [Candidate(candidate, tuple(order)), *world_stories(range(5, 9))], (), at(0)).lead
        for order in (same, same[::-1])
    }
    assert len(chosen) == 1
