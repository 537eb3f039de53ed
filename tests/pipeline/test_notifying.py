"""Who is told of what: followers, everybody, nobody who mutes it; one notification for one thing."""

import time
from datetime import datetime, timedelta
from typing import Any

import pytest

from newsroom import Newsroom
from notifying import follow, notify, readers
from octavo.core.editions import DeskAct, DeskKind
from octavo.core.labels import Hashtag
from octavo.core.notifications import Channel, DigestDays, NotificationKind, NotificationSettings, QuietHours
from octavo.store import comments, editions, notification_settings, notifications, push_devices, subscriptions, surveys
from octavo.store.happenings import HappeningKind, note
from octavo.store.models import Comment, Job, Notification, Reader, ReaderBlock
from octavo.store.models.community import CommentState
from octavo.store.models.readers import Role
from web.telling import MACHAKOS, POLITICS, story

pytestmark = pytest.mark.django_db
SOON = timedelta(minutes=5)


def told(reader: int, now: datetime) -> list[tuple[str, str, int]]:
    """Kind, key and count of what is in a reader's bell, the latest first."""
    return [(one.state.kind.value, one.key, one.state.count) for one in notifications.bell(reader, now)]


def arrive(newsroom: Newsroom, title: str = "River rises", publisher: str = "daily", **labels: Any) -> tuple[int, int]:
    """An article that begins a story: both ids."""
    article = newsroom.article(title, publisher=publisher)
    return article, story(newsroom, [article], **labels)


def join(newsroom: Newsroom, first: int, title: str, publisher: str, at: datetime) -> int:
    """Another article of the first one's story, which arrives at `at`."""
    newsroom.now = at
    article = newsroom.article(title, publisher=publisher, age=timedelta(minutes=1))
    story(newsroom, [first, article])
    return article


def test_a_thousand_readers_hear_of_an_article_within_one_job(newsroom: Newsroom) -> None:
    followers = readers(1000)
    follow(followers, "publisher", newsroom.publisher("daily"), newsroom.now)
    notify(newsroom.now)
    arrive(newsroom)
    assert Job.objects.filter(kind="notify").count() == 1
    started = time.perf_counter()
    assert notify(newsroom.now) == 1
    assert time.perf_counter() - started < 2
    assert Notification.objects.count() == 1000
    assert notifications.unread_counts(followers, newsroom.now) == dict.fromkeys(followers, 1)


