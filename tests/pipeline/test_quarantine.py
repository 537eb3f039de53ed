"""Which pages are held back, and what becomes of them: pure rules first, then the way through the store."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from newsroom import NOW, Newsroom, extracted
from octavo.core.articles import Kind, Leak, Media, Quality
from octavo.core.failures import Failure, FailureCode
from octavo.core.polling import PageOutcome
from octavo.core.protocols import Job
from octavo.core.quality import Decision, HoldReason, ReadingFacts
from octavo.pipeline.quarantine import judge
from octavo.pipeline.results import JobResult, write
from octavo.store import articles, reading, readings
from octavo.store.models import Article, PageReading, PageSource, PublisherTemplate, Revision
from octavo.store.models import Job as JobRow

TEXT = "The harbour council met in the evening and spoke of the ferry. " * 12
SHORT = "Loading the story"
GOOD = extracted("Rain", url="https://daily.example/rain", text=TEXT)
KNOWN = ReadingFacts(readings=8, median_chars=600)


def outcome(article_id: int = 1, article: Any = GOOD, **fields: Any) -> PageOutcome:
    return PageOutcome(article_id, NOW, url="https://daily.example/", body=b"x", article=article, **fields)


@pytest.mark.parametrize(
    ("page", "facts", "expected"),
    [
        (outcome(), ReadingFacts(), None),
        (outcome(), ReadingFacts(same_text=1), None),
        (outcome(), ReadingFacts(same_text=2), HoldReason.SAME_TEXT),
        (outcome(article=replace(GOOD, text="")), ReadingFacts(same_text=2), None),
        (outcome(trouble=HoldReason.MARKUP), ReadingFacts(), HoldReason.MARKUP),
        (outcome(article=replace(GOOD, text=SHORT)), KNOWN, HoldReason.EMPTY),
        (outcome(article=replace(GOOD, text=SHORT)), replace(KNOWN, readings=7), None),
        (outcome(article=replace(GOOD, text=SHORT)), replace(KNOWN, median_chars=599), None),
        (outcome(article=replace(GOOD, text=SHORT, kind=Kind.GALLERY)), KNOWN, None),
        (outcome(article=replace(GOOD, text=SHORT, media=(Media("audio", "https://x.example"),))), KNOWN, None),
        (outcome(article=None, failure=Failure(FailureCode.NO_TEXT)), KNOWN, HoldReason.EMPTY),
        (outcome(article=None, failure=Failure(FailureCode.NO_TEXT)), ReadingFacts(), None),
        (outcome(article=None, failure=Failure(FailureCode.TIMEOUT)), KNOWN, None),
        (outcome(trouble=HoldReason.MARKUP), ReadingFacts(decision=Decision.RELEASED), None),
        (outcome(), ReadingFacts(held=HoldReason.LEAKS), None),
        (outcome(), ReadingFacts(held=HoldReason.LEAKS, decision=Decision.KEPT_BACK), HoldReason.LEAKS),
    ],
)
def test_the_rule(page: PageOutcome, facts: ReadingFacts, expected: HoldReason | None) -> None:
    assert judge(page, facts) is expected


def arrive(*pages: PageOutcome) -> None:
    """As the writer stores them: each the result of a job of its own."""
    write([JobResult(Job(10**6 + number, "fetch_page", {}, 1), page=page) for number, page in enumerate(pages)])


def shown(article_id: int) -> Any:
    view = reading.article(article_id)
    assert view is not None
    return view


def page(article_id: int, text: str, **fields: Any) -> PageOutcome:
    """Of an article's page, with what its feed said beside it."""
    stored = Article.objects.get(pk=article_id)
    title = fields.pop("title", stored.title)
    article = extracted(title, url=stored.url, text=text, quality=Quality(complete=True, from_page=True), version=3)
    fallback = extracted(f"Article {article_id}", url=stored.url, text="In short.", complete=False)
    return outcome(article_id, article, fallback=fallback, version=3, **fields)


@pytest.fixture
def three(newsroom: Newsroom) -> list[int]:
    found = []
    for _ in range(3):
        article_id = newsroom.article("", text="In short.", complete=False)
        Article.objects.filter(pk=article_id).update(title=f"Article {article_id}")
        found.append(article_id)
    return found


