"""Copies are found however they were changed, and nothing else is; the original and the voices among them."""

import pickle
import random
from dataclasses import replace
from datetime import timedelta

import pytest

from octavo.core.stories import Sighting
from octavo.stories import copies
from octavo.stories.copies import CopyIndex, fingerprint_of, likely_original, voices
from octavo.stories.fingerprints import MOST_SHINGLES, compare, fingerprint, tokens, unpack
from octavo.stories.wires import credits_in, wire_of
from telling import CHINESE, FERRY, HINDI, MARKET, NOON, sighting, without_paragraph


def changed_copies() -> dict[str, str]:
    return {
        "the same": FERRY,
        "a paragraph cut": without_paragraph(FERRY, 3),
        "a paragraph added": FERRY.replace(
            "\n\n", "\n\nThe mayor of Merrow came to the quay and handed out soup.\n\n", 1
        ),
        "credited": FERRY + "\n\nSource: Reuters",
        "other punctuation": FERRY.replace(".", " …").replace(",", ";").upper(),
        "within a longer one": f"{MARKET}\n\n{FERRY}\n\n{MARKET[::-1]}",
    }


@pytest.mark.parametrize("text", changed_copies().values(), ids=changed_copies())
def test_a_copy_is_found_under_another_headline(text: str) -> None:
    index = CopyIndex()
    assert index.add(sighting("first", FERRY, title="Ferry aground off Merrow")) is None
    found = index.add(sighting("second", text, title="Passengers safe after a night of wind"))
    assert found is not None
    assert found.id == "first"
    assert found.containment > 0.7


@pytest.mark.parametrize("text", [CHINESE, HINDI])
def test_scripts_without_spaces_or_with_marks(text: str) -> None:
    index = CopyIndex()
    index.add(sighting("first", text))
    found = index.add(sighting("second", text[:20] + text[30:]))
    assert found is not None
    assert found.id == "first"


def test_the_vowels_of_hindi_do_not_end_a_word() -> None:
    assert len(tokens("सोमवार को मेरो बंदरगाह")) == 4


def test_another_text_is_no_copy() -> None:
    index = CopyIndex()
    index.add(sighting("ferry", FERRY, title="Breaking news from the coast"))
    assert index.add(sighting("market", MARKET, title="Breaking news from the coast")) is None


def test_a_quotation_is_no_copy() -> None:
    index = CopyIndex()
    index.add(sighting("ferry", FERRY))
    assert index.add(sighting("quoting", MARKET + "\n\n" + FERRY.split("\n\n")[1])) is None


def test_a_whole_short_text_within_another_is_a_copy() -> None:
    short = without_paragraph(without_paragraph(without_paragraph(FERRY, 0), 0), 0)
    index = CopyIndex()
    index.add(sighting("long", f"{MARKET}\n\n{FERRY}"))
    found = index.add(sighting("short", short))
    assert found is not None
    assert found.jaccard < 0.5
    assert not found.is_near
    assert index.add(sighting("changed", short.replace("opened", "began").replace("pay", "give"))) is None


def test_a_teaser_that_many_articles_share_is_no_copy() -> None:
    index = CopyIndex()
    teaser = "Read this article and many more in our app, free for the first month."
    index.add(sighting("a", teaser, title="Ferry Aldona aground off the port of Merrow with passengers on board"))
    assert index.add(sighting("b", teaser, title="Traders of Orsava close their stalls over a levy on scales")) is None


def test_short_titles_alone_are_no_copies() -> None:
    index = CopyIndex()
    index.add(sighting("a", "", title="Weather forecast for Monday"))
    assert index.add(sighting("b", "", title="Weather forecast for Monday")) is None


def test_of_several_the_nearest_is_named_and_of_equals_the_earliest() -> None:
    index = CopyIndex()
    index.add(sighting("cut", without_paragraph(FERRY, 0)))
    index.add(sighting("whole", FERRY))
    index.add(sighting("again", FERRY))
    found = index.add(sighting("new", FERRY))
    assert found is not None
    assert found.id == "whole"


