"""The same thing has the same tag, over spellings, acronyms and languages; other things keep theirs."""

from octavo.core.ids import hashtag_of
from octavo.core.labels import Hashtag, Name, Place, PlaceKind, PlaceRole
from octavo.core.name_keys import name_key
from octavo.stories.hashtags import MergedHashtags, TaggedArticle, merge_hashtags, words_of

KENYA = Place("cKE", "Kenya", "KE", PlaceKind.COUNTRY, PlaceRole.MAIN)
GERMANY = Place("cDE", "Germany", "DE", PlaceKind.COUNTRY, PlaceRole.MAIN)


def article(id_: str, language: str, *tags: str, places: tuple[Place, ...] = ()) -> TaggedArticle:
    hashtags, names = [], []
    for tag in tags:
        made = hashtag_of(tag)
        assert made
        hashtags.append(Hashtag(*made))
        names.append(Name(tag, name_key(tag, language)))
    return TaggedArticle(id_, tuple(hashtags), language, tuple(names), places)


def slugs(merged: MergedHashtags) -> set[str]:
    return set(merged.canonical.values())


def test_spellings_of_one_language() -> None:
    merged = merge_hashtags(
        [article("1", "en", "Zürich bridge", "elections"), article("2", "en", "Zurich Bridge", "election")]
    )
    assert len(slugs(merged)) == 2
    assert merged.canonical["elections"] == merged.canonical["election"]


def test_names_over_languages_and_scripts() -> None:
    merged = merge_hashtags(
        [
            article("1", "en", "Tomas Velikov"),
            article("2", "ru", "Томас Великов"),
            article("3", "de", "Tomas Welikow"),
            article("4", "el", "Τόμας Βελίκοφ", "Γέφυρα"),
        ]
    )
    assert merged.canonical["томасвеликов"] == "tomasvelikov"
    assert merged.canonical["tomaswelikow"] == "tomasvelikov"
    assert merged.label("tomasvelikov", "ru") == "ТомасВеликов"
    assert merged.label("tomasvelikov", "fr") == "TomasVelikov"
    assert merged.canonical["γέφυρα"] == "γέφυρα"


def test_an_acronym_meets_what_it_stands_for() -> None:
    merged = merge_hashtags([article("1", "en", "HBA"), article("2", "en", "Harlund Boat Association", "Harlund")])
    assert merged.canonical["hba"] == "harlundboatassociation"
    merged = merge_hashtags([article("1", "en", "WHO"), article("2", "en", "World Health Organization", "Wales")])
    assert merged.canonical["worldhealthorganization"] == merged.canonical["who"]


def test_countries_and_unions_meet_without_a_gazetteer() -> None:
    merged = merge_hashtags(
        [
            article("1", "en", "European Union", "United States", "NATO", "Georgia"),
            article("2", "de", "EU", "USA", "Georgien"),
            article("3", "fr", "UE", "États-Unis", "OTAN"),
            article("4", "ru", "ЕС", "США", "НАТО"),
        ]
    )
    assert slugs(merged) == {"europeanunion", "unitedstates", "nato", "georgia"}
    assert merged.label("europeanunion", "fr") == "UE"
    assert (merged.label("georgia", "en"), merged.label("georgia", "de")) == ("Georgia", "Georgien")


def test_an_acronym_of_two_things_stays_alone() -> None:
    merged = merge_hashtags([article("1", "en", "HBA", "Harlund Boat Association", "Harlund Bridge Authority")])
    assert merged.canonical["hba"] == "hba"


def test_a_last_name_meets_the_full_one() -> None:
    merged = merge_hashtags([article("1", "en", "Holt"), article("2", "de", "Karin Holt")])
    assert merged.canonical["holt"] == "karinholt"


def test_places_meet_by_gazetteer() -> None:
    merged = merge_hashtags(
        [
            article("1", "de", "Deutschland", places=(GERMANY,)),
            article("2", "fr", "Allemagne", places=(GERMANY,)),
            article("3", "sw", "Kenya", places=(KENYA,)),
        ]
    )
    assert merged.canonical == {"deutschland": "germany", "allemagne": "germany", "kenya": "kenya"}
    assert merged.label("germany", "fr") == "Allemagne"
    assert merged.label("germany", "en") == "Germany"


def test_what_only_sounds_alike_stays_apart() -> None:
    merged = merge_hashtags([article("1", "en", "Gaza", "Iran"), article("2", "de", "Gas", "Iren")])
    assert merged.canonical["gaza"] != merged.canonical["gas"]
    merged = merge_hashtags([article("1", "en", "Iran", "Iraq", "Merit", "Mart")])
    assert len(slugs(merged)) == 4


def test_a_tag_keeps_the_slug_it_had() -> None:
    articles = [article("1", "en", "Tomas Velikov"), article("2", "de", "Tomas Welikow")]
    assert slugs(merge_hashtags(articles, {"tomaswelikow": "tomaswelikow"})) == {"tomaswelikow"}


def test_the_tags_of_most_articles_lead() -> None:
    merged = merge_hashtags(
        [article("1", "en", "Harlund", "Bridge"), article("2", "en", "Harlund"), article("3", "ru", "Харлунд")]
    )
    assert merged.ranked[0].slug == "harlund"
    assert merged.label("harlund", "ru") == "Харлунд"
    assert merge_hashtags([]) == MergedHashtags()


def test_labels_fall_into_words() -> None:
    assert words_of("WorldHealthOrganization") == ["World", "Health", "Organization"]
    assert words_of("ТомасВеликов") == ["Томас", "Великов"]
    assert words_of("COVID") == ["COVID"]
    assert words_of("東京") == ["東京"]
