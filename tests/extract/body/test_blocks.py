"""A page is cut into what readers see as one run of text, in their order."""

import pytest

from article_pages import blocks_of, cut, texts_of
from octavo.extract.body.blocks import BREAK, MAX_DEPTH


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One <b>bold</b> word</p><p>Two</p>", ["One bold word", "Two"]),
        ("<div>Bare <p>inside</p> and after</div>", ["Bare", "inside", "and after"]),
        ("<ul><li>One<li>Two<ul><li>Deeper</ul>more</ul>", ["One", "Two", "Deeper", "more"]),
        ("<p>One<br>line</p>", ["One line"]),
        ("<div>One<br><br>Two<br> <br>Three</div>", ["One", "Two", "Three"]),
        ("<p>Half<script>var x</script>way<style>p{}</style></p><noscript>no</noscript>", ["Halfway"]),
        ("<p>A &shy;soft hy&shy;phen and&#8203; nothing</p>", ["A soft hyphen and nothing"]),
        ("<p>  white \n\t space </p><p> </p><div></div>", ["white space"]),
        ("<p>فُتح الجسر <bdi>Lund</bdi> أمس</p>", ["فُتح الجسر Lund أمس"]),
        ("<custom-card><x-title>Own</x-title> elements</custom-card>", ["Own", "elements"]),
    ],
)
def test_what_is_one_block(html: str, expected: list[str]) -> None:
    assert texts_of(f"<body>{html}") == expected


def test_a_page_without_body_tags_is_read_in_order() -> None:
    html = "<title>Bridge</title><main><article><p>One</article></main> two <div>Three</div>"
    assert texts_of(html) == ["One", "two", "Three"]
    assert texts_of("<!doctype html><title>Bridge</title><header>Top</header><article><p>Text</article>") == [
        "Top",
        "Text",
    ]


def test_hidden_boxes_are_told_and_hide_what_is_inside() -> None:
    html = (
        "<div hidden><p>A</p></div><div style='color:red; DISPLAY : none'>B</div><div aria-hidden=true>C</div>"
        "<div aria-hidden=false style='display:block'>D</div>"
    )
    assert [(block.text, block.box.hidden) for block in blocks_of(html)] == [
        ("A", True),
        ("B", True),
        ("C", True),
        ("D", False),
    ]


def test_links_are_counted_inline_and_around_boxes() -> None:
    inline, around, after = blocks_of(
        "<p>See <a href=/x>here</a> and <a href=/y><b>there</b></a></p><a href=/z><div>Whole</div></a><p>Free</p>"
    )
    assert (inline.links, inline.linked) == (2, len("herethere"))
    assert around.linked == len("Whole")
    assert (after.links, after.linked) == (0, 0)


def test_breaks_and_pictures_are_told() -> None:
    first, second = blocks_of("<div><img src=a><img src=b>One<br>more<br><br>Two</div>")
    assert (first.pictures, second.pictures) == (2, 0)
    assert [piece for piece, _ in first.runs][:3] == ["One", BREAK, "more"]
    assert (first.after_break, second.after_break) == (False, True)


def test_boxes_say_where_they_stand() -> None:
    page = cut("<body><main id=Top class='A b'><div role=note><p itemprop=articleBody>Text</div></main>")
    (block,) = page.blocks
    assert [box.order for box in page.boxes] == list(range(len(page.boxes)))
    assert (block.box.tag, block.box.names, block.box.depth) == ("p", "articlebody", 3)
    main = page.boxes[1]
    assert set(main.names.split()) == {"top", "a", "b"}


def test_what_is_nested_without_end_is_left_out() -> None:
    deep = "<div>" * (MAX_DEPTH - 20) + "<p>Here</p>"
    assert texts_of(deep) == ["Here"]
    assert texts_of(deep + "<div>" * 100 + "<p>Not here</p>") == ["Here"]
