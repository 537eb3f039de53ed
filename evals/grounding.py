"""The checker of AI sentences: false copies rejected, true ones kept, and what of a scripted model reaches the reader.

Scored on the halves of the sets that it was not developed on (`grounding_sets.is_scored`). Two baselines stand beside
it: the cosine with the nearest source sentence, and the share of the claim's words that the nearest one holds. Each has
the threshold that keeps as many of the development half's supportable roundup sentences as the checker does.
"""

import time
from collections.abc import Callable, Sequence
from statistics import median

import numpy as np
from training.grounding import Library
from training.vectors import RememberingEmbedder

from evals import grounding_script as script
from evals import grounding_sets as sets
from evals import grounding_short as short
from evals.grounding_sets import Case
from octavo.assist.grounding import Checker, Sources
from octavo.assist.grounding.sources import units_of
from octavo.core.grounding import Claim
from octavo.understand.embedding import shipped_embedder
from octavo.understand.facts import read_facts
from octavo.understand.sentences import split_sentences

PEERS = {
    "grounding.perturbed.baseline_cosine_rejected": "plain cosine threshold",
    "grounding.perturbed.baseline_words_rejected": "lexical overlap",
}
TIMINGS = frozenset({"grounding.ms_a_claim"})
SAMPLE_STORIES, STORIES = 5, 14
SAMPLE_EACH, EACH = 1, 2
SAMPLE_ROUNDUPS = 250
"""Of the sample, stories by their order in the set."""
SAMPLE_TRANSLATIONS, TRANSLATIONS = 500, 3_000
"""Of some 24,000, every so many-th: all languages and documents alike."""
SAMPLE_HEADLINES, HEADLINES = 80, 300
DEVELOPMENT = 400
TRUE_KINDS = frozenset({"paraphrased", "merged", "shortened", "rounded"})

Score = Callable[[Case], float]


def run(full: bool) -> dict[str, float]:
    return Measuring(full).figures()


