"""What the checker of AI sentences is tried on: true sentences, copies made false, paraphrases that no one here wrote.

Half of every set is for development and half is scored, by a hash of the story's id (`is_scored`). Nothing here reads
sentences as the checker does: words are split and found by plain means, and the words that are exchanged stand in
`labels/perturbations.toml`.

`is_supportable` says which sentences of a roundup its articles can support at all. The rule was committed before the
checker: every figure, quotation and capitalised word of the sentence must stand in the articles, letter by letter, and
so must half of its other words by their first five letters.
"""

import random
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from pathlib import Path

from evals import datapack

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "tr", "ar", "hi", "id", "ja", "zh")
PAIRS = Path(__file__).with_name("labels") / "perturbations.toml"
UNSPACED = frozenset({"ja", "zh", "th"})
MIN_CHARS, MAX_CHARS = 40, 400
MIN_CHARS_UNSPACED = 15
HALF_OF_WORDS = 0.5
STEM = 5

_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])|(?<=[.!?])[\"”]\s+|\n+")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|Gen|Lt|Col|Jr|Sr|vs|No|Inc|Co)\.$")
_QUOTED = re.compile(r"[\"“„«「]([^\"“”„«»「」\n]{3,300})[\"”“»」]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Article:
    id: str
    title: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence that is to be checked against `articles`. `kind` says how it was made, `set` what from."""

    set: str
    story: str
    kind: str
    text: str
    language: str
    articles: tuple[Article, ...]
    is_true: bool
    is_supportable: bool = True
    is_nameable: bool = True
    """Every name, figure and quotation stands in the articles; `is_supportable` asks half of the other words, too."""


def is_scored(story: str) -> bool:
    """Half of all stories, by their id alone; the others are for development."""
    return blake2b(f"grounding:{story}".encode(), digest_size=1).digest()[0] % 2 == 0


def sentences(text: str) -> list[str]:
    """Of a text in Latin letters."""
    found: list[str] = []
    start = 0
    for match in _END.finditer(text):
        piece = text[start : match.end()].strip()
        if _ABBREVIATED.search(piece):
            continue
        found.append(piece)
        start = match.end()
    return [piece for piece in (*found, text[start:].strip()) if piece]


# --- true paraphrases that no one here wrote ---


def roundups(*, scored: bool) -> list[Case]:
    """Each sentence of an editors' roundup against the articles that it is of."""
    articles: dict[str, list[Article]] = {}
    for record in datapack.read_set("cluster-neus", "docs.jsonl.gz"):
        article = Article(record["id"], record["title"], record["text"], "en")
        articles.setdefault(record["story"], []).append(article)
    cases: list[Case] = []
    for record in datapack.read_set("cluster-neus", "roundups.jsonl.gz"):
        story = record["story"]
        if is_scored(story) != scored:
            continue
        for text in sentences(record["text"]):
            if len(text) >= MIN_CHARS:
                of = tuple(articles[story])
                nameable = is_nameable(text, of)
                supportable = nameable and has_half_of_words(text, of)
                cases.append(Case("neus", story, "roundup", text, "en", of, True, supportable, nameable))
    return cases


def is_nameable(text: str, articles: Sequence[Article]) -> bool:
    said = _plain(" ".join(f"{article.title} {article.text}" for article in articles))
    words = list(_WORD.finditer(text))
    names = [word[0].removesuffix("'s").removesuffix("’s") for word in words[1:] if word[0][0].isupper()]
    needed = [*names, *_NUMBER.findall(text), *(quoted.strip(" ,.") for quoted in _QUOTED.findall(text))]
    return all(_plain(each) in said for each in needed)


def has_half_of_words(text: str, articles: Sequence[Article]) -> bool:
    said = {word[:STEM] for word in _words(" ".join(f"{article.title} {article.text}" for article in articles))}
    words = [word[:STEM] for word in _words(text) if len(word) >= STEM]
    return not words or sum(word in said for word in words) >= HALF_OF_WORDS * len(words)


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("’", "'").replace("‘", "'")).lower()


