"""What has two implementations. Each Protocol has one contract suite in tests/contracts that all pass."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from octavo.core.failures import Failure
from octavo.core.fetching import FetchRequest, FetchResult


class Fetcher(Protocol):
    """The way out to the network. Called by the pipeline only; the web never fetches."""

    async def fetch(self, request: FetchRequest) -> FetchResult | Failure:
        """GET one address politely. Never raises for anything the outside does: trouble is a `Failure`."""
        ...

    async def aclose(self) -> None:
        """Close every connection."""
        ...


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """What the index knows of an article: its id (also its age: larger is newer) and its words."""

    article_id: int
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """Narrows a search. Empty means "any". Times are aware UTC, `until` is exclusive."""

    publisher_ids: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class SearchHit:
    article_id: int
    score: float


class SearchIndex(Protocol):
    """Full text over articles, in every script. SQLite FTS5 and PostgreSQL behave alike."""

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Index or re-index articles, inside the caller's transaction."""
        ...

    def remove(self, article_ids: Iterable[int]) -> None:
        """Forget articles, inside the caller's transaction. Unknown ids are fine."""
        ...

    def search(self, query: str, where: SearchFilter, *, limit: int, offset: int = 0) -> Sequence[SearchHit]:
        """Articles that hold every word of `query`, best first.

        `"quoted words"` must follow each other, a trailing `*` matches by prefix, `-word` excludes. Accents,
        case and width do not matter; Chinese, Japanese, Thai and the like match by any part. A query with no
        word in it finds nothing. Never raises for what a reader typed.
        """
        ...


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of due work, as the runner sees it. `attempt` counts from 1."""

    id: int
    kind: str
    payload: dict[str, Any]
    attempt: int


class JobRunner(Protocol):
    """Carries due jobs to their handlers. The rows stay the truth: a runner that dies loses nothing."""

    async def run(self) -> None:
        """Work until `stop` is called, then finish what is in hand and return."""
        ...

    def stop(self) -> None:
        """Ask `run` to end soon. May be called from a signal handler, more than once."""
        ...
