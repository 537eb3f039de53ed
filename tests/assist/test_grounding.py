"""The checker of AI sentences: what it accepts, what it drops and why, and that no text makes it stumble."""

import random
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.assist.grounding import Checker, Sources, prepare
from octavo.assist.grounding.model import Linear, Weights, shipped_weights
from octavo.core.grounding import Claim, GroundingCode, GroundingVerdict, SourceArticle
from octavo.testing.embedders import HashEmbedder
from octavo.understand.embedding import shipped_embedder
from octavo.understand.facts import read_facts
from octavo.understand.sentences import split_sentences

HARBOUR = SourceArticle(
    "harbour",
    "Flood closes the harbour of Velm",
    "A flood closed the harbour of Velm in Harlund on Tuesday, and 1,987 people left their homes. "
    "“We will not leave the town,” Mayor Karin Holt said. "
    "Nearly 32 % of the houses may be lost, the engineer Pavel Brandt told reporters in Velm. "
    "Prices of grain rose by 12 percent. "
    "The railway has not been repaired.",
    "en",
    datetime(2026, 3, 4, 9, tzinfo=UTC),
)
RESCUE = SourceArticle(
    "rescue",
    "Army sends boats to Velm",
    "The army sent 40 boats to Velm after the flood. Five people were injured and 20 were killed.",
    "en",
)
STORY = (HARBOUR, RESCUE)


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(split_sentences, read_facts, shipped_embedder())


@pytest.fixture(scope="module")
def sources() -> Sources:
    return prepare(STORY, split_sentences, read_facts, shipped_embedder())


def check(checker: Checker, sources: Sources, text: str, language: str = "en") -> GroundingVerdict:
    [verdict] = checker.check([Claim(text, language)], sources)
    return verdict


@pytest.mark.parametrize(
    "text",
    [
        "Prices of grain rose by 12 percent.",
        "About 2,000 people left their homes when a flood closed the harbour of Velm.",
        "Nearly a third of the houses may be lost, Pavel Brandt told reporters.",
        "The flood closed the harbour of Velm on Tuesday, and the army sent 40 boats.",
        "Karin Holt, the mayor, said: “We will not leave the town.”",
        "The railway hasn't been repaired.",
    ],
)
def test_what_the_sources_say_is_accepted_and_cited(checker: Checker, sources: Sources, text: str) -> None:
    verdict = check(checker, sources, text)
    assert verdict.accepted, verdict.reason
    assert verdict.citations
    assert verdict.reason.code is GroundingCode.SUPPORTED


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Prices of grain rose by 21 percent.", GroundingCode.FIGURE),
        ("Prices of grain rose by 12 dollars.", GroundingCode.UNIT),
        ("Prices of grain fell by 12 percent.", GroundingCode.DIRECTION),
        ("Prices of grain did not rise by 12 percent.", GroundingCode.NEGATION),
        ("The railway has been repaired.", GroundingCode.NEGATION),
        ("A flood closed the harbour of Velm in Harlund on Friday.", GroundingCode.DATE),
        ("A flood closed the harbour of Velm in Kenya on Tuesday.", GroundingCode.PLACE),
        ("“We will never leave the country,” Mayor Karin Holt said.", GroundingCode.QUOTE),
        ("“We will not leave the town,” Pavel Brandt said.", GroundingCode.SPEAKER),
        ("Nearly half of the houses may be lost, Pavel Brandt told reporters in Velm.", GroundingCode.FIGURE),
        (
            "Nearly 32 % of the houses are lost, the engineer Pavel Brandt told reporters in Velm.",
            GroundingCode.CERTAINTY,
        ),
        ("Five people were killed and 20 were injured.", GroundingCode.FIGURE),
        ("", GroundingCode.EMPTY),
        ("…", GroundingCode.EMPTY),
    ],
)
def test_what_contradicts_them_is_dropped_with_its_reason(
    checker: Checker, sources: Sources, text: str, code: GroundingCode
) -> None:
    verdict = check(checker, sources, text)
    assert not verdict.accepted
    assert verdict.reason.code is code


