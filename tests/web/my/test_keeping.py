"""What readers and devices keep: follows, mutes, saved articles; the welcome; what an account takes over."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from newsroom import Newsroom
from octavo.core.personal import FollowKind, MuteKind, Weights
from octavo.core.reading import EditionKey
from octavo.store import history, mutes, preferences, saved, subscriptions
from octavo.store.models import Reader
from web.my.sample import WORDS, text_of

pytestmark = pytest.mark.django_db


class TestForms:
    def test_a_form_without_scripts_follows_and_leads_back(self, reader: Client, cast: dict[str, int]) -> None:
        response = reader.post("/my/follow/", {"follow": "hashtag:budget", "next": "/hashtag/budget/"})
        assert (response.status_code, response["Location"]) == (302, "/hashtag/budget/")
        assert [one.label for one in subscriptions.followed(cast["reader"])] == ["#Budget"]
        page = text_of(reader.get("/hashtag/budget/"))
        assert 'name="unfollow" value="hashtag:budget"' in page
        reader.post("/my/follow/", {"unfollow": "hashtag:budget"})
        assert subscriptions.followed(cast["reader"]) == ()

    def test_a_script_gets_json(self, reader: Client, told: dict[str, int]) -> None:
        response = reader.post("/my/save/", {"article": told["goat"]}, headers={"accept": "application/json"})
        assert response.json() == {"on": True}
        response = reader.post("/my/save/", {"remove": told["goat"]}, headers={"accept": "application/json"})
        assert response.json() == {"on": False}

    @pytest.mark.parametrize(
        ("path", "said"),
        [
            ("/my/follow/", {"follow": "publisher:999999"}),
            ("/my/follow/", {"follow": "nonsense"}),
            ("/my/follow/", {}),
            ("/my/save/", {"article": "999999"}),
            ("/my/mute/", {"word": "x"}),
            ("/my/mute/", {"mute": "publisher:zero"}),
        ],
    )
    def test_what_makes_no_sense_is_said_and_changes_nothing(
        self, reader: Client, cast: dict[str, int], path: str, said: dict[str, str]
    ) -> None:
        response = reader.post(path, said, headers={"accept": "application/json"})
        assert response.status_code == 422
        assert response.json()["error"]
        assert text_of(reader.post(path, said, follow=True)).count("notice-error") == 1
        assert subscriptions.followed(cast["reader"]) == ()
        assert mutes.muted(cast["reader"]) == ()

    def test_nobody_is_led_elsewhere(self, reader: Client, told: dict[str, int]) -> None:
        response = reader.post("/my/save/", {"article": told["goat"], "next": "//evil.example/"})
        assert response["Location"] == "/"

    def test_a_forged_form_is_refused(self, cast: dict[str, int], told: dict[str, int]) -> None:
        strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
        strict.force_login(Reader.objects.get(pk=cast["reader"]))
        for path, said in (("/my/save/", {"article": told["goat"]}), ("/my/read/", {"article": told["goat"]})):
            assert strict.post(path, said).status_code == 403
        assert strict.post("/my/take-over/", "{}", content_type="application/json").status_code == 403

    @pytest.mark.parametrize(
        "path", ["/my/follow/?follow=hashtag:budget", "/my/save/?article=1", "/my/mute/?word=golf"]
    )
    def test_a_visitor_without_scripts_is_shown_the_way(self, client: Client, told: dict[str, int], path: str) -> None:
        page = text_of(client.get(path))
        assert "/operate/sign-in/" in page or "sign-in" in page
        assert client.post(path.partition("?")[0], headers={"accept": "application/json"}).status_code == 403

    def test_a_get_of_a_reader_changes_nothing(
        self, reader: Client, cast: dict[str, int], told: dict[str, int]
    ) -> None:
        reader.get(f"/my/save/?article={told['goat']}")
        assert saved.saved_ids(cast["reader"]) == frozenset()


class TestNobodyTouchesAnothers:
    def test_every_act_is_on_ones_own(
        self, enter: Callable[[str], Client], cast: dict[str, int], told: dict[str, int], room: Newsroom
    ) -> None:
        mine, other = cast["reader"], enter("other")
        subscriptions.follow(mine, FollowKind.HASHTAG, "budget", room.now)
        mutes.mute(mine, MuteKind.WORD, "goat", room.now)
        saved.save(mine, told["sport"], room.now)
        history.record_read(mine, room.now, article_id=told["sport"])
        other.post("/my/follow/", {"unfollow": "hashtag:budget"})
        other.post("/my/mute/", {"unmute": "word:goat"})
        other.post("/my/save/", {"remove": told["sport"]})
        other.post("/history/", {"act": "clear"})
        other.post("/history/", {"remove": told["sport"]})
        other.post("/my/ranking/", {"topics": "0"})
        assert len(subscriptions.followed(mine)) == len(mutes.muted(mine)) == 1
        assert saved.saved_ids(mine) == history.read_ids(mine) == {told["sport"]}
        assert preferences.preferences(mine).weights == Weights()

    @pytest.mark.parametrize("path", ["/saved/", "/history/", "/following/", "/my-news/"])
    def test_nobody_sees_anothers(  # noqa: PLR0917  a row of the table and fixtures
        self, enter: Callable[[str], Client], client: Client, cast: dict[str, int], told: dict[str, int], path: str,
        room: Newsroom,
    ) -> None:  # fmt: skip
        mine = cast["reader"]
        subscriptions.follow(mine, FollowKind.HASHTAG, "budget", room.now)
        saved.save(mine, told["tagged"], room.now)
        history.record_read(mine, room.now, article_id=told["tagged"])
        telling = "#Budget" if path == "/following/" else "Budget read aloud"
        assert telling in text_of(enter("reader").get(path))
        assert telling not in text_of(enter("other").get(path))
        assert telling not in text_of(client.get(path))


class TestVisitorsPages:
    def test_they_are_the_same_for_everybody_and_stay_cached(self, client: Client, told: dict[str, int]) -> None:
        first = client.get("/?country=KE&language=en")
        assert "csrfmiddlewaretoken" not in text_of(first)
        assert "Set-Cookie" not in first.headers
        assert not first.cookies
        again = client.get("/?country=KE&language=en", headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304

    def test_a_readers_page_is_nobodys_else(self, reader: Client, told: dict[str, int]) -> None:
        assert reader.get("/")["Cache-Control"] == "private, no-store"

    def test_the_hint_goes_when_it_is_dismissed(self, client: Client, told: dict[str, int]) -> None:
        assert 'class="hint"' in text_of(client.get("/?country=KE&language=en"))
        client.get("/welcome/dismiss/")
        assert 'class="hint"' not in text_of(client.get("/?country=KE&language=en"))

    def test_a_device_gets_the_cards_that_it_names(self, client: Client, told: dict[str, int]) -> None:
        part = text_of(client.post("/my/cards/", {"ids": f"{told['goat']},999999,x,{told['sport']}"}))
        assert part.index(WORDS) < part.index("Island side")
        news = text_of(client.post("/my/cards/", {"follow": "hashtag:budget", "label-hashtag:budget": "<b>#Budget"}))
        assert "You follow &lt;b&gt;#Budget" in news
        assert "Budget read aloud" in news

    @pytest.mark.parametrize("said", [{}, {"follow": "publisher:x"}, {"follow": "story:1x"}, {"ids": "a" * 9999}])
    def test_nonsense_gets_no_cards(self, client: Client, told: dict[str, int], said: dict[str, str]) -> None:
        assert "<article" not in text_of(client.post("/my/cards/", said))


class TestSaved:
    def test_it_is_listed_searched_and_outlives_the_article(
        self, reader: Client, cast: dict[str, int], told: dict[str, int]
    ) -> None:
        from django.db import transaction

        from octavo.store.retention import forget_articles

        for name in ("goat", "sport"):
            reader.post("/my/save/", {"article": told[name]})
        with transaction.atomic():
            forget_articles([told["goat"]])
        page = text_of(reader.get("/saved/"))
        assert "Island side" in page
        assert WORDS in page
        assert "No longer kept here" in page
        found = text_of(reader.get("/saved/?q=goat"))
        assert WORDS in found
        assert "Island side" not in found
        assert "Nothing found" in text_of(reader.get("/saved/?q=zebra"))


class TestWelcome:
    def test_three_short_steps_for_a_reader(self, reader: Client, cast: dict[str, int], room: Newsroom) -> None:
        response = reader.post("/welcome/", {"country": "ke", "language": ["sw", "en"]})
        assert response["Location"] == "/welcome/interests/"
        reader.post("/welcome/interests/", {"follow": ["topic:15000000", "topic:99999999", "publisher:1"]})
        post = room.publisher("post")
        page = text_of(reader.get("/welcome/publishers/"))
        assert f'value="publisher:{post}"' in page
        response = reader.post("/welcome/publishers/", {"follow": [f"publisher:{post}"]})
        assert response["Location"] == "/my-news/"
        kept = preferences.preferences(cast["reader"])
        assert (kept.country, kept.languages, kept.interests) == ("KE", ("sw", "en"), ("15000000",))
        keys = {one.key for one in subscriptions.followed(cast["reader"])}
        assert keys == {"topic:15000000", f"publisher:{post}"}
        assert 'class="hint"' not in text_of(reader.get("/"))

    def test_what_is_unticked_is_followed_no_longer(self, reader: Client, cast: dict[str, int], room: Newsroom) -> None:
        for key in ("15000000", "11000000"):
            subscriptions.follow(cast["reader"], FollowKind.TOPIC, key, room.now)
        subscriptions.follow(cast["reader"], FollowKind.HASHTAG, "budget", room.now)
        reader.post("/welcome/interests/", {"follow": ["topic:11000000"]})
        assert {one.key for one in subscriptions.followed(cast["reader"])} == {"topic:11000000", "hashtag:budget"}

    def test_a_visitor_keeps_the_edition_in_a_cookie(self, client: Client, told: dict[str, int]) -> None:
        client.post("/welcome/", {"country": "KE", "language": "sw"})
        assert client.cookies["edition"].value == "KE.sw"
        assert "data-welcome" in text_of(client.get("/welcome/interests/"))

    @pytest.mark.parametrize("path", ["/welcome/", "/welcome/interests/", "/welcome/publishers/"])
    def test_every_step_can_be_skipped(self, client: Client, told: dict[str, int], path: str) -> None:
        assert "Skip" in text_of(client.get(path))

    def test_an_account_brings_its_edition_to_a_new_device(self, reader: Client, cast: dict[str, int]) -> None:
        from django.test import RequestFactory

        from octavo.web.editions import edition_of

        request = RequestFactory().get("/")
        request.COOKIES = {"sessionid": "any", "edition": "GB.en"}
        request.user = Reader.objects.get(pk=cast["reader"])
        assert edition_of(request) == EditionKey("KE", ("en",))


class TestTakingOver:
    def take(self, client: Client, said: Any) -> Any:
        body = said if isinstance(said, str) else json.dumps(said)
        return client.post("/my/take-over/", body, content_type="application/json")

    def test_what_a_device_kept_is_the_accounts(
        self, reader: Client, cast: dict[str, int], told: dict[str, int], room: Newsroom
    ) -> None:
        at = int(room.now.timestamp())
        state = {
            "follows": [{"key": "hashtag:budget", "label": "<i>"}, {"key": "topic:15000000"}],
            "mutes": [{"key": "word:Goat"}],
            "saved": [{"id": str(told["sport"]), "at": at}],
            "read": [{"id": told["goat"], "at": at - 60}],
        }
        assert self.take(reader, state).json() == {"taken": 5}
        mine = cast["reader"]
        assert {one.label for one in subscriptions.followed(mine)} == {"#Budget", "15000000"}
        assert [one.target for one in mutes.muted(mine)] == ["goat"]
        assert saved.saved_ids(mine) == {told["sport"]}
        assert history.read_ids(mine) == {told["goat"]}

    @pytest.mark.parametrize(
        "said",
        ["", "[]", "{", "null", {"follows": 3, "saved": {}, "read": [1, None], "mutes": ["x"]}, "x" * 300_000],
    )
    def test_nonsense_takes_nothing(self, reader: Client, cast: dict[str, int], said: Any) -> None:
        assert self.take(reader, said).status_code in (200, 422)
        assert subscriptions.followed(cast["reader"]) == ()

    def test_it_is_bounded(self, reader: Client, cast: dict[str, int], room: Newsroom) -> None:
        words = [{"key": f"word:word {number}"} for number in range(2000)]
        self.take(reader, {"mutes": words, "read": [{"id": 10**30, "at": 10**30}], "saved": [{"id": "9" * 40}]})
        assert len(mutes.muted(cast["reader"])) <= mutes.MOST_MUTES

    def test_a_visitor_is_refused(self, client: Client) -> None:
        assert self.take(client, {}).status_code == 403