def test_a_broken_page_leaves_what_the_feed_said(three: list[int]) -> None:
    arrive(page(three[0], "<p>" * 100, trouble=HoldReason.MARKUP))
    assert (shown(three[0]).text, shown(three[0]).from_page) == ("In short.", False)
    held = PageReading.objects.get()
    assert (held.hold, held.held_at, held.version, held.sample) == ("markup", NOW, 3, "<p>" * 100)
    assert PageSource.objects.exists()


def test_a_broken_page_that_was_shown_is_taken_back(three: list[int]) -> None:
    arrive(page(three[0], "<p>" * 100))
    assert shown(three[0]).from_page
    arrive(page(three[0], "<p>" * 100, trouble=HoldReason.MARKUP))
    assert (shown(three[0]).text, shown(three[0]).from_page) == ("In short.", False)
    assert not Revision.objects.exists()


def test_a_broken_page_does_not_take_a_better_reading_away(three: list[int]) -> None:
    arrive(page(three[0], TEXT))
    arrive(page(three[0], "Ã¼" * 500, trouble=HoldReason.MOJIBAKE))
    assert shown(three[0]).text == TEXT
    kept = PageSource.objects.get().fetched_at
    arrive(replace(page(three[0], "Ã¼" * 400, trouble=HoldReason.MOJIBAKE), is_redone=True, fetched_at=kept))
    assert shown(three[0]).text == TEXT


def test_without_an_entry_the_title_alone_is_left(three: list[int]) -> None:
    arrive(page(three[0], "<p>" * 100))
    arrive(replace(page(three[0], "<p>" * 100, trouble=HoldReason.MARKUP), fallback=None))
    assert (shown(three[0]).card.title, shown(three[0]).text) == (f"Article {three[0]}", "")


def test_a_later_reading_that_is_fine_is_shown(three: list[int]) -> None:
    arrive(page(three[0], "<p>" * 100, trouble=HoldReason.MARKUP))
    arrive(page(three[0], TEXT))
    assert shown(three[0]).text == TEXT
    after = PageReading.objects.get()
    assert (after.hold, after.held_at, after.sample) == ("", None, "")


def test_the_same_text_on_many_articles_is_held_back_on_all_of_them(three: list[int]) -> None:
    wall = "Please wait while your browser is being looked at. " * 3
    for article_id in three[:2]:
        arrive(page(article_id, wall, title="Just a moment"))
        assert shown(article_id).text == wall
    arrive(page(three[2], wall, title="Just a moment"))
    assert shown(three[2]).text == "In short."
    redo = JobRow.objects.filter(kind="redo_page").order_by("pk")
    assert {job.payload["article"] for job in redo} == set(three[:2])
    for article_id in three[:2]:
        arrive(replace(page(article_id, wall, title="Just a moment"), is_redone=True))
        assert shown(article_id).text == "In short."
    assert set(PageReading.objects.values_list("hold", flat=True)) == {"same_text"}
    assert not Revision.objects.exists()


def test_the_same_text_arriving_at_once_is_held_back_at_once(three: list[int]) -> None:
    arrive(*(page(article_id, TEXT) for article_id in three))
    assert [shown(article_id).text for article_id in three] == ["In short."] * 3


def test_one_story_at_three_addresses_is_no_trouble(three: list[int]) -> None:
    Article.objects.update(title="Rain at last")
    for article_id in three:
        arrive(replace(page(article_id, TEXT), fallback=None))
    assert all(shown(article_id).text == TEXT for article_id in three)


def test_pages_that_turn_empty_are_told_from_short_news(newsroom: Newsroom) -> None:
    ids = [newsroom.article("", text="In short.", complete=False) for _ in range(10)]
    arrive(page(ids[0], SHORT))
    assert PageReading.objects.get(pk=ids[0]).hold == ""
    for number, article_id in enumerate(ids[1:9]):
        arrive(page(article_id, f"{number} {TEXT}"))
    arrive(page(ids[9], f"{SHORT}!"))
    assert PageReading.objects.get(pk=ids[9]).hold == "empty"
    failed = replace(page(ids[9], ""), article=None, failure=Failure(FailureCode.NO_TEXT))
    arrive(failed)
    stored = PageReading.objects.get(pk=ids[9])
    assert (stored.hold, stored.failure) == ("empty", "no_text")


