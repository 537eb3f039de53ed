"""Pages to articles, beside trafilatura's default mode on the same pages, in turn: `python -m benchmarks.extracting`.

Octavo's figure is of all it does with a page (text, structure, metadata, quality); trafilatura's of its text alone,
with decoding by us, as it is asked in the evals. CPU time, so that other work on the machine weighs little. Then ten
thousand pages in one process for its memory, and pages made to be slow.
"""

import resource
import time
from collections.abc import Callable, Iterable
from itertools import cycle, islice

from evals import datapack
from evals.extraction_peers import peer_text

from octavo.extract.article import extract_page
from octavo.extract.decoding import decode_page

SETS = ("extract-fundus", "extract-aeb")
PAGES_OF_A_SET = 100
MANY = 10_000
WARM = 2_000
TARGETS = {
    "extracting.ratio_to_trafilatura": ("<", 1.0),
    "extracting.slowest_hostile_s": ("<", 2.0),
    "extracting.growth_mb": ("<", 40.0),
}

Page = tuple[bytes, str]


def run() -> dict[str, float]:
    if not datapack.is_present():
        print(f"nothing measured: {datapack.ABSENT}")
        return {}
    pages = list(read_pages())
    figures = compare(pages)
    slowest = max(timed(extract, page) for page in hostile_pages())
    return figures | {"extracting.slowest_hostile_s": slowest / 1000} | memory(pages)


def read_pages() -> Iterable[Page]:
    for name in SETS:
        for record in datapack.read_set(name)[:PAGES_OF_A_SET]:
            yield datapack.read_page(name, record), record["url"]


def compare(pages: list[Page]) -> dict[str, float]:
    """Milliseconds of CPU a page, mean and median, after a page of each to load what they need."""
    extract(pages[0])
    ask_trafilatura(pages[0])
    ours, theirs = [], []
    for page in pages:
        ours.append(timed(extract, page))
        theirs.append(timed(ask_trafilatura, page))
    middle = len(pages) // 2
    return {
        "extracting.ms": sum(ours) / len(ours),
        "extracting.median_ms": sorted(ours)[middle],
        "extracting.trafilatura_ms": sum(theirs) / len(theirs),
        "extracting.trafilatura_median_ms": sorted(theirs)[middle],
        "extracting.ratio_to_trafilatura": sum(ours) / sum(theirs),
    }


def extract(page: Page) -> None:
    extract_page(page[0], url=page[1])


def ask_trafilatura(page: Page) -> None:
    peer_text("trafilatura", decode_page(page[0]), page[1])


def timed(work: Callable[[Page], None], page: Page) -> float:
    started = time.process_time()
    work(page)
    return 1000 * (time.process_time() - started)


def memory(pages: list[Page]) -> dict[str, float]:
    """Megabytes resident at most, after the first pages and how many more after ten thousand."""
    for page in islice(cycle(pages), WARM):
        extract(page)
    before = peak_mb()
    for page in islice(cycle(pages), MANY - WARM):
        extract(page)
    return {"extracting.peak_mb": peak_mb(), "extracting.growth_mb": peak_mb() - before}


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def hostile_pages() -> Iterable[Page]:
    """What no publisher writes: deep, wide, endless and unclosed."""
    bodies = (
        "<div>" * 60_000 + "text" + "</div>" * 60_000,
        "<p>word " * 200_000,
        "<a href=x>link</a> " * 100_000,
        "<h1>headline</h1>" * 50_000,
        "<ul>" + "<li>one line of a list that never ends" * 11_900,
        "<table>" + "<tr><td>cell" * 5_900,
        "<b><i>" * 7_000 + "text",
        "<p>" + "word & word < word " * 60_000,
        "<p>" + "text " * 1_000_000,
        "<div class='" + "content " * 100_000 + "'>text</div>",
        "<p>a" + "<br>" * 200_000 + "b",
        "".join(
            f"<div class=c{number}><p>Sentence {number} of a page without end.</p></div>" for number in range(7_000)
        ),
    )
    for body in bodies:
        yield (
            f"<html><head><title>x</title></head><body><h1>x</h1>{body}</body></html>".encode(),
            "https://press.example/a",
        )


if __name__ == "__main__":
    for name, figure in run().items():
        print(f"{name:38} {figure:10.3f}")
