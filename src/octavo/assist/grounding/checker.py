"""The verdict on a claim: contradictions of facts reject it with their reason, then the weight of all evidence decides.

Of several supports the first that is accepted is cited; of a rejected claim the reason is that of the likeliest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from octavo.assist.grounding import agreement, copying
from octavo.assist.grounding.agreement import Support
from octavo.assist.grounding.evidence import NAMES, Weighed, evidence
from octavo.assist.grounding.model import Linear, Weights, probability, shipped_weights
from octavo.assist.grounding.predicate import bare_words, is_short
from octavo.assist.grounding.retrieval import nearest, supports
from octavo.assist.grounding.sources import Sources, stem
from octavo.core.grounding import (
    Claim,
    GroundingCode,
    GroundingReason,
    GroundingVerdict,
    NamedThing,
    ReadFacts,
    SentenceFacts,
    SourceSentence,
    SplitSentences,
)
from octavo.core.protocols import Embedder

VERSION = 2
NAME = f"grounding/{VERSION}"
MAX_CLAIM_CHARS = 1_200
MAX_PARTS = 8
FAR = 0.25
"""A claim of which the sources hold less than this share has no source at all."""
LEAST_COVERED = 0.1
"""In a source's own language its words hold more than this share of what a claim means, however freely it retells."""
SURE_NUMBER = 13
"""Across languages smaller numbers without a unit may be words that are not known."""

SURE_SHORT = 0.0
"""Across languages, where words cannot be compared, a short claim must sooner be supported than not (log-odds)."""

Array = Any  # numpy arrays


@dataclass(frozen=True, slots=True)
class Judged:
    """One support, weighed. `reason` is a contradiction of facts, None for none."""

    support: Support
    row: tuple[float, ...]
    logit: float
    reason: GroundingReason | None
    is_accepted: bool


class Checker:
    """Judges what a model wrote against `Sources`. `read` is `octavo.understand.facts.read_facts` or its like."""

    def __init__(
        self,
        split: SplitSentences,
        read: ReadFacts,
        embedder: Embedder,
        weights: Weights | None = None,
    ) -> None:
        self._split = split
        self._read = read
        self._embedder = embedder
        self._weights = weights or shipped_weights()
        if embedder.name != self._weights.embedder:
            raise ValueError(f"the checker knows vectors of {self._weights.embedder}, not of {embedder.name}")

    def check(self, claims: Sequence[Claim], sources: Sources) -> list[GroundingVerdict]:
        """A verdict for each, in order. Never raises for any text.

        Raises `OctavoError` where the embedder cannot be reached, ValueError where `sources` have another's vectors.
        """
        if sources.embedder != self._embedder.name:
            raise ValueError(f"the sources have vectors of {sources.embedder}, not of {self._embedder.name}")
        parts = [self._parts(claim) for claim in claims]
        texts = [part.text for of_claim in parts for part in of_claim]
        vectors = iter(self._embedder.embed(texts)) if texts else iter(())
        together = (_together([self._check(part, next(vectors), sources) for part in of_claim]) for of_claim in parts)
        return [self._quoted(claim, verdict, sources) for claim, verdict in zip(claims, together, strict=True)]

    def _parts(self, claim: Claim) -> list[Claim]:
        """What a model wrote as one sentence may be several; each needs its support."""
        pieces = self._split(claim.text[:MAX_CLAIM_CHARS], claim.language)[:MAX_PARTS]
        return [replace(claim, text=piece) for piece in pieces]

    def _check(self, claim: Claim, vector: Array, sources: Sources) -> GroundingVerdict:
        facts = self._read(claim.text, claim.language)
        allowed = [
            at for at, each in enumerate(sources.sentences) if not claim.articles or each.article in claim.articles
        ]
        if not any(letter.isalnum() for word in facts.tokens for letter in word):
            return _verdict(GroundingCode.EMPTY)
        if not allowed:
            return _verdict(GroundingCode.NO_SOURCE)
        judged = self._judged(claim, facts, vector, allowed, sources)
        best = next((each for each in judged if each.is_accepted), None)
        if best is None:
            return _dropped(judged, sources)
        return _verdict(GroundingCode.SUPPORTED, judged=best, sources=sources)

    def _quoted(self, claim: Claim, verdict: GroundingVerdict, sources: Sources) -> GroundingVerdict:
        """A quotation of several sentences is seen in the whole claim alone."""
        spoken = {cited.language.partition("-")[0] for cited in verdict.citations}
        if not verdict.accepted or spoken != {claim.language.partition("-")[0]}:
            return verdict
        trouble = _quote_trouble(self._read(claim.text[:MAX_CLAIM_CHARS], claim.language), claim, sources)
        return replace(verdict, accepted=False, reason=trouble) if trouble else verdict

    def _judged(
        self, claim: Claim, facts: SentenceFacts, vector: Array, allowed: Sequence[int], sources: Sources
    ) -> list[Judged]:
        likeness = sources.vectors @ vector
        candidates = nearest(facts, likeness, allowed, sources)
        trouble = _quote_trouble(facts, claim, sources)
        return [
            self._weigh(Weighed(facts, support, copy, likeness), trouble, sources)
            for support, copy in supports(facts, candidates, likeness, sources)
        ]

    def _weigh(self, weighed: Weighed, trouble: GroundingReason | None, sources: Sources) -> Judged:
        row = evidence(weighed, sources)
        linear = self._weights.of(across=weighed.support.across)
        logit = linear.logit(row)
        reason = (None if weighed.support.across else trouble) or next(_contradictions(weighed, sources), None)
        return Judged(weighed.support, tuple(row), logit, reason, reason is None and _is_enough(weighed, row, linear))


