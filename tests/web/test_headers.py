"""What goes with pages: security, caching, compression, and what machines read."""

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from newsroom import NOW
from octavo.core.stories import Assignment
from octavo.store.stories import record_assignments

pytestmark = pytest.mark.django_db

PAGES = ("/", "/latest/", "/about/", "/nope/", "/robots.txt", "/static/octavo/octavo.css", "/operate/sign-in/")


def fetched(client: Client, path: str, **options: Any) -> Any:
    """A response read to its end, so that a file behind it is closed."""
    response = client.get(path, **options)
    response.getvalue()
    return response


@pytest.mark.parametrize("path", PAGES)
def test_the_policy_is_strict_everywhere(client: Client, path: str) -> None:
    headers = fetched(client, path).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "script-src" not in policy or policy["script-src"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_pages_hold_no_inline_script_or_style(client: Client, newsroom: Any, pictures: Any) -> None:
    from web.sample import fill

    named = fill(newsroom, pictures, rounds=1)
    for path in ("/", f"/article/{named['embed']}/the-dam-from-above/", "/listen/", "/choose/"):
        page = client.get(path).content.decode()
        assert not re.search(r"<script(?![^>]*(src=|application/ld\+json))", page), path
        assert not re.search(r"<style|\sstyle=|\son\w+=", page), path
        assert not re.search(r'(?:src|srcset|href)="(?:https?:)?//[^"]*\.(?:js|css|woff2?|png|jpe?g|webp)', page), path


def test_pages_compare_before_they_are_sent_again(client: Client, newsroom: Any) -> None:
    newsroom.article("River rises")
    first = client.get("/latest/")
    tag = first.headers["ETag"]
    again = client.get("/latest/", headers={"if-none-match": tag})
    assert again.status_code == 304
    assert not again.content
    assert again.headers["ETag"] == tag
    newsroom.article("River falls")
    assert client.get("/latest/", headers={"if-none-match": tag}).status_code == 200
    # Another language, theme or edition is another page.
    assert client.get("/ar/latest/").headers["ETag"] != client.get("/latest/").headers["ETag"]
    client.cookies["theme"] = "dark"
    assert client.get("/latest/", headers={"if-none-match": tag}).status_code == 200


def test_a_signed_in_readers_pages_are_not_kept(client: Client, set_private: Any) -> None:
    set_private(False)
    from octavo.store.models import Reader

    client.force_login(Reader.objects.create_user("a@example.org", "long enough words"))
    response = client.get("/latest/", headers={"accept-encoding": "gzip"})
    assert "no-store" in response.headers["Cache-Control"]
    assert "ETag" not in response.headers
    assert "Content-Encoding" not in response.headers


def test_anonymous_pages_are_compressed_and_choosing_is_not(client: Client, set_private: Any) -> None:
    set_private(False)
    gzip = {"accept-encoding": "gzip"}
    assert client.get("/latest/", headers=gzip).headers["Content-Encoding"] == "gzip"
    assert fetched(client, "/static/octavo/octavo.css", headers=gzip).headers["Content-Encoding"] == "gzip"
    # That page holds a secret against forged forms.
    assert "Content-Encoding" not in client.get("/choose/", headers=gzip).headers


def test_head_is_answered_and_other_methods_are_refused(client: Client) -> None:
    assert client.head("/latest/").status_code == 200
    for path in ("/", "/latest/", "/search/", "/robots.txt", "/gathering/"):
        assert client.post(path).status_code == 405, path


def test_static_files_are_named_by_their_content(client: Client) -> None:
    page = client.get("/about/").content.decode()
    address = re.search(r'href="(/static/octavo/octavo\.css\?v=[0-9a-f]{10})"', page)
    assert address
    response = fetched(client, address[1])
    assert "max-age=31536000" in response.headers["Cache-Control"]
    assert "text/css" in response.headers["Content-Type"]


def test_a_foreign_name_is_refused(client: Client) -> None:
    response = client.get("/", headers={"host": "rebound.example"})
    assert response.status_code == 400
    assert "rebound" not in response.content.decode()


def test_feeds_of_our_own_are_well_formed(client: Client, newsroom: Any) -> None:
    newsroom.article("R&D <now>\x0b", section="World", keywords=("rivers",))
    for path in ("/latest/", "/section/world/", "/publisher/daily/", "/hashtag/rivers/"):
        rss = ET.fromstring(client.get(f"{path}feed.xml").content)  # noqa: S314  our own bytes
        assert rss.findtext("channel/item/title") == "R&D <now>"
        assert "/article/" in (rss.findtext("channel/item/link") or "")
        atom = ET.fromstring(client.get(f"{path}atom.xml").content)  # noqa: S314
        assert atom.tag == "{http://www.w3.org/2005/Atom}feed"
        page = client.get(path).content.decode()
        assert f'type="application/rss+xml" title="RSS" href="{path}feed.xml"' in page


def test_the_site_map_lists_every_article(client: Client, newsroom: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("octavo.web.views.machines.IDS_A_SITEMAP", 2)
    ids = [newsroom.article(f"Story & {number}") for number in range(5)]
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    index = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314
    found = []
    for place in index.iter(f"{space}loc"):
        found += ET.fromstring(client.get((place.text or "").partition("localhost")[2]).content).iter(f"{space}loc")  # noqa: S314
    addresses = [place.text or "" for place in found]
    assert len(addresses) == 5
    assert client.get(addresses[0].partition("localhost")[2]).status_code == 200
    assert all(f"/article/{article_id}/" in " ".join(addresses) for article_id in ids)


def test_the_site_map_lists_stories_of_several_articles(client: Client, newsroom: Any) -> None:
    first, second, alone = (newsroom.article(f"Flood {number}", publisher=f"p{number}") for number in range(3))
    told = [Assignment(str(one), str(first if one != alone else alone)) for one in (first, second, alone)]
    story_id = record_assignments(told, NOW, 1)[0]
    assert "<loc>http://localhost/sitemap-stories-1.xml</loc>" in client.get("/sitemap.xml").content.decode()
    listed = client.get("/sitemap-stories-1.xml").content.decode()
    assert listed.count("<loc>") == 1
    assert f"<loc>http://localhost/story/{story_id}/" in listed
    assert client.get("/sitemap-stories-0.xml").status_code == 404


def test_robots_keep_out_of_a_private_instance(client: Client, set_private: Any) -> None:
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()
    set_private(False)
    public = client.get("/robots.txt").content.decode()
    assert "Disallow: /\n" not in public
    assert "Sitemap: http://localhost/sitemap.xml" in public


def test_the_manifest_names_icons_that_exist(client: Client) -> None:
    manifest = client.get("/ar/manifest.webmanifest").json()
    assert manifest["dir"] == "rtl"
    assert manifest["start_url"] == "/ar/"
    for icon in manifest["icons"]:
        assert fetched(client, icon["src"]).headers["Content-Type"] == "image/png"
    assert client.get("/favicon.ico").status_code == 200


def test_links_to_other_languages_and_the_shared_address(client: Client, newsroom: Any) -> None:
    article_id = newsroom.article("River rises")
    page = client.get(f"/ar/article/{article_id}/river-rises/").content.decode()
    assert f'hreflang="en" href="http://localhost/article/{article_id}/river-rises/"' in page
    assert f'hreflang="ar" href="http://localhost/ar/article/{article_id}/river-rises/"' in page
    assert f'<meta property="og:url" content="http://localhost/ar/article/{article_id}/river-rises/">' in page
