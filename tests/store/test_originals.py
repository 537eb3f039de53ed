"""Originals: what this newsroom writes itself goes the way of every article."""

from dataclasses import replace
from datetime import timedelta

import pytest

from newsroom import NOW
from octavo.core.editions import CandidateQuery
from octavo.core.reading import ArticleFilter
from octavo.core.stories import Assignment
from octavo.store import label_queue, originals, reading, stories
from octavo.store.models import Publisher

pytestmark = pytest.mark.django_db

FERRY = originals.OriginalDraft(
    "The ferry, explained",
    "It sails.\n\nIt sinks.",
    "<p>It sails.</p><p>It sinks.</p>",
    "en",
    "https://our.example/o/1",
)


def test_an_original_is_an_article_of_this_newsroom(db: None) -> None:
    publisher_id = originals.own_publisher("Our News", "https://our.example/", "KE")
    assert originals.own_publisher("Renamed", "https://our.example/") == publisher_id
    article_id = originals.write_original(FERRY, publisher_id, NOW)
    view = reading.article(article_id)
    assert view is not None
    assert (view.card.title, view.card.publisher.name, view.text) == (FERRY.title, "Our News", FERRY.text)
    assert [card.id for card in reading.latest(ArticleFilter(countries=("KE",))).cards] == [article_id]
    assert label_queue.claim_unlabelled(NOW, 9, 60) == [article_id]


def test_a_changed_original_keeps_its_earlier_text(db: None) -> None:
    publisher_id = originals.own_publisher("Our News", "https://our.example/")
    article_id = originals.write_original(FERRY, publisher_id, NOW)
    changed = replace(FERRY, text="It floats.", html="<p>It floats.</p>")
    assert originals.write_original(changed, publisher_id, NOW + timedelta(hours=1)) == article_id
    assert [one.text for one in reading.revisions(article_id)] == [FERRY.text]


def test_an_original_stands_for_its_story(db: None) -> None:
    article_id = originals.write_original(FERRY, originals.own_publisher("Our News", "https://our.example/"), NOW)
    stories.record_assignments([Assignment(str(article_id), str(article_id))], NOW, 1)
    story_id = reading.stories_of([article_id])[article_id]
    (candidate,) = reading.candidates(CandidateQuery(NOW, 0, "", 0, (), 0, NOW, 0, stories=(story_id,)))
    assert candidate.articles[0].is_original


def test_an_original_can_be_taken_back(db: None) -> None:
    article_id = originals.write_original(FERRY, originals.own_publisher("Our News", "https://our.example/"), NOW)
    assert originals.forget_original(article_id)
    assert not originals.forget_original(article_id)
    assert reading.article(article_id) is None
    assert Publisher.objects.get().is_own
