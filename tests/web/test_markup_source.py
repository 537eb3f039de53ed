"""Originals' Markdown: HTML for readers, and the way back for the desk, which loses no word."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from octavo.web.markup import ORIGINAL, html_of, text_of
from octavo.web.markup_source import paragraphs_of, source_of

WRITTEN = """First paragraph, *quiet* and **loud**.

## A heading

### A smaller one

- one
- two
  - deeper
  - deepest

3. three
4. four

> Somebody said so.
>
> - and more

Read [this](https://a.example/x?y=1&z=2) & that, or [this](<https://a.example/x_(y)>).

A line\\
and another, 5 < 6, snake_case, \\*no star\\*."""


def test_what_is_written_comes_back_for_editing() -> None:
    html = html_of(WRITTEN, ORIGINAL)
    plain = html.replace("\n", "")
    assert "<h2>A heading</h2><h3>A smaller one</h3><ul><li>one</li><li>two<ul><li>deeper</li>" in plain
    assert '<ol start="3"><li>three</li>' in plain
    assert "<em>quiet</em>" in html
    assert 'href="https://a.example/x?y=1&amp;z=2"' in html
    assert source_of(html) == WRITTEN


def test_plain_paragraphs_are_kept_apart() -> None:
    html = html_of("One *two*\nthree.\n\n# Four\n\n- five\n- six", ORIGINAL)
    assert paragraphs_of(html) == "One two three.\n\nFour\n\nfive\n\nsix"
    assert "<h2>Four</h2>" in html, "the first heading of a page is its title"


@pytest.mark.parametrize(
    "html",
    [
        "<p>1. no list</p>",
        "<p># no heading</p><p>&gt; no quotation</p><p>- no item</p>",
        "<p>*no* _marks_ [no](https://link.example) \\</p>",
        "<p><em>a</em><em>b</em></p>",
        "<p><em>“a”</em>b</p>",
        "<blockquote>bare <p>and not</p>tail</blockquote>",
        "<p>a<br><br>b<br></p>",
        "<ul><li><p>one</p><p>two</p></li><li></li></ul>",
        "plain, as nothing of ours ever was",
        "",
    ],
)
def test_no_word_is_lost_on_the_way_back(html: str) -> None:
    assert text_of(html_of(source_of(html), ORIGINAL)) == text_of(html)


@example(">\r0")
@example("-\n0")
@example("## a\n\n- b\nc")
@example("*a*_b_")
@example("- - > 1. #\n\n      a")
@given(
    st.text(max_size=400)
    | st.text("#>-*_+1. \n\t\rab[](h\\`", max_size=40)
    | st.sampled_from(["<script>alert(1)</script>", "[x](javascript:alert(1))", "**a*b**c*"])
)
def test_nothing_written_is_markup_of_its_own(written: str) -> None:
    html = html_of(written, ORIGINAL)
    assert "<script" not in html
    assert "javascript:" not in html or "href" not in html
    assert text_of(html_of(source_of(html), ORIGINAL)) == text_of(html)
