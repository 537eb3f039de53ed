"""Every reason for which an AI sentence is dropped has words in every language of the interface."""

import pytest
from django.utils.translation import override

from octavo.core.grounding import GroundingCode, GroundingReason
from octavo.web.grounding_words import dropped_in_words, grounding_in_words


@pytest.mark.parametrize("code", GroundingCode)
def test_every_code_has_words(code: GroundingCode) -> None:
    assert grounding_in_words(GroundingReason(code, "{12 %}"))


def test_what_a_model_wrote_is_shown_as_it_is() -> None:
    assert "{words.x} %s" in grounding_in_words(GroundingReason(GroundingCode.FIGURE, "{words.x} %s"))


def test_the_reader_sees_how_many_were_left_out() -> None:
    assert dropped_in_words(1) == "1 sentence was left out: no source supports it."
    assert dropped_in_words(3).startswith("3 sentences")
    with override("ar"):
        assert "جملتان" in dropped_in_words(2)
