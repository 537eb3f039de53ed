"""Badges and kinds: how much of an article we hold, and what kind of page it is of."""

import pytest

from article_pages import SENTENCES, paragraphs
from octavo.core.articles import Badge, ExtractedArticle, Kind
from octavo.core.failures import Failure
from octavo.core.feeds import FeedEntry
from octavo.extract.article import extract_page

PLAYER = '<iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>'
AUDIO = '<audio src="https://harbour.example/talk.mp3" controls></audio>'
POST = '<blockquote class="twitter-tweet"><p>What a bridge!</p><a href="https://twitter.com/ada/status/1">x</a></blockquote>'


def read(inside: str, *, head: str = "", path: str = "news/bridge", entry: FeedEntry | None = None) -> ExtractedArticle:
    page = f"<html><head><title>Bridge open again</title>{head}</head><body><article>{inside}</article></body></html>"
    found = extract_page(page.encode(), url=f"https://harbour.example/{path}", entry=entry)
    assert not isinstance(found, Failure), found
    return found


def linked_data(fields: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", {fields}}}</script>'


def test_a_whole_text_is_complete() -> None:
    found = read(paragraphs())
    assert (found.quality.complete, found.quality.from_page, found.badge) == (True, True, Badge.COMPLETE)


@pytest.mark.parametrize(
    ("inside", "head"),
    [
        (paragraphs(2), ""),
        (paragraphs(4) + "<p>From June on cyclists will have a lane of their …</p>", ""),
        (paragraphs(4) + "<p>From June on cyclists will have a lane of their [...]</p>", ""),
        (paragraphs(), linked_data('"wordCount": "900"')),
        (paragraphs(), linked_data(f'"articleBody": "{" ".join(SENTENCES * 3)}"')),
    ],
    ids=["short", "dots", "brackets", "words", "body"],
)
def test_a_part_is_partial(inside: str, head: str) -> None:
    found = read(inside, head=head)
    assert (found.quality.complete, found.badge) == (False, Badge.PARTIAL)


@pytest.mark.parametrize(
    "head",
    [
        linked_data('"wordCount": "100"'),
        linked_data('"wordCount": "all of them"'),
        linked_data('"wordCount": "12345678901234567890"'),
        linked_data(f'"articleBody": "{" ".join(SENTENCES)}"'),
    ],
    ids=["fits", "words", "nonsense", "whole"],
)
def test_what_the_page_says_of_its_length_is_believed_with_care(head: str) -> None:
    assert read(paragraphs(), head=head).quality.complete


def test_a_feed_that_said_much_more_makes_it_partial() -> None:
    content = f"<p>{'</p><p>'.join(SENTENCES * 12)}</p>"
    assert not read(paragraphs(), entry=FeedEntry("k", "", "Bridge", content=content)).quality.complete
    assert read(paragraphs(), entry=FeedEntry("k", "", "Bridge", content=content[:3_000])).quality.complete


def test_a_script_without_spaces_needs_fewer_letters() -> None:
    text = "伦德河上的旧桥周一重新开放，镇上一半的居民都来到桥上散步，孩子们还带来了自己做的小旗子。"
    more = (
        "镇长说，由于春天的洪水，修理工程一共花了两年时间，比原来的计划多了整整一年，渡船从此停止营运，船夫可以休息了。"
    )
    assert read(f"<p>{text}</p><p>{more}</p>").quality.complete


@pytest.mark.parametrize(
    ("head", "paywalled"),
    [
        (linked_data('"isAccessibleForFree": false'), True),
        (linked_data('"isAccessibleForFree": "False"'), True),
        (linked_data('"isAccessibleForFree": "http://schema.org/False"'), True),
        (linked_data('"isAccessibleForFree": true') + "<meta property=article:content_tier content=locked>", False),
        ("<meta property=article:content_tier content=Locked>", True),
        ("<meta property=article:content_tier content=free>", False),
        ("", False),
    ],
)
def test_a_paywall_is_what_the_page_says_there_is(head: str, paywalled: bool) -> None:
    found = read(paragraphs(), head=head)
    assert found.quality.paywalled is paywalled
    assert found.quality.complete is not paywalled
    assert found.badge is (Badge.PAYWALLED if paywalled else Badge.COMPLETE)


@pytest.mark.parametrize(
    ("inside", "kind"),
    [
        (f"{paragraphs(2)}{PLAYER}", Kind.VIDEO),
        (f"{paragraphs(2)}{AUDIO}", Kind.PODCAST),
        (f"{paragraphs(2)}{POST}", Kind.ARTICLE),
        (f"{paragraphs()}{paragraphs().replace('.', ', so the Post.')}{PLAYER}", Kind.ARTICLE),
    ],
    ids=["video", "audio", "post", "long text"],
)
def test_what_there_is_to_play_beside_little_text(inside: str, kind: Kind) -> None:
    assert read(inside).kind is kind


def test_a_video_alone_has_a_badge_of_its_own() -> None:
    assert read(PLAYER).badge is Badge.VIDEO_ONLY


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("live/bridge", Kind.ARTICLE), ("news/liveticker/bridge", Kind.LIVE), ("bridge-live-updates", Kind.LIVE),
        ("en-vivo/puente", Kind.LIVE), ("olive-bread", Kind.ARTICLE), ("live-bloggers-meet", Kind.ARTICLE),
    ],
)  # fmt: skip
def test_addresses_of_live_pages(path: str, kind: Kind) -> None:
    assert read(paragraphs(), path=path).kind is kind


def test_a_live_page_has_a_badge_of_its_own() -> None:
    assert read(paragraphs(), path="liveblog/bridge").badge is Badge.LIVE


def test_a_gallery_is_called_so_and_holds_pictures() -> None:
    pictures = "".join(f"<p><img src={at}.jpg>{SENTENCES[at % 5]} Picture {at}.</p>" for at in range(8))
    found = read(pictures, path="fotostrecke/bridge")
    assert (found.kind, found.badge) == (Kind.GALLERY, Badge.GALLERY)
    assert read(pictures).kind is Kind.ARTICLE
    assert read(paragraphs(), path="fotostrecke/bridge").kind is Kind.ARTICLE
