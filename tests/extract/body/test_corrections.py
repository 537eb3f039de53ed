"""Each correction, by what is seen of it on an invented page."""

import pytest

from article_pages import SENTENCES, judged, kept_of, paragraphs, reasons_of
from octavo.core.articles import Leak
from octavo.extract.body.verdicts import Reason

TEXT = paragraphs()
LONG_TEXT = paragraphs() + "".join(f"<p>{sentence} So said the Post.</p>" for sentence in SENTENCES)


def figures(captions: str) -> str:
    return "".join(f"<figure><img src=x><figcaption>{caption}</figcaption></figure>" for caption in captions)


def test_captions_are_left_out_of_a_text_and_kept_in_a_gallery() -> None:
    captions = [f"The bridge on day {day}, seen from the tower of the church" for day in range(9)]
    assert kept_of(judged(LONG_TEXT + figures(captions[:2]))) == kept_of(judged(LONG_TEXT))
    assert kept_of(judged(f"<p>{SENTENCES[0]}</p>" + figures(captions))) == [SENTENCES[0], *captions]


def test_a_heading_of_the_first_rank_above_the_text_is_the_headline() -> None:
    verdicts = judged(f"<p>Town</p><h1>Nobody called it so</h1>{TEXT}<h1>Later</h1><p>{SENTENCES[0]} Again.</p>")
    assert reasons_of(verdicts)["Nobody"] is Reason.HEADLINE
    assert "Later" in kept_of(verdicts)


COMMENTS = "<section id=comments><div><p>I crossed it on Monday, and I liked the ferry better. Anna</p></div></section>"


def test_comments_are_left_out_by_the_names_of_their_boxes() -> None:
    verdicts = judged(f"<body class=has-comments>{TEXT}{COMMENTS}")
    assert verdicts[-1].reason is Reason.COMMENT
    assert kept_of(verdicts) == list(SENTENCES)


@pytest.mark.parametrize("box", ["<div class='story comment-enabled'>", "<article id=opinion-discussion>"])
def test_an_article_in_a_box_called_after_comments_stays(box: str) -> None:
    assert kept_of(judged(f"{box}{TEXT}")) == list(SENTENCES)


def test_another_story_begins_at_the_headline_of_another_article() -> None:
    other = f"<article><h1>Ferry sold</h1><p>{SENTENCES[3]} It was sold.</p></article>"
    verdicts = judged(f"<article><h1>Bridge open</h1>{LONG_TEXT}</article>{other}<p>After it.</p>", title="Bridge open")
    assert reasons_of(verdicts)["Ferry"] is Reason.OTHER_STORY
    assert verdicts[-1].leak is Leak.OTHER_STORY
    assert kept_of(verdicts)[-1] == f"{SENTENCES[4]} So said the Post."


@pytest.mark.parametrize(
    "more",
    [
        "<article><h1>Bridge open</h1><p>The same story goes on below, as written for other screens.</p></article>",
        "<h1>Reaction</h1><p>A heading of the first rank outside of any other article is a heading.</p>",
        "<article><h2>Box</h2><p>An article without a headline of its own is a box of this one.</p></article>",
    ],
)
def test_what_is_no_other_story(more: str) -> None:
    verdicts = judged(f"<article><h1>Bridge open</h1>{LONG_TEXT}</article>{more}", title="Bridge open")
    assert verdicts[-1].kept


def test_the_first_headline_counts_whatever_the_page_calls_itself() -> None:
    again = "<article><h1>Bridge open</h1><p>The same story goes on below.</p></article>"
    assert judged(f"<article><h1>Bridge open</h1>{LONG_TEXT}</article>{again}", title="Harbour Post")[-1].kept
    inside = f"<article><h1>Bridge open</h1>{LONG_TEXT}<h1>Reaction</h1><p>The town was glad.</p></article>"
    assert judged(inside, title="Bridge open")[-1].kept