@pytest.mark.parametrize(
    "text",
    [
        "The mayor fled.",
        "Karin Holt has resigned.",
        "The flood was staged by the army.",
        "Mayor Karin Holt has left Velm with the money.",
        "The engineer Pavel Brandt was arrested in Velm.",
    ],
)
def test_a_name_in_common_does_not_make_a_short_claim_true(checker: Checker, sources: Sources, text: str) -> None:
    verdict = check(checker, sources, text)
    assert not verdict.accepted
    assert verdict.reason.code is GroundingCode.UNSUPPORTED


@pytest.mark.parametrize(
    "text", ["The harbour closed.", "Karin Holt is the mayor.", "Grain prices rose.", "The army sent boats."]
)
def test_a_short_claim_whose_words_are_said_is_accepted(checker: Checker, sources: Sources, text: str) -> None:
    verdict = check(checker, sources, text)
    assert verdict.accepted, verdict.reason


def test_what_no_source_says_is_told_by_its_words(checker: Checker, sources: Sources) -> None:
    assert check(checker, sources, "The mayor fled.").reason.words == "fled"


@pytest.mark.parametrize(
    ("language", "zh", "held"),
    [("zh", "市长逃跑了。", False), ("zh", "军队派出四十艘船。", True)],
)
def test_short_claims_where_a_script_parts_no_words(checker: Checker, language: str, zh: str, *, held: bool) -> None:
    article = SourceArticle("zh", "", "市长霍尔特说我们不会离开这座城市。军队派出四十艘船前往灾区。", language)
    prepared = prepare([article], split_sentences, read_facts, shipped_embedder())
    assert check(checker, prepared, zh, language).accepted is held


def test_a_quotation_over_two_sentences_must_stand_there(checker: Checker, sources: Sources) -> None:
    true = "The mayor said: “We will not leave the town.”"
    assert check(checker, sources, true).accepted
    false = "Prices of grain rose by 12 percent. “The railway has not been repaired. We are leaving the country.”"
    assert not check(checker, sources, false).accepted


def test_an_invented_end_drops_a_true_beginning(checker: Checker, sources: Sources) -> None:
    text = (
        "The army sent 40 boats to Velm after the flood, and the opera opened its winter season with a new production."
    )
    assert not check(checker, sources, text).accepted


def test_of_several_sentences_each_needs_support(checker: Checker, sources: Sources) -> None:
    assert check(checker, sources, "The army sent 40 boats to Velm. Prices of grain rose by 12 percent.").accepted
    assert not check(checker, sources, "The army sent 40 boats to Velm. Prices of grain rose by 90 percent.").accepted


def test_a_claim_may_be_bound_to_some_articles(checker: Checker, sources: Sources) -> None:
    text = "The army sent 40 boats to Velm after the flood."
    [free, bound] = checker.check([Claim(text, "en"), Claim(text, "en", frozenset({"harbour"}))], sources)
    assert free.accepted
    assert not bound.accepted
    assert {cited.article for cited in free.citations} == {"rescue"}


def test_another_language_is_supported_by_meaning_names_and_values(checker: Checker, sources: Sources) -> None:
    assert check(checker, sources, "Die Getreidepreise stiegen um 12 Prozent.", "de").accepted
    verdict = check(checker, sources, "Die Getreidepreise stiegen um 21 Prozent.", "de")
    assert verdict.reason.code is GroundingCode.FIGURE


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("de", "Die Bahnstrecke ist repariert worden.", GroundingCode.NEGATION),
        ("es", "Los precios de los cereales no subieron un 12 por ciento.", GroundingCode.NEGATION),
        ("tr", "Tahıl fiyatları yüzde 12 artmadı.", GroundingCode.NEGATION),
        ("de", "Die Getreidepreise sanken um 12 Prozent.", GroundingCode.DIRECTION),
        ("pt", "Os preços dos cereais caíram 12 por cento.", GroundingCode.DIRECTION),
    ],
)
def test_a_translation_that_turns_its_source_is_dropped(
    checker: Checker, sources: Sources, language: str, text: str, code: GroundingCode
) -> None:
    verdict = check(checker, sources, text, language)
    assert verdict.reason.code is code