def translations(*, scored: bool, languages: Sequence[str] = ()) -> list[Case]:
    """Each sentence of a professional translation against the English original."""
    documents = _ntrex()
    cases: list[Case] = []
    for (story, language), article in documents.items():
        if language == "en" or is_scored(story) != scored or (languages and language not in languages):
            continue
        original = documents[story, "en"]
        cases += [
            Case("ntrex", story, "translation", text, language, (original,), True)
            for text in article.text.split("\n")
            if len(text) >= _least(language)
        ]
    return cases


def strangers(cases: Sequence[Case]) -> list[Case]:
    """The same sentences against the articles of another story: nothing supports them."""
    stories = {case.story: case.articles for case in cases}
    names = sorted(stories)
    beside = {name: stories[names[at - 1]] for at, name in enumerate(names)}
    return [
        Case(case.set, case.story, "other story", case.text, case.language, beside[case.story], False) for case in cases
    ]


def without_source(*, scored: bool, languages: Sequence[str], stories: int) -> list[Case]:
    """Translations, against the original without the very sentence that they translate; and originals alike.

    Now and then another sentence says the same, so not all of them are false: most are.
    """
    documents = _ntrex()
    cases: list[Case] = []
    for language in languages:
        chosen = [story for story, of in documents if of == language and is_scored(story) == scored][:stories]
        for story in chosen:
            lines = documents[story, "en"].text.split("\n")
            for at, text in enumerate(documents[story, language].text.split("\n")):
                if at % 4 == 2 and len(text) >= _least(language) and len(lines) > 6:
                    rest = Article(f"{story}-{at}", "", "\n".join(lines[:at] + lines[at + 1 :]), "en")
                    cases.append(Case("ntrex", story, "source taken away", text, language, (rest,), False))
    return cases


def twins(*, scored: bool) -> list[Case]:
    """Of the look-alike events of ecbplus: sentences of one against three articles of the other."""
    by_topic: dict[str, dict[str, list[Article]]] = {}
    for record in datapack.read_set("cluster-ecbplus", "docs.jsonl.gz"):
        if is_scored(record["topic"]) == scored:
            article = Article(record["id"], "", record["text"], "en")
            by_topic.setdefault(record["topic"], {}).setdefault(record["story"], []).append(article)
    cases: list[Case] = []
    for stories in by_topic.values():
        for story, articles in stories.items():
            for other, of in stories.items():
                if other != story:
                    texts = [text for article in articles[:6] for text in sentences(article.text)[1:3]]
                    cases += [
                        Case("ecbplus", story, "twin event", text, "en", tuple(of[:3]), False)
                        for text in texts
                        if len(text) >= MIN_CHARS
                    ]
    return cases


# --- true sentences and copies made false ---


def perturbed(*, scored: bool, languages: Sequence[str] = LANGUAGES, stories: int = 12, each: int = 1) -> list[Case]:
    """For the first `stories` documents of each language, up to `each` sentences of each kind, and the true ones."""
    cases: list[Case] = []
    for language in languages:
        documents = _documents(language, scored=scored)
        chosen = dict(list(documents.items())[:stories])
        for story in chosen:
            cases += _of_story(story, language, documents, each)
    if "en" in languages:
        for name, documents in (("neus", _neus(scored=scored)), ("bbc", _bbc(scored=scored))):
            chosen = dict(list(documents.items())[: stories * 2])
            for story in chosen:
                cases += _of_story(story, "en", documents, each, name=name)
    return cases


def perturbed_across(*, scored: bool, stories: int, each: int) -> list[Case]:
    """The copies made false of translations, against the English original."""
    copies = perturbed(scored=scored, languages=LANGUAGES[1:], stories=stories, each=each)
    originals = {story: article for (story, language), article in _ntrex().items() if language == "en"}
    return [replace(copy, articles=(originals[copy.story],)) for copy in copies if not copy.is_true]


