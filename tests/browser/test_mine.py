"""What one keeps, in a real Chromium: on a device without an account, taken over by one, and with one."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

Visit = Callable[..., Any]

EMAIL, PASSWORD = "operator@octavo.example", "eight leaves make one sheet"
KENYA = "/?country=KE&language=en"
OWN = ("/my-news/", "/saved/", "/history/", "/following/", "/my/ranking/", "/welcome/", "/welcome/interests/",
       "/welcome/publishers/")  # fmt: skip


@pytest.fixture(scope="module")
def room(browser: Any, running: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A newsroom of these tests alone, with somebody who has an account."""
    with running(tmp_path_factory.mktemp("mine"), "troubled") as site:
        yield site


def sign_in(page: Any, room: Any) -> None:
    page.goto(f"{room.address}/operate/sign-in/")
    page.fill("input[name=username], input[name=email], input[name=login]", EMAIL)
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    page.wait_for_load_state()


def headlines(page: Any) -> list[str]:
    found: list[str] = page.locator("main .headline a:visible").all_inner_texts()
    return found


def press(page: Any, selector: str) -> None:
    """And wait until it is so."""
    button = page.locator(selector).first
    before = button.get_attribute("aria-pressed") or "false"
    button.click()
    page.wait_for_function(
        "([one, before]) => one.getAttribute('aria-pressed') !== before", arg=[button.element_handle(), before]
    )


def test_a_visitor_follows_and_reads_it_in_my_news(visit: Visit, room: Any) -> None:
    page = visit()
    page.goto(f"{room.address}/topic/sport/{KENYA[1:]}")
    first = headlines(page)[0]
    press(page, "button.follow")
    page.reload()
    assert page.locator("button.follow").get_attribute("aria-pressed") == "true"
    page.goto(f"{room.address}/my-news/")
    page.wait_for_selector(".news-item")
    assert "You follow Sport" in page.locator(".reason").first.inner_text()
    assert first in headlines(page)
    page.goto(f"{room.address}/following/")
    assert page.locator("[data-device=follows] li").count() == 1


def test_what_a_visitor_saves_is_taken_over_on_signing_in(visit: Visit, room: Any) -> None:
    page = visit(width=1280)
    page.goto(f"{room.address}/latest/?kind=article")
    title = headlines(page)[1]
    press(page, ".river .card:nth-child(2) .save")
    page.goto(f"{room.address}/saved/")
    page.wait_for_selector("[data-cards] .card")
    assert headlines(page) == [title]
    sign_in(page, room)
    page.goto(f"{room.address}/saved/")
    page.wait_for_function("!localStorage.getItem('octavo-mine')")
    page.reload()
    assert headlines(page) == [title]
    press(page, ".card .save")
    page.reload()
    assert headlines(page) == []


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_a_muted_word_disappears_on_the_device(visit: Visit, room: Any, prefix: str) -> None:
    word = "orchestra" if not prefix else "أوركسترا"
    language = "en" if not prefix else "ar"
    page = visit()
    page.goto(f"{room.address}{prefix}/search/?q={word}&language={language}")
    assert any(word in title.lower() for title in headlines(page))
    page.goto(f"{room.address}{prefix}/following/")
    page.fill("#word", word)
    page.locator("[data-mute-word] button").click()
    for path in ("/", f"/latest/?language={language}", f"/search/?q={word}&language={language}"):
        page.goto(f"{room.address}{prefix}{path}")
        assert not any(word in title.lower() for title in headlines(page)), path
    page.locator("[data-muted-note]").click()
    assert any(word in title.lower() for title in headlines(page))


def test_with_an_account_a_muted_word_is_gone_from_the_page_itself(visit: Visit, room: Any) -> None:
    page = visit(width=1280)
    sign_in(page, room)
    page.goto(f"{room.address}/following/")
    page.fill("#word", "lake")
    page.locator("form:has(#word) button").click()
    page.goto(f"{room.address}{KENYA}")
    assert not any("lake" in title.lower() for title in headlines(page))
    page.goto(f"{room.address}/article/{room.named['harbour-post-0-0']}/")
    assert not any("lake" in title.lower() for title in headlines(page))
    page.goto(f"{room.address}/search/?q=lake")
    assert headlines(page) == []
    assert page.locator("details.muted-note").count() == 1
    page.goto(f"{room.address}/following/")
    press(page, "button.mute")


