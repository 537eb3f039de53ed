"""Keys of names: short strings that are equal where two scripts, languages or cases mean one name.

A key is no transcription: vowels fall away, consonants that scripts confuse become one. What has few consonants keeps
its vowels but the last, for too much would be alike.

`octavo.understand` gives keys to names, `octavo.stories` compares them.
"""

import re
from functools import lru_cache

MAX_NAME_CHARS = 120
MIN_CONSONANTS = 3
CONFUSED_FROM = 4

# Letters and digits with the marks that some scripts write vowels with.
_MARKS = (
    r"\u0300-\u036f\u0591-\u05bd\u064b-\u0655\u0670\u0900-\u0963\u0971-\u0df3\u0e31-\u0e4e\u0eb1-\u0ecd\u102b-\u103e"
    r"\u17b4-\u17d3\u200c\u200d"
)
_WORD = re.compile(rf"(?:[^\W_]|[{_MARKS}])+")
_CUT_AT_APOSTROPHE = re.compile(
    r"(?<=\w\w)['’ʼ`´](?:s|in|ın|un|ün|\w?[aeıiuü]?(?:n|da|de|ta|te|dan|den|ya|ye|a|e|i|ı))\b"
)
_LETTERS = re.compile(r"[^a-z0-9]+")
# In order; the result of one is the input of the next.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"dzh|dj", "j"),
        (r"shch|tsch|tch|cz|ch", "k"),
        (r"sch|sh|sz|zh", "s"),
        (r"ou|oo", "u"),
        (r"n(?=[pb])", "m"),
        (r"ph", "f"),
        (r"kh", "h"),
        (r"(?<=[bdgt])h", ""),
        (r"ts|tz", "s"),
        (r"c(?=[eiy])", "s"),
        (r"ck|c|q", "k"),
        (r"x", "ks"),
        (r"z", "s"),
        (r"w", "v"),
        (r"(?<=n)g(?=[^aeiouy]|$)", ""),
        (r"(?<=.)h", ""),
        (r"^[iyj](?=[aeou])", "y"),
    )
)
_DOUBLE = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiouyj]+")
# Japanese has no l, Arabic neither p nor v, Hebrew one letter for b and v. In short names they tell too much apart
# ("Wales" and "Paris"). Of xling-ntrex128's Japanese documents .52 share names so, and .32 without; by chance no more.
_CONFUSED = str.maketrans("lpvf", "rbbb")
_FINAL_VOWELS = re.compile(r"(?<=..)[aeiou]+$")
_ARABIC_OR_HEBREW = re.compile(r"[\u0590-\u05ff\u0600-\u06ff]")
# Letters that only carry a vowel at the beginning of a word.
_VOWEL_CARRIERS = "اأإآعאעﺍ"
_ARABIC_ARTICLE = re.compile(r"^[وبكف]?(?:ال|لل)(?=\w{3})")

# Endings of cases in Latin letters, where they hold a consonant (vowels fall away by themselves).
_EAST_SLAVIC = r"(?:ogo|ego|oho|yoho|omu|emu|yomu|ymi|imi|ami|yami|ym|om|akh|yakh|ykh|ikh|ovi|evi|yevi)"
_WEST_SLAVIC = r"(?:ego|emu|eho|emu|iem|em|ym|im|owi|ovi|ami|ach|om|ovou)"
_SOUTH_SLAVIC = r"(?:om|em|og|im|ima|ama|ovi|evi)"
_ENDINGS = {
    language: re.compile(rf"(?<=..[^aeiouy]){endings}$|(?<=...){endings}$")
    for languages, endings in (
        ("ru uk be", _EAST_SLAVIC),
        ("pl cs sk", _WEST_SLAVIC),
        ("hr sr bs sl mk", _SOUTH_SLAVIC),
        ("fi et", r"(?:n|in|iin|ssa|sta|lla|lta|lle|ksi|s|st|l|le|lt|ga)"),
        ("hu", r"(?:nak|nek|val|vel|ban|ben|bol|rol|tol|hoz|hez|ra|re|t|et|ot|at|ert|nal|nel|on|en)"),
        ("lt", r"(?:as|is|us|ys|es|os|aus|io)"),
        ("lv", r"(?:s|is|am|im|us)"),
    )
    for language in languages.split()
}


@lru_cache(maxsize=50_000)
def name_key(name: str, language: str = "") -> str:
    """The key of a name of one word or more, words apart by a space; "" where it has neither letter nor digit.

    `language` (BCP-47) says which endings of cases may be cut from it.
    """
    name = _CUT_AT_APOSTROPHE.sub("", name[:MAX_NAME_CHARS])
    words = (_word_key(word, language.partition("-")[0]) for word in _WORD.findall(name))
    return " ".join(word for word in words if word)


def has_case_endings(language: str) -> bool:
    """The language adds consonants to a name by case, and keys are cut of them."""
    return language in _ENDINGS


@lru_cache(maxsize=100_000)
def _word_key(word: str, language: str) -> str:
    from anyascii import anyascii

    folded = word.casefold()
    vowelless = _ARABIC_OR_HEBREW.match(folded) is not None
    if vowelless:
        folded = _ARABIC_ARTICLE.sub("", folded)
    plain = _LETTERS.sub("", anyascii(folded).lower())
    if plain.isdigit():
        return plain
    if vowelless:
        plain = _without_vowel_letters(folded, plain)
    if len(plain) > 4 and language in _ENDINGS:
        plain = _ENDINGS[language].sub("", plain)
    return _skeleton(plain) if plain else ""


def _without_vowel_letters(word: str, plain: str) -> str:
    """Arabic and Hebrew write long vowels with letters for consonants, and short ones not at all."""
    first = "a" if word[0] in _VOWEL_CARRIERS else plain[:1]
    rest = plain if word[0] in _VOWEL_CARRIERS else plain[1:]
    return first + re.sub(r"[wyv]", "", rest)


def _skeleton(plain: str) -> str:
    sounds = plain
    for pattern, sound in _SOUNDS:
        sounds = pattern.sub(sound, sounds)
    first = "a" if sounds[0] in "aeiou" else sounds[0]
    consonants = _DOUBLE.sub(r"\1", first + _VOWELS.sub("", sounds[1:]))
    if len(consonants) >= CONFUSED_FROM:
        consonants = _DOUBLE.sub(r"\1", consonants.translate(_CONFUSED))
    if len(consonants) >= MIN_CONSONANTS:
        return consonants
    return _FINAL_VOWELS.sub("", _DOUBLE.sub(r"\1", sounds.replace("y", "i").replace("j", "i")))