Documents = dict[str, tuple[Article, ...]]


@cache
def _ntrex() -> dict[tuple[str, str], Article]:
    found: dict[tuple[str, str], Article] = {}
    for record in datapack.read_set("xling-ntrex128", "docs.jsonl.gz"):
        found[record["story"], record["language"]] = Article(record["id"], "", record["text"], record["language"])
    return found


def _documents(language: str, *, scored: bool) -> Documents:
    return {
        story: (article,) for (story, of), article in _ntrex().items() if of == language and is_scored(story) == scored
    }


def _neus(*, scored: bool) -> Documents:
    found: dict[str, list[Article]] = {}
    for record in datapack.read_set("cluster-neus", "dated_docs.jsonl.gz"):
        if is_scored(record["story"]) == scored:
            article = Article(record["id"], record["title"], record["text"], "en")
            found.setdefault(record["story"], []).append(article)
    return {story: tuple(articles) for story, articles in found.items()}


def _bbc(*, scored: bool) -> Documents:
    return {
        record["id"]: (Article(record["id"], record["title"], record["text"], "en"),)
        for record in datapack.read_set("sum-bbc", "articles.jsonl.gz")
        if is_scored(record["id"]) == scored
    }


def _of_story(story: str, language: str, documents: Documents, each: int, *, name: str = "ntrex") -> Iterator[Case]:
    articles = documents[story]
    chance = random.Random(f"{story}:{language}")
    texts = [text for article in articles for text in _lines(article)]
    others = others_than(story, documents)
    if not texts or not others:
        return
    for text in chance.sample(texts, min(len(texts), 3 * each)):
        yield Case(name, story, "verbatim", text, language, articles, True)
    for kind, change in CHANGES.items():
        made = 0
        for text in chance.sample(texts, len(texts)):
            false = change(text, language, chance, Beside(texts, others))
            if false and _squeezed(false) != _squeezed(text):
                yield Case(name, story, kind, false, language, articles, False)
                made += 1
            if made == each:
                break


def others_than(story: str, documents: Documents) -> list[str]:
    """The sentences of all other stories."""
    return [text for other, of in documents.items() if other != story for article in of for text in _lines(article)]


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def _lines(article: Article) -> list[str]:
    pieces = article.text.split("\n") if "ntrex" in article.id or not article.title else sentences(article.text)
    return [piece.strip() for piece in pieces if _least(article.language) <= len(piece) <= MAX_CHARS]


def _least(language: str) -> int:
    return MIN_CHARS_UNSPACED if language in UNSPACED else MIN_CHARS


@dataclass(frozen=True, slots=True)
class Beside:
    """The story's own sentences, and those of all others in the language."""

    own: Sequence[str]
    others: Sequence[str]


def _figure(text: str, _language: str, chance: random.Random, _beside: Beside) -> str:
    found = [match for match in _NUMBER.finditer(text) if not re.search(r"\w$", text[: match.start()])]
    if not found:
        return ""
    match = chance.choice(found)
    digits = [at for at in range(match.start(), match.end()) if text[at].isdigit()]
    at = digits[0]
    other = chance.choice([digit for digit in "123456789" if digit != text[at]])
    return text[:at] + other + text[at + 1 :]


def _exchange(kind: str) -> Callable[[str, str, random.Random, Beside], str]:
    def change(text: str, language: str, chance: random.Random, _beside: Beside) -> str:
        pairs = [tuple(pair) for pair in _pairs()[kind].get(language, ())]
        both = sorted({*pairs, *((second, first) for first, second in pairs)}, key=lambda pair: -len(pair[0]))
        found = [(match, new) for old, new in both for match in _occurrences(old, text, language)]
        if kind == "unit":
            found = [(match, new) for match, new in found if _beside_digit(text, match)]
        if kind == "negation":
            found = [(match, new) for match, new in found if not _inside(match, found)]
        if not found:
            return ""
        match, new = chance.choice(found)
        return text[: match.start()] + new + text[match.end() :]

    return change


