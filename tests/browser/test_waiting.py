"""What a reader does while the network is gone waits on the device, is shown where it belongs, and is done once."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

Visit = Callable[..., Any]
KEPT = "caches.open('octavo-pages').then((shelf) => shelf.keys()).then((keys) => keys.length)"
PASSWORD = "eight leaves make one sheet"


@pytest.fixture(scope="module")
def talk(browser: Any, running: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with running(tmp_path_factory.mktemp("waiting"), "talk") as site:
        yield site


def sign_in(page: Any, talk: Any, name: str) -> None:
    page.goto(f"{talk.address}/operate/sign-in/?next=/about/")
    page.get_by_label("E-mail").fill(f"{name}@octavo.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/about/")


def write(page: Any, text: str) -> None:
    page.locator("[data-talk] > form [name=text]").fill(text)
    page.locator("[data-talk] > form").get_by_role("button", name="Post").click()


def reads(page: Any, text: str) -> Any:
    return page.locator("li.comment:not(.comment-waiting)").filter(has_text=text)


def wait_until(page: Any, holds: Callable[[], Any], what: str) -> None:
    for _ in range(150):
        if holds():
            return
        page.wait_for_timeout(150)
    pytest.fail(f"never: {what}")


@pytest.mark.timeout(180)
def test_what_is_done_without_a_network_is_done_once_when_it_is_back(
    visit: Visit, talk: Any, violations: Any, small_targets: Any
) -> None:
    ben = visit()
    sign_in(ben, talk, "ben")
    address = f"{talk.address}/article/{talk.named['al-marsa-0-10']}/"
    ben.goto(address)
    write(ben, "The ferry was late.")
    wait_until(ben, lambda: reads(ben, "The ferry was late.").count(), "Ben's comment is there")
    wait_until(ben, lambda: not ben.locator("li.comment[data-pending]").count(), "and published")

    anna = visit(service_workers="allow")
    sign_in(anna, talk, "anna")
    anna.goto(address)
    anna.evaluate("navigator.serviceWorker.ready")
    anna.reload()
    assert reads(anna, "The ferry was late.").count() == 1
    anna.context.set_offline(True)

    waiting = anna.locator(".comment-waiting")
    write(anna, "Not by much.")
    write(anna, "This one I take back.")
    wait_until(anna, lambda: waiting.count() == 2, "two comments wait in their place")
    late = reads(anna, "The ferry was late.").first
    late.get_by_role("link", name="Reply").click()
    late.locator("form.talk-form [name=text]").fill("It always is.")
    late.locator("form.talk-form").get_by_role("button", name="Post").click()
    wait_until(anna, lambda: late.locator(".answers .comment-waiting").count() == 1, "the answer waits below")
    assert "Waiting since" in waiting.first.inner_text()
    assert violations(anna) == []
    assert [found for found in small_targets(anna) if "talk" in found or "Discard" in found] == []
    waiting.filter(has_text="This one I take back.").get_by_role("button", name="Discard").click()
    wait_until(anna, lambda: waiting.count() == 2, "one is discarded")

    late.locator("[data-like] button").first.click()
    for name in ("save", "follow", "mute"):
        anna.locator(f".article-actions .{name}").click()
    pressed = anna.locator(".article-actions [aria-pressed=true]")
    wait_until(anna, lambda: pressed.count() == 3, "all is pressed")
    anna.locator(".article-actions .mute").click()
    wait_until(anna, lambda: pressed.count() == 2, "and what is pressed twice is not")

    others = [anna.context.new_page() for _ in range(2)]
    anna.context.set_offline(False)
    for page in others:
        page.goto(f"{talk.address}/about/")
    wait_until(anna, lambda: waiting.count() == 0, "all is sent")
    wait_until(anna, lambda: anna.reload() and reads(anna, "It always is.").count(), "the answer is there")
    assert anna.locator(".comment-text").filter(has_text="Not by much.").count() == 1
    assert anna.locator(".comment-text").filter(has_text="It always is.").count() == 1
    assert anna.locator(".comment-text").filter(has_text="This one I take back.").count() == 0
    assert reads(anna, "The ferry was late.").first.locator("[data-likes]").first.inner_text() == "1"
    kept = anna.locator(".article-actions [aria-pressed=true]").evaluate_all("(all) => all.map((b) => b.className)")
    assert kept == ["save button", "button follow"]


@pytest.mark.timeout(120)
def test_a_reader_comments_on_a_page_that_was_kept(visit: Visit, talk: Any) -> None:
    mia = visit(service_workers="allow")
    sign_in(mia, talk, "mia")
    address = f"{talk.address}/article/{talk.named['podcast']}/"
    mia.goto(address)
    mia.evaluate("navigator.serviceWorker.ready")
    mia.reload()
    wait_until(mia, lambda: mia.evaluate(KEPT), "the page is kept")
    mia.context.set_offline(True)
    mia.reload()
    assert mia.locator(".offline-note").count() == 1
    write(mia, "Heard on a train.")
    wait_until(mia, lambda: mia.locator(".comment-waiting").count() == 1, "it waits on the kept page")
    mia.reload()
    wait_until(mia, lambda: mia.locator(".comment-waiting").count() == 1, "and is still there")
    mia.context.set_offline(False)
    wait_until(mia, lambda: mia.locator(".comment-waiting").count() == 0, "it is sent")
    wait_until(mia, lambda: mia.reload() and reads(mia, "Heard on a train.").count() == 1, "and there, once")
