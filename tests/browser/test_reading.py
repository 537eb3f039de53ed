"""How reading feels in a real Chromium: accessible, still, private, by keyboard, and without any script."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from octavo.core.settings import INTERFACE_LANGUAGES

Visit = Callable[..., Any]

PATHS = (
    "/", "/latest/?kind=article", "/section/world/", "/hashtag/rivers/", "/publisher/harbour-post/", "/publishers/",
    "/search/?q=water", "/search/?q=nothingfitsthis", "/watch/", "/listen/", "/live/", "/choose/",
    "/about/", "/nowhere/",
    "{open-ledger-0-1}", "{al-marsa-0-10}", "{podcast}", "{embed}", "{corrected}versions/", "{harbour-post-0-0}",
    "/?country=KE&language=en&language=ar", "{story-water}", "{story-water}?by=publisher", "{story-near}", "/trending/",
    "/topic/politics/", "/place/184745/", "/editions/",
)  # fmt: skip


def address(site: Any, path: str, prefix: str = "") -> str:
    """`{name}` is the article or the story of that name."""
    if path.startswith("{"):
        name, _, rest = path[1:].partition("}")
        path = f"/{'story' if name.startswith('story-') else 'article'}/{site.named[name]}/{rest}"
    return f"{site.address}{prefix}{path}"


@pytest.mark.parametrize("prefix", ["", "/ar"])
@pytest.mark.parametrize("path", PATHS)
def test_axe_and_the_network_log_find_nothing(visit: Visit, site: Any, violations: Any, path: str, prefix: str) -> None:
    """In English and Arabic, light and dark; text contrast of 7:1. And no third party hears of the reader."""
    page, hosts, errors = visit(width=390 if prefix else 1280), set(), []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address(site, path, prefix))
    assert violations(page) == []
    assert hosts == {urlsplit(site.address).netloc}
    assert [error for error in errors if "404" not in error] == []


WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => { for (const e of list.getEntries()) window.shifts.push(e.value); })
  .observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["/", "/ar/", "/latest/", "/watch/", "{open-ledger-0-1}", "{story-water}"])
def test_nothing_jumps_while_pictures_arrive(visit: Visit, site: Any, path: str, width: int) -> None:
    page = visit(width=width)
    page.add_init_script(WATCH_SHIFTS)
    slow = {"offline": False, "latency": 120, "downloadThroughput": 2e6, "uploadThroughput": 2e6}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
    page.goto(address(site, path))
    for _ in range(4):
        page.mouse.wheel(0, 900)
        page.wait_for_timeout(80)
    assert page.evaluate("window.shifts.reduce((a, b) => a + b, 0)") < 0.01


def test_a_player_is_loaded_only_when_asked(visit: Visit, site: Any) -> None:
    page, asked = visit(), []
    page.on("request", lambda request: None if request.url.startswith(site.address) else asked.append(request.url))
    page.goto(address(site, "{embed}"), wait_until="networkidle")
    assert asked == []
    with page.expect_request("https://www.youtube-nocookie.com/embed/abcdefghijk**"):
        page.click("[data-load]")
    assert page.locator("iframe").get_attribute("title") == "The dam from above"


def test_the_keyboard_walks_through_the_page(visit: Visit, site: Any) -> None:
    page = visit(width=1280)
    page.goto(address(site, "/"))
    titles = page.locator("main .headline a").all_inner_texts()
    focused = "document.activeElement.innerText"
    page.keyboard.press("j")
    assert page.evaluate(focused) == titles[0]
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate(focused) == titles[1]
    page.keyboard.press("?")
    assert page.locator("dialog[open]").is_visible()
    page.locator("dialog input").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.url.endswith(":" + site.address.rpartition(":")[2] + "/"), "the keys are switched off"
    page.keyboard.press("?")
    page.locator("dialog input").check()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.wait_for_url("**/search/")
    page.keyboard.press("/")
    page.keyboard.type("j water")
    assert page.input_value("#q") == "j water"


def test_everything_reads_without_scripts(visit: Visit, site: Any) -> None:
    page = visit(scripts=False)
    page.goto(address(site, "/"))
    page.locator("main .story-many .headline a").first.click()
    page.locator("main .telling .headline a").first.click()
    assert page.locator("article .text p").first.is_visible()
    assert page.locator(".bottom-bar a.original").is_visible()
    assert not page.locator("[data-share]:visible").count()
    page.goto(address(site, "/latest/"))
    page.get_by_role("link", name="Older articles").click()
    assert "from=" in page.url
    page.goto(address(site, "/search/"))
    page.fill("#q", "water")
    page.press("#q", "Enter")
    assert page.locator("mark").count() > 3
    page.goto(address(site, "/choose/"))
    page.get_by_label("Dark").check()
    page.get_by_role("button", name="Keep").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_the_theme_is_kept_without_a_flash(visit: Visit, site: Any) -> None:
    page = visit(width=1280)
    page.goto(address(site, "/"))
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    page.click("[data-theme-switch]")
    dark = page.evaluate(background)
    assert dark != light
    page.goto(address(site, "/latest/"))
    assert page.locator("html").get_attribute("data-theme") == "dark", "the server itself sends the dark page"
    assert page.evaluate(background) == dark


@pytest.mark.parametrize("prefix", ["", "/ar"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/latest/",
        "/search/?q=water",
        "/publishers/",
        "/choose/",
        "{open-ledger-0-1}",
        "{embed}",
        "{story-water}",
        "/editions/",
    ],
)
def test_it_fits_the_narrowest_phone_at_any_size_of_text(visit: Visit, site: Any, path: str, prefix: str) -> None:
    page = visit(width=320)
    page.goto(address(site, path, prefix))
    for size in ("100%", "200%", "300%"):
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, size


def test_every_language_fits_the_narrowest_phone(visit: Visit, site: Any) -> None:
    page = visit(width=320)
    wide = []
    for code in sorted(INTERFACE_LANGUAGES.keys() - {"en", "ar"}):
        for path in ("/", "/choose/", "/app/"):
            page.goto(address(site, path, f"/{code}"))
            assert page.locator("html").get_attribute("lang") == code
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                wide.append((code, path))
    assert wide == []


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/latest/?kind=article",
        "/publishers/",
        "/choose/",
        "/search/?q=water",
        "{open-ledger-0-1}",
        "{corrected}",
        "{embed}",
        "{story-water}",
        "{harbour-post-0-0}",
        "/trending/",
    ],
)
def test_targets_are_large_enough_for_a_thumb(
    visit: Visit, site: Any, small_targets: Any, path: str, width: int
) -> None:
    page = visit(width=width)
    page.goto(address(site, path))
    assert small_targets(page) == []


def test_ages_keep_counting_in_the_readers_digits(visit: Visit, site: Any) -> None:
    page = visit()
    page.goto(address(site, "/ar/"))
    assert (
        page.locator(".byline time", has_text="قبل").first.inner_text().translate(str.maketrans("", "", "٠١٢٣٤٥٦٧٨٩"))
        != ""
    )
    assert not page.locator("time", has_text="ago").count()
    page.goto(address(site, "{open-ledger-0-1}"))
    assert "UTC" not in page.locator("time[data-moment]").first.inner_text()


SLANTS = """() => {
  const text = document.querySelector(".text");
  text.insertAdjacentHTML("beforeend",
    "<p><em>1</em></p><blockquote><i>2</i></blockquote><p lang=en><cite>3</cite></p>");
  return [...text.querySelectorAll("em, blockquote, i, cite")].map(e => getComputedStyle(e).fontStyle);
}"""


def test_only_scripts_that_slant_are_slanted(visit: Visit, site: Any) -> None:
    page = visit()
    page.goto(address(site, "{open-ledger-0-1}", "/ar"))
    assert page.evaluate(SLANTS) == ["italic"] * 4, "the language of the text decides, not that of the interface"
    page.goto(address(site, "{al-marsa-0-10}"))
    assert page.evaluate(SLANTS) == ["normal", "normal", "normal", "italic"]


@pytest.mark.parametrize("path", ["/", "{open-ledger-0-1}", "{al-marsa-0-10}"])
def test_paper_gets_the_news_and_no_menus(visit: Visit, site: Any, path: str) -> None:
    page = visit(width=680, dark=True)
    page.goto(address(site, path))
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("nav:visible, button:visible, .button:visible, .gathering:visible").count() == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("article h1:visible, article h3:visible").count()
    if path != "/":
        assert page.locator(".source", has_text="https://").is_visible(), "where the article came from"
