"""One picture has many addresses: which of them are renditions of the same one, and how large each is."""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from octavo.extract.tree import Element

MAX_RENDITION_WIDTH = 2_600
MAX_URL_CHARS = 2_000
MAX_SRCSET_CHARS = 12_000
MAX_SOURCES = 16
MIN_TOKEN_CHARS = 10
# 2³¹ - 1, which image servers write for "no limit".
LARGEST_NUMBER = "2147483647"
# How every JSON object begins in base64.
ENCODED_JSON = "eyJ"
MIN_NUMBER_CHARS = 6
MIN_ALIKE_CHARS = 16
MIN_STEM_CHARS = 6

_SOURCE_ATTRIBUTES = ("src", "data-src", "data-lazy-src", "data-original", "data-full-src", "data-orig-file")
# Whatever a library that loads pictures late puts before it ("data-lazy-srcset").
_SRCSET_ENDING = "srcset"
_LATE_ENDINGS = ("-src", "-lazyload")
# What may follow the comma at once is the next address.
_DESCRIPTOR = re.compile(r"(\d{1,5}(?:\.\d)?)([wx])(?:,(.*))?")
_TWO_DIGITS = re.compile(r"\d\D*\d")
_SIZE_SUFFIX = re.compile(
    r"(?:[-_]\d{2,4}x\d{2,4}|@\dx|-scaled|-e\d{9,13}|[-_](?:[wh]|large|small|medium|detail)[-_]?\d{0,4}w?)$"
)
_SIZE_PREFIX = re.compile(r"^(?:\d{2,4}x\d{2,4}|[wh]\d{2,4})[-_]")
_TOKEN = re.compile(r"[0-9A-Za-z]{6,}")
_NO_STEMS = frozenset({"photo", "image", "original", "poster", "default", "index", "picture", "download", "thumbnail"})
_PARAMETER_WIDTH = re.compile(
    r"(?:^|[?&;/,_=:|-])(?:im|max|img)?(?:w|width|wid|res|resize|bound)[=_/:,-]{1,2}(\d{3,4})(?!\d)", re.IGNORECASE
)
_BARE_WIDTH = re.compile(r"(?:[/_-]|=)[wsWM](\d{3,4})(?![\da-f])")
_BOX = re.compile(r"(?<![\da-zA-Z])[A-Z]?(\d{3,4})(?:x|,h_|&h=|&height=)(\d{3,4})(?!\d)")
_SHARE = re.compile(
    r"social|facebook|watermark|overlay|opengraph|share|[-_/]og[-_./]|metadat[ae]n?[-_]|crop=1|crop=faces|c_fill|og_thumbnail"
    r"|og\.(?:jpe?g|png|webp)",
    re.IGNORECASE,
)
_NO_ADDRESS = re.compile(r"^data:|['\"<>\s{}]")
SHARE_RATIO = (1.85, 1.95)


def renditions_of(image: Element) -> dict[str, int]:
    """Every address of a picture on the page with its width in pixels (0 where none is told)."""
    found: dict[str, int] = {}
    stated = dict(image.items())
    late = [name for name in stated if name.endswith(_LATE_ENDINGS) and name not in _SOURCE_ATTRIBUTES]
    for name in (*_SOURCE_ATTRIBUTES, *late):
        if (value := stated.get(name, "").strip()) and not _NO_ADDRESS.search(value):
            found[value] = rendition_width(value)
    for element in (image, *_sources_of(image)):
        for name, value in element.items():
            if value and name.endswith(_SRCSET_ENDING):
                _add_srcset(found, value[:MAX_SRCSET_CHARS])
    return found


def mentions(image: Element, stem: str) -> bool:
    """A quick look whether a picture on the page has an address with this name in it."""
    return any(_states(element, stem) for element in (image, *_sources_of(image)))


def _sources_of(image: Element) -> list[Element]:
    """The sources of the picture element around an image. The parser takes those without end slash for holders."""
    holder = image.getparent()
    if holder is None or holder.tag not in {"source", "picture"}:
        return []
    around: list[Element] = []
    while holder is not None and holder.tag == "source" and len(around) < MAX_SOURCES:
        around.insert(0, holder)
        holder = holder.getparent()
    beside = holder.findall("source") if holder is not None and holder.tag == "picture" else []
    return list(dict.fromkeys((*beside, *around)))[:MAX_SOURCES]


def _states(element: Element, stem: str) -> bool:
    return stem in " ".join(element.values()).lower() and any(
        stem in value.lower() for name, value in element.items() if _holds_address(name)
    )


