"""Editions in the store: who may enter one, snapshots, the desk's log."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from newsroom import NOW, Newsroom
from octavo.core.editions import (
    CandidateQuery,
    DayPart,
    DeskAct,
    DeskKind,
    Edition,
    EditionSection,
    PlacedStory,
    ScoredTerm,
    Term,
)
from octavo.core.labels import Labels, Place, PlaceKind, PlaceRole
from octavo.core.reading import EditionKey
from octavo.core.stories import Assignment, Regrouping
from octavo.store import editions, labels, reading, retention, stories
from octavo.store.models import DeskAct as DeskActRow
from octavo.store.models import EditionSnapshot, EditionUse
from octavo.store.settings import STORE

pytestmark = pytest.mark.django_db

KENYA = EditionKey("KE", ("sw", "en"))


def story(newsroom: Newsroom, title: str, publisher: str = "daily", *others: str, **fields: Any) -> int:
    """A story told by these publishers."""
    ids = [newsroom.article(title, publisher=one, **fields) for one in (publisher, *others)]
    stories.record_assignments([Assignment(str(one), str(ids[0])) for one in ids], newsroom.now, 1)
    return reading.stories_of(ids)[ids[0]]


def edition(*placed: PlacedStory, sections: tuple[EditionSection, ...] = (), **fields: Any) -> Edition:
    facts = {"key": KENYA, "day": date(2026, 5, 4), "part": DayPart.MIDDAY, "made_at": NOW, "version": 3, **fields}
    return Edition(lead=placed, sections=sections, **facts)


def placed(newsroom: Newsroom, title: str, **fields: Any) -> PlacedStory:
    article_id = newsroom.article(title, publisher=title.lower())
    stories.record_assignments([Assignment(str(article_id), str(article_id))], newsroom.now, 1)
    terms = (ScoredTerm(Term.VOICES, 2.5, 7), ScoredTerm(Term.COUNTRY, 1.0, None, "KE"))
    return PlacedStory(reading.stories_of([article_id])[article_id], article_id, 3.5, terms, **fields)


def wanted(**fields: Any) -> CandidateQuery:
    """One of each kind, of the last day and a half."""
    facts = {
        "since": NOW - timedelta(hours=36),
        "by_voices": 1,
        "country": "KE",
        "in_country": 1,
        "languages": ("sw", "en"),
        "per_language": 1,
        "rising_since": NOW - timedelta(hours=3),
        "rising": 0,
    }
    return CandidateQuery(**{**facts, **fields})


def test_candidates_are_of_the_country_the_languages_and_the_world(newsroom: Newsroom) -> None:
    newsroom.publisher("taifa", country="KE", languages=("sw",))
    newsroom.publisher("zeitung", country="DE", languages=("de",))
    big = story(newsroom, "Big", "a", "b", "c", language="fr")
    local = story(newsroom, "Local", "taifa", language="lg")
    swahili = story(newsroom, "Habari", "d", language="sw")
    english = story(newsroom, "News", "e")
    story(newsroom, "Anderswo", "zeitung", language="de")
    story(newsroom, "Old", "f", "g", "h", "i", age=timedelta(hours=40))
    found = {one.story.id: one for one in reading.candidates(wanted())}
    assert set(found) == {big, local, swahili, english}
    assert [one.publisher for one in found[big].articles] == list(found[big].story.publisher_ids)
    assert found[local].story.by_country == {"KE": 1}


def test_candidates_of_a_nation_are_about_its_places(newsroom: Newsroom) -> None:
    ids = [newsroom.article(title, publisher=title.lower()) for title in ("Bala", "Croydon", "Mold")]
    for one, region in zip(ids, ("GB-WLS", "GB-ENG", "GB-WLS"), strict=True):
        town = Place(f"t{one}", "Town", "GB", PlaceKind.CITY, PlaceRole.MAIN, region=region)
        made = Labels(language="en", places=(town,), country="GB", version=1)
        labels.record_labels([labels.Labelled(one, made, b"")], NOW)
    stories.record_assignments([Assignment(str(one), str(one)) for one in ids], NOW, 1)
    only = wanted(by_voices=0, country="", languages=(), region="GB-WLS", in_country=5)
    found = {one.story.title: one.story.places[0].region for one in reading.candidates(only)}
    assert found == {"Bala": "GB-WLS", "Mold": "GB-WLS"}


def test_a_nation_has_editions_and_acts_of_its_own(newsroom: Newsroom) -> None:
    wales = EditionKey("GB-WLS", ("cy", "en"))
    one = placed(newsroom, "Bala")
    editions.record_snapshots([edition(one, key=wales)])
    editions.record_asked([wales], NOW)
    editions.record_act(DeskAct(DeskKind.PIN, one.story, "GB-WLS"), NOW)
    kept = reading.latest_snapshot(wales)
    assert kept is not None
    assert kept.key == wales
    assert editions.keys_in_use(NOW, 3) == (wales,)
    assert [act.country for act in reading.desk_acts(NOW)] == ["GB-WLS"]
    assert all(
        model._meta.get_field("country").max_length >= len("GB-WLS")
        for model in (EditionSnapshot, EditionUse, DeskActRow)
    )


def test_a_rising_story_is_a_candidate_before_it_has_voices(newsroom: Newsroom) -> None:
    story(newsroom, "Big", "a", "b", "c", age=timedelta(hours=5))
    rising = story(newsroom, "Rising", "d", "e", language="fr", age=timedelta(hours=1))
    story(newsroom, "Single", "f", language="fr", age=timedelta(hours=1))
    only = wanted(by_voices=0, country="", languages=(), rising=1)
    assert [one.story.id for one in reading.candidates(only)] == [rising]


def test_a_picture_counts_when_it_is_there(newsroom: Newsroom) -> None:
    from octavo.store.models import Article

    story(newsroom, "Rain", picture_url="https://daily.example/rain.jpg")
    (before,) = reading.candidates(wanted())
    newsroom.picture_arrives(Article.objects.values_list("picture", flat=True).get())
    (after,) = reading.candidates(wanted())
    assert [before.story.has_picture, after.story.has_picture, after.articles[0].has_picture] == [False, True, True]


def test_an_edition_is_kept_and_shown_as_it_was(newsroom: Newsroom) -> None:
    lead, other = placed(newsroom, "Lead", mark="breaking"), placed(newsroom, "Other")
    made = edition(lead, sections=(EditionSection("topic", "04000000", (other,)),), breaking=(lead,))
    editions.record_snapshots([made])
    assert reading.latest_snapshot(KENYA) == made
    view = reading.edition_view(KENYA, made)
    assert [(card.card.title, card.score, card.terms, card.mark) for card in view.lead] == [
        ("Lead", 3.5, lead.terms, "breaking")
    ]
    assert [(row.code, [card.card.title for card in row.stories]) for row in view.rows] == [("04000000", ["Other"])]
    assert [card.id for card in view.breaking] == [lead.story]


def test_the_latest_of_a_day_part_stays(newsroom: Newsroom) -> None:
    one = placed(newsroom, "One")
    for minutes in (0, 10):
        editions.record_snapshots([edition(one, made_at=NOW + timedelta(minutes=minutes))])
    evening = edition(one, part=DayPart.EVENING, made_at=NOW + timedelta(hours=6))
    before = edition(one, day=date(2026, 5, 3), made_at=NOW - timedelta(days=1))
    editions.record_snapshots([evening, before])
    assert EditionSnapshot.objects.count() == 3
    assert reading.snapshot_of(KENYA, date(2026, 5, 4)) == evening
    midday = reading.snapshot_of(KENYA, date(2026, 5, 4), DayPart.MIDDAY)
    assert midday is not None
    assert midday.made_at == NOW + timedelta(minutes=10)
    assert reading.days_with_snapshots(KENYA) == (date(2026, 5, 4), date(2026, 5, 3))
    assert reading.latest_snapshot(EditionKey("KE", ("en", "sw"))) is None


def test_an_old_edition_follows_merges_and_leaves_out_what_is_gone(newsroom: Newsroom) -> None:
    first, second, gone = (placed(newsroom, title) for title in ("First", "Second", "Gone"))
    made = edition(second, gone)
    names = stories.story_name(second.story), stories.story_name(first.story)
    stories.apply_regrouping(Regrouping(merged=dict([names])), NOW, 1)
    retention.forget_articles([gone.article])
    (card,) = reading.edition_view(KENYA, made).lead
    assert (card.id, card.card.id, card.score) == (first.story, second.article, 3.5)


def test_an_edition_takes_few_queries(newsroom: Newsroom, django_assert_max_num_queries: Callable[..., Any]) -> None:
    made = edition(*(placed(newsroom, f"Story{number}") for number in range(30)))
    editions.record_snapshots([made])
    with django_assert_max_num_queries(5):
        reading.candidates(wanted())
    with django_assert_max_num_queries(5):
        kept = reading.latest_snapshot(KENYA)
        assert kept is not None
        assert len(reading.edition_view(KENYA, kept).lead) == 30


def test_editions_are_kept_as_long_as_the_operator_says(newsroom: Newsroom) -> None:
    editions.record_snapshots([edition(placed(newsroom, "One"))])
    later = NOW + timedelta(days=10)
    retention.prune(later, replace(STORE, keep_editions_days=0, keep_pages_days=0))
    assert EditionSnapshot.objects.exists()
    assert retention.prune(later, replace(STORE, keep_editions_days=9, keep_pages_days=0)).editions == 1


def test_editions_in_use_are_those_that_readers_asked_for(newsroom: Newsroom) -> None:
    world = EditionKey("", ())
    editions.record_asked([KENYA, KENYA, world], NOW)
    editions.record_asked([EditionKey("GB", ("en",))], NOW - timedelta(days=9))
    assert set(editions.keys_in_use(NOW, 3)) == {KENYA, world}


def test_the_desk_keeps_a_log(newsroom: Newsroom) -> None:
    story_id = story(newsroom, "Rain")
    pin = DeskAct(DeskKind.PIN, story_id, "KE", NOW + timedelta(hours=2), "Floods")
    act_id = editions.record_act(pin, NOW)
    editions.record_act(DeskAct(DeskKind.HIDE, story_id), NOW)
    assert act_id is not None
    assert reading.desk_acts(NOW) == (pin, DeskAct(DeskKind.HIDE, story_id))
    assert [act.kind for act in reading.desk_acts(NOW + timedelta(hours=3))] == [DeskKind.HIDE]
    assert editions.end_act(act_id, NOW)
    assert not editions.end_act(act_id, NOW)
    assert reading.desk_acts(NOW) == (DeskAct(DeskKind.HIDE, story_id),)
    assert editions.record_act(DeskAct(DeskKind.PIN, 999), NOW) is None


def test_what_is_asked_for_by_its_id_is_a_candidate_however_old(newsroom: Newsroom) -> None:
    story_id = story(newsroom, "Old", age=timedelta(days=60))
    assert reading.candidates(wanted()) == ()
    assert [one.story.id for one in reading.candidates(wanted(stories=(story_id,)))] == [story_id]


def test_it_is_known_when_the_desk_changed_its_mind(newsroom: Newsroom) -> None:
    story_id = story(newsroom, "Rain")
    hour = timedelta(hours=1)
    assert not reading.desk_changed_since(NOW - hour, NOW)
    act_id = editions.record_act(DeskAct(DeskKind.PIN, story_id, until=NOW + 2 * hour), NOW)
    assert act_id is not None
    assert reading.desk_changed_since(NOW - hour, NOW)
    assert not reading.desk_changed_since(NOW, NOW + hour)
    assert reading.desk_changed_since(NOW, NOW + 3 * hour)
    editions.end_act(act_id, NOW + hour)
    assert reading.desk_changed_since(NOW, NOW + hour)


def test_what_other_countries_lead_with(newsroom: Newsroom) -> None:
    one, two = placed(newsroom, "One"), placed(newsroom, "Two")
    norway = EditionKey("NO", ("no",))
    editions.record_snapshots([edition(one, two), edition(two, key=norway, made_at=NOW - timedelta(days=2))])
    assert reading.leads(NOW - timedelta(days=1)) == {"KE": (one.story, two.story)}
