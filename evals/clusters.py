"""Measures over clusters and pairs, as the data pack's README defines them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from itertools import product

Pair = tuple[int, int]


def bcubed(found: Sequence[Hashable], gold: Sequence[Hashable]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the means: Bagga and Baldwin 1998; Amigó et al. 2009."""
    together = Counter(zip(found, gold, strict=True))
    of_found, of_gold = Counter(found), Counter(gold)
    pairs = list(zip(found, gold, strict=True))
    precision = sum(together[pair] / of_found[pair[0]] for pair in pairs) / len(pairs)
    recall = sum(together[pair] / of_gold[pair[1]] for pair in pairs) / len(pairs)
    return precision, recall, f1(precision, recall)


def bcubed_between(
    found: Sequence[Hashable], gold: Sequence[Hashable], comparable: Callable[[int, int], bool]
) -> tuple[float, float, float]:
    """B-cubed that counts only comparable pairs of items: halves of parallel texts say nothing about the other half."""
    items = range(len(gold))
    precisions = [_share(members, item, gold, comparable) for item, members in _clusters(found, items)]
    recalls = [_share(members, item, found, comparable) for item, members in _clusters(gold, items)]
    precision, recall = _mean(precisions), _mean(recalls)
    return precision, recall, f1(precision, recall)


def _clusters(labels: Sequence[Hashable], items: range) -> list[tuple[int, list[int]]]:
    clusters = defaultdict(list)
    for item in items:
        clusters[labels[item]].append(item)
    return [(item, clusters[labels[item]]) for item in items]


def _share(
    members: Sequence[int], item: int, labels: Sequence[Hashable], comparable: Callable[[int, int], bool]
) -> float | None:
    """Of the members that can be compared with the item, how many share its label; None where there is none."""
    others = [other for other in members if other != item and comparable(item, other)]
    return sum(labels[other] == labels[item] for other in others) / len(others) if others else None


def _mean(shares: Sequence[float | None]) -> float:
    known = [share for share in shares if share is not None]
    return sum(known) / len(known) if known else 0.0


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def pearson(first: Sequence[float], second: Sequence[float]) -> float:
    """Of two rows of equal length; 0 where one does not vary."""
    mean_first, mean_second = sum(first) / len(first), sum(second) / len(second)
    across = sum((a - mean_first) * (b - mean_second) for a, b in zip(first, second, strict=True))
    spread = sum((a - mean_first) ** 2 for a in first) * sum((b - mean_second) ** 2 for b in second)
    return float(across / spread**0.5) if spread else 0.0


def auc(scores: Sequence[float], positive: Sequence[bool]) -> float:
    """The share of (positive, negative) pairs in the right order; ties count half."""
    yes = [score for score, is_positive in zip(scores, positive, strict=True) if is_positive]
    no = [score for score, is_positive in zip(scores, positive, strict=True) if not is_positive]
    return sum((a > b) + (a == b) / 2 for a, b in product(yes, no)) / (len(yes) * len(no))


def best_f1(scores: Sequence[float], positive: Sequence[bool]) -> float:
    """At the threshold that suits it best: what tgcontest's peers report."""
    total = sum(positive)
    ranked = sorted(zip(scores, positive, strict=True), reverse=True)
    right, best = 0, 0.0
    for count, (_, is_positive) in enumerate(ranked, start=1):
        right += is_positive
        best = max(best, 2 * right / (count + total))
    return best
