"""A text cut into sentences, in scripts that end them differently."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.understand.sentences import LONGEST, MAX_SENTENCES, split_sentences

CASES = [
    ("en", "Mr. Smith left the U.S. in Jan. 2020. Then he came back.", 2),
    ("en", "It cost 3.5 million. Nobody paid!", 2),
    ("en", 'He said: "It is fine." Then he left.', 2),
    ("en", "J. Brandt won. So did K. Holt.", 2),
    ("de", "Am 3. Mai war es so. „Nein.“ Er ging.", 3),
    ("es", "El suroeste de EE. UU. espera lluvias.", 1),
    ("fr", "M. Dupont est là. Il reste.", 2),
    ("ja", "これは本です。「はい。」と彼は言った。", 2),
    ("zh", "他来了。她走了！", 2),
    ("hi", "यह पहला है। वह दूसरा है।", 2),
    ("ar", "هل جاء؟ نعم. ذهب.", 3),
    ("am", "አንድ ነው። ሁለት ነው።", 2),
    ("en", "A line\nAnother line", 2),
    ("en", "Mr. Smith met John F. Kerry on Jan. 3. He left.", 2),
    ("en", "The U.S. Senate voted. It passed.", 2),
    ("en", "They live in the U.S. The others left.", 2),
    ("en", "He said: “No.” Then 3.5 percent rose.", 2),
    ("de", "Am 3. Oktober kam er. Es regnete.", 2),
    ("hi", "यह सच है। हाँ।", 2),
    ("en", " \n ", 0),
]


@pytest.mark.parametrize(("language", "text", "count"), CASES)
def test_sentences_end_where_they_end(language: str, text: str, count: int) -> None:
    assert len(split_sentences(text, language)) == count


def test_nothing_is_lost_and_bounds_hold() -> None:
    found = split_sentences("word " * 1_000, "en")
    assert all(len(sentence) <= LONGEST for sentence in found)
    assert " ".join(found).split() == ["word"] * 1_000
    assert len(split_sentences("A b. " * 5_000, "en")) == MAX_SENTENCES


def test_sentences_stand_as_written() -> None:
    """Whoever quotes one quotes what was published."""
    assert list(split_sentences("昨日は雨。今日は晴れ！")) == ["昨日は雨。", "今日は晴れ！"]
    assert list(split_sentences("He said: “No.” Then he left.")) == ["He said: “No.”", "Then he left."]


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_cut(text: str) -> None:
    assert all(sentence.strip() == sentence for sentence in split_sentences(text, "en"))
