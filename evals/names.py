"""Names across languages: do two tellings of one text share names, and do two texts that have nothing in common not?

On xling-ntrex128: `names.share.<language>` is the share of documents whose English version shares at least three keys
with the version in that language; `names.chance` the same between different documents, over all languages.
"""

from collections import defaultdict
from statistics import mean

from evals import datapack
from octavo.understand.names import find_names

SHARED = 3
SAMPLE_LANGUAGES = ("ar", "de", "el", "es", "fr", "hi", "hu", "id", "ja", "pl", "ru", "sw", "tr", "uk", "vi", "zh")
Keys = dict[str, frozenset[str]]


def run(full: bool) -> dict[str, float]:
    keys = read_keys(None if full else {*SAMPLE_LANGUAGES, "en"})
    english = keys.pop("en")
    results = {f"names.share.{language}": share(english, others) for language, others in sorted(keys.items())}
    results["names.share.mean"] = mean(results.values())
    # Higher is better, as for every other figure.
    results["names.not_by_chance"] = 1 - mean(chance(english, others) for others in keys.values())
    return results


def read_keys(languages: set[str] | None) -> dict[str, Keys]:
    keys: dict[str, Keys] = defaultdict(dict)
    for record in datapack.read_set("xling-ntrex128", "docs.jsonl.gz"):
        if languages is None or record["language"] in languages:
            title, _, text = record["text"].partition("\n")
            names = find_names(title, text, language=record["language"])
            keys[record["language"]][record["story"]] = frozenset(name.key for name in names)
    return dict(keys)


def share(some: Keys, others: Keys) -> float:
    """The share of documents with at least three keys in common."""
    return mean(len(some[story] & others[story]) >= SHARED for story in some)


def chance(some: Keys, others: Keys) -> float:
    """The same where the documents are of different stories."""
    stories = sorted(some)
    pairs = ((one, other) for one in stories for other in stories if one != other)
    return mean(len(some[one] & others[other]) >= SHARED for one, other in pairs)
