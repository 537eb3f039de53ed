"""Links to a sentence within a page, as text fragments."""

import pytest

from octavo.web.briefs import passage_path


@pytest.mark.parametrize(
    ("quote", "fragment"),
    [
        ("Short, a-b & c", "Short%2C%20a%2Db%20%26%20c"),
        ("It was cut…", "It%20was%20cut"),
        (
            "七座河畔小镇同意共享",
            "%E4%B8%83%E5%BA%A7%E6%B2%B3%E7%95%94%E5%B0%8F%E9%95%87%E5%90%8C%E6%84%8F%E5%85%B1%E4%BA%AB",
        ),
    ],
)
def test_fragments_of_passages(quote: str, fragment: str) -> None:
    assert passage_path("/a/", quote) == f"/a/#:~:text={fragment}"
    assert passage_path("/a/", "") == "/a/"
