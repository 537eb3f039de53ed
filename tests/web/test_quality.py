"""The operator's pages about quality and quarantine, and the badges that readers see."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from newsroom import Newsroom, extracted
from octavo.core.articles import Kind, Leak, Media, Quality
from octavo.core.failures import Failure, FailureCode
from octavo.core.quality import HoldReason
from octavo.core.rights import Terms
from octavo.store import quality
from octavo.store.models import Job, PageReading, Publisher, Reader
from octavo.store.models.readers import Role

pytestmark = pytest.mark.django_db
TEXT = "The harbour council met in the evening and spoke of the ferry. " * 6


@pytest.fixture
def operator() -> Client:
    client = Client()
    client.force_login(Reader.objects.create_user("operator@example.org", "eight leaves", role=Role.OPERATOR))
    return client


def read(newsroom: Newsroom, publisher: str, count: int, **fields: Any) -> list[int]:
    """Articles of a publisher whose pages were read; `fields` are of the outcome, or of `Quality`."""
    ids = []
    told = {name: fields.pop(name) for name in ("complete", "paywalled", "leaks", "confidence") if name in fields}
    text = fields.pop("text", TEXT)
    for _ in range(count):
        article_id = newsroom.article("", publisher=publisher, text="In short.", complete=False)
        article = extracted(f"Story {article_id}", url="", text=text, quality=Quality(**{"complete": True, **told}))
        newsroom.page_arrives(article_id, None if "failure" in fields else article, **fields)
        ids.append(article_id)
    return ids


@pytest.fixture
def troubled(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """`good` reads well, `leaky` leaks on every other page, `walled` fails,
    `broken` is held back, `feeds` has no page."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: newsroom.now + timedelta(hours=1))
    read(newsroom, "good", 4, confidence=0.9)
    read(newsroom, "leaky", 1, leaks=(Leak.RELATED, Leak.CAPTION), confidence=0.4)
    read(newsroom, "leaky", 1, complete=False, confidence=0.8)
    read(newsroom, "walled", 2, failure=Failure(FailureCode.ROBOTS))
    read(newsroom, "walled", 1, paywalled=True, text="Short.")
    read(newsroom, "broken", 1, trouble=HoldReason.MOJIBAKE)
    newsroom.publisher("feeds")
    return newsroom


def found(newsroom: Newsroom, slug: str) -> Any:
    publisher = Publisher.objects.get(slug=slug)
    return quality.quality_of(publisher.pk, publisher.name, newsroom.now)


class TestFigures:
    def test_count_what_was_read(self, troubled: Newsroom) -> None:
        good, leaky, walled = (found(troubled, slug) for slug in ("good", "leaky", "walled"))
        assert (good.pages, good.failed, good.trouble) == (4, 0, 0)
        assert good.confidence == pytest.approx(0.9)
        assert (leaky.leaking, leaky.leaking_share, dict(leaky.badges)) == (1, 0.5, {"complete": 1, "partial": 1})
        assert dict(leaky.leaks) == {Leak.RELATED: 1, Leak.CAPTION: 1}
        assert leaky.confidence == pytest.approx(0.6)
        assert (walled.failed_share, walled.failures) == (2 / 3, (("robots", 2),))
        assert dict(walled.badges) == {"paywalled": 1}
        assert walled.confidence is None
        assert found(troubled, "broken").held == 1

    def test_are_the_same_alone_and_among_all(self, troubled: Newsroom) -> None:
        for one in quality.quality_of_all(troubled.now):
            assert one == quality.quality_of(one.publisher_id, one.name, troubled.now)

    def test_forget_what_is_older_than_the_period(self, troubled: Newsroom) -> None:
        later = troubled.now + timedelta(days=31)
        assert all(one.pages == 0 for one in quality.quality_of_all(later))

    def test_the_median_is_of_the_period(self, newsroom: Newsroom) -> None:
        for length in (10, 300, 200):
            read(newsroom, "daily", 1, text="x" * length)
        publisher = Publisher.objects.get(slug="daily").pk
        assert quality.median_chars(publisher, newsroom.now) == 200
        assert quality.median_chars(publisher, newsroom.now + timedelta(days=31)) is None

    def test_a_feed_and_its_pages_are_asked_in_few_queries(
        self, troubled: Newsroom, django_assert_num_queries: Any
    ) -> None:
        with django_assert_num_queries(2):
            quality.quality_of_all(troubled.now)


