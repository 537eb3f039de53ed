"""What an article is about, by its embedding and its publisher's section."""

import numpy as np
import pytest

from octavo.understand.embedding import embedding_text, shipped_embedder
from octavo.understand.topics import CODES, LABELS, LEAST, topic_of_section, topics_of

HEADLINES = [
    ("15000000", "The striker scored twice and the club won the cup final after extra time"),
    ("15000000", "مهاجم الفريق يسجل هدفين ويقود ناديه إلى لقب الدوري"),
    ("11000000", "Das Parlament wählt am Dienstag eine neue Regierung, die Opposition droht mit Protest"),
    ("04000000", "La empresa anuncia beneficios récord y sus acciones suben en la bolsa"),
    ("07000000", "医生警告流感病例增加，建议老人接种疫苗"),
    ("17000000", "Météo : orages et fortes pluies attendus ce week-end, vingt degrés au maximum"),
    ("02000000", "Суд приговорил грабителя к пяти годам тюрьмы"),
    ("01000000", "नई फिल्म के गाने रिलीज, अभिनेत्री ने गाया पहला गीत"),
]


@pytest.mark.parametrize(("code", "headline"), HEADLINES)
def test_headlines_in_many_languages_have_their_topic(code: str, headline: str) -> None:
    (vector,) = shipped_embedder().embed([embedding_text(headline, "")])
    found = topics_of(vector)
    assert found[0].code == code
    assert found[0].label == LABELS[code]


def test_topics_are_ordered_probabilities() -> None:
    (vector,) = shipped_embedder().embed(["Strike at the car maker: union wants higher wages, shares fall"])
    found = topics_of(vector)
    scores = [topic.score for topic in found]
    assert scores == sorted(scores, reverse=True)
    assert sum(scores) <= 1 + 1e-6
    assert all(score >= LEAST for score in scores[1:])


def test_bytes_and_numbers_say_the_same() -> None:
    (vector,) = shipped_embedder().embed(["Heavy snow closes the mountain roads"])
    by_number, by_bytes = topics_of(vector), topics_of(vector.astype("<f2").tobytes())
    assert [topic.code for topic in by_number] == [topic.code for topic in by_bytes]
    assert [topic.score for topic in by_number] == pytest.approx([topic.score for topic in by_bytes], abs=0.01)


def test_the_section_weighs() -> None:
    (vector,) = shipped_embedder().embed(["The rules for the autumn have been agreed"])

    def score(section: str) -> float:
        return {topic.code: topic.score for topic in topics_of(vector, section=section)}.get("15000000", 0)

    assert score("Sport") > score("")


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Deportes", "15000000"), ("News > Business", "04000000"), ("Économie", "04000000"), ("الرياضة", "15000000"),
        ("Crime", "02000000"), ("Home/Weather", "17000000"), ("World", None), ("", None), ("qwerty", None),
    ],
)  # fmt: skip
def test_sections_have_topics_across_languages(label: str, code: str | None) -> None:
    assert topic_of_section(label) == code


def test_vectors_of_another_embedder_say_nothing() -> None:
    vector = np.ones(512, np.float32) / 512**0.5
    assert topics_of(vector, embedder="another/1") == ()
    assert [topic.code for topic in topics_of(vector, embedder="another/1", section="Sport")] == ["15000000"]
    assert topics_of(b"") == ()


def test_the_codes_are_iptcs_top_level() -> None:
    assert list(CODES) == [f"{number:02}000000" for number in range(1, 18)]
