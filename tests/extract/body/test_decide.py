"""From scores to decisions: what stands above the judge, and the threshold."""

import numpy as np
import pytest

from article_pages import SENTENCES, blocks_of, judged, kept_of, paragraphs, reasons_of
from octavo.core.articles import Leak
from octavo.extract.body.blocks import Block
from octavo.extract.body.decide import THRESHOLD, threshold_of
from octavo.extract.body.fingerprints import fingerprint
from octavo.extract.body.verdicts import Reason

TEXT = paragraphs()


def test_the_score_decides_where_nothing_else_does() -> None:
    verdicts = judged(f"{TEXT}<div><p data-score=.2>Unlikely line at the end of the page</p></div>")
    assert kept_of(verdicts) == list(SENTENCES)
    assert [verdict.reason for verdict in verdicts] == [Reason.SCORE] * 6
    assert verdicts[-1].score == pytest.approx(0.2)


@pytest.mark.parametrize(
    "headline",
    ["<h1>Bridge open again</h1>", "<p>BRIDGE open again!</p>", "<h1>Bridge open again | Harbour Post</h1>",
     "<h1>Open again</h1>", "<h1>Another name for it</h1>"],
)  # fmt: skip
def test_the_headline_has_a_place_of_its_own(headline: str) -> None:
    verdicts = judged(f"{headline}{TEXT}", title="Bridge open again")
    assert verdicts[0].reason is Reason.HEADLINE
    assert kept_of(verdicts) == list(SENTENCES)


@pytest.mark.parametrize("line", ["<h2>Open again</h2>", "<p>The bridge open again for ferries?</p>"])
def test_what_only_resembles_the_headline_stays(line: str) -> None:
    verdicts = judged(f"{line}{TEXT}", title="Bridge open again")
    assert verdicts[0].kept


def test_a_heading_of_a_paragraphs_length_is_no_headline() -> None:
    verdicts = judged(f"{TEXT}<h1>Bridge open: {SENTENCES[0]}</h1><p>The end of it.</p>", title="Bridge open")
    assert verdicts[5].kept


def test_what_repeats_on_the_publishers_pages_goes_unless_it_is_long() -> None:
    long = " ".join(SENTENCES * 2)
    repeated = frozenset(map(fingerprint, (SENTENCES[1], long)))
    verdicts = judged(f"{TEXT}<p>{long}</p>", repeated=repeated)
    assert verdicts[1].reason is Reason.REPEATS
    assert kept_of(verdicts) == [SENTENCES[0], *SENTENCES[2:], long]


def test_a_leak_is_left_out_and_named() -> None:
    verdicts = judged(f"{TEXT}<p>Read more: <a href=/b>The ferryman</a></p><p>The end of it all.</p>")
    assert (verdicts[5].kept, verdicts[5].reason, verdicts[5].leak) == (False, Reason.LEAK, Leak.RELATED)


def test_a_contributed_rule_stands_above_all() -> None:
    words = {"Sign": True, "Related": True, "Builders": False}

    def ruling(block: Block) -> bool | None:
        return words.get(block.text.split()[0])

    comments = f"<div class=comments><p>Related or not, I liked the ferry. {SENTENCES[0]}</p></div>"
    verdicts = judged(f"<h1>Bridge</h1>{TEXT}<p data-score=.01>Sign up today</p>{comments}", title="B", ruling=ruling)
    reasons = reasons_of(verdicts)
    assert reasons["Builders"] is reasons["Sign"] is reasons["Related"] is Reason.RULE
    kept = kept_of(verdicts)
    assert "Sign up today" in kept
    assert SENTENCES[2] not in kept
    assert kept[-1].startswith("Related or not")


def test_a_rule_keeps_a_heading_at_the_end_and_a_headline() -> None:
    verdicts = judged(f"<h1>Bridge open</h1>{TEXT}<h2>What next</h2>", title="Bridge open", ruling=lambda _block: True)
    assert all(verdict.kept for verdict in verdicts)


def test_the_threshold_sinks_where_the_judge_is_nowhere_sure() -> None:
    blocks = blocks_of(TEXT)
    assert threshold_of(blocks, np.full(5, 0.95)) == THRESHOLD
    assert threshold_of(blocks, np.full(5, 0.3)) == pytest.approx(0.15)
    unsure = np.array([0.3, 0.3, 0.3, 0.3, 0.01])
    assert 0.1 < threshold_of(blocks, unsure) < 0.16


def test_one_sure_line_of_many_letters_does_not_hide_the_rest() -> None:
    verdicts = judged("".join(f"<p data-score=.4>{sentence}</p>" for sentence in SENTENCES))
    assert kept_of(verdicts) == list(SENTENCES)