def test_what_is_forgotten_is_not_found() -> None:
    index = CopyIndex()
    index.add(sighting("first", FERRY))
    index.forget(["first", "unknown"])
    assert "first" not in index
    assert index.add(sighting("second", FERRY)) is None


def test_an_article_is_no_copy_of_itself() -> None:
    index = CopyIndex()
    index.add(sighting("first", FERRY))
    assert index.add(sighting("first", FERRY + " More.")) is None
    assert len(index) == 1


def test_an_index_is_rebuilt_from_what_was_kept() -> None:
    kept = {"ferry": pickle.loads(pickle.dumps(fingerprint_of(sighting("ferry", FERRY))))}  # noqa: S301  # our own
    index = CopyIndex()
    for article, packed in kept.items():
        index.add_fingerprint(article, packed)
    found = index.find(fingerprint("Other", FERRY))
    assert found is not None
    assert found.id == "ferry"


def test_a_fingerprint_of_another_version_is_refused() -> None:
    packed = fingerprint("a", FERRY)
    with pytest.raises(ValueError, match="another version"):
        unpack(b"\x00\x07\x00\x00" + packed[4:])
    with pytest.raises(ValueError, match="another version"):
        unpack(b"")


def test_fingerprints_are_small_whatever_comes() -> None:
    assert len(fingerprint("Ferry", FERRY)) < 6 * len(FERRY.split())
    assert len(fingerprint("", "")) == 20
    words = [f"word{number}" for number in range(60_000)]
    assert len(fingerprint("", " ".join(words))) <= 4 * (MOST_SHINGLES + 600)


def test_very_long_texts_are_compared_by_a_share_of_their_runs() -> None:
    words = [f"w{number}" for number in range(9_000)]
    whole, part = (unpack(fingerprint("", " ".join(some))) for some in (words, words[:6_000]))
    resemblance = compare(whole, part, enough_words=40)
    assert whole.level > 0
    assert resemblance.jaccard == pytest.approx(2 / 3, abs=0.05)
    assert resemblance.containment == pytest.approx(1.0, abs=0.01)


def test_hostile_texts_are_taken() -> None:
    index = CopyIndex()
    for number, text in enumerate(("\ud800\x00" * 50, "a" * 300_000, "\u0301" * 5_000, "（" * 5_000, "AFP " * 50_000)):
        index.add(sighting(str(number), text))
    assert len(index) == 5


def test_a_copy_is_found_among_hundreds_with_the_same_boilerplate() -> None:
    dice = random.Random(7)
    ending = "Subscribe to our letter to read what happened while you slept, every morning at six, at no cost to you."
    index = CopyIndex()
    for number in range(400):
        filler = " ".join(f"w{dice.randrange(50_000)}" for _ in range(60))
        assert index.add(sighting(str(number), f"{filler} {ending}")) is None
    index.add(sighting("ferry", f"{FERRY} {ending}"))
    for number in range(400, 500):
        index.add(sighting(str(number), " ".join(f"w{dice.randrange(50_000)}" for _ in range(60)) + f" {ending}"))
    found = index.add(sighting("copy", f"{without_paragraph(FERRY, 1)} {ending}"))
    assert found is not None
    assert found.id == "ferry"


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("MERROW (Reuters) - The ferry ran aground.", "Reuters"),
        ("MERROW, March 2 (Xinhua) -- The ferry ran aground.", "Xinhua"),
        ("MERROW, March 2. /TASS/. The ferry ran aground.", "TASS"),
        ("Merrow (dpa/mv) - Die Fähre lief auf Grund.", "dpa"),
        ("AFP – Le ferry s'est échoué lundi.", "AFP"),
        ("Die Fähre lief auf Grund. – dpa", "dpa"),
        ("El transbordador encalló el lunes.\nAgencia EFE", "EFE"),
        ("El transbordador encalló el lunes.\nFuente: EFE", "EFE"),
        ("(서울=연합뉴스) 여객선이 월요일 좌초했다.", "Yonhap"),
        ("新华社北京三月二日电 渡轮周一搁浅。", "Xinhua"),
        ("Паром сел на мель в понедельник.\nИсточник: РИА Новости", "RIA Novosti"),
        ("The ferry ran aground. (AP)", "AP"),
    ],
)
def test_the_agency_whose_text_it_is(text: str, agency: str) -> None:
    assert next(credits_in(text), "") == agency
    assert wire_of(sighting("a", text, publisher="Merrow Post")) == agency
    assert wire_of(sighting("a", text, publisher=agency)) == ""


