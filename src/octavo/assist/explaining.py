"""An article explained simply: what readers get where the model fails.

`octavo.assist.writing.write` writes and checks it, by the prompt "explain" at a level. Nothing writes it without a
model, so it is offered only where there is one; where that one fails, readers are told and get the article's own key
points.
"""

import asyncio
from collections.abc import Sequence

from octavo.assist.briefs import key_points
from octavo.core.briefs import BriefSentence, ReadArticle
from octavo.core.grounding import SourceSentence
from octavo.core.writing import Sentence, WriteEmbedded


def key_points_of(read: ReadArticle) -> WriteEmbedded:
    """What `write` gives in place of an explanation: the article's own key points, each citing itself.

    The sentences' numbers are those of `octavo.assist.grounding.prepare`. Works in a thread of its own.
    """

    async def instead() -> Sequence[Sentence]:
        return await asyncio.to_thread(_told, read)

    return instead


def _told(read: ReadArticle) -> list[Sentence]:
    return [Sentence(point.text, tuple(_cited(point, read))) for point in key_points(read)]


def _cited(point: BriefSentence, read: ReadArticle) -> list[SourceSentence]:
    return [
        SourceSentence(cited.article, read.sentences.index(cited.quote), cited.quote, read.article.language)
        for cited in point.citations
    ]
