"""Articles out of pages: what is stated, what is shown, and what is not the article."""

from datetime import datetime

import pytest

from octavo.core.articles import ExtractedArticle, Kind
from octavo.core.failures import Failure, FailureCode
from octavo.core.feeds import FeedEntry
from octavo.extract.article import extract_page

URL = "https://www.harbour.example/news/bridge?utm_source=feed"
PARAGRAPHS = "".join(
    f"<p>Paragraph {number}: the old bridge over the river Lund opened again on Monday, after two years of repairs that"
    f" cost the town more than it had planned, as the mayor said.</p>"
    for number in range(1, 7)
)
LINKED_DATA = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
  {"@type": "WebSite", "name": "Harbour Post"},
  {"@type": "NewsArticle", "headline": "Bridge over the Lund reopens", "datePublished": "2026-03-01T09:30:00+01:00",
   "dateModified": "2026-03-01T11:00:00+01:00",
   "author": [{"@type": "Person", "name": "By Mara Lind"}, {"name": "Ole Holm"}],
   "image": {"@type": "ImageObject", "url": "/pictures/bridge-large.jpg", "caption": "The bridge",
             "creditText": "M. Lind"},
   "articleSection": "Local", "keywords": "bridges, Lund, repairs and more", "isAccessibleForFree": "False",
   "publisher": {"@type": "Organization", "name": "Harbour Post"}},]}</script>"""
PAGE = f"""<!doctype html><html lang="en-GB"><head><meta charset="utf-8">
<title>Bridge over the Lund reopens | Harbour Post</title>
<link rel="canonical" href="https://www.harbour.example/news/bridge">
<meta property="og:site_name" content="Harbour Post">
<meta property="og:image" content="https://www.harbour.example/logo-share.png">{LINKED_DATA}</head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><main><article><h1>Bridge over the <em>Lund</em> reopens</h1>
{PARAGRAPHS}<h2>What comes next</h2>
<p>The <a href="/town">town</a> <script>alert(1)</script>will decide in June whether cyclists get a lane.</p>
<ul><li>More lanes for everybody</li><li>Fewer cars in the town</li></ul>
<iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe></article></main>
<footer><p>Subscribe to our newsletter today and never miss a story again.</p></footer></body></html>"""


def article(page: str | bytes = PAGE, url: str = URL, **options: object) -> ExtractedArticle:
    found = extract_page(page.encode() if isinstance(page, str) else page, url=url, **options)  # type: ignore[arg-type]
    assert isinstance(found, ExtractedArticle), found
    return found


def test_what_the_page_states() -> None:
    found = article()
    assert found.title == "Bridge over the Lund reopens"
    assert found.authors == ("Mara Lind", "Ole Holm")
    assert found.published_at == datetime.fromisoformat("2026-03-01T09:30:00+01:00")
    assert found.updated_at == datetime.fromisoformat("2026-03-01T11:00:00+01:00")
    assert (found.section, found.publisher_name, found.language) == ("Local", "Harbour Post", "en")
    assert found.keywords == ("bridges", "Lund", "repairs and more")
    assert found.quality.paywalled
    assert not found.quality.complete


def test_the_logo_is_not_the_lead_picture() -> None:
    picture = article().picture
    assert picture is not None
    assert (picture.url, picture.caption, picture.credit) == (
        "https://www.harbour.example/pictures/bridge-large.jpg",
        "The bridge",
        "M. Lind",
    )


def test_the_text_is_blocks_without_a_wrapper() -> None:
    assert article().html.startswith("<p>Paragraph 1")


def test_the_text_keeps_its_structure_and_nothing_else() -> None:
    found = article()
    assert found.text.startswith("Paragraph 1: the old bridge")
    assert "What comes next" in found.text.split("\n\n")
    assert "<h2>What comes next</h2>" in found.html
    assert "<li>More lanes for everybody</li>" in found.html
    assert 'href="https://www.harbour.example/town"' in found.html
    for leak in ("newsletter", "alert", "Sport", "iframe", "Bridge over the Lund reopens"):
        assert leak not in found.html


def test_players_become_cards() -> None:
    assert [media.provider for media in article().media] == ["youtube"]


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ("https://www.harbour.example/news/bridge", "https://www.harbour.example/news/bridge"),
        ("/news/bridge#top", "https://www.harbour.example/news/bridge"),
        ("https://harbour.example/news/bridge", "https://harbour.example/news/bridge"),
        ("https://elsewhere.example/news/bridge", URL),
        ("https://www.harbour.example/", URL),
        ("javascript:alert(1)", URL),
        ("http://[broken", URL),
    ],
)
def test_the_canonical_address_is_believed_on_the_same_site_only(stated: str, kept: str) -> None:
    page = PAGE.replace('href="https://www.harbour.example/news/bridge"', f'href="{stated}"')
    assert article(page).url == kept


@pytest.mark.parametrize(
    ("text", "declared", "encoding"),
    [
        ("大桥周一重新开放，市长说修理花了两年时间", "gb2312", "gb18030"),
        ("Мост снова открыт после двух лет ремонта", "windows-1251", "cp1251"),
        ("Die Brücke kostet 5 € mehr – „teuer“", "iso-8859-1", "cp1252"),
        ("Η γέφυρα άνοιξε ξανά μετά από δύο χρόνια", "iso-8859-7", "cp1253"),
        ("橋が月曜日に再び開通した", "shift_jis", "cp932"),
        ("Most znów otwarty: żółta łódź", "utf-8", "utf-8"),
    ],
)
def test_old_character_sets(text: str, declared: str, encoding: str) -> None:
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={declared}"></head><body><article>'
    page += f"<p>{text}. {text}.</p>" * 12 + "</article></body></html>"
    assert text in article(page.encode(encoding)).text


def test_a_character_set_that_nobody_declares_is_found() -> None:
    text = "Мост через реку снова открыт после двух лет ремонта, сообщил мэр города"
    page = f"<html><body><article>{f'<p>{text}.</p>' * 12}</article></body></html>"
    assert text in article(page.encode("cp1251")).text


def test_the_header_names_the_character_set() -> None:
    text = "Mosten åbner igen på mandag efter to års arbejde, siger borgmesteren"
    page = f"<html><body><article>{f'<p>{text}.</p>' * 12}</article></body></html>"
    assert text in article(page.encode("latin-1"), content_type="text/html; charset=ISO-8859-1").text


def test_the_feed_fills_what_the_page_leaves_open() -> None:
    bare = f"<html><body><article><h1>Bridge</h1>{PARAGRAPHS}</article></body></html>"
    entry = FeedEntry(
        "k",
        URL,
        "Bridge",
        datetime.fromisoformat("2026-03-01T08:00:00+00:00"),
        authors=("Mara Lind",),
        tags=("Bridges",),
    )
    found = article(bare, entry=entry, feed_language="en-us")
    assert (found.authors, found.keywords, found.language) == (("Mara Lind",), ("Bridges",), "en")
    assert found.published_at == entry.published_at


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", FailureCode.NO_TEXT),
        (b"%PDF-1.7 ...", FailureCode.NO_TEXT),
        (b"<html><body><nav><a href='/'>Home</a></nav></body></html>", FailureCode.NO_TEXT),
        (bytes(range(128, 256)) * 400, FailureCode.BAD_ENCODING),
    ],
)
def test_what_is_no_article_is_a_failure(data: bytes, code: FailureCode) -> None:
    found = extract_page(data, url=URL)
    assert isinstance(found, Failure)
    assert found.code is code


@pytest.mark.parametrize(
    ("declared", "kind"),
    [
        ("NewsArticle", Kind.ARTICLE),
        ("LiveBlogPosting", Kind.LIVE),
        ("ImageGallery", Kind.GALLERY),
        ("VideoObject", Kind.VIDEO),
    ],
)
def test_the_kind_is_what_the_page_declares(declared: str, kind: Kind) -> None:
    player = '"embedUrl": "https://www.youtube.com/embed/abcdefghijk",' if declared == "VideoObject" else ""
    data = f'<script type="application/ld+json">{{"@type": "{declared}", {player} "headline": "Bridge"}}</script>'
    assert article(f"<html><head>{data}</head><body><article>{PARAGRAPHS}</article></body></html>").kind is kind


def test_a_text_that_waits_in_a_template_is_read_and_a_form_to_fill_in_is_not() -> None:
    page = PAGE.replace(PARAGRAPHS, f'<script type="text/template"><div>{PARAGRAPHS}</div></script>')
    assert "Paragraph 1: the old bridge" in article(page).text
    form = PAGE.replace(
        PARAGRAPHS, f'{PARAGRAPHS}<script type="text/template"><p>{{{{ name }}}} wrote: {"so " * 500}</p></script>'
    )
    data = PAGE.replace(PARAGRAPHS, f'{PARAGRAPHS}<script type=\'text/template\'>{{"a": "<p>{"so " * 500}"}}</script>')
    assert article(form).text == article(data).text == article().text


def test_what_begins_where_scripts_are_missing_does_not_swallow_the_page() -> None:
    page = PAGE.replace("<nav>", "<noscript><div class=please-turn-scripts-on></noscript><nav>")
    assert article(page).text == article().text
