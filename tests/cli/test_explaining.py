"""`octavo extract --explain`: every block with its verdict and reasons, in a terminal and as a web page."""

import io
import os
import subprocess
import sys
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from octavo.cli.explaining import MAX_DROPPED_CHARS, PLAIN_WIDTH, summary, terminal_writer
from octavo.cli.explaining_html import html_writer
from octavo.core.articles import ExtractedArticle, Leak, Quality
from octavo.extract.explain import BlockVerdict, PageExplanation

STORY = "article.story > p"
BLOCKS = (
    BlockVerdict("Home · Town · Sea · Sport", "item", "nav > ul > li", 0.02, False, ("- links", "- menu")),
    BlockVerdict("The bridge is open again", "heading", "article.story > h2", 0.91, True, ("+ in article",)),
    BlockVerdict("The old bridge over the Lund was opened again on Monday.", "paragraph", STORY, 0.97, True,
                 ("+ density", "+ in article", "- short")),
    BlockVerdict("فُتح الجسر القديم أمام المارة يوم الاثنين.", "paragraph", STORY, 0.96, True, ("+ density",)),
    BlockVerdict("Subscribe <script>alert(1)</script> " + "to the harbour letter " * 20, "paragraph", "aside > p", 0.2,
                 False, ("- newsletter words",)),
)  # fmt: skip
ARTICLE = ExtractedArticle(
    "https://harbour.example/bridge",
    "The bridge & the town",
    authors=("Ada Lund", "Bo Strand"),
    published_at=datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
    publisher_name="Harbour Gazette",
    source="Tidewire",
    language="en",
    quality=Quality(complete=True, from_page=True, leaks=(Leak.OTHER_STORY,), confidence=0.934),
)
RECORD = {"id": "saved/bridge.html", "url": "", "explanation": PageExplanation(ARTICLE, BLOCKS)}
FAILED = {"id": "<b>\x1b[31m2", "error": "no_text: <nothing> was found"}


@pytest.fixture(autouse=True)
def _of_no_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def explained(stream: io.StringIO, *records: dict[str, object]) -> str:
    write = terminal_writer(stream)
    for record in records:
        write(record)
    return stream.getvalue()


def test_blocks_stand_in_reading_order_with_their_reasons() -> None:
    lines = [line.rstrip() for line in explained(io.StringIO(), RECORD).splitlines()]
    assert lines[1:7] == [
        "✗ 0.02 item · nav > ul > li · - links, - menu",
        "       Home · Town · Sea · Sport",
        "✓ 0.91 heading · article.story > h2 · + in article",
        "       The bridge is open again",
        "✓ 0.97 paragraph · article.story > p · + density, + in article, - short",
        "       The old bridge over the Lund was opened again on Monday.",
    ]
    assert max(map(len, lines)) <= PLAIN_WIDTH
    dropped = " ".join(line.strip() for line in lines[10:12])
    assert dropped.endswith("…")
    assert len(dropped) <= MAX_DROPPED_CHARS + 1


def test_a_long_run_of_what_nobody_misses_is_one_line() -> None:
    menu = tuple(BlockVerdict(f"Menu {at}", "item", "nav > li", 0.01, False, ("- a link alone",)) for at in range(56))
    asked = BlockVerdict("Town", "item", "nav > li", 0.01, False, ("- links", "- a link alone", "+ length"))
    record = {"id": 1, "explanation": PageExplanation(ARTICLE, (*menu, asked, *BLOCKS))}
    shown = explained(io.StringIO(), record)
    assert "… 58 blocks left out: a link alone, links, menu" in shown
    assert "Menu 1" not in shown
    assert "✓ 0.91 heading" in shown
    page = page_of(record)
    assert "<summary>… 58 blocks left out: a link alone, links, menu</summary>" in page
    assert page.count("Menu 1</p>") == 1


def test_neither_a_short_run_nor_a_long_text_nor_a_doubtful_block_is_folded() -> None:
    few = tuple(BlockVerdict(f"Menu {at}", "item", "nav > li", 0.01, False) for at in range(4))
    long = tuple(BlockVerdict("A comment. " * 20, "paragraph", "div > p", 0.01, False) for _ in range(9))
    doubtful = tuple(BlockVerdict("The town.", "paragraph", "div > p", 0.4, False) for _ in range(9))
    record = {"id": 1, "explanation": PageExplanation(ARTICLE, (*few, *long, *doubtful))}
    assert "left out" not in explained(io.StringIO(), record)


