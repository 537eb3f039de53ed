"""What readers see of their own: My news, what is muted, what was read, their own order, earlier editions."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from newsroom import Newsroom
from octavo.core.personal import FollowKind, MuteKind
from octavo.core.reading import EditionKey
from octavo.store import history, mutes, preferences, subscriptions
from web.my.sample import CAST, TOLD, WORDS, text_of
from web.telling import SPORT, story

pytestmark = pytest.mark.django_db


class TestMyNews:
    def test_each_story_says_why(
        self, reader: Client, cast: dict[str, int], told: dict[str, int], room: Newsroom
    ) -> None:
        subscriptions.follow(cast["reader"], FollowKind.HASHTAG, "budget", room.now)
        subscriptions.follow(cast["reader"], FollowKind.PLACE, "184745", room.now)
        page = text_of(reader.get("/my-news/"))
        assert "You follow #Budget" in page
        assert "You follow Machakos" in page
        assert WORDS in page
        assert "Island side" not in page

    def test_only_what_is_new_since_it_was_read(
        self, reader: Client, cast: dict[str, int], told: dict[str, int], room: Newsroom
    ) -> None:
        subscriptions.follow(cast["reader"], FollowKind.HASHTAG, "budget", room.now)
        reader.post("/my/read/", {"article": told["tagged"]})
        assert "Budget read aloud" in text_of(reader.get("/my-news/"))
        assert "Budget read aloud" not in text_of(reader.get("/my-news/?new=1"))
        assert "You are up to date" in text_of(reader.get("/my-news/?new=1"))

    def test_habits_recommend_with_their_reason(
        self, reader: Client, cast: dict[str, int], told: dict[str, int], room: Newsroom
    ) -> None:
        for number in range(6):
            article = room.article(f"A match {number}", publisher=f"p{number}", age=timedelta(days=4))
            story(room, [article], topics=(SPORT,), country="FR")
            reader.post("/my/read/", {"article": article})
        page = text_of(reader.get("/my-news/"))
        assert "Recommended for you" in page
        assert "You often read about Sport" in page
        assert "Island side" in page[page.index("Recommended for you") :]

    def test_who_follows_nothing_is_invited(self, reader: Client, client: Client, told: dict[str, int]) -> None:
        for one in (reader, client):
            assert "/welcome/" in text_of(one.get("/my-news/"))

    @pytest.mark.parametrize("query", ["?order=rank", "?from=9999999", "?from=x&order=zz&new=2"])
    def test_it_can_be_asked_in_any_way(
        self, reader: Client, cast: dict[str, int], told: dict[str, int], room: Newsroom, query: str
    ) -> None:
        subscriptions.follow(cast["reader"], FollowKind.TOPIC, "15000000", room.now)
        assert reader.get(f"/my-news/{query}").status_code == 200


class TestMuting:
    PATHS = ("/", "/latest/", "/publisher/echo/", "/search/?q=goat", "/topic/disasters/", "/place/184745/", "/my-news/")

    def test_a_muted_word_is_shown_nowhere_but_in_the_note(
        self, reader: Client, enter: Callable[[str], Client], cast: dict[str, int], told: dict[str, int], room: Newsroom
    ) -> None:
        for name in CAST:
            subscriptions.follow(cast[name], FollowKind.PLACE, "184745", room.now)
        mutes.mute(cast["reader"], MuteKind.WORD, "goat", room.now)
        other = enter("other")
        for path in self.PATHS:
            head, _, note = text_of(reader.get(path)).partition("muted-note")
            assert TOLD not in head, path
            assert TOLD in note, path
            assert TOLD in text_of(other.get(path)).partition("muted-note")[0], path

    def test_a_muted_publishers_story_is_shown_by_another(
        self, reader: Client, cast: dict[str, int], told: dict[str, int], room: Newsroom
    ) -> None:
        mutes.mute(cast["reader"], MuteKind.PUBLISHER, str(room.publisher("post")), room.now)
        page = text_of(reader.get("/")).partition("muted-note")[0]
        assert "Told twice" in page
        assert "/publisher/post/" not in page
        assert "<bdi>Post</bdi>" not in page

    def test_coverage_and_related_leave_it_out_too(
        self, reader: Client, cast: dict[str, int], told: dict[str, int], room: Newsroom
    ) -> None:
        from octavo.store.models import StoryMember

        mutes.mute(cast["reader"], MuteKind.PUBLISHER, str(room.publisher("wire")), room.now)
        page = text_of(reader.get(f"/story/{told['twice-0']}/", follow=True))
        assert "<bdi>Wire</bdi>" not in page.partition("muted-note")[0]
        assert "<bdi>Wire</bdi>" in page.partition("muted-note")[2]
        post = StoryMember.objects.filter(story_id=told["twice-0"], article__publisher__slug="post").get()
        page = text_of(reader.get(f"/article/{post.article_id}/", follow=True))
        assert "<bdi>Wire</bdi>" not in page.partition("muted-note")[0]

    def test_a_story_of_muted_publishers_alone_still_answers(
        self, reader: Client, cast: dict[str, int], told: dict[str, int], room: Newsroom
    ) -> None:
        mutes.mute(cast["reader"], MuteKind.PUBLISHER, str(room.publisher("echo")), room.now)
        assert reader.get(f"/story/{told['goat-story']}/", follow=True).status_code == 200
        assert reader.get(f"/article/{told['goat']}/", follow=True).status_code == 200


class TestReading:
    def test_reading_is_told_and_marks_cards(self, reader: Client, cast: dict[str, int], told: dict[str, int]) -> None:
        assert "is-read" not in text_of(reader.get("/publisher/echo/"))
        assert reader.get(f"/article/{told['goat']}/", follow=True).status_code == 200
        assert history.read_ids(cast["reader"]) == frozenset()
        assert reader.post("/my/read/", {"article": told["goat"]}).json() == {"on": True}
        assert text_of(reader.get("/publisher/echo/")).count("is-read") == 1

    def test_what_came_since_one_looked_at_a_story_is_new(
        self, reader: Client, cast: dict[str, int], told: dict[str, int], room: Newsroom
    ) -> None:
        assert "mark-new" in text_of(reader.get(f"/story/{told['twice-0']}/", follow=True))
        history.record_read(cast["reader"], room.now - timedelta(minutes=5), story_id=told["twice-0"])
        page = text_of(reader.get(f"/story/{told['twice-0']}/", follow=True))
        assert page.count("telling is-new") == 2
        assert "2 new" in page
        reader.post("/my/read/", {"story": told["twice-0"]})
        assert "telling is-new" not in text_of(reader.get(f"/story/{told['twice-0']}/", follow=True))

    def test_nothing_is_kept_of_a_visitor(self, client: Client, told: dict[str, int]) -> None:
        assert client.post("/my/read/", {"article": told["goat"]}).status_code == 403

    def test_the_history_can_be_cleared_and_switched_off(
        self, reader: Client, cast: dict[str, int], told: dict[str, int]
    ) -> None:
        reader.post("/my/read/", {"article": told["goat"]})
        assert WORDS in text_of(reader.get("/history/"))
        reader.post("/history/", {"act": "clear"})
        assert WORDS not in text_of(reader.get("/history/"))
        reader.post("/history/", {"act": "off"})
        assert reader.post("/my/read/", {"article": told["goat"]}).json() == {"on": False}


class TestOwnOrder:
    @staticmethod
    def follow_sport(reader: int, told: dict[str, int], room: Newsroom) -> None:
        """Enough to bring one small story to the front."""
        for kind, target in (
            (FollowKind.TOPIC, "15000000"),
            (FollowKind.PUBLISHER, str(room.publisher("echo"))),
            (FollowKind.STORY, str(told["sport-story"])),
        ):
            assert subscriptions.follow(reader, kind, target, room.now)

    def test_following_lifts_a_story_and_says_so(
        self, reader: Client, enter: Callable[[str], Client], cast: dict[str, int], told: dict[str, int], room: Newsroom
    ) -> None:
        self.follow_sport(cast["reader"], told, room)
        page, plain = text_of(reader.get("/")), text_of(enter("other").get("/"))
        assert "You follow Sport" in page
        assert "Without what you follow and read" in page
        assert "Island side" in page
        assert "Island side" not in plain
        assert "You follow" not in plain

    def test_a_slider_at_nothing_takes_it_back(
        self, reader: Client, cast: dict[str, int], told: dict[str, int], room: Newsroom
    ) -> None:
        self.follow_sport(cast["reader"], told, room)
        assert "You follow this story" in text_of(reader.get("/"))
        reader.post("/my/ranking/", {"personal": "1", "stories": "0"})
        assert "You follow this story" not in text_of(reader.get("/"))
        assert preferences.preferences(cast["reader"]).weights.stories == 0

    def test_the_switch_shows_everybodys_edition(
        self, reader: Client, enter: Callable[[str], Client], cast: dict[str, int], told: dict[str, int], room: Newsroom
    ) -> None:
        import re

        self.follow_sport(cast["reader"], told, room)
        reader.post("/my/ranking/", {"stories": "2"})
        assert not preferences.preferences(cast["reader"]).is_personal

        def headlines(one: Client) -> list[str]:
            return re.findall(r'class="headline" [^>]*><a href="([^"]+)"', text_of(one.get("/")))

        assert headlines(reader) == headlines(enter("other")) != []

    @pytest.mark.parametrize("value", ["9", "-3", "nan", "<b>", ""])
    def test_sliders_take_no_nonsense(self, reader: Client, cast: dict[str, int], value: str) -> None:
        reader.post("/my/ranking/", {"personal": "1", "topics": value})
        assert 0 <= preferences.preferences(cast["reader"]).weights.topics <= 2

    def test_it_takes_few_queries(
        self, reader: Client, cast: dict[str, int], told: dict[str, int], room: Newsroom,
        django_assert_max_num_queries: Any,
    ) -> None:  # fmt: skip
        for kind, target in ((FollowKind.TOPIC, "15000000"), (FollowKind.HASHTAG, "budget")):
            subscriptions.follow(cast["reader"], kind, target, room.now)
        reader.post("/my/read/", {"article": told["goat"]})
        reader.get("/")
        with django_assert_max_num_queries(32):
            reader.get("/")


class TestDatePicker:
    def test_it_leads_to_the_nearest_edition(self, client: Client, told: dict[str, int], room: Newsroom) -> None:
        from octavo.pipeline.editions import make
        from octavo.store.editions import record_snapshots

        made = make(EditionKey("KE", ("en",)), room.now)
        record_snapshots([made])
        client.cookies["edition"] = "KE.en"
        for day in (made.day, made.day + timedelta(days=3), made.day - timedelta(days=3)):
            response = client.get(f"/editions/?day={day}")
            assert response["Location"].startswith(f"/edition/KE/{made.day}/")
        assert client.get("/editions/?day=nonsense").status_code == 200


@pytest.mark.parametrize(
    ("word", "title", "hidden"),
    [
        ("goat", "A GOAT in the house", True),
        ("goat", "Scapegoats all", False),
        ("river towns", "Seven river towns agree", True),
        ("水坝", "七座河畔小镇同意共享一座水坝的水", True),
        ("سد", "تقاسم مياه السد", True),
        ("سد", "تقاسم مياه سدود", False),
        ("café", "Cafe\u0301 closed", True),
        ("c++", "Written in C++ again", True),
    ],
)
def test_a_word_is_a_word_in_its_own_script(word: str, title: str, hidden: bool) -> None:
    from octavo.core.muting import Muted

    assert Muted(words=(word,)).says(title) is hidden
