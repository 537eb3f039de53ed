"""Kept blocks come out as readers saw them: headings, lists, quotations, tables, code, links and emphasis."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article_pages import SENTENCES, blocks_of
from octavo.extract.body.compose import compose
from octavo.extract.sanitize import sanitize_html

VOID = frozenset(("br", "wbr", "hr"))
BLOCKS = frozenset(
    ("p", "h2", "h3", "h4", "ul", "ol", "li", "table", "tr", "td", "th", "dl", "dt", "dd", "pre", "blockquote")
)


def composed(html: str, without: str = "") -> str:
    """Of all blocks but those with the word `without`."""
    return compose([block for block in blocks_of(f"<body>{html}") if not without or without not in block.text])


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h1>One</h1><h2>Two</h2><h3>Three</h3><h4>Four</h4><h6>Six</h6>",
         "<h2>One</h2><h2>Two</h2><h3>Three</h3><h4>Four</h4><h4>Six</h4>"),
        ("<div><div>Bare</div><section><p>Inside</p></section></div>", "<p>Bare</p><p>Inside</p>"),
        ("<h2>A <em>loud</em> <a href=/x>link</a></h2>", '<h2>A loud <a href="/x">link</a></h2>'),
        ("<p>A <b>bold</b>, <i>slanted</i> <strike>old</strike> word<sup>2</sup></p>",
         "<p>A <strong>bold</strong>, <em>slanted</em> <s>old</s> word<sup>2</sup></p>"),
        ("<p>A <span style='color:red'>plain</span> <font size=7>word</font></p>", "<p>A plain word</p>"),
        ("<p><abbr title='World &amp; Health'>WH</abbr> <abbr>X</abbr></p>",
         '<p><abbr title="World &amp; Health">WH</abbr> <abbr>X</abbr></p>'),
        ('<p><a href="/x?a=1&amp;b=&quot;2">5 &lt; 6 &amp; 7</a></p>',
         '<p><a href="/x?a=1&amp;b=&quot;2">5 &lt; 6 &amp; 7</a></p>'),
        ("<p>One<br>line<br></p>", "<p>One<br>line</p>"),
        ("<p><br>One</p>", "<p>One</p>"),
        ("<div>One<br><br>Two</div>", "<p>One</p><p>Two</p>"),
        ("<p>A<b> </b>word<i><br></i> <a href=/x></a><em></em></p>", "<p>A word</p>"),
        ("<p dir=rtl>نص</p><p dir=AUTO>x</p><ul dir=rtl><li>بند</ul>",
         '<p dir="rtl">نص</p><p>x</p><ul dir="rtl"><li>بند</li></ul>'),
        ("<ruby>漢<rp>(</rp><rt>kan</rt></ruby>", "<p><ruby>漢<rp>(</rp><rt>kan</rt></ruby></p>"),
    ],
)  # fmt: skip
def test_text_and_what_is_inside_it(html: str, expected: str) -> None:
    assert composed(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ul><li>One<li><p>Two</p></ul><ol><li>Three</ol>",
         "<ul><li>One</li><li>Two</li></ul><ol><li>Three</li></ol>"),
        ("<ul><li>One</ul><ul><li>Two</ul>", "<ul><li>One</li></ul><ul><li>Two</li></ul>"),
        ("<ul><li>One<ul><li>Deeper</ul></ul>", "<ul><li>One<ul><li>Deeper</li></ul></li></ul>"),
        ("<ul><li>One<br><br>Two<li>Three</ul>", "<ul><li><p>One</p><p>Two</p></li><li>Three</li></ul>"),
        ("<ul><li><h3>A card</h3><p>with text</p></ul>", "<h3>A card</h3><p>with text</p>"),
        ("<ul><li><p>1</p><p>2</p><p>3</p><p>4</p></ul>", "<p>1</p><p>2</p><p>3</p><p>4</p>"),
        ("<ul>Not an item</ul><ul><ul><li>Item</ul></ul>", "<p>Not an item</p><ul><li>Item</li></ul>"),
        ("<dl><dt>Bridge<dd>Crosses water</dl>", "<dl><dt>Bridge</dt><dd>Crosses water</dd></dl>"),
        ("<li>Without a list</li>", "<p>Without a list</p>"),
        ("<blockquote>So it was.</blockquote>", "<blockquote><p>So it was.</p></blockquote>"),
        ("<blockquote><p>One</p><p>Two</p></blockquote><blockquote>Three</blockquote>",
         "<blockquote><p>One</p><p>Two</p></blockquote><blockquote><p>Three</p></blockquote>"),
        ("<blockquote><ul><li>One</ul></blockquote>", "<blockquote><ul><li>One</li></ul></blockquote>"),
    ],
)  # fmt: skip
def test_lists_and_quotations(html: str, expected: str) -> None:
    assert composed(html) == expected


DATA_TABLE = "<table><tbody><tr><th>Year<th>Cost<tr><td>2024<td>9<tr><td>2025<td><a href=/x>12</a></table>"


def test_a_table_of_data_stays_a_table() -> None:
    assert composed(DATA_TABLE) == (
        "<table><tr><th>Year</th><th>Cost</th></tr><tr><td>2024</td><td>9</td></tr>"
        '<tr><td>2025</td><td><a href="/x">12</a></td></tr></table>'
    )


def test_a_table_for_the_layout_is_looked_through() -> None:
    cell = "".join(f"<p>{sentence * 2}</p>" for sentence in SENTENCES[:2])
    html = f"<table><tr><td>Menu<td>{cell}<tr><td>Below<td>{cell}</table>"
    assert "<table" not in composed(html)
    assert composed("<table><tr><td>One row<td>alone</table>") == "<p>One row</p><p>alone</p>"
    assert composed(f"<table><tr><td>{DATA_TABLE}<p>{SENTENCES[0] * 2}</p></table>").startswith("<table><tr><th>Year")


def test_a_row_that_was_left_out_leaves_the_rest() -> None:
    assert composed(DATA_TABLE.replace("9", "Gone"), without="Gone").count("<td>") == 3
    assert composed("<ul><li>One<li>Gone<li>Two</ul>", without="Gone") == "<ul><li>One</li><li>Two</li></ul>"


def test_code_keeps_its_white_space() -> None:
    code = "<pre>\nif a &lt; b:\n    <b>swim</b>()\n<script>x</script><span>\n</span><i>end</i><br>of it\n</pre>"
    assert composed(code) == "<pre>if a &lt; b:\n    swim()\n\nend\nof it</pre>"
    assert composed("<pre>if  so<div>Gone</div></pre>", without="Gone") == "<pre>if  so</pre>"
    assert composed("<p>Call <code>swim( )</code> now</p>") == "<p>Call <code>swim( )</code> now</p>"


def test_emphasis_that_overlaps_is_nested() -> None:
    assert composed("<p><b>One <i>two</b> three</i> four</p>").replace("<em> three", "<em>three") in {
        "<p><strong>One <em>two</em></strong> three four</p>",
        "<p><strong>One <em>two</em></strong><em>three</em> four</p>",
    }


def _element(parts: tuple[str, list[str]]) -> str:
    tag, inside = parts
    return f"<{tag}>{''.join(inside)}</{tag.split()[0]}>"


TAGS = st.sampled_from(
    ["div", "p", "ul", "ol", "li", "table", "tr", "td", "th", "blockquote", "pre", "dl", "dt", "dd", "h1", "h3",
     "b", "i", "a href='/x'", "code", "span", "section", "abbr title=t", "sup", "ruby", "rt", "form", "figure"]
)  # fmt: skip
WORDS = st.sampled_from(
    ["bridge", "a < b", "&amp;", "نص", "大桥", " ", "\n", "<br>", "<br><br>", "x" * 170, "\u200b", "<img>"]
)
MARKUP = st.recursive(
    WORDS, lambda inner: st.tuples(TAGS, st.lists(inner, max_size=5)).map(_element), max_leaves=40
)  # fmt: skip


class Reader(HTMLParser):
    """The words of HTML, and its faults: elements that never end, end elsewhere or hold nothing."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[list[str]] = []
        self.faults: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.text += " " if tag in {*VOID, *BLOCKS} else ""
        if tag not in VOID:
            self.open.append([tag, ""])

    def handle_endtag(self, tag: str) -> None:
        opened, held = self.open.pop() if self.open else ("nothing", "x")
        if opened != tag or not held.strip():
            self.faults.append(f"<{opened}>{held}</{tag}>")
        if self.open:
            self.open[-1][1] += held
        self.text += " " if tag in BLOCKS else ""

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.open:
            self.open[-1][1] += data


def words_of(text: str) -> list[str]:
    return text.replace("\u200b", "").split()


@settings(max_examples=300, deadline=None)
@given(st.lists(MARKUP, min_size=1, max_size=8).map("".join))
def test_whatever_comes_in_what_goes_out_is_well_formed_and_says_the_same(markup: str) -> None:
    blocks = blocks_of(f"<body>{markup}<p>end</p>")
    html = compose(blocks)
    composed = Reader(html)
    assert composed.faults == composed.open == []
    assert words_of(composed.text) == words_of(" ".join(block.text for block in blocks))
    assert words_of(Reader(sanitize_html(html, "https://harbour.example/")).text) == words_of(composed.text)
