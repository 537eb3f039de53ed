"""Grouping: articles of one event meet in any language, other events stay apart, and what was decided stays decided."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache

import pytest

from octavo.core.labels import Name
from octavo.core.stories import Assignment, Regrouping, Sighting
from octavo.stories import grouping
from octavo.stories.grouping import Grouper
from octavo.stories.linkage import Pair
from octavo.understand.embedding import embedding_text, shipped_embedder
from octavo.understand.names import find_names
from octavo.understand.places import find_places
from telling import ARABIC, CHINESE, FERRY, FERRY_SOLD, FRENCH, HINDI, MARKET, NOON, OTHER_FERRY, seen

STORY = {"en": FERRY, "fr": FRENCH, "ar": ARABIC, "zh": CHINESE, "hi": HINDI}


@lru_cache(1)
def labelled() -> dict[str, Sighting]:
    """One event in five languages, an hour after each other, and three other events, with the labels of our own."""
    texts = STORY | {"market": MARKET, "sold": FERRY_SOLD, "other": OTHER_FERRY}
    vectors = shipped_embedder().embed([embedding_text("", text) for text in texts.values()])
    return {
        name: Sighting(
            name,
            "",
            text,
            language=name if name in STORY else "en",
            publisher=f"publisher of {name}",
            at=NOON + timedelta(hours=hours),
            embedding=vector.astype("<f2").tobytes(),
            names=find_names("", text, language=name if name in STORY else "en"),
            places=find_places("", text, language=name if name in STORY else "en"),
        )
        for hours, ((name, text), vector) in enumerate(zip(texts.items(), vectors, strict=True))
    }


def stories_of(grouper: Grouper, sightings: Iterable[Sighting]) -> dict[str, str]:
    """After the slower pass."""
    stories = {one.id: grouper.assign(one).story for one in sightings}
    return settled(stories, grouper.regroup())


def settled(stories: dict[str, str], found: Regrouping) -> dict[str, str]:
    return {article: found.moved.get(article) or found.merged.get(story, story) for article, story in stories.items()}


def parts(stories: dict[str, str]) -> set[frozenset[str]]:
    return {frozenset(one for one in stories if stories[one] == story) for story in stories.values()}


def test_a_story_in_five_languages_is_one_and_other_events_are_not() -> None:
    stories = stories_of(Grouper(), labelled().values())
    assert parts(stories) == {frozenset(STORY), frozenset({"market"}), frozenset({"sold"}), frozenset({"other"})}
    assert stories["hi"] == "en"


@pytest.mark.parametrize("seed", range(4))
def test_in_whatever_order_they_arrive(seed: int) -> None:
    arriving = list(labelled().values())
    random.Random(seed).shuffle(arriving)  # no secret
    stories = stories_of(Grouper(), arriving)
    assert frozenset(STORY) in parts(stories)
    assert len(parts(stories)) == 4


def test_the_same_arrivals_give_the_same_answers() -> None:
    def run() -> tuple[list[Assignment], Regrouping]:
        grouper = Grouper()
        return [grouper.assign(one) for one in labelled().values()], grouper.regroup()

    assert run() == run()


def test_an_assignment_says_why() -> None:
    grouper = Grouper()
    first, second = (grouper.assign(labelled()[name]) for name in ("en", "fr"))
    assert (first.story, first.nearest, first.reasons) == ("en", None, ())
    assert (second.story, second.nearest) == ("en", "en")
    assert 0.5 < second.score <= 1
    (names,) = [reason for reason in second.reasons if reason.kind == "names"]
    assert "Ines Halloran" in names.items


def test_a_copy_joins_its_original() -> None:
    grouper = Grouper()
    for one in labelled().values():
        grouper.assign(one)
    copy = replace(labelled()["en"], id="copy", title="Safe at last", text=f"{FERRY}\n\nSource: Reuters")
    found = grouper.assign(copy)
    assert (found.story, found.duplicate_of, found.nearest) == ("en", "en", "en")
    assert found.reasons[0].kind == "copy"
    assert grouper.assign(seen("no copy", MARKET[:100], hours=9)).duplicate_of is None


def test_a_copy_without_labels_or_time_joins_too() -> None:
    grouper = Grouper()
    grouper.assign(Sighting("first", "", MARKET))
    found = grouper.assign(Sighting("second", "", MARKET))
    assert (found.story, found.duplicate_of) == ("first", "first")


def test_an_article_that_comes_again_copies_none_of_its_copies() -> None:
    grouper = Grouper()
    grouper.assign(seen("first", FERRY))
    grouper.assign(seen("second", FERRY))
    again = grouper.assign(seen("first", f"{FERRY}\n\nMore follows."))
    assert (again.story, again.duplicate_of) == ("first", None)


def test_an_article_that_comes_again_stays_in_its_story() -> None:
    grouper = Grouper()
    for one in labelled().values():
        grouper.assign(one)
    assert grouper.assign(replace(labelled()["fr"], text=MARKET)).story == "en"
    assert grouper.assign(replace(labelled()["market"], text=FERRY)).story == "market"
    assert len(grouper) == len(labelled())


@pytest.mark.parametrize("known", range(1, 8))
def test_loaded_articles_are_as_good_as_assigned_ones(known: int) -> None:
    arriving = list(labelled().values())
    whole, loaded = Grouper(), Grouper()
    expected = {one.id: whole.assign(one).story for one in arriving}
    loaded.load((one, expected[one.id]) for one in arriving[:known])
    assert {one.id: loaded.assign(one).story for one in arriving[known:]} == dict(list(expected.items())[known:])
    assert settled(expected, loaded.regroup()) == settled(expected, whole.regroup())


def test_a_pass_after_a_start_splits_no_story_that_it_never_compared() -> None:
    grouper, arriving = Grouper(), [labelled()[name] for name in STORY]
    grouper.load((one, "41") for one in arriving[:-1])
    assert grouper.assign(arriving[-1]).story == "41"
    assert grouper.regroup() == Regrouping()


def test_loading_decides_nothing_and_loading_again_doubles_nothing() -> None:
    grouper = Grouper()
    for _ in range(2):
        grouper.load([(labelled()["en"], "7"), (labelled()["market"], "7")])
    assert len(grouper) == 2
    assert grouper.regroup() == Regrouping()


def test_two_stories_of_one_event_are_merged_into_the_older() -> None:
    grouper = Grouper()
    grouper.load([(labelled()["fr"], "old"), (labelled()["market"], "apart"), (labelled()["en"], "young")])
    grouper.assign(labelled()["ar"])
    found = grouper.regroup()
    assert found.merged == {"young": "old"}
    assert set(found.moved) <= {"ar"}
    assert grouper.assign(labelled()["zh"]).story == "old"


def test_what_does_not_belong_is_split_off_under_its_own_id() -> None:
    grouper = Grouper()
    grouper.load([(labelled()[name], "en") for name in ("en", "market", "fr", "ar")])
    assert grouper.assign(labelled()["zh"]).story == "en"
    assert grouper.regroup() == Regrouping(moved={"market": "market"})


def test_a_new_story_takes_no_name_that_another_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """The article whose id is the story's name is split off from the others: it keeps the name, they take another."""
    monkeypatch.setattr(grouping, "link", apart_from_first)
    grouper = Grouper()
    stories = {one.id: grouper.assign(one).story for one in (seen(name, FERRY) for name in "xyz")}
    assert set(stories.values()) == {"x"}
    after = settled(stories, grouper.regroup())
    assert after == {"x": "x", "y": "y", "z": "y"}
    monkeypatch.setattr(grouping, "link", all_one)
    grouper.assign(seen("x", FERRY))
    assert set(settled(after, grouper.regroup()).values()) == {"y"}


