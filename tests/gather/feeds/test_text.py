"""Words of feeds: languages, bylines, titles, links in bodies."""

import pytest

from octavo.gather.feeds.links import absolute, absolute_html
from octavo.gather.feeds.text import language_tag, person, plain, text_to_html


@pytest.mark.parametrize(
    ("said", "tag"),
    [
        ("EN-us", "en-US"),
        ("pt_BR", "pt-BR"),
        ("zh-hans-cn", "zh-Hans-CN"),
        ("de_DE.UTF-8", "de-DE"),
        ("sr-latn", "sr-Latn"),
        (" fil ", "fil"),
        ("English", None),
        ("", None),
        ("x", None),
        ("en;q=0.8", None),
    ],
)
def test_language_tag(said: str, tag: str | None) -> None:
    assert language_tag(said) == tag


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("jo@a.example (Jo Doe)", "Jo Doe"),
        ("Jo Doe <jo@a.example>", "Jo Doe"),
        ("Jo Doe (mailto:jo@a.example)", "Jo Doe"),
        ("jo@a.example", ""),
        ("<a href='/jo'>Jo &amp; Co</a>", "Jo & Co"),
        ("  Jo\n Doe ", "Jo Doe"),
    ],
)
def test_person(said: str, name: str) -> None:
    assert person(said) == name


def test_plain_keeps_what_only_looks_like_markup() -> None:
    assert plain("a < b > c") == "a < b > c"
    assert plain("List<String> &lt;b&gt;") == "List<String> <b>"
    assert plain("one<br>two<p>three") == "one two three"


def test_plain_text_becomes_html() -> None:
    assert text_to_html("a < b\nc\n \nd") == "<p>a &lt; b<br>c</p><p>d</p>"
    assert text_to_html(" one ") == "one"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/a b", "https://a.example/a%20b"),
        ("//b.example/x", "https://b.example/x"),
        (" https://a.example/\n x ", "https://a.example/%20x"),
        ("https://ä.example/ü", "https://ä.example/ü"),
        ("javascript:alert(1)", ""),
        ("mailto:a@b.example", ""),
        ("https://[bad", ""),
        ("https://a.example:port/", ""),
    ],
)
def test_absolute(link: str, expected: str) -> None:
    assert absolute(link, "https://a.example/f/feed.xml") == expected


def test_absolute_html_changes_relative_references_alone() -> None:
    html = '<a href="/x">1</a> href="/y" <img src=z.png> <a href="https://b.example/">2</a> <a href="#n">3</a>'
    assert absolute_html(html, "https://a.example/f/") == (
        '<a href="https://a.example/x">1</a> href="/y" <img src=https://a.example/f/z.png>'
        ' <a href="https://b.example/">2</a> <a href="#n">3</a>'
    )
