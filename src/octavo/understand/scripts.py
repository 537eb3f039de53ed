"""Which script a text is written in, and the languages that a script alone names (Unicode 16 blocks)."""

from collections import Counter
from unicodedata import category

MAX_LETTERS = 64
MAX_CHARS = 400

# Blocks of 128 code points -> script, for the blocks that news is written in.
_RANGES = (
    (0x0000, 0x024F, "Latin"), (0x1E00, 0x1EFF, "Latin"), (0x0370, 0x03FF, "Greek"), (0x1F00, 0x1FFF, "Greek"),
    (0x0400, 0x052F, "Cyrillic"), (0x0530, 0x057F, "Armenian"), (0x0580, 0x05FF, "Hebrew"),
    (0x0600, 0x077F, "Arabic"), (0x0780, 0x07BF, "Thaana"), (0x0900, 0x097F, "Devanagari"),
    (0x0980, 0x09FF, "Bengali"), (0x0A00, 0x0A7F, "Gurmukhi"), (0x0A80, 0x0AFF, "Gujarati"),
    (0x0B00, 0x0B7F, "Oriya"), (0x0B80, 0x0BFF, "Tamil"), (0x0C00, 0x0C7F, "Telugu"), (0x0C80, 0x0CFF, "Kannada"),
    (0x0D00, 0x0D7F, "Malayalam"), (0x0D80, 0x0DFF, "Sinhala"), (0x0E00, 0x0E7F, "Thai"), (0x0E80, 0x0EFF, "Lao"),
    (0x0F00, 0x0FFF, "Tibetan"), (0x1000, 0x107F, "Myanmar"), (0x10A0, 0x10FF, "Georgian"),
    (0x1100, 0x11FF, "Hangul"), (0x1200, 0x139F, "Ethiopic"), (0x1780, 0x17FF, "Khmer"), (0x3040, 0x30FF, "Kana"),
    (0x3400, 0x4DBF, "Han"), (0x4E00, 0x9FFF, "Han"), (0xAC00, 0xD7AF, "Hangul"), (0xF900, 0xFAFF, "Han"),
)  # fmt: skip
_SCRIPTS = {block: name for first, last, name in _RANGES for block in range(first >> 7, (last >> 7) + 1)}
_SCRIPTS[0x3080 >> 7] = "Kana"

LANGUAGE_OF_SCRIPT = {
    "Greek": "el", "Armenian": "hy", "Hebrew": "he", "Thaana": "dv", "Gurmukhi": "pa", "Gujarati": "gu", "Oriya": "or",
    "Tamil": "ta", "Telugu": "te", "Kannada": "kn", "Malayalam": "ml", "Sinhala": "si", "Thai": "th", "Lao": "lo",
    "Tibetan": "bo", "Myanmar": "my", "Georgian": "ka", "Hangul": "ko", "Ethiopic": "am", "Khmer": "km", "Kana": "ja",
}  # fmt: skip
# Other languages in those scripts: the publisher's word decides between them.
ALSO_IN_SCRIPT = {"Hebrew": {"yi"}, "Ethiopic": {"ti"}, "Tibetan": {"dz"}, "Myanmar": {"shn", "mnw"}, "Greek": {"grc"}}


# A sign of these scripts says as much as several Latin letters.
_DENSE = {"Han": 3, "Kana": 2, "Hangul": 2}
_SCARCE_KANA = 8


def count_letters(text: str) -> int:
    """Letters and the vowel signs that many scripts write beside them."""
    return sum(character.isalpha() or (character > "\u02ff" and category(character)[0] == "M") for character in text)


def main_script(text: str) -> str | None:
    """The script of most of the first letters; None without letters of a known one.

    An eighth of Kana makes a text Japanese, and Hangul beats Han: both mix scripts by nature.
    """
    start = text[:MAX_CHARS]
    if start.isascii():
        return "Latin" if any(character.isalpha() for character in start) else None
    letters = [character for character in start if character.isalpha()][: MAX_LETTERS * 2]
    counts = Counter(_SCRIPTS.get(ord(letter) >> 7) for letter in letters)
    del counts[None]
    if not counts:
        return None
    for mixed in ("Kana", "Hangul"):
        of_both = counts["Han"] + counts[mixed]
        if counts[mixed] * _SCARCE_KANA >= of_both > 0 and of_both * 5 >= counts["Latin"]:
            return mixed
    # A Latin name or brand is quoted in every script; the other way round is rare.
    others = [(count * _DENSE.get(str(name), 1), name) for name, count in counts.items() if name != "Latin"]
    if others and max(others)[0] * 3 >= counts["Latin"]:
        return str(max(others)[1])
    return str(counts.most_common(1)[0][0])
