"""Articles read for briefs and answers: every sentence gets a vector, which is the cost, so it is remembered."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from octavo.core.briefs import ReadArticle
from octavo.core.failures import Failure
from octavo.pipeline.briefing import ReadTask
from octavo.pipeline.pool import DigestPool

if TYPE_CHECKING:
    from octavo.store.briefs import Told

READ_AT_ONCE = 2
"""Articles: some eighty sentences, a second or two."""
REMEMBERED = 300
"""Articles that were read lately, 30 kB each: a wrap-up is made of what its stories were made of."""


class UnreadError(Exception):
    """A digesting process failed."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(str(failure))
        self.failure = failure


class ReadArticles:
    """What was read lately, by the hash of all that was looked at. One for a worker."""

    def __init__(self) -> None:
        self._read: OrderedDict[bytes, ReadArticle] = OrderedDict()

    def get(self, told: "Told") -> ReadArticle | None:
        found = self._read.get(told.content_hash)
        if found is not None:
            self._read.move_to_end(told.content_hash)
        return found

    def keep(self, told: "Told", read: ReadArticle) -> None:
        self._read[told.content_hash] = read
        while len(self._read) > REMEMBERED:
            self._read.popitem(last=False)


class ArticleReader:
    """Reads in the processes of `pool`, and first looks whether it was done already."""

    def __init__(self, pool: DigestPool, read: ReadArticles, priority: int = 0) -> None:
        self._pool = pool
        self._read = read
        self._priority = priority

    async def read(self, told: "Sequence[Told]") -> dict[str, ReadArticle]:
        """By their ids. Raises `UnreadError` where a digesting process fails."""
        found = {one.article.id: known for one in told if (known := self._read.get(one)) is not None}
        left = [one for one in told if one.article.id not in found]
        for place in range(0, len(left), READ_AT_ONCE):
            some = left[place : place + READ_AT_ONCE]
            for one, made in zip(some, await self.ask(ReadTask(tuple(one.article for one in some))), strict=True):
                found[one.article.id] = made
                self._read.keep(one, made)
        return found

    async def ask(self, task: Any) -> Any:
        """What the processes make of `task`. Raises `UnreadError` where they fail."""
        answer = await self._pool.digest(task, priority=self._priority)
        if isinstance(answer, Failure):
            raise UnreadError(answer)
        return answer
