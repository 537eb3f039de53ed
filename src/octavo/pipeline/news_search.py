"""Finds the articles that may answer a question about all the news: by their words and by their meaning, fused.

The vectors of the newest articles are kept in memory, and what came since is added with each question.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from octavo.pipeline.article_reading import ArticleReader
from octavo.pipeline.briefing import EmbedTask
from octavo.pipeline.storing import StoreThread

VECTOR_DAYS = 14
MOST_VECTORS = 40_000
"""30 MB. More arrive in a fortnight only where a thousand feeds are read."""
LOADED_AT_ONCE = 2_000
LOOKED_AT = 60
RANK_OFFSET = 60
OF_A_STORY = 3

Array = Any  # numpy arrays


class NewsSearch:
    """One for a worker."""

    def __init__(self, store: StoreThread, reader: ArticleReader) -> None:
        self._store = store
        self._reader = reader
        self._ids: list[int] = []
        self._vectors: Array = None

    async def find(self, question: str, now: datetime, limit: int) -> list[int]:
        """Articles that may answer, best first, no two copies of one text. Raises `UnreadError`."""
        import numpy as np

        from octavo.assist.briefs import search_words
        from octavo.store import news

        meant = np.frombuffer(await self._reader.ask(EmbedTask(question)), "<f4")
        await self._load(now)
        words = search_words(question)
        by_words = await self._store.call(news.by_words, words, now, LOOKED_AT) if words else []
        ranked = fused([by_words, self._nearest(meant)], LOOKED_AT)
        found = await self._store.call(news.apart, ranked, OF_A_STORY)
        return found[:limit]

    async def _load(self, now: datetime) -> None:
        import numpy as np

        from octavo.store import news

        embedder, since = _embedder_name(), now - timedelta(days=VECTOR_DAYS)
        last = self._ids[-1] if self._ids else 0
        while rows := await self._store.call(news.vectors_after, embedder, since, last, LOADED_AT_ONCE):
            last = rows[-1][0]
            added = np.array([np.frombuffer(vector, "<f2") for _, vector in rows], np.float16)
            self._ids = [*self._ids, *(one for one, _ in rows)][-MOST_VECTORS:]
            whole = added if self._vectors is None else np.concatenate([self._vectors, added])
            self._vectors = whole[-MOST_VECTORS:]

    def _nearest(self, meant: Array) -> list[int]:
        import numpy as np

        if self._vectors is None:
            return []
        likeness = self._vectors.astype(np.float32) @ meant
        return [self._ids[at] for at in np.argsort(-likeness)[:LOOKED_AT].tolist()]


def fused(rankings: Iterable[Sequence[int]], limit: int) -> list[int]:
    """Reciprocal rank fusion (Cormack, Clarke and Büttcher 2009): what several rankings have high comes first."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, one in enumerate(ranking, 1):
            scores[one] = scores.get(one, 0.0) + 1 / (RANK_OFFSET + rank)
    return sorted(scores, key=lambda one: -scores[one])[:limit]


def _embedder_name() -> str:
    from octavo.understand.embedding import shipped_embedder

    return shipped_embedder().name
