"""The language of a text: by its script, by small words, and by a statistical model for what these leave open.

The model (py3langid: 52 languages of news at .99) takes 90 MB, so it is loaded only when a text needs it.
"""

import re
from collections import Counter
from functools import lru_cache
from typing import Any

from octavo.core.languages import canonical_language
from octavo.understand.neighbours import by_letters, indonesian_or_malay
from octavo.understand.scripts import ALSO_IN_SCRIPT, LANGUAGE_OF_SCRIPT, count_letters, main_script
from octavo.understand.small_words import LANGUAGE_OF_WORD, TELLING_WORDS

VERSION = 2

MIN_LETTERS = 12
"""A shorter text is what its publisher says that it is."""
ENOUGH_LETTERS = 30
"""Without what it quotes, a text still needs so many to be judged by the rest alone."""
FEWEST_LETTERS = 5
"""And where nobody says anything, a shorter one is nothing."""
MODEL_CHARS = 320
SMALL_WORD_CHARS = 400
QUOTING_CHARS = 2_000
MIN_SMALL_WORDS = 4
MIN_SMALL_WORD_SHARE = 0.12

# Languages of the model that no newspaper in the catalogue is written in: they only take texts from their neighbours.
_LEFT_OUT = frozenset({
    "ace", "an", "arz", "ary", "bcl", "crh", "ext", "fuv", "gcf", "gcr", "gom", "grc", "gug", "guw", "hbo",
    "kab", "lij", "ltg", "pcm", "sa", "sdh", "se", "uzs", "vec", "vo", "wa", "wuu", "yue", "zxx", "dz", "br",
})  # fmt: skip
# Within such a group the publisher's word is better than the model's.
_CONFUSABLE = (
    {"id", "ms", "jv"}, {"hr", "bs", "sr"}, {"nb", "nn", "da"}, {"cs", "sk"}, {"bg", "mk"},
    {"hi", "mr", "ne"}, {"gl", "pt"}, {"ca", "es", "oc"}, {"af", "nl", "fy"}, {"xh", "zu"},
    {"st", "nso", "tn"}, {"fa", "ps", "tg"}, {"ku", "ckb"}, {"az", "tr", "tk"}, {"ky", "kk", "ba", "tt"},
    {"be", "uk", "ru"}, {"ar", "fa", "ur", "ps", "ug"}, {"gd", "ga"}, {"rw", "rn"},
)  # fmt: skip
_QUOTED = re.compile(r"[\"“”„«»‘][^\"“”„«»’]{3,300}[\"“”«»’]")
# How many nats likelier a text is, before it is read, in a language with newspapers in many places, or in all of a
# country, than in any other that the model knows: it decides a short text, full of names, and no other.
_WIDE_PRIOR, _NATIONAL_PRIOR = 4.0, 2.5
_WIDE = frozenset(
    {"en", "es", "fr", "ar", "ru", "de", "pt", "hi", "zh", "id", "it", "nl", "tr", "pl", "vi", "fa", "ms"}
)
_NATIONAL = frozenset({
    "uk", "sr", "et", "sv", "sw", "no", "ro", "ja", "da", "sk", "lv", "cs", "ur", "sq", "is", "hu", "ha", "fi", "bn",
    "ne", "lt", "ka", "bg", "mr", "hr", "bs", "sl", "mk", "tl", "ko", "uz", "am", "af", "ca", "az", "kk", "so", "yo",
})  # fmt: skip


def detect_language(text: str, *, hint: str = "") -> str | None:
    """The language of a text as a BCP-47 tag ("en", "fil", "zh-Hant"); None when too short to tell and without a hint.

    `hint` is what feed or page declare. It decides where the text cannot: when it is short, and between languages that
    are written almost alike; it never overrides what a text plainly is.
    """
    declared = canonical_language(hint) if hint else None
    script = main_script(text)
    if script is None:
        return declared
    own = _without_quotations(text[:QUOTING_CHARS]) if script == "Latin" else text
    if language := _by_script(script, text, declared) or (script == "Latin" and _by_small_words(own)):
        return language
    letters = count_letters(text[:100])
    if letters < FEWEST_LETTERS or (declared and letters < MIN_LETTERS):
        return declared
    return _settle(_ask_model(own), declared, text)


