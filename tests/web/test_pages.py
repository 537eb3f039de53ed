"""What readers get: every page kind, in both languages, with the headers they need."""

import gzip
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from octavo.core.articles import Kind, Media
from octavo.core.rights import Terms

pytestmark = pytest.mark.django_db

PLAIN_PAGES = (
    "/", "/latest/", "/publishers/", "/search/", "/watch/", "/listen/", "/live/", "/choose/",
    "/about/", "/privacy/", "/terms/",
)  # fmt: skip


def text_of(response: Any) -> str:
    return response.content.decode()


@pytest.mark.parametrize("prefix", ["", "/ar"])
@pytest.mark.parametrize("path", PLAIN_PAGES)
def test_every_page_reads_on_an_empty_newsroom(client: Client, path: str, prefix: str) -> None:
    response = client.get(prefix + path, headers={"accept-language": "en"})
    assert response.status_code == 200
    page = text_of(response)
    assert f'<html lang="{"ar" if prefix else "en"}" dir="{"rtl" if prefix else "ltr"}"' in page
    assert page.count("<h1") == 1
    assert 'id="main"' in page


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_every_page_kind_reads_with_articles(client: Client, newsroom: Any, prefix: str) -> None:
    audio = Media("audio", "https://daily.example/a.mp3", "audio/mpeg", "Episode", 61)
    article_id = newsroom.article("River rises", section="World", keywords=("rivers",), media=(audio,), picture=True)
    newsroom.article("A talk", kind=Kind.PODCAST, media=(audio,))
    paths = [
        *PLAIN_PAGES,
        f"/article/{article_id}/river-rises/",
        f"/article/{article_id}/versions/",
        "/section/world/",
        "/hashtag/rivers/",
        "/publisher/daily/",
        "/search/?q=river",
    ]
    for path in paths:
        assert client.get(prefix + path).status_code == 200, path


def test_the_front_page_leads_with_eight_and_ends(client: Client, newsroom: Any) -> None:
    for number in range(20):
        newsroom.article(f"Story {number}", publisher=f"p{number % 5}", section="World", picture=True)
    page = text_of(client.get("/"))
    lead = page[page.index('class="lead"') : page.index("</section>")]
    assert lead.count("<article") == 8
    assert "/article/" in page
    assert "8 stories" in page
    assert "That was your edition." in page


def test_the_front_page_is_small(client: Client, newsroom: Any, pictures: Any) -> None:
    """The page itself, and what a first visit brings with all its styles and scripts, packed as they are sent."""
    from web.sample import SECTIONS

    for number in range(8 + 6 * len(SECTIONS)):
        title = f"Story {number}: an ordinary headline of about seventy characters, as they are"
        newsroom.article(
            title, publisher=f"publisher-{number % 30}", section=SECTIONS[number % len(SECTIONS)], picture=True
        )
    page = client.get("/").content
    parts = [page, *(_body(client, address) for address in _named_in(page.decode()))]
    assert page.count(b"<article") >= 8 + 4 * len(SECTIONS)
    assert len(parts) == 1 + 4 + 4, "four styles and four scripts"
    assert len(page) < 80_000
    assert sum(len(gzip.compress(part)) for part in parts) < 40_000


