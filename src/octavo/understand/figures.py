"""Figures: quantities with their unit and what they count, in any script and with any separators.

Numbers that are no quantities (dates, times, scores, telephone numbers, references, ordinals) are left out; ages are
told apart as the unit "age". Of a range, both ends are figures of the same text. Hands on `octavo.core.labels.Figure`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from octavo.core.labels import Figure
from octavo.understand import numbers, units
from octavo.understand.name_words import DATES, SMALL_WORDS
from octavo.understand.number_words import (
    NUMBER_LETTERS,
    Spelled,
    after_gap,
    han_numbers,
    read_number,
    read_small,
    starts,
)
from octavo.understand.sentences import sentence_around
from octavo.understand.shares import shares

MAX_FIGURES = 60
MAX_CHARS = 20_000
MAX_TITLE_CHARS = 500
MAX_VALUE = 1e16
MAX_DIGITS = 20
AGE = "age"
OLDEST = 115

_GAP = re.compile(r"[ \u202f]?[-‑]?")
_TO = re.compile(r" ?(?:[-–—~〜～]| (?:to|bis|à|a|до|do|tot|til|till|hingga|sampai) ) ?(?=\d)|(?:到|至|から)(?=\d)")
_OF = re.compile(
    r" (?:of (?:the|all|its|their|those|these) |d'|(?:of|der|des|de los|de las|de la|de|du|di|dei|delle|degli|do|dos"
    r"|das|da|van de|av|من|की|के|का)(?= |$) ?)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_NOUN = re.compile(rf"{_WORD.pattern}(?:-\d{{1,2}}(?!\w))?")
_AGED = re.compile(r"(?:\baged|\bage|âgée? de|im alter von|edad de|de edad|\bв возрасте|\beta di|yaşındaki|age of) ?\Z")
_SHORTENED = ("mio", "mrd", "млн", "млрд", "тыс", "tys", "тис", "εκατ", "δισ")
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d")
_PLURAL_NOUN = re.compile(r"\w{3,}[^sui]s")
_ADJECTIVE = re.compile(r"\w+(?:ых|их|ые|ие|ого|ний|ный|ych|ich|owe|owy|kie|ních|ých)")
_LETTER_BEFORE = re.compile(r"[a-zа-яёà-ɏα-ω](?:[-‑])?\Z")
_FATE = re.compile(
    r"(?: (?!and\b)[^\W\d_]{2,7}){0,2} "
    r"(killed|dead|died|injured|wounded|hurt|missing|arrested|displaced|starben|getötet|verletzt|"
    r"festgenommen|vermisst|muertos|muertas|heridos|heridas|detenidos|tués|tuées|morts|blessés|blessées|arrêtés|погибли|ранены|"
    r"пострадали|задержаны|загинули|поранені|morti|feriti|arrestati|mortos|feridos|presos|gedood|gewond|zginęło|rannych|öldü|"
    r"yaralandı|tewas|luka|meninggal|döda|dödades|skadades)\b"
)
_ONE_WORD = 1
_TWO_WORDS = 2
_NOUN_FOLLOWS_UNIT = ("", "en", "de", "nl", "sv", "da", "nb")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text in the forms that finding needs; all of one length."""

    text: str
    lower: str
    language: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """`value` in `unit`, written from `start` to `end`; fields as `core.labels.Figure`'s."""

    start: int
    end: int
    value: float
    unit: str = ""
    counts: str = ""


def find_figures(title: str, text: str, *, language: str = "") -> tuple[Figure, ...]:
    """At most 60 figures in the order of the text, the title's first. Reads 20,000 characters."""
    whole = f"{title[:MAX_TITLE_CHARS]}\n{text[:MAX_CHARS]}"
    reading = _read_forms(whole, language)
    found: dict[tuple[float, str, str], Figure] = {}
    for quantity in _with_shares(reading):
        written = whole[quantity.start : quantity.end].strip()
        figure = Figure(written, quantity.value, quantity.unit, quantity.counts, sentence_around(whole, quantity.start))
        found.setdefault((figure.value, figure.unit, figure.counts.lower()), figure)
        if len(found) >= MAX_FIGURES:
            break
    return tuple(found.values())


