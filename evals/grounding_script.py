"""A scripted model that writes about a story: it paraphrases, merges, shortens and rounds, and it also exaggerates,
invents and misattributes. What it writes is known to be true or false by how it was made.

Words are exchanged by the tables below; the checker reads none of them.
"""

import random
import re
from collections.abc import Callable, Iterator
from itertools import islice

from evals.grounding_sets import (
    CHANGES,
    LANGUAGES,
    MIN_CHARS,
    UNSPACED,
    Article,
    Beside,
    Case,
    _bbc,
    _documents,
    _lines,
    _neus,
)

AND = {
    "en": ", and ", "de": ", und ", "fr": ", et ", "es": ", y ", "it": ", e ", "pt": ", e ", "nl": ", en ",
    "pl": ", a ", "ru": ", а ", "tr": " ve ", "ar": "، و", "hi": " और ", "id": ", dan ", "ja": "、また", "zh": "，并且",
}  # fmt: skip
SYNONYMS = {
    "said": "stated", "says": "states", "about": "around", "also": "in addition", "however": "but",
    "many": "numerous", "began": "started", "begin": "start", "bought": "purchased", "buy": "purchase",
    "help": "assist", "asked": "requested", "wants": "would like", "show": "demonstrate", "big": "large",
    "biggest": "largest", "country": "nation", "firm": "company", "people": "persons", "children": "kids",
    "kids": "children", "attempt": "try", "got": "received", "gave": "provided", "job": "post", "film": "movie",
    "movie": "film", "police": "officers", "killed": "left dead", "former": "ex-", "because": "since",
    "although": "though", "last year": "the previous year", "this year": "in the current year", "more than": "over",
    "approximately": "roughly", "important": "significant", "quickly": "rapidly", "announced": "made public",
    "law": "legislation", "will": "is going to", "must": "has to", "need": "require", "near": "close to",
    "chief": "head", "fight": "battle", "talks": "negotiations", "plan": "scheme", "shares": "stock",
    "home": "house", "result": "outcome", "can": "is able to", "cannot": "is unable to", "told": "informed",
    "leader": "head", "probe": "investigation",
}  # fmt: skip
DOUBT = ("could", "may", "might", "reportedly", "allegedly", "possibly", "likely", "probably")
SOME = {"some": "all", "many": "all", "several": "all", "few": "most", "part": "all", "dozens": "thousands"}
NUMBER = re.compile(r"(?<![\w.,:-])(\d{2,3}(?:,\d{3})+|\d{3,})(?![\w%:-]|[.,]\d)")
DAY = re.compile(r",? on (Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?=[ ,.])")

Writer = Callable[[str, str, random.Random, Beside], str]


def written(*, scored: bool, stories: int = 12, each: int = 2) -> list[Case]:
    """What the script writes about the first `stories` stories of each language; English beyond translations too."""
    cases: list[Case] = []
    for language in LANGUAGES:
        documents = _documents(language, scored=scored)
        cases += _about(dict(list(documents.items())[:stories]), documents, language, "ntrex", each)
    for name, documents in (("neus", _neus(scored=scored)), ("bbc", _bbc(scored=scored))):
        cases += _about(dict(list(documents.items())[: 3 * stories]), documents, "en", name, each)
    return cases


def _about(
    chosen: dict[str, tuple[Article, ...]],
    documents: dict[str, tuple[Article, ...]],
    language: str,
    name: str,
    each: int,
) -> Iterator[Case]:
    for story, articles in chosen.items():
        chance = random.Random(f"script:{story}:{language}")
        texts = [text for article in articles for text in _lines(article)]
        others = [
            text for other, of in documents.items() if other != story for article in of for text in _lines(article)
        ]
        if len(texts) < 2 or not others:
            continue
        beside = Beside(texts, others)
        for (kind, is_true), write in WRITERS.items():
            tried = ((text, write(text, language, chance, beside)) for text in chance.sample(texts, len(texts)))
            made = (sentence for text, sentence in tried if sentence and sentence != text)
            for sentence in islice(made, each):
                yield Case(name, story, kind, sentence, language, articles, is_true)


