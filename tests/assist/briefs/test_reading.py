"""Summaries, questions and the wrap-up; and that hostile or odd texts end in a brief, never in an error."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ferry_story import COURIER, article, ferry, reading
from octavo.assist.briefs import ask, key_points, perspectives, read_articles, story_of, summary, timeline, wrapup
from octavo.assist.briefs.quantities import Quantity, agree, last_place
from octavo.assist.briefs.summary import stands_alone
from octavo.core.briefs import Answer, BriefArticle, Length, WrapStory, Wrapup
from octavo.testing.embedders import HashEmbedder
from octavo.understand.embedding import shipped_embedder
from octavo.understand.sentences import split_sentences


def test_a_summary_is_the_articles_own_sentences_in_its_order() -> None:
    (read,) = ferry().articles[:1]
    told = summary(read, Length.MEDIUM)
    assert told.title == COURIER[0]
    places = [COURIER[1].index(sentence.text) for sentence in told.sentences]
    assert places == sorted(places)
    assert places[0] == 0
    assert len(told.sentences) < len(read.sentences) - 1
    assert 1 <= len(key_points(read, 2)) <= 2


def answered(question: str) -> Answer:
    table = ask(question, ferry(), shipped_embedder()).table
    assert isinstance(table, Answer)
    return table


def test_a_question_is_answered_from_the_sources() -> None:
    brief = ask("How many people were on board the ferry?", ferry(), shipped_embedder())
    assert "240" in brief.sentences[0].text
    assert {citation.article for citation in brief.sentences[0].citations} <= {"c", "l", "h"}


def test_what_the_sources_do_not_say_is_refused() -> None:
    for question in ("Who won the football match on Saturday?", "What is the capital of Mongolia?", "", "?!"):
        assert answered(question).is_refused, question
    assert ask("What is the capital of Mongolia?", ferry(), shipped_embedder()).sentences == ()


def test_suggested_questions_are_not_refused() -> None:
    suggested = answered("How many people were on board the ferry?").suggestions
    assert all(not answered(question).is_refused for question in suggested)


def test_a_wrap_up_tells_what_is_new() -> None:
    later = (
        "Ferry towed",
        "The ferry was towed to Westhaven on Sunday. Nobody was left on board, the coastguard said.",
    )
    told = reading(article("c", COURIER, "Courier", 6), article("t", later, "Herald", 20))
    brief = wrapup([WrapStory("ferry", told.articles, before=("c",)), WrapStory("new", ferry().articles)] * 5)
    assert isinstance(brief.table, Wrapup)
    assert len(brief.table.items) == 8
    assert brief.table.minutes < 5
    old, new = brief.table.items[:2]
    assert not old.is_new
    assert all(sentence.citations[0].article == "t" for sentence in old.news)
    assert new.is_new
    assert new.news == ()
    assert new.paragraph


def test_values_agree_as_far_as_their_wording_is_exact() -> None:
    def told(value: float, *, text: str = "1", unit: str = "", rough: bool = False, over: bool = False) -> Quantity:
        none: frozenset[str] = frozenset()
        return Quantity(0, 0, text, value, unit, none, none, none, is_rough=rough, is_over=over)

    assert agree(told(138.7e6), told(139e6))
    assert agree(told(10, over=True), told(11))
    assert agree(told(7.7), told(8, rough=True))
    assert not agree(told(6, over=True), told(8.5))
    assert not agree(told(180_000), told(200_000))
    assert not agree(told(371_000), told(373_000))
    assert agree(told(200 / 3, text="two thirds", unit="%"), told(64, unit="%"))
    assert not agree(told(200 / 3, text="two thirds", unit="%"), told(58, unit="%"))
    assert agree(told(24, text="two dozen", over=True), told(28))
    assert not agree(told(24, text="two dozen", over=True), told(37))
    assert [last_place(value) for value in (250_000, 3.4, 0, 8, 1e15)] == [10_000, 0.1, 1, 1, 1e15]


LETTERS = st.text(st.characters(), max_size=300)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(title=LETTERS, texts=st.lists(LETTERS, min_size=1, max_size=3), question=LETTERS)
def test_any_text_makes_a_brief(title: str, texts: list[str], question: str) -> None:
    articles = [BriefArticle(str(n), title, text, str(n), language="en") for n, text in enumerate(texts)]
    embedder = HashEmbedder()
    read = read_articles(articles, split_sentences, embedder)
    story = story_of(read)
    for brief in (summary(read[0]), perspectives(story), timeline(story), ask(question, story, embedder)):
        assert all(citation.quote for sentence in brief.sentences for citation in sentence.citations)


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("The ferry left the harbour at noon on Friday.", True),
        ("“It was late,” said the harbour master of the town.", True),
        ("“It was next door to everybody in the whole town.”", False),
        ("Sunlight pushes.", False),
        ("07:07 The sail is full and the crew is asleep at last", False),
    ],
)
def test_some_sentences_say_nothing_alone(text: str, does: bool) -> None:
    assert stands_alone(text) is does