def find_quantities(text: str, *, language: str = "") -> list[Quantity]:
    """Every quantity with its place in the text, in order, of those in words the small ones alone: what a sentence
    surely states. For single sentences: reads 20,000 characters."""
    return _all_quantities(_read_forms(text[:MAX_CHARS], language), read_small)


def _with_shares(reading: _Reading) -> list[Quantity]:
    in_words = _shares(reading)
    taken = {place for share in in_words for place in range(share.start, share.end)}
    others = [quantity for quantity in _all_quantities(reading, read_number) if quantity.start not in taken]
    return sorted((*in_words, *others), key=lambda quantity: quantity.start)


def _read_forms(text: str, language: str) -> _Reading:
    lower = numbers.lower_of(numbers.with_plain_digits(text))
    return _Reading(text, numbers.without_other_digits(lower), language.partition("-")[0].lower())


def _all_quantities(reading: _Reading, read: Callable[[str, int, str], Spelled | None]) -> list[Quantity]:
    in_digits = list(_in_digits(reading))
    taken = {place for quantity in in_digits for place in range(quantity.start, quantity.end)}
    in_words = [quantity for quantity in _in_words(reading, read) if quantity.start not in taken]
    if read is read_number:
        in_words += _in_han(reading)
    return sorted((*in_digits, *in_words), key=lambda quantity: quantity.start)


def _in_digits(reading: _Reading) -> Iterator[Quantity]:
    spaced = reading.language in numbers.SPACED_THOUSANDS
    pattern = numbers.NUMBER_SPACED if spaced else numbers.NUMBER
    done = 0
    for match in pattern.finditer(reading.lower):
        if match.start() < done or len(match[0]) > MAX_DIGITS:
            continue
        quantities = _read(reading, match, pattern)
        if quantities:
            done = quantities[-1].end
            yield from (quantity for quantity in quantities if quantity.value <= MAX_VALUE)


def _read(reading: _Reading, match: re.Match[str], pattern: re.Pattern[str]) -> list[Quantity]:
    """The quantity, or both ends of a range; none for what is no quantity."""
    to = _TO.match(reading.lower, match.end())
    other = pattern.match(reading.lower, to.end()) if to else None
    first = _quantity(reading, match)
    if not other:
        return [first] if first else []
    second = _quantity(reading, other, start=match.start())
    if first and first.unit:
        return [first]
    if second is None or not second.unit:
        # Two bare numbers with a dash are a score, a vote, a season.
        return []
    value = numbers.value_of(match[0], reading.language) * _scale(second, other, reading.language)
    return [Quantity(match.start(), second.end, value, second.unit, second.counts), second]


def _scale(quantity: Quantity, match: re.Match[str], language: str) -> float:
    bare = numbers.value_of(match[0], language)
    return quantity.value / bare if bare else 1.0


def _quantity(reading: _Reading, match: re.Match[str], start: int | None = None) -> Quantity | None:
    lower = reading.lower
    begin = match.start()
    unit_before, begin = _unit_before(reading, begin)
    if not unit_before and _LETTER_BEFORE.search(lower, max(begin - 2, 0), begin):
        return None
    value, end = _with_magnitude(reading, match, has_unit=bool(unit_before))
    is_bare_number = end == match.end()
    unit, unit_end = (unit_before, end) if unit_before else _unit_after(reading, end, is_bare_number=is_bare_number)
    if unit == units.NO_QUANTITY or (not unit_before and numbers.is_named(lower, match.start(), match[0])):
        return None
    if is_bare_number and not unit_before and _is_year(match[0], unit):
        return None
    begin = min(begin, begin if start is None else start)
    if _is_age(lower, match, unit):
        return Quantity(begin, unit_end, value, AGE)
    if unit == "people":
        return Quantity(begin, unit_end, value, unit, _with_fate(reading, end, unit_end))
    return _counted(reading, Quantity(begin, unit_end, value, unit))


def _is_common_word(reading: _Reading, meaning: str, start: int, end: int) -> bool:
    written = reading.text[start:end]
    return units.is_code(meaning, written) and not written.isupper()


def fate_after(text: str, end: int) -> str:
    """ "killed" of "20 were killed", where a number ends at `end`; "" for none."""
    fate = _FATE.match(text, end)
    return fate[1] if fate else ""


