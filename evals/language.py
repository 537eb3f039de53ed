"""Language identification: accuracy per language, mean over languages; without a hint.

On the sentences of translated news (ntrex) a peer is measured in the same run.
"""

from collections import defaultdict
from collections.abc import Callable

from evals import datapack
from octavo.core.languages import canonical_language
from octavo.understand.language import detect_language

PEERS = {
    "language.lingua.accuracy": "py3langid .911, lingua-low .941 (published)",
    "language.sib200.accuracy": "py3langid .990",
}
SETS = {"lingua": ("langid-lingua", 5_000), "sib200": ("langid-sib200", 10_000)}
NTREX_DOCUMENTS = 800

Detect = Callable[[str], str | None]


def run(full: bool) -> dict[str, float]:
    """`language.<set>.accuracy`, and `.worst`: the mean of the five weakest languages."""
    results: dict[str, float] = {}
    for name, (folder, size) in SETS.items():
        records = datapack.sample(datapack.read_set(folder, "sentences.jsonl.gz"), size, full=full)
        accuracies = sorted(accuracy_by_language(records).values())
        results[f"language.{name}.accuracy"] = sum(accuracies) / len(accuracies)
        results[f"language.{name}.worst"] = sum(accuracies[:5]) / 5
    sentences = news_sentences(full)
    accuracies = sorted(accuracy_by_language(sentences).values())
    results["language.ntrex.accuracy"] = sum(accuracies) / len(accuracies)
    results["language.ntrex.worst"] = sum(accuracies[:5]) / 5
    peer = accuracy_by_language([_in_any_script(sentence) for sentence in sentences], by_py3langid()).values()
    PEERS["language.ntrex.accuracy"] = f"py3langid {sum(peer) / len(peer):.4f} (this run)"
    return results


def news_sentences(full: bool) -> list[datapack.Record]:
    """Each line of a document is a sentence."""
    documents = datapack.sample(datapack.read_set("xling-ntrex128", "docs.jsonl.gz"), NTREX_DOCUMENTS, full=full)
    return [
        {"language": document["language"], "text": line}
        for document in documents
        for line in document["text"].split("\n")
        if line.strip()
    ]


def _in_any_script(sentence: datapack.Record) -> datapack.Record:
    """As a peer is asked that knows one Chinese alone."""
    return sentence | {"language": "zh"} if sentence["language"] == "zh-Hant" else sentence


def by_py3langid() -> Detect:
    """py3langid with all its languages, as it comes."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    return lambda text: canonical_language(model.classify(text)[0])


def accuracy_by_language(records: list[datapack.Record], detect: Detect = detect_language) -> dict[str, float]:
    right: dict[str, list[bool]] = defaultdict(list)
    for record in records:
        right[record["language"]].append(is_right(detect(record["text"]), record["language"]))
    return {language: sum(found) / len(found) for language, found in right.items()}


def is_right(detected: str | None, gold: str) -> bool:
    """The tags mean the same language ("tl" is "fil"); the sets write Chinese of either script as "zh" too."""
    return detected == canonical_language(gold) or (gold == "zh" and detected == "zh-Hant")