def test_more_readers_are_told_by_more_jobs(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("octavo.pipeline.notifying.AT_ONCE", 4)
    follow(readers(10), "publisher", newsroom.publisher("daily"), newsroom.now)
    arrive(newsroom)
    assert notify(newsroom.now) == 3
    assert Notification.objects.count() == 10
    assert set(Notification.objects.values_list("count", flat=True)) == {1}


def test_each_follower_is_told_once_for_the_best_reason(newsroom: Newsroom) -> None:
    every, place, topic, tag, stranger = readers(5)
    publisher = newsroom.publisher("daily")
    follow([every], "publisher", publisher, newsroom.now)
    follow([every, place], "place", MACHAKOS.id, newsroom.now, "Machakos")
    follow([every, topic], "topic", POLITICS.code, newsroom.now, "Politics")
    follow([tag], "hashtag", "rivers", newsroom.now, "#Rivers")
    _, story_id = arrive(newsroom, places=(MACHAKOS,), topics=(POLITICS,), hashtags=(Hashtag("rivers", "Rivers"),))
    notify(newsroom.now)
    assert told(every, newsroom.now) == [("publisher", f"story:{story_id}", 1)]
    assert told(place, newsroom.now) == [("followed", f"place:{MACHAKOS.id}", 1)]
    assert told(topic, newsroom.now) == [("followed", f"topic:{POLITICS.code}", 1)]
    assert told(tag, newsroom.now) == [("followed", "hashtag:rivers", 1)]
    assert told(stranger, newsroom.now) == []


def test_a_countrys_stories_reach_who_follows_it(newsroom: Newsroom) -> None:
    (reader,) = readers(1)
    follow([reader], "place", "cKE", newsroom.now, "Kenya")
    arrive(newsroom, country="KE")
    notify(newsroom.now)
    assert told(reader, newsroom.now) == [("followed", "place:cKE", 1)]


def test_a_followed_story_rests_between_news_and_loses_none(newsroom: Newsroom) -> None:
    (reader,) = readers(1)
    start = newsroom.now
    first, story_id = arrive(newsroom)
    follow([reader], "story", story_id, start)
    notify(start)
    join(newsroom, first, "River falls", "wire", start + SOON)
    notify(newsroom.now)
    assert told(reader, newsroom.now) == [("story", f"story:{story_id}", 1)]
    notifications.mark_all_read(reader, newsroom.now, newsroom.now)
    for number in (2, 3):
        join(newsroom, first, f"River news {number}", f"wire-{number}", start + number * SOON)
        notify(newsroom.now)
    assert notifications.unread_count(reader, newsroom.now) == 0
    later = start + timedelta(hours=5)
    assert told(reader, later) == [("story", f"story:{story_id}", 2)]
    assert notifications.unread_count(reader, later) == 1


def test_a_copy_is_news_of_its_publisher_and_not_of_its_story(newsroom: Newsroom) -> None:
    of_story, of_publisher = readers(2)
    start = newsroom.now
    first, story_id = arrive(newsroom)
    notify(start)
    follow([of_story], "story", story_id, start)
    follow([of_publisher], "publisher", newsroom.publisher("wire"), start)
    copy = newsroom.article("River rises", publisher="wire")
    story(newsroom, [first, copy], {copy: first})
    notify(start)
    assert told(of_story, start) == []
    assert told(of_publisher, start) == [("publisher", f"story:{story_id}", 1)]


def test_an_old_article_of_a_new_feed_is_no_news(newsroom: Newsroom) -> None:
    old, late = readers(2)
    publisher = newsroom.publisher("daily")
    follow([old], "publisher", publisher, newsroom.now)
    story(newsroom, [newsroom.article("Long ago", age=timedelta(days=2))])
    notify(newsroom.now)
    arrive(newsroom)
    subscriptions.follow(late, subscriptions.FollowKind.PUBLISHER, str(publisher), newsroom.now + SOON)
    notify(newsroom.now)
    assert len(told(old, newsroom.now)) == 1
    assert told(late, newsroom.now) == []


def test_what_a_reader_mutes_never_notifies(newsroom: Newsroom) -> None:
    from octavo.core.personal import MuteKind
    from octavo.store import mutes

    word, publisher, other = readers(3)
    wire = newsroom.publisher("wire")
    follow([word, publisher, other], "topic", POLITICS.code, newsroom.now, "Politics")
    mutes.mute(word, MuteKind.WORD, "River", newsroom.now)
    mutes.mute(publisher, MuteKind.PUBLISHER, str(wire), newsroom.now)
    _, story_id = arrive(newsroom, publisher="wire")
    editions.record_act(DeskAct(DeskKind.BREAKING, story_id), newsroom.now)
    notify(newsroom.now)
    assert [len(told(one, newsroom.now)) for one in (word, publisher, other)] == [0, 0, 2]


def test_a_kind_that_is_off_is_told_nowhere(newsroom: Newsroom) -> None:
    (reader,) = readers(1)
    off = NotificationSettings(
        choices={Channel.BELL: frozenset(NotificationKind) - {NotificationKind.PUBLISHER}},
        webhook_url="https://a.example/",
    )
    notification_settings.choose(reader, off, None, newsroom.now)
    follow([reader], "publisher", newsroom.publisher("daily"), newsroom.now)
    follow([reader], "topic", POLITICS.code, newsroom.now, "Politics")
    arrive(newsroom)
    notify(newsroom.now)
    assert told(reader, newsroom.now) == [("followed", f"topic:{POLITICS.code}", 1)], "the next best reason"


def test_breaking_reaches_the_editions_that_it_is_marked_for(newsroom: Newsroom) -> None:
    from octavo.store import preferences

    kenyan, welsh, british, none = readers(4)
    for reader, country in ((kenyan, "KE"), (welsh, "GB-WLS"), (british, "GB")):
        preferences.prefer(reader, country=country, languages=("en",))
    _, story_id = arrive(newsroom)
    editions.record_act(DeskAct(DeskKind.BREAKING, story_id, "GB"), newsroom.now)
    notify(newsroom.now, country="KE")
    assert [len(told(one, newsroom.now)) for one in (kenyan, welsh, british, none)] == [0, 1, 1, 0]
    editions.record_act(DeskAct(DeskKind.BREAKING, story_id), newsroom.now + SOON)
    notify(newsroom.now + SOON)
    assert told(british, newsroom.now + SOON) == [("breaking", f"story:{story_id}", 1)], "never twice"
    assert len(told(none, newsroom.now + SOON)) == 1


def test_what_the_desk_hides_is_not_told(newsroom: Newsroom) -> None:
    (reader,) = readers(1)
    follow([reader], "publisher", newsroom.publisher("daily"), newsroom.now)
    _, story_id = arrive(newsroom)
    editions.record_act(DeskAct(DeskKind.HIDE, story_id), newsroom.now)
    editions.record_act(DeskAct(DeskKind.BREAKING, story_id), newsroom.now)
    notify(newsroom.now)
    assert told(reader, newsroom.now) == []


def test_an_edition_tells_its_own_readers_once_that_a_story_breaks(newsroom: Newsroom) -> None:
    from octavo.core.reading import EditionKey
    from octavo.pipeline.editions import make, new_breaking
    from octavo.store import preferences

    kenyan, other = readers(2)
    preferences.prefer(kenyan, country="KE", languages=("en",))
    preferences.prefer(other, country="KE", languages=("sw",))
    _, story_id = arrive(newsroom)
    key = EditionKey("KE", ("en",))
    editions.record_act(DeskAct(DeskKind.BREAKING, story_id, "KE"), newsroom.now)
    Job.objects.filter(kind="notify").delete()
    edition = make(key, newsroom.now)
    assert new_breaking(edition, None) == (story_id,)
    assert new_breaking(edition, edition) == ()
    editions.record_snapshots([edition], new_breaking(edition, None))
    notify(newsroom.now)
    assert told(kenyan, newsroom.now) == [("breaking", f"story:{story_id}", 1)]
    assert told(other, newsroom.now) == []


# What happens among readers


def comment(article: int, author: int, text: str = "Well said", parent: Comment | None = None) -> Comment:
    from django.utils import timezone

    return Comment.objects.create(
        article_id=article, article_title="River rises", author_id=author, source=text, html=text, parent=parent,
        thread=parent, state=CommentState.PUBLISHED, created_at=timezone.now(),
    )  # fmt: skip


def test_replies_and_likes_gather_in_one_notification_each(newsroom: Newsroom) -> None:
    author, *others = readers(4)
    article = newsroom.article("River rises")
    mine = comment(article, author)
    for other in others:
        answer = comment(article, other, parent=mine)
        who = {"reader_id": author, "actor_id": other}
        note(HappeningKind.REPLY, str(answer.pk), newsroom.now, comment_id=answer.pk, **who)
        comments.like(mine.pk, other, wanted=True, now=newsroom.now)
    comments.like(mine.pk, others[0], wanted=False, now=newsroom.now)
    notify(newsroom.now)
    assert set(told(author, newsroom.now)) == {("reply", f"replies:{mine.pk}", 3), ("like", f"likes:{mine.pk}", 2)}
    notify(newsroom.now)
    assert len(told(author, newsroom.now)) == 2


def test_blocked_and_muted_words_of_others_stay_away(newsroom: Newsroom) -> None:
    from octavo.core.personal import MuteKind
    from octavo.store import mutes

    author, blocked, rude, kind = readers(4)
    article = newsroom.article("River rises")
    mine = comment(article, author)
    ReaderBlock.objects.create(reader_id=author, blocked_id=blocked, at=newsroom.now)
    mutes.mute(author, MuteKind.WORD, "twaddle", newsroom.now)
    for other, text in ((blocked, "Hello"), (rude, "Twaddle!"), (kind, "Thank you")):
        answer = comment(article, other, text, mine)
        who = {"reader_id": author, "actor_id": other}
        note(HappeningKind.REPLY, str(answer.pk), newsroom.now, comment_id=answer.pk, **who)
    notify(newsroom.now)
    (one,) = notifications.bell(author, newsroom.now)
    assert (one.actor, one.state.count) == (Reader.objects.get(pk=kind).handle, 1)
    comments.block(author, kind, newsroom.now)
    assert notifications.bell(author, newsroom.now) == []


def test_a_survey_reaches_everybody_who_reads_its_language(newsroom: Newsroom) -> None:
    english, arabic = readers(2)
    Reader.objects.filter(pk=arabic).update(language="ar")
    operator = Reader.objects.create_user("operator@octavo.example", role=Role.OPERATOR, language="ar")
    draft = surveys.SurveyDraft("Rain?", "choice", ("Yes", "No"), "en", "front", "", newsroom.now, None)
    survey = surveys.save_survey(draft, operator.pk, newsroom.now)
    surveys.open_survey(survey, newsroom.now)
    surveys.open_survey(survey, newsroom.now)
    notify(newsroom.now)
    assert told(english, newsroom.now) == [("survey", f"survey:{survey}", 1)]
    assert told(arabic, newsroom.now) == []


# What leaves the newsroom


def test_what_leaves_waits_for_quiet_hours_to_end(newsroom: Newsroom) -> None:
    (reader,) = readers(1)
    now = newsroom.now
    quiet = QuietHours(now.time(), (now + timedelta(hours=8)).time())
    choices = NotificationSettings(
        quiet=quiet, time_zone="UTC", ntfy_url="https://ntfy.example/mine", digest=DigestDays.NEVER
    )
    notification_settings.choose(reader, choices, None, now)
    push_devices.register(reader, push_devices.Browser("https://push.example/1", "p", "a"), now)
    follow([reader], "publisher", newsroom.publisher("daily"), now)
    for title in ("River rises", "Bridge closed"):
        arrive(newsroom, title)
    notify(now)
    jobs = list(Job.objects.filter(kind__in=["push", "ntfy", "webhook"]).order_by("kind"))
    assert [(job.kind, job.run_at) for job in jobs] == [(kind, now + timedelta(hours=8)) for kind in ("ntfy", "push")]
    assert notifications.unread_count(reader, now) == 2, "the bell is quiet by itself"


def test_old_notifications_and_too_many_are_forgotten(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifications, "MOST_KEPT", 3)
    (reader,) = readers(1)
    for number in range(6):
        at = newsroom.now - timedelta(days=number * 30)
        Notification.objects.create(reader_id=reader, kind="reply", key=f"replies:{number}", at=at)
    assert notifications.forget_old(newsroom.now, 100) == 3
    assert notifications.forget_old(newsroom.now, 100) == 0
    assert Notification.objects.count() == 3