def apart_from_first(count: int, odds: dict[Pair, float], *, absent: float) -> list[int]:
    return [min(place, 1) for place in range(count)]


def all_one(count: int, odds: dict[Pair, float], *, absent: float) -> list[int]:
    return [0] * count


@pytest.mark.parametrize("seed", range(12))
def test_however_groups_fall_names_are_ids_and_unlike(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(seed)  # no secret
    groups: list[int] = []

    def at_random(count: int, odds: dict[Pair, float], *, absent: float) -> list[int]:
        groups[:] = [dice.randrange(4) for _ in range(count)]
        return groups

    monkeypatch.setattr(grouping, "link", at_random)
    grouper, articles = Grouper(), [seen(f"a{number}", FERRY, hours=number) for number in range(9)]
    stories = {one.id: grouper.assign(one).story for one in articles}
    for _ in range(6):
        for one in articles:
            assert grouper.assign(one).story == stories[one.id]
        stories = settled(stories, grouper.regroup())
        expected = {frozenset(f"a{n}" for n in range(9) if groups[n] == group) for group in groups}
        assert parts(stories) == expected
        assert set(stories.values()) <= set(stories)


def test_what_is_forgotten_takes_no_part() -> None:
    grouper = Grouper()
    for name in ("en", "fr", "market"):
        grouper.assign(labelled()[name])
    grouper.forget_before(NOON + timedelta(hours=0.5))
    assert ("en" in grouper, "fr" in grouper, len(grouper)) == (False, True, 2)
    assert grouper.assign(labelled()["ar"]).nearest == "fr"
    grouper.forget_before(NOON + timedelta(days=9))
    assert len(grouper) == 0
    assert grouper.regroup() == Regrouping()
    again = replace(labelled()["en"], id="again", at=NOON + timedelta(days=9))
    found = grouper.assign(again)
    assert (found.story, found.duplicate_of) == ("again", None)


def test_articles_without_a_word_are_not_alike() -> None:
    grouper = Grouper()
    assert grouper.assign(seen("one", " ")).story == "one"
    assert grouper.assign(seen("other", " ")).story == "other"
    assert grouper.regroup() == Regrouping()


HOSTILE: Sequence[Sighting] = (
    Sighting("nothing", "", ""),
    Sighting("nothing again", "", "", at=NOON),
    Sighting("short embedding", "Stalls closed", MARKET, language="en", at=NOON, embedding=b"123"),
    Sighting("zeros", "Stalls closed again", FERRY_SOLD[:200], language="en", at=NOON, embedding=b"\0" * 768),
    Sighting("not finite", "", CHINESE, at=NOON, embedding=b"\xff" * 768),
    seen("endless", "ferry 1,234 Merrow. " * 50_000, title="word " * 200_000, hours=None),
    seen("emoji", "🚢⛴️" * 500, title="🚢"),
    seen("halves", "\ud800\udfff \0 " * 100, title="\ud800", language="\ud800"),
    seen(
        "names", "x", language="x" * 9_000, publisher="\0", names=(Name("", ""), Name("a" * 9_000, "a" * 9_000, 9**9))
    ),
)


def test_hostile_articles_harm_no_other() -> None:
    grouper = Grouper()
    stories = {one.id: grouper.assign(one).story for one in HOSTILE}
    stories |= {one.id: grouper.assign(one).story for one in labelled().values()}
    stories = settled(stories, grouper.regroup())
    # The Chinese text came before, without a vector that could tie it to the others, and its copy goes with it.
    assert len({stories[name] for name in STORY if name != "zh"}) == 1
    assert stories["zh"] in {stories["en"], "not finite"}
    assert (
        len({stories[name] for name in ("en", "market", "sold", "other", "nothing", "nothing again", "endless")}) == 7
    )
    for one in HOSTILE:
        assert grouper.assign(one).story == stories[one.id]
    grouper.forget_before(NOON + timedelta(days=1))
    assert len(grouper) == 0


def test_without_embeddings_words_names_and_figures_decide() -> None:
    grouper, bare = Grouper(), [replace(one, embedding=b"") for one in labelled().values()]
    told = "Ines Halloran, captain of the ferry Aldona, which ran aground off Merrow on Monday with 214 passengers, "
    told += "said that a steering motor had failed. Northwater, which runs the ferry, will pay back every fare."
    names = find_names("", told, language="en")
    late = Sighting("late", "", told, language="en", names=names, at=NOON + timedelta(hours=1))
    stories = stories_of(grouper, [bare[0], late, *bare[1:]])
    assert stories["late"] == stories["en"]
    assert len({stories[name] for name in ("en", "market", "sold", "other")}) == 4