def _paraphrase(text: str, language: str, chance: random.Random, _beside: Beside) -> str:
    """English alone: at least two exchanges, at most five, quotations left as they are."""
    if language != "en" or '"' in text or "“" in text:
        return ""
    found = [(old, new) for old, new in SYNONYMS.items() if re.search(rf"\b{old}\b", text)]
    day = DAY.search(text)
    if day:
        text = f"On {day[1]}, {text[: day.start()]}{text[day.end() :]}"
    if len(found) + bool(day) < 2:
        return ""
    for old, new in chance.sample(found, min(len(found), 5)):
        text = re.sub(rf"\b{old}\b", new, text, count=1)
    return text


def _merge(text: str, language: str, _chance: random.Random, beside: Beside) -> str:
    """With the sentence that follows."""
    at = beside.own.index(text)
    if at + 1 >= len(beside.own) or len(text) > 180 or len(beside.own[at + 1]) > 180:
        return ""
    return text.rstrip(".。।!? ") + AND[language] + beside.own[at + 1]


def _shorten(text: str, language: str, _chance: random.Random, _beside: Beside) -> str:
    """Without what follows the last comma."""
    comma = {"ja": "、", "zh": "，", "ar": "،"}.get(language, ",")
    head = text.rpartition(comma + ("" if language in UNSPACED else " "))[0]
    if len(head) < (MIN_CHARS if language not in UNSPACED else 12) or re.search(r'["“”„«»「」]', text):
        return ""
    return head + ("。" if language in UNSPACED else ".")


def _round(text: str, language: str, _chance: random.Random, _beside: Beside) -> str:
    """English alone: "about 2,000" for 1,987."""
    if language != "en" or '"' in text or "“" in text:
        return ""
    match = next((each for each in NUMBER.finditer(text) if not re.fullmatch(r"1[89]\d\d|20\d\d", each[1])), None)
    if not match or re.search(r"(?:[$£€]|than|over|about|nearly|almost) ?$", text[: match.start()]):
        return ""
    value = int(match[1].replace(",", ""))
    scale = 10 ** (len(str(value)) - 2)
    rounded = round(value / scale) * scale
    return "" if rounded == value else f"{text[: match.start()]}about {rounded:,}{text[match.end() :]}"


def _exaggerate(text: str, language: str, chance: random.Random, _beside: Beside) -> str:
    """Doubt left out, "some" made "all", figures ten times as large."""
    if '"' in text or "“" in text:
        return ""
    forms: list[str] = []
    match = NUMBER.search(text)
    if match and not re.fullmatch(r"1[89]\d\d|20\d\d", match[1]):
        forms.append(f"{text[: match.start()]}{int(match[1].replace(',', '')) * 10}{text[match.end() :]}")
    if language == "en":
        doubted = [word for word in DOUBT if re.search(rf"\b{word}\b", text)]
        forms += [re.sub(rf"\b{word}\b", "will" if word in DOUBT[:3] else "", text, count=1) for word in doubted]
        few = [(old, new) for old, new in SOME.items() if re.search(rf"\b{old} (?!of the)", text)]
        forms += [re.sub(rf"\b{old}\b", new, text, count=1) for old, new in few]
    return chance.choice(forms) if forms else ""


def _invent(text: str, language: str, chance: random.Random, beside: Beside) -> str:
    """A true sentence goes on with what another story says."""
    other = chance.choice(beside.others)
    return text.rstrip(".。।!? ") + AND[language] + other


def _misattribute(text: str, language: str, chance: random.Random, beside: Beside) -> str:
    return CHANGES["speaker"](text, language, chance, beside)


WRITERS: dict[tuple[str, bool], Writer] = {
    ("paraphrased", True): _paraphrase,
    ("merged", True): _merge,
    ("shortened", True): _shorten,
    ("rounded", True): _round,
    ("exaggerated", False): _exaggerate,
    ("invented", False): _invent,
    ("misattributed", False): _misattribute,
}
