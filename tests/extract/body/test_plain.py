"""Paragraphs of pages too large for anything cleverer."""

from article_pages import SENTENCES, paragraphs
from octavo.extract.body.plain import MAX_PARAGRAPHS, plain_paragraphs
from octavo.extract.tree import parse_page


def of(html: str) -> str:
    return plain_paragraphs(parse_page(html.encode()))


def test_paragraphs_of_some_length_that_are_not_links() -> None:
    link = f"<p><a href=/x>{SENTENCES[1]}</a></p>"
    html = f"<p>Short.</p>{link}<div>{SENTENCES[2]}</div><p>{SENTENCES[0]} <b>1 &lt; 2</b></p>"
    assert of(html) == f"<p>{SENTENCES[0]} 1 &lt; 2</p>"


def test_nothing_is_nothing_and_much_is_bounded() -> None:
    assert of("<div>x</div>") == ""
    assert of(paragraphs(1) * (MAX_PARAGRAPHS + 50)).count("<p>") == MAX_PARAGRAPHS
