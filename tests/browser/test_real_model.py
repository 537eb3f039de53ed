"""The pages with a real language model behind them: streamed, checked, and told who wrote. What a tiny model writes is
judged by the checker alone; what is held is that every sentence that readers get has its source, whoever wrote it.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from small_model import small_model, where_installed

Visit = Callable[..., Any]
pytestmark = [*where_installed, pytest.mark.timeout(400)]
WAIT_MS = 180_000


@pytest.fixture(scope="module")
def written(browser: Any, running: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with ExitStack() as stack:
        url = stack.enter_context(small_model(tmp_path_factory.mktemp("llm")))
        yield stack.enter_context(running(tmp_path_factory.mktemp("newsroom"), "asks", url))


def whole(page: Any) -> Any:
    page.wait_for_selector("[data-answer]:not([data-growing])", timeout=WAIT_MS)
    return page.locator("[data-answer]").last


def assert_sourced(answer: Any, own: str) -> None:
    """Each line has a citation that opens, and readers are told who wrote."""
    lines = answer.locator("[data-slot=lines] > li")
    assert lines.count()
    for place in range(lines.count()):
        cite = lines.nth(place).locator("details.cite").first
        cite.locator("summary").click()
        assert cite.locator("blockquote").inner_text() in own
    told = answer.locator("[data-slot=by]").inner_text()
    assert "Written by" in told or ("Made on this machine" in told and answer.locator("[data-slot=notes]").inner_text())


def test_a_question(written: Any, visit: Visit) -> None:
    page = visit()
    page.goto(f"{written.address}/story/{written.named['story-velm']}/")
    own = " ".join(page.locator("main").inner_text().split()) + " " + " ".join(TEXTS)
    page.locator("[data-ask-form] input[name=q]").first.fill("How many boats did the army send to Velm?")
    page.locator("[data-ask-form] button").first.click()
    assert_sourced(whole(page), own)


@pytest.mark.parametrize("name", ["In short, in English", "Explain simply"])
def test_an_article_in_another_language(written: Any, visit: Visit, name: str) -> None:
    page = visit()
    page.goto(f"{written.address}/article/{written.named['correo']}/")
    own = " ".join(page.locator("article.article").inner_text().split())
    page.get_by_role("link", name=name).click()
    assert_sourced(whole(page), own)


def test_a_translation_is_checked_or_the_original_stands(written: Any, visit: Visit) -> None:
    page = visit()
    page.goto(f"{written.address}/article/{written.named['correo']}/")
    page.get_by_role("link", name="Translate into English").click()
    answer = whole(page)
    assert answer.locator(".pair").count() == 4
    for place in range(4):
        pair = answer.locator(".pair").nth(place)
        original = pair.locator(".pair-other").text_content()
        shown = pair.locator(".pair-own")
        is_original = shown.get_attribute("data-original") is not None
        assert is_original == (shown.text_content() == original)


TEXTS = (
    "A flood closed the harbour of Velm on Tuesday.",
    "“We will not leave the town,” Mayor Karin Holt said.",
    "The army sent 40 boats to Velm.",
    "Schools stay closed this week.",
    "Mayor Karin Holt said that the dam would hold until Friday.",
)
