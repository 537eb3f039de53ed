"""Asking in a real Chromium: answered in place as it is written, stopped, followed up, without scripts, by a model."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from octavo.testing.models import Wait, model_server, said, saying

Visit = Callable[..., Any]
BOATS = "The army sent 40 boats to Velm."


@pytest.fixture(scope="module")
def embedded(browser: Any, running: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with running(tmp_path_factory.mktemp("asks"), "asks", "none") as site:
        yield site


@pytest.fixture(scope="module")
def written(browser: Any, running: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Its model writes a sentence, one that is false, and then takes half a minute to say nothing."""
    lines = (said(BOATS, 1), said("The army sent 90 boats to Velm.", 1), *(Wait(0.2), "\n") * 150)
    with ExitStack() as stack:
        server = stack.enter_context(model_server(saying(*lines)))
        site = stack.enter_context(running(tmp_path_factory.mktemp("written"), "asks", server.url))
        site.named["server"] = server
        yield site


@pytest.fixture(scope="module")
def assert_fit(violations: Any, small_targets: Any) -> Callable[[Any], None]:
    def assert_fit(page: Any) -> None:
        assert violations(page) == []
        assert [found for found in small_targets(page) if "answer" in found or "ask" in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]

    return assert_fit


def ask(page: Any, question: str) -> Any:
    """The answer's section, once it is whole."""
    page.locator("[data-ask-form] input[name=q]").first.fill(question)
    page.locator("[data-ask-form] button").first.click()
    return whole(page)


def whole(page: Any) -> Any:
    page.wait_for_selector("[data-answer]:not([data-growing])", timeout=60_000)
    return page.locator("[data-answer]").last


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("prefix", "width"), [("", 390), ("", 1280), ("/ar", 390), ("/ar", 1280)])
def test_a_story_is_asked_in_place(
    embedded: Any, visit: Visit, assert_fit: Callable[[Any], None], prefix: str, width: int
) -> None:
    page = visit(width=width)
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(f"{embedded.address}{prefix}/story/{embedded.named['story-velm']}/")
    answer = ask(page, "How many boats did the army send to Velm?")
    assert BOATS in answer.locator("[data-slot=lines]").inner_text()
    answer.locator("details.cite summary").first.click()
    assert answer.locator("blockquote").first.is_visible()
    assert_fit(page)
    assert troubles == []


@pytest.mark.timeout(240)
def test_a_suggested_question_and_a_further_one(embedded: Any, visit: Visit) -> None:
    page = visit()
    page.goto(f"{embedded.address}/story/{embedded.named['story-velm']}/")
    page.get_by_role("link", name="What is said about Karin Holt?").click()
    answer = whole(page)
    assert "Holt said" in answer.inner_text()
    answer.get_by_label("A further question").fill("When did the flood close the harbour?")
    answer.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_selector("[data-answer]:nth-of-type(2):not([data-growing])", timeout=60_000)
    assert "on Tuesday" in page.locator("[data-answer]").last.inner_text()


@pytest.mark.timeout(240)
def test_what_the_sources_do_not_say(embedded: Any, visit: Visit) -> None:
    page = visit()
    page.goto(f"{embedded.address}/article/{embedded.named['velm']}/")
    answer = ask(page, "Who won the chess championship in Oslo?")
    assert "The sources do not say." in answer.inner_text()
    assert answer.locator("[data-slot=lines] li").count() == 0


@pytest.mark.timeout(240)
def test_all_the_news_without_scripts(embedded: Any, visit: Visit) -> None:
    page = visit(scripts=False)
    page.goto(f"{embedded.address}/ask/?q=How+many+boats+did+the+army+send+to+Velm")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_text("Made on this machine").wait_for(timeout=60_000)
    assert BOATS in page.content()


@pytest.mark.timeout(240)
def test_an_empty_question_and_a_server_that_is_away(embedded: Any, visit: Visit) -> None:
    page = visit()
    page.goto(f"{embedded.address}/ask/")
    page.locator("input[name=q]").fill("?!")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_role("alert").get_by_text("Type a question first.").wait_for()
    page.context.set_offline(True)
    page.locator("input[name=q]").fill("Who?")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_role("alert").get_by_text("That did not work.").wait_for()


@pytest.mark.timeout(240)
def test_a_model_writes_sentence_by_sentence_and_is_stopped(written: Any, visit: Visit, violations: Any) -> None:
    page = visit()
    page.goto(f"{written.address}/story/{written.named['story-velm']}/")
    page.locator("[data-ask-form] input[name=q]").first.fill("How many boats did the army send to Velm?")
    page.locator("[data-ask-form] button").first.click()
    page.locator("[data-answer][data-growing] [data-slot=lines]").get_by_text(BOATS).first.wait_for(timeout=60_000)
    assert violations(page) == []
    page.locator("[data-answer]").get_by_role("button", name="Stop").click()
    page.get_by_text("Stopped.").wait_for()
    assert "90 boats" not in page.content()
    server = written.named["server"]
    for _ in range(100):
        if server.left:
            break
        page.wait_for_timeout(100)
    assert server.left
    shown = page.locator("[data-answer]").get_attribute("data-answer")
    page.goto(written.address + str(shown))
    assert BOATS in page.content()
    assert "Stopped." in page.content()


@pytest.mark.timeout(240)
def test_who_leaves_waits_no_longer(written: Any, visit: Visit) -> None:
    server = written.named["server"]
    before, asked = server.left, len(server.bodies)
    page = visit()
    page.goto(f"{written.address}/article/{written.named['velm']}/")
    page.locator("[data-ask-form] input[name=q]").first.fill("When was the harbour of Velm closed?")
    page.locator("[data-ask-form] button").first.click()
    page.locator("[data-growing] [data-slot=status]").get_by_text("Writing").wait_for(timeout=60_000)
    for _ in range(100):
        if len(server.bodies) > asked:
            break
        page.wait_for_timeout(100)
    page.goto(f"{written.address}/about/")
    for _ in range(100):
        if server.left > before:
            return
        page.wait_for_timeout(100)
    raise AssertionError("it goes on writing for nobody")
