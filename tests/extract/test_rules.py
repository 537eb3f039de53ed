"""Contributed rules: every file keeps to the schema and does on a page of our own what the file beside that says."""

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from octavo.core.failures import OctavoError
from octavo.core.knowledge import PublisherRules
from octavo.extract import rules
from octavo.extract.rules import PUBLISHERS, Ruling, apply_rules, read_rules, rules_for
from octavo.extract.tree import parse_page

PAGES = Path(__file__).parent / "rules"
FILES = sorted(PUBLISHERS.glob("*.toml"))
EXPECTATIONS = {"kept", "open", "dropped", "authors", "titles", "times", "paywall"}
BLOCKS = ("p", "h2", "h3", "h4", "li", "a", "span", "div", "figcaption")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_does_what_its_test_page_says(path: Path) -> None:
    found = read_rules(path)
    page = PAGES / f"{path.stem}.html"
    assert page.exists(), f"{path.name} has no test page {page.name}"
    tree = parse_page(page.read_bytes(), "text/html; charset=utf-8")
    expected = tomllib.loads((PAGES / f"{path.stem}.toml").read_text(encoding="utf-8"))
    assert set(expected) <= EXPECTATIONS
    assert expected["dropped"] or expected["kept"]
    ruled = apply_rules(tree, found)
    for name, ruling in (("kept", Ruling.KEEP), ("open", None), ("dropped", Ruling.DROP)):
        for start in expected.get(name, ()):
            assert ruled.ruling(block(tree, start)) is ruling, start
    assert list(ruled.authors) == expected.get("authors", [])
    assert list(ruled.titles) == expected.get("titles", [])
    assert list(ruled.times) == expected.get("times", [])
    assert ruled.paywall is expected.get("paywall", False)


def block(tree: Any, start: str) -> Any:
    """The innermost element whose text begins so."""
    fitting = [item for item in tree.iter(*BLOCKS) if " ".join("".join(item.itertext()).split()).startswith(start)]
    assert fitting, f"the test page has no {start!r}"
    return fitting[-1]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_list_of_selectors_finds_something_on_the_test_page(path: Path) -> None:
    """A list of selectors that finds nothing on its page is not tested."""
    found = read_rules(path)
    tree = parse_page((PAGES / f"{path.stem}.html").read_bytes(), "text/html; charset=utf-8")
    for name in ("body", "drop", "keep", "authors", "title", "published", "paywall"):
        selectors = getattr(found, name)
        assert not selectors or list(rules._found(tree, selectors)), name


def test_no_test_page_without_rules() -> None:
    assert {path.stem for path in PAGES.iterdir()} == {path.stem for path in FILES}
    assert len(FILES) >= 6


def write(directory: Path, text: str, name: str = "gazette.example") -> Path:
    path = directory / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("hosts = []", "name of the first"),
        ('hosts = ["other.example"]', "name of the first"),
        ('hosts = ["gazette.example", "www.gazette.example"]', "www."),
        ('hosts = ["gazette.example", "Gazette.example"]', "no host"),
        ('hosts = "gazette.example"', "list of strings"),
        ('hosts = ["gazette.example"]\nbodies = ["p"]', "unknown: bodies"),
        ('hosts = ["gazette.example"]\nbody = [1]', "list of strings"),
        ('hosts = ["gazette.example"]\nbody = ["p", "p"]', "one twice"),
        ('hosts = ["gazette.example"]\nbody = ["p["]', "'p['"),
        ('hosts = ["gazette.example"]\nbody = ["p::before"]', "pseudo-elements"),
        ('hosts = ["gazette.example"]\nbody = ["p, div"]', "one selector"),
        ('hosts = ["gazette.example"]\nbody = ["p ~ p"]', "~ is not known"),
        ('hosts = ["gazette.example"]\nbody = ["p:not(.a)"]', "only tags"),
        ('hosts = ["gazette.example"]\nbody = ["p:has(a)"]', "only tags"),
        ('hosts = ["gazette.example"]\nbody = ["a b c d e"]', "more than 4"),
        (f'hosts = ["gazette.example"]\nbody = ["{"a" * 161}"]', "more than 160"),
        (f"# {'x' * 9000}", "no small file"),
        ("hosts = [", "Invalid value"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, mistake: str) -> None:
    with pytest.raises(OctavoError, match=r"gazette\.example\.toml: ") as caught:
        read_rules(write(tmp_path, text))
    assert mistake in str(caught.value)