def _inside(match: re.Match[str], found: Sequence[tuple[re.Match[str], str]]) -> bool:
    """ "is" of "is not" is no place to put another "not"."""
    return any(other.start() <= match.start() and match.end() < other.end() for other, _new in found)


def _beside_digit(text: str, match: re.Match[str]) -> bool:
    return bool(
        re.search(r"\d[\d.,]*[\s\u00a0]?$", text[: match.start()]) or re.match(r"[\s\u00a0]?\d", text[match.end() :])
    )


def _occurrences(word: str, text: str, language: str) -> list[re.Match[str]]:
    border = "" if language in UNSPACED or not word[0].isalpha() else r"(?<![\w'’-])"
    ending = "" if language in UNSPACED or not word[-1].isalpha() else r"(?![\w'’-])"
    return list(re.finditer(border + re.escape(word) + ending, text))


@cache
def _pairs() -> dict[str, dict[str, list[list[str]]]]:
    pairs: dict[str, dict[str, list[list[str]]]] = tomllib.loads(PAIRS.read_text(encoding="utf-8"))
    return pairs


def _place(text: str, language: str, chance: random.Random, _beside: Beside) -> str:
    return _swap_one_of(text, _territories(language), chance, language)


def _date(text: str, language: str, chance: random.Random, _beside: Beside) -> str:
    changed = [_swap_one_of(text, names, chance, language) for names in _calendar(language)]
    years = re.findall(r"(?<!\d)(?:19[5-9]\d|20[0-3]\d)(?!\d)", text)
    if years:
        year = chance.choice(years)
        changed.append(text.replace(year, str(int(year) - chance.choice((1, 2, 3, 10))), 1))
    changed = [each for each in changed if each]
    return chance.choice(changed) if changed else ""


def _swap_one_of(text: str, names: Sequence[str], chance: random.Random, language: str) -> str:
    found = [match for name in names for match in _occurrences(name, text, language)]
    if not found:
        return ""
    match = max(found, key=lambda each: len(each[0]))
    return text[: match.start()] + chance.choice([name for name in names if name != match[0]]) + text[match.end() :]


@cache
def _territories(language: str) -> list[str]:
    """Countries' names, of those with which a confusion would be plain."""
    from babel import Locale

    names = Locale(language).territories
    codes = (
        "US GB FR DE ES IT RU CN JP IN BR MX CA AU TR EG SA IR IQ IL SY UA PL SE NO FI GR NL BE AT CH PT IE KR KP TH "
        "VN ID MY PH PK AF NG KE ZA ET MA DZ AR CL CO PE VE CU"
    )
    return [names[code] for code in codes.split() if code in names]


@cache
def _calendar(language: str) -> list[list[str]]:
    """Names of the days of the week, and of the months, as CLDR has them."""
    from babel import Locale

    locale = Locale(language)
    months = [] if language in {"ja", "zh"} else list(locale.months["format"]["wide"].values())
    days = list(locale.days["format"]["wide"].values())
    return [days, [name for name in months if len(name) > 3]]


def _capitalised(text: str) -> list[re.Match[str]]:
    """Runs of two capitalised words or more that do not begin the sentence."""
    return list(re.finditer(r"(?<=[\w,] )[A-ZÀ-ÝА-ЯÇĞİÖŞÜ][\w'’-]+(?: [A-ZÀ-ÝА-ЯÇĞİÖŞÜ][\w'’-]+)+", text))


_OTHER_NAMES = {
    "ar": ("محمد", "أحمد", "ترامب", "كافانو", "ماكرون", "بوتين", "ميركل", "أوباما"),
    "hi": ("ट्रंप", "ट्रम्प", "मोदी", "ओबामा", "पुतिन", "मैक्रॉन", "कैवनॉग", "मर्केल"),
    "ja": ("トランプ", "オバマ", "プーチン", "メイ", "マクロン", "カバノー", "メルケル", "安倍"),
    "zh": ("特朗普", "奥巴马", "普京", "马克龙", "默克尔", "卡瓦诺", "安倍", "梅"),
}


