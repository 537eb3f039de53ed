"""Extraction: text and segments, by the measures of the data pack's README, beside peers on the same pages.

Each set is scored with a judge that was trained without it (`evals/judges/`, made by `python -m training.extraction`),
with no contributed rules and nothing known of a publisher. `metadata` has the rest of a page.
"""

from collections import Counter, defaultdict
from pathlib import Path
from statistics import mean

from evals import datapack
from evals.extraction_peers import PEER_EXTRACTORS, peer_texts
from evals.text_measures import harmonic, overlap, shingles, tokens, words_as_written
from octavo.cli.extract import describe
from octavo.core.failures import Failure
from octavo.extract.article import extract_page
from octavo.extract.body.judge import Judge, load_judge

PUBLISHED = {"extraction.aeb.scoreboard_f1": "best published .970"}
PEERS: dict[str, str] = {}
"""Filled by `run`: what peers reach on the same pages in the same run."""
SAMPLES = {"aeb": 90, "fundus": 86, "fundus-eval": 28, "daniel": 150, "trafilatura-eval": 180, "postlight": 60}
JUDGES = Path(__file__).with_name("judges")
MIN_PAGES_OF_A_LANGUAGE = 3

Output = dict[str, object]
Scores = dict[str, list[float]]


def run(full: bool) -> dict[str, float]:
    results: dict[str, float] = {}
    for name, size in SAMPLES.items():
        folder = f"extract-{name}"
        records = datapack.sample(datapack.read_set(folder), size, full=full)
        prefix = f"extraction.{name.replace('-', '_')}"
        judge = judge_without(name)
        results |= _named(prefix, score(records, [extract(folder, record, judge) for record in records]))
        _note_peers(prefix, folder, records)
    return results


def _note_peers(prefix: str, folder: str, records: list[datapack.Record]) -> None:
    notes: dict[str, list[str]] = defaultdict(list)
    for peer in PEER_EXTRACTORS:
        outputs: list[Output] = [{"text": text} for text in peer_texts(peer, folder, records)]
        for key, value in _named(prefix, score(records, outputs)).items():
            notes[key].append(f"{peer} {value:.3f}".replace(" 0.", " ."))
    PEERS.update({key: ", ".join([*found, *filter(None, [PUBLISHED.get(key)])]) for key, found in notes.items()})


def _named(prefix: str, values: dict[str, float]) -> dict[str, float]:
    return {f"{prefix}.{key}": value for key, value in values.items()}


def judge_without(name: str) -> Judge | None:
    """The judge that never saw the set; None, for the shipped one, where no judge was trained on it."""
    path = JUDGES / f"without-{name}.npz"
    return load_judge(str(path)) if path.exists() else None


def extract(folder: str, record: datapack.Record, judge: Judge | None = None) -> Output:
    """What the command line would print for the page; nothing where it fails."""
    article = extract_page(datapack.read_page(folder, record), url=record.get("url", ""), judge=judge)
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
        got, gold = (shingles(words_as_written(text)) for text in (text_of(output), record["text"]))
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