@pytest.mark.parametrize(
    "text",
    [
        "The harbour master told Reuters that nobody was hurt, and that the tide would come.",
        "Philadelphia (PA) votes on Monday about the ferry.",
        "The ferry ran aground. The captain spoke to AFP before dusk and to nobody else.",
        "",
    ],
)
def test_a_name_in_a_sentence_is_no_credit(text: str) -> None:
    assert list(credits_in(text)) == []


def test_two_that_name_the_same_agency_need_share_only_half() -> None:
    half = "\n\n".join(FERRY.split("\n\n")[:3])
    other_half = "\n\n".join(MARKET.split("\n\n")[:2])
    one = sighting("one", f"MERROW (Reuters) - {FERRY}", publisher="Merrow Post")
    two = sighting("two", f"{half}\n\n{other_half}", publisher="Skarv Times", hours=2)
    credited = sighting("two", f"{half}\n\n{other_half}\n\nSource: Reuters", publisher="Skarv Times", hours=2)
    assert len(voices([one, two])) == 2
    assert voices([one, credited]) == (("one", "two"),)


def test_voices_count_tellings_and_not_publishers() -> None:
    members = [
        sighting("wire", FERRY, publisher="Reuters"),
        sighting("copy", FERRY + "\n(Reuters)", publisher="Skarv Times", hours=-0.5),
        sighting("cut", without_paragraph(FERRY, 4), publisher="Orsava Daily", hours=2),
        sighting("own", MARKET, publisher="Merrow Post", hours=1),
    ]
    assert voices(members) == (("wire", "copy", "cut"), ("own",))
    kept = {member.id: fingerprint_of(member) for member in members}
    assert voices(members, kept) == voices(members)
    assert voices([]) == ()


def test_a_round_up_does_not_make_one_voice_of_two() -> None:
    members = [
        sighting("ferry", FERRY),
        sighting("market", MARKET, hours=1),
        sighting("round-up", f"{FERRY}\n\n{MARKET}", hours=2),
    ]
    assert len(voices(members)) == 2


def original_of(*members: Sighting) -> str:
    return likely_original(members)


def test_the_original_is_the_agencys_then_the_earliest_then_who_credits_nobody_then_the_longest() -> None:
    early = sighting("early", FERRY, hours=-5)
    agency = sighting("agency", FERRY, publisher="AFP", hours=3)
    assert original_of(early, agency) == "agency"
    assert original_of(sighting("late", FERRY + FERRY), early) == "early"
    assert original_of(sighting("credits", FERRY + "\n(AFP)", hours=-0.5), sighting("plain", FERRY)) == "plain"
    named = sighting("named", FERRY, publisher="Coast Wire", hours=4)
    assert original_of(early, named, replace(sighting("names", FERRY), source="Coast wire")) == "named"
    assert original_of(sighting("short", MARKET), sighting("long", FERRY)) == "long"
    with pytest.raises(ValueError, match="no articles"):
        likely_original([])


def test_an_article_without_a_time_is_no_original_where_others_have_one() -> None:
    timeless = Sighting("timeless", "t", FERRY * 2)
    assert original_of(timeless, Sighting("dated", "t", FERRY, at=NOON + timedelta(days=9))) == "dated"
    assert original_of(timeless, Sighting("other", "t", FERRY)) == "timeless"


def test_what_is_left_is_still_found_when_memory_went_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "FEWEST_TO_CUT", 2)
    index = CopyIndex()
    texts = {str(number): " ".join(f"w{number}x{place}" for place in range(80)) for number in range(9)}
    for name, text in texts.items():
        assert index.add(sighting(name, text)) is None
    index.forget(list(texts)[:8])
    index.cut()
    assert index.add(sighting("again", texts["0"])) is None
    found = index.add(sighting("copy", texts["8"]))
    assert found is not None
    assert found.id == "8"