class TestTheOperator:
    def test_releases(self, three: list[int]) -> None:
        broken = page(three[0], "<p>" * 100, trouble=HoldReason.MARKUP)
        arrive(broken)
        assert readings.release(three[0], NOW)
        assert JobRow.objects.get(kind="redo_page").payload == {"article": three[0]}
        arrive(replace(broken, is_redone=True))
        assert shown(three[0]).text == "<p>" * 100
        assert PageReading.objects.get().hold == ""

    def test_releases_a_page_that_is_kept_no_more(self, three: list[int]) -> None:
        arrive(page(three[0], "<p>" * 100, trouble=HoldReason.MARKUP))
        PageSource.objects.all().delete()
        readings.release(three[0], NOW)
        assert JobRow.objects.get(kind="fetch_page").payload == {"article": three[0], "afresh": True}

    def test_keeps_back_whatever_comes(self, three: list[int]) -> None:
        arrive(page(three[0], "<p>" * 100, trouble=HoldReason.MARKUP))
        assert readings.keep_back(three[0])
        arrive(page(three[0], TEXT))
        assert shown(three[0]).text == "In short."
        assert readings.read_again(three[0], NOW)
        arrive(page(three[0], TEXT))
        assert shown(three[0]).text == TEXT

    def test_decides_only_on_what_there_is(self, three: list[int]) -> None:
        assert not readings.release(three[0], NOW)
        assert not readings.keep_back(12345)
        assert not readings.read_again(12345, NOW)
        assert not JobRow.objects.filter(kind__in=["redo_page", "fetch_page"]).exists()


class TestReadings:
    def test_tell_how_it_went(self, three: list[int]) -> None:
        leaky = page(three[0], TEXT)
        assert leaky.article is not None
        quality = Quality(complete=False, from_page=True, leaks=(Leak.RELATED, Leak.CAPTION), confidence=0.5)
        arrive(replace(leaky, article=replace(leaky.article, quality=quality, source="Reuters")))
        stored = PageReading.objects.get()
        assert (stored.badge, stored.leaks, stored.confidence) == ("partial", "related,caption", 0.5)
        assert (stored.chars, stored.failure, stored.version) == (len(TEXT), "", 3)
        view = shown(three[0])
        assert (view.source, view.leaks, view.confidence) == ("Reuters", (Leak.RELATED, Leak.CAPTION), 0.5)
        assert view.version == 3

    def test_a_failure_stands_beside_what_the_reading_before_told(self, three: list[int]) -> None:
        arrive(page(three[0], TEXT))
        arrive(outcome(three[0], None, failure=Failure(FailureCode.HTTP_STATUS, status=500)))
        stored = PageReading.objects.get()
        assert (stored.failure, stored.chars, stored.version) == ("http_status", len(TEXT), 3)
        assert shown(three[0]).text == TEXT

    def test_a_page_without_text_is_kept_for_a_better_extraction(self, three: list[int]) -> None:
        arrive(replace(outcome(three[0], None, failure=Failure(FailureCode.NO_TEXT)), version=3))
        assert PageSource.objects.filter(article=three[0]).exists()
        assert readings.stale_articles(3, 10) == []
        assert readings.stale_articles(4, 10) == [three[0]]

    def test_codes_of_another_version_are_left_out(self, three: list[int]) -> None:
        Article.objects.filter(pk=three[0]).update(leaks=["related", "invented"])
        assert shown(three[0]).leaks == (Leak.RELATED,)


class TestRedoing:
    def test_is_our_improvement_and_no_revision(self, three: list[int]) -> None:
        arrive(page(three[0], TEXT + "Read also: more."))
        kept = PageSource.objects.get()
        arrive(replace(page(three[0], TEXT), is_redone=True, version=4))
        assert shown(three[0]).text == TEXT
        assert not Revision.objects.exists()
        assert PageReading.objects.get().version == 4
        assert (PageSource.objects.get().fetched_at, PageSource.objects.get().checks) == (kept.fetched_at, kept.checks)

    def test_may_find_far_less(self, three: list[int]) -> None:
        arrive(page(three[0], TEXT + "Menu " * 1000))
        arrive(replace(page(three[0], TEXT), is_redone=True, version=4))
        assert shown(three[0]).text == TEXT

    def test_does_not_take_the_feeds_text_for_far_less(self, newsroom: Newsroom) -> None:
        article_id = newsroom.article("Rain", text=TEXT * 3)
        arrive(page(article_id, "Please accept."))
        arrive(replace(page(article_id, "Please accept."), is_redone=True, version=4))
        assert shown(article_id).text == TEXT * 3
        assert readings.stale_articles(4, 10) == []

    def test_of_a_page_that_was_fetched_anew_meanwhile_is_forgotten(self, three: list[int]) -> None:
        arrive(page(three[0], TEXT))
        arrive(replace(page(three[0], f"{TEXT} More."), fetched_at=NOW + timedelta(hours=1)))
        arrive(replace(page(three[0], TEXT), is_redone=True, version=4))
        assert shown(three[0]).text == f"{TEXT} More."

    def test_a_wall_does_not_replace_the_page_that_is_kept(self, three: list[int]) -> None:
        arrive(page(three[0], TEXT))
        arrive(replace(page(three[0], "Please accept."), fetched_at=NOW + timedelta(hours=1)))
        assert PageSource.objects.get().fetched_at == NOW
        assert shown(three[0]).text == TEXT

    def test_one_that_failed_is_not_tried_again_and_again(self, three: list[int]) -> None:
        for article_id in three:
            arrive(page(article_id, f"{article_id} {TEXT}"))
        JobRow.objects.create(kind="redo_page", key=str(three[1]), state="failed", run_at=NOW)
        assert readings.stale_articles(4, 10) == [three[2], three[0]]