def _without_quotations(text: str) -> str:
    """What the text says in its own words, where these are enough: titles and quotations may be another language's."""
    own = _QUOTED.sub(" ", text)
    return own if len(own) < len(text) and count_letters(own[:MODEL_CHARS]) >= ENOUGH_LETTERS else text


def _by_script(script: str, text: str, declared: str | None) -> str | None:
    """The language where the script leaves one alone, or a few that one look at the letters tells apart."""
    if script == "Han":
        return _chinese(text, declared)
    if script == "Bengali":
        return "as" if "ৰ" in text or "ৱ" in text else "bn"
    if declared in ALSO_IN_SCRIPT.get(script, ()):
        return declared
    return LANGUAGE_OF_SCRIPT.get(script)


def _chinese(text: str, declared: str | None) -> str:
    """Han alone: a Japanese headline may have no Kana, anything longer without it is Chinese."""
    if declared == "ja" and len(text) < 40:
        return "ja"
    forms = Counter(map(_form, text[:MODEL_CHARS]))
    if forms["traditional"] == forms["simplified"]:
        return declared if declared in {"zh", "zh-Hant"} else "zh"
    return "zh-Hant" if forms["traditional"] > forms["simplified"] else "zh"


@lru_cache(maxsize=8_192)
def _form(character: str) -> str:
    """Which of the two written forms of Chinese a character belongs to: the old character sets hold one each."""
    simplified, traditional = _is_in("gb2312", character), _is_in("big5", character)
    return "both" if simplified == traditional else "simplified" if simplified else "traditional"


def _is_in(character_set: str, character: str) -> bool:
    try:
        character.encode(character_set)
    except UnicodeEncodeError:
        return False
    return True


def _by_small_words(text: str) -> str | None:
    """The language whose own small words the text holds many of, and hardly another's."""
    words = text[:SMALL_WORD_CHARS].lower().split()
    found: dict[str, int] = {}
    for word in words:
        if word in LANGUAGE_OF_WORD:
            language = LANGUAGE_OF_WORD[word]
            found[language] = found.get(language, 0) + 1
    if not found:
        return None
    best = max(found, key=found.__getitem__)
    count = found[best]
    if best not in TELLING_WORDS or count < MIN_SMALL_WORDS or count < len(words) * MIN_SMALL_WORD_SHARE:
        return None
    return best if sum(found.values()) - count <= count // 5 else None


def _settle(detected: str, declared: str | None, text: str) -> str:
    if detected == "zh":
        return _chinese(text, declared)
    detected = by_letters(detected, text[:MODEL_CHARS].lower())
    if declared and declared != detected:
        for group in _CONFUSABLE:
            if declared in group and detected in group:
                return declared
    if detected in {"id", "ms"} and not declared:
        return indonesian_or_malay(text, detected)
    return detected


def _ask_model(text: str) -> str:
    label = str(_model().classify(text[:MODEL_CHARS])[0])
    return canonical_language(label) or label


def _prior(label: str) -> float:
    return _WIDE_PRIOR if label in _WIDE else _NATIONAL_PRIOR if label in _NATIONAL else 0.0


@lru_cache(maxsize=1)
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE)  # type: ignore[no-untyped-call]  # it has no annotations
    model.set_languages([label for label in model.labels if label not in _LEFT_OUT])
    model.nb_pc = model.nb_pc + [_prior(label) for label in model.nb_classes]
    # It keeps the whole model beside the chosen part, to take the choice back: 28 MB that nobody asks for again.
    model._full_model = (model.nb_ptc, model.nb_pc, model.nb_classes)
    return model
