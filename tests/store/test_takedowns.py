"""What is taken out is forgotten, stays out, and is logged."""

import pytest

from newsroom import NOW, Newsroom, digested, extracted, polled
from octavo.core.reading import ArticleFilter
from octavo.store import feeds, reading, takedowns
from octavo.store.models import Article, Entry, Job, Publisher, Takedown
from octavo.store.recording import record_polls

pytestmark = pytest.mark.django_db

ASKED = takedowns.Request("press@daily.example", "It named a minor.")


def test_one_article_goes_and_no_feed_brings_it_back(newsroom: Newsroom) -> None:
    article_id, other = newsroom.article("Rain", publisher="daily"), newsroom.article("Snow", publisher="daily")
    url = Article.objects.get(pk=article_id).url
    assert takedowns.article_at(url) == article_id
    assert takedowns.take_down_article(article_id, ASKED, NOW)
    assert reading.article(article_id) is None
    assert [card.id for card in reading.search("rain", ArticleFilter()).cards] == []
    for feed in (newsroom.feed("daily"), newsroom.feed("weekly")):
        record_polls([polled(feed, digested(extracted("Rain again", url=url), key=f"new-{feed}"))])
    assert list(Article.objects.values_list("pk", flat=True)) == [other]
    (row,) = Takedown.objects.all()
    assert (row.title, row.url, row.asked_by, row.reason, row.articles) == (
        "Rain",
        url,
        ASKED.asked_by,
        ASKED.reason,
        1,
    )


def test_what_is_taken_back_may_come_again(newsroom: Newsroom) -> None:
    article_id = newsroom.article("Rain", publisher="daily")
    url = Article.objects.get(pk=article_id).url
    takedown_id = takedowns.take_down_article(article_id, ASKED, NOW)
    assert takedown_id
    assert takedowns.lift(takedown_id, NOW)
    assert not takedowns.lift(takedown_id, NOW)
    record_polls([polled(newsroom.feed("daily"), digested(extracted("Rain", url=url), key="anew"))])
    assert Article.objects.get().title == "Rain"


def test_a_publisher_goes_with_all_its_articles(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(takedowns, "BATCH", 2)
    for _ in range(5):
        newsroom.article(publisher="daily")
    kept = newsroom.article("Elsewhere", publisher="weekly")
    publisher_id = newsroom.publisher("daily")
    takedown_id = takedowns.take_out_publisher(publisher_id, ASKED, NOW)
    assert takedown_id
    assert Job.objects.filter(kind=takedowns.KIND).count() == 1
    turns = 0
    while takedowns.forget_some(takedown_id):
        turns += 1
    assert turns == 2
    assert list(Article.objects.values_list("pk", flat=True)) == [kept]
    assert Takedown.objects.get().articles == 5
    assert Publisher.objects.get(pk=publisher_id).is_paused
    assert newsroom.feed("daily") not in {feed.id for feed in feeds.claim_due(NOW, 50, 60.0)}
    assert Entry.objects.filter(article=None).count() == 5


def test_taking_one_of_two_back_does_not_wake_the_publisher(newsroom: Newsroom) -> None:
    publisher_id = newsroom.publisher("daily")
    first, second = (takedowns.take_out_publisher(publisher_id, ASKED, NOW) for _ in range(2))
    assert first
    assert second
    takedowns.lift(first, NOW)
    assert Publisher.objects.get(pk=publisher_id).is_paused
    takedowns.lift(second, NOW)
    assert not Publisher.objects.get(pk=publisher_id).is_paused


def test_nothing_is_taken_down_twice_or_from_nowhere(newsroom: Newsroom) -> None:
    assert takedowns.take_down_article(99, ASKED, NOW) is None
    assert takedowns.take_out_publisher(99, ASKED, NOW) is None
    assert not takedowns.forget_some(99)
    assert not Takedown.objects.exists()