def _with_fate(reading: _Reading, start: int, end: int) -> str:
    """ "people killed" of "people were killed": figures of one event clash only where both count the same."""
    counts = reading.text[start:end].strip(" -‑\u00a0\u202f")
    return f"{counts} {fate_after(reading.text, end)}".rstrip()


def _unit_before(reading: _Reading, start: int) -> tuple[str, int]:
    lower = reading.lower
    place = start
    while place and lower[place - 1] in " \u202f.":
        place -= 1
        if start - place > 2:
            return "", start
    found = units.signs().before(lower, place)
    if found and not _is_common_word(reading, *found, place):
        return found
    for percent in ("yüzde", "ร้อยละ", "百分之", "asilimia"):
        if lower.endswith(percent, 0, place):
            return "%", place - len(percent)
    return "", start


def _with_magnitude(reading: _Reading, match: re.Match[str], *, has_unit: bool) -> tuple[float, int]:
    """(value, end) with "million", "Mio.", "lakh crore", "億2000万" worked in."""
    lower = reading.lower
    value, end = numbers.value_of(match[0], reading.language), match.end()
    for _ in range(2):
        place = after_gap(lower, end)
        found = units.magnitudes().at(lower, place)
        if not found or not _is_magnitude(lower, place, found, has_unit=has_unit):
            break
        value, end = value * float(found.meaning), found.end
        more = numbers.NUMBER.match(lower, end) if units.is_unspaced(lower[end - 1]) else None
        smaller = units.magnitudes().at(lower, more.end()) if more else None
        if more:
            value += numbers.value_of(more[0], reading.language) * (float(smaller.meaning) if smaller else 1)
            return value, smaller.end if smaller else more.end()
        if lower[end : end + 1] == "." and lower[place:end] in _SHORTENED:
            end += 1
    return value, end


def _is_magnitude(lower: str, place: int, found: units.Found, *, has_unit: bool) -> bool:
    """ "5m" is five metres, "$5m" five millions."""
    if lower[place : found.end] not in NUMBER_LETTERS:
        return True
    if has_unit:
        return True
    after = units.units().at(lower, after_gap(lower, found.end))
    return after is not None and after.meaning != units.NO_QUANTITY


def _unit_after(reading: _Reading, end: int, *, is_bare_number: bool) -> tuple[str, int]:
    lower = reading.lower
    place = after_gap(lower, end)
    found = units.units().at(lower, end) or units.units().at(lower, place)
    if found is None and not is_bare_number:
        link = units.links().at(lower, place)
        if link:
            found = units.units().at(lower, after_gap(lower, link.end))
    if found is None or (found.meaning == units.NO_QUANTITY and not is_bare_number):
        return "", end
    written = reading.text[end : found.end].strip()
    if units.is_code(found.meaning, written) and not written.isupper():
        return "", end
    return found.meaning, found.end


def _is_year(number: str, unit: str) -> bool:
    return _YEAR.fullmatch(number) is not None and unit in ("", "years")


def _is_age(lower: str, match: re.Match[str], unit: str) -> bool:
    if unit == AGE:
        return True
    if not match[0].isdigit() or int(match[0]) > OLDEST:
        return False
    before, after = lower[max(match.start() - 16, 0) : match.start()], lower[match.end() : match.end() + 1]
    if unit in ("", "years") and _AGED.search(before):
        return True
    if unit == "years":
        years_end = lower.find(",", match.end(), match.end() + 8)
        return before.endswith((" de ", " di ")) or (before.endswith(", ") and years_end > 0)
    return not unit and ((before.endswith("(") and after == ")") or (before.endswith(", ") and after == ","))


def _counted(reading: _Reading, quantity: Quantity) -> Quantity | None:
    """With the noun that follows. Without unit or noun a number says nothing."""
    words, end = _noun_after(reading, quantity.end, has_unit=bool(quantity.unit))
    if not quantity.unit and (not words or not quantity.value or (reading.language == "de" and words[-1].islower())):
        return None
    if not quantity.unit:
        people = _people_among(reading, quantity.end, words)
        if people:
            counts = _with_fate(reading, quantity.end, people)
            return Quantity(quantity.start, people, quantity.value, "people", counts)
    counts = " ".join(words)
    return Quantity(quantity.start, quantity.end if quantity.unit else end, quantity.value, quantity.unit, counts)


