"""Recording polls: entries become articles, once, and changes are kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newsroom import NOW, Newsroom, digested, extracted, polled
from octavo.core.articles import Media, PictureReference, Quality
from octavo.core.failures import Failure, FailureCode
from octavo.core.polling import PollOutcome
from octavo.store import articles, feeds, jobs, reading
from octavo.store.models import Article, Entry, Feed, Job, Picture, Publisher, Revision

pytestmark = pytest.mark.django_db

URL = "https://daily.example/rain"


def test_an_entry_becomes_an_article(newsroom: Newsroom) -> None:
    article = extracted(
        "Rain at last",
        url=URL,
        authors=("Ada Writer",),
        published_at=NOW - timedelta(hours=2),
        language="en-GB",
        section="Política",
        keywords=("climate change", "Rain", "rain"),
        picture=PictureReference("https://daily.example/rain.jpg", caption="Rain", credit="B. Cloud"),
    )
    feed = newsroom.feed()
    assert feeds.record_polls([polled(feed, digested(article))]) == feeds.RecordedPolls(new=1, changed=0)
    view = reading.article(Article.objects.get().pk)
    assert view is not None
    assert (view.card.title, view.url, view.authors, view.card.language) == ("Rain at last", URL, ("Ada Writer",), "en")
    assert (view.card.section_slug, view.card.shown_at, view.seen_at) == ("politics", NOW - timedelta(hours=2), NOW)
    assert [tag.label for tag in view.hashtags] == ["ClimateChange", "Rain"]
    assert view.card.picture is None
    assert list(Job.objects.values_list("kind", "payload")) == [
        ("fetch_picture", {"picture": Picture.objects.get().pk})
    ]


def test_a_poll_recorded_twice_changes_nothing(newsroom: Newsroom) -> None:
    outcome = polled(newsroom.feed(), *(digested(extracted(f"Title {n}", url=f"{URL}/{n}")) for n in range(3)))
    assert feeds.record_polls([outcome]).new == 3
    before = list(Article.objects.order_by("pk").values()), list(Entry.objects.order_by("pk").values())
    version = reading.data_version()
    assert feeds.record_polls([outcome, outcome]) == feeds.RecordedPolls(0, 0)
    assert (list(Article.objects.order_by("pk").values()), list(Entry.objects.order_by("pk").values())) == before
    assert reading.data_version() == version


def test_one_poll_may_name_an_entry_or_an_address_twice(newsroom: Newsroom) -> None:
    one = digested(extracted("One", url=URL))
    same_page = digested(extracted("Same page", url=f"{URL}?utm_source=rss"), key="another")
    assert feeds.record_polls([polled(newsroom.feed(), one, one, same_page)]).new == 1
    assert Entry.objects.values_list("article").distinct().count() == 1


def test_a_second_feed_links_to_the_article_that_is_there(newsroom: Newsroom) -> None:
    newsroom.article("Rain", url=URL)
    feed = newsroom.feed("other")
    assert feeds.record_polls([polled(feed, digested(extracted("Their title", url=f"{URL}#top")))]).new == 0
    article = Article.objects.get()
    assert (article.title, article.publisher.slug) == ("Rain", "daily")
    assert article.entries.count() == 2


def test_another_publishers_feed_changes_nothing(newsroom: Newsroom) -> None:
    newsroom.article("Rain", url=URL)
    newsroom.article("Theirs", url=URL, publisher="other")
    newsroom.article("Theirs, changed", url=URL, publisher="other")
    assert Article.objects.get().title == "Rain"


def test_entries_without_an_address_are_articles_of_their_own(newsroom: Newsroom) -> None:
    entries = [digested(extracted(f"Episode {n}", url=""), key=f"episode-{n}") for n in range(2)]
    assert feeds.record_polls([polled(newsroom.feed(), *entries)]).new == 2
    assert feeds.record_polls([polled(newsroom.feed("other"), *entries)]).new == 2


def test_changed_text_is_kept_as_a_revision(newsroom: Newsroom) -> None:
    article_id = newsroom.article("Rain", text="It rains.", url=URL)
    newsroom.article("Rain", text="It rained.", url=URL)
    view = reading.article(article_id)
    assert view is not None
    assert (view.text, view.card.revision_count) == ("It rained.", 1)
    assert [(revision.title, revision.text) for revision in reading.revisions(article_id)] == [("Rain", "It rains.")]


def test_a_feed_never_overwrites_a_pages_text(newsroom: Newsroom) -> None:
    article_id = newsroom.article("Rain", text="In short.", url=URL, wants_page=True, complete=False)
    newsroom.page_arrives(article_id, extracted("Rain", url=URL, text="The whole story, at length."))
    newsroom.article("Rain!", text="In short, again.", url=URL, wants_page=True, complete=False)
    view = reading.article(article_id)
    assert view is not None
    assert view.text == "The whole story, at length."
    assert Job.objects.filter(kind="fetch_page", key=str(article_id), state="due").exists()


def test_an_excerpt_does_not_replace_a_whole_text(newsroom: Newsroom) -> None:
    article_id = newsroom.article("Rain", text="The whole story, at length.", url=URL)
    newsroom.article("Rain", text="In short.", url=URL, complete=False)
    view = reading.article(article_id)
    assert view is not None
    assert view.text == "The whole story, at length."


@pytest.mark.parametrize(
    ("published_at", "shown_at"),
    [
        (None, NOW),
        (NOW + timedelta(days=3), NOW),
        (NOW - timedelta(days=900), NOW - timedelta(days=900)),
        (datetime(1970, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)),
    ],
)
def test_lists_are_ordered_by_a_time_that_can_be_believed(
    newsroom: Newsroom, published_at: datetime | None, shown_at: datetime
) -> None:
    article_id = newsroom.article("Rain", published_at=published_at)
    assert Article.objects.get(pk=article_id).shown_at == shown_at


def test_retention_does_not_let_old_entries_come_back(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    from octavo.store import recording

    monkeypatch.setattr(recording, "STORE", replace(recording.STORE, keep_articles_days=30))
    old = digested(extracted("Old", url=URL, published_at=NOW - timedelta(days=31)))
    assert feeds.record_polls([polled(newsroom.feed(), old)]).new == 0
    assert Entry.objects.get().article is None


def test_hostile_words_are_stored_harmlessly(newsroom: Newsroom) -> None:
    nasty = "a\0b\ud800c'\"; DROP TABLE store_article;--"
    article = extracted(
        nasty,
        url=f"https://daily.example/{nasty}",
        text=nasty,
        standfirst=nasty,
        authors=(nasty,) * 40,
        section=nasty,
        language=nasty,
        keywords=(nasty,) * 100,
        picture=PictureReference(f"https://daily.example/{nasty}.jpg", caption=nasty, credit=nasty * 100, alt=nasty),
        media=(Media("audio", nasty, title=nasty),),
    )
    outcome = polled(
        newsroom.feed(),
        digested(article),
        title=nasty,
        home_url=nasty,
        etag=nasty,
        last_modified=nasty,
        warnings=(nasty,),
        moved_to=f"https://daily.example/{nasty}",
    )
    feeds.record_polls([outcome])
    view = reading.article(Article.objects.get().pk)
    assert view is not None
    assert "\0" not in view.text
    assert len(view.authors) <= 12


def test_pictures_that_are_no_web_addresses_are_not_wanted(newsroom: Newsroom) -> None:
    for number, url in enumerate(("data:image/png;base64,AAAA", "file:///etc/passwd", "javascript:1", "")):
        newsroom.article(f"Rain {number}", picture_url=url)
    assert not Picture.objects.exists()


def test_video_posters_serve_as_pictures(newsroom: Newsroom) -> None:
    newsroom.article("Rain", media=[Media("embed", "https://v.example/1", poster_url="https://v.example/1.jpg")])
    assert Picture.objects.get().source_url == "https://v.example/1.jpg"


def test_feeds_lend_language_and_section(newsroom: Newsroom) -> None:
    newsroom.publisher("nation", country="KE", languages=("sw",))
    newsroom.feed("nation", section="Michezo")
    article = Article.objects.get(pk=newsroom.article("Mvua", publisher="nation", language=""))
    assert (article.language, article.country, article.section and article.section.slug) == ("sw", "KE", "sport")


def test_a_feeds_health(newsroom: Newsroom) -> None:
    feed_id = newsroom.feed()
    failure = Failure(FailureCode.TIMEOUT, "no answer in 20 s")
    failed = PollOutcome(feed_id, NOW, NOW + timedelta(hours=1), 3600, failure=failure)
    feeds.record_polls([failed])
    feeds.record_polls([failed])
    feed = Feed.objects.get()
    assert (feed.failures, feed.failure_code, feed.failure_detail) == (2, "timeout", "no answer in 20 s")
    assert (feed.last_success_at, feed.next_poll_at, feed.interval_s) == (None, NOW + timedelta(hours=1), 3600)
    feeds.record_polls([polled(feed_id, etag='"1"', content_hash=b"x" * 16)])
    feeds.record_polls([polled(feed_id, content_hash=None)])
    feed = Feed.objects.get()
    assert (feed.failures, feed.failure_code, feed.last_success_at, feed.etag) == (0, "", NOW, '"1"')
    assert feed.last_new_at is None


def test_permanent_redirects_are_followed_unless_taken(newsroom: Newsroom) -> None:
    one, other = newsroom.feed(), newsroom.feed("other")
    feeds.record_polls([polled(one, moved_to="https://daily.example/new.xml")])
    feeds.record_polls([polled(other, moved_to="https://daily.example/new.xml")])
    assert list(Feed.objects.order_by("pk").values_list("url", flat=True)) == [
        "https://daily.example/new.xml",
        "https://other.example/feed.xml",
    ]


def test_a_publisher_known_by_its_host_takes_its_feeds_name(newsroom: Newsroom) -> None:
    feed_id, created = feeds.add_feed("https://www.gazette.example/rss", now=NOW)
    assert created
    feeds.record_polls([polled(feed_id, title="The Gazette", home_url="https://www.gazette.example/news")])
    publisher = Publisher.objects.get()
    assert (publisher.slug, publisher.name) == ("gazette-example", "The Gazette")
    feeds.record_polls([polled(feed_id, title="Another name")])
    assert Publisher.objects.get().name == "The Gazette"
    assert feeds.add_feed("https://gazette.example/sport.xml", now=NOW)[1]
    assert Publisher.objects.count() == 1
    assert feeds.add_feed("https://www.gazette.example/rss", now=NOW) == (feed_id, False)


@pytest.mark.parametrize("url", ["", "ftp://x.example/", "https://", "https://[::1", "javascript:alert(1)", "x" * 3000])
def test_feeds_are_added_by_web_addresses_alone(url: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        feeds.add_feed(url)


def test_a_feed_deleted_while_it_was_polled(newsroom: Newsroom) -> None:
    outcome = polled(newsroom.feed(), digested(extracted("Rain", url=URL)))
    Feed.objects.all().delete()
    assert feeds.record_polls([outcome]).new == 0
    assert not Article.objects.exists()


def test_due_feeds_are_claimed_once(newsroom: Newsroom) -> None:
    first, second = newsroom.feed(), newsroom.feed("other")
    feeds.record_polls([polled(second)])
    assert [feed.id for feed in feeds.claim_due(NOW, 10, 60)] == [first]
    assert feeds.claim_due(NOW, 10, 60) == []
    assert feeds.next_due_at() == NOW + timedelta(seconds=60)
    assert [feed.id for feed in feeds.claim_due(NOW + timedelta(seconds=61), 10, 60)] == [first]
    feeds.release([first])
    assert [feed.id for feed in feeds.claim_due(NOW, 10, 60)] == [first]
    Publisher.objects.filter(slug="other").update(is_paused=True)
    assert len(feeds.claim_due(NOW + timedelta(days=1), 10, 60)) == 1


def test_known_entries(newsroom: Newsroom) -> None:
    entry = digested(extracted("Rain", url=URL))
    feed, empty = newsroom.feed(), newsroom.feed("other")
    feeds.record_polls([polled(feed, entry)])
    assert feeds.known_entries_many([feed, empty]) == {feed: {entry.key_hash: entry.content_hash}, empty: {}}


class TestPages:
    def test_a_page_replaces_the_feeds_excerpt_and_that_is_no_revision(self, newsroom: Newsroom) -> None:
        article_id = newsroom.article("Rain", text="In short.", url=URL, wants_page=True, keywords=("rain",))
        request = articles.page_request(article_id)
        assert request is not None
        assert (request.url, request.feed_url, request.checks) == (URL, "https://daily.example/feed.xml", 0)
        newsroom.page_arrives(article_id, extracted("Rain", url=URL, text="The whole story, at length."))
        view = reading.article(article_id)
        assert view is not None
        assert (view.text, view.from_page, view.card.revision_count) == ("The whole story, at length.", True, 0)
        assert [tag.slug for tag in view.hashtags] == ["rain"]
        assert not Revision.objects.exists()

    def test_a_page_that_changes_gives_a_revision(self, newsroom: Newsroom) -> None:
        article_id = newsroom.article("Rain", url=URL)
        for text in ("The mayor said yes to the bridge.", "The mayor said no to the bridge.") * 2:
            newsroom.page_arrives(article_id, extracted("Rain", url=URL, text=text))
        assert [revision.text[15:18] for revision in reading.revisions(article_id)] == ["yes", "no ", "yes"]

    def test_a_better_extraction_is_no_revision(self, newsroom: Newsroom) -> None:
        article_id = newsroom.article("Rain", url=URL)
        for version in (1, 2):
            page = extracted("Rain", url=URL, text=f"Text as version {version} reads it.", version=version)
            newsroom.page_arrives(article_id, page)
        assert reading.revisions(article_id) == ()

    def test_a_consent_wall_does_not_replace_a_story(self, newsroom: Newsroom) -> None:
        article_id = newsroom.article("Rain", url=URL, text="A long story. " * 40)
        newsroom.page_arrives(article_id, extracted("Rain", url=URL, text="Please accept."))
        view = reading.article(article_id)
        assert view is not None
        assert view.text.startswith("A long story.")

    def test_what_a_page_does_not_say_stays(self, newsroom: Newsroom) -> None:
        article_id = newsroom.article("Rain", url=URL, section="Sport", picture=True, published_at=NOW)
        page = extracted("", url=URL, text="The whole story, at length. " * 3, quality=Quality(from_page=True))
        newsroom.page_arrives(article_id, page)
        view = reading.article(article_id)
        assert view is not None
        assert (view.card.title, view.card.section_slug, view.card.language) == ("Rain", "sport", "en")
        assert view.card.picture is not None
        assert (view.card.picture.alt, view.published_at) == ("What it shows", NOW)

    def test_a_failed_page_leaves_the_feeds_text(self, newsroom: Newsroom) -> None:
        article_id = newsroom.article("Rain", url=URL, text="In short.")
        newsroom.page_arrives(article_id, None, failure=Failure(FailureCode.ROBOTS))
        view = reading.article(article_id)
        assert view is not None
        assert view.text == "In short."

    def test_a_page_may_be_looked_at_again_from_within_its_own_job(self, newsroom: Newsroom) -> None:
        article_id = newsroom.article("Rain", url=URL, wants_page=True)
        [job] = jobs.claim(["fetch_page"], NOW, 5, 60)
        later = NOW + timedelta(days=1)
        newsroom.page_arrives(article_id, extracted("Rain", url=URL, text="The whole story."), check_again_at=later)
        jobs.finish([job.id])
        assert jobs.next_due_at(["fetch_page"]) == later

    def test_articles_that_are_gone_are_left_alone(self, newsroom: Newsroom) -> None:
        newsroom.page_arrives(12345, extracted("Rain", url=URL))
        assert articles.page_request(12345) is None
        assert not Article.objects.exists()


def test_writes_take_few_statements(newsroom: Newsroom, django_assert_max_num_queries: Any) -> None:
    feed = newsroom.feed()
    entries = [
        digested(extracted(f"Rain {n}", url=f"{URL}/{n}", section="Sport", keywords=("rain", f"tag {n}")))
        for n in range(150)
    ]
    with django_assert_max_num_queries(30):
        feeds.record_polls([polled(feed, *entries)])