class TestTheTable:
    @pytest.mark.parametrize(
        ("sort", "first"),
        [
            ("", "Broken"),
            ("nonsense", "Broken"),
            ("held", "Broken"),
            ("leaks", "Leaky"),
            ("failed", "Walled"),
            ("pages", "Good"),
            ("confidence", "Leaky"),
            ("name", "Broken"),
        ],
    )
    def test_is_sorted_by_trouble_or_as_asked(
        self, operator: Client, troubled: Newsroom, sort: str, first: str
    ) -> None:
        page = operator.get(reverse("operate-quality"), {"sort": sort}).content.decode()
        names = re.findall(r'<th scope="row"><a [^>]*><bdi>([^<]*)', page)
        assert names[0] == first
        assert len(names) == 5
        assert page.count("aria-sort") == 1

    def test_names_publishers_of_which_nothing_was_read(self, operator: Client, troubled: Newsroom) -> None:
        assert "No page was read." in operator.get(reverse("operate-quality")).content.decode()


class TestAPublishersPage:
    def show(self, operator: Client, slug: str, language: str = "") -> str:
        address = reverse("operate-publisher-quality", args=[Publisher.objects.get(slug=slug).pk])
        answer = operator.get(language + address)
        assert answer.status_code == 200
        return answer.content.decode()

    def test_shows_shares_leaks_and_examples(self, operator: Client, troubled: Newsroom) -> None:
        page = self.show(operator, "leaky")
        assert "Links to more" in page
        assert "1 · 50%" in page
        assert page.count('class="desk-row"') == 1

    def test_shows_why_pages_failed(self, operator: Client, troubled: Newsroom) -> None:
        page = self.show(operator, "walled")
        assert "The publisher&#x27;s robots.txt asks us not to read this." in page
        assert "2 · 67%" in page

    def test_shows_what_is_held_back_first(self, operator: Client, troubled: Newsroom) -> None:
        read(troubled, "broken", 1, leaks=tuple(Leak))
        page = self.show(operator, "broken").partition("The worst examples")[2]
        assert page.index("The letters are not") < page.index("Appeals for donations")

    def test_shows_an_empty_state(self, operator: Client, troubled: Newsroom) -> None:
        assert "Feeds with full texts need none" in self.show(operator, "feeds")

    def test_speaks_arabic(self, operator: Client, troubled: Newsroom) -> None:
        page = self.show(operator, "leaky", "/ar")
        assert "روابط إلى المزيد" in page
        assert "٥٠" in page

    def test_tells_what_was_learned(self, operator: Client, troubled: Newsroom) -> None:
        from octavo.extract import templates
        from octavo.store.models import PublisherTemplate

        template = templates.EMPTY
        for number in range(5):
            template = templates.learn(template, range(number, 40), number)
        publisher = Publisher.objects.get(slug="good")
        PublisherTemplate.objects.create(publisher=publisher, packed=templates.pack(template))
        assert "<dd>38</dd>" in self.show(operator, "good")


class TestQuarantine:
    @pytest.fixture
    def held(self, troubled: Newsroom) -> int:
        return int(PageReading.objects.get(hold="mojibake").pk)

    def act(self, operator: Client, article_id: int, verb: str) -> Any:
        return operator.post(reverse("operate-quarantine-act", args=[article_id, verb]), follow=True)

    def test_lists_what_is_held_back_and_why(self, operator: Client, held: int) -> None:
        page = operator.get(reverse("operate-quarantine")).content.decode()
        assert "The letters are not what they should be." in page
        assert page.count("<button") >= 3
        assert "The harbour council met" in page
        assert ">1<" in operator.get(reverse("operate")).content.decode()

    @pytest.mark.parametrize(
        ("verb", "decision", "kind"),
        [("release", "released", "redo_page"), ("keep-back", "kept_back", None), ("read-again", "", "fetch_page")],
    )
    def test_the_operator_decides(
        self, operator: Client, held: int, verb: str, decision: str, kind: str | None
    ) -> None:
        Job.objects.all().delete()
        assert self.act(operator, held, verb).status_code == 200
        assert PageReading.objects.get(pk=held).decision == decision
        assert list(Job.objects.values_list("kind", flat=True)) == ([kind] if kind else [])

    def test_what_is_kept_back_is_listed_apart(self, operator: Client, held: int) -> None:
        page = self.act(operator, held, "keep-back").content.decode()
        assert "Nothing is held back" in page
        assert "Kept back by you" in page
        assert quality.held_count() == 0

    def test_nonsense_is_refused(self, operator: Client, held: int) -> None:
        assert self.act(operator, held, "burn").status_code == 404
        assert self.act(operator, 10**9, "release").status_code == 404
        assert operator.get(reverse("operate-quarantine-act", args=[held, "release"])).status_code == 405
        assert PageReading.objects.get(pk=held).decision == ""


