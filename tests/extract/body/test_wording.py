"""The groups of names and words that the judge was trained on, bit by bit."""

import time
from hashlib import sha256

import pytest

from octavo.extract.body.data import read_groups
from octavo.extract.body.wording import NAME_BITS, WORD_BITS, bits_named, name_bits, word_bits


def names_of(bits: int) -> set[str]:
    return {name for at, name in enumerate(NAME_BITS) if bits >> at & 1}


def words_of(bits: int) -> set[str]:
    return {name for at, name in enumerate(WORD_BITS) if bits >> at & 1}


def test_the_order_is_the_one_that_the_judge_was_trained_on() -> None:
    assert NAME_BITS == (
        "article_body", "content", "comment", "related", "share", "promo", "subscribe", "author", "tags", "caption",
        "media", "nav", "footer", "sidebar", "meta", "headline", "standfirst", "listing", "consent", "paragraph",
        "quote", "aside_box", "hiding", "live",
    )  # fmt: skip
    assert WORD_BITS == (
        "share", "comment", "subscribe", "related", "advert", "rights", "credit", "author", "time", "tags", "control",
    )  # fmt: skip


NAMES = (
    "article-body", "story__content", "comments-list", "related-articles", "social-share", "ad-slot_2", "newsletter",
    "byline author", "post-tags", "wp-caption-text", "gallery photo", "main-nav", "site-footer", "sidebar right",
    "publish-date", "headline", "standfirst", "card-grid", "cookie-consent", "paragraph", "blockquote", "factbox",
    "visually-hidden", "liveblog", "zitat", "noticia__cuerpo", "lead-text", "xyz",
)  # fmt: skip
LINES = (
    "Share on Facebook", "12 Kommentare", "Abonnieren Sie den Newsletter", "Lire aussi :", "Anzeige", "© Harbour Post",
    "Foto: Mara Lind", "Von Ole Holm", "Updated 3 hours ago", "Tags: bridges", "Menu", "اقرأ أيضا", "相关阅读：大桥",
    "責任编辑：王", "यह भी पढ़ें", "Читайте также", "関連記事", "The bridge was opened again.", "", "¡Suscríbete!",
)  # fmt: skip


def test_samples_mean_what_they_meant_when_the_judge_was_trained() -> None:
    """Whoever changes a group trains the judge anew, and writes the new sum down here."""
    assert names_of(name_bits("ad-slot_2")) == {"promo"}
    assert names_of(name_bits("byline author")) == {"author"}
    assert names_of(name_bits("wp-caption-text")) == {"caption", "content"}
    assert names_of(name_bits("xyz")) == set()
    assert words_of(word_bits("Abonnieren Sie den Newsletter")) == {"subscribe"}
    assert words_of(word_bits("Foto: Mara Lind")) == {"credit"}
    assert words_of(word_bits("The bridge was opened again.")) == set()
    bits = [*map(name_bits, NAMES), *map(word_bits, LINES)]
    assert sha256(repr(bits).encode()).hexdigest()[:16] == "930400e07f186fdc"


def test_names_are_looked_at_one_by_one_and_joined() -> None:
    assert name_bits("story-content related-links") == name_bits("story-content") | name_bits("related-links")
    assert bits_named("nav", "footer") == 1 << NAME_BITS.index("nav") | 1 << NAME_BITS.index("footer")


def test_words_count_at_the_beginning_of_a_line_and_whole() -> None:
    late = "word " * 24 + "newsletter"
    assert word_bits(late) == 0
    assert word_bits("newsletterish") == 0
    assert word_bits("“Newsletter”:") == word_bits("newsletter") != 0


@pytest.mark.parametrize("line", ["相关阅读：大桥重新开放", "点击查看 相关 新闻"])
def test_scripts_without_spaces_are_looked_through(line: str) -> None:
    assert "related" in words_of(word_bits(line))


@pytest.mark.parametrize("name", ["names", "words", "furniture"])
def test_the_files_ship_with_the_package_and_are_quick_to_read(name: str) -> None:
    started = time.process_time()
    groups = read_groups(name)
    assert time.process_time() - started < 0.5
    assert all(groups.values())


def test_hostile_names_take_no_time() -> None:
    started = time.process_time()
    for at in range(200):
        name_bits("article-" * 20 + "_" * 120 + f"{at}")
        word_bits("—" * 100_000)
    assert time.process_time() - started < 0.5
