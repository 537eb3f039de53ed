"""Why each block was kept or left out, in words that make sense."""

from functools import partial

import numpy as np
import pytest

from article_pages import SENTENCES, blocks_of, paragraphs
from octavo.core.articles import Leak
from octavo.core.failures import Failure
from octavo.core.knowledge import PublisherKnowledge, PublisherRules
from octavo.extract.body.features import FEATURES
from octavo.extract.body.fingerprints import fingerprint
from octavo.extract.body.verdicts import Reason, Verdict
from octavo.extract.explain import (
    _RESPECTS,
    _WORDS,
    BlockVerdict,
    _is_of,
    _reasons,
    common_reasons,
    explain_page,
    folded,
)

URL = "https://harbour.example/bridge"
MENU = "".join(
    f"<li><a href=/{name}>{name}</a></li>" for name in ("Home", "Town", "Sea", "Sport", "Weather", "Letters")
)
PAGE = f"""<html><head><title>Bridge open again</title></head><body><nav class="menu top"><ul>{MENU}</ul></nav>
<main><article class="story wide"><h1>Bridge open again</h1>{paragraphs()}
<blockquote><p>It was my last day, and I was glad of it, said the ferryman.</p></blockquote>
<ul><li>One lane for cyclists on the northern side</li><li>Buses every ten minutes from June on</li></ul>
<p>Read more: <a href="/ferry">The ferryman's last day</a></p></article>
<div class="comments" id="comments"><p>I liked the ferry better, but nobody asks me what I think. Anna</p></div></main>
<footer class="footer"><p>© 2026 Harbour Post. All rights reserved. Imprint, terms and privacy.</p></footer>"""


def explained(page: str = PAGE, **options: object) -> dict[str, BlockVerdict]:
    """Each block's verdict by its text."""
    found = explain_page(page.encode(), url=URL, **options)  # type: ignore[arg-type]
    assert not isinstance(found, Failure)
    return {block.text: block for block in found.blocks}


def test_every_block_is_there_in_reading_order_with_a_verdict() -> None:
    blocks = explained()
    assert list(blocks)[:7] == ["Home", "Town", "Sea", "Sport", "Weather", "Letters", "Bridge open again"]
    kept = [text for text, block in blocks.items() if block.kept]
    assert kept[:5] == list(SENTENCES)
    assert all(0 <= block.score <= 1 for block in blocks.values())


def test_the_reasons_make_sense() -> None:
    blocks = explained()
    assert blocks["Sport"].reasons == ("- a link alone",)
    assert blocks["Bridge open again"].reasons[0] == "- what the page says of itself"
    assert not blocks["Read more: The ferryman's last day"].kept
    for sentence in SENTENCES:
        assert blocks[sentence].reasons
        assert all(reason.startswith("+ ") for reason in blocks[sentence].reasons)
    footer = next(block for text, block in blocks.items() if text.startswith("©"))
    assert footer.reasons
    assert all(reason.startswith("- ") for reason in footer.reasons)


def test_a_certain_reason_stands_alone() -> None:
    (block,) = blocks_of("<p>Read more: the ferryman's last day</p>")
    weights = np.array([3.0, -1.0, 0.1])
    said = partial(_reasons, names=("links", "length", "wording"), weights=weights)
    assert said(Verdict(block, 0.9, kept=True)) == ("+ links", "- length")
    assert said(Verdict(block, 0.9, kept=False, reason=Reason.LEAK, leak=Leak.OTHER_STORY)) == ("- other story",)
    assert said(Verdict(block, 0.1, kept=True, reason=Reason.BRIDGED)) == ("+ between two blocks of the article",)
    assert said(Verdict(block, 0.9, kept=False, reason=Reason.COMMENT)) == ("- among the comments",)


def test_kind_and_place_are_told_as_people_write_them() -> None:
    blocks = explained()
    quote = next(block for text, block in blocks.items() if text.startswith("It was"))
    assert (quote.kind, quote.path) == ("quote", "article.story > blockquote > p")
    assert (blocks["Home"].kind, blocks["Bridge open again"].kind) == ("item", "heading")
    assert (blocks[SENTENCES[0]].kind, blocks[SENTENCES[0]].path) == ("paragraph", "main > article.story > p")


def test_what_is_known_of_the_publisher_is_a_reason() -> None:
    rules = PublisherRules(("harbour.example",), keep=(".footer",))
    knowledge = PublisherKnowledge(frozenset({fingerprint(SENTENCES[1])}), rules)
    blocks = explained(knowledge=knowledge)
    assert blocks[SENTENCES[1]].reasons == ("- repeats on this publisher's pages",)
    assert next(block for text, block in blocks.items() if text.startswith("©")).reasons == (
        "+ a rule for this publisher",
    )


def test_every_reason_has_words_and_every_feature_a_respect() -> None:
    assert {*_WORDS, Reason.SCORE} == set(Reason)
    alone = [name for name in FEATURES if "@" not in name]
    nameless = [name for name in alone if not any(_is_of(name, names) for names in _RESPECTS.values())]
    assert nameless == ["total_long", "page_links"]  # the same for all blocks of a page


def test_a_page_with_nothing_to_compare_with_is_explained() -> None:
    blocks = explained(f"<article>{paragraphs()}</article>")
    assert [block.kept for block in blocks.values()] == [True] * 5


def test_a_huge_page_has_no_verdicts_and_what_is_no_page_is_a_failure() -> None:
    assert explained(f"<article>{paragraphs()}</article>" + "<i></i>" * 16_000) == {}
    assert isinstance(explain_page(b"", url=URL), Failure)
    assert isinstance(explain_page(b"<nav><a href=/>Home</a></nav>", url=URL), Failure)


@pytest.mark.parametrize(
    ("length", "score", "kept", "sizes"),
    [(10, 0.01, False, [9]), (10, 0.5, False, [1] * 9), (500, 0.01, False, [1] * 9), (10, 0.01, True, [1] * 9)],
)
def test_long_runs_of_short_lines_are_folded(length: int, score: float, kept: bool, sizes: list[int]) -> None:
    blocks = [BlockVerdict("x" * length, "item", "li", score, kept)] * 9
    assert [len(run) for run in folded(blocks)] == sizes


def test_the_commonest_reasons_against_come_first() -> None:
    blocks = [
        BlockVerdict("x", "item", "li", 0, False, ("- links", "+ length")),
        BlockVerdict("y", "item", "li", 0, False, ("- length", "- links")),
    ]
    assert common_reasons(blocks) == ["links", "length"]