def _name(text: str, language: str, chance: random.Random, beside: Beside) -> str:
    if language in _OTHER_NAMES:
        return _swap_one_of(text, _OTHER_NAMES[language], chance, language)
    found = _capitalised(text)
    others = [
        match[0]
        for other in chance.sample(list(beside.others), min(40, len(beside.others)))
        for match in _capitalised(other)
    ]
    others = [name for name in others if name not in " ".join(beside.own)]
    if not found or not others:
        return ""
    match = chance.choice(found)
    return text[: match.start()] + chance.choice(others) + text[match.end() :]


_SAID = {
    "en": r"said|says|told|added", "de": r"sagte|sagt|erklärte", "fr": r"a déclaré|a dit|affirme|a ajouté",
    "es": r"dijo|afirmó|declaró|añadió", "it": r"ha detto|ha dichiarato|afferma|ha affermato",
    "pt": r"disse|afirmou|declarou", "nl": r"zei|zegt|vertelde", "pl": r"powiedział|powiedziała|stwierdził|dodał",
    "ru": r"сказал|сказала|заявил|заявила|сообщил",
    "tr": r"dedi|söyledi|belirtti", "id": r"mengatakan|kata|ujar",
}  # fmt: skip


def _speaker(text: str, language: str, chance: random.Random, beside: Beside) -> str:
    """The name beside a verb of saying becomes another name of the same story."""
    if language not in _SAID:
        return ""
    name = r"[A-ZÀ-ÝА-ЯÇĞİÖŞÜ][\w'’-]+(?: [A-ZÀ-ÝА-ЯÇĞİÖŞÜ][\w'’-]+)*"
    found = re.search(rf"({name}) (?:{_SAID[language]})(?!\w)", text) or re.search(
        rf"(?<!\w)(?:{_SAID[language]}) ({name})", text
    )
    if not found or len(found[1]) < 4 or found[1].lower() in {"they", "that", "this", "there", "police"}:
        return ""
    others = [match[0] for other in beside.own for match in _capitalised(other)]
    words = set(found[1].split())
    others = [other for other in others if not words & set(other.split())]
    if not others:
        return ""
    return text[: found.start(1)] + chance.choice(others) + text[found.end(1) :]


def _quote(text: str, language: str, chance: random.Random, beside: Beside) -> str:
    """A word of a quotation becomes another, or is left out."""
    found = [match for match in _QUOTED.finditer(text) if len(match[1]) > 15]
    if not found:
        return ""
    match = chance.choice(found)
    if language in UNSPACED:
        at = match.start(1) + chance.randrange(2, len(match[1]) - 4)
        other = chance.choice(beside.others)
        return text[:at] + other[2:5] + text[at + 3 :]
    words = [word for word in _WORD.finditer(match[1]) if len(word[0]) >= 4]
    others = [word for word in _WORD.findall(chance.choice(beside.others)) if len(word) >= 5 and word[0].islower()]
    if language in {"ar", "hi"}:
        others = [word for word in _WORD.findall(chance.choice(beside.others)) if len(word) >= 4]
    if not words or not others:
        return ""
    word = chance.choice(words)
    start = match.start(1) + word.start()
    return text[:start] + chance.choice(others) + text[start + len(word[0]) :]


def _stranger(_text: str, _language: str, chance: random.Random, beside: Beside) -> str:
    return chance.choice(beside.others)


CHANGES: dict[str, Callable[[str, str, random.Random, Beside], str]] = {
    "figure": _figure,
    "unit": _exchange("unit"),
    "name": _name,
    "place": _place,
    "date": _date,
    "negation": _exchange("negation"),
    "speaker": _speaker,
    "direction": _exchange("direction"),
    "quote": _quote,
    "other story": _stranger,
}
