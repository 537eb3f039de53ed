"""The articles themselves: what the bundled newsroom promises to hold."""

import difflib
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from octavo.core.articles import Kind
from octavo.core.failures import OctavoError
from octavo.core.rights import Terms
from octavo.demo.content import DemoArticle, Newsroom, parse_age, read_article, read_newsroom
from octavo.demo.pictures.drawing import SCENES
from octavo.demo.pictures.sheet import PALETTES
from octavo.demo.words import read_words
from octavo.understand.language import detect_language

_MARKUP = re.compile(r"(?m)^!\[\]\(\d+\)$|\[([^\]]+)\]\([^)\s]+\)|^(?:## |> |- )|\*")


def _words(body: str) -> str:
    return _MARKUP.sub(r"\1", body)


def test_it_is_a_whole_newsroom(newsroom_files: Newsroom) -> None:
    articles = newsroom_files.articles
    languages = Counter(article.language for article in articles)
    assert len(articles) >= 70
    assert len(languages) >= 10
    assert {"en", "ar", "zh-Hans", "hi", "es"} <= {language for language, count in languages.items() if count >= 4}
    assert len({publisher.country for publisher in newsroom_files.publishers.values()}) >= 14
    assert {article.kind for article in articles} == set(Kind)
    assert sum(bool(article.free_paragraphs) for article in articles) == 1
    assert sum(article.correction is not None for article in articles) == 3


def test_every_publisher_differs(newsroom_files: Newsroom) -> None:
    publishers = newsroom_files.publishers.values()
    feeds = [feed for publisher in publishers for feed in publisher.feeds]
    assert {feed.format for feed in feeds} == {"rss", "rdf", "atom", "json", "sitemap"}
    assert {feed.text for feed in feeds} == {"full", "excerpt"}
    assert Counter(feed.trouble for feed in feeds if feed.trouble) == {"slow": 1, "broken": 1}
    assert {publisher.terms for publisher in publishers} == set(Terms)
    assert len({publisher.layout for publisher in publishers}) == 6
    assert {publisher.direction for publisher in publishers if publisher.language == "ar"} == {"rtl"}


def test_one_event_is_told_in_many_languages_with_figures_that_differ(newsroom_files: Newsroom) -> None:
    told = [article for article in newsroom_files.articles if article.event == "kaskazi"]
    assert len({article.language for article in told}) >= 5
    assert len({article.publisher for article in told}) == len(told)
    texts = " ".join(_words(article.body) for article in told)
    assert "nine countries" in texts
    assert "eleven countries" in texts


def test_the_wire_copy_is_nearly_verbatim(newsroom_files: Newsroom) -> None:
    copies = {
        article.publisher: _words(article.body) for article in newsroom_files.articles if article.event == "skarvoy"
    }
    wire = copies.pop("longitude")
    assert len(copies) == 2
    for copy in copies.values():
        assert difflib.SequenceMatcher(None, wire.split(), copy.split(), autojunk=False).ratio() > 0.85


def test_one_wire_text_is_printed_by_four_others_some_under_another_headline(newsroom_files: Newsroom) -> None:
    told = [article for article in newsroom_files.articles if article.event == "patrol"]
    wire = next(article for article in told if article.publisher == "longitude")
    copies = [article for article in told if article is not wire]
    assert len({article.publisher for article in copies}) == 4
    for copy in copies:
        likeness = difflib.SequenceMatcher(None, _words(wire.body).split(), _words(copy.body).split(), autojunk=False)
        assert likeness.ratio() > 0.95
        assert copy.age < wire.age
    assert 0 < sum(copy.title != wire.title for copy in copies) < len(copies)


def test_two_stories_begin_apart_and_become_one(newsroom_files: Newsroom) -> None:
    """What was heard and what was found share nothing at first; corrections and later articles tie them."""
    told = [article for article in newsroom_files.articles if article.event == "meteorite"]
    first = [article for article in told if article.age > timedelta()]
    assert len(first) == 2
    assert all(article.correction for article in first)
    ties = {"Solva", "Bowen", "Prothero", "Howells"}
    heard, found = (set(re.findall(r"[A-Z]\w+", _words(article.body))) for article in first)
    assert len(ties & heard & found) == 0
    for article in first:
        assert article.correction
        assert ties <= set(re.findall(r"[A-Z]\w+", article.correction.body))
    later = [article for article in told if article not in first]
    assert {article.language for article in later} == {"en", "cy"}


def test_a_village_and_a_small_nation_have_their_own_news(newsroom_files: Newsroom) -> None:
    flood = [article for article in newsroom_files.articles if article.event == "marigat"]
    assert {article.language for article in flood} == {"en", "sw"}
    assert len({article.publisher for article in flood}) == 3
    pub = [article for article in newsroom_files.articles if article.event == "tafarn"]
    assert {article.language for article in pub} == {"cy", "en"}


def test_a_story_of_one_source_stands_alone(newsroom_files: Newsroom) -> None:
    local = next(article for article in newsroom_files.articles if article.slug == "library-van-thirty-years")
    others = " ".join(_words(article.body) for article in newsroom_files.articles if article is not local)
    assert "Doreen Pask" in _words(local.body)
    assert "Pask" not in others


@pytest.mark.parametrize("article", read_newsroom().articles, ids=lambda article: f"{article.publisher}/{article.slug}")
def test_an_article_is_fit_to_print(article: DemoArticle, newsroom_files: Newsroom) -> None:
    publisher = newsroom_files.publishers[article.publisher]
    text = _words(article.body)
    assert article.section in publisher.sections
    assert article.authors
    assert article.keywords
    assert timedelta(hours=-1) < article.age <= timedelta(hours=48)
    assert len(text) >= (120 if article.language in {"zh-Hans", "ja"} else 250)
    assert detect_language(text, hint="") in {article.language, article.language[:2]}
    for picture in article.pictures:
        scene, palette, *_ = picture.scene.split()
        assert scene in SCENES
        assert palette in PALETTES
        assert picture.caption
        assert picture.credit
        assert picture.alt
    placed = [int(number) for number in re.findall(r"!\[\]\((\d+)\)", article.body)]
    assert all(number <= len(article.pictures) for number in placed)


def test_slugs_and_pictures_are_unique(newsroom_files: Newsroom) -> None:
    assert len({article.slug for article in newsroom_files.articles}) == len(newsroom_files.articles)
    drawn = Counter(
        (picture.scene, picture.name) for article in newsroom_files.articles for picture in article.pictures
    )
    assert max(drawn.values()) == 1


def test_every_language_has_its_words(newsroom_files: Newsroom) -> None:
    words = read_words()
    assert {publisher.language for publisher in newsroom_files.publishers.values()} <= set(words)
    assert {frozenset(table) for table in words.values()} == {frozenset(words["en"])}


@pytest.mark.parametrize(("words", "minutes"), [("3h 20m", 200), ("40m", 40), ("2h", 120), ("-5m", -5), ("1h 05m", 65)])
def test_ages(words: str, minutes: int) -> None:
    assert parse_age(words) == timedelta(minutes=minutes)


@pytest.mark.parametrize("front", ["", 'title = "no age"', 'age = "yesterday"', "age = 3"])
def test_a_bad_file_is_named(front: str, newsroom_files: Newsroom, tmp_path: Path) -> None:
    path = tmp_path / "articles" / "telar" / "mala.md"
    path.parent.mkdir(parents=True)
    path.write_text(f"+++\n{front}\n+++\n\nTexto.\n", encoding="utf-8")
    with pytest.raises(OctavoError, match=r"telar/mala\.md"):
        read_article(path, newsroom_files.publishers["telar"])
