"""What a language model writes from: articles that were read, whose voices they are, and the checker that knows them.

Both use it: what readers commission on the spot, and what is made ahead for everybody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from octavo.assist.prompts import Prompt
from octavo.assist.writing import Task, numbered
from octavo.core.briefs import BriefSentence, Citation, ReadArticle
from octavo.core.grounding import Claim, GroundingVerdict, SourceSentence
from octavo.core.languages import canonical_language, english_name
from octavo.core.writing import CheckClaims, Sentence
from octavo.pipeline.briefing import CheckTask

if TYPE_CHECKING:
    from octavo.pipeline.article_reading import ArticleReader
    from octavo.store.briefs import Told

FIRST = 4
FALLBACK = "en"
"""The language to write in where nobody knows the articles'."""


@dataclass(frozen=True, slots=True)
class Material:
    """`key` is the same for the same articles alone."""

    articles: tuple[ReadArticle, ...]
    key: str

    @property
    def voices(self) -> dict[str, str]:
        """Copies have the voice of what they copy."""
        publishers = {one.article.id: one.article.publisher for one in self.articles}
        return {
            one.article.id: publishers.get(one.article.duplicate_of or "", one.article.publisher)
            for one in self.articles
        }

    @property
    def language(self) -> str:
        """The first article's."""
        return self.articles[0].article.language if self.articles else ""

    def sentences(self) -> list[SourceSentence]:
        return [
            SourceSentence(one.article.id, index, text, one.article.language)
            for one in self.articles
            for index, text in enumerate(one.sentences)
            if text
        ]


def material_of(told: "Iterable[Told]", read: Mapping[str, ReadArticle]) -> Material:
    told = tuple(told)
    return Material(tuple(read[one.article.id] for one in told), "|".join(one.content_hash.hex() for one in told))


def task_of(
    form: Prompt,
    material: Material,
    language: str = "",
    *,
    sources: Sequence[SourceSentence] | None = None,
    question: str = "",
) -> Task:
    """To be written in `language`, else in the first article's. `sources` are all of the material's by default."""
    said = language or material.language or FALLBACK
    told = numbered(tuple(material.sentences() if sources is None else sources), material.voices)
    return Task(form, told, canonical_language(said) or FALLBACK, english_name(said), question)


def checking(reader: "ArticleReader", material: Material) -> CheckClaims:
    """The checker, in the digesting processes. It raises `UnreadError` where they fail."""

    async def check(claims: Sequence[Claim]) -> Sequence[GroundingVerdict]:
        found: Sequence[GroundingVerdict] = await reader.ask(CheckTask(tuple(claims), material.articles, material.key))
        return found

    return check


def cited(sentences: Iterable[BriefSentence], articles: Sequence[ReadArticle]) -> tuple[Sentence, ...]:
    """A brief's as events have them: each citation with its place in its article."""
    known = {one.article.id: one for one in articles}
    made = ((one.text, tuple(filter(None, (_place(cited, known) for cited in one.citations)))) for one in sentences)
    return tuple(Sentence(text, citations) for text, citations in made if citations)


def beginning(read: ReadArticle, most: int = FIRST) -> tuple[BriefSentence, ...]:
    """An article's first sentences after its title, each citing itself."""
    sentences = [one for one in read.sentences[1:] if one][:most]
    return tuple(BriefSentence(one, (Citation(read.article.id, one),)) for one in sentences)


def _place(cited: Citation, known: Mapping[str, ReadArticle]) -> SourceSentence | None:
    read = known.get(cited.article)
    if read is None or cited.quote not in read.sentences:
        return None
    index = read.sentences.index(cited.quote)
    return SourceSentence(cited.article, index, cited.quote, read.article.language)


def quoted(sentence: Sentence, articles: Sequence[ReadArticle], language: str) -> BriefSentence:
    """A model's as briefs have them, written in `language`: each citation is the sentence as it was read."""
    known = {one.article.id: one.sentences for one in articles}
    quotes = (Citation(one.article, known[one.article][one.index]) for one in sentence.citations)
    return BriefSentence(sentence.text, tuple(dict.fromkeys(quotes)), language)
