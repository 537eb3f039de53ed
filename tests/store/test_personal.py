"""What readers keep for themselves: follows, mutes, shelves, history, choices. Nobody's touches another's."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from newsroom import NOW, Newsroom
from octavo.core.labels import Hashtag
from octavo.core.personal import Follow, FollowKind, Mute, MuteKind, Weights
from octavo.core.reading import ArticleFilter
from octavo.core.settings import StoreSettings
from octavo.core.stories import Regrouping
from octavo.store import history, holdings, mutes, personal, preferences, reading, saved, stories, subscriptions
from octavo.store.models import Reader
from octavo.store.personal import DeviceState
from octavo.store.retention import forget_articles, prune
from octavo.store.targets import search_of, search_target
from web.telling import DISASTER, KENYA, MACHAKOS, POLITICS, SPORT, story

pytestmark = pytest.mark.django_db


@pytest.fixture
def readers(newsroom: Newsroom) -> tuple[int, int]:
    """The reader, and the other reader."""
    from octavo.store.models import Reader

    return tuple(Reader.objects.create_user(f"{name}@octavo.example").pk for name in ("reader", "other"))  # type: ignore[return-value]


@pytest.fixture
def told(newsroom: Newsroom) -> dict[str, int]:
    """Three stories: one at Machakos about politics, one about sport, one about a disaster that the wire tells."""
    made = {
        "river": newsroom.article("River towns agree", publisher="post", keywords=("water",)),
        "match": newsroom.article("The match ends", publisher="post"),
        "flood": newsroom.article("Flood on the coast", publisher="wire"),
    }
    made["river-story"] = story(
        newsroom, [made["river"]], places=(MACHAKOS, KENYA), hashtags=(Hashtag("water", "Water"),), topics=(POLITICS,)
    )
    made["match-story"] = story(newsroom, [made["match"]], topics=(SPORT,), country="")
    made["flood-story"] = story(newsroom, [made["flood"]], topics=(DISASTER,), country="FR")
    return made


class TestFollowing:
    def test_one_follows_what_there_is_and_hears_what_it_is_called(
        self, newsroom: Newsroom, told: dict[str, int], readers: tuple[int, int]
    ) -> None:
        reader, other = readers
        wire = str(newsroom.publisher("wire"))
        for kind, target in (
            (FollowKind.PUBLISHER, wire),
            (FollowKind.HASHTAG, "water"),
            (FollowKind.TOPIC, "15000000"),
            (FollowKind.STORY, str(told["flood-story"])),
            (FollowKind.PLACE, "184745"),
            (FollowKind.SEARCH, "q=river+towns&language=en"),
        ):
            assert subscriptions.follow(reader, kind, target, NOW, label="Sport") is not None
        assert [one.label for one in reversed(subscriptions.followed(reader))] == [
            "Wire", "#Water", "Sport", "Flood on the coast", "Machakos", "Sport",
        ]  # fmt: skip
        assert subscriptions.followed(other) == ()

    @pytest.mark.parametrize(
        ("kind", "target"),
        [
            (FollowKind.PUBLISHER, "999999"),
            (FollowKind.PUBLISHER, "-1"),
            (FollowKind.PUBLISHER, "9" * 40),
            (FollowKind.PUBLISHER, "١"),
            (FollowKind.HASHTAG, "nobody-uses-it"),
            (FollowKind.TOPIC, "sport"),
            (FollowKind.STORY, "999999"),
            (FollowKind.PLACE, "nowhere"),
            (FollowKind.SEARCH, "language=en"),
            (FollowKind.SEARCH, "q=b&q=a"),
            (FollowKind.HASHTAG, ""),
            (FollowKind.HASHTAG, "x" * 600),
        ],
    )
    def test_what_is_not_there_cannot_be_followed(
        self, told: dict[str, int], readers: tuple[int, int], kind: FollowKind, target: str
    ) -> None:
        assert subscriptions.follow(readers[0], kind, target, NOW) is None
        assert subscriptions.followed(readers[0]) == ()

    def test_twice_is_once_and_unfollowing_is_ones_own(self, told: dict[str, int], readers: tuple[int, int]) -> None:
        reader, other = readers
        for one in (reader, reader, other):
            subscriptions.follow(one, FollowKind.HASHTAG, "water", NOW)
        assert len(subscriptions.followed(reader)) == 1
        assert subscriptions.readers_following(FollowKind.HASHTAG, "water") == (reader, other)
        assert subscriptions.unfollow(reader, FollowKind.HASHTAG, "water")
        assert not subscriptions.unfollow(reader, FollowKind.HASHTAG, "water")
        assert subscriptions.readers_following(FollowKind.HASHTAG, "water") == (other,)

    def test_nobody_follows_without_end(
        self, told: dict[str, int], readers: tuple[int, int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(subscriptions, "MOST_FOLLOWS", 1)
        assert subscriptions.follow(readers[0], FollowKind.HASHTAG, "water", NOW)
        assert subscriptions.follow(readers[0], FollowKind.TOPIC, "15000000", NOW) is None

    def test_who_follows_a_part_follows_the_whole(
        self, newsroom: Newsroom, told: dict[str, int], readers: tuple[int, int]
    ) -> None:
        part, whole = told["match-story"], told["river-story"]
        subscriptions.follow(readers[0], FollowKind.STORY, str(part), NOW)
        stories.apply_regrouping(Regrouping(merged={stories.story_name(part): stories.story_name(whole)}), NOW, 1)
        assert subscriptions.readers_following(FollowKind.STORY, str(whole)) == (readers[0],)
        found = reading.followed_stories(subscriptions.followed(readers[0]), NOW - timedelta(days=1))
        assert list(found) == [whole]

    def test_a_search_is_the_same_target_however_it_was_asked(self) -> None:
        one = search_target("river  towns", ArticleFilter(languages=("sw", "en"), countries=("KE",)))
        assert one == search_target("river towns", ArticleFilter(languages=("en", "sw"), countries=("KE",)))
        text, where = search_of(one)
        assert (text, where.languages, where.countries) == ("river towns", ("en", "sw"), ("KE",))


class TestStoriesOfWhatOneFollows:
    def test_each_is_found_with_its_reasons(self, newsroom: Newsroom, told: dict[str, int]) -> None:
        follows = (
            Follow(FollowKind.HASHTAG, "water", "#Water"),
            Follow(FollowKind.PLACE, "cKE", "Kenya"),
            Follow(FollowKind.PUBLISHER, str(newsroom.publisher("post")), "Post"),
            Follow(FollowKind.SEARCH, "q=coast", "coast"),
        )
        found = reading.followed_stories(follows, NOW - timedelta(days=1))
        assert {one.key for one in found[told["river-story"]]} == {follows[0].key, follows[1].key, follows[2].key}
        assert [one.key for one in found[told["match-story"]]] == [follows[2].key]
        assert [one.key for one in found[told["flood-story"]]] == [follows[3].key]

    def test_what_is_old_is_not(self, told: dict[str, int]) -> None:
        follows = (Follow(FollowKind.HASHTAG, "water"), Follow(FollowKind.SEARCH, "q=coast"))
        assert reading.followed_stories(follows, NOW + timedelta(days=1)) == {}

    def test_a_candidate_told_by_the_muted_alone_is_none(self, newsroom: Newsroom, told: dict[str, int]) -> None:
        ids = [told["river-story"], told["flood-story"]]
        found = reading.candidates_of(ids, ("en",), not_by={newsroom.publisher("wire")})
        assert [one.story.id for one in found] == [told["river-story"]]

    def test_many_follows_are_few_queries(self, told: dict[str, int], django_assert_max_num_queries: Any) -> None:
        follows = [Follow(FollowKind.HASHTAG, f"tag-{number}") for number in range(100)]
        follows += [Follow(FollowKind.PUBLISHER, str(number)) for number in range(1, 100)]
        with django_assert_max_num_queries(8):
            reading.followed_stories(follows, NOW - timedelta(days=1))


class TestShelves:
    def test_what_is_saved_outlives_the_article(
        self, newsroom: Newsroom, told: dict[str, int], readers: tuple[int, int]
    ) -> None:
        reader, other = readers
        assert saved.save(reader, told["flood"], NOW)
        assert saved.save(reader, told["river"], NOW + timedelta(minutes=1))
        assert saved.saved_ids(other) == frozenset()
        forget_articles([told["flood"]])
        kept = saved.saved(reader)
        assert [one.title for one in kept] == ["River towns agree", "Flood on the coast"]
        assert kept[1].publisher == "Wire"
        assert kept[1].url.startswith("https://wire.example/")

    def test_nobody_takes_from_anothers_shelf(self, told: dict[str, int], readers: tuple[int, int]) -> None:
        saved.save(readers[0], told["flood"], NOW)
        assert not saved.unsave(readers[1], told["flood"])
        assert saved.saved_ids(readers[0]) == {told["flood"]}
        assert saved.unsave(readers[0], told["flood"])

    def test_what_is_not_there_is_not_saved(self, readers: tuple[int, int]) -> None:
        assert not saved.save(readers[0], 999_999, NOW)

    def test_it_can_be_searched(self, told: dict[str, int], readers: tuple[int, int]) -> None:
        for name in ("river", "flood"):
            saved.save(readers[0], told[name], NOW)
        assert [one.article for one in saved.saved(readers[0], "COAST flood")] == [told["flood"]]
        assert [one.article for one in saved.saved(readers[0], "wire")] == [told["flood"]]
        assert saved.saved(readers[0], "nothing") == ()

    def test_housekeeping_leaves_the_shelf_alone(
        self, newsroom: Newsroom, told: dict[str, int], readers: tuple[int, int]
    ) -> None:
        saved.save(readers[0], told["river"], NOW)
        history.record_read(readers[0], NOW, article_id=told["river"])
        prune(NOW + timedelta(days=400), StoreSettings(keep_articles_days=30))
        assert reading.article(told["river"]) is None
        assert [one.title for one in saved.saved(readers[0])] == ["River towns agree"]
        assert [one.title for one in history.history(readers[0])] == ["River towns agree"]


class TestHistory:
    def test_habits_are_counted_from_what_was_read(self, told: dict[str, int], readers: tuple[int, int]) -> None:
        reader, other = readers
        for name in ("river", "match", "river"):
            assert history.record_read(reader, NOW, article_id=told[name])
        found = history.habits(reader, NOW)
        assert found.total == 2
        assert found.topics == {"11000000": 1, "15000000": 1}
        assert list(found.publishers.values()) == [2]
        assert found.stories == {told["river-story"]: NOW, told["match-story"]: NOW}
        assert history.habits(other, NOW).total == 0
        assert history.habits(reader, NOW + timedelta(days=40)).total == 0

    def test_a_storys_page_is_looked_at(self, told: dict[str, int], readers: tuple[int, int]) -> None:
        assert history.looked_at(readers[0], told["flood-story"]) is None
        for minutes in (0, 5):
            history.record_read(readers[0], NOW + timedelta(minutes=minutes), story_id=told["flood-story"])
        assert history.looked_at(readers[0], told["flood-story"]) == NOW + timedelta(minutes=5)
        assert history.history(readers[0]) == ()

    def test_switched_off_nothing_is_kept(self, told: dict[str, int], readers: tuple[int, int]) -> None:
        preferences.prefer(readers[0], keeps_history=False)
        assert not history.record_read(readers[0], NOW, article_id=told["river"])
        assert history.history(readers[0]) == ()

    def test_clearing_and_forgetting_are_ones_own(self, told: dict[str, int], readers: tuple[int, int]) -> None:
        for reader in readers:
            for name in ("river", "flood"):
                history.record_read(reader, NOW, article_id=told[name])
        assert history.forget_one(readers[0], told["flood"])
        assert history.read_ids(readers[0]) == {told["river"]}
        history.clear(readers[0])
        assert history.read_ids(readers[0]) == frozenset()
        assert history.read_ids(readers[1]) == {told["river"], told["flood"]}

    def test_the_oldest_go_first(
        self, told: dict[str, int], readers: tuple[int, int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(history, "MOST_READINGS", 2)
        for number, name in enumerate(("river", "match", "flood")):
            history.record_read(readers[0], NOW + timedelta(minutes=number), article_id=told[name])
        assert history.read_ids(readers[0]) == {told["match"], told["flood"]}

    def test_what_is_not_there_is_not_read(self, readers: tuple[int, int]) -> None:
        assert not history.record_read(readers[0], NOW, article_id=999_999)
        assert not history.record_read(readers[0], NOW, story_id=2**70)


class TestMutes:
    def test_a_word_is_kept_in_one_form(self, readers: tuple[int, int]) -> None:
        for word in ("  Elec\x00tion   Night ", "ELECTION NIGHT"):
            assert mutes.mute(readers[0], MuteKind.WORD, word, NOW) == Mute(
                MuteKind.WORD, "election night", "election night"
            )
        assert len(mutes.muted(readers[0])) == 1
        assert mutes.muted(readers[1]) == ()

    @pytest.mark.parametrize(
        ("kind", "target"),
        [(MuteKind.WORD, "a"), (MuteKind.WORD, "x" * 61), (MuteKind.PUBLISHER, "999999"), (MuteKind.PUBLISHER, "x")],
    )
    def test_nonsense_is_not_muted(self, readers: tuple[int, int], kind: MuteKind, target: str) -> None:
        assert mutes.mute(readers[0], kind, target, NOW) is None

    def test_unmuting_is_ones_own(self, newsroom: Newsroom, readers: tuple[int, int]) -> None:
        target = str(newsroom.publisher("wire"))
        mutes.mute(readers[0], MuteKind.PUBLISHER, target, NOW)
        assert not mutes.unmute(readers[1], MuteKind.PUBLISHER, target)
        assert mutes.muted(readers[0]) == (Mute(MuteKind.PUBLISHER, target, "Wire"),)
        assert mutes.unmute(readers[0], MuteKind.PUBLISHER, target)


class TestPreferences:
    def test_they_come_as_they_are_until_chosen(self, readers: tuple[int, int]) -> None:
        assert preferences.preferences(readers[0]).country is None
        preferences.prefer(readers[0], country="", languages=("sw",), weights=Weights(read=2))
        preferences.prefer(readers[0], theme="dark")
        found = preferences.preferences(readers[0])
        assert (found.country, found.languages, found.theme, found.weights) == ("", ("sw",), "dark", Weights(read=2))
        assert preferences.preferences(readers[1]).theme == ""

    def test_weights_stay_within_their_bounds(self) -> None:
        said = {"publishers": 9, "topics": -1, "read": "nan", "places": "1.5", "history": None, "unknown": 3}
        assert preferences.read_weights(said) == Weights(publishers=2, topics=0, places=1.5)


class TestTakingOver:
    STATE = DeviceState(
        follows=(Follow(FollowKind.HASHTAG, "water"), Follow(FollowKind.HASHTAG, "gone")),
        mutes=(Mute(MuteKind.WORD, "golf"),),
        choices=(("country", "KE"), ("languages", ("sw",)), ("theme", "dark")),
    )

    def test_a_device_is_added_to_what_the_account_has(self, told: dict[str, int], readers: tuple[int, int]) -> None:
        reader, other = readers
        saved.save(reader, told["flood"], NOW)
        state = DeviceState(
            self.STATE.follows,
            self.STATE.mutes,
            (told["river"], told["flood"], 999_999),
            ((told["river"], NOW + timedelta(days=9)),),
            self.STATE.choices,
        )
        for _ in range(2):
            personal.take_over(reader, state, NOW)
        assert [one.target for one in subscriptions.followed(reader)] == ["water"]
        assert saved.saved_ids(reader) == {told["river"], told["flood"]}
        assert [one.at for one in history.history(reader)] == [NOW]
        assert [one.target for one in mutes.muted(reader)] == ["golf"]
        assert preferences.preferences(reader).languages == ("sw",)
        assert saved.saved(other, limit=9) == ()

    def test_the_accounts_own_choice_stays(self, told: dict[str, int], readers: tuple[int, int]) -> None:
        preferences.prefer(readers[0], country="GB", languages=("en",), theme="light")
        personal.take_over(readers[0], self.STATE, NOW)
        found = preferences.preferences(readers[0])
        assert (found.country, found.languages, found.theme) == ("GB", ("en",), "light")


def test_everything_of_a_reader_is_plain_and_goes_with_them(told: dict[str, int], readers: tuple[int, int]) -> None:
    reader, other = (Reader.objects.get(pk=one) for one in readers)
    for one in readers:
        subscriptions.follow(one, FollowKind.HASHTAG, "water", NOW)
        saved.save(one, told["flood"], NOW)
        history.record_read(one, NOW, article_id=told["flood"])
        mutes.mute(one, MuteKind.WORD, "golf", NOW)
        preferences.prefer(one, country="KE")
    found = json.loads(json.dumps(holdings.everything(reader), cls=DjangoJSONEncoder))
    assert found["follows"][0]["label"] == "#Water"
    assert found["saved"][0]["url"].startswith("https://wire.example/")
    assert found["history"][0]["title"] == "Flood on the coast"
    assert found["preferences"][0]["country"] == "KE"
    reader.delete()
    assert subscriptions.followed(readers[0]) == ()
    assert len(holdings.everything(other)["follows"]) == 1
