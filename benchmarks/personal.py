"""A signed-in reader's front page from 100,000 articles: `python -m benchmarks.personal [ARTICLES]`.

The reader follows forty things, has read three hundred articles, saved a hundred and mutes ten words: more than most.
Each request is answered whole, middleware, session, ranking and template, in this process, as the web process does; the
edition itself was made ahead by the worker.
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from statistics import quantiles

from benchmarks.stories import ARTICLES, NOW, STORIES, TOPICS

ROUNDS = 60
FOLLOWED_PUBLISHERS, FOLLOWED_HASHTAGS, FOLLOWED_PLACES = 15, 10, 8
READ, SAVED, MUTED = 300, 100, 10
TARGETS = {
    "front page of a reader, p95 ms": ("<", 60.0),
    "My news, p95 ms": ("<", 100.0),
}


def run(articles: int = ARTICLES) -> dict[str, float]:
    """Every figure by its name. Uses a data directory of its own."""
    random.seed(4)
    with tempfile.TemporaryDirectory(prefix="octavo-benchmark-") as directory:
        os.environ["OCTAVO_DATA"] = directory
        from octavo import store

        store.migrate()
        from benchmarks.stories import fill

        fill(articles, articles * STORIES // ARTICLES)
        _stand_still()
        reader = _reader()
        figures: dict[str, float] = {}
        for name, path in (("front page of a reader", "/"), ("My news", "/my-news/"), ("Latest", "/latest/")):
            figures |= _measured(name, reader, path)
        return figures


def _stand_still() -> None:
    """The articles are as old as they were when the page is asked for: pages ask what is fresh."""
    from datetime import UTC, datetime

    from django.db.models import F

    from octavo.store.models import Article, Story, StoryFacet

    gone = datetime.now(UTC) - NOW
    Article.objects.update(shown_at=F("shown_at") + gone, seen_at=F("seen_at") + gone)
    Story.objects.update(first_at=F("first_at") + gone, last_at=F("last_at") + gone, voiced_at=F("voiced_at") + gone)
    StoryFacet.objects.update(voiced_at=F("voiced_at") + gone)


def _reader() -> Callable[[str], bytes]:
    """Fetches a page as the reader."""
    from datetime import UTC, datetime

    from django.test import Client

    from octavo.core.personal import FollowKind, MuteKind
    from octavo.core.reading import EditionKey
    from octavo.pipeline.editions import make
    from octavo.store import history, mutes, saved, subscriptions
    from octavo.store.editions import record_snapshots
    from octavo.store.models import Article, Hashtag, Publisher, Reader
    from octavo.store.preferences import prefer

    now = datetime.now(UTC)
    key = EditionKey("KE", ("sw", "en"))
    record_snapshots([make(key, now, with_leads=True)])
    reader = Reader.objects.create_user("reader@octavo.example")
    prefer(reader.pk, country=key.country, languages=key.languages)
    publishers = random.sample(list(Publisher.objects.values_list("pk", flat=True)), FOLLOWED_PUBLISHERS)
    hashtags = random.sample(list(Hashtag.objects.values_list("slug", flat=True)[:5000]), FOLLOWED_HASHTAGS)
    wanted = [(FollowKind.PUBLISHER, str(one)) for one in publishers]
    wanted += [(FollowKind.HASHTAG, one) for one in hashtags]
    wanted += [(FollowKind.TOPIC, one) for one in TOPICS]
    wanted += [(FollowKind.PLACE, str(one)) for one in random.sample(range(500), FOLLOWED_PLACES)]
    for kind, target in wanted:
        subscriptions.follow(reader.pk, kind, target, now)
    newest = list(Article.objects.order_by("-shown_at").values_list("pk", flat=True)[:5000])
    for article in random.sample(newest, READ):
        history.record_read(reader.pk, now, article_id=article)
    for article in random.sample(newest, SAVED):
        saved.save(reader.pk, article, now)
    for number in range(MUTED):
        mutes.mute(reader.pk, MuteKind.WORD, f"article {number}", now)
    client = Client(headers={"host": "localhost"})
    client.force_login(reader)
    return lambda path: bytes(client.get(path).content)


def _measured(name: str, fetch: Callable[[str], bytes], path: str) -> dict[str, float]:
    """Milliseconds; the first rounds warm up."""
    taken = []
    for number in range(ROUNDS + 5):
        start = time.perf_counter()
        page = fetch(path)
        if b"<article" not in page:
            raise SystemExit(f"{path} shows nothing")
        if number >= 5:
            taken.append((time.perf_counter() - start) * 1000)
    cuts = quantiles(taken, n=20)
    return {f"{name}, median ms": cuts[9], f"{name}, p95 ms": cuts[18]}


if __name__ == "__main__":
    for figure, value in run(int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES).items():
        print(f"{figure:<40} {value:>10.2f}")
