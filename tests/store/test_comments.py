"""Comments in the store: verdicts that come late, happenings, leaving, retention, export."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from newsroom import NOW, Newsroom
from octavo.core.moderation import Decision, Verdict
from octavo.core.talk import Sort
from octavo.store import comments, happenings, holdings, moderating, retention, surveys
from octavo.store.models import Comment, CommentLike, Happening, Reader
from octavo.store.reading import comments as reading

pytestmark = pytest.mark.django_db
PUBLISH = Verdict(Decision.PUBLISH, "rules/1")
LATER = NOW + timedelta(minutes=5)


def reader(name: str) -> Reader:
    made = Reader.objects.create_user(f"{name}@example.org", handle=name)
    Reader.objects.filter(pk=made.pk).update(created_at=datetime(2020, 1, 1, tzinfo=UTC))
    made.refresh_from_db()
    return made


@pytest.fixture
def article(newsroom: Newsroom) -> int:
    return newsroom.article("Seven towns share a dam")


def write(article_id: int, author: Reader, text: str, at: datetime = NOW, parent: int | None = None) -> int:
    return comments.post(comments.CommentDraft(article_id, text, f"<p>{text}</p>", parent), author, at)


def publish(comment_id: int) -> None:
    waiting = moderating.waiting_comment(comment_id, LATER)
    assert waiting
    assert moderating.record_verdict(waiting, PUBLISH, "en", LATER)


def test_a_verdict_about_an_earlier_text_changes_nothing(article: int) -> None:
    anna = reader("anna")
    comment_id = write(article, anna, "First words")
    waiting = moderating.waiting_comment(comment_id, NOW)
    assert waiting
    comments.edit(comment_id, anna.pk, "Other words", "<p>Other words</p>", NOW + timedelta(minutes=1))
    assert not moderating.record_verdict(waiting, PUBLISH, "en", LATER)
    assert Comment.objects.get().state == "waiting"
    publish(comment_id)
    assert moderating.waiting_comment(comment_id, LATER) is None


def test_what_the_judge_is_told_of_the_author(article: int) -> None:
    anna = reader("anna")
    publish(write(article, anna, "Earlier words"))
    parent = write(article, anna, "What I meant", NOW + timedelta(minutes=1))
    publish(parent)
    waiting = moderating.waiting_comment(write(article, anna, "More", NOW + timedelta(minutes=2), parent), LATER)
    assert waiting
    facts = waiting.to_judge.author
    assert (facts.is_new, facts.published, facts.last_hour) == (True, 2, 2)
    assert facts.recent == ("What I meant", "Earlier words")
    assert waiting.to_judge.context == "Seven towns share a dam\nWhat I meant"


def test_a_happening_is_noted_once_and_never_of_oneself(article: int) -> None:
    anna, ben = reader("anna"), reader("ben")
    first = write(article, anna, "First")
    publish(first)
    publish(write(article, anna, "Of my own", NOW + timedelta(minutes=1), first))
    assert not Happening.objects.exists()
    reply = write(article, ben, "An answer", parent=first)
    publish(reply)
    comments.edit(reply, ben.pk, "Better", "<p>Better</p>", NOW + timedelta(minutes=2))
    publish(reply)
    [happening] = happenings.open_happenings()
    assert (happening.key, happening.reader_id) == (f"reply:{reply}", anna.pk)
    assert happenings.take([happening.pk], LATER) == 1
    assert happenings.open_happenings() == []


def test_leaving_takes_the_words_and_keeps_the_answers(article: int) -> None:
    anna, ben = reader("anna"), reader("ben")
    first = write(article, anna, "Regretted words")
    publish(first)
    reply = write(article, ben, "An answer", parent=first)
    publish(reply)
    comments.like(reply, anna.pk, wanted=True, now=LATER)
    assert comments.withdraw_all(anna.pk) == 1
    anna.delete()
    assert not CommentLike.objects.exists()
    assert Comment.objects.get(pk=reply).likes == 0
    found = reading.of_article(article, reading.viewer_of(None, LATER), Sort.BEST, 1)
    [branch] = found.branches
    assert (branch.comment.shown, branch.comment.html, branch.comment.author) == ("withdrawn", "", "")
    assert branch.answers[0].comment.html == "<p>An answer</p>"


def test_comments_outlive_their_article(article: int) -> None:
    anna = reader("anna")
    comment_id = write(article, anna, "To be kept")
    publish(comment_id)
    comments.close(f"article:{article}", None, NOW)
    retention.forget_articles([article])
    assert comments.closed_scopes() == {}
    [own] = reading.comments_of_reader(anna.pk, reading.viewer_of(anna.pk, LATER), 10)
    assert (own.article_id, own.article_title, own.html) == (None, "Seven towns share a dam", "<p>To be kept</p>")


def test_the_export_is_plain_and_whole(article: int) -> None:
    anna, ben = reader("anna"), reader("ben")
    first = write(article, ben, "First")
    publish(first)
    comments.like(first, anna.pk, wanted=True, now=LATER)
    comments.flag(first, anna.pk, "spam", "Look", LATER)
    comments.block(anna.pk, ben.pk, LATER)
    write(article, anna, "Own *words*")
    draft = surveys.SurveyDraft("Wait?", "choice", ("Yes", "No"), "", "front", "", NOW, None)
    surveys.vote(surveys.save_survey(draft, ben.pk, NOW), anna.pk, [1], LATER)
    exported = json.loads(json.dumps(holdings.everything(anna), cls=DjangoJSONEncoder))
    assert exported["comments"][0]["source"] == "Own *words*"
    at = LATER.isoformat().replace("+00:00", "Z")
    assert exported["likes"] == [{"comment_id": first, "at": at}]
    assert exported["flags"][0]["note"] == "Look"
    assert exported["blocks"] == [{"at": at, "blocked__handle": "ben"}]
    (vote,) = exported["votes"]
    assert (vote["survey__question"], vote["survey__options"], vote["choices"]) == ("Wait?", ["Yes", "No"], [1])


def test_a_page_of_comments_takes_few_queries(article: int, django_assert_max_num_queries: object) -> None:
    mia = reader("mia")
    Reader.objects.filter(pk=mia.pk).update(role="moderator")
    for number in range(12):
        at = NOW + timedelta(minutes=number)
        parent = write(article, mia, f"Number {number}", at)
        publish(parent)
        publish(write(article, mia, f"Answer {number}", at, parent))
    viewer = reading.viewer_of(mia.pk, LATER)
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        found = reading.of_article(article, viewer, Sort.OLDEST, 1)
    assert (found.total, len(found.branches)) == (24, 12)
