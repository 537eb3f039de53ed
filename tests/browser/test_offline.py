"""Octavo without a network, in a real Chromium whose network is cut, and whose server is stopped besides."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

Visit = Callable[..., Any]
PHONE = {"width": 390, "height": 844}

READ = """async ([store, key]) => {
  const open = indexedDB.open("octavo", 1);
  await new Promise((done) => { open.onsuccess = done; });
  const rows = open.result.transaction(store).objectStore(store);
  const asked = key ? rows.get(key) : rows.getAll();
  await new Promise((done) => { asked.onsuccess = done; });
  open.result.close();
  return asked.result ?? null;
}"""
SEND = """async ([url, fields, key]) => {
  const { send } = await import("/static/octavo/app/queue.js");
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return (await send(url, data, { key, label: "An original" })).sent;
}"""


class Running:
    """A newsroom that can be stopped and started again, at its port, as another version."""

    def __init__(self, running: Any, directory: Path) -> None:
        self._running, self._directory = running, directory
        self._stack = ExitStack()
        self.site = self._stack.enter_context(running(directory, "troubled"))
        self.address = self.site.address
        self.is_running = True

    def stop(self) -> None:
        self._stack.close()
        self.is_running = False

    def start(self, version: str = "1.0") -> None:
        port = self.address.rpartition(":")[2]
        self._stack.enter_context(self._running(self._directory, "resume", port, version))
        self.is_running = True


@pytest.fixture(scope="module")
def room(browser: Any, running: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    room = Running(running, tmp_path_factory.mktemp("offline"))
    yield room
    room.stop()


@pytest.fixture
def newsroom(room: Running) -> Running:
    """Running, whatever the last test did with it."""
    if not room.is_running:
        room.start()
    return room


@pytest.fixture
def reader(visit: Visit) -> Any:
    return visit(**PHONE, has_touch=True, service_workers="allow")


def rows(page: Any, store: str) -> Any:
    return page.evaluate(READ, [store, ""])


def wait_until(page: Any, holds: Callable[[], Any], what: str) -> None:
    for _ in range(200):
        if holds():
            return
        page.wait_for_timeout(150)
    pytest.fail(f"never: {what}")


def keep_edition(page: Any, newsroom: Running, path: str = "/") -> None:
    """Open the front page and stay until its edition is kept."""
    page.goto(newsroom.address + path)
    page.evaluate("navigator.serviceWorker.ready")
    wait_until(page, lambda: is_whole(page), "the edition is kept")


def is_whole(page: Any) -> bool:
    edition = page.evaluate(READ, ["settings", "edition"])
    return bool(edition and edition["value"] and edition["value"]["isWhole"])


def cut(page: Any, newsroom: Running) -> None:
    page.context.set_offline(True)
    newsroom.stop()


def mend(page: Any, newsroom: Running, version: str = "1.0") -> None:
    newsroom.start(version)
    page.context.set_offline(False)


def shown_pictures(page: Any) -> int:
    return int(
        page.evaluate(
            "[...document.querySelectorAll('.lead-picture img')].filter((i) => i.complete && i.naturalWidth).length"
        )
    )


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_an_article_never_opened_before_reads_with_its_picture(reader: Any, newsroom: Running, prefix: str) -> None:
    keep_edition(reader, newsroom, f"{prefix}/")
    cut(reader, newsroom)
    reader.reload()
    note = reader.locator(".offline-note")
    assert re.search("[0-9٠-٩]+:[0-9٠-٩]+", note.inner_text())
    if not prefix:
        assert note.inner_text().startswith("Offline, as of ")
    titles = reader.locator("main .headline a")
    assert titles.count() >= 8
    for number in (1, titles.count() - 1):
        title = titles.nth(number).inner_text()
        titles.nth(number).click()
        assert reader.locator("h1").inner_text() == title
        assert reader.locator("main p").count() > 2
        reader.goto(f"{newsroom.address}{prefix}/")
    addresses = reader.evaluate("[...document.querySelectorAll('.card:has(.picture) a.by')].map((a) => a.href)")
    for address in addresses:
        reader.goto(address)
        if reader.locator(".lead-picture img").count():
            break
    wait_until(reader, lambda: shown_pictures(reader) >= 1, "the picture is shown")
    assert reader.locator("html").get_attribute("dir") == ("rtl" if prefix else "ltr")


def test_what_is_not_kept_says_so_in_the_readers_language(reader: Any, newsroom: Running, violations: Any) -> None:
    keep_edition(reader, newsroom, "/ar/")
    cut(reader, newsroom)
    reader.goto(f"{newsroom.address}/ar/publishers/")
    assert reader.locator("html").get_attribute("lang") == "ar"
    assert reader.locator('[data-part="stand-in"] h1').is_visible()
    wait_until(reader, lambda: reader.locator('[data-part="edition"] li').count() >= 8, "the list of what is kept")
    assert violations(reader) == []
    # Operators' pages never are.
    reader.goto(f"{newsroom.address}/operate/")
    assert reader.locator('[data-part="stand-in"] h1').is_visible()


def test_an_article_that_was_kept_on_purpose_and_the_search_in_all(
    reader: Any, newsroom: Running, violations: Any, small_targets: Any
) -> None:
    keep_edition(reader, newsroom)
    reader.goto(f"{newsroom.address}/article/{newsroom.site.named['al-marsa-0-10']}/")
    address = reader.url
    reader.locator(".bottom-bar button[data-keep]").click()
    wait_until(reader, lambda: reader.locator(".bottom-bar [data-keep][aria-pressed=true]").count(), "it is kept")
    cut(reader, newsroom)
    reader.goto(address)
    assert reader.locator("article .text").inner_text().strip()
    # Found by a folded word of its text; and Chinese by two letters of a longer run.
    reader.goto(f"{newsroom.address}/search/?q=ILA")
    found = reader.locator('[data-part="found"] li')
    reader.fill("#q", "ferry FARES")
    reader.press("#q", "Enter")
    wait_until(reader, lambda: found.count() >= 1, "the search finds")
    assert "ferry fares" in found.first.inner_text().lower()
    reader.fill("#q", "الشمس")
    reader.press("#q", "Enter")
    wait_until(reader, lambda: found.count() == 0, "nothing fits")
    reader.fill("#q", "سبع بلدات")
    reader.press("#q", "Enter")
    wait_until(reader, lambda: found.count() >= 1, "Arabic is found")
    assert reader.locator('[data-part="saved"] li').count() == 1
    assert violations(reader) == []
    assert small_targets(reader) == []


def test_a_form_that_waited_is_sent_exactly_once(reader: Any, newsroom: Running) -> None:
    sign_in(reader, newsroom)
    reader.goto(f"{newsroom.address}/about/")
    reader.evaluate("navigator.serviceWorker.ready")
    reader.reload()
    reader.evaluate("import('/static/octavo/app/queue.js').then(() => true)")
    cut(reader, newsroom)
    fields = {"title": "Written on a ferry", "text": "Nobody had a network.", "language": "en", "country": "KE"}
    write = ["/operate/originals/write/", fields, "the original"]
    assert reader.evaluate(SEND, write) is False
    assert reader.evaluate(SEND, write) is False
    assert len(rows(reader, "queue")) == 1
    mend(reader, newsroom)
    # Several pages at once, and the worker: each tries.
    others = [reader.context.new_page() for _ in range(2)]
    for page in (reader, *others):
        page.goto(f"{newsroom.address}/about/")
    reader.evaluate("navigator.serviceWorker.controller.postMessage({ type: 'replay' })")
    wait_until(reader, lambda: rows(reader, "queue") == [], "it is sent")
    reader.goto(f"{newsroom.address}/operate/originals/")
    assert reader.get_by_role("link", name="Written on a ferry").count() == 1


def test_what_one_reader_left_waiting_is_never_sent_as_another(reader: Any, newsroom: Running) -> None:
    sign_in(reader, newsroom)
    reader.goto(f"{newsroom.address}/about/")
    reader.evaluate("navigator.serviceWorker.ready")
    reader.reload()
    reader.evaluate("import('/static/octavo/app/queue.js').then(() => true)")
    cut(reader, newsroom)
    assert reader.evaluate(SEND, ["/choose/", {"theme": "dark"}, None]) is False
    reader.context.clear_cookies()
    mend(reader, newsroom)
    reader.goto(f"{newsroom.address}/about/")
    wait_until(reader, lambda: rows(reader, "queue") == [], "it is forgotten with its reader")
    assert not [cookie for cookie in reader.context.cookies() if cookie["name"] == "theme"]


def test_signing_out_forgets_what_was_read(reader: Any, newsroom: Running) -> None:
    sign_in(reader, newsroom)
    keep_edition(reader, newsroom)
    article = newsroom.site.named["podcast"]
    reader.goto(f"{newsroom.address}/article/{article}/")
    reader.locator(".bottom-bar button[data-keep]").click()
    wait_until(reader, lambda: reasons(reader).count("saved") == 1, "it is kept")
    # No page that was made for a reader is kept; what is kept is the stranger's.
    kept = reader.evaluate(
        "async () => { const shelf = await caches.open('octavo-pages'); const all = await shelf.keys();"
        " return Promise.all(all.map(async (one) => (await shelf.match(one)).text())); }"
    )
    assert kept
    assert all('name="octavo-reader" content=""' in text for text in kept)
    reader.evaluate("fetch('/operate/sign-out/', { method: 'POST' })")
    wait_until(reader, lambda: set(reasons(reader)) == {"edition"}, "what was saved and visited is gone")


def test_a_session_that_ended_elsewhere_is_noticed(reader: Any, newsroom: Running) -> None:
    sign_in(reader, newsroom)
    reader.goto(f"{newsroom.address}/about/")
    reader.evaluate("navigator.serviceWorker.ready")
    reader.goto(f"{newsroom.address}/article/{newsroom.site.named['podcast']}/")
    wait_until(reader, lambda: "visited" in reasons(reader), "a visited page is kept")
    reader.context.clear_cookies()
    reader.goto(f"{newsroom.address}/operate/sign-in/")
    wait_until(reader, lambda: reasons(reader) == [], "it is forgotten")


def reasons(page: Any) -> list[str]:
    return [row["reason"] for row in rows(page, "pages")]


def sign_in(page: Any, newsroom: Running) -> None:
    page.context.add_cookies([{"name": "sessionid", "value": newsroom.site.session, "url": newsroom.address}])


def test_a_new_version_waits_until_it_is_asked_for(reader: Any, newsroom: Running) -> None:
    keep_edition(reader, newsroom)
    other = reader.context.new_page()
    other.goto(f"{newsroom.address}/about/")
    other.evaluate("window.untouched = true")
    newsroom.stop()
    newsroom.start("2.0")
    reader.evaluate("window.untouched = true")
    reader.evaluate("navigator.serviceWorker.getRegistration().then((r) => r.update())")
    offer = reader.get_by_role("status").filter(has_text="A new version is ready.")
    offer.wait_for()
    assert reader.evaluate("window.untouched") is True, "nothing is loaded under the reader"
    before = reader.evaluate("caches.keys()")
    assert len([name for name in before if name.startswith("octavo-shell-")]) == 2
    with reader.expect_navigation():
        offer.get_by_role("button", name="Use it now").click()
    names = reader.evaluate("caches.keys()")
    assert len([name for name in names if name.startswith("octavo-shell-")]) == 1
    assert "octavo-pages" in names, "what is kept outlives an upgrade"
    assert other.evaluate("window.untouched") is True
    cut(reader, newsroom)
    reader.reload()
    assert reader.locator("main .headline a").count() >= 8
    assert reader.evaluate("getComputedStyle(document.querySelector('.masthead')).position") == "sticky"


def test_the_limit_lets_go_of_what_was_visited_first(reader: Any, newsroom: Running) -> None:
    keep_edition(reader, newsroom)
    reader.goto(f"{newsroom.address}/publishers/")
    wait_until(reader, lambda: "visited" in reasons(reader), "a visited page is kept")
    saved = reader.locator("main a").first.get_attribute("href")
    reader.goto(f"{newsroom.address}/offline/")
    reader.evaluate(
        "import('/static/octavo/app/database.js').then(({ read, set }) => set('limit', 0.000001))",
    )
    reader.goto(f"{newsroom.address}{saved}")
    wait_until(reader, lambda: not rows(reader, "pages") and not rows(reader, "pictures"), "no room for anything")


def test_clearing_and_switching_off(reader: Any, newsroom: Running) -> None:
    keep_edition(reader, newsroom)
    reader.goto(f"{newsroom.address}/offline/")
    wait_until(reader, lambda: reader.locator('[data-part="edition"] li').count() >= 8, "the list")
    reader.get_by_label("Keep each edition by itself").uncheck()
    reader.get_by_role("button", name="Clear what is kept").click()
    reader.get_by_role("button", name="Clear", exact=True).click()
    wait_until(reader, lambda: rows(reader, "pages") == [], "all is cleared")
    reader.goto(f"{newsroom.address}/")
    reader.wait_for_timeout(3500)
    assert set(reasons(reader)) <= {"visited"}
    reader.goto(f"{newsroom.address}/offline/")
    reader.get_by_role("button", name="Keep the present edition").click()
    wait_until(reader, lambda: reasons(reader).count("edition") >= 8, "asked for, it is kept")