def test_the_summary_tells_what_was_made_of_the_page() -> None:
    told = dict(summary(PageExplanation(ARTICLE, BLOCKS)))
    assert (told["Title"], told["Authors"]) == ("The bridge & the town", "Ada Lund, Bo Strand")
    assert (told["Published"], told["Source"]) == ("2026-03-01 09:30 UTC", "Tidewire")
    assert (told["Badge"], told["Sure"], told["Leaks"]) == ("complete", "93%", "other story")
    assert told["Blocks"].startswith("3 of 5 kept, 122 of ")
    assert "Updated" not in told
    assert all(f"{label:>10}  {value}" in explained(io.StringIO(), RECORD) for label, value in told.items())


def test_colour_is_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured = explained(Terminal(), RECORD)
    assert "\x1b[1;32m✓ 0.97\x1b[0m" in coloured
    assert "\x1b[2mHome · Town · Sea · Sport" in coloured
    assert "\x1b[2mThe old bridge" not in coloured
    assert "\x1b" not in explained(io.StringIO(), RECORD)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in explained(Terminal(), RECORD)


def test_a_page_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    block = BlockVerdict("a\x1b[2J\x9b31m\u202eb\n\nc", "paragraph\x07", "p\x1b]0;x\x07", 0.5, True, ("+ \x1b[1m",))
    shown = explained(io.StringIO(), {"id": "\x1b[1m", "explanation": PageExplanation(ARTICLE, (block,))}, FAILED)
    assert set(shown + capsys.readouterr().err).isdisjoint("\x1b\x9b\x07\u202e")
    assert "a [2J 31mb c" in shown


class Tags(HTMLParser):
    """Which elements there are, and which of them never end."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in {"meta", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page_of(*records: dict[str, object]) -> str:
    stream = io.StringIO()
    with html_writer(stream) as write:
        for record in records:
            write(record)
    return stream.getvalue()


def test_the_web_page_is_whole_in_itself_and_well_formed() -> None:
    tags = Tags()
    page = page_of(RECORD, FAILED, RECORD)
    tags.feed(page)
    tags.close()
    assert tags.open == []
    names = [name for name, _ in tags.seen]
    assert not {"script", "img", "link", "iframe", "object", "form"} & set(names)
    assert "url(" not in page
    assert "@import" not in page
    assert (names.count("details"), names.count("li")) == (2, 10)
    assert [attributes.get("href") for name, attributes in tags.seen if name == "a"] == [ARTICLE.url] * 2
    assert ["open" in attributes for name, attributes in tags.seen if name == "details"] == [True, False]


def test_the_web_page_escapes_and_lets_each_block_run_its_own_way() -> None:
    page = page_of(RECORD, FAILED)
    assert "<script>alert(1)" not in page
    assert "Subscribe &lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;nothing&gt; was found" in page
    assert '<p dir="auto">فُتح الجسر' in page
    assert '<span class="against">- links</span>' in page
    assert '<span class="chip poor">leak: other story</span>' in page


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://[broken", '"><b>'])
def test_no_address_but_one_of_the_web_is_a_link(address: str) -> None:
    article = ExtractedArticle(address, "T")
    page = page_of({"id": 1, "explanation": PageExplanation(article, ())})
    assert "<a href" not in page
    assert '"><b>' not in page


EXPLAINER = """
import sys
from octavo.core.articles import ExtractedArticle
from octavo.core.failures import Failure, FailureCode
from octavo.extract import explain

def explain_page(html, *, url, **more):
    if not html.strip():
        return Failure(FailureCode.NO_TEXT, "the page is empty")
    block = explain.BlockVerdict(html.decode(), "paragraph", "p", 0.75, True, ("+ alone",))
    return explain.PageExplanation(ExtractedArticle(url, html.decode()), (block,))

explain.explain_page = explain_page
"""


def test_the_command_explains_each_page(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(EXPLAINER)
    (tmp_path / "1.html").write_text("One bridge")
    (tmp_path / "2.html").write_text(" ")
    paths = [str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])]
    said = subprocess.run(
        [sys.executable, "-m", "octavo", "extract", ".", "--explain", "--explain-html", "why.html"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(str(Path(path).absolute()) for path in paths)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert said.stderr == "2.html: no_text: the page is empty\n1 of 2 could not be used\n"
    assert "✓ 0.75 paragraph · p · + alone\n       One bridge" in said.stdout
    page = (tmp_path / "why.html").read_text(encoding="utf-8")
    assert "One bridge</p>" in page
    assert "no_text: the page is empty" in page