def test_sliders_change_the_order_and_the_reason_is_shown(visit: Visit, room: Any) -> None:
    page = visit(width=1280)
    sign_in(page, room)

    def order(weight: str) -> list[str]:
        page.goto(f"{room.address}/my/ranking/")
        page.locator("#weight-topics").fill(weight)
        page.locator("form.form .button-main").click()
        page.goto(f"{room.address}{KENYA}")
        return headlines(page)

    page.goto(f"{room.address}/topic/sport/")
    press(page, "button.follow")
    without, lifted = order("0"), order("2")
    assert without != lifted
    page.evaluate("document.querySelectorAll('main .why').forEach(one => { one.open = true; })")
    told = page.locator(".why-box", has_text="You follow Sport")
    assert told.count() >= 1
    assert page.locator(".why-box .usual", has_text="Without what you follow and read").count() >= 1
    page.goto(f"{room.address}/topic/sport/")
    press(page, "button.follow")


def test_what_was_read_is_marked(visit: Visit, room: Any) -> None:
    page = visit()
    page.goto(f"{room.address}/article/{room.named['open-ledger-0-1']}/")
    title = page.locator("h1").inner_text()
    page.goto(f"{room.address}/publisher/open-ledger/")
    assert page.locator(".card.is-read .headline").all_inner_texts() == [title]
    page.goto(f"{room.address}/history/")
    page.wait_for_selector("[data-cards] .card")
    assert headlines(page) == [title]
    page.locator("[data-clear-read]").click()
    assert headlines(page) == []


def test_the_welcome_takes_three_steps(visit: Visit, room: Any) -> None:
    page = visit()
    page.goto(f"{room.address}/")
    page.locator(".hint a").first.click()
    page.select_option("#country", "KE")
    page.locator(".button-main").click()
    page.locator(".check", has_text="Sport").click()
    page.locator(".button-main").click()
    page.locator(".check").first.click()
    page.locator(".button-main").click()
    page.wait_for_selector(".news-item")
    assert page.url == f"{room.address}/my-news/"
    page.goto(f"{room.address}/")
    assert page.locator(".hint").count() == 0


def test_without_scripts_a_visitor_is_told(visit: Visit, room: Any) -> None:
    page = visit(scripts=False)
    page.goto(f"{room.address}/topic/sport/")
    page.locator("button.follow").click()
    assert page.locator(".state .button-main").is_visible()


def test_without_scripts_an_account_follows(visit: Visit, room: Any) -> None:
    page = visit(scripts=False)
    sign_in(page, room)
    page.goto(f"{room.address}/topic/sport/")
    for pressed in ("true", "false"):
        page.locator("button.follow").click()
        assert page.url == f"{room.address}/topic/sport/"
        assert page.locator("button.follow").get_attribute("aria-pressed") == pressed


@pytest.mark.parametrize(("prefix", "width"), [("", 390), ("/ar", 390), ("", 1280)])
@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize("paths", [OWN[:4], OWN[4:]], ids=["kept", "chosen"])
def test_axe_finds_nothing(  # noqa: PLR0917  a row of the table and fixtures
    visit: Visit,
    room: Any,
    violations: Any,
    small_targets: Any,
    prefix: str,
    width: int,
    signed_in: bool,
    paths: tuple[str, ...],
) -> None:
    page = visit(width=width)
    if signed_in:
        sign_in(page, room)
    page.goto(f"{room.address}/topic/sport/")
    press(page, "button.follow")
    press(page, ".save")
    for path in paths:
        page.goto(f"{room.address}{prefix}{path}", wait_until="networkidle")
        assert violations(page) == [], path
        assert small_targets(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.emulate_media(color_scheme="light")
    page.goto(f"{room.address}/topic/sport/")
    press(page, "button.follow")
    press(page, ".save")
