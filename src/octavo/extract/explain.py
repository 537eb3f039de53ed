"""Why the text of a page is what it is: the judge's verdict on each block, in words."""

from dataclasses import dataclass

from octavo.core.articles import ExtractedArticle


@dataclass(frozen=True, slots=True)
class BlockVerdict:
    """One block of the page in reading order.

    `kind` is paragraph, heading, item, quote, table, caption, code or embed; `path` says where it stands, as people
    write it ("main > article.story > p"); `score` (0 to 1) is how surely it is the article's; `reasons` name what
    spoke for (+) or against (-) it, the strongest first: "+ density", "- links".
    """

    text: str
    kind: str
    path: str
    score: float
    kept: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageExplanation:
    article: ExtractedArticle
    blocks: tuple[BlockVerdict, ...]