def _is_enough(weighed: Weighed, row: Sequence[float], linear: Linear) -> bool:
    least = linear.threshold
    if weighed.support.across:
        least = max(least, SURE_SHORT) if is_short(weighed.claim) else least
    elif row[NAMES.index("covered")] < LEAST_COVERED:
        return False
    return linear.logit(row) >= least


def _quote_trouble(facts: SentenceFacts, claim: Claim, sources: Sources) -> GroundingReason | None:
    for quoted in facts.quotes:
        if agreement.quote_trouble(quoted, sources, claim.articles):
            return GroundingReason(GroundingCode.QUOTE, quoted.text)
    return None


def _contradictions(weighed: Weighed, sources: Sources) -> Iterator[GroundingReason]:
    """The first is told."""
    yield from _of_numbers(weighed)
    date = agreement.date_trouble(weighed.claim, weighed.support, sources)
    if date:
        yield GroundingReason(GroundingCode.DATE, date)
    if weighed.support.across:
        yield from _between_languages(weighed, sources)
    else:
        yield from _of_names(weighed, sources)
        yield from _of_wording(weighed, sources)
        bare = bare_words(weighed, sources)
        if bare:
            yield GroundingReason(GroundingCode.UNSUPPORTED, " ".join(bare))


def _of_numbers(weighed: Weighed) -> Iterator[GroundingReason]:
    for number in weighed.claim.numbers:
        if weighed.support.across and not number.unit and number.value < SURE_NUMBER:
            continue
        code = agreement.number_trouble(number, weighed.support)
        if code:
            yield GroundingReason(code, number.text)


def _between_languages(weighed: Weighed, sources: Sources) -> Iterator[GroundingReason]:
    """What can be compared of a sentence and one in another language, beside figures and days."""
    claim, support = weighed.claim, weighed.support
    thing = agreement.missing_across(claim, support, sources)
    if thing:
        yield GroundingReason(_code_of(thing), thing.text)
    if weighed.likeness[support.at[0]] < agreement.TRANSLATED:
        return
    if agreement.is_denied_across(claim, support):
        yield GroundingReason(GroundingCode.NEGATION, claim.tokens[claim.negations[0]] if claim.negations else "")
    speaker = agreement.speaker_across(claim, support)
    if speaker:
        yield GroundingReason(GroundingCode.SPEAKER, speaker.text)
    turned = agreement.turned_across(claim, support)
    if turned:
        yield GroundingReason(GroundingCode.DIRECTION, turned)


def _of_names(weighed: Weighed, sources: Sources) -> Iterator[GroundingReason]:
    speaker = agreement.speaker_trouble(weighed.claim, weighed.support, sources)
    if speaker:
        yield GroundingReason(GroundingCode.SPEAKER, speaker.text)
    for thing in agreement.missing_names(weighed.claim, weighed.support):
        if thing.is_sure and not agreement.is_in_story(thing, sources, across=False):
            yield GroundingReason(_code_of(thing), thing.text)


def _code_of(thing: NamedThing) -> GroundingCode:
    return GroundingCode.PLACE if thing.places else GroundingCode.NAME


def _of_wording(weighed: Weighed, sources: Sources) -> Iterator[GroundingReason]:
    lead, *others = weighed.support.facts
    if weighed.copy.is_near:
        elsewhere = frozenset(stem(word) for facts in others for word in facts.tokens)
        yield from copying.contradictions(weighed.claim, lead, weighed.copy, sources, elsewhere)
    turned = agreement.opposite_trouble(weighed.claim, weighed.support)
    if turned:
        yield GroundingReason(GroundingCode.DIRECTION, turned)


def _together(verdicts: Sequence[GroundingVerdict]) -> GroundingVerdict:
    """One word against it is enough; the citations are of all."""
    if not verdicts:
        return _verdict(GroundingCode.EMPTY)
    refused = next((verdict for verdict in verdicts if not verdict.accepted), None)
    if refused or len(verdicts) == 1:
        return refused or verdicts[0]
    citations = tuple(dict.fromkeys(cited for verdict in verdicts for cited in verdict.citations))
    return replace(verdicts[0], citations=citations)


def _dropped(judged: Sequence[Judged], sources: Sources) -> GroundingVerdict:
    """The likeliest of what was tried tells the reason."""
    best = max(judged, key=lambda each: each.logit)
    if best.reason:
        return _verdict(best.reason.code, words=best.reason.words, judged=best, sources=sources)
    told = next((each.reason for each in judged if each.reason), None)
    if told and best.logit > 0:
        return _verdict(told.code, words=told.words, judged=best, sources=sources)
    held = best.row[NAMES.index("covered_by_story")]
    code = GroundingCode.NO_SOURCE if held < FAR and not best.support.across else GroundingCode.UNSUPPORTED
    return _verdict(code, judged=best, sources=sources)


def _verdict(
    code: GroundingCode, *, words: str = "", judged: Judged | None = None, sources: Sources | None = None
) -> GroundingVerdict:
    citations: tuple[SourceSentence, ...] = ()
    scores: dict[str, float] = {}
    if judged and sources:
        citations = tuple(sources.sentences[at] for at in judged.support.at)
        scores = {"support": probability(judged.logit), **dict(zip(NAMES, judged.row, strict=True))}
    accepted = code is GroundingCode.SUPPORTED
    return GroundingVerdict(accepted, GroundingReason(code, words), citations, scores, VERSION)
