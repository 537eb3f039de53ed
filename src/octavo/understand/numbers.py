"""Numbers as texts write them: digits of any script, separators of any language, and digits that are no quantity.

Pure functions for `octavo.understand.figures`. All keep a text's length, so that places in it stay the same.
"""

import re
import unicodedata

from octavo.understand.name_words import words_of

DECIMAL_COMMA = words_of(
    "de fr es it pt nl pl ru uk be bg tr sv da nb nn no fi cs sk hu ro el id vi hr sr sl bs ca gl lt lv et az kk is mk"
)
SPACED_THOUSANDS = words_of("fr ru uk be bg pl cs sk sv nb nn no fi hu lt lv et kk")
_SEPARATORS = {0x066C: ",", 0x066B: ".", 0xFF0E: ".", 0x00A0: "\u202f", 0x2009: "\u202f", 0x2019: "'"}

_GROUP = r"\d{1,3}(?:(?:,\d{3})+(?:\.\d+)?|(?:\.\d{3})+(?:,\d+)?|(?:['\u202f]\d{3})+(?:[.,]\d+)?)(?!\d)"
_INDIAN = r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?(?!\d)"
_PLAIN = r"\d+(?:[.,]\d+)?"
NUMBER = re.compile(rf"(?<!\d)(?<!\d[.,])(?:{_INDIAN}|{_GROUP}|{_PLAIN})")
NUMBER_SPACED = re.compile(rf"(?<!\d)(?<!\d[.,])(?:\d{{1,3}}(?: \d{{3}})+(?:,\d+)?(?!\d)|{_INDIAN}|{_GROUP}|{_PLAIN})")

# Months: short forms stand alone, stems of four letters and more go on.
_SHORT_MONTHS = (
    "jan feb mar apr may jun jul aug sep oct nov dec okt dez abr ago dic gen mag giu lug set ott fev mai mei maj "
    "màj led říj 2月 янв фев мар апр мая май окт ноя дек сен июн июл авг ιαν φεβ μαρ απρ μαϊ ιουν ιουλ αυγ σεπ οκτ "
    "νοε δεκ май مارس مايو آب أيار تموز آذار मई जून मार्च জুন มีนาคม מאי מרץ יוני יולי مه مارس اوت "
)
_MONTH_STEMS = (
    "janu febr march april june july juni juli augus septe octob novem decem märz oktob dezem janv févr mars "
    "avril juin juil août octo déce décem enero marzo abril mayo junio julio agost septi octub novie dicie genna "
    "febb april maggi giugn lugli sette ottob dicem março maio junho julho setem outub maart stycz luteg luty "
    "marca kwiet czerw lipca lipie sierp wrześ paźdz listo grudn únor břez dubn květ červ srpn pros ocak şubat "
    "mart nisan mayıs hazir temmu ağust eylül ekim kasım aralı январ феврал март апрел июня июнь июля июль август "
    "сентя октяб ноябр декаб січн лютог берез квітн травн червн липня серпн верес жовтн листоп грудн ιανου φεβρου "
    "μαρτί απριλ μαΐου ιουνίου ιουλίου αυγού σεπτεμ οκτωβ νοεμβ δεκεμ ינואר פברואר אפריל אוגוסט ספטמבר אוקטובר "
    "נובמבר דצמבר يناير فبراير أبريل يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر كانون شباط نيسان حزيران أيلول "
    "تشرين जनवरी फरवरी फ़रवरी अप्रैल जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল "
    "জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর มกราคม กุมภาพันธ์ เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม "
    "กันยายน ตุลาคม พฤศจิกายน ธันวาคม ژانویه فوریه آوریل ژوئن ژوئیه سپتامبر اکتبر نوامبر دسامبر maret agust "
)
_MONTH = rf"(?:(?:{'|'.join(_SHORT_MONTHS.split())})(?!\w)|(?:{'|'.join(_MONTH_STEMS.split())})[^\W\d_]{{0,8}})"
_IS_MONTH = re.compile(_MONTH)
_REFERENCES = words_of(
    "article articles art no nos nr nº n° section sections chapter page pages paragraph artikel absatz "
    "artículo articolo artigo статья статьи статьей пункт room flight route highway interstate line size step "
    "season episode round level phase class group type formula formel zone gate platform apollo windows "
    "iphone galaxy boeing airbus seite kapitel runde gruppe liga ligue grupo zona ruta salle ligne рейс дом "
    "madde tel phone telefon fax paragraaf pasal 第 "
)
_WORD_BEFORE = re.compile(r"([^\W\d_]{1,14}[º°]?)\.? ?(?:de |d')?\Z")
_DAY_OR_YEAR = re.compile(r"(?:[12]?\d|3[01]|1[5-9]\d\d|2[01]\d\d)")
_NO_QUANTITIES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:https?://|www\.)\S{1,300}|\S{1,60}@\S{1,60}",
        r"\+\d[\d ()\u202f./-]{7,20}\d|(?<!\d)\d{3}-\d{3,4}-\d{4}(?!\d)|(?<!\d)0\d{2,4}[-/ ]\d{5,8}",
        r"(?<!\d)(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}([./])\d{1,2}\1(?:\d{4}|\d{2})?(?!\d))",
        r"(?<!\d)(?:1[5-9]|20)\d\d ?[-–/] ?(?:\d{4}|\d{2})(?!\d)",
        r"(?<![\d.,])\d{1,3}:\d{1,3}(?::\d\d)?(?![\d.,]\d)",
        r"(?<!\d)\d{1,2}[.h]\d\d ?(?:uhr|am|pm|น\.|h\b)|(?<!\d)\d{1,2}h\d\d",
        r"(?<!\d)\d+\.\d{1,2}\.\d+\S{0,20}",
        rf"(?<!\d)\d{{1,2}}(?:st|nd|rd|th|er|º|ª|°)?\.? ?(?:de |of |d')?{_MONTH}(?!\w)(?:,? (?:de )?\d{{4}}(?!\d))?",
        r"[#№§] ?\d+",
        r"第 ?\d+",
        r"(?<!\w)(?:der|die|das|am|zum|im|den|dem|vom|zur) \d{1,3}\.(?= \w)",
    )
)


