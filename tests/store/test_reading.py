"""Reads: lists page by page, the front page, articles and names; without writing, in few queries."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsroom import NOW, Newsroom
from octavo.core.articles import Kind, Media
from octavo.core.reading import ArticleFilter, Card, EditionKey
from octavo.store import reading

pytestmark = pytest.mark.django_db

ANYTHING = ArticleFilter()


def titles(cards: tuple[Card, ...]) -> list[str]:
    return [card.title for card in cards]


def all_pages(read: Callable[[str | None], Any]) -> list[str]:
    found: list[str] = []
    cursor = None
    while True:
        page = read(cursor)
        found += titles(page.cards)
        cursor = page.next_cursor
        if cursor is None:
            return found


@pytest.fixture
def world(newsroom: Newsroom) -> Newsroom:
    """Kenya and Britain; English and Swahili; sport, politics, a video and a podcast."""
    newsroom.publisher("nation", country="KE", languages=("en", "sw"))
    newsroom.publisher("sauti", country="KE", languages=("sw",))
    for number in range(12):
        publisher = ("daily", "nation", "sauti")[number % 3]
        language = "sw" if publisher == "sauti" else "en"
        section = "Sport" if number % 2 else "Politics"
        newsroom.article(f"{publisher} {number}", publisher=publisher, language=language, section=section)
    newsroom.article(
        "Film", kind=Kind.VIDEO, media=[Media("video", "https://v.example/1.mp4")], keywords=("Film fest",)
    )
    newsroom.article("Episode", kind=Kind.PODCAST, media=[Media("audio", "https://v.example/1.mp3")])
    return newsroom


@pytest.mark.parametrize(
    ("where", "count"),
    [
        (ANYTHING, 14),
        (ArticleFilter(languages=("en",)), 10),
        (ArticleFilter(languages=("en-US", "sw")), 14),
        (ArticleFilter(languages=("fr",)), 0),
        (ArticleFilter(languages=("not a language",)), 0),
        (ArticleFilter(countries=("KE",)), 8),
        (ArticleFilter(countries=("KE", "GB"), languages=("en",)), 10),
        (ArticleFilter(publisher="nation"), 4),
        (ArticleFilter(publisher="nobody"), 0),
        (ArticleFilter(section="sport"), 6),
        (ArticleFilter(section="sport", languages=("sw",)), 2),
        (ArticleFilter(hashtag="filmfest"), 1),
        (ArticleFilter(hashtag="filmfest", languages=("sw",)), 0),
        (ArticleFilter(kinds=(Kind.VIDEO, Kind.PODCAST)), 2),
        (ArticleFilter(kinds=(Kind.VIDEO,), countries=("GB",), languages=("en",)), 1),
        (ArticleFilter(since=NOW - timedelta(minutes=3)), 3),
        (ArticleFilter(until=NOW - timedelta(minutes=3)), 11),
        (ArticleFilter(languages=("en", "sw", "fr", "de", "es"), countries=("KE", "GB", "US", "FR")), 14),
    ],
)
def test_lists_hold_what_fits_once_and_newest_first(world: Newsroom, where: ArticleFilter, count: int) -> None:
    found = all_pages(lambda cursor: reading.latest(where, cursor, 5))
    assert len(found) == len(set(found)) == count
    whole = reading.latest(where, None, 100).cards
    assert titles(whole) == found
    assert [card.shown_at for card in whole] == sorted((card.shown_at for card in whole), reverse=True)


def test_new_articles_shift_no_page(world: Newsroom) -> None:
    first = reading.latest(ANYTHING, None, 5)
    world.article("Breaking", age=timedelta(0))
    second = reading.latest(ANYTHING, first.next_cursor, 5)
    assert not set(titles(first.cards)) & set(titles(second.cards))
    assert "Breaking" not in titles(second.cards)


def test_articles_of_the_same_second_are_all_shown(newsroom: Newsroom) -> None:
    for number in range(7):
        newsroom.article(f"Same {number}", age=timedelta(0))
    assert len(set(all_pages(lambda cursor: reading.latest(ANYTHING, cursor, 2)))) == 7


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30) | st.text(alphabet="AZaz09-_=", min_size=22, max_size=22))
def test_any_cursor_gives_a_page(world: Newsroom, cursor: str) -> None:
    reading.latest(ANYTHING, cursor, 5)
    reading.search("daily", ANYTHING, cursor, 5)


def test_front_page(world: Newsroom) -> None:
    world.article("With a picture", publisher="nation", picture=True, age=timedelta(hours=1))
    front = reading.front_page(EditionKey("KE", ("en",)), NOW)
    assert len(front.lead) == 8
    assert front.lead[0].picture is not None
    assert "Episode" not in titles(front.lead)
    first_two_publishers = [card.publisher.slug for card in front.lead[:2]]
    assert first_two_publishers == ["nation", "nation"]
    assert all(section.slug in {"politics", "sport"} for section in front.sections)
    shown = [card.id for card in front.lead] + [card.id for section in front.sections for card in section.cards]
    assert len(shown) == len(set(shown))


def test_the_lead_spreads_over_publishers(newsroom: Newsroom) -> None:
    for number in range(10):
        newsroom.article(f"Loud {number}", publisher="loud", age=timedelta(minutes=number))
    for number in range(8):
        newsroom.article(f"Quiet {number}", publisher=f"quiet{number % 4}", age=timedelta(hours=3))
    front = reading.front_page(EditionKey("GB", ("en",)), NOW)
    of_loud = [card for card in front.lead if card.publisher.slug == "loud"]
    assert len(of_loud) == 2


def test_old_news_leads_only_where_there_is_nothing_fresh(newsroom: Newsroom) -> None:
    for number in range(8):
        newsroom.publisher(f"here{number}", country="KE")
        newsroom.article(f"Old here {number}", publisher=f"here{number}", age=timedelta(days=9))
        newsroom.article(f"New there {number}", publisher=f"there{number}", age=timedelta(hours=9))
    front = reading.front_page(EditionKey("KE", ("en",)), NOW)
    assert all(card.title.startswith("New") for card in front.lead)


def test_sections_in_rows(newsroom: Newsroom) -> None:
    for number in range(30):
        newsroom.article(publisher=f"p{number % 5}", section=("Sport", "سياسة", "Local things")[number % 3])
    front = reading.front_page(EditionKey("", ("en",)), NOW)
    assert [(section.slug, section.label, len(section.cards)) for section in front.sections] == [
        ("politics", "Politics", 6),
        ("sport", "Sport", 6),
        ("local-things", "Local things", 6),
    ]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_front_page_of_few_articles(newsroom: Newsroom, count: int) -> None:
    for _ in range(count):
        newsroom.article(language="sw")
    front = reading.front_page(EditionKey("FR", ("fr",)), NOW)
    assert (len(front.lead), front.sections) == (count, ())


def test_reads_write_nothing_in_few_queries(world: Newsroom) -> None:
    article_id = world.article("Rain", picture=True, section="Sport", keywords=("rain",))
    card = reading.latest(ANYTHING, None, 1).cards[0]
    reads: dict[str, tuple[int, Callable[[], Any]]] = {
        "front page": (13, lambda: reading.front_page(EditionKey("KE", ("en", "sw")), NOW)),
        "latest": (3, lambda: reading.latest(ANYTHING)),
        "hashtag": (3, lambda: reading.latest(ArticleFilter(hashtag="rain"))),
        "article": (4, lambda: reading.article(article_id)),
        "more": (3, lambda: reading.more_from(card)),
        "revisions": (1, lambda: reading.revisions(article_id)),
        "search": (3, lambda: reading.search("rain", ANYTHING)),
        "publishers": (1, reading.publishers),
        "publisher": (1, lambda: reading.publisher("daily")),
        "sections": (1, lambda: reading.sections("en")),
        "editions": (1, reading.editions),
        "hashtag name": (1, lambda: reading.hashtag("rain")),
        "section name": (1, lambda: reading.section("sport")),
        "state": (3, lambda: reading.gathering_state(NOW)),
        "version": (1, reading.data_version),
    }
    for name, (most, read) in reads.items():
        with CaptureQueriesContext(connection) as queries:
            assert read() is not None, name
        assert len(queries) <= most, name
        assert all(query["sql"].lstrip().startswith(("SELECT", "WITH")) for query in queries.captured_queries), name


def test_articles_that_are_not_there(newsroom: Newsroom) -> None:
    for article_id in (0, -1, 1, 2**63, 10**30):
        assert reading.article(article_id) is None
        assert reading.revisions(article_id) == ()
    assert reading.publisher("nobody") is None
    assert reading.hashtag("nothing") is None
    assert reading.section("nowhere") is None


def test_more_from_the_same_publisher(world: Newsroom) -> None:
    card = reading.latest(ArticleFilter(publisher="nation"), None, 1).cards[0]
    more = reading.more_from(card)
    assert card.id not in {other.id for other in more}
    assert {other.publisher.slug for other in more} == {"nation"}


def test_names(world: Newsroom) -> None:
    assert [publisher.slug for publisher in reading.publishers()] == ["daily", "nation", "sauti"]
    assert [publisher.slug for publisher in reading.publishers(language="sw", country="KE")] == ["nation", "sauti"]
    assert [section.slug for section in reading.sections("sw")] == ["politics", "sport"]
    editions = {(edition.country, edition.language): edition.articles for edition in reading.editions()}
    assert editions == {("GB", "en"): 6, ("KE", "en"): 4, ("KE", "sw"): 4}
    tag = reading.hashtag("filmfest")
    assert tag is not None
    assert tag.label == "FilmFest"


def test_search_narrowed_and_paged(world: Newsroom) -> None:
    assert len(all_pages(lambda cursor: reading.search("nation", ANYTHING, cursor, 3))) == 4
    assert titles(reading.search("nation", ArticleFilter(publisher="daily")).cards) == []
    assert titles(reading.search("nation", ArticleFilter(publisher="nobody")).cards) == []
    assert len(reading.search("sauti", ArticleFilter(languages=("sw",), countries=("KE",))).cards) == 4


def test_gathering_state(newsroom: Newsroom) -> None:
    from octavo.core.failures import Failure, FailureCode
    from octavo.core.polling import PollOutcome
    from octavo.store.feeds import record_polls

    assert reading.gathering_state(NOW).network_down is False
    feed_id = newsroom.feed()
    failure = Failure(FailureCode.DNS)
    record_polls([PollOutcome(feed_id, NOW, NOW + timedelta(hours=1), 3600, failure=failure)])
    state = reading.gathering_state(NOW + timedelta(minutes=1))
    assert (state.feeds, state.polled, state.healthy, state.failing, state.network_down) == (1, 1, 0, 1, True)
    newsroom.article("Rain", picture_url="https://daily.example/rain.jpg")
    state = reading.gathering_state(NOW + timedelta(minutes=1))
    assert (state.healthy, state.failing, state.articles, state.jobs_due) == (1, 0, 1, 1)
    assert state.network_down is False


def test_the_version_moves_with_what_readers_see(newsroom: Newsroom) -> None:
    from octavo.store.models import Publisher

    versions = [reading.data_version()]
    article_id = newsroom.article("Rain", url="https://daily.example/1")
    versions.append(reading.data_version())
    newsroom.article("Rain, changed", url="https://daily.example/1")
    versions.append(reading.data_version())
    publisher = Publisher.objects.get()
    publisher.terms = "link"
    publisher.save()
    versions.append(reading.data_version())
    assert len(set(versions)) == 4
    assert article_id