def test_a_short_beginning_is_no_story_yet() -> None:
    html = f"<article><h1>Teaser</h1><p>{SENTENCES[3]}</p></article><article><h1>Bridge open</h1>{TEXT}</article>"
    assert SENTENCES[4] in kept_of(judged(html, title="Bridge opened at last"))


def test_a_run_that_was_said_before_goes_and_one_line_stays() -> None:
    again = f"<div><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p></div>"
    verdicts = judged(f"{TEXT}<p>And so on.</p>{again}<p>The end of it.</p>")
    assert [verdict.reason for verdict in verdicts[6:8]] == [Reason.SAID_BEFORE] * 2
    long = f"<p>{SENTENCES[0]} {SENTENCES[1]}</p>"
    refrain = judged(f"{long}{TEXT}<p>And so on.</p>{long}<p>The end of it.</p>")
    assert all(verdict.kept for verdict in refrain)
    echo = judged(f"<p>Yes.</p><p>No.</p>{TEXT}<p>Yes.</p><p>No.</p><p>The end of it.</p>")
    assert all(verdict.kept for verdict in echo)


POST = (
    "<blockquote class=twitter-tweet data-score=.01><p>What a bridge! See you there at noon.</p>Ada (@ada)</blockquote>"
)


def test_a_quoted_post_inside_the_text_is_read_with_it() -> None:
    verdicts = judged(f"{TEXT}{POST}<p>The end of it.</p>")
    assert reasons_of(verdicts)["What"] is Reason.QUOTED_POST
    assert "What a bridge! See you there at noon." in kept_of(verdicts)
    assert kept_of(judged(f"{TEXT}{POST}")) == list(SENTENCES)


def bridge(between: str, *, around: str = "div") -> list[str]:
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    kept = kept_of(judged(f"<{around}>{text}{between}<p>The end of it.</p></{around}>"))
    return [line for line in kept if line not in (*SENTENCES, "The end of it.")]


def test_what_stands_between_is_kept_with_its_neighbours() -> None:
    assert bridge("<h3 data-score=.06>What next</h3>") == ["What next"]
    assert bridge("<ul data-score=.2><li>One lane<li>Two buses</ul>") == ["One lane", "Two buses"]
    assert bridge("<ul data-score=.2><li><p>One lane</p></li></ul>") == ["One lane"]
    assert bridge("<table data-score=.2><tr><td>Cost<td>9</table>") == ["Cost", "9"]
    assert bridge("<p data-score=.2>Why?</p>", around="section") == ["Why?"]


@pytest.mark.parametrize(
    "between",
    [
        "<p data-score=.05>Hardly likely</p>",
        "<div><div><div><p data-score=.2>In a box of its own</p></div></div></div>",
        "<p data-score=.2><a href=/b>The ferryman's last day</a></p>",
        "<p data-score=.2>Read more: the ferryman's last day</p>",
        "".join(f"<p data-score=.2>Item {number}</p>" for number in range(45)),
    ],
    ids=["unlikely", "elsewhere", "link", "leak", "long"],
)
def test_what_stands_between_and_is_not_theirs(between: str) -> None:
    assert bridge(between) == []


def test_a_box_far_around_is_no_home() -> None:
    deep = [f"{'<div>' * 4}<p>{sentence}</p>{'</div>' * 4}" for sentence in SENTENCES[:2]]
    assert kept_of(judged(f"{deep[0]}<p data-score=.2>Somewhere else</p>{deep[1]}")) == list(SENTENCES[:2])


def test_a_heading_with_nothing_below_it_goes() -> None:
    verdicts = judged(
        f"<h2>Begin</h2>{TEXT}<h2>Elsewhere in town</h2><h3>Most read</h3><p data-score=.01>Ferry sold</p>"
    )
    assert [verdict.reason for verdict in verdicts[-3:-1]] == [Reason.DANGLING] * 2
    assert kept_of(verdicts) == ["Begin", *SENTENCES]


def test_a_page_of_which_nothing_is_kept_stays_so() -> None:
    verdicts = judged("<h2>Only</h2><h3>Headings</h3>")
    assert kept_of(verdicts) == []
