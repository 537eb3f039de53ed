"""Lists and tables: taken or left as a whole, by how sure the judge is of their parts together."""

import pytest

from article_pages import SENTENCES, judged, kept_of, paragraphs
from octavo.extract.body.verdicts import Reason

TEXT = paragraphs()
DRIVERS = (("Ada Lund", "412", "7"), ("Ole Holm", "398", "5"), ("Mara Quist", "377", "2"))


def table(*scores: float) -> str:
    """A row for each driver; the cells of one column have the same score."""
    rows = "".join(
        "<tr>"
        + "".join(f"<td data-score={score}>{cell}</td>" for cell, score in zip(row, scores, strict=True))
        + "</tr>"
        for row in DRIVERS
    )
    return f"<div><table>{rows}</table></div>"


CELLS = [cell for row in DRIVERS for cell in row]


def test_a_table_that_is_likely_on_the_whole_is_taken_whole() -> None:
    assert kept_of(judged(TEXT + table(0.9, 0.3, 0.3))) == [*SENTENCES, *CELLS]


def test_a_table_that_is_unlikely_on_the_whole_is_left_whole() -> None:
    verdicts = judged(TEXT + table(0.5, 0.05, 0.05))
    assert kept_of(verdicts) == list(SENTENCES)
    assert {verdict.reason for verdict in verdicts if verdict.block.text == "Ada Lund"} == {Reason.UNIT}


def test_in_between_each_part_stands_for_itself() -> None:
    assert kept_of(judged(TEXT + table(0.6, 0.2, 0.2))) == [*SENTENCES, *(row[0] for row in DRIVERS)]


@pytest.mark.parametrize("parts", [2, 3])
def test_a_few_parts_are_no_unit(parts: int) -> None:
    items = "".join(f"<li data-score={0.2 if number else 0.9}>Item {number} of a list</li>" for number in range(parts))
    assert kept_of(judged(f"{TEXT}<div><ul>{items}</ul></div>")) == [*SENTENCES, "Item 0 of a list"]


def test_a_table_that_holds_the_text_serves_the_layout() -> None:
    cells = "".join(f"<td data-score=0.1>Menu {number}</td>" for number in range(9))
    page = f"<table><tr>{cells}<td>{' '.join(SENTENCES)}</td></tr></table>"
    assert kept_of(judged(page)) == [" ".join(SENTENCES)]


DATES = "<br>".join(f"June {day}, Harbour Hall" for day in range(1, 20))


def test_a_long_end_in_the_box_of_the_text_goes_on_with_it() -> None:
    assert kept_of(judged(f"<div>{TEXT}<p data-score=0.3>{DATES}</p></div>"))[-1].startswith("June 1, Harbour Hall")


@pytest.mark.parametrize(
    "end",
    [
        f"<p data-score=0.1>{DATES}</p>",
        "<p data-score=0.3>Too short to be more than a signature</p>",
        f"</div><div><p data-score=0.3>{DATES}</p>",
        f"<p data-score=0.05>Between</p><p data-score=0.3>{DATES}</p>",
    ],
)
def test_what_is_no_end_of_the_text(end: str) -> None:
    assert kept_of(judged(f"<div>{TEXT}{end}</div>")) == list(SENTENCES)


def test_a_short_article_on_a_page_of_many_unlikely_words_keeps_its_threshold() -> None:
    menu = "".join(f"<div data-score=0.2>Unlikely line {number} of the rest of the page</div>" for number in range(60))
    assert kept_of(judged(f"{TEXT}{menu}")) == list(SENTENCES)
