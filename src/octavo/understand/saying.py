"""Verbs of saying, and who stands beside them: the speaker of a quotation.

A speaker is a name in the clause of the verb; a pronoun, or a verb whose language needs none, means the person named
last. Scripts without capitals have patterns of their own. Hands names as written to `octavo.understand.quotes`.
"""

import re
import tomllib
from functools import cache
from importlib import resources

from octavo.understand import spans
from octavo.understand.name_words import words_of

MAX_CLAUSE_CHARS = 160
NEAR_CHARS = 90

_PRONOUNS = (
    "he she they er sie il elle él ella ele ela lui lei egli hij zij ze han hon hun on ona oni hän ő он она они "
    "він вона τος αυτός αυτή dia ia beliau anh ông bà cô هو هي او הוא היא "
)
_NO_PRONOUN_NEEDED = ("es", "pt", "it", "pl", "cs", "ro", "hu", "tr", "el", "sr", "hr", "sw", "ar", "fa", "he", "fi")
_IS_PRONOUN = re.compile(rf"\b(?:{'|'.join(_PRONOUNS.split())})\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…](?=\s)(?<!\b(?:Mr|Dr|St|Sr)\.)(?<!\b[A-Z]\.)|\n|[。！？।؟]")
_HAN_VERB = r"(?:说|說|表示|称|稱|指出|强调|強調|认为|認為|写道|寫道|回应|回應|透露|坦言|补充|補充)"
_HAN_BEFORE = re.compile(rf"([\u4e00-\u9fff·]{{2,14}}?)(?:{_HAN_VERB})(?:道)?[：:，,]?\s*$")
_HAN_AFTER = re.compile(rf"^[，,。]?([\u4e00-\u9fff·]{{2,14}}?)(?:{_HAN_VERB})")
_JA_VERB = re.compile(
    r"と[^。]{0,30}(?:述べ|語っ|語り|語る|話し|話す|話を|言っ|説明し|強調し|コメント|明らか|指摘し|訴え|振り返|答え)"
)
_JA_TITLE = r"(?:氏|さん|首相|大統領|市長|知事|社長|会長|議員|容疑者|選手|監督|教授|代表|委員長|外相|官房長官|報道官)?"
_JA_SUBJECT = re.compile(
    rf"([\u4e00-\u9fff々ァ-ヺー・A-Za-z]{{2,20}}?){_JA_TITLE}(?:は|が|も)[、]?[^。「」『』]{{0,40}}$"
)
_JA_AFTER = re.compile(rf"^と[、]?([\u4e00-\u9fff々ァ-ヺー・]{{2,20}}?){_JA_TITLE}(?:は|が)")
_KO_TITLE = r"(?: ?(?:대통령|총리|장관|의원|대표|시장|교수|씨|위원장|감독|대변인))?"
_KO_BEFORE = re.compile(rf"([가-힣]{{2,4}}){_KO_TITLE}(?:은|는|이|가) [^.\n]{{0,40}}$")
_KO_AFTER = re.compile(rf"^(?:이?라고|고|며|라며) ([가-힣]{{2,4}}){_KO_TITLE}(?:은|는|이|가) ")
_KO_VERB = re.compile(r"(?:이?라고|고|며|라며|면서) ")
_HINDI = re.compile(r"((?:[^\s।,\"“]+ ){0,2}[^\s।,\"“]+) ने [^।\"“]{0,40}(?:कहा|बताया|लिखा|जोड़ा|पूछा)")
_BENGALI = re.compile(r"((?:[^\s।,\"“]+ )?[^\s।,\"“]+) (?:বলেন|বলেছেন|জানান|বলেন,)")
_THAI = re.compile(r"([\u0e00-\u0e7f]{3,30}(?: [\u0e00-\u0e7f]{3,20})?) ?(?:กล่าวว่า|บอกว่า|ระบุว่า|เผยว่า|กล่าว)")
_AFTER_VERB = re.compile(
    r"((?:[^\s:،,\"“«]+ ){0,3}?[^\s:،,\"“«]+)(?= ?(?:[:،,\"“«.]|$)| (?:إن|أن|إنه|إنها|في|ל|כי|ש)\b)"
)


def clause_before(text: str, start: int) -> str:
    window = text[max(start - MAX_CLAUSE_CHARS, 0) : start]
    ends = list(_SENTENCE_END.finditer(window.rstrip()))
    return window[ends[-1].end() :] if ends else window


def clause_after(text: str, end: int) -> str:
    window = text[end : end + MAX_CLAUSE_CHARS]
    if window[:1] in (".", "。", "।", "\n"):
        return ""
    match = _SENTENCE_END.search(window, 2)
    return window[: match.start()] if match else window