def _named_in(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<link rel="stylesheet" href="([^"]+)"|<script type="module" src="([^"]+)"', page)


def _body(client: Client, address: tuple[str, str]) -> bytes:
    response = client.get("".join(address))
    assert response.status_code == 200
    return b"".join(response) if response.streaming else response.content


def test_lists_page_by_cursor_and_lose_nothing(client: Client, newsroom: Any) -> None:
    for number in range(30):
        newsroom.article(f"Story number {number}")
    seen: list[str] = []
    path = "/latest/"
    while path:
        page = text_of(client.get(path))
        seen += re.findall(r"Story number (\d+)</a>", page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        path = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == 30
    assert set(seen) == {str(number) for number in range(30)}


@pytest.mark.parametrize(
    "query",
    [
        "from=nonsense", "from=" + "A" * 5000, "from=%00", "language=%00&country=%F0%9F%98%80", "kind=nothing",
        "since=yesterday",
        "until=9999-12-31", "since=0001-01-01&until=0001-01-01", "country=<script>",
        "language=en&language=en&language=x",
        "publisher=%00%00", "q=%00&q=%22", "q=" + "a" * 3000,
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/latest/", "/search/", "/watch/", "/publisher/daily/"])
def test_odd_parameters_narrow_nothing_and_break_nothing(client: Client, newsroom: Any, path: str, query: str) -> None:
    newsroom.article("River rises")
    assert client.get(f"{path}?{query}").status_code == 200


def test_filters_narrow(client: Client, newsroom: Any) -> None:
    newsroom.publisher("sol", country="MX", languages=("es",))
    newsroom.article("Lluvia", publisher="sol", language="es")
    newsroom.article("Rain", language="en")
    newsroom.article("Rain on film", kind=Kind.VIDEO, age=timedelta(days=5))
    assert "Lluvia" not in text_of(client.get("/latest/?language=en"))
    assert "Lluvia" in text_of(client.get("/latest/?country=mx"))
    only_film = text_of(client.get("/latest/?kind=video"))
    assert "Rain on film" in only_film
    assert ">Rain<" not in only_film
    day = (newsroom.now - timedelta(days=5)).date().isoformat()
    found = text_of(client.get(f"/search/?q=rain&since={day}&until={day}"))
    assert "on film" in found
    assert found.count("<article") == 1


@pytest.mark.parametrize(
    "path",
    [
        "/nope/", "/article/999/x/", "/article/99999999999999999999/", "/section/none/", "/hashtag/none/",
        "/publisher/none/", "/latest/feed.json", "/publisher/none/feed.xml", "/about/feed.xml",
        "/pictures/..%2f..%2fsecret-key",
        "/pictures/x.webp",
        "/pictures/" + "a" * 32 + "-320.webp", "/sitemap-0.xml", "/choose/language/xx/", "/article/1/versions/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_what_is_not_there_says_so(client: Client, path: str, prefix: str) -> None:
    response = client.get(prefix + path)
    assert response.status_code == 404
    assert 'class="error"' in text_of(response)


def test_an_article_has_one_address(client: Client, newsroom: Any) -> None:
    article_id = newsroom.article("¿Qué pasó? 新闻 / news")
    response = client.get(f"/article/{article_id}/wrong/")
    assert response.status_code == 301
    address = response.headers["Location"]
    assert client.get(address).status_code == 200
    assert address == reverse("article", args=[article_id, "qué-pasó-新闻-news"])


def test_an_article_shows_everything(client: Client, newsroom: Any) -> None:
    article_id = newsroom.article(
        "River rises",
        text="First.\n\nSecond.",
        authors=("Amina",),
        standfirst="What happened",
        keywords=("river towns",),
        section="World",
        picture=True,
        age=timedelta(minutes=39),
    )
    page = text_of(client.get(f"/article/{article_id}/river-rises/"))
    for wanted in (
        "<article",
        "<p>Second.</p>",
        "Amina",
        "What happened",
        "#RiverTowns",
        "World",
        "min read",
        "data-share",
    ):
        assert wanted in page
    assert re.search(r'<a [^>]*href="https://daily.example/article/1" rel="external noopener nofollow"', page)
    assert 'property="og:type" content="article"' in page
    facts = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])  # type: ignore[index]
    assert facts["@type"] == "NewsArticle"
    assert facts["isBasedOn"] == "https://daily.example/article/1"
    assert facts["author"] == [{"@type": "Person", "name": "Amina"}]
    # The text is the publisher's and shown whole: search engines are sent to the original.
    assert '<link rel="canonical" href="https://daily.example/article/1">' in page


def test_pictures_carry_size_colour_and_renditions(client: Client, newsroom: Any) -> None:
    newsroom.article("River rises", picture=True)
    page = text_of(client.get("/latest/"))
    assert re.search(r'<span class="picture"><svg color="#446688"', page)
    assert re.search(
        r'srcset="/pictures/[0-9a-f]{32}-320\.webp 320w, [^"]* 640w" sizes="[^"]+" width="1200" height="800" alt=""',
        page,
    )
    assert "style=" not in page


def test_a_picture_is_served_from_disk(client: Client, newsroom: Any, pictures: Any, set_private: Any) -> None:
    set_private(False)
    from web.sample import fill

    fill(newsroom, pictures, rounds=1)
    address = re.search(r'src="(/pictures/[^"]+)"', text_of(client.get("/latest/")))[1]  # type: ignore[index]
    response = client.get(address, headers={"accept-encoding": "gzip"})
    assert response.headers["Content-Type"] == "image/webp"
    assert "immutable" in response.headers["Cache-Control"]
    assert "Content-Encoding" not in response.headers
    assert response.content[:4] == b"RIFF"


def test_versions_show_what_changed(client: Client, newsroom: Any, pictures: Any) -> None:
    from web.sample import fill

    corrected = fill(newsroom, pictures, rounds=1)["corrected"]
    page = text_of(client.get(f"/article/{corrected}/versions/"))
    plain = re.sub(r'<span class="hidden-text">[^<]*</span>', "", page)
    assert "<del>40</del><ins>4</ins> million litres" in plain
    assert "1 earlier version" in text_of(client.get(f"/article/{corrected}/dam-will-hold-4-million-litres/"))


def test_search_marks_what_was_found(client: Client, newsroom: Any) -> None:
    newsroom.article("Élan of the river <b>")
    newsroom.article("七座河畔小镇", language="zh", publisher="yun")
    page = text_of(client.get("/search/?q=elan"))
    assert "<mark>Élan</mark> of the river &lt;b&gt;" in page
    assert "<mark>河畔</mark>" in text_of(client.get("/search/?q=河畔"))


@pytest.mark.parametrize(
    ("terms", "private", "text", "excerpt"),
    [
        (Terms.FULL, True, True, True),
        (Terms.EXCERPT, True, True, True),
        (Terms.LINK, True, True, True),
        (Terms.FULL, False, True, True),
        (Terms.EXCERPT, False, False, True),
        (Terms.LINK, False, False, False),
    ],
)
def test_terms_decide_what_is_shown_everywhere(  # noqa: PLR0917  a row of the table and three fixtures
    client: Client,
    newsroom: Any,
    set_private: Any,
    terms: Terms,
    private: bool,
    text: bool,
    excerpt: bool,
) -> None:
    set_private(private)
    newsroom.publisher("daily", terms=terms)
    body = "Excerpted words begin here. " + "filler " * 60 + "\n\nThe deep end of the text."
    article_id = newsroom.article("River rises", text=body, section="World", picture=True, keywords=("rivers",))
    page = text_of(client.get(f"/article/{article_id}/river-rises/"))
    assert "River rises" in page
    assert "https://daily.example/article/1" in page
    assert ("The deep end" in page) is text
    assert ("/pictures/" in page) is excerpt
    for path in (
        f"/article/{article_id}/river-rises/", "/", "/latest/", "/section/world/", "/publisher/daily/",
        "/hashtag/rivers/", "/search/?q=deep", "/latest/feed.xml", "/latest/atom.xml",
    ):  # fmt: skip
        page = text_of(client.get(path))
        assert "River rises" in page, path
        assert ("Excerpted words" in page) is excerpt or "card-tile" in page, path
        if not excerpt:
            assert "Excerpted words" not in page, path
            assert "/pictures/" not in page, path


def test_earlier_texts_follow_the_terms(client: Client, newsroom: Any, pictures: Any, set_private: Any) -> None:
    from web.sample import fill

    corrected = fill(newsroom, pictures, rounds=1)["corrected"]
    from octavo.store.models import Publisher

    Publisher.objects.filter(slug="open-ledger").update(terms=Terms.EXCERPT.value)
    set_private(False)
    page = text_of(client.get(f"/article/{corrected}/versions/"))
    assert "Work begins" not in page
    assert "The dam will" not in page
    assert "40" in page  # the title's change is no secret


def test_a_first_fill_shows_its_progress(client: Client, newsroom: Any) -> None:
    for number in range(3):
        newsroom.feed(f"p{number}")
    page = text_of(client.get("/"))
    assert "The first edition is being gathered" in page
    assert "0 of 3 feeds read" in page
    state = client.get("/gathering/").json()
    assert state["is_filling"] is True
    assert state["feeds"] == 3
    assert "٣" in client.get("/ar/gathering/").json()["text"]
    assert 'data-gathering="/ar/gathering/"' in text_of(client.get("/ar/"))


@pytest.mark.parametrize(("failure", "is_down"), [("dns", True), ("timeout", True), ("http_status", False)])
def test_a_dead_network_is_said_plainly(client: Client, newsroom: Any, failure: str, is_down: bool) -> None:
    from django.utils import timezone

    from octavo.store.models import Feed

    newsroom.feed("daily")
    Feed.objects.update(last_polled_at=timezone.now(), failures=1, failure_code=failure)
    assert ("The network does not answer." in text_of(client.get("/"))) is is_down


def test_the_operators_pages_replace_the_built_in_ones(client: Client) -> None:
    from octavo.store.site import save_site_page

    assert "two leaves" not in text_of(client.get("/about/"))
    save_site_page("about", "en", "Who we are", "# Us\n\nTwo <b>people</b>\nand a dog.")
    page = text_of(client.get("/about/"))
    assert "<h1>Who we are</h1>" in page
    assert "<p>Two &lt;b&gt;people&lt;/b&gt; and a dog.</p>" in page
    assert "Who we are" not in text_of(client.get("/ar/about/"))
