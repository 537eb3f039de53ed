"""The app: manifest, service worker, modules, what other apps share, and what may be kept."""

import json
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from octavo.store.models import Reader
from octavo.store.models.readers import Role
from octavo.web import assets
from octavo.web.views import app

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    cache.clear()


def signed_in(role: Role = Role.READER) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(Reader.objects.create_user(f"{role}@example.org", "long enough words", role=role))
    return client


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_the_manifest_is_whole(client: Client, prefix: str) -> None:
    response = client.get(f"{prefix}/manifest.webmanifest")
    assert response.headers["Content-Type"] == "application/manifest+json"
    told = response.json()
    assert told["id"] == told["scope"] == "/", "one app, whatever its language"
    assert told["start_url"] == f"{prefix}/"
    assert told["dir"] == ("rtl" if prefix else "ltr")
    assert told["display"] == "standalone"
    assert told["categories"][0] == "news"
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    assert [one["url"] for one in told["shortcuts"]][::2] == [f"{prefix}/latest/", f"{prefix}/search/"]
    assert told["share_target"]["action"] == f"{prefix}/share/"
    assert {one["form_factor"] for one in told["screenshots"]} == {"narrow", "wide"}


def test_pictures_of_the_manifest_have_the_size_that_it_says(client: Client) -> None:
    from io import BytesIO

    from PIL import Image

    told = client.get("/manifest.webmanifest").json()
    shortcuts = [icon for one in told["shortcuts"] for icon in one["icons"]]
    for one in (*told["icons"], *told["screenshots"], *shortcuts):
        response = client.get(one["src"])
        assert response.status_code == 200, one
        body = response.getvalue()
        assert response.headers["Content-Type"] == one["type"]
        width, height = Image.open(BytesIO(body)).size
        assert f"{width}x{height}" == one["sizes"]


def test_a_maskable_icon_fills_its_square_and_keeps_its_mark_in_the_middle(client: Client) -> None:
    from io import BytesIO

    from PIL import Image

    icon = next(one for one in client.get("/manifest.webmanifest").json()["icons"] if one["purpose"] == "maskable")
    picture = Image.open(BytesIO(client.get(icon["src"]).getvalue())).convert("RGBA")
    size, ground = picture.width, picture.getpixel((0, 0))
    assert picture.getchannel("A").getextrema() == (255, 255), "nothing shows through"
    for x in range(size):
        for y in range(size):
            if (x - size / 2) ** 2 + (y - size / 2) ** 2 > (0.4 * size) ** 2:
                assert picture.getpixel((x, y)) == ground


def test_the_worker_is_asked_for_anew_and_rules_the_whole_site(client: Client) -> None:
    response = client.get("/service-worker.js")
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.headers["Cache-Control"] == "no-cache"
    assert response.headers["Service-Worker-Allowed"] == "/"
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    text = response.content.decode()
    assert not re.search(r"^(import|export)\b", text, re.MULTILINE), "a classic script"
    config = json.loads(text.split("const CONFIG = ", 1)[1].split(";\n", 1)[0])
    assert config["offline"].items() >= {"": "/offline/", "ar": "/ar/offline/", "zh-hans": "/zh-hans/offline/"}.items()
    for address in config["shell"]:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "max-age=31536000" in answer.headers["Cache-Control"], address
        answer.close()
    assert not [one for one in config["shell"] if "operate" in one or "screenshot" in one]


@pytest.mark.parametrize(
    "name", [f"octavo/app/{path.name}" for path in sorted((app.STATIC / "octavo/app").glob("*.js"))]
)
def test_modules_sent_as_one_import_and_export_what_can_be_put_in_place(name: str) -> None:
    """Named imports, and constants, functions and classes as exports; what is sent asks for nothing more."""
    source = assets._source(name)
    assert len(re.findall(r"^export\b", source, re.MULTILINE)) == len(assets._EXPORTS.findall(source))
    assert not re.search(r"^import\b|\bimport\(|\bimport\.meta", assets.module_text(name), re.MULTILINE)