class TestTemplates:
    def learn(self, ids: list[int], *, start: int = 0, **fields: Any) -> None:
        for number, article_id in enumerate(ids):
            blocks = (1, 2, 3, *range(1000 * (start + number + 1), 1000 * (start + number + 1) + 9))
            arrive(replace(page(article_id, f"{article_id} {TEXT}"), fingerprints=blocks, **fields))

    def repeated(self) -> frozenset[int]:
        from octavo.pipeline.knowledge import repeated_blocks

        return repeated_blocks(Article.objects.values_list("publisher_id", flat=True)[0])

    def test_are_learned_with_the_pages(self, three: list[int]) -> None:
        assert self.repeated() == frozenset()
        self.learn(three)
        assert self.repeated() == frozenset({1, 2, 3})
        assert PublisherTemplate.objects.count() == 1

    def test_a_page_stored_twice_is_learned_once(self, three: list[int]) -> None:
        for _ in range(5):
            self.learn(three[:2])
        assert self.repeated() == frozenset()

    def test_a_batch_that_fails_teaches_nothing(self, three: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(_: object) -> None:
            raise ValueError("refused")

        monkeypatch.setattr(articles, "record_pages", refuse)
        with pytest.raises(ValueError, match="refused"):
            self.learn(three[:1])
        assert not PublisherTemplate.objects.exists()

    def test_of_two_publishers_are_two(self, newsroom: Newsroom, three: list[int]) -> None:
        other = newsroom.article("", publisher="other", text="In short.", complete=False)
        arrive(
            *(replace(page(one, f"{one} {TEXT}"), fingerprints=(one, 7)) for one in (three[0], other)),
            replace(page(three[1], f"2 {TEXT}"), fingerprints=(7,)),
        )
        assert PublisherTemplate.objects.count() == 2

    def test_pages_read_anew_teach_while_little_is_known(self, three: list[int]) -> None:
        for article_id in three:
            arrive(page(article_id, f"{article_id} {TEXT}"))
        self.learn(three, is_redone=True)
        assert self.repeated() == frozenset({1, 2, 3})

    def test_pages_read_before_much_was_known_are_read_anew_once(self, newsroom: Newsroom) -> None:
        ids = [newsroom.article("", text="In short.", complete=False) for _ in range(9)]
        self.learn(ids[:7])
        assert not JobRow.objects.filter(kind="redo_page").exists()
        self.learn(ids[7:8], start=7)
        redo = JobRow.objects.filter(kind="redo_page")
        assert {job.payload["article"] for job in redo} == set(ids[:7])
        assert {job.run_at for job in redo} == {NOW + timedelta(minutes=10)}
        redo.delete()
        self.learn(ids[8:], start=8)
        assert not redo.exists()

    def test_articles_that_are_gone_teach_nothing(self, three: list[int]) -> None:
        gone = replace(page(three[0], TEXT), article_id=10**9, fingerprints=(1, 2))
        arrive(gone)
        assert not PublisherTemplate.objects.exists()


def test_a_batch_of_pages_takes_few_statements(newsroom: Newsroom, django_assert_max_num_queries: Any) -> None:
    ids = [newsroom.article("", publisher=f"p{n % 5}", text="In short.", complete=False) for n in range(14)]
    pages = [replace(page(one, f"{one} {TEXT}"), fingerprints=tuple(range(one, one + 300))) for one in ids]
    with django_assert_max_num_queries(14 * 16):
        arrive(*pages)