def _people_among(reading: _Reading, end: int, words: list[str]) -> int | None:
    """Where a word for people ends that comes second or third ("20 Harlundian civilians")."""
    place = end
    for word in words:
        place = reading.text.find(word, place)
        found = units.units().at(reading.lower, place) if place >= 0 else None
        if found and found.meaning == "people":
            return found.end
        place = max(place, end) + len(word)
    return None


def _noun_after(reading: _Reading, end: int, *, has_unit: bool) -> tuple[list[str], int]:
    place = end
    of = _OF.match(reading.text, place) if has_unit else None
    if of:
        place = of.end()
    elif has_unit and reading.language not in _NOUN_FOLLOWS_UNIT:
        return [], end
    is_hyphened = reading.text[place : place + 1] in "-‑" and not of
    limit = _TWO_WORDS if is_hyphened else _words_of_noun(reading, place)
    words: list[str] = []
    while len(words) < limit:
        gap = _GAP.match(reading.text, place)
        word = _NOUN.match(reading.text, gap.end() if gap else place)
        if not word or len(word[0]) > 40 or _ends_noun(word[0], words):
            break
        words.append(word[0])
        place = word.end()
        if not is_hyphened and _is_noun(word[0], reading.language):
            break
    return words, place if words else end


def _words_of_noun(reading: _Reading, place: int) -> int:
    """How many words to look at: adjectives stand before a noun in some languages."""
    letter = reading.text[place + 1 : place + 2]
    if letter and units.is_unspaced(letter):
        return _ONE_WORD
    return 3 if reading.language in ("", "en", "de", "nl", "sv", "da", "nb", "ru", "uk", "pl", "cs") else _ONE_WORD


def _ends_noun(word: str, words: list[str]) -> bool:
    lower = word.lower()
    return lower in SMALL_WORDS or lower in DATES or (len(word) < 3 and not words and not word.isupper())


def _is_noun(word: str, language: str) -> bool:
    if language == "de":
        return word[0].isupper()
    if language in ("ru", "uk", "pl", "cs"):
        return _ADJECTIVE.fullmatch(word) is None
    return language in ("", "en", "nl") and _PLURAL_NOUN.fullmatch(word) is not None


def _in_words(reading: _Reading, read: Callable[[str, int, str], Spelled | None]) -> Iterator[Quantity]:
    """ "Two bridges", "a dozen people", "hundert Menschen"."""
    done = 0
    for word in starts(reading.language).finditer(reading.lower):
        found = read(reading.lower, word.start(), reading.language) if word.start() >= done else None
        if found is None:
            continue
        done = found.end
        unit, unit_end = _unit_after(reading, found.end, is_bare_number=False)
        counts = _with_fate(reading, found.end, unit_end) if unit == "people" else ""
        quantity = Quantity(found.start, unit_end, found.value, unit, counts)
        counted = quantity if unit in ("people", AGE) else _counted(reading, quantity)
        if counted and (counted.unit or _is_plainly_counted(counted)):
            yield counted


def _in_han(reading: _Reading) -> Iterator[Quantity]:
    """ "三十人"."""
    for spelled, of in han_numbers(reading.lower, reading.language):
        counts = reading.text[spelled.end : of.end] if of.meaning == "people" else ""
        yield Quantity(spelled.start, of.end, spelled.value, of.meaning, counts)


def _shares(reading: _Reading) -> list[Quantity]:
    """ "Two thirds of the voters": percentages in words, with what they are of."""
    found = []
    for share in shares(reading.lower, reading.language):
        is_spaced = not units.is_unspaced(reading.text[share.end - 1])
        has_of = _OF.match(reading.text, share.end) is not None
        words = _noun_after(reading, share.end, has_unit=has_of)[0] if is_spaced else []
        found.append(Quantity(share.start, share.end, share.value, "%", " ".join(words)))
    return found


def _is_plainly_counted(quantity: Quantity) -> bool:
    return len(quantity.counts) > 3 and (quantity.counts[0].islower() or quantity.counts[-1].islower())
