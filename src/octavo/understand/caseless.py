"""Names in scripts without capitals: what quotation marks, katakana, a middle dot or a word of respect shows.

In scripts that part words by spaces, a word that the text says again and that is not frequent in its language counts
as well: half of those are names, and the rest meets nothing in other languages.

Hands (name, count) to `octavo.understand.names`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import resources

MAX_TITLE_CHARS = 24

_BLOCKS = (
    r"\u0590-\u08ff\u0900-\u0fff\u1000-\u109f\u10d0-\u10ff\u1200-\u139f\u1780-\u17ff"
    r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
)
_CASELESS = re.compile(f"[{_BLOCKS}]")
_RUNS = re.compile(rf"[{_BLOCKS}][{_BLOCKS}\u200c\u200d\u3001-\u303f ]*")
_QUOTED = re.compile(r"[《『〈「“]([^《》『』〈〉「」“”\n]{2,24})[》』〉」”]")
_KATAKANA = re.compile(r"[ァ-ヺ][ァ-ヺー]{2,}(?:[・＝][ァ-ヺ][ァ-ヺー]+)*")
_DOTTED_HAN = re.compile(r"[\u4e00-\u9fff]{2,5}[·•‧][\u4e00-\u9fff]{2,6}")
_WORD = r"[\w\u0300-\u036f\u0591-\u05bd\u05f3\u05f4\u064b-\u0655\u0670\u0900-\u0963\u0971-\u0df3\u200c\u200d]+"
_BEFORE = {
    "ar": "الرئيس السيد السيدة الدكتور الوزير وزير الأمير الملك الشيخ الجنرال رئيس "
    "الوزراء المستشار المتحدث النائب الأمين البابا المدرب اللاعب",
    "fa": "آقای خانم دکتر رئیس‌جمهور رییس‌جمهور وزیر سردار آیت‌الله نخست‌وزیر ژنرال",
    "ur": "صدر وزیراعظم جنرل ڈاکٹر مولانا وزیر شیخ",
    "he": "הנשיא נשיא השר שר ד״ר פרופ' מר גברת הגנרל הקנצלר הקנצלרית הרמטכ״ל הרב האלוף",
    "hi": "श्री श्रीमती डॉ डॉक्टर प्रधानमंत्री राष्ट्रपति मंत्री मुख्यमंत्री "
    "राज्यपाल सांसद विधायक जनरल न्यायमूर्ति नेता अध्यक्ष कप्तान प्रवक्ता",
    "mr": "श्री डॉ पंतप्रधान राष्ट्रपती मंत्री मुख्यमंत्री नेते अध्यक्ष",
    "bn": "প্রধানমন্ত্রী রাষ্ট্রপতি ড মন্ত্রী শেখ প্রেসিডেন্ট জনাব শ্রী সভাপতি মুখ্যমন্ত্রী",
    "ta": "பிரதமர் ஜனாதிபதி அமைச்சர் டாக்டர் திரு முதல்வர்",
    "te": "ప్రధాని రాష్ట్రపతి మంత్రి డాక్టర్ శ్రీ ముఖ్యమంత్రి",
    "gu": "શ્રી વડાપ્રધાન રાષ્ટ્રપતિ મંત્રી ડૉ",
    "kn": "ಪ್ರಧಾನಿ ರಾಷ್ಟ್ರಪತಿ ಸಚಿವ ಡಾ ಶ್ರೀ",
    "ml": "പ്രധാനമന്ത്രി പ്രസിഡന്റ് മന്ത്രി ഡോ ശ്രീ",
    "pa": "ਪ੍ਰਧਾਨ ਮੰਤਰੀ ਰਾਸ਼ਟਰਪਤੀ ਸ੍ਰੀ ਡਾ",
    "am": "ፕሬዚዳንት ጠቅላይ ሚኒስትር አቶ ወይዘሮ ዶክተር",
}
_HONORIFICS = frozenset(word for words in _BEFORE.values() for word in words.split())
_WORDS = re.compile(_WORD)
_AFTER_NAME = re.compile(r"([\u4e00-\u9fff]{2,4}|[ァ-ヺー・]{3,16})(?:氏|さん|首相|大統領|容疑者|被告|選手|監督|議員)")
_KOREAN = re.compile(r"([가-힣]{2,5}) (?:대통령|총리|장관|의원|대표|위원장|총장|감독|시장|지사|회장|교수|씨)")
_MAX_HONOURED_WORDS = 2
_SPACED = re.compile(r"[\u0590-\u08ff\u0900-\u0dff\u1200-\u139f\uac00-\ud7af]{3}")
_MAX_AGAIN = 25
_MIN_AGAIN_CHARS = 3


def is_caseless(text: str) -> bool:
    return _CASELESS.search(text) is not None


def without_caseless(text: str) -> str:
    """What is left for judging by capitals: Latin names in a Hindi text."""
    return _RUNS.sub(", ", text)


def find_marked(text: str, language: str) -> Iterator[tuple[str, int]]:
    found: Counter[str] = Counter()
    found.update(match[1].strip() for match in _QUOTED.finditer(text) if _is_title(match[1]))
    found.update(_katakana(text))
    for pattern in (_AFTER_NAME, _KOREAN):
        found.update(match[1] for match in pattern.finditer(text))
    found.update(match[0] for match in _DOTTED_HAN.finditer(text))
    found.update(_honoured(text))
    for name in found:
        yield name, max(text.count(name), 1)
    yield from _said_again(text)


def words_of(text: str) -> list[str]:
    """Words with the marks that stand for vowels."""
    return _WORDS.findall(text)


@cache
def _frequent_words() -> frozenset[str]:
    file = resources.files("octavo") / "data/understanding/frequent_words.txt"
    return frozenset(file.read_text(encoding="utf-8").split())


def _said_again(text: str) -> Iterator[tuple[str, int]]:
    if _SPACED.search(text) is None:
        return
    left_out = _frequent_words() | _HONORIFICS
    counts = Counter(word for word in words_of(text) if len(word) >= _MIN_AGAIN_CHARS)
    again = [(word, count) for word, count in counts.most_common() if count > 1 and word not in left_out]
    yield from [(word, count) for word, count in again if _SPACED.search(word)][:_MAX_AGAIN]


def _is_title(quoted: str) -> bool:
    """A work's title or a name, not what somebody said."""
    return quoted.count(" ") <= 3 and not re.search(r"[。！？!?.،,、，]|[ぁ-ん]{2,}", quoted)


def _katakana(text: str) -> Iterator[str]:
    for match in _KATAKANA.finditer(text):
        yield match[0]
        if "・" in match[0]:
            yield match[0].rpartition("・")[2]


def _honoured(text: str) -> Iterator[str]:
    """The words after a word of respect, without articles and adjectives in between."""
    words = [(match[0], match.start(), match.end()) for match in _WORDS.finditer(text)]
    for number, (word, _, end) in enumerate(words):
        if word not in _HONORIFICS:
            continue
        after = [follower for follower in words[number + 1 : number + 5] if follower[0] not in _HONORIFICS]
        while after and after[0][0].startswith("ال"):
            after.pop(0)
        named = after[:_MAX_HONOURED_WORDS]
        if named and "\n" not in text[end : named[-1][2]] and named[0][1] - end < 30:
            yield named[0][0]
            if len(named) == 2 and named[1][1] - named[0][2] == 1:
                yield f"{named[0][0]} {named[1][0]}"
                yield named[1][0]
