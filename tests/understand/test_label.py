"""All labels of an article, and what hostile ones may not do."""

import numpy as np
import pytest

from octavo.core.labels import ToLabel
from octavo.understand import VERSION
from octavo.understand.embedding import shipped_embedder
from octavo.understand.label import label_articles

STRIKE = ToLabel(
    title="Bus drivers in Nairobi begin a strike over night shifts",
    text=(
        'Two thousand bus drivers in Nairobi stopped work on Monday. "We want to sleep at night," said Grace Achieng '
        "of the union of drivers, which asks for a pay rise of 12 percent.\n\n"
        "The company offered $3 million for new shelters."
    ),
    country="KE",
)


def test_an_article_has_all_its_labels() -> None:
    (labels,) = label_articles([STRIKE], shipped_embedder())
    assert labels.language == "en"
    assert "09000000" in [topic.code for topic in labels.topics]
    assert ("Nairobi", "KE") in [(place.name, place.country) for place in labels.places]
    assert labels.country == "KE"
    assert any("Achieng" in name.text for name in labels.names)
    assert 12 in [figure.value for figure in labels.figures if figure.unit == "%"]
    assert any("sleep at night" in quote.text for quote in labels.quotes)
    assert labels.hashtags
    assert np.linalg.norm(np.frombuffer(labels.embedding, "<f2").astype(float)) == pytest.approx(1, abs=0.01)
    assert (labels.embedder, labels.version) == (shipped_embedder().name, VERSION)


def test_articles_keep_their_order_and_none_gives_none() -> None:
    articles = [ToLabel("", "Der Bürgermeister eröffnet am Montag die neue Brücke über den Fluss"), STRIKE]
    assert [labels.language for labels in label_articles(articles, shipped_embedder())] == ["de", "en"]
    assert label_articles([], shipped_embedder()) == ()


@pytest.mark.parametrize(
    "text",
    [
        "", "\0", "\ud800 half", "1" * 200_000, "A" * 200_000, "“" * 50_000, "Aa " * 80_000, "中" * 100_000,
        "$1 million " * 20_000, '"a" said B. ' * 20_000, "Paris " * 30_000, "<p>" * 50_000, "\u202e\u200f" * 9_000,
    ],
)  # fmt: skip
@pytest.mark.timeout(20)
def test_a_hostile_text_has_labels_soon(text: str) -> None:
    (labels,) = label_articles([ToLabel(text[:5_000], text, keywords=(text,) * 90, section=text)], shipped_embedder())
    assert labels.version == VERSION