class Measuring:
    """One run: the checker, the sources that were prepared, and how long claims took."""

    def __init__(self, full: bool) -> None:
        self._full = full
        self._embedder = RememberingEmbedder(shipped_embedder())
        self._library = Library(self._embedder)
        self._checker = Checker(split_sentences, read_facts, self._embedder)
        self._seconds: list[float] = []

    def figures(self) -> dict[str, float]:
        stories, each = (STORIES, EACH) if self._full else (SAMPLE_STORIES, SAMPLE_EACH)
        copies = sets.perturbed(scored=True, stories=stories, each=each)
        roundups = sets.roundups(scored=True)[: None if self._full else SAMPLE_ROUNDUPS]
        translations = sets.translations(scored=True)
        translations = translations[:: len(translations) // (TRANSLATIONS if self._full else SAMPLE_TRANSLATIONS)]
        figures = self._copies(copies)
        figures |= self._roundups(roundups)
        figures |= self._translations(translations)
        figures |= self._across(sets.perturbed_across(scored=True, stories=stories, each=1))
        figures |= self._written(script.written(scored=True, stories=stories, each=each))
        figures |= self._short(stories, each)
        figures |= self._strangers(roundups, translations)
        figures |= self._baselines(copies)
        figures["ms_a_claim"] = 1000 * median(self._seconds)
        return {f"grounding.{name}": value for name, value in figures.items()}

    def accepted(self, cases: Sequence[Case]) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        self._embedder.remember([case.text for case in cases])
        verdicts = []
        for case in cases:
            sources = self._library.sources(case)
            started = time.process_time()
            [verdict] = self._checker.check([Claim(case.text, case.language)], sources)
            self._seconds.append(time.process_time() - started)
            verdicts.append(verdict.accepted)
        return np.array(verdicts, bool)

    def _copies(self, cases: Sequence[Case]) -> dict[str, float]:
        """Shares of the false that are rejected, by kind and language, and of the verbatim that are accepted."""
        kept = self.accepted(cases)
        true = np.array([case.is_true for case in cases])
        kinds = np.array([case.kind for case in cases])
        languages = np.array([case.language for case in cases])
        figures = {
            "perturbed.cases": float((~true).sum()),
            "perturbed.languages": float(len(set(languages[~true]))),
            "perturbed.rejected": _share(~kept[~true]),
            "verbatim.accepted": _share(kept[true]),
        }
        figures |= {f"perturbed.rejected.{kind}": _share(~kept[kinds == kind]) for kind in sorted(set(kinds[~true]))}
        by_language = {name: _share(~kept[~true & (languages == name)]) for name in sorted(set(languages))}
        return figures | {f"perturbed.rejected.{name}": share for name, share in by_language.items()}

    def _roundups(self, cases: Sequence[Case]) -> dict[str, float]:
        kept = self.accepted(cases)
        nameable = np.array([case.is_nameable for case in cases])
        supportable = np.array([case.is_supportable for case in cases])
        return {
            "roundups.accepted_of_all": _share(kept),
            "roundups.accepted_of_nameable": _share(kept[nameable]),
            "roundups.accepted": _share(kept[supportable]),
        }

    def _translations(self, cases: Sequence[Case]) -> dict[str, float]:
        kept = self.accepted(cases)
        languages = np.array([case.language for case in cases])
        by_language = [_share(kept[languages == name]) for name in sorted(set(languages))]
        return {"translations.accepted": _share(kept), "translations.worst_language": min(by_language)}

    def _across(self, cases: Sequence[Case]) -> dict[str, float]:
        """Translations made false, against the original: what can be seen between languages."""
        kept = self.accepted(cases)
        kinds = np.array([case.kind for case in cases])
        return {f"across.rejected.{kind}": _share(~kept[kinds == kind]) for kind in sorted(set(kinds))}

    def _written(self, cases: Sequence[Case]) -> dict[str, float]:
        """Of what the scripted model wrote: the share accepted by kind; and of what the reader sees, the share true."""
        kept = self.accepted(cases)
        true = np.array([case.is_true for case in cases])
        kinds = np.array([case.kind for case in cases])
        figures = {"written.true_of_what_is_read": _share(true[kept]), "written.false_rejected": _share(~kept[~true])}
        for kind in sorted(set(kinds)):
            of = kinds == kind
            verb, share = ("accepted", kept[of]) if kind in TRUE_KINDS else ("rejected", ~kept[of])
            figures[f"written.{verb}.{kind}"] = _share(share)
        return figures

    def _short(self, stories: int, each: int) -> dict[str, float]:
        """Short sentences: about somebody of the story what nobody said, and headlines."""
        claims = short.false_claims(scored=True, stories=stories, each=each)
        across = short.false_across(scored=True, stories=stories, each=each)
        headlines = short.headlines(scored=True, count=HEADLINES if self._full else SAMPLE_HEADLINES)
        return {
            "short.rejected": _share(~self.accepted(claims)),
            "short.rejected_across": _share(~self.accepted(across)),
            "short.headlines_accepted": _share(self.accepted(headlines)),
        }

    def _strangers(self, roundups: Sequence[Case], translations: Sequence[Case]) -> dict[str, float]:
        """True sentences of other stories, and those whose very source was taken away."""
        taken = sets.without_source(
            scored=True, languages=sets.LANGUAGES, stories=STORIES if self._full else SAMPLE_STORIES
        )
        return {
            "strangers.roundups_rejected": _share(~self.accepted(sets.strangers(roundups))),
            "strangers.translations_rejected": _share(~self.accepted(sets.strangers(translations))),
            "strangers.twin_events_rejected": _share(~self.accepted(sets.twins(scored=True))),
            "strangers.source_taken_away_rejected": _share(~self.accepted(taken)),
        }

    def _baselines(self, copies: Sequence[Case]) -> dict[str, float]:
        development = [case for case in sets.roundups(scored=False) if case.is_supportable][:DEVELOPMENT]
        share_kept = self.accepted(development).mean()
        figures: dict[str, float] = {}
        scorers: dict[str, Score] = {"cosine": self._cosine, "words": self._words}
        for name, score in scorers.items():
            threshold = np.quantile([score(case) for case in development], 1 - share_kept)
            rejected = [score(case) < threshold for case in copies if not case.is_true]
            figures[f"perturbed.baseline_{name}_rejected"] = _share(np.array(rejected))
        return figures

    def _cosine(self, case: Case) -> float:
        sources = self._library.sources(case)
        return float((sources.vectors @ self._embedder.embed([case.text])[0]).max())

    def _words(self, case: Case) -> float:
        sources: Sources = self._library.sources(case)
        units = units_of(read_facts(case.text, case.language))
        return max((len(units & held) / max(len(units), 1) for held in sources.units), default=0.0)


def _share(of: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> float:
    return float(of.mean()) if len(of) else 0.0
