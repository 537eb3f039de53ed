"""AI sentences in a real Chromium: reported with and without scripts, decided by keys; a reader's own model."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

Visit = Callable[..., Any]


@pytest.fixture(scope="module")
def desk(browser: Any, running: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with running(tmp_path_factory.mktemp("ai"), "troubled") as site:
        yield site


@pytest.fixture
def signed_in(visit: Visit, desk: Any) -> Visit:
    """Pages of the operator, who reads too."""

    def signed_in(**options: Any) -> Any:
        page = visit(**options)
        page.context.add_cookies([{"name": "sessionid", "value": desk.session, "url": desk.address}])
        return page

    return signed_in


@pytest.fixture(scope="module")
def assert_fit(violations: Any, small_targets: Any) -> Callable[[Any], None]:
    def assert_fit(page: Any) -> None:
        assert violations(page) == []
        assert small_targets(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
        page.emulate_media(color_scheme="light")

    return assert_fit


def test_a_reported_sentence_is_taken_off_its_page(signed_in: Visit, desk: Any, assert_fit: Any) -> None:
    page = signed_in(scripts=False)
    story = f"{desk.address}/story/{desk.named['story-water']}/"
    page.goto(story)
    sentence = page.locator(".brief > .brief-lines .brief-line").first.inner_text()
    page.locator(".ai-report").first.click()
    assert page.locator("blockquote").inner_text() == sentence
    page.get_by_label("A figure or a name is wrong").check()
    page.get_by_label("More, for those who decide").fill("It is nine.")
    page.get_by_role("button", name="Report").click()
    assert page.get_by_text("Thank you.").is_visible()
    keys = signed_in(width=1280)
    keys.goto(f"{desk.address}/operate/ai/checker/")
    assert keys.locator(".queue-item").count() == 3
    keys.keyboard.press("j")
    keys.keyboard.press("j")
    assert keys.locator(".queue-item:focus").get_by_text("It is nine.").is_visible()
    keys.keyboard.press("h")
    keys.get_by_text("No page shows this sentence any more.").wait_for()
    assert keys.locator(".queue-item").count() == 2
    keys.keyboard.press("d")
    keys.get_by_text("Kept.").wait_for()
    assert keys.locator(".queue-item").count() == 1
    page.goto(story)
    assert page.locator(".brief").get_by_text(sentence, exact=True).and_(page.locator(".brief-line")).count() == 0
    assert page.get_by_text("1 sentence was taken out").is_visible()
    keys.get_by_text("Decided lately").click()
    keys.locator(".desk-act .desk-row", has_text=sentence).get_by_role("button").click()
    keys.get_by_text("Kept.").wait_for()
    page.goto(story)
    assert page.locator(".brief > .brief-lines .brief-line").first.inner_text() == sentence


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_axe_finds_nothing(signed_in: Visit, desk: Any, assert_fit: Any, prefix: str, width: int) -> None:
    page = signed_in(width=width)
    page.goto(f"{desk.address}{prefix}/me/model/")
    assert_fit(page)
    page.locator("input[name=url]").fill("http://127.0.0.1/v1")
    page.locator("form[autocomplete=off] button[type=submit]").click()
    assert page.locator(".desk-error").first.is_visible()
    assert_fit(page)
    page.goto(f"{desk.address}{prefix}/operate/ai/checker/")
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
    assert_fit(page)
    page.goto(f"{desk.address}{prefix}/article/{desk.named['harbour-post-0-0']}/")
    page.locator(".brief-article > summary").click()
    page.locator(".ai-report").first.click()
    page.wait_for_url("**/ai/report/**")
    assert_fit(page)


def test_what_the_worker_found_is_told(signed_in: Visit, desk: Any) -> None:
    page = signed_in()
    page.goto(f"{desk.address}/me/model/")
    assert page.get_by_text("The address leads into a private network, where Octavo never goes.").is_visible()
    page.get_by_role("button", name="Remove it and its key").click()
    page.goto(f"{desk.address}/me/model/")
    assert page.get_by_role("heading", name="Set it up").is_visible()
    page.get_by_label("Address").fill("https://models.example/v1")
    page.locator("input[name=name]").fill("mine")
    page.get_by_role("button", name="Keep").click()
    assert page.get_by_text("None is kept.").is_visible(), "no key"
