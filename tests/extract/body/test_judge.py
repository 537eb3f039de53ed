"""The shipped judge: made for this code's features, and right about a page that anybody would be."""

from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from article_pages import SENTENCES, cut, paragraphs
from octavo.extract.body.context import CONTEXT_FEATURES
from octavo.extract.body.features import FEATURES
from octavo.extract.body.judge import MODEL, load_judge, shipped_judge
from octavo.extract.body.text_features import Hints

PAGE = (
    "<body><nav><ul><li><a href=/>Home</a><li><a href=/town>Town</a></ul></nav><main><article><h1>Bridge open</h1>"
    f"{paragraphs()}</article></main><footer><p>© Harbour Post. All rights reserved.</p></footer>"
)


def stored() -> dict[str, np.ndarray]:
    with (resources.files("octavo") / MODEL).open("rb") as file, np.load(file) as arrays:
        return dict(arrays)


def test_the_shipped_judge_tells_text_from_menu_and_footer() -> None:
    page = cut(PAGE)
    look = shipped_judge().look(page, Hints(title="Bridge open"))
    scores = {block.text: score for block, score in zip(page.blocks, look.scores.tolist(), strict=True)}
    assert min(scores[sentence] for sentence in SENTENCES) > 0.8
    assert max(scores[text] for text in ("Home", "Town", "© Harbour Post. All rights reserved.")) < 0.2
    assert look.rows.shape == (len(page.blocks), len(FEATURES))


def test_a_page_of_one_block_is_judged() -> None:
    look = shipped_judge().look(cut("<p>Alone</p>"), Hints())
    assert look.scores.shape == (1,)
    assert np.isfinite(look.second).all()


def test_the_columns_have_names_of_their_own() -> None:
    names = (*FEATURES, *CONTEXT_FEATURES)
    assert len(set(names)) == len(names)


def test_a_file_of_other_features_is_refused(tmp_path: Path) -> None:
    arrays = stored()
    path = tmp_path / "judge.npz"
    np.savez(path, **{**arrays, "columns": arrays["columns"] + 1})
    with pytest.raises(ValueError, match="trained on other features"):
        load_judge(str(path))


def test_the_file_may_hold_no_objects(tmp_path: Path) -> None:
    path = tmp_path / "judge.npz"
    np.savez(path, **{**stored(), "columns": np.array([object()], dtype=object)})
    with pytest.raises(ValueError, match="allow_pickle"):
        load_judge(str(path))


def test_another_judge_can_be_loaded_beside(tmp_path: Path) -> None:
    arrays = stored()
    path = tmp_path / "judge.npz"
    np.savez(path, **{**arrays, "first_bias": arrays["first_bias"] + 1, "version": arrays["version"] + 1})
    other = load_judge(str(path))
    assert other.version == shipped_judge().version + 1
    assert other.first.bias == pytest.approx(shipped_judge().first.bias + 1)


def test_the_file_is_small() -> None:
    assert len((resources.files("octavo") / MODEL).read_bytes()) < 200_000
