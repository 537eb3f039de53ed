"""Hashtags are what an article is about, readable, in its own script, without junk and fragments."""

from octavo.core.labels import Place, PlaceKind, PlaceRole, TopicLabel
from octavo.understand.hashtags import MAX_HASHTAGS, propose_hashtags
from octavo.understand.names import find_names

TITLE = "Karin Holt reopens the old bridge in Harlund"
TEXT = (
    "The mayor, Karin Holt, reopened the old bridge in Harlund on Monday. Holt said the old bridge had cost 3 million. "
    "People in Harlund crossed the old bridge at noon. The Harlund Post reported it."
)


def labels(title: str, text: str, **more: object) -> list[str]:
    language = str(more.pop("language", "en"))
    names = find_names(title, text, language=language)
    tags = propose_hashtags(title, text, names=names, language=language, **more)  # type: ignore[arg-type]
    return [tag.label for tag in tags]


def test_full_names_places_and_phrases() -> None:
    found = labels(TITLE, TEXT)
    assert {"KarinHolt", "Harlund", "OldBridge"} <= set(found)
    assert not {"Holt", "Monday", "Old", "People"} & set(found)


def test_the_publishers_keywords_lead_where_the_text_bears_them_out() -> None:
    found = labels(TITLE, TEXT, keywords=("bridges", "old bridge", "elections", "News", "Home"))
    assert found[0] == "OldBridge"
    assert not {"Elections", "News", "Home"} & set(found)


def test_the_publisher_is_no_tag() -> None:
    assert "HarlundPost" in labels(TITLE, TEXT + " The Harlund Post said so.")
    assert "HarlundPost" not in labels(TITLE, TEXT + " The Harlund Post said so.", publisher="Harlund Post")


def test_own_script() -> None:
    text = "Мэр Карин Хольт открыла мост в Харлунде. Хольт сказала, что жители Харлунда рады."
    assert "КаринХольт" in labels("Карин Хольт открыла мост", text, language="ru")


def test_main_places_as_the_language_calls_them() -> None:
    kenya = Place("cKE", "Kenya", "KE", PlaceKind.COUNTRY, PlaceRole.MAIN)
    assert "Kenia" in labels("Ein Fest", "Ein Fest beginnt heute.", language="de", places=(kenya,))


def test_a_topic_only_where_there_is_little_else() -> None:
    topics = (TopicLabel("15000000", "sport", 0.9),)
    assert labels("It rained again", "It rained for days.", topics=topics) == []
    assert "Weather" in labels("It rained", "It rained.", topics=(TopicLabel("17000000", "weather", 0.9),))


def test_any_text_is_bounded() -> None:
    text = " ".join(f"said Ab{chr(97 + number % 26)}tan Cd{chr(97 + number // 26 % 26)}ron" for number in range(20_000))
    tags = propose_hashtags("x" * 10_000, text, names=find_names("", text), keywords=("a b",) * 500)
    assert len(tags) <= MAX_HASHTAGS
    assert propose_hashtags("", "") == ()