def test_without_denies_no_deed_in_another_language(checker: Checker) -> None:
    article = SourceArticle("deal", "", "Carmakers fear a no-deal exit from the union at the end of March.", "en")
    prepared = prepare([article], split_sentences, read_facts, shipped_embedder())
    text = "Autohersteller fürchten Ende März einen Austritt aus der Union ohne Abkommen."
    assert check(checker, prepared, text, "de").accepted


def test_a_speaker_put_for_another_is_seen_in_another_language(checker: Checker, sources: Sources) -> None:
    true = "Fast 32 % der Häuser könnten verloren sein, sagte Pavel Brandt vor Reportern in Velm."
    assert check(checker, sources, true, "de").accepted
    false = "Fast 32 % der Häuser könnten verloren sein, sagte Karin Holt vor Reportern in Velm."
    assert check(checker, sources, false, "de").reason.code is GroundingCode.SPEAKER


def test_pounds_miles_and_degrees_are_converted_between_languages(checker: Checker) -> None:
    article = SourceArticle("storm", "", "The storm moved 100 miles to the north on Monday.", "en")
    sources = prepare([article], split_sentences, read_facts, shipped_embedder())
    assert check(checker, sources, "Der Sturm zog am Montag 161 Kilometer nach Norden.", "de").accepted
    assert not check(checker, sources, "Der Sturm zog am Montag 261 Kilometer nach Norden.", "de").accepted


def test_without_sources_nothing_is_accepted(checker: Checker) -> None:
    empty = prepare([], split_sentences, read_facts, shipped_embedder())
    assert check(checker, empty, "Prices rose.").reason.code is GroundingCode.NO_SOURCE
    assert checker.check([], empty) == []


def of_hash(embedder: HashEmbedder) -> Weights:
    return replace(shipped_weights(), embedder=embedder.name)


def test_vectors_of_another_embedder_are_refused(sources: Sources) -> None:
    embedder = HashEmbedder()
    with pytest.raises(ValueError, match="vectors of"):
        Checker(split_sentences, read_facts, embedder)
    checker = Checker(split_sentences, read_facts, embedder, of_hash(embedder))
    with pytest.raises(ValueError, match="vectors of"):
        checker.check([Claim("Prices rose.", "en")], sources)


def test_weights_are_those_of_the_evidence() -> None:
    from octavo.assist.grounding.evidence import NAMES

    weights = shipped_weights()
    assert weights.embedder == shipped_embedder().name
    kinds: tuple[Linear, ...] = (weights.same, weights.across)
    assert all(len(linear.weights) == len(linear.mean) == len(linear.scale) == len(NAMES) for linear in kinds)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=150), st.text(max_size=150), st.sampled_from(["en", "ja", "ar", "", "de"]))
def test_no_text_makes_it_stumble(claim: str, source: str, language: str) -> None:
    embedder = HashEmbedder()
    checker = Checker(split_sentences, read_facts, embedder, of_hash(embedder))
    prepared = prepare([SourceArticle("a", claim, source, language)], split_sentences, read_facts, embedder)
    [verdict] = checker.check([Claim(claim, language)], prepared)
    assert verdict.accepted == (verdict.reason.code is GroundingCode.SUPPORTED)


def test_hostile_repetition_takes_no_long_time() -> None:
    chance = random.Random(1)
    embedder = HashEmbedder()
    checker = Checker(split_sentences, read_facts, embedder, of_hash(embedder))
    texts = ["".join(chance.choice("ab ") for _ in range(1_200)), "「" * 1_200, "1,1" * 400, '"a' * 500, "a, " * 400]
    articles = [SourceArticle(str(at), text, text, "en") for at, text in enumerate(texts)]
    started = time.process_time()
    checker.check([Claim(text, "en") for text in texts], prepare(articles, split_sentences, read_facts, embedder))
    assert time.process_time() - started < 20
