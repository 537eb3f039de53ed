"""robots.txt: what RFC 9309 says, and other people's cases."""

import gzip
import json
import time
from pathlib import Path

import pytest

from octavo.gather.robots import Rules

DATA = Path(__file__).parents[2] / "../shared/data"


@pytest.mark.parametrize(
    ("text", "path", "is_allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: Octavo\nAllow: /\nUser-agent: *\nDisallow: /", "/a", True),
        ("User-agent: octavo/9.1 (news)\nDisallow: /", "/a", False),
        ("User-agent: Octavobot\nDisallow: /", "/a", True),
        ("User-agent: other\nSitemap: /s\nUser-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /\nAllow: /a", "/a/b", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", True),
        ("User-agent: *\nDisallow: /%e4%b8%ad", "/中/x", False),
        ("\ufeffUser-agent: *\r\nDisallow: /\r\n", "/a", False),
        ("User-agent: *\rDisallow: /", "/a", False),
        ("Disallow: /", "/a", True),
        ("<html><body>Not found</body></html>", "/a", True),
    ],
)
def test_rules(text: str, path: str, is_allowed: bool) -> None:
    assert Rules(text).allow(f"https://news.example{path}") is is_allowed


def test_crawl_delay() -> None:
    assert Rules("User-agent: *\nCrawl-delay: 2.5\nDisallow: /x").crawl_delay_s() == 2.5
    assert Rules("User-agent: *\nCrawl-delay: soon\nDisallow: /x").crawl_delay_s() is None


def test_hostile_patterns_take_no_time() -> None:
    started_at = time.process_time()
    rules = Rules("User-agent: *\nDisallow: /" + "*a" * 900 + "*b\n" + "Disallow: /b*\n" * 30_000)
    assert rules.allow("https://news.example/" + "a" * 4_000)
    assert time.process_time() - started_at < 2


# RFC 9309 section 2.2.2 has escaped and plain spellings of one octet compare equal; that implementation's tests expect
# the caller to have escaped the URL before.
STRICTER_THAN_RFC = {"/foo/bar/ツ", "/foo/bar/baz"}


def test_googles_cases() -> None:
    file = DATA / "robots-google/cases.jsonl"
    if not file.exists():
        pytest.skip("../shared/data/robots-google is absent")
    cases = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    wrong = [case for case in cases if Rules(case["robots"]).allow(case["url"], case["agent"]) != case["allowed"]]
    assert len(wrong) <= 3
    assert all(case["test"] == "ID_Encoding" and case["url"][14:] in STRICTER_THAN_RFC for case in wrong), wrong


def test_real_files_are_all_read() -> None:
    file = DATA / "robots-protego/files.jsonl.gz"
    if not file.exists():
        pytest.skip("../shared/data/robots-protego is absent")
    with gzip.open(file, "rt", encoding="utf-8", newline="\n") as lines:
        texts = [json.loads(line).get("data", "") for line in lines]
    assert sum(Rules(text).allow("https://news.example/2026/03/01/an-article.html") for text in texts) > 200
