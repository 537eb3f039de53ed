"""What search makes of a text (octavo.store.search.words), beyond what the contract of the index says."""

import pytest

from octavo.store.search import words


@pytest.mark.parametrize("codec", words._CODECS)
def test_the_tables_fold_as_the_long_way_does(codec: str) -> None:
    for byte in range(256):
        letter = bytes([byte]).decode(codec, "ignore")
        folded = words._folded_any(f"a{letter}b")
        has_letters = len(folded) <= 3 and folded.encode(codec, "ignore").decode(codec) == folded
        if has_letters or letter in words._TWO_FOR_ONE:
            assert words._folded_by_table(f"a{letter}b", codec) == folded, letter


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("two words", 2), ("Größe — l'été", 3), ("新闻社北京电", 3), ("新闻 and more", 3), ("नमस्ते दुनिया", 2)],
)
def test_words_are_counted_as_they_are_read(text: str, count: int) -> None:
    assert words.word_count(text) == count


def test_a_query_is_read_as_terms() -> None:
    assert words.parse_query('Rain "in the Valley" -snow farm* -"old news" *') == (
        words.Term(("rain",)),
        words.Term(("in", "the", "valley")),
        words.Term(("snow",), is_excluded=True),
        words.Term(("farm",), is_prefix=True),
        words.Term(("old", "news"), is_excluded=True),
    )
    assert words.parse_query("新闻社") == (words.Term(("新闻", "闻社")),)
    assert len(words.parse_query("a " * 1000)) == 1
    assert len(words.parse_query(" ".join(map(str, range(1000))))) <= words.MAX_QUERY_TERMS
