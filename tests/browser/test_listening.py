"""Listening while reading, in a real Chromium: the sound goes on, and the device remembers where it was."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from octavo.demo.sound import bells

Visit = Callable[..., Any]
NOW = "document.querySelector('#player [data-now]').textContent"
AT_MAIN = "document.activeElement.id === 'main'"  # the last thing done when another page was put in place
IS_PLAYING = "document.getElementById('player').classList.contains('is-playing')"


@pytest.fixture
def faults(violations: Any, small_targets: Any) -> Callable[[Any], list[str]]:
    """What axe finds wrong, and what a thumb cannot hit."""
    return lambda page: [*small_targets(page), *violations(page)]


@pytest.fixture
def listen(visit: Visit, site: Any) -> Callable[..., Any]:
    """Opens a page whose publishers' recordings sound; `page.heard` is what was asked of publishers."""

    def listen(path: str, **options: Any) -> Any:
        page = visit(**options)
        page.heard = []
        page.troubles = []

        def answer(route: Any) -> None:
            page.heard.append(route.request.url)
            route.fulfill(body=bells((262, 392), 45), headers={"Content-Type": "audio/wav", "Accept-Ranges": "bytes"})

        page.route("https://harbour-post.example/**", answer)
        page.on("pageerror", lambda error: page.troubles.append(str(error)))
        page.on("console", lambda told: page.troubles.append(told.text) if told.type == "error" else None)
        page.goto(site.address + path)
        return page

    return listen


def until(page: Any, is_so: str, timeout: float = 15_000) -> None:
    """As Playwright's `wait_for_function`, which the strict policy on scripts forbids."""
    over_at = time.monotonic() + timeout / 1000
    while not page.evaluate(is_so):
        assert time.monotonic() < over_at, is_so
        page.wait_for_timeout(50)


def press_play(page: Any) -> None:
    page.locator("[data-episode] [data-play]").first.click()
    until(page, IS_PLAYING)
    until(page, f"{NOW} !== '0:00' && {NOW} !== '٠:٠٠'")


def podcast(site: Any, prefix: str = "") -> str:
    return f"{prefix}/article/{site.named['podcast']}/"


def test_nothing_is_asked_of_a_publisher_before_play_is_pressed(listen: Any) -> None:
    page = listen("/listen/")
    page.wait_for_load_state("networkidle")
    assert page.heard == []
    assert page.locator("#player").is_hidden()
    press_play(page)
    assert page.heard
    assert page.locator("#player").is_visible()
    assert page.troubles == []


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_the_sound_goes_on_while_one_reads_on(listen: Any, site: Any, prefix: str) -> None:
    page = listen(f"{prefix}/listen/", width=1280)
    press_play(page)
    page.evaluate("window.sameDocument = true")
    heard = len(page.heard)
    page.locator(f".masthead a[href='{prefix}/latest/']").click()
    page.wait_for_url(f"**{prefix}/latest/")
    until(page, AT_MAIN)
    assert page.evaluate("window.sameDocument")
    assert page.evaluate(IS_PLAYING)
    assert page.locator("#player [data-announce]").inner_text() == page.title()
    page.locator("main .headline a").first.click()
    until(page, "document.querySelector('main article.article h1')")
    page.go_back()
    until(page, "document.querySelector('main .river')")
    assert page.evaluate("[window.sameDocument, " + IS_PLAYING + "]") == [True, True]
    assert len(page.heard) == heard
    assert page.locator("link[href*='stories.css']").count() == 1
    assert page.troubles == []


def test_keys_and_scripts_of_the_next_page_work(listen: Any) -> None:
    page = listen("/listen/", width=1280)
    press_play(page)
    page.locator(".masthead a[href='/latest/']").click()
    until(page, AT_MAIN)
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.innerText") == page.locator("main .headline a").first.inner_text()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.innerText") == page.locator("main .headline a").nth(1).inner_text()
    page.keyboard.press("p")
    until(page, f"!{IS_PLAYING}")


def test_without_sound_links_load_as_ever(listen: Any) -> None:
    page = listen("/listen/", width=1280)
    page.evaluate("window.sameDocument = true")
    page.locator(".masthead a[href='/latest/']").click()
    page.wait_for_url("**/latest/")
    assert page.evaluate("window.sameDocument") is None


def test_the_position_is_kept_after_a_reload_and_nothing_loads_by_itself(listen: Any, site: Any) -> None:
    page = listen(podcast(site))
    page.locator(".chapter").nth(2).click()
    until(page, f"{NOW} === '0:31'")
    page.locator("#player [data-act=toggle]").click()
    until(page, f"!{IS_PLAYING}")
    page.heard.clear()
    page.reload()
    until(page, "!document.getElementById('player').hidden")
    assert page.evaluate(NOW) in {"0:31", "0:32"}
    assert page.heard == []
    assert "left" in page.locator("[data-left]").inner_text()
    page.locator("#player [data-act=toggle]").click()
    until(page, f"{IS_PLAYING} && {NOW} > '0:31'")


