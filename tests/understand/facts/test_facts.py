"""What is read of a sentence: numbers, dates, negations, opposites, names, quotations, in many languages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.core.grounding import SentenceFacts
from octavo.understand.facts import read_facts


def dates(facts: SentenceFacts) -> set[str]:
    return {date.name for date in facts.dates}


def test_numbers_are_read_by_value_and_unit() -> None:
    facts = read_facts("About 2,000 people lost 3.5 billion dollars.", "en")
    people, dollars = facts.numbers
    assert (people.value, people.unit, people.is_rough) == (2_000, "people", True)
    assert (dollars.value, dollars.unit, dollars.is_rough) == (3.5e9, "USD", False)


def test_a_number_with_a_magnitude_and_no_noun_is_read() -> None:
    assert [number.value for number in read_facts("Unemployment rose to a high of 5.2 million.", "en").numbers] == [
        5.2e6
    ]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "the twenty-second time", 22.0),
        ("en", "two hundred years", 200.0),
        ("de", "einundzwanzig Tage", 21.0),
        ("fi", "kolme kertaa", 3.0),
        ("ru", "третий раз", 3.0),
        ("zh", "二十三人", 23.0),
        ("ja", "2千万円", 20_000_000.0),
        ("fr", "la moitié", 50.0),
    ],
)
def test_what_a_sentence_may_hold_includes_words(language: str, text: str, value: float) -> None:
    assert value in read_facts(text, language).held


def test_digits_of_a_name_are_no_figure() -> None:
    assert read_facts("Covid-19 came back.", "en").numbers == ()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "on Friday, 3 May 2021", {"w4", "m5", "y2021"}),
        ("en", "Mayor Holt may march", set()),
        ("en", "Oct. 2, 1968", {"m10", "y1968"}),
        ("pl", "2000: Trzęsienie ziemi", {"y2000"}),
        ("de", "am Dienstag im März", {"w1", "m3"}),
        ("pt", "na quarta-feira", {"w2"}),
        ("ru", "в среду, 5 августа", {"w2", "m8"}),
        ("ja", "9月29日月曜日", {"w0", "m9"}),
        ("ar", "يوم الجمعة", {"w4"}),
        ("hi", "शुक्रवार को", {"w4"}),
    ],
)
def test_dates(language: str, text: str, expected: set[str]) -> None:
    assert dates(read_facts(text, language)) == expected


@pytest.mark.parametrize(
    ("language", "plain", "denied"),
    [
        ("en", "They will leave.", "They won't leave."),
        ("de", "Das ist ein Erfolg.", "Das ist kein Erfolg."),
        ("fr", "Elle vient.", "Elle ne vient pas."),
        ("tr", "Bunu söyledi.", "Bunu söylemedi."),
        ("ar", "كان هناك اتفاق", "لم يكن هناك اتفاق"),
        ("hi", "वह आया है", "वह नहीं आया है"),
        ("ja", "発表しました", "発表しませんでした"),
        ("zh", "他是总统", "他不是总统"),
        ("id", "Dia akan datang", "Dia tidak akan datang"),
        ("ru", "Он придёт", "Он не придёт"),
        ("ko", "발표했다", "발표하지 않았다"),
    ],
)
def test_negation(language: str, plain: str, denied: str) -> None:
    assert not read_facts(plain, language).negations
    assert read_facts(denied, language).negations


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "There is no doubt that they came."),
        ("ar", "لا يزال البحث مستمرا"),
        ("ru", "Тем не менее поиски продолжаются."),
        ("zh", "他不得不离开"),
        ("ja", "出発しなければならない"),
        ("tr", "Gitmeden önce konuştu."),
        ("hi", "न केवल बारिश बल्कि तूफान भी आया"),
    ],
)
def test_some_words_that_look_like_negations_deny_nothing(language: str, text: str) -> None:
    assert read_facts(text, language).negations == ()


def test_without_denies_a_thing_and_no_deed() -> None:
    facts = read_facts("He left without a deal and did not return.", "en")
    assert [facts.tokens[at] for at in facts.mild_negations] == ["without"]
    assert [facts.tokens[at] for at in facts.negations] == ["without", "not"]


def test_what_another_language_says_with_a_negation() -> None:
    assert read_facts("Er weigerte sich zu kommen.", "de").denials
    assert not read_facts("Er kam am Sonntag.", "de").denials


@pytest.mark.parametrize(
    ("language", "up", "down"),
    [
        ("en", "Prices rose.", "Prices fell."),
        ("de", "Die Preise stiegen.", "Die Preise sanken."),
        ("es", "Los precios subieron.", "Los precios bajaron."),
        ("ru", "Цены выросли.", "Цены упали."),
        ("ja", "価格が上昇した。", "価格が下落した。"),
        ("zh", "价格上涨。", "价格下跌。"),
        ("ar", "ارتفعت الأسعار", "انخفضت الأسعار"),
    ],
)
def test_directions(language: str, up: str, down: str) -> None:
    sides = [{(pole.pair, pole.side) for pole in read_facts(text, language).poles} for text in (up, down)]
    assert sides == [{("rise", 1)}, {("rise", -1)}]


def test_names_places_and_their_short_forms() -> None:
    facts = read_facts("The United Nations sent Karin Holt to Berlin.", "en")
    assert [thing.text for thing in facts.names] == ["United Nations", "Karin Holt", "Berlin"]
    assert facts.names[2].places
    assert read_facts("The UN met.", "en").names[0].keys[0] in facts.keys


def test_a_country_is_one_place_in_every_language() -> None:
    sentences = [
        ("en", "German voters met in Kenya."),
        ("de", "In Kenia trafen sich deutsche Wähler."),
        ("ja", "ケニア"),
    ]
    places = [read_facts(text, language).places for language, text in sentences]
    assert places[0] & places[1] & places[2]


def test_quotations_and_speakers() -> None:
    facts = read_facts("“We stay here,” Karin Holt said.", "en")
    assert [(quoted.text, quoted.speaker) for quoted in facts.quotes] == [("We stay here,", "Karin Holt")]
    assert [speaker.text for speaker in facts.speakers] == ["Karin Holt"]


def test_who_speaks_stands_before_the_verb() -> None:
    assert [each.text for each in read_facts("Holt also said Brandt had left.", "en").speakers] == ["Holt"]


@settings(deadline=None)
@given(st.text(max_size=200), st.sampled_from(["en", "ja", "ar", "tr", "", "xx", "zh-Hant"]))
def test_any_text_has_facts(text: str, language: str) -> None:
    facts = read_facts(text, language)
    assert len(facts.tokens) == len(facts.content)
