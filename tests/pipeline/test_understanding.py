"""From articles to labels, stories and editions: in order, once, whatever dies in between."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from newsroom import NOW, Newsroom
from octavo.core.editions import DeskAct, DeskKind
from octavo.core.labels import Hashtag, Labels, ToLabel
from octavo.core.reading import EditionKey
from octavo.core.settings import EditionsSettings, GatherSettings, SiteSettings, StoreSettings, WorkerSettings
from octavo.core.stories import Assignment, Sighting
from octavo.pipeline import editions as making
from octavo.pipeline import grouping, labelling
from octavo.pipeline import stories as keeping
from octavo.pipeline.pool import DigestPool
from octavo.pipeline.reachability import Reachability
from octavo.pipeline.storing import StoreThread
from octavo.pipeline.tagging import merge_tags
from octavo.pipeline.takeover import Presence
from octavo.pipeline.tools import Settings, Tools
from octavo.pipeline.turns import Turns
from octavo.store import editions, jobs, label_queue, reading, stories, turns
from octavo.store.models import ArticleLabels, EditionSnapshot, Story, StoryMember
from octavo.store.packed import About
from octavo.store.summing import Member
from octavo.testing.clock import HeldClock
from octavo.testing.fetchers import FakeFetcher
from octavo.testing.grouping import FirstWordGrouper
from octavo.understand import VERSION

pytestmark = pytest.mark.django_db(transaction=True)

GREAT_BRITAIN = EditionKey("GB", ("en",))


@dataclass
class Desk:
    """The newsroom's worker, as far as understanding goes; its loops are stepped by hand."""

    clock: HeldClock
    directory: Path

    def run(self, work: Callable[[Tools, DigestPool], Awaitable[Any]]) -> Any:
        async def inside() -> Any:
            settings = Settings(GatherSettings(), StoreSettings(data=self.directory), WorkerSettings(processes=0))
            settings = replace(settings, site=SiteSettings(country="GB"))
            async with StoreThread() as store, DigestPool(0) as pool:
                tools = Tools(settings, self.clock, FakeFetcher({}), pool, store, Turns(), Reachability())
                return await work(tools, pool)

        return asyncio.run(inside())

    def label(self) -> None:
        async def work(tools: Tools, _: DigestPool) -> None:
            while await labelling.label_some(tools):
                pass

        self.run(work)

    def group(self, *, then: timedelta | None = None) -> None:
        """Until nothing is left; then once more after a while, by the same worker."""

        async def work(tools: Tools, pool: DigestPool) -> None:
            keeper = keeping.StoryKeeper(tools, pool)
            await steps(keeper)
            if then:
                self.clock.advance(then.total_seconds())
                await steps(keeper)
            await keeper.end()

        self.run(work)


async def steps(keeper: keeping.StoryKeeper) -> None:
    for _ in range(50):
        try:
            if not await keeper.step():
                return
        except keeping.GrouperLostError:
            continue
    raise AssertionError("never done")


def label_all(articles: Sequence[ToLabel]) -> list[Labels]:
    return [Labels("en", embedding=b"\0\0", embedder="test/1", version=VERSION) for _ in articles]


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Desk]:
    monkeypatch.setattr("octavo.understand.label.label_all", label_all)
    monkeypatch.setattr(grouping, "new_grouper", FirstWordGrouper)
    monkeypatch.setattr(keeping, "REST_S", 0.0)
    yield Desk(HeldClock(NOW), tmp_path)
    grouping._HELD.token, grouping._HELD.grouper = "", None


def told() -> dict[str, set[str]]:
    """Story's first word -> the titles of its articles."""
    found: dict[int, set[str]] = {}
    for story_id, title in StoryMember.objects.values_list("story", "article__title"):
        found.setdefault(story_id, set()).add(title)
    assert set(Story.objects.filter(merged_into=None).values_list("pk", flat=True)) == set(found)
    for story in Story.objects.filter(merged_into=None):
        assert story.articles == len(found[story.pk])
    return {min(titles).split()[0]: titles for titles in found.values()}


def test_articles_become_labelled_and_then_stories(newsroom: Newsroom, desk: Desk) -> None:
    for number, title in enumerate(("Ferry sinks", "Rain falls", "Ferry raised")):
        newsroom.article(title, publisher=f"p{number}")
    desk.group()
    assert told() == {}
    desk.label()
    assert not ArticleLabels.objects.exclude(version=VERSION).exists()
    desk.group()
    assert told() == {"Ferry": {"Ferry sinks", "Ferry raised"}, "Rain": {"Rain falls"}}
    assert not ArticleLabels.objects.exclude(state=2).exists()


