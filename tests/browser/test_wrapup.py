"""The wrap-up to hear, in a real Chromium: the recording plays, jumps, and stands well on every page of it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

Visit = Callable[..., Any]
WORLD = "/wrap-up/?country=&language=en"
HEAR = """async () => {
  const sound = document.querySelector("audio");
  sound.muted = true;
  await sound.play();
  sound.currentTime = 40;
  await new Promise((done) => sound.addEventListener("seeked", done, { once: true }));
  return [sound.duration, sound.currentTime, sound.error];
}"""


@pytest.fixture(scope="module")
def site(browser: Any, running: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with running(tmp_path_factory.mktemp("newsroom"), "spoken") as site:
        yield site


@pytest.fixture
def open_page(visit: Visit, site: Any) -> Callable[..., Any]:
    """As Anna, who follows something, or as a stranger."""

    def open_page(path: str, *, anna: bool = True, **options: Any) -> Any:
        page = visit(**options)
        if anna:
            page.context.add_cookies([{"name": "sessionid", "value": site.session, "url": site.address}])
        page.goto(site.address + path)
        return page

    return open_page


def test_the_recording_is_heard_and_jumps(open_page: Callable[..., Any]) -> None:
    page = open_page(WORLD, anna=False)
    duration, at, error = page.evaluate(HEAR)
    assert error is None
    assert duration == pytest.approx(45, abs=0.5)
    assert at >= 40
    assert page.locator("[data-listen]").count() == 0


@pytest.mark.parametrize("path", [WORLD, "/wrap-up/?of=mine", f"/ar{WORLD}"])
@pytest.mark.parametrize("width", [320, 1280])
def test_it_stands_well(
    open_page: Callable[..., Any], violations: Any, small_targets: Any, path: str, width: int
) -> None:
    page = open_page(path, width=width)
    assert [*small_targets(page), *violations(page)] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_mine_is_a_press_away_and_without_scripts_too(open_page: Callable[..., Any]) -> None:
    page = open_page("/wrap-up/", scripts=False)
    page.get_by_role("link", name="Mine").click()
    assert page.locator(".wrap-item").count() > 0
    assert page.locator("audio").count() == 0
    page.get_by_role("link", name="Edition", exact=True).click()
    assert page.locator('.toggle [aria-current="true"]').text_content() == "Edition"
