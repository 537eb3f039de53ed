"""A reader's own wrap-up: what they follow, of today, out of what is kept already."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from newsroom import Newsroom
from octavo.core.briefs import Brief, BriefOf, BriefSentence, Citation, Feature, KeptBrief
from octavo.core.labels import Hashtag
from octavo.core.personal import FollowKind, MuteKind
from octavo.core.rights import Terms
from octavo.store import briefs, mutes, subscriptions
from octavo.store.models import Article, Job, Publisher
from web.my.sample import text_of
from web.telling import story

pytestmark = pytest.mark.django_db

MINE = "/wrap-up/?of=mine"


def tell(kind: BriefOf, target: int, feature: Feature, quotes: list[tuple[int, str]], room: Newsroom) -> None:
    """Keep a brief that has these sentences of these articles."""
    sentences = tuple(BriefSentence(text, (Citation(str(article), text),)) for article, text in quotes)
    kept = KeptBrief(Brief(feature, sentences), b"x" * 16, room.now, 1)
    assert briefs.record_briefs(kind, str(target), [kept], [article for article, _ in quotes])


def follow(cast: dict[str, int], kind: FollowKind, target: object, label: str = "") -> None:
    assert subscriptions.follow(cast["reader"], kind, str(target), timezone.now(), label=label)


@pytest.fixture
def followed(told: dict[str, int], cast: dict[str, int], room: Newsroom) -> dict[str, int]:
    """Echo: a story with a roundup, one whose article has a summary, and one of which nothing was told."""
    follow(cast, FollowKind.PUBLISHER, Publisher.objects.get(slug="echo").pk, "Echo")
    long_ago = [
        room.article("Old harbour song", publisher="echo", age=timedelta(hours=60)),
        room.article("Old harbour tale", publisher="echo", age=timedelta(hours=61)),
    ]
    story(room, long_ago)
    return told


def test_what_is_followed_is_told_from_what_is_kept(reader: Client, followed: dict[str, int], room: Newsroom) -> None:
    goat, sport = followed["goat"], followed["sport"]
    roundup = [(goat, f"Sentence {number} about the goat.") for number in range(5)]
    tell(BriefOf.STORY, followed["goat-story"], Feature.PERSPECTIVES, roundup, room)
    tell(BriefOf.ARTICLE, sport, Feature.SUMMARY, [(sport, "The island side won after extra time.")], room)
    jobs = Job.objects.count()
    page = text_of(reader.get(MINE))
    assert page.count('<article class="wrap-item"') == 3
    assert "Told twice" not in page
    assert "Old harbour" not in page, "not of today"
    for number in range(3):
        assert f"data-say >Sentence {number} about the goat.</p>" in page
    assert "Sentence 3 about" not in page, "three sentences at most"
    assert "The island side won after extra time." in page
    assert "Budget read aloud. More words about it." in page, "its excerpt, where nobody told it"
    assert page.count("<bdi>You follow Echo</bdi>") == 3
    assert 'aria-current="true">Mine</a>' in page
    assert '<a href="/wrap-up/">Edition</a>' in page
    assert page.count('<b class="cite-number">5</b>') == 1, "numbers run on through the page"
    assert "data-listen" in page
    assert Job.objects.count() == jobs, "nothing is made for it"


def test_it_says_for_each_paragraph_who_wrote_it(reader: Client, followed: dict[str, int], room: Newsroom) -> None:
    goat, sport = followed["goat"], followed["sport"]
    sentence = BriefSentence("A goat was found.", (Citation(str(goat), "Sentence about the goat."),), "en")
    made = Brief(Feature.PERSPECTIVES, (sentence,), provider="some-model-7b")
    kept = KeptBrief(made, b"x" * 16, room.now, 1)
    assert briefs.record_briefs(BriefOf.STORY, str(followed["goat-story"]), [kept], [goat])
    tell(BriefOf.ARTICLE, sport, Feature.SUMMARY, [(sport, "The island side won after extra time.")], room)
    head, *items = text_of(reader.get(MINE)).split('<article class="wrap-item"')
    assert "Written by some-model-7b from the articles" in head
    machine = {
        text: "Made on this machine" in item for item in items for text in ("A goat", "The island") if text in item
    }
    assert machine == {"A goat": False, "The island": True}


def test_the_switch_is_for_who_follows_something(
    enter: Callable[[str], Client], client: Client, followed: dict[str, int]
) -> None:
    assert 'aria-current="true">Edition</a>' in text_of(enter("reader").get("/wrap-up/"))
    for other in (enter("other"), client):
        page = text_of(other.get(MINE))
        assert '<a href="/wrap-up/?of=mine"' not in page
        assert "No wrap-up yet" in page


def test_nothing_new_is_said_so(reader: Client, told: dict[str, int], cast: dict[str, int]) -> None:
    follow(cast, FollowKind.TOPIC, "05000000", "Education")
    page = text_of(reader.get(MINE))
    assert "You are up to date" in page
    assert '<article class="wrap-item"' not in page


def test_what_is_muted_stays_out(
    reader: Client, followed: dict[str, int], cast: dict[str, int], room: Newsroom
) -> None:
    two = [room.article("Ferry stuck", publisher=slug, age=timedelta(hours=1)) for slug in ("echo", "wire")]
    ferry = story(room, two, hashtags=(Hashtag("ferry", "Ferry"),))
    tell(BriefOf.STORY, ferry, Feature.PERSPECTIVES, [(two[1], "Wire words."), (two[0], "Echo words.")], room)
    page = text_of(reader.get(MINE))
    assert "Wire words." in page
    assert "Echo words." in page
    mutes.mute(cast["reader"], MuteKind.PUBLISHER, str(Publisher.objects.get(slug="wire").pk), room.now)
    page = text_of(reader.get(MINE))
    assert "Wire words." not in page
    assert "Echo words." in page
    mutes.mute(cast["reader"], MuteKind.WORD, "ferry", room.now)
    page = text_of(reader.get(MINE))
    assert "Ferry stuck" not in page
    assert page.count('<article class="wrap-item"') == 3


def test_terms_hold_here_too(
    reader: Client, followed: dict[str, int], room: Newsroom, set_private: Callable[[bool], None]
) -> None:
    secret = "What stands at the very end of the article alone."
    tell(BriefOf.ARTICLE, followed["goat"], Feature.SUMMARY, [(followed["goat"], secret)], room)
    assert secret in text_of(reader.get(MINE))
    set_private(False)
    page = text_of(reader.get(MINE))
    assert secret not in page
    assert "More words about it." in page
    Publisher.objects.update(terms=Terms.LINK.value)
    page = text_of(reader.get(MINE))
    assert "More words about it." not in page
    assert "show no more of it here" in page


def test_hostile_words_stay_words(reader: Client, followed: dict[str, int], cast: dict[str, int]) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    Article.objects.filter(pk=followed["goat"]).update(title=evil, excerpt=evil + " and more")
    Publisher.objects.filter(slug="echo").update(name=evil)
    page = text_of(reader.get(MINE))
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_it_costs_few_queries(
    reader: Client, followed: dict[str, int], django_assert_max_num_queries: Callable[[int], object]
) -> None:
    reader.get(MINE)
    with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
        reader.get(MINE)