def test_a_worker_that_begins_anew_knows_the_stories(newsroom: Newsroom, desk: Desk) -> None:
    for title in ("Ferry sinks", "Ferry raised", "Rain falls", "Ferry sails"):
        newsroom.article(title, publisher=title.split()[1].lower())
        desk.label()
        desk.group()
    assert told() == {"Ferry": {"Ferry sinks", "Ferry raised", "Ferry sails"}, "Rain": {"Rain falls"}}


def test_what_was_decided_and_not_stored_is_decided_anew(
    newsroom: Newsroom, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.article("Ferry sinks")
    desk.label()
    desk.group()
    newsroom.article("Ferry raised", publisher="other")
    desk.label()
    with monkeypatch.context() as dying:

        def die(*_: Any) -> None:
            raise KeyboardInterrupt

        dying.setattr(stories, "record_assignments", die)
        with pytest.raises(KeyboardInterrupt):
            desk.group()
    assert StoryMember.objects.count() == 1
    turns.end_turn(keeping.TURN, turn_holder())
    desk.group()
    assert told() == {"Ferry": {"Ferry sinks", "Ferry raised"}}


def turn_holder() -> str:
    from octavo.store.models import Turn

    return str(Turn.objects.get(name=keeping.TURN).holder)


def test_a_grouping_process_that_died_is_loaded_again(newsroom: Newsroom, desk: Desk) -> None:
    newsroom.article("Ferry sinks")
    desk.label()

    async def work(tools: Tools, pool: DigestPool) -> None:
        keeper = keeping.StoryKeeper(tools, pool)
        await steps(keeper)
        await tools.store.call(partial(newsroom.article, "Ferry raised", publisher="other"))
        while await labelling.label_some(tools):
            pass
        grouping._HELD.token, grouping._HELD.grouper = "", None
        await steps(keeper)

    desk.run(work)
    assert told() == {"Ferry": {"Ferry sinks", "Ferry raised"}}


def test_one_worker_at_a_time_groups(newsroom: Newsroom, desk: Desk) -> None:
    newsroom.article("Ferry sinks")
    desk.label()
    assert turns.take_turn(keeping.TURN, "another worker", NOW, 600) is turns.TurnIs.TAKEN
    desk.group()
    assert told() == {}
    # It died; its turn is over by itself.
    desk.clock.advance(timedelta(minutes=11).total_seconds())
    desk.group()
    assert told() == {"Ferry": {"Ferry sinks"}}


def test_a_turn_is_kept_taken_and_lost(db: None) -> None:
    later = NOW + timedelta(seconds=50)
    assert turns.take_turn("x", "a", NOW, 60) is turns.TurnIs.TAKEN
    assert turns.take_turn("x", "a", NOW, 60) is turns.TurnIs.KEPT
    assert turns.take_turn("x", "b", later, 60) is turns.TurnIs.OTHERS
    assert turns.take_turn("x", "a", later, 60) is turns.TurnIs.KEPT
    assert turns.take_turn("x", "b", later + timedelta(seconds=70), 60) is turns.TurnIs.TAKEN
    assert turns.take_turn("x", "a", later + timedelta(seconds=70), 60) is turns.TurnIs.OTHERS


def test_the_slower_pass_merges_and_splits(newsroom: Newsroom, desk: Desk) -> None:
    ids = [newsroom.article(title, publisher=title) for title in ("Ferry a", "Ferry b", "Rain c", "Ferry d")]
    desk.label()
    # As an older grouping put them: one event in two stories, and what does not belong in one of them.
    first, _, wrong, last = ids
    assigned = [Assignment(str(one), str(first if one in {first, wrong} else last)) for one in ids]
    stories.record_assignments(assigned, NOW, 0)
    older, younger = (reading.stories_of([one])[one] for one in (first, last))
    desk.group(then=timedelta(minutes=11))
    assert told() == {"Ferry": {"Ferry a", "Ferry b", "Ferry d"}, "Rain": {"Rain c"}}
    assert reading.story_view(younger) == older
    assert not StoryMember.objects.exclude(version=keeping.VERSION).exists()


def test_articles_older_than_the_window_stand_alone(newsroom: Newsroom, desk: Desk) -> None:
    newsroom.article("Ferry sinks", age=timedelta(days=9))
    newsroom.article("Ferry raised", publisher="other", age=timedelta(days=9))
    desk.label()
    desk.group()
    assert Story.objects.count() == 2


def test_a_text_that_breaks_labelling_harms_no_other(
    newsroom: Newsroom, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def label(articles: Sequence[ToLabel]) -> list[Labels]:
        if any("bomb" in one.title for one in articles):
            raise ValueError("bomb")
        return label_all(articles)

    monkeypatch.setattr("octavo.understand.label.label_all", label)
    newsroom.article("Rain falls")
    bomb = newsroom.article("Sun bomb")
    desk.label()
    assert not label_queue.is_any_unlabelled(NOW)
    assert ArticleLabels.objects.get(pk=bomb).embedding == b""
    assert ArticleLabels.objects.filter(embedder="test/1").count() == 1


def test_a_text_that_breaks_the_grouper_harms_no_other(
    newsroom: Newsroom, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Brittle(FirstWordGrouper):
        def assign(self, sighting: Sighting) -> Assignment:
            if "bomb" in sighting.title:
                raise ValueError("bomb")
            return super().assign(sighting)

    monkeypatch.setattr(grouping, "new_grouper", Brittle)
    for title in ("Ferry sinks", "Ferry bomb", "Ferry raised"):
        newsroom.article(title, publisher=title.split()[1])
    desk.label()
    desk.group()
    placed = dict(StoryMember.objects.values_list("article__title", "story"))
    assert placed["Ferry sinks"] == placed["Ferry raised"] != placed["Ferry bomb"]


def test_an_agencys_own_text_that_comes_last_is_the_original_and_one_voice(
    newsroom: Newsroom, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Copying(FirstWordGrouper):
        def assign(self, sighting: Sighting) -> Assignment:
            found = super().assign(sighting)
            is_copy = "remembered" not in sighting.title and found.nearest != sighting.id
            return replace(found, duplicate_of=found.nearest if is_copy else None)

    monkeypatch.setattr(grouping, "new_grouper", Copying)
    text = " ".join(f"The ferry master of berth {number} told what the harbour lost." for number in range(30))
    newsroom.publisher("agency", name="Reuters")
    newsroom.article("Ferry sinks", publisher="one", text=text)
    newsroom.article("Ferry lost", publisher="two", text=f"{text} Nobody was hurt.")
    newsroom.article("Ferry remembered", publisher="three", text="My father sailed on her for thirty years.")
    desk.label()
    desk.group()
    newsroom.article("Ferry sinks in harbour", publisher="agency", text=text)
    desk.label()
    desk.group()
    told = dict(StoryMember.objects.values_list("article__publisher__slug", "copy_of__publisher__slug"))
    assert told == {"agency": None, "one": "agency", "two": "agency", "three": None}
    assert (Story.objects.get().voices, Story.objects.get().publishers) == (2, 4)
    assert StoryMember.objects.get(is_likely_original=True).article.publisher.slug == "agency"


def test_a_storys_hashtags_are_merged_over_languages() -> None:
    def member(article: int, language: str, *tags: str) -> Member:
        about = About(hashtags=tuple(Hashtag(tag.casefold(), tag) for tag in tags))
        return Member(article, "t", language, article, "", NOW, about=about)

    found = merge_tags([member(1, "ru", "Владивосток", "Паром"), member(2, "en", "Vladivostok", "Ferry")])
    (city,) = (tag for tag in found if "vladivostok" in tag.aliases)
    assert (city.slug, city.labels) == ("vladivostok", {"ru": "Владивосток", "en": "Vladivostok"})
    assert "владивосток" in city.aliases
    assert len(found) == 3


def test_older_labels_are_renewed_while_there_is_nothing_else(
    newsroom: Newsroom, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.article("Rain falls")
    desk.label()
    desk.group()
    monkeypatch.setattr("octavo.understand.VERSION", VERSION + 1)
    monkeypatch.setattr(
        "octavo.understand.label.label_all",
        lambda articles: [replace(one, version=VERSION + 1) for one in label_all(articles)],
    )
    jobs.enqueue("fetch_page", "1", {"article": 1}, NOW)
    desk.label()
    assert ArticleLabels.objects.get().version == VERSION
    jobs.finish(job.id for job in jobs.claim(["fetch_page"], NOW, 1, 60))
    desk.label()
    assert ArticleLabels.objects.get().version == VERSION + 1
    assert told() == {"Rain": {"Rain falls"}}


def test_a_worker_that_is_stopped_gives_back_what_it_claimed(newsroom: Newsroom, desk: Desk) -> None:
    newsroom.article("Rain falls")

    begun = asyncio.Event()

    class Waiting(DigestPool):
        async def digest(self, task: Any, *, priority: int = 0) -> Any:
            begun.set()
            await asyncio.sleep(60)

    async def work(tools: Tools, _: DigestPool) -> None:
        for moment in (begun.wait(), asyncio.sleep(0)):  # while it labels, and while it claims
            labelled = asyncio.create_task(labelling.label_some(replace(tools, pool=Waiting(0))))
            await moment
            labelled.cancel()
            await asyncio.gather(labelled, return_exceptions=True)

    desk.run(work)
    assert label_queue.is_any_unlabelled(NOW)


def made(desk: Desk, seen: dict[EditionKey, str]) -> int:
    async def work(tools: Tools, _: DigestPool) -> None:
        await making.make_due(tools, seen)

    desk.run(work)
    return EditionSnapshot.objects.count()


def test_editions_are_made_at_each_part_of_the_day_and_while_there_is_news(newsroom: Newsroom, desk: Desk) -> None:
    seen: dict[EditionKey, str] = {}
    assert made(desk, seen) == 0
    newsroom.article("Ferry sinks")
    desk.label()
    desk.group()
    assert made(desk, seen) == 1
    first = reading.latest_snapshot(GREAT_BRITAIN)
    assert first is not None
    assert len(first.lead) == 1
    desk.clock.advance(timedelta(minutes=11).total_seconds())
    made(desk, seen)
    assert reading.latest_snapshot(GREAT_BRITAIN) == first  # nothing is new
    newsroom.article("Rain falls", publisher="other")
    desk.label()
    desk.group()
    made(desk, seen)
    second = reading.latest_snapshot(GREAT_BRITAIN)
    assert second is not None
    assert len(second.lead) == 2
    desk.clock.advance(timedelta(hours=6).total_seconds())
    assert made(desk, seen) == 2


def test_editions_are_made_for_whom_readers_asked(newsroom: Newsroom, desk: Desk) -> None:
    kenya = EditionKey("KE", ("sw", "en"))
    editions.record_asked([kenya], NOW)
    newsroom.article("Ferry sinks")
    desk.label()
    desk.group()
    assert made(desk, {}) == 2
    assert reading.latest_snapshot(kenya) is not None


def test_the_desk_is_heeded_at_once(newsroom: Newsroom, desk: Desk) -> None:
    newsroom.article("Ferry sinks")
    newsroom.article("Rain falls", publisher="other")
    desk.label()
    desk.group()
    made(desk, {})
    current = making.Editions(EditionsSettings())
    shown = current.current(GREAT_BRITAIN, NOW)
    assert shown == reading.latest_snapshot(GREAT_BRITAIN)
    hidden = shown.lead[0].story
    editions.record_act(DeskAct(DeskKind.HIDE, hidden), NOW + timedelta(seconds=1))
    after = current.current(GREAT_BRITAIN, NOW + timedelta(seconds=2))
    assert [one.story for one in after.lead] == [one.story for one in shown.lead if one.story != hidden]
    assert EditionSnapshot.objects.count() == 1


def test_an_edition_that_nobody_made_ahead_is_made_once_for_all(
    newsroom: Newsroom, desk: Desk, django_assert_num_queries: Callable[..., Any]
) -> None:
    newsroom.article("Ferry sinks")
    desk.label()
    desk.group()
    current, norway = making.Editions(EditionsSettings()), EditionKey("NO", ("no",))
    assert len(current.current(norway, NOW).lead) == 1
    with django_assert_num_queries(2):
        current.current(norway, NOW)
    newsroom.article("Rain falls", publisher="other")
    desk.label()
    desk.group()
    assert len(current.current(norway, NOW).lead) == 2


def test_a_process_says_so_where_it_holds_another_grouper() -> None:
    assert isinstance(grouping.group(grouping.AssignTask("nobody's", (), NOW)), grouping.NotLoaded)


def test_what_a_killed_worker_was_labelling_is_labelled_at_once_by_the_next(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.article("Rain falls")
    waiting = newsroom.article("Sun shines", wants_page=True)
    assert len(label_queue.claim_unlabelled(NOW, 9, 900)) == 1
    presence = Presence(tmp_path)
    assert presence.begin()
    presence.end()
    connection.close()  # on PostgreSQL the presence is the connection's
    claimed = label_queue.claim_unlabelled(NOW, 9, 900)
    assert len(claimed) == 1
    assert waiting not in claimed
