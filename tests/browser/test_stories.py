"""Stories in a real Chromium: why a story is here, what is new on this device, coverage that unfolds; and the desk."""

from collections.abc import Callable
from typing import Any

import pytest

Visit = Callable[..., Any]

KENYA = "/?country=KE&language=en&language=ar"


def story(site: Any, name: str = "water", prefix: str = "") -> str:
    return f"{site.address}{prefix}/story/{site.named[f'story-{name}']}/"


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_why_opens_in_place_with_or_without_scripts(visit: Visit, site: Any, prefix: str, scripts: bool) -> None:
    page = visit(scripts=scripts)
    page.goto(f"{site.address}{prefix}{KENYA}")
    why = page.locator(".card-lead .why")
    assert not why.locator("li").first.is_visible()
    why.locator("summary").click()
    assert why.locator("li").first.is_visible()
    assert why.locator("li").count() >= 5
    assert page.url.endswith(KENYA), "the card's own link stays out of it"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_citation_opens_its_sentence_in_place(visit: Visit, site: Any, scripts: bool) -> None:
    page = visit(scripts=scripts)
    page.goto(story(site))
    cite = page.locator(".brief .cite").nth(2)
    quote = cite.locator("blockquote")
    assert not quote.is_visible()
    cite.locator("summary").click()
    assert quote.is_visible()
    assert quote.get_attribute("dir") == "rtl"
    assert "سبع بلدات" in quote.inner_text()
    cite.get_by_role("link").click()
    assert f"/article/{site.named['al-marsa-0-10']}/" in page.url


@pytest.mark.parametrize(("width", "dark"), [(390, True), (1280, False)])
@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_axe_finds_nothing_where_everything_is_unfolded(  # noqa: PLR0917  a row of the table and three fixtures
    visit: Visit, site: Any, violations: Any, small_targets: Any, prefix: str, width: int, dark: bool
) -> None:
    for address in (
        f"{site.address}{prefix}{KENYA}",
        story(site, "water", prefix),
        f"{site.address}{prefix}/article/{site.named['harbour-post-0-0']}/",
    ):
        page = visit(width=width, dark=dark)
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
        assert violations(page) == []
        assert small_targets(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_story_card_leads_to_the_story_and_its_publisher_to_the_article(visit: Visit, site: Any) -> None:
    page = visit(width=1280)
    page.goto(f"{site.address}{KENYA}")
    card = page.locator(".story-many").first
    card.locator("a.by").click()
    assert "/article/" in page.url
    page.go_back()
    card.locator(".headline a").click()
    assert f"/story/{site.named['story-water']}/" in page.url
    page.get_by_role("link", name="By publisher").click()
    assert page.locator(".telling").count() == 8
    page.get_by_role("link", name="By language").click()
    copies = page.locator(".copies").first
    assert not copies.locator("a").first.is_visible()
    copies.locator("summary").click()
    copies.locator("a").first.click()
    assert "/article/" in page.url


def test_what_is_new_since_the_last_look_is_marked_on_this_device_alone(visit: Visit, site: Any) -> None:
    page, posted = visit(), []
    page.on("request", lambda request: posted.append(request.url) if request.method != "GET" else None)
    page.goto(story(site))
    assert page.locator(".mark-new:visible").count() == 0, "a first look has nothing to compare with"
    page.evaluate(
        """id => localStorage.setItem("octavo-stories", JSON.stringify({[id]: 1000}))""",
        str(site.named["story-water"]),
    )
    page.reload()
    assert page.locator(".mark-new:visible").count() == 5
    assert page.locator("[data-new-notice]").is_visible()
    page.reload()
    assert page.locator(".mark-new:visible").count() == 0
    assert posted == []


def test_the_map_says_in_words_what_it_shows(visit: Visit, site: Any) -> None:
    page = visit(width=1280)
    page.goto(story(site))
    assert page.locator(".map circle").count() == page.locator(".told-from li").count() == 5
    box = page.locator(".map").bounding_box()
    assert box["width"] > 250
    page.get_by_role("link", name="Machakos").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Machakos"
