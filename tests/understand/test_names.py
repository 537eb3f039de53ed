"""Names are found without a model, and have one key in every script."""

import pytest

from octavo.core.name_keys import name_key
from octavo.understand.names import MAX_NAMES, find_names


def keys(title: str, text: str, **more: object) -> set[str]:
    return {name.key for name in find_names(title, text, **more)}  # type: ignore[arg-type]


def texts(title: str, text: str, **more: object) -> set[str]:
    return {name.text for name in find_names(title, text, **more)}  # type: ignore[arg-type]


def test_tellings_in_several_languages_share_keys() -> None:
    english = keys("", "The mayor of Harlund, Tomas Velikov, met Anna Brandt in Oslo on Monday.")
    german = keys(
        "", "Der Bürgermeister von Harlund, Tomas Welikow, traf am Montag Anna Brandt in Oslo.", language="de"
    )
    russian = keys("", "Мэр Харлунда Томас Великов встретился с Анной Брандт в Осло в понедельник.", language="ru")
    assert len(english & german) >= 4
    assert len(english & russian) >= 3


def test_a_full_name_counts_by_its_last_word_too() -> None:
    found = texts("", "Yesterday the engineer Mira Solanke spoke. Later Solanke left.")
    assert {"Mira Solanke", "Solanke"} <= found


def test_the_first_word_of_a_sentence_is_no_name_by_that_alone() -> None:
    found = texts("", "Officials said nothing. Bridges were closed by Karin Holt. However, trains ran.")
    assert found == {"Karin Holt", "Holt"}


@pytest.mark.parametrize("title", ["Storm Ruins Bridge Near Harlund", "STORM RUINS BRIDGE NEAR HARLUND"])
def test_headlines_in_capitals_are_judged_by_the_body(title: str) -> None:
    found = keys(title, "A storm ruined the old bridge in Harlund, and people in Harlund were angry.")
    assert found == keys("", "in Harlund")


def test_german_nouns_are_no_names() -> None:
    text = (
        "Die Regierung hat am Abend einen Vertrag mit dem Verband geschlossen. Das sagte Jana Krömer in Seehausen. "
        "Die Entscheidung gilt als Erfolg. Nach Angaben von Krömer beginnt die Arbeit in Seehausen im Herbst."
    )
    found = texts("Vertrag für Seehausen", text, language="de")
    assert {"Jana Krömer", "Krömer", "Seehausen"} <= found
    assert not found & {"Regierung", "Vertrag", "Verband", "Entscheidung", "Erfolg", "Arbeit", "Herbst", "Abend"}


def test_particles_and_acronyms() -> None:
    found = texts("", "It was said that Pieter van der Molen of NATO met the Bank of Harlund, said the group.")
    assert {"Pieter van der Molen", "NATO", "Bank of Harlund"} <= found


def test_scripts_without_capitals_show_names_by_their_marks() -> None:
    assert "ヴェリコフ" in texts("", "市長のトマス・ヴェリコフは水曜日に到着した。")
    assert "『青い橋』"[1:-1] in texts("", "映画『青い橋』が公開された。", language="ja")
    assert "सोलंके" in texts("", "प्रधानमंत्री मीरा सोलंके ने कहा कि पुल खुलेगा।", language="hi")
    assert "橋梁" in texts("", "市內橋梁今日關閉。", language="zh", keywords=("橋梁", "選舉"))


def test_authors_are_no_names() -> None:
    assert "Karin Holt" not in texts("", "The report is by Karin Holt.", authors=("Karin Holt",))


def test_any_text_is_bounded() -> None:
    text = " ".join(
        f"in Ab{chr(97 + number % 26)}{chr(97 + number // 26 % 26)}tan{number % 7}" for number in range(50_000)
    )
    assert len(find_names("x", text)) <= MAX_NAMES
    assert find_names("", "A" * 100_000) == ()
    assert find_names("", "") == ()


def test_words_said_again_count_in_scripts_without_capitals() -> None:
    text = "وصل ديميرجان إلى المدينة. وقال الناس إن ديميرجان سيبقى في المدينة. وهذا كل شيء قاله ديميرجان."
    assert name_key("ديميرجان", "ar") in keys("", text, language="ar")
    assert "المدينة" not in texts("", text, language="ar")