def with_plain_digits(text: str) -> str:
    """Digits of any script as 0–9, and separators as commas, points and narrow spaces."""
    if text.isascii():
        return text
    return "".join(map(_plain, text))


def _plain(letter: str) -> str:
    if letter < "\u00a0":
        return letter
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    return _SEPARATORS.get(ord(letter), letter)


def lower_of(text: str) -> str:
    """In lower case, of the same length."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def without_other_digits(text: str) -> str:
    """Addresses, telephone numbers, dates, times, scores, versions and references made blank."""
    for pattern in _NO_QUANTITIES:
        text = pattern.sub(lambda match: "\x00" * len(match[0]), text)
    return text


def value_of(number: str, language: str) -> float:
    """ "1.234,5", "1,234.5", "12 300", "1,50,000": what a language means by it."""
    number = number.replace(" ", "").replace("\u202f", "").replace("'", "")
    comma, point = number.rfind(","), number.rfind(".")
    if comma >= 0 and point >= 0:
        decimal = "," if comma > point else "."
        return float(number.replace("." if decimal == "," else ",", "").replace(",", "."))
    separator = "," if comma >= 0 else "."
    head, *groups = number.split(separator)
    if not groups:
        return float(number)
    is_decimal_here = (separator == ",") == (language in DECIMAL_COMMA)
    if len(groups) == 1 and (len(groups[0]) != 3 or head == "0" or is_decimal_here):
        return float(f"{head}.{groups[0]}")
    return float(head + "".join(groups))


def is_named(lower: str, start: int, number: str) -> bool:
    """The number belongs to the word before it: a month's day or year, an article, a flight."""
    before = _WORD_BEFORE.search(lower, max(start - 24, 0), start)
    if before is None:
        return False
    if before[1] in _REFERENCES:
        return True
    return _DAY_OR_YEAR.fullmatch(number) is not None and _IS_MONTH.fullmatch(before[1]) is not None
