"""Figures of days, and how the newsroom stands: counted once, kept, and right."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.utils import timezone

from newsroom import NOW, Newsroom, extracted
from octavo.core.settings import StoreSettings
from octavo.store import comments, figures, jobs, overview, surveys
from octavo.store.models import Article, DayFigures, Job, Picture, Reader
from octavo.store.models.readers import Role

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SETTINGS = StoreSettings(keep_pages_days=14, keep_articles_days=30, keep_entries_days=90)


def seen(newsroom: Newsroom, *days_ago: int) -> None:
    """One article on each of these days, stored in that order."""
    for number, back in enumerate(days_ago):
        article = newsroom.article(f"Rain {number}", url=f"https://daily.example/{number}")
        Article.objects.filter(pk=article).update(seen_at=NOW - back * DAY)


@pytest.fixture
def settings_here(tmp_path: Path) -> StoreSettings:
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / ("0" * 32)).write_bytes(b"12345")
    return replace(SETTINGS, data=tmp_path)


def test_intake_is_counted_by_day_with_and_without_a_worker(newsroom: Newsroom, settings_here: StoreSettings) -> None:
    seen(newsroom, 20, 5, 5, 1, 0, 0, 0)
    before = figures.intake(NOW)
    assert [one.count for one in before] == [0] * 8 + [2, 0, 0, 0, 1, 3]
    assert (before[-1].share, before[-2].day) == (1.0, (NOW - DAY).date())
    figures.measure(NOW, settings_here)
    assert figures.intake(NOW) == before


def test_a_day_that_is_over_is_counted_once(newsroom: Newsroom, settings_here: StoreSettings) -> None:
    seen(newsroom, 5, 1, 0)
    figures.measure(NOW, settings_here)
    Article.objects.all().delete()
    assert [one.count for one in figures.intake(NOW)][-6:] == [1, 0, 0, 0, 1, 0]
    assert DayFigures.objects.get(day=NOW.date()).articles is None, "today is not over"


def test_an_intake_that_is_kept_reads_no_article_of_earlier_days(
    newsroom: Newsroom, settings_here: StoreSettings, django_assert_max_num_queries: Any
) -> None:
    seen(newsroom, *range(9, -1, -1))
    figures.measure(NOW, settings_here)
    today = figures.first_article_since(NOW.replace(hour=0, minute=0, second=0, microsecond=0))
    assert today == Article.objects.order_by("-pk")[0].pk
    with django_assert_max_num_queries(24):
        figures.intake(NOW)


@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_where_articles_of_a_time_begin_is_found_by_halving(newsroom: Newsroom, count: int) -> None:
    seen(newsroom, *range(count, 0, -1))
    Article.objects.filter(pk__in=list(Article.objects.values_list("pk", flat=True)[1:3])).delete()
    for back in range(count + 2):
        moment = NOW - back * DAY
        first = figures.first_article_since(moment)
        expected = set(Article.objects.filter(seen_at__gte=moment).values_list("pk", flat=True))
        assert set(Article.objects.filter(pk__gte=first).values_list("pk", flat=True)) == expected


def test_what_the_store_takes_is_measured(newsroom: Newsroom, settings_here: StoreSettings) -> None:
    article = newsroom.article("Rain", picture=True, wants_page=True)
    newsroom.page_arrives(article, extracted("Rain", url="", text="The whole story, which is long."))
    Picture.objects.update(bytes=700)
    figures.measure(NOW, settings_here)
    found = figures.latest()
    assert found is not None
    assert (found.measured_at, found.pictures, found.uploads, found.day) == (NOW, 700, 5, NOW.date())
    assert found.pages > 0
    assert found.index > 0
    assert (found.going_pages, found.going_articles) == (0, 0)


def test_what_retention_frees_is_told_before(newsroom: Newsroom, settings_here: StoreSettings) -> None:
    article = newsroom.article("Rain", wants_page=True)
    newsroom.page_arrives(article, extracted("Rain", url="", text="The whole story, which is long."))
    figures.measure(NOW + 13 * DAY + timedelta(hours=1), settings_here)
    found = figures.latest()
    assert found is not None
    assert (found.going_pages, found.going_articles) == (1, 0)
    assert found.going_page_bytes == found.pages
    figures.measure(NOW + 95 * DAY, settings_here)
    found = figures.latest()
    assert found is not None
    assert (found.going_pages, found.going_articles, found.going_entries) == (1, 1, 1)
    figures.measure(NOW + 95 * DAY, replace(settings_here, keep_pages_days=0, keep_articles_days=0))
    found = figures.latest()
    assert found is not None
    assert (found.going_pages, found.going_articles) == (0, 0)


def test_growth_is_between_measurements(settings_here: StoreSettings, db: None) -> None:
    for back, size in ((3, 100), (2, 400), (0, 350)):
        DayFigures.objects.create(day=(NOW - back * DAY).date(), measured_at=NOW, database=size)
    DayFigures.objects.create(day=(NOW - DAY).date(), articles=5)
    grown = figures.growth(NOW)
    assert [(one.bytes, one.share) for one in grown] == [(300, 1.0), (-50, 0.0)]


def test_old_figures_go(settings_here: StoreSettings, db: None) -> None:
    DayFigures.objects.create(day=(NOW - 500 * DAY).date(), articles=5)
    figures.measure(NOW, settings_here)
    assert not DayFigures.objects.filter(articles=5).exists()


def session(reader: Reader, key: str, ago: timedelta) -> None:
    made = UserSession.objects.create(user=reader, session_key=key, ip="127.0.0.1", user_agent="")
    UserSession.objects.filter(pk=made.pk).update(last_seen_at=NOW - ago)


def test_readers_are_active_once_on_however_many_devices(db: None) -> None:
    anna, ben, cleo = (Reader.objects.create_user(f"{name}@octavo.example") for name in ("anna", "ben", "cleo"))
    Reader.objects.filter(pk=cleo.pk).update(role=Role.MODERATOR, is_active=False, created_at=NOW - 3 * DAY)
    Reader.objects.exclude(pk=cleo.pk).update(created_at=NOW)
    session(anna, "a", timedelta(minutes=1))
    session(anna, "b", timedelta(minutes=2))
    session(ben, "c", 3 * DAY)
    session(cleo, "d", 9 * DAY)
    told = overview.readers(NOW, {})
    assert (told.total, told.suspended, told.active_today, told.active_week) == (3, 1, 1, 2)
    assert told.roles == (("operator", 0), ("moderator", 1), ("reader", 2))
    assert [one.count for one in told.sign_ups][-4:] == [1, 0, 0, 2]
    here = overview.readers(NOW, {"c": NOW, "d": NOW - 3 * DAY})
    assert (here.active_today, here.active_week) == (2, 3)


def test_jobs_are_told_by_kind_and_age(db: None) -> None:
    jobs.enqueue("fetch_page", "1", {}, NOW - timedelta(hours=3))
    jobs.enqueue("fetch_page", "2", {}, NOW)
    jobs.enqueue("fetch_page", "3", {}, NOW + DAY)
    jobs.enqueue("find_logo", "1", {}, NOW)
    Job.objects.filter(kind="find_logo").update(state="failed")
    jobs.enqueue("send_mail", "1", {}, NOW + DAY)
    told = overview.jobs(NOW)
    assert (told.waiting, told.later, told.failed) == (2, 2, 1)
    assert told.oldest_at == NOW - timedelta(hours=3)
    assert [(one.kind, one.open, one.failed, one.share) for one in told.kinds] == [
        ("fetch_page", 3, 0, 1.0),
        ("find_logo", 0, 1, 1 / 3),
        ("send_mail", 1, 0, 1 / 3),
    ]
    Job.objects.all().delete()
    assert overview.jobs(NOW) == overview.JobFigures(0, 0, 0, None, ())


def test_what_readers_say_waits_in_parts(newsroom: Newsroom) -> None:
    reader = Reader.objects.create_user("anna@octavo.example")
    article = newsroom.article("Rain")
    comments.post(comments.CommentDraft(article, "Words", "<p>Words</p>"), reader, NOW - DAY)
    draft = surveys.SurveyDraft("Rain?", "one", ("yes", "no"), "en", "front", "", NOW - DAY, NOW + DAY)
    open_one = surveys.save_survey(draft, reader.pk, NOW)
    surveys.save_survey(replace(draft, opens_at=NOW + DAY), reader.pk, NOW)
    surveys.vote(open_one, reader.pk, [0], NOW)
    told = overview.talk(NOW)
    assert told.queue == {"held": 0, "appeals": 0, "flagged": 0, "waiting": 1}
    assert (told.surveys, told.votes, told.closes_at) == (1, 1, NOW + DAY)


def test_an_empty_newsroom_has_figures_too(settings_here: StoreSettings, db: None) -> None:
    now = timezone.now()
    assert overview.talk(now).votes == overview.cards(now).seen == overview.publishers().total == 0
    room = overview.storage(now, settings_here)
    assert (room.measured, room.growth) == (None, ())
    assert room.free > 0
