"""Identity and short names (octavo.core.ids)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.core.ids import content_hash, hashtag_of, normalise_url, slug_of, url_hash

SAME = [
    ("https://example.com/a", "http://example.com/a"),
    ("https://example.com/a", "HTTPS://Example.COM:443/a#comments"),
    ("https://example.com/a?id=3", "https://example.com/a?utm_source=rss&id=3&fbclid=x"),
    ("https://example.com/", "https://example.com"),
    ("https://example.com/%C3%A9t%C3%A9", "https://example.com/été"),
    ("https://example.com/%c3%a9", "https://example.com/%C3%A9"),
    ("https://example.com/a", "  https://example.com/a?ref=rss\n"),
    ("https://example.com/a", "https://reader:secret@example.com/a"),
]
DIFFERENT = [
    ("https://example.com/a", "https://example.com/b"),
    ("https://example.com/a?id=3", "https://example.com/a?id=4"),
    ("https://example.com/a", "https://example.com/A"),
    ("https://example.com/a?ref=budget-2026", "https://example.com/a"),
    ("https://example.com:8080/a", "https://example.com/a"),
    ("https://example.com/#!/a", "https://example.com/#!/b"),
    ("https://example.com/" + "a" * 3000, "https://example.com/" + "a" * 3001),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_addresses_of_one_article(one: str, other: str) -> None:
    assert url_hash(one) == url_hash(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_addresses_of_two_articles(one: str, other: str) -> None:
    assert url_hash(one) != url_hash(other)


@given(st.text())
def test_any_text_has_a_stable_bounded_form(text: str) -> None:
    once = normalise_url(f"https://example.com/{text}")
    assert len(once) <= 2000
    assert len(url_hash(text)) == 16


@given(
    st.from_regex(
        r"https?://[a-z]{1,8}\.(com|org)(:[0-9]{1,4})?/[A-Za-z0-9%./~-]{0,20}(\?[a-z=&0-9]{0,12})?", fullmatch=True
    )
)
def test_a_normalised_address_is_its_own_form(url: str) -> None:
    assert normalise_url(normalise_url(url)) == normalise_url(url)


def test_parts_never_run_into_each_other() -> None:
    assert content_hash("ab", "c") != content_hash("a", "bc")
    assert content_hash("a", "") != content_hash("a")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Größe & Maß: l'été", "größe-maß-lété"),
        ("हिन्दी में समाचार", "हिन्दी-में-समाचार"),
        ("أخبار العالم", "أخبار-العالم"),
        ("新闻", "新闻"),
        ("…!?", ""),
    ],
)
def test_slugs_keep_their_script(text: str, slug: str) -> None:
    assert slug_of(text) == slug


@given(st.text(max_size=400))
def test_slugs_are_short_and_end_in_whole_words(text: str) -> None:
    slug = slug_of(text)
    assert len(slug) <= 80
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert "/" not in slug


@pytest.mark.parametrize(
    ("keyword", "tag"),
    [
        ("climate change", ("climatechange", "ClimateChange")),
        ("COVID-19", ("covid19", "COVID19")),
        ("iPhone", ("iphone", "iPhone")),
        ("Élections européennes", ("électionseuropéennes", "ÉlectionsEuropéennes")),
        ("हिन्दी समाचार", ("हिन्दीसमाचार", "हिन्दीसमाचार")),
        ("2026", None),
        ("https://example.com/tag", None),
        ("a", None),
        ("one two three four five six seven", None),
        ("x" * 200, None),
    ],
)
def test_hashtags(keyword: str, tag: tuple[str, str] | None) -> None:
    assert hashtag_of(keyword) == tag
