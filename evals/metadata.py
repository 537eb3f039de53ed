"""Metadata: title, date, authors and lead picture, by the measures of the data pack's README.

The figures are of what the command line prints, so a page on which no article is found has none of them.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from statistics import mean

from evals import datapack
from evals.extraction import SAMPLES, Output, Scores, extract, harmonic

PEERS = {
    "extraction.fundus.title": "trafilatura .663 (114/172)",
    "extraction.fundus.date": "trafilatura .977 (168/172)",
    "extraction.fundus.authors_f1": "trafilatura .846",
    "extraction.fundus.image": "trafilatura .248 (36/145)",
    "extraction.trafilatura_eval.title": "trafilatura .593 (296/499)",
    "extraction.trafilatura_eval.date": "trafilatura .887 (391/441)",
    "extraction.trafilatura_eval.authors_f1": "trafilatura .582",
    "extraction.postlight.title": "trafilatura .814 (48/59)",
    "extraction.postlight.date": "trafilatura .673 (33/49)",
    "extraction.postlight.authors_f1": "trafilatura .630",
    "extraction.postlight.image": "trafilatura .100 (5/50)",
    "extraction.htmldate.date": "htmldate extensive .920 (276/300), fast .880",
}
# The set's folder and the sample's size, by the name in the figures.
SETS = {
    "fundus": ("extract-fundus", SAMPLES["fundus"]),
    "postlight": ("extract-postlight", SAMPLES["postlight"]),
    "trafilatura_eval": ("extract-trafilatura-eval", SAMPLES["trafilatura-eval"]),
    "htmldate": ("date-htmldate", 100),
}
_QUOTES = str.maketrans(
    {**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛′`´", "'"), **dict.fromkeys("‐‑‒–—―−", "-")}
)


def run(full: bool) -> dict[str, float]:
    results: dict[str, float] = {}
    for name, (folder, size) in SETS.items():
        records = datapack.sample(datapack.read_set(folder), size, full=full)
        outputs = [extract(folder, record) for record in records]
        results |= {f"extraction.{name}.{key}": value for key, value in score(records, outputs).items()}
    return results


def score(records: list[datapack.Record], outputs: list[Output]) -> dict[str, float]:
    """The mean of each measure over the pages that have gold for it."""
    scores: Scores = defaultdict(list)
    for record, output in zip(records, outputs, strict=True):
        for measure in (score_title, score_date, score_authors, score_image):
            for key, value in measure(record, output).items():
                scores[key].append(value)
    return {key: mean(values) for key, values in scores.items()}


def normal_title(title: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", title).translate(_QUOTES).split())


def score_title(record: datapack.Record, output: Output) -> dict[str, float]:
    if "title" not in record:
        return {}
    got, gold = normal_title(str(output.get("title") or "")), normal_title(record["title"])
    contained = bool(got) and (got in gold or gold in got)
    return {"title": float(got == gold), "title_contained": float(contained)}


def score_date(record: datapack.Record, output: Output) -> dict[str, float]:
    if "published_at" not in record:
        return {}
    return {"date": float(str(output.get("published_at") or "")[:10] == record["published_at"][:10])}


def score_authors(record: datapack.Record, output: Output) -> dict[str, float]:
    if not record.get("authors"):
        return {}
    got, gold = folded_set(output.get("authors") or []), folded_set(record["authors"])  # type: ignore[arg-type]  # a list
    return {"authors_f1": harmonic(len(got & gold) / len(got), len(got & gold) / len(gold)) if got else 0.0}


def folded_set(names: Iterable[str]) -> set[str]:
    return {name.casefold() for name in names}


def score_image(record: datapack.Record, output: Output) -> dict[str, float]:
    image = record.get("image")
    if not image or not image.get("url"):
        return {}
    return {"image": float(output.get("image") in {image["url"], *image.get("urls", ())})}
