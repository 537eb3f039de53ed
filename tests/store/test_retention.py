"""Forgetting: what is too old goes, with all that is its own, and what nothing refers to any more."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from newsroom import NOW, Newsroom, extracted
from octavo.core.reading import ArticleFilter
from octavo.core.settings import StoreSettings
from octavo.store import reading, retention
from octavo.store.models import Article, Entry, Hashtag, Job, PageSource, Picture, Revision

pytestmark = pytest.mark.django_db

KEEP_ALL = StoreSettings(
    keep_articles_days=0, keep_pages_days=0, keep_entries_days=0, keep_revisions=20, keep_failed_jobs_days=0
)
LATER = NOW + timedelta(days=40)


def test_nothing_goes_where_everything_is_kept(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.article("Rain", picture=True, keywords=("rain",))
    report = retention.prune(LATER, replace(KEEP_ALL, data=tmp_path))
    assert report == retention.PruneReport(0, 0, 0, 0, 0, 0, 0)


def test_old_articles_go_with_all_that_is_theirs(newsroom: Newsroom, tmp_path: Path) -> None:
    old = newsroom.article("Old rain", picture=True, keywords=("old",), age=timedelta(days=3), wants_page=True)
    newsroom.page_arrives(old, extracted("Old rain", url="", text="The whole story, which is long."))
    newsroom.page_arrives(old, extracted("Old rain", url="", text="The whole story, which is longer."))
    name = bytes(Picture.objects.get().url_hash).hex()
    file = tmp_path / "pictures" / name[:2] / f"{name}-320.webp"
    file.parent.mkdir(parents=True)
    file.touch()
    newsroom.now = LATER
    new = newsroom.article("New rain", picture=True, keywords=("new",))
    report = retention.prune(LATER, replace(KEEP_ALL, data=tmp_path, keep_articles_days=30))
    assert (report.articles, report.hashtags, report.pictures) == (1, 1, 1)
    assert list(Article.objects.values_list("pk", flat=True)) == [new]
    assert list(Hashtag.objects.values_list("slug", flat=True)) == ["new"]
    assert not file.exists()
    assert not Revision.objects.exists()
    assert not PageSource.objects.exists()
    assert not Job.objects.filter(kind="fetch_page").exists()
    assert [card.id for card in reading.search("rain", ArticleFilter()).cards] == [new]
    assert Entry.objects.filter(article=None).count() == 1


def test_many_old_articles_go_in_short_transactions(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    for _ in range(5):
        newsroom.article()
    assert retention.prune(LATER, replace(KEEP_ALL, data=tmp_path, keep_articles_days=30)).articles == 5


def test_shared_pictures_and_logos_stay(newsroom: Newsroom, tmp_path: Path) -> None:
    from octavo.store.publishers import record_logo

    newsroom.article("Old", picture_url="https://daily.example/shared.jpg", age=timedelta(days=3))
    record_logo(newsroom.publisher(), "https://daily.example/logo.png", NOW)
    newsroom.now = LATER
    newsroom.article("New", picture_url="https://daily.example/shared.jpg")
    report = retention.prune(LATER, replace(KEEP_ALL, data=tmp_path, keep_articles_days=30))
    assert (report.articles, report.pictures) == (1, 0)


def test_pages_entries_revisions_and_failed_jobs(newsroom: Newsroom, tmp_path: Path) -> None:
    article_id = newsroom.article("Rain", wants_page=True)
    for number in range(5):
        newsroom.page_arrives(article_id, extracted("Rain", url="", text=f"The whole story, number {number}."))
    Job.objects.update(state="failed")
    settings = replace(
        KEEP_ALL, data=tmp_path, keep_pages_days=14, keep_entries_days=30, keep_revisions=2, keep_failed_jobs_days=14
    )
    report = retention.prune(LATER, settings)
    assert (report.pages, report.entries, report.revisions, report.failed_jobs) == (1, 1, 2, 1)
    assert [revision.text[-2] for revision in reading.revisions(article_id)] == ["3", "2"]
    assert reading.article(article_id) is not None