def test_rules_are_found_by_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, 'hosts = ["gazette.example", "gazeta.example"]\ndrop = [".ad"]')
    write(tmp_path, 'hosts = ["sport.gazette.example"]\ndrop = [".score"]', "sport.gazette.example")
    monkeypatch.setattr(rules, "PUBLISHERS", tmp_path)
    general, sport = rules_for("https://gazette.example/a"), rules_for("https://sport.gazette.example/a")
    assert general is not None
    assert sport is not None
    assert (general.drop, sport.drop) == ((".ad",), (".score",))
    for url in ("http://www.gazette.example", "https://m.gazette.example/a", "https://GAZETA.example:8443/"):
        assert rules_for(url) is general
    for url in ("https://other.example", "https://notgazette.example/", "https://example/", "https://[::1", "", "x"):
        assert rules_for(url) is None


def test_two_files_of_one_host_are_a_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, 'hosts = ["gazette.example"]')
    write(tmp_path, 'hosts = ["other.example", "gazette.example"]', "other.example")
    monkeypatch.setattr(rules, "PUBLISHERS", tmp_path)
    with pytest.raises(OctavoError, match="another file"):
        rules_for("https://gazette.example/")


PAGE = html.document_fromstring(
    "<div class=text><p id=a>one</p><div class=box><p id=b>two</p><p class=good id=c>three</p>"
    "<div class='good box'><p id=d>four</p></div></div>tail</div><p id=e>five</p>"
)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {}),
        ({"drop": (".box",)}, dict.fromkeys("bcd", Ruling.DROP)),
        ({"drop": (".box",), "keep": (".good",)}, {"b": Ruling.DROP, "c": Ruling.KEEP, "d": Ruling.KEEP}),
        ({"keep": (".box",), "drop": (".box p",)}, dict.fromkeys("bcd", Ruling.DROP)),
        ({"body": (".text",)}, {"e": Ruling.DROP}),
        ({"body": (".missing",)}, {}),
        ({"body": (".text",), "keep": ("#e",)}, {"e": Ruling.KEEP}),
        ({"drop": (".text > p",)}, {"a": Ruling.DROP}),
        ({"drop": ("div.text .box .box p",)}, {"d": Ruling.DROP}),
    ],
)
def test_the_nearest_rule_decides(fields: dict[str, tuple[str, ...]], expected: dict[str, Ruling]) -> None:
    ruled = apply_rules(PAGE, PublisherRules(("gazette.example",), **fields))
    found = {name: ruled.ruling(PAGE.get_element_by_id(name)) for name in "abcde"}
    assert {name: ruling for name, ruling in found.items() if ruling} == expected


def test_values_are_folded_and_bounded() -> None:
    tree = html.fromstring(
        f"<div><time datetime='2026-05-01T10:00Z'>a while ago</time>"
        f"<b class=by> Ada \n Reed </b><b class=by>Ada Reed</b><i class=by>{'x' * 9000}</i></div>"
    )
    ruled = apply_rules(tree, PublisherRules((), authors=(".no", ".by"), published=("time",), title=("i",)))
    assert ruled.authors[0] == "Ada Reed"
    assert len(ruled.authors) == 2
    assert ruled.times == ("2026-05-01T10:00Z",)
    assert len(ruled.titles[0]) == 500


@pytest.mark.parametrize(
    "page",
    [
        "<div class='a b'>" * 290 + "<p>x</p>" * 14_000,
        ("<div class='a b'>" * 250 + "<p>x</p>" * 50 + "</div>" * 250) * 50,
        "<div class=a><div class=a><div class=a>" + "<p class=b>x</p>" * 15_000,
    ],
)
def test_nesting_on_purpose_takes_no_time(page: str) -> None:
    """As XPath expressions these selectors take minutes on such pages."""
    tree = html.document_fromstring(page, parser=html.HTMLParser(huge_tree=True))
    found = PublisherRules((), body=("div.a div.a div.a p",), drop=("div div div div", ".b > p"))
    started = time.process_time()
    ruled = apply_rules(tree, found)
    for element in tree.iter("p"):
        ruled.ruling(element)
    assert time.process_time() - started < 2