class TestBadges:
    def page(self, client: Client, article_id: int) -> str:
        return client.get(reverse("article-by-id", args=[article_id]), follow=True).content.decode()

    def badges(self, client: Client, article_id: int) -> list[str]:
        text = self.page(client, article_id)
        found = re.findall(r'<li class="badge">(.*?)</li>', text, re.DOTALL)
        return [re.sub(r"<svg.*?</svg>", "", badge).strip() for badge in found]

    VIDEO = (Media("video", "https://daily.example/a.mp4"),)
    AUDIO = (Media("audio", "https://daily.example/a.mp3"),)

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ({"complete": True}, []),
            ({"complete": False}, ["Excerpt"]),
            ({"quality": Quality(complete=False, paywalled=True)}, ["Paid article"]),
            ({"kind": Kind.VIDEO, "complete": False, "media": VIDEO}, ["Video only"]),
            ({"kind": Kind.VIDEO, "complete": True, "media": VIDEO}, ["Video"]),
            ({"kind": Kind.PODCAST, "complete": False, "media": AUDIO}, ["Podcast"]),
            ({"kind": Kind.GALLERY, "complete": True}, ["Pictures"]),
            ({"kind": Kind.LIVE, "complete": False}, ["Live"]),
            ({"kind": Kind.LIVE, "quality": Quality(paywalled=True)}, ["Live", "Paid article"]),
        ],
    )
    def test_on_an_article(
        self, client: Client, newsroom: Newsroom, fields: dict[str, Any], expected: list[str]
    ) -> None:
        assert self.badges(client, newsroom.article("Rain", **fields)) == expected

    def test_where_terms_allow_an_excerpt_alone(
        self, client: Client, newsroom: Newsroom, set_private: Callable[[bool], None]
    ) -> None:
        set_private(False)
        assert self.badges(client, newsroom.article("Rain")) == ["Excerpt"]
        newsroom.publisher("open", terms=Terms.FULL)
        assert self.badges(client, newsroom.article("Wind", publisher="open")) == []

    def test_on_cards(self, client: Client, newsroom: Newsroom) -> None:
        newsroom.article("Whole")
        page = client.get("/latest/").content.decode()
        assert "Excerpt" not in page
        newsroom.article("Part", complete=False)
        newsroom.article("Paid", quality=Quality(complete=False, paywalled=True))
        newsroom.article("Seen", kind=Kind.VIDEO, complete=False)
        page = client.get("/latest/").content.decode()
        assert page.count("Excerpt") == 1
        assert page.count("Paid article") == 1
        assert page.count("Video only") == 1
        assert "مقتطف" in client.get("/ar/latest/").content.decode()

    def test_not_on_cards_where_every_text_is_an_excerpt(
        self, client: Client, newsroom: Newsroom, set_private: Callable[[bool], None]
    ) -> None:
        set_private(False)
        newsroom.article("Part", complete=False)
        assert "Excerpt" not in client.get("/latest/").content.decode()

    def test_the_agency_is_named(self, client: Client, newsroom: Newsroom, set_private: Callable[[bool], None]) -> None:
        article_id = newsroom.article("Rain", source="Harbour Wire <b>")
        assert "Source: <bdi>Harbour Wire &lt;b&gt;</bdi>" in self.page(client, article_id)
        arabic = client.get("/ar" + reverse("article-by-id", args=[article_id]), follow=True).content.decode()
        assert "المصدر: <bdi>" in arabic
        set_private(False)
        Publisher.objects.update(terms=Terms.LINK.value)
        assert "Harbour Wire" not in self.page(client, article_id)
        assert "Source:" not in self.page(client, newsroom.article("Wind"))
