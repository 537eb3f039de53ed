"""The embedded briefs of a large story, and a wrap-up: `python -m benchmarks briefs` (needs ../shared/data).

The story is the largest of cluster-ecbplus, twenty real articles of one event; each is told as some sentences of
sum-bbc more, so that it is as long as news are. Labels are given, and so are the sentences' vectors, which are made
once for each article and kept; what that costs is a figure of its own. CPU time of one thread, the middle of a
few runs; what the first run loads (forests, word lists) is left out.
"""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

ARTICLES, MORE = 20, 6
RUNS = 5
STORIES, A_STORY = 8, 12
ALL = "all embedded features of a story of 20 articles, ms"
WRAP = "wrap-up of eight stories of 12 articles, ms"
TARGETS = {ALL: ("<", 400.0), WRAP: ("<", 3_000.0)}


def run() -> dict[str, float]:
    from octavo.assist import briefs
    from octavo.core.briefs import WrapStory
    from octavo.understand.embedding import shipped_embedder
    from octavo.understand.sentences import split_sentences

    embedder, articles = shipped_embedder(), list(_articles())
    embedder.embed(["The harbour was calm on Monday."])
    started = time.process_time()
    read = briefs.read_articles(articles, split_sentences, embedder)
    embedding = (time.process_time() - started) * 1_000 / len(read)
    features: dict[str, Callable[[], Any]] = {
        "summary": lambda: briefs.summary(read[0]),
        "perspectives, roundup and figures": lambda: briefs.perspectives(briefs.story_of(read[:ARTICLES])),
        "figures": lambda: briefs.figures(briefs.story_of(read[:ARTICLES])),
        "timeline": lambda: briefs.timeline(briefs.story_of(read[:ARTICLES])),
        "who's who": lambda: briefs.whos_who(briefs.story_of(read[:ARTICLES])),
    }
    figures = {f"{name}, ms": _ms(make) for name, make in features.items()}
    figures[ALL] = sum(figures.values())
    question = "How many people were killed?"
    figures["ask, with its question's and suggestions' vectors, ms"] = _ms(
        lambda: briefs.ask(question, briefs.story_of(read[:ARTICLES]), embedder)
    )
    stories = [
        WrapStory(str(number), tuple(read[(number * 3 + at) % len(read)] for at in range(A_STORY)))
        for number in range(STORIES)
    ]
    figures[WRAP] = _ms(lambda: briefs.wrapup(stories))
    figures["sentences of the story"] = float(sum(len(one.sentences) for one in read[:ARTICLES]))
    figures["reading one article (its sentences' vectors, kept), ms"] = embedding
    return figures


def _ms(make: Callable[[], Any]) -> float:
    make()
    times = []
    for _ in range(RUNS):
        started = time.process_time()
        make()
        times.append((time.process_time() - started) * 1_000)
    return statistics.median(times)


def _articles() -> Iterator[Any]:
    from evals import datapack

    from octavo.core.briefs import BriefArticle
    from octavo.core.labels import ToLabel
    from octavo.understand.embedding import shipped_embedder
    from octavo.understand.label import label_articles
    from octavo.understand.sentences import split_sentences

    stories: dict[str, list[Any]] = {}
    for record in datapack.read_set("cluster-ecbplus", "docs.jsonl.gz"):
        stories.setdefault(record["story"], []).append(record)
    records = max(stories.values(), key=len)[:ARTICLES]
    longer = datapack.sample(datapack.read_set("sum-bbc", "articles.jsonl.gz"), len(records))
    for record, more in zip(records, longer, strict=True):
        title, text = record.get("title") or "", record["text"] + "\n" + " ".join(split_sentences(more["text"])[:MORE])
        (labels,) = label_articles([ToLabel(title, text, language="en")], shipped_embedder())
        yield BriefArticle(record["id"], title, text, record["id"], "US", "en", labels=labels)


if __name__ == "__main__":
    print(run())
