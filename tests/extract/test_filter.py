"""What `octavo extract` makes of one line or one page; how the command runs is `tests/cli/test_extract.py`'s."""

import gzip
import json
import os
from pathlib import Path

import pytest

from octavo.cli.extract import answer, describe, stated_address
from octavo.cli.jsonl import MAX_LINE_CHARS, Line, encode_record, read_lines
from octavo.cli.pages import MAX_PAGE_BYTES, PageFile, find_pages
from octavo.core.articles import ExtractedArticle, Kind, Leak, Quality
from octavo.core.failures import OctavoError

PAGE = "<html lang=en><title>Bridge</title><article>" + "<p>The old bridge over the Lund was opened again.</p>" * 8


def of_line(folder: Path, **fields: object) -> dict[str, object]:
    return answer(Line(json.dumps(fields), folder))


def test_a_page_beside_the_list_or_inside_it(tmp_path: Path) -> None:
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    beside = of_line(tmp_path, id=1, url="https://harbour.example/1", html="page.html.gz")
    inside = of_line(tmp_path, id=1, url="https://harbour.example/1", content=PAGE)
    assert beside == inside
    assert (inside["id"], inside["title"], inside["language"], inside["kind"]) == (1, "Bridge", "en", "article")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('{"id": 2, "url": ', {"id": None, "error": "not JSON: Expecting value: line 1 column 18 (char 17)"}),
        ("[1]", {"id": None, "error": "not a JSON object"}),
        ('{"id": NaN}', {"id": None, "error": "not JSON: NaN is not allowed"}),
        ('{"id": 5}', {"id": 5, "error": "'html' must be a string"}),
        ('{"id": 6, "url": 7, "content": "x"}', {"id": 6, "error": "'url' must be a string"}),
        ('{"id": 7, "content": "<p>"}', {"id": 7, "error": "no_text: no article text was found on the page"}),
        ('{"id": 8, "html": "a\\u0000b"}', {"id": 8, "error": "a\0b cannot be read: embedded null byte"}),
        ("[" * 100_000, {"id": None, "error": "not JSON"}),
        ('"' + "x" * MAX_LINE_CHARS, {"id": None, "error": "longer than 64 million characters"}),
    ],
    ids=["cut", "list", "nan", "nothing", "type", "empty", "nul", "deep", "long"],
)
def test_a_bad_line_has_an_error_of_its_own(line: str, expected: dict[str, object], tmp_path: Path) -> None:
    said = answer(Line(line, tmp_path))
    assert said.keys() == expected.keys()
    assert said["id"] == expected["id"]
    assert str(expected["error"]) in str(said["error"])


def test_a_page_that_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    (tmp_path / "broken.html.gz").write_bytes(b"no gzip")
    (tmp_path / "cut.html.gz").write_bytes(gzip.compress(PAGE.encode())[:-12])
    (tmp_path / "bomb.html.gz").write_bytes(gzip.compress(b" " * (MAX_PAGE_BYTES + 1), 1))
    errors = {
        name: str(answer(PageFile(name, tmp_path / name, ""))["error"]).removeprefix(f"{tmp_path}/{name} ")
        for name in ("pipe.html", "broken.html.gz", "cut.html.gz", "bomb.html.gz", "absent.html")
    }
    assert errors == {
        "pipe.html": "is not a file",
        "broken.html.gz": "is not gzip: Not a gzipped file (b'no')",
        "cut.html.gz": "is not whole: its gzip ends too early",
        "bomb.html.gz": "is larger than 32 MB",
        "absent.html": "cannot be read: No such file or directory",
    }
    assert "is not a file" in str(of_line(tmp_path, id=1, html="/dev/zero")["error"])


