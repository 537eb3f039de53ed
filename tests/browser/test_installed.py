"""The app in a real Chromium: that it can be installed, keys, swipes, pulling, sizes of text, and its own pages."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Visit = Callable[..., Any]

SWIPE = """([x, y, across, down]) => {
  const target = document.elementFromPoint(195, 300);
  const at = (x, y) => new Touch({ identifier: 1, target, clientX: x, clientY: y });
  const fire = (type, touch, held) => touch.target.dispatchEvent(new TouchEvent(type, {
    bubbles: true, cancelable: true, touches: held ? [touch] : [], changedTouches: [touch] }));
  fire("touchstart", at(x, y), true);
  fire("touchmove", at(x + across, y + down), true);
  fire("touchend", at(x + across, y + down), false);
}"""
INSTALLED = """
const match = window.matchMedia.bind(window);
window.matchMedia = (asked) => asked === "(display-mode: standalone)"
  ? Object.assign(match("all"), {}) : match(asked);
"""


def test_a_browser_would_install_it(browser: Any, site: Any, tmp_path: Path) -> None:
    """Outside a private window, in which no browser installs anything."""
    path, arguments = browser.browser_type.executable_path, ["--no-sandbox", "--disable-gpu"]
    import shutil

    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), path)
    context = browser.browser_type.launch_persistent_context(str(tmp_path), executable_path=path, args=arguments)
    page = context.pages[0]
    page.goto(f"{site.address}/app/")
    page.evaluate("navigator.serviceWorker.ready")
    tools = context.new_cdp_session(page)
    assert tools.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    told = tools.send("Page.getAppManifest")
    assert told["errors"] == []
    assert told["url"] == f"{site.address}/manifest.webmanifest"
    context.close()


PAGES = ("/app/", "/offline/", "/share/?url=https://a.example/&title=A+lake")


@pytest.mark.parametrize("path", [*PAGES, *(f"/ar{path}" for path in PAGES)])
def test_pages_of_the_app_are_accessible(
    visit: Visit, site: Any, violations: Any, small_targets: Any, path: str
) -> None:
    page, errors = visit(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{site.address}{path}")
    assert violations(page) == []
    assert small_targets(page) == []
    for size in ("100%", "200%", "300%"):
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, size
    assert errors == []


def test_the_way_for_this_device_stands_open_and_first(visit: Visit, site: Any) -> None:
    phone = (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"
    )
    for agent, name in (
        (phone, "ios"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "firefox"),
    ):
        page = visit(user_agent=agent)
        page.goto(f"{site.address}/app/")
        first = page.locator("[data-platforms] details").first
        assert first.get_attribute("data-platform") == name
        assert page.locator("[data-platforms] details[open]").count() == 1
        assert not page.locator("[data-install]").is_visible(), "no button where the browser offers nothing"
    page = visit(width=1280)
    page.goto(f"{site.address}/app/")
    page.evaluate(
        "dispatchEvent(Object.assign(new Event('beforeinstallprompt', { cancelable: true }),"
        " { prompt() { window.asked = true; }, userChoice: Promise.resolve({ outcome: 'accepted' }) }))"
    )
    page.locator("[data-install] button").click()
    assert page.evaluate("window.asked") is True
    assert not page.locator("[data-install]").is_visible()


def opened_from_the_list(page: Any, site: Any, prefix: str = "") -> list[str]:
    """Open the second of a list; gives the list's titles."""
    page.goto(f"{site.address}{prefix}/latest/?kind=article")
    titles: list[str] = page.locator("main .headline a").all_inner_texts()
    page.locator("main .headline a").nth(1).click()
    page.wait_for_selector(".trail")
    return titles


