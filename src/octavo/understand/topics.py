"""What an article is about, in the 17 topics at the top of IPTC's Media Topics; several may share an article.

A linear model on the embedding, whose language has been taken out of it, so that what was learned in a few languages
holds in all that the embedder knows (`training/topics.py` makes it; docs/decisions/topics.md tells why it is so
simple). The publisher's own section, where it is a well-known one, weighs beside it.
"""

import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from octavo.core.labels import TopicLabel

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

VERSION = 1

LABELS = {
    "01000000": "arts, culture, entertainment and media",
    "02000000": "crime, law and justice",
    "03000000": "disaster, accident and emergency incident",
    "04000000": "economy, business and finance",
    "05000000": "education",
    "06000000": "environment",
    "07000000": "health",
    "08000000": "human interest",
    "09000000": "labour",
    "10000000": "lifestyle and leisure",
    "11000000": "politics and government",
    "12000000": "religion",
    "13000000": "science and technology",
    "14000000": "society",
    "15000000": "sport",
    "16000000": "conflict, war and peace",
    "17000000": "weather",
}
CODES = tuple(LABELS)

LEAST = 0.2
"""A topic beside the first is named where it has this probability."""
LEAST_ALONE = 0.25
"""Below it not even the likeliest is: the article is about none that we know."""
MOST_TOPICS = 4
SECTION_WEIGHT = 2.0
"""What a well-known section adds to its topic's log-odds: as much as a sentence that is plainly about it."""

# Sections that front pages have no row for.
_OTHER_SECTIONS = {
    "02000000": "crime justice courts law police policia justicia justiça police-justice faits-divers kriminalität "
    "polizei cronaca-nera криминал происшествия закон حوادث قضاء 法治 अपराध hukum",
    "03000000": "disasters accidents emergencies чп katastrophen catastrofes",
    "05000000": "education schools universities educación educação éducation bildung istruzione образование التعليم "
    "تعليم 教育 शिक्षा pendidikan elimu eğitim",
    "08000000": "people royals offbeat weird insolite curiosidades panorama-mensch gente",
    "09000000": "labour jobs work employment trabajo empleo emploi arbeit lavoro работа",
    "12000000": "religion faith religión religião glaube religione религия دين 宗教 धर्म agama dini din",
    "16000000": "war conflict conflicts guerra guerre krieg война",
    "17000000": "weather tiempo clima météo wetter meteo previsão погода طقس الطقس 天气 天気 मौसम cuaca hava",
}


def topics_of(vector: "NDArray[Any] | bytes", *, section: str = "", embedder: str = "") -> tuple[TopicLabel, ...]:
    """The topics of an article, likeliest first; scores are probabilities that sum to 1 at most.

    `vector` is its embedding (384 numbers, or the bytes of as many little-endian float16; b"" for none), `section` the
    publisher's own word. Vectors of another embedder than the model's say nothing: then the section alone speaks.
    """
    import numpy as np

    logits = np.zeros(len(CODES), np.float32)
    embedding = np.frombuffer(vector, "<f2") if isinstance(vector, bytes) else vector
    if embedding.size and embedder in {"", str(_model()["embedder"])}:
        logits = logits_of(embedding[None].astype(np.float32), _model()["weights"], _model()["bias"])[0]
    elif not section:
        return ()
    own = topic_of_section(section)
    if own:
        logits[CODES.index(own)] += SECTION_WEIGHT
    return _named(probabilities(logits[None])[0])


def logits_of(embeddings: "NDArray[float32]", weights: Any, bias: Any) -> Any:
    """Of each topic (columns) for each embedding (rows). The model's file holds half-precision numbers."""
    import numpy as np

    return embeddings @ weights.astype(np.float32) + bias.astype(np.float32)


def probabilities(logits: Any) -> Any:
    import numpy as np

    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


def _named(shares: Any) -> tuple[TopicLabel, ...]:
    order = [int(column) for column in (-shares).argsort()[:MOST_TOPICS]]
    if shares[order[0]] < LEAST_ALONE:
        return ()
    return tuple(
        TopicLabel(CODES[column], LABELS[CODES[column]], float(shares[column]))
        for place, column in enumerate(order)
        if place == 0 or shares[column] >= LEAST
    )


@cache
def _model() -> dict[str, Any]:
    """`weights` (384, 17), `bias` (17,), and the `embedder` that they were learned with."""
    import numpy as np

    with (files("octavo") / "data/understanding/topics.npz").open("rb") as file, np.load(file) as arrays:
        return dict(arrays)


@lru_cache(maxsize=4_096)
def topic_of_section(label: str) -> str | None:
    """The topic that articles of a publisher's section are about; "News > Sport" is read from its last part."""
    for part in reversed(label[:200].replace(">", "/").replace("|", "/").replace("»", "/").split("/")):
        if code := _topics_by_section().get(_form(part)):
            return code
    return None


@cache
def _topics_by_section() -> dict[str, str]:
    """The file's sections; ours are the narrower ones ("crime" is no longer society)."""
    known = tomllib.loads((files("octavo") / "data/sections.toml").read_text(encoding="utf-8"))
    found = {
        _form(name): section["topic"]
        for slug, section in known.items()
        if "topic" in section
        for name in (slug, *section["names"])
    }
    return found | {_form(word): code for code, words in _OTHER_SECTIONS.items() for word in words.split()}


def _form(label: str) -> str:
    """Without case, accents and punctuation."""
    letters = unicodedata.normalize("NFKD", label.casefold())
    kept = (character if character.isalnum() else " " for character in letters if not unicodedata.combining(character))
    return " ".join("".join(kept).split())