def test_a_page_in_a_file_says_itself_where_it_stands(tmp_path: Path) -> None:
    page = PAGE.replace("<title>", "<link rel=canonical href='https://harbour.example/bridge'><title>")
    (tmp_path / "page.html").write_text(page)
    said = answer(PageFile("page.html", tmp_path / "page.html", ""))
    assert said["url"] == said["canonical_url"] == "https://harbour.example/bridge"
    assert stated_address(PAGE.encode()) == ""
    assert stated_address(b"<link rel=canonical href='javascript:alert(1)'>") == ""
    assert stated_address(b"<meta property=og:url content='https://harbour.example/2'>") == "https://harbour.example/2"
    assert stated_address(b"\x89PNG\r") == ""


def test_a_folder_is_read_in_the_order_of_its_paths(tmp_path: Path) -> None:
    for name in ("b.htm", "a/z.html", "a/b ü.xhtml.gz", "A.HTML", "notes.txt", "picture.png.gz"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    pages = find_pages([str(tmp_path)], url_base="https://harbour.example/saved")
    items = [item for item in pages.items if isinstance(item, PageFile)]
    assert [item.id for item in items] == ["A.HTML", "a/b ü.xhtml.gz", "a/z.html", "b.htm"]
    assert items[1].url == "https://harbour.example/saved/a/b%20%C3%BC.xhtml"
    assert pages.count() == 4
    assert {item.url for item in find_pages([str(tmp_path)]).items if isinstance(item, PageFile)} == {""}


def test_the_lines_of_a_list_are_counted_where_that_is_quick(tmp_path: Path) -> None:
    (tmp_path / "list.jsonl").write_text("{}\n\n{}\u2028\n{}", encoding="utf-8")
    (tmp_path / "list.jsonl.gz").write_bytes(gzip.compress(b"{}\n"))
    assert len(list(read_lines(str(tmp_path / "list.jsonl")))) == 3
    assert find_pages([str(tmp_path / "list.jsonl")]).count() == 3
    assert find_pages([str(tmp_path / "list.jsonl"), str(tmp_path / "list.jsonl.gz")]).count() is None
    assert len(list(find_pages([str(tmp_path / "list.jsonl"), str(tmp_path / "list.jsonl.gz")]).items)) == 4


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("index.php", "\ufeff\n<!doctype html>", PageFile),
        ("index", "<p>", PageFile),
        ("index", '{"id": 1}', Line),
        ("pages.jsonl", "<p>", Line),
        ("PAGE.HTM", '{"id": 1}', PageFile),
    ],
)
def test_a_file_is_a_page_by_its_name_or_its_beginning(name: str, content: str, kind: type, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert isinstance(next(iter(find_pages([str(tmp_path / name)]).items)), kind)


@pytest.mark.parametrize(
    ("name", "url_base", "expected"),
    [
        ("absent.jsonl", "", "absent.jsonl cannot be read: No such file or directory"),
        ("absent.html", "", "absent.html cannot be read: No such file or directory"),
        ("empty", "", r"empty holds no page \(.html, .htm, .xhtml, or those with .gz\)"),
        ("empty", "harbour", "--url-base 'harbour' makes no sense: an http"),
    ],
)
def test_nothing_to_read_is_a_mistake(name: str, url_base: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(OctavoError, match=expected):
        find_pages([str(tmp_path / name)], url_base=url_base)


def test_half_a_surrogate_pair_comes_out_as_it_went_in() -> None:
    assert encode_record({"id": "\ud800"}) == b'{"id": "\\ud800"}'
    assert encode_record({"id": "ü\u2028"}) == '{"id": "ü\u2028"}'.encode()


def test_an_article_is_described_with_its_badge_its_leaks_and_its_source() -> None:
    quality = Quality(complete=True, from_page=True, leaks=(Leak.CONSENT, Leak.RELATED), confidence=0.75)
    said = json.loads(encode_record(describe(ExtractedArticle("", "T", source="Tidewire", quality=quality))))
    assert (said["badge"], said["source"]) == ("complete", "Tidewire")
    assert said["quality"] == {
        "complete": True, "paywalled": False, "from_page": True, "leaks": ["consent", "related"], "confidence": 0.75,
    }  # fmt: skip
    assert describe(ExtractedArticle("", "T", kind=Kind.VIDEO))["badge"] == "video_only"
