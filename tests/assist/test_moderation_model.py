"""The moderator's model: how a comment is cut, what is seen of its words, what becomes of a score."""

import numpy as np
import pytest

from octavo.assist.moderation import configured_moderator
from octavo.assist.moderation.evidence import evidence, names
from octavo.assist.moderation.heat import UNKNOWN, WIDTH, heat
from octavo.assist.moderation.model import NAME, ModelModerator, verdict
from octavo.assist.moderation.passages import LONGEST, MOST_PASSAGES, Passage, passages
from octavo.assist.moderation.words import read
from octavo.core.moderation import CommentToJudge, Decision
from octavo.understand.embedding import shipped_embedder


def seen(text: str) -> dict[str, float]:
    [part] = passages(text)
    return {name: float(value) for name, value in zip(names(), evidence(part), strict=True) if value}


def test_what_is_quoted_is_not_said() -> None:
    [part] = passages('Whoever writes "all bakers are vermin" will be blocked.')
    assert part == Passage("Whoever writes … will be blocked.", "all bakers are vermin")


def test_quotation_alone_is_its_authors_own_voice() -> None:
    [part] = passages('"All bakers are vermin"')
    assert "vermin" in part.own


def test_quoted_lines_are_left_out() -> None:
    assert [part.own for part in passages("> You are a fool.\nI am not.")] == ["I am not."]


def test_passages_are_bounded() -> None:
    parts = passages("word " * 3_000)
    assert len(parts) == MOST_PASSAGES
    assert all(0 < len(part.own) <= LONGEST for part in parts)


@pytest.mark.parametrize("text", ["", " \n ", "\0"])
def test_an_empty_text_has_little_to_judge(text: str) -> None:
    assert len(passages(text)) <= 1


@pytest.mark.parametrize(
    "text",
    [
        "I h4te women", "I h a t e women", "Ihate women", "Ich hasse Frauen", "Je déteste les femmes",
        "Odio a las mujeres", "بكره النساء", "मुझे औरतों से नफ़रत है",
        "mujhe auraton se nafrat hai", "Nienawidzę kobiet", "我讨厌女人", "ненавижу женщин",
    ],
)  # fmt: skip
def test_hate_is_seen_in_every_language_and_disguise(text: str) -> None:
    found = seen(text)
    assert found["hate"] >= 1
    assert found["group"] >= 1


def test_negation_is_seen() -> None:
    assert "hate_negated" in seen("I do not hate women")
    assert "hate_negated" in seen("Je n'ai jamais détesté les juifs")
    assert "hate_negated" not in seen("I hate women")


def test_letters_lost_or_exchanged_are_found_but_short_words_are_not_guessed() -> None:
    assert any("despise" in hit.kinds and hit.disguised for hit in read("they are disgutsing").hits)
    assert not any("hate" in hit.kinds for hit in read("a hat on the shelf").hits)


def test_heat_is_of_the_words_that_judges_marked() -> None:
    hot, cold = heat("you fool", {"fool": 0.8}), heat("you there", {"fool": 0.8})
    assert hot.shape == cold.shape == (WIDTH,)
    assert hot[0] == pytest.approx(0.8)
    assert cold[0] == pytest.approx(UNKNOWN)


def decided(attack: float, toxicity: float = 0.0) -> Decision:
    return verdict({"attack": attack, "toxicity": toxicity}, [Passage("They are vermin.")], 0).decision


def test_one_set_of_thresholds() -> None:
    assert decided(0.1, 0.1) is Decision.PUBLISH
    assert decided(0.8) is Decision.HOLD
    assert decided(0.1, 0.8) is Decision.HOLD
    assert decided(0.999) is Decision.REJECT


def test_the_reason_names_the_clause() -> None:
    part = Passage("I went to the market on Monday, women are vermin.")
    told = verdict({"attack": 0.9, "toxicity": 0.0}, [part], 0).reason
    assert told is not None
    assert told.code == "attacks_group"
    assert told.parameters["words"] == "women are vermin."


class OtherEmbedder:
    name = "other/1"
    dimensions = 3

    def embed(self, texts: object) -> object:
        raise AssertionError(texts)


def test_vectors_of_another_embedder_are_refused() -> None:
    with pytest.raises(ValueError, match="other/1"):
        ModelModerator(OtherEmbedder())  # type: ignore[arg-type]


def test_the_shipped_moderator_tells_plain_cases() -> None:
    moderator = configured_moderator(shipped_embedder())
    texts = ["The harbour was calm on Monday.", "All immigrants are filthy vermin and should be shot.", "", "\ud800 \0"]
    calm, hateful, empty, broken = moderator.moderate([CommentToJudge(str(at), text) for at, text in enumerate(texts)])
    assert [calm.decision, empty.decision, broken.decision] == [Decision.PUBLISH] * 3
    assert hateful.decision is not Decision.PUBLISH
    assert hateful.by == NAME
    assert hateful.reason is not None
    assert calm.scores["attack"] < hateful.scores["attack"]


def test_a_verdict_does_not_depend_on_the_others() -> None:
    model = ModelModerator(shipped_embedder())
    comments = [CommentToJudge("1", "What nonsense."), CommentToJudge("2", "You are a pathetic liar.")]
    together, alone = model.moderate(comments), [model.moderate([comment])[0] for comment in comments]
    for one, other in zip(together, alone, strict=True):
        assert one.decision is other.decision
        assert np.allclose(list(one.scores.values()), list(other.scores.values()), atol=1e-3)