def test_another_version_is_another_worker(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    before = client.get("/service-worker.js").content
    assert client.get("/service-worker.js").content == before
    try:
        for function in (app._version, app._worker_script):
            function.cache_clear()
        monkeypatch.setattr("octavo.__version__", "99")
        assert client.get("/service-worker.js").content != before
    finally:
        for function in (app._version, app._worker_script):
            function.cache_clear()


def test_a_module_names_what_it_imports_by_version(client: Client) -> None:
    address = f"/static/octavo/mine-pages.js?v={assets.file_version('octavo/mine-pages.js')}"
    response = client.get(address)
    text = response.content.decode()
    assert f'from "./mine.js?v={assets.file_version("octavo/mine.js")}"' in text
    assert not re.search(r'from "\./[\w-]+\.js"', text)
    assert "immutable" in response.headers["Cache-Control"]
    # Asked for by another version, it may be another text: not for keeps.
    assert client.get("/static/octavo/mine-pages.js?v=0").headers["Cache-Control"] == "no-cache"
    assert client.get("/static/octavo/app/none.js").status_code == 404


def test_the_app_is_one_script(client: Client) -> None:
    text = client.get("/static/octavo/app/app.js").content.decode()
    assert "const { follow } = $octavo_app_trail;" in text
    assert text.count("const $octavo_app_words =") == 1
    assert "export function start()" in text
    assert not [one for one in app.shell() if "/app/words.js" in one]
    assert [one for one in app.shell() if "/app/offline.js" in one]


def test_what_a_page_takes_from_the_app_is_in_its_script(client: Client) -> None:
    """So that it is there without a network, and asked for once."""
    text = client.get("/static/octavo/talk.js").content.decode()
    assert "= $octavo_app_queue;" in text
    assert not re.search(r"^import\b", text, re.MULTILINE)


def test_a_module_changes_its_version_with_what_it_imports(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"octavo/a.js": 'import { b } from "./b.js";\n', "octavo/b.js": "export const b = 1;\n"}
    monkeypatch.setattr(assets, "_source", texts.__getitem__)
    monkeypatch.setattr("octavo.web.assets.finders.find", lambda name: name)
    versions = []
    for value in (1, 2):
        texts["octavo/b.js"] = f"export const b = {value};\n"
        assets.file_version.cache_clear()
        assets.module_text.cache_clear()
        versions.append(assets.file_version("octavo/a.js"))
    monkeypatch.undo()
    assets.file_version.cache_clear()
    assets.module_text.cache_clear()
    assert versions[0] != versions[1]


def test_what_is_shared_leads_to_our_article_however_its_address_is_written(client: Client, newsroom: Any) -> None:
    article_id = newsroom.article("River rises", url="https://daily.example/river")
    for query in (
        {"url": "https://daily.example/river"},
        {"text": "Read this: http://DAILY.example/river?utm_source=x#top", "title": "River"},
    ):
        response = client.get("/share/", query)
        assert response.status_code == 302
        assert response.headers["Location"] == f"/article/{article_id}/"
        assert "no-store" in response.headers["Cache-Control"]
    assert (
        client.get("/ar/share/", {"url": "https://daily.example/river"}).headers["Location"].startswith("/ar/article/")
    )


@pytest.mark.parametrize(
    "url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/operate/", "https://[", "x" * 9000]
)
def test_what_is_shared_never_leads_elsewhere(client: Client, url: str) -> None:
    response = client.get("/share/", {"url": url, "title": "<b>A lake</b>"})
    assert response.status_code == 200
    page = response.content.decode()
    assert "<b>A lake" not in page
    assert 'href="javascript' not in page
    assert 'value="&lt;b&gt;A lake' in page, "offers a search"


def test_operators_alone_may_add_what_was_shared(client: Client) -> None:
    query = {"url": "https://new.example/story"}
    offer = "/operate/feeds/add/"
    assert offer in signed_in(Role.OPERATOR).get("/share/", query).content.decode()
    assert offer not in signed_in().get("/share/", query).content.decode()
    assert offer not in client.get("/share/", query).content.decode()


def test_what_the_worker_keeps_is_the_strangers_page(client: Client, newsroom: Any, set_private: Any) -> None:
    set_private(False)
    newsroom.article("River rises")
    reader = signed_in(Role.OPERATOR)
    mine = reader.get("/latest/")
    assert "no-store" in mine.headers["Cache-Control"]
    kept = reader.get("/latest/", headers={"octavo-keep": "1"})
    assert kept.headers["Cache-Control"] == "no-cache"
    assert 'name="octavo-reader" content=""' in kept.content.decode()
    assert reader.get("/operate/", headers={"octavo-keep": "1"}).status_code == 302, "it opens no door"
    assert reader.get("/operate/").status_code == 200, "and ends no session"


def test_readers_are_told_apart_and_not_named(client: Client) -> None:
    def mark(one: Client) -> str:
        found = re.search(r'name="octavo-reader" content="(\w*)"', one.get("/about/").content.decode())
        assert found
        return found[1]

    reader, operator = signed_in(), signed_in(Role.OPERATOR)
    assert mark(client) == ""
    assert len({mark(client), mark(reader), mark(operator)}) == 3
    told = reader.get("/token/")
    assert told.json()["reader"] == mark(reader)
    assert "no-store" in told.headers["Cache-Control"]


def test_the_token_opens_a_form() -> None:
    strict = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    token = strict.get("/token/").json()["token"]
    assert strict.post("/choose/", {"theme": "dark"}).status_code == 403
    assert strict.post("/choose/", {"theme": "dark"}, headers={"x-csrftoken": token}).status_code == 302


def test_a_form_that_comes_twice_is_done_once(client: Client) -> None:
    key = {"idempotency-key": "0123456789abcdef-1"}
    first = client.post("/choose/", {"theme": "dark"}, headers=key)
    again = client.post("/choose/", {"theme": "light"}, headers=key)
    assert (first.status_code, again.status_code) == (302, 204)
    assert "theme" not in again.cookies
    other = client.post("/choose/", {"theme": "light"}, headers={"idempotency-key": "0123456789abcdef-2"})
    assert other.cookies["theme"].value == "light"
    # What failed may be tried again; another reader's key is another key.
    wrong = {"idempotency-key": "0123456789abcdef-3"}
    assert (
        client.post("/latest/", headers=wrong).status_code == client.post("/latest/", headers=wrong).status_code == 405
    )
    assert signed_in().post("/choose/", {"theme": "dark"}, headers=key).status_code == 302


def test_the_size_of_text_is_sent_with_the_page(client: Client) -> None:
    assert "data-text" not in client.get("/about/").content.decode().split(">", 2)[1]
    client.post("/choose/", {"text": "larger", "interface": "en"})
    page = client.get("/about/")
    assert '<html lang="en" dir="ltr" data-text="larger">' in page.content.decode()
    client.cookies["text"] = 'x"><script>'
    other = client.get("/about/")
    assert 'data-text="' not in other.content.decode().split("<head>")[0]
    assert other.headers["ETag"] != page.headers["ETag"]


@pytest.mark.parametrize("path", ["/app/", "/offline/"])
@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_pages_of_the_app(client: Client, path: str, prefix: str) -> None:
    response = client.get(prefix + path)
    page = response.content.decode()
    assert response.status_code == 200
    assert "no-store" not in response.headers["Cache-Control"]
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", page)