@cache
def verb_pattern(language: str) -> re.Pattern[str]:
    file = resources.files("octavo") / "data/understanding/verbs_of_saying.toml"
    verbs: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))
    lists = [verbs[language]] if language in verbs else list(verbs.values())
    words = sorted({word for words in lists for word in words.split()}, key=lambda word: -len(word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


def speaker_in(before: str, after: str, casing: spans.Casing, language: str) -> tuple[bool, str, bool]:
    """(somebody says it, the name as written or "", a person named before is meant)."""
    marked = _speaker_by_marks(before, after)
    if marked is not None:
        return True, marked, not marked
    is_said = refers = False
    for clause, is_after in ((after, True), (before, False)):
        verb = _nearest_verb(clause, language, is_after=is_after)
        if verb is None:
            continue
        is_said = True
        name = _nearest_name(clause, verb, casing, language) or _beside_caseless_verb(clause, verb)
        if name:
            return True, name, False
        refers = refers or _IS_PRONOUN.search(clause) is not None or language in _NO_PRONOUN_NEEDED
    if not is_said and before.rstrip().endswith(":"):
        name = _nearest_name(before, (len(before), len(before)), casing, language)
        return bool(name), name, False
    return is_said, "", refers


def speakers_of(sentence: str, language: str) -> tuple[str, ...]:
    """Who says something in a sentence, quoted or not: names beside its verbs of saying, as written."""
    tokens = spans.tokens_of(sentence)
    casing = spans.read_casing(tokens, language)
    verbs = [match.span() for match in verb_pattern(language).finditer(sentence)]
    named = (_subject_of(sentence, verb, casing, language) or _beside_caseless_verb(sentence, verb) for verb in verbs)
    return tuple(dict.fromkeys(name for name in named if name))


def _subject_of(sentence: str, verb: tuple[int, int], casing: spans.Casing, language: str) -> str:
    """The name before the verb, with nothing that parts clauses between; else the nearest."""
    before = re.split(r"[,;:\"“”„«»]", sentence[: verb[0]])[-1]
    name = _nearest_name(before, (len(before), len(before)), casing, language)
    return name or _nearest_name(sentence, verb, casing, language)


def _nearest_verb(clause: str, language: str, *, is_after: bool) -> tuple[int, int] | None:
    verbs = [match.span() for match in verb_pattern(language).finditer(clause)]
    if not verbs:
        return None
    return verbs[0] if is_after else verbs[-1]


def _nearest_name(clause: str, verb: tuple[int, int], casing: spans.Casing, language: str) -> str:
    """Names of several words first: a single capital may be a town, a newspaper, a title."""
    tokens = spans.tokens_of(clause)
    names = [" ".join(words) for words in spans.spans(tokens, casing, language) if words]
    best: tuple[int, int, str] | None = None
    for name in dict.fromkeys((*names, *_first_words(tokens, casing))):
        place = clause.find(name)
        distance = place - verb[1] if place >= verb[1] else verb[0] - place - len(name)
        if place < 0 or not 0 <= distance <= NEAR_CHARS:
            continue
        rank = (0 if " " in name and distance < 60 else 1, distance, name)
        best = min(best, rank) if best else rank
    return best[2] if best else ""


def _first_words(tokens: list[spans.Token], casing: spans.Casing) -> list[str]:
    """A clause may begin with the name alone ("Brandt said"), if the text writes that word with a capital always."""
    if not tokens or not tokens[0].is_capital or casing.lower[tokens[0].lower]:
        return []
    first = tokens[0].lower
    is_noun = casing.has_noun_capitals and spans.is_german_noun(first, casing)
    return [] if is_noun or spans.is_no_name(first) else [tokens[0].text]


def _beside_caseless_verb(clause: str, verb: tuple[int, int]) -> str:
    """Arabic names whoever speaks after the verb, Persian before it, Hebrew in either place."""
    if not re.search(r"[\u0590-\u06ff]", clause[verb[0] : verb[1]]):
        return ""
    match = _AFTER_VERB.match(clause[verb[1] :].lstrip())
    words = [word for word in (match[1].split() if match else []) if word not in _IN_FRONT]
    words = words or [word for word in re.split(r"[\s،,]+", clause[: verb[0]])[-3:] if word and word not in _IN_FRONT]
    if not words or _IS_PRONOUN.fullmatch(words[0]):
        return ""
    return " ".join(words[:3])


_IN_FRONT = words_of("الرئيس السيد السيدة الدكتور الوزير الشيخ إن أن הנשיא השר מר גברת ד״ר كما")


def _speaker_by_marks(before: str, after: str) -> str | None:
    """As Chinese, Japanese, Korean, Hindi, Bengali and Thai say it: "" for nobody named, None for nothing said."""
    if _JA_VERB.match(after):
        return _named((_JA_AFTER.match(after), _JA_SUBJECT.search(before)))
    if _KO_VERB.match(after):
        return _named((_KO_AFTER.match(after), _KO_BEFORE.search(before)))
    found = (
        _HAN_BEFORE.search(before),
        _HAN_AFTER.search(after),
        _THAI.search(before),
        *(pattern.search(clause) for pattern in (_HINDI, _BENGALI) for clause in (before, after)),
    )
    return _named(found) if any(found) else None


def _named(found: tuple[re.Match[str] | None, ...]) -> str:
    return next((match[1].strip() for match in found if match), "")