def test_a_full_load_takes_up_where_it_was(listen: Any, site: Any) -> None:
    """Another language has another player, so its page is loaded in full."""
    page = listen(podcast(site), width=1280)
    page.locator(".chapter").nth(1).click()
    until(page, f"{NOW} === '0:16'")
    page.locator(".tongues summary").click()
    page.locator(".tongues a[lang=ar]").click()
    until(page, "document.documentElement.lang === 'ar' && !document.getElementById('player').hidden")
    assert page.evaluate(NOW) in {"٠:١٦", "٠:١٧", "٠:١٨"}


def test_speed_skips_chapters_and_queue(listen: Any, site: Any) -> None:
    page = listen("/listen/", width=1280)
    page.locator("[data-episode] [data-play]").nth(1).click()
    until(page, IS_PLAYING)
    first = page.locator("#player [data-title]").inner_text()
    page.locator("[data-episode] [data-queue]").first.click()
    page.locator("#player [data-act=more]").click()
    page.select_option("#player-speed", "2")
    page.locator("#player [data-act=ahead]").click()
    until(page, f"{NOW} >= '0:30'")
    titles = page.locator("#player [data-chapter-list], #player [data-queue-list]").all_inner_texts()
    assert any("four bells" in title or "learned to wait" in title for title in titles)
    page.locator("#player [data-act=back]").click()
    until(page, f"{NOW} < '0:25'")
    page.locator("#player [data-act=ahead]").click()
    until(page, f"document.querySelector('#player [data-title]').textContent !== {first!r}", timeout=20_000)
    until(page, IS_PLAYING)
    page.reload()
    page.locator("#player [data-act=more]").click()
    assert page.input_value("#player-speed") == "2"


def test_a_transcript_can_be_searched_and_leads_to_its_place(listen: Any, site: Any) -> None:
    page = listen(podcast(site), width=1280)
    page.locator("[data-transcript] summary").click()
    page.fill("#transcript-words", "ENGINE")
    assert page.locator(".passage:visible").count() == 1
    assert page.locator(".passage mark").all_inner_texts() == ["engine"]
    page.fill("#transcript-words", "volcano")
    assert page.locator("[data-transcript] output").inner_text() == "Nothing found"
    page.fill("#transcript-words", "")
    page.locator(".passage-time").nth(1).click()
    until(page, f"{IS_PLAYING} && {NOW} >= '0:15'")
    until(page, "document.querySelectorAll('.passage')[1].classList.contains('is-said')")


def test_a_recording_that_is_gone_says_so(visit: Visit, site: Any) -> None:
    page = visit()
    page.route("https://harbour-post.example/**", lambda route: route.fulfill(status=404))
    page.goto(site.address + podcast(site))
    page.locator("[data-episode] [data-play]").click()
    page.wait_for_selector("#player [data-trouble-text]:not([hidden])")
    page.locator("#player [data-act=close]").click()
    assert page.locator("#player").is_hidden()


def test_the_lock_screen_is_told(listen: Any, site: Any) -> None:
    page = listen(podcast(site))
    press_play(page)
    assert page.evaluate("navigator.mediaSession.metadata.title") == "Low Tide: the ferry that learned to wait"
    assert page.evaluate("navigator.mediaSession.playbackState") == "playing"


def test_without_scripts_the_browsers_own_controls_stand_there(visit: Visit, site: Any) -> None:
    page = visit(scripts=False)
    page.goto(site.address + podcast(site))
    assert page.locator("audio").is_visible()
    assert page.locator("[data-play]").first.is_hidden()
    page.locator("[data-transcript] summary").click()
    assert page.locator(".passage").first.is_visible()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_axe_and_thumbs_are_content_with_the_open_player(
    listen: Any, site: Any, faults: Any, prefix: str, width: int
) -> None:
    page = listen(podcast(site, prefix), width=width)
    page.locator("[data-transcript] summary").click()
    press_play(page)
    page.locator("#player [data-act=more]").click()
    page.wait_for_selector("#player [data-chapter-list] li")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("path", ["/ar/live/", "/live/", "/watch/", "/listen/{show}/"])
def test_thumbs_reach_everything_on_the_lists(listen: Any, site: Any, faults: Any, path: str) -> None:
    page = listen(path.replace("{show}", str(site.named["show"])))
    assert faults(page) == []


def test_a_stream_is_framed_only_when_asked(listen: Any, site: Any) -> None:
    page = listen("/live/")
    assert page.locator("iframe").count() == 0
    page.route("https://www.youtube-nocookie.com/**", lambda route: route.fulfill(body="player"))
    with page.expect_request("https://www.youtube-nocookie.com/embed/live_stream**"):
        page.locator("[data-load]").first.click()
    assert page.locator("iframe").get_attribute("title") == "On the quay"