def _holds_address(name: str) -> bool:
    return name in _SOURCE_ATTRIBUTES or name.endswith((_SRCSET_ENDING, *_LATE_ENDINGS))


def _add_srcset(found: dict[str, int], srcset: str) -> None:
    entries = list(_candidates(srcset))
    if not entries and " " not in srcset.strip():
        entries = [(srcset.strip(), "1", "x")]
    for address, number, unit in entries:
        width = int(float(number)) if unit == "w" else rendition_width(address)
        if width <= MAX_RENDITION_WIDTH and not _NO_ADDRESS.search(address):
            found[address] = max(found.get(address, 0), width)


def _candidates(srcset: str) -> Iterator[tuple[str, str, str]]:
    """Address, number and unit of what a srcset lists (HTML Standard, 4.8.4.2.2), in linear time."""
    words = srcset.split()
    address = ""
    for at, word in enumerate(words, 1):
        told = _DESCRIPTOR.fullmatch(word) if address else None
        if told and (told[3] is not None or at == len(words) or words[at].startswith(",")):
            yield address, told[1], told[2]
            address = told[3] or ""
        else:
            address = word.lstrip(",")


def rendition_width(url: str) -> int:
    """The width that an address tells, 0 where it tells none."""
    url = unquote(url[:MAX_URL_CHARS])
    if match := _PARAMETER_WIDTH.search(url):
        return int(match[1])
    boxes = [int(width) for width, _ in _BOX.findall(url) if not width.startswith(("19", "20"))]
    if boxes:
        return boxes[-1]
    bare = _BARE_WIDTH.search(url)
    return int(bare[1]) if bare else 0


def is_share_cut(url: str) -> bool:
    """Whether a picture was cut to the shape of sharing cards, or written over for them."""
    if _SHARE.search(url[:MAX_URL_CHARS]):
        return True
    sizes = [(int(width), int(height)) for width, height in _BOX.findall(url[:MAX_URL_CHARS])]
    return any(height and SHARE_RATIO[0] <= width / height <= SHARE_RATIO[1] for width, height in sizes)


def is_made_of(url: str, original: str) -> bool:
    """Whether an address is another's with folders added, of the same file: what a server makes of the original."""
    folders, own = (one.partition("?")[0].split("/")[3:] for one in (url, original))
    return len(folders) > len(own) > 1 and folders[-1] == own[-1] and set(own) <= set(folders)


def similarity(one: str, two: str) -> int:
    """How surely two addresses are renditions of one picture, 0 for not at all: by the same file name, by a long number
    or code that both have, or by names that begin alike."""
    first, second = _keys(one), _keys(two)
    if first[0] and first[0] == second[0]:
        return 100
    shared = 20 * len(first[1] & second[1])
    alike = _common_start(first[0], second[0])
    return shared + (alike if alike >= MIN_ALIKE_CHARS else 0)


def _common_start(one: str, two: str) -> int:
    length = min(len(one), len(two))
    return next((at for at in range(length) if one[at] != two[at]), length)


def stem_of(url: str) -> str:
    """The file's name without size and format, "" where it names nothing."""
    return _keys(url)[0]


def original_of(url: str) -> str:
    """The address that a resizing service's address holds (".../resize/900/https://a.example/b.jpg"), else itself."""
    start = max(url.rfind("https://"), url.rfind("http://"))
    return url[start:] if start > 0 else url


@lru_cache(maxsize=512)
def _keys(url: str) -> tuple[str, frozenset[str]]:
    path = original_of(unquote(url[:MAX_URL_CHARS])).partition("?")[0]
    name = path.rpartition("/")[2].partition(".")[0]
    stem = _SIZE_PREFIX.sub("", _SIZE_SUFFIX.sub("", name)).lower()
    if len(stem) < MIN_STEM_CHARS or stem in _NO_STEMS:
        stem = ""
    tokens = frozenset(token.lower() for token in _TOKEN.findall(path) if _is_distinctive(token))
    return stem, tokens


def _is_distinctive(token: str) -> bool:
    """Long numbers and codes; days are none."""
    if token.isdigit() and token != LARGEST_NUMBER:
        return len(token) >= MIN_NUMBER_CHARS and not (len(token) == 8 and token.startswith(("19", "20")))
    return (
        token != LARGEST_NUMBER
        and not token.startswith(ENCODED_JSON)
        and len(token) >= MIN_TOKEN_CHARS
        and bool(_TWO_DIGITS.search(token))
    )
