"""All labels of an article, in the order in which one part needs another's.

Every part reads a bounded beginning of the text, and none raises for what a publisher wrote: what is here cut short
is what they would never look at.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from octavo.core.labels import Labels, ToLabel
from octavo.core.protocols import Embedder
from octavo.understand import VERSION
from octavo.understand.embedding import configured_embedder, embedding_text
from octavo.understand.figures import find_figures
from octavo.understand.hashtags import propose_hashtags
from octavo.understand.language import detect_language
from octavo.understand.names import find_names
from octavo.understand.places import country_of, find_places
from octavo.understand.quotes import find_quotes

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

MAX_TITLE_CHARS = 1_000
MAX_TEXT_CHARS = 60_000
"""Ten times a long article."""
MAX_WORDS = 50
"""Of the publisher's keywords, and of the authors."""
MAX_WORD_CHARS = 200
LANGUAGE_CHARS = 1_000


def label_articles(articles: Sequence[ToLabel], embedder: Embedder) -> tuple[Labels, ...]:
    """The labels of each article, in order. Raises `OctavoError` where the embedder cannot be reached."""
    if not articles:
        return ()
    bounded = [_bounded(article) for article in articles]
    vectors = embedder.embed([embedding_text(article.title, article.text) for article in bounded])
    return tuple(_label(article, vector, embedder.name) for article, vector in zip(bounded, vectors, strict=True))


def label_all(articles: Sequence[ToLabel]) -> tuple[Labels, ...]:
    """The same by the embedder that the operator's settings name."""
    return label_articles(articles, configured_embedder())


def _bounded(article: ToLabel) -> ToLabel:
    return replace(
        article,
        title=article.title[:MAX_TITLE_CHARS],
        text=article.text[:MAX_TEXT_CHARS],
        keywords=_few(article.keywords),
        authors=_few(article.authors),
        section=article.section[:MAX_WORD_CHARS],
    )


def _few(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word[:MAX_WORD_CHARS] for word in words[:MAX_WORDS])


def _label(article: ToLabel, vector: "NDArray[float32]", embedder: str) -> Labels:
    from octavo.understand.topics import topics_of

    title, text = article.title, article.text
    detected = detect_language(f"{title}\n{text[:LANGUAGE_CHARS]}", hint=article.language)
    language = detected or ""
    names = find_names(title, text, language=language, keywords=article.keywords, authors=article.authors)
    places = find_places(title, text, language=language, publisher_country=article.country)
    topics = topics_of(vector, section=article.section, embedder=embedder)
    hashtags = propose_hashtags(
        title, text, names=names, places=places, topics=topics, keywords=article.keywords, language=language
    )
    return Labels(
        language=detected,
        topics=topics,
        places=places,
        country=country_of(places, publisher_country=article.country),
        hashtags=hashtags,
        names=names,
        figures=find_figures(title, text, language=language),
        quotes=find_quotes(text, language=language),
        embedding=vector.astype("<f2").tobytes(),
        embedder=embedder,
        version=VERSION,
    )
