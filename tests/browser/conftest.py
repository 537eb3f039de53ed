"""A real Chromium, and a newsroom for it to read."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from octavo.web import messages

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@dataclass
class Site:
    """A running newsroom and the articles that a test may want."""

    address: str
    named: dict[str, int] = field(default_factory=dict)
    invitation: str = ""
    session: str = ""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark browser tests and run them last: Playwright keeps an event loop, beside which no asyncio test could run."""
    browser_tests = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in browser_tests:
        item.add_marker(pytest.mark.browser)
    items[:] = [item for item in items if item not in browser_tests] + browser_tests


@pytest.fixture(scope="session")
def axe() -> str:
    package = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python (axe-core) is not installed")
    return (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("no Chromium is installed (Debian: apt-get install chromium)")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield running
        running.close()


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens a page of a fresh reader: `visit(width=390, dark=True, scripts=False)`."""
    contexts = []

    def visit(*, width: int = 390, height: int = 844, dark: bool = False, scripts: bool = True, **options: Any) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            locale="en-GB",
            reduced_motion="reduce",
            # Keeping a whole edition would trouble every test that only reads a page.
            **{"service_workers": "block", **options},
        )
        contexts.append(context)
        return context.new_page()

    yield visit
    for context in contexts:
        context.close()


RUN_AXE = """async (only) => {
  const options = { resultTypes: ["violations"], rules: {
    "color-contrast": { enabled: false }, "color-contrast-enhanced": { enabled: true },
    "target-size": { enabled: true } } };
  if (only.length) Object.assign(options, { runOnly: { type: "rule", values: only } });
  const found = await axe.run(document, options);
  return found.violations.map(v => v.id + ": " +
    v.nodes.slice(0, 3).map(n => n.target + " " + n.any.map(a => a.message)).join(" | "));
}"""
COLOURS = ["color-contrast-enhanced"]
SMALL_TARGETS = """() => [...document.querySelectorAll(
    "a, button, summary, select, input:not([type=checkbox], [type=radio]), label.check")]
  .filter(e => e.checkVisibility() && !e.closest(".text, .headline, .skip, h1, h2.row-title:not(:has(a))"))
  .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
  .filter(([_, box]) => box.width && (box.height < 43.9 || box.width < 43.9))
  .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""


@pytest.fixture(scope="session")
def violations(axe: str) -> Callable[[Any], list[str]]:
    """What axe-core finds wrong with a page, text contrast of 7:1 among it; in dark too where the page is English.

    Colours are the same in every language.
    """

    def violations(page: Any) -> list[str]:
        page.evaluate(axe)
        found: list[str] = page.evaluate(RUN_AXE, [])
        if page.locator("html").get_attribute("lang") != "en":
            return found
        page.emulate_media(color_scheme="dark")
        return found + page.evaluate(RUN_AXE, COLOURS)

    return violations


@pytest.fixture(scope="session")
def small_targets() -> Callable[[Any], list[str]]:
    """What on a page is too small for a thumb: less than 44 pixels either way."""
    return lambda page: page.evaluate(SMALL_TARGETS)


@contextmanager
def _running(directory: Path, *arguments: str) -> Iterator[Site]:
    messages.compile_all()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("OCTAVO_")}
    command = [sys.executable, str(Path(__file__).parent / "serve.py"), str(directory), *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ)  # noqa: S603  our own script
    assert process.stdout
    line = process.stdout.readline()
    assert line, "the newsroom did not start"
    told = json.loads(line)
    try:
        yield Site(f"http://127.0.0.1:{told['port']}", told["named"], told["invitation"], told.get("session", ""))
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


@pytest.fixture(scope="session")
def running() -> Callable[..., AbstractContextManager[Site]]:
    """Starts a newsroom in a directory: `with running(directory, *arguments of serve.py) as site`."""
    return _running


@pytest.fixture(scope="session")
def site(browser: Any, running: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("newsroom")) as site:
        yield site