@pytest.mark.parametrize(("prefix", "onward"), [("", -160), ("/ar", 160)])
def test_a_swipe_leads_on_towards_where_the_text_comes_from(visit: Visit, site: Any, prefix: str, onward: int) -> None:
    page = visit(has_touch=True)
    titles = opened_from_the_list(page, site, prefix)
    heading = page.locator("h1")
    assert heading.inner_text() == titles[1]
    for swipe in ([195, 300, onward, 140], [195, 300, onward / 4, 0], [5, 300, 160, 0]):
        page.evaluate(SWIPE, swipe)
        page.wait_for_timeout(150)
        assert heading.inner_text() == titles[1], "aslant, short or from the edge: not ours"
    with page.expect_navigation():
        page.evaluate(SWIPE, [195, 300, onward, 5])
    assert heading.inner_text() == titles[2]
    with page.expect_navigation():
        page.evaluate(SWIPE, [195, 300, -onward, 5])
    assert heading.inner_text() == titles[1]
    # The same without a swipe.
    page.locator('.trail a[rel="prev"]').click()
    page.wait_for_function("title => document.querySelector('h1').innerText === title", arg=titles[0])
    assert page.locator('.trail a[rel="prev"]').count() == 0
    page.locator(".trail-back").click()
    page.wait_for_url("**/latest/?kind=article")


def test_keys_lead_on_open_and_save(visit: Visit, site: Any) -> None:
    page = visit(width=1280)
    titles = opened_from_the_list(page, site)
    with page.expect_navigation():
        page.keyboard.press("n")
    assert page.locator("h1").inner_text() == titles[2]
    with page.expect_navigation():
        page.keyboard.press("b")
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url("**/latest/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    title = page.evaluate("document.activeElement.innerText")
    with page.expect_navigation():
        page.keyboard.press("o")
    assert page.locator("h1").inner_text() == title
    save, mute = page.locator("main button.save").first, page.locator("main button[data-mute]").first
    page.keyboard.press("s")
    page.keyboard.press("m")
    assert [button.get_attribute("aria-pressed") for button in (save, mute)] == ["true", "true"]
    page.keyboard.press("?")
    page.locator("dialog#keys input").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    page.keyboard.press("g")
    page.keyboard.press("h")
    assert save.get_attribute("aria-pressed") == "true", "switched off"
    assert "/article/" in page.url


def test_larger_text_is_kept_and_sent_with_the_page(visit: Visit, site: Any) -> None:
    page = visit()
    page.goto(f"{site.address}/article/{site.named['open-ledger-0-1']}/")
    size = "parseFloat(getComputedStyle(document.querySelector('.text')).fontSize)"
    before = page.evaluate(size)
    for _ in range(5):
        page.locator('[data-step="1"]').click(force=True)
    assert page.evaluate(size) > before * 1.5
    assert page.locator('[data-step="1"]').get_attribute("aria-disabled") == "true"
    again = page.context.request.get(page.url).text()
    assert 'data-text="largest"' in again.split("<head>")[0], "the server itself sends the larger page"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_pulling_loads_the_list_anew_in_the_installed_app_alone(visit: Visit, site: Any) -> None:
    for is_installed in (False, True):
        page = visit(has_touch=True)
        if is_installed:
            page.add_init_script(INSTALLED)
        page.goto(f"{site.address}/latest/")
        page.evaluate("window.untouched = true")
        page.evaluate(SWIPE, [195, 200, 0, 60])
        page.wait_for_timeout(300)
        assert page.evaluate("window.untouched") is True, "too short"
        page.evaluate(SWIPE, [195, 200, 0, 260])
        page.wait_for_timeout(1000)
        assert page.evaluate("window.untouched ?? false") is not is_installed


def test_the_icons_badge_counts_what_is_unread(visit: Visit, site: Any) -> None:
    page = visit()
    page.add_init_script(
        "window.shown = []; navigator.setAppBadge = async (n) => shown.push(n);"
        "navigator.clearAppBadge = async () => shown.push(0);"
    )
    page.goto(f"{site.address}/about/")
    for count in (3, 0):
        page.evaluate("n => document.dispatchEvent(new CustomEvent('octavo:unread', { detail: n }))", count)
    assert page.evaluate("shown") == [3, 0]
