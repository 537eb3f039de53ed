"""Extraction: text and segments, by the measures of the data pack's README. `metadata` has the rest."""

import re
import unicodedata
from collections import Counter, defaultdict
from statistics import mean

from evals import datapack
from octavo.cli.extract import describe
from octavo.core.failures import Failure
from octavo.extract.article import extract_page

PEERS = {
    "extraction.aeb.f1": "trafilatura .955, readability-lxml .943, newspaper4k .919",
    "extraction.aeb.scoreboard_f1": "trafilatura .960; best published .970",
    "extraction.fundus.f1": "trafilatura .946, readability-lxml .880, newspaper4k .859",
    "extraction.fundus_eval.f1": "trafilatura .921, newspaper4k .901, readability-lxml .898",
    "extraction.daniel.f1": "readability-lxml .874, trafilatura .837",
    "extraction.trafilatura_eval.segments_f1": "trafilatura .928, readability-lxml .875",
    "extraction.trafilatura_eval.segments_accuracy": "trafilatura .928, readability-lxml .878",
    "extraction.postlight.first_words": "trafilatura .772 (44/57)",
}
SAMPLES = {"aeb": 90, "fundus": 86, "fundus-eval": 28, "daniel": 150, "trafilatura-eval": 180, "postlight": 60}
SHINGLE = 4
MIN_PAGES_OF_A_LANGUAGE = 3

Output = dict[str, object]
Scores = dict[str, list[float]]

_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)


def run(full: bool) -> dict[str, float]:
    results: dict[str, float] = {}
    for name, size in SAMPLES.items():
        records = datapack.sample(datapack.read_set(f"extract-{name}"), size, full=full)
        outputs = [extract(f"extract-{name}", record) for record in records]
        prefix = f"extraction.{name.replace('-', '_')}"
        results |= {f"{prefix}.{key}": value for key, value in score(records, outputs).items()}
    return results


def extract(folder: str, record: datapack.Record) -> Output:
    """What the command line would print for the page; nothing where it fails."""
    article = extract_page(datapack.read_page(folder, record), url=record.get("url", ""))
    return {} if isinstance(article, Failure) else describe(article)


def score(records: list[datapack.Record], outputs: list[Output]) -> dict[str, float]:
    pairs = list(zip(records, outputs, strict=True))
    scores: Scores = defaultdict(list)
    for record, output in pairs:
        for measure in (score_text, score_first_words):
            for key, value in measure(record, output).items():
                scores[key].append(value)
    results = {key: mean(values) for key, values in scores.items()}
    if any("text" in record for record in records):
        results |= {"scoreboard_f1": scoreboard_f1(pairs), "worst_language": worst_language(pairs)}
    if any("must_have" in record for record in records):
        results |= score_segments(pairs)
    return results


def tokens(text: str) -> list[str]:
    found = []
    for word in _WORD.findall(unicodedata.normalize("NFC", text).lower()):
        found += list(word) if _UNSPACED.search(word) else [word]
    return found


def shingles(words: list[str]) -> Counter[tuple[str, ...]]:
    """All runs of four tokens; a text shorter than that is one run."""
    if 0 < len(words) < SHINGLE:
        return Counter([tuple(words)])
    return Counter(zip(*(words[start:] for start in range(SHINGLE)), strict=False))


def overlap(output: Counter[tuple[str, ...]], gold: Counter[tuple[str, ...]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of two bags."""
    common = (output & gold).total()
    precision = common / output.total() if output else 0.0
    recall = common / gold.total() if gold else 0.0
    return precision, recall, harmonic(precision, recall)


def harmonic(one: float, two: float) -> float:
    return 2 * one * two / (one + two) if one + two else 0.0


def text_of(output: Output) -> str:
    return str(output.get("text") or "")


def score_text(record: datapack.Record, output: Output) -> dict[str, float]:
    if "text" not in record:
        return {}
    precision, recall, f1 = overlap(shingles(tokens(text_of(output))), shingles(tokens(record["text"])))
    return {"precision": precision, "recall": recall, "f1": f1}


def scoreboard_f1(pairs: list[tuple[datapack.Record, Output]]) -> float:
    """As article-extraction-benchmark counts: words as written, F1 of the mean precision and the mean recall."""
    precisions, recalls = [], []
    for record, output in pairs:
        got, gold = (shingles(_WORD.findall(text)) for text in (text_of(output), record["text"]))
        precision, recall, _ = overlap(got, gold)
        if got:
            precisions.append(precision)
        if gold:
            recalls.append(recall)
    return harmonic(mean(precisions), mean(recalls))


def worst_language(pairs: list[tuple[datapack.Record, Output]]) -> float:
    """The lowest mean F1 of a language with three pages or more."""
    by_language: dict[str, list[float]] = defaultdict(list)
    for record, output in pairs:
        by_language[record.get("language", "")].append(score_text(record, output)["f1"])
    return min(mean(values) for values in by_language.values() if len(values) >= MIN_PAGES_OF_A_LANGUAGE)


def score_segments(pairs: list[tuple[datapack.Record, Output]]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for record, output in pairs:
        text = text_of(output)
        for segment in record["must_have"]:
            counts["tp" if segment in text else "fn"] += 1
        for segment in record["must_not_have"]:
            counts["fp" if segment in text else "tn"] += 1
    precision = counts["tp"] / max(1, counts["tp"] + counts["fp"])
    recall = counts["tp"] / max(1, counts["tp"] + counts["fn"])
    return {
        "segments_accuracy": (counts["tp"] + counts["tn"]) / counts.total(),
        "segments_f1": harmonic(precision, recall),
    }


def score_first_words(record: datapack.Record, output: Output) -> dict[str, float]:
    if "first_words" not in record:
        return {}
    wanted = " ".join(tokens(record["first_words"])[:6])
    return {"first_words": float(wanted in " ".join(tokens(text_of(output))))}
