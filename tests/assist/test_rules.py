"""The rules of moderation: what they hold, what they reject, and what honest people write, which they let pass."""

import pytest

from octavo.assist.moderation.rules import MOST_LINKS, NAME, Rules
from octavo.core.moderation import AuthorFacts, CommentToJudge, Decision, Verdict

HONEST = (
    "Thank you, that was well told.",
    "I work at the port: the ferry has been late since Monday, and nobody said why.",
    "See https://harbour.example/report and https://towns.example/minutes for the numbers.",
    "NATO and the EU disagree.",
    "Ha ha ha ha!",
    "That is soooo good",
    "我住在河边，水位已经上涨了三天。",
    "أعمل في الميناء، والعبّارة تتأخر منذ يوم الاثنين.",
    "Ich verdiene 15 Euro in der Stunde und finde die Fähre zu teuer.",
    "He said that casinos ruined his town; I agree.",
    "",
)


def judged(text: str, **author: object) -> Verdict:
    [verdict] = Rules().moderate([CommentToJudge("1", text, author=AuthorFacts(**author))])  # type: ignore[arg-type]
    return verdict


@pytest.mark.parametrize("text", HONEST)
def test_what_people_write_is_published(text: str) -> None:
    verdict = judged(text)
    assert (verdict.decision, verdict.reason, verdict.by) == (Decision.PUBLISH, None, NAME)


@pytest.mark.parametrize(
    ("text", "decision", "code"),
    [
        ("https://a.example/x " * (MOST_LINKS + 1), Decision.HOLD, "links"),
        ("www.a.example/x " * 20, Decision.REJECT, "links"),
        ("THIS IS ALL WRONG AND YOU KNOW IT VERY WELL", Decision.HOLD, "shouting"),
        ("ПОЧЕМУ НИКТО НЕ ГОВОРИТ ОБ ЭТОМ ПАРОМЕ", Decision.HOLD, "shouting"),
        ("no!!!!!!!!!!!!!!!!!!!!", Decision.HOLD, "repetition"),
        ("ferry " * 20, Decision.HOLD, "repetition"),
        ("Earn $500 a day, ask me how", Decision.HOLD, "spam"),
        ("Earn $500 a day at https://a.example/", Decision.REJECT, "spam"),
        ("Ｅａｒｎ $500 a day at https://a.example/", Decision.REJECT, "spam"),
        ("Contact the spell caster on WhatsApp +1 202 555 0100", Decision.REJECT, "spam"),
    ],
)
def test_what_looks_like_no_conversation_is_not(text: str, decision: Decision, code: str) -> None:
    verdict = judged(text)
    assert verdict.reason is not None
    assert (verdict.decision, verdict.reason.code) == (decision, code)
    assert all(0 <= score <= 1 for score in verdict.scores.values())


def test_new_accounts_links_wait_and_floods_too() -> None:
    text = "The minutes are at https://towns.example/minutes"
    assert judged(text).decision is Decision.PUBLISH
    assert judged(text, is_new=True).decision is Decision.HOLD
    assert judged("Hello there", is_new=True, last_hour=5).decision is Decision.PUBLISH
    assert judged("Hello there", is_new=True, last_hour=6).decision is Decision.HOLD


def test_the_same_text_again_and_again() -> None:
    text = "Read my page about the towns, please."
    assert judged(text, recent=("Something else",)).decision is Decision.PUBLISH
    assert judged(text, recent=("Read my page, about the TOWNS please",)).decision is Decision.HOLD
    assert judged(text, recent=(text,) * 3).decision is Decision.REJECT
