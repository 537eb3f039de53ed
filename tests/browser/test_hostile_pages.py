"""Hostile titles and texts on real pages in a real Chromium: nothing executes, nothing is fetched."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Visit = Callable[..., Any]

SHARED = Path(__file__).parents[2] / "../shared/data"
OWN = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "<svg/onload=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)" onfocus=alert(1) autofocus>x</a>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<style>@import "https://evil.example/x.css"; body{background:url(https://evil.example/)}</style>',
    '<img src="https://evil.example/pixel.gif">',
    '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    '<base href="https://evil.example/">',
    '<form action="https://evil.example/"><input autofocus onfocus=alert(1)>',
    '<video poster="https://evil.example/p" autoplay><source src="https://evil.example/v" onerror=alert(1)></video>',
    "{{ 7*7 }}{% csrf_token %}",
    "\u202eevil\u202c",
    '<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">',
)
SPY = """
window.executed = [];
for (const name of ["alert", "confirm", "prompt", "print"])
  window[name] = text => { window.executed.push(name + " " + text); };
"""


def payloads() -> list[str]:
    found = list(OWN)
    for path in (
        SHARED / "sec-payloads/xss.jsonl",
        SHARED / "sec-payloads/svg.jsonl",
        SHARED / "sec-dompurify/cases.jsonl",
    ):
        if path.exists():
            lines = path.read_text(encoding="utf-8").split("\n")
            found += [json.loads(line)["payload"] for line in lines if line.strip()]
    return found


@pytest.fixture(scope="module")
def hostile_site(browser: Any, running: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    directory = tmp_path_factory.mktemp("hostile")
    (directory / "payloads.json").write_text(json.dumps(payloads()), encoding="utf-8")
    with running(directory, str(directory / "payloads.json")) as site:
        yield site


def test_nothing_executes_and_nothing_is_fetched(visit: Visit, hostile_site: Any) -> None:
    """Every list page, which hold the payloads as titles and names, and every article that holds them as text."""
    page = visit(width=1280)
    trouble: list[str] = []
    page.add_init_script(SPY)
    page.on("dialog", lambda dialog: (trouble.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: trouble.append(f"error {error}"))
    page.on("console", lambda message: trouble.append(message.text) if is_trouble(message) else None)
    page.on(
        "request", lambda request: None if request.url.startswith(hostile_site.address) else trouble.append(request.url)
    )
    texts: list[str] = []
    following = "/latest/"
    visited = 0
    while following:
        page.goto(hostile_site.address + following)
        visited += 1
        _assert_quiet(page, trouble)
        texts += page.eval_on_selector_all(
            ".headline a",
            "found => found.filter(a => /^Text [0-9]/.test(a.textContent)).map(a => a.getAttribute('href'))",
        )
        onward = page.locator("a[rel=next]")
        following = onward.get_attribute("href") if onward.count() else None
    assert len(texts) == -(-len(payloads()) // 60)
    for path in (
        "/",
        "/publisher/daily/",
        "/publishers/",
        "/?country=KE&language=en",
        "/story/1/",
        "/story/1/?by=publisher&since=0",
        "/story/2/",
        "/topic/politics/",
        "/place/0/",
        "/search/?q=alert",
        "/search/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        *texts,
    ):
        page.goto(hostile_site.address + path)
        visited += 1
        _assert_quiet(page, trouble)
        for link in page.eval_on_selector_all("a[href]", "found => found.map(a => a.protocol)"):
            assert link in ("http:", "https:", "mailto:"), path
    assert visited > 3


def is_trouble(message: Any) -> bool:
    """Playwright tells of the service worker that this browser was told to block."""
    return message.type in ("error", "warning") and "blocked by Playwright" not in message.text


def _assert_quiet(page: Any, trouble: list[str]) -> None:
    # What waits for focus or for the pointer gets both.
    page.evaluate(
        "for (const e of document.querySelectorAll('main *'))"
        " { e.focus?.(); e.dispatchEvent(new MouseEvent('mouseover')); }"
    )
    assert page.evaluate("window.executed") == [], page.url
    assert trouble == [], page.url
    assert page.url.startswith("http://127.0.0.1:")
    assert page.locator("main").count() == 1


@pytest.mark.parametrize("file", ["feed.xml", "atom.xml"])
def test_our_feeds_carry_no_markup(visit: Visit, hostile_site: Any, file: str) -> None:
    page = visit()
    answer = page.request.get(f"{hostile_site.address}/latest/{file}")
    assert answer.status == 200
    assert "<script" not in answer.text()
    assert "<img" not in answer.text()
