"""Which characters a page's bytes mean: byte order mark, UTF-8 if it is valid, header, meta, and then statistics.

Many pages reach us without their HTTP header, and old ones declare a subset of what they use (gb2312 for gb18030,
ISO-8859-x for windows-125x), as browsers know too (WHATWG Encoding Standard).
"""

import codecs
import re
import warnings

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

DETECTION_BYTES = 200_000
# A page may hold a few broken bytes (a truncated comment, a pasted word) and still be what it declares.
MAX_BROKEN_SHARE = 0.002

_SUPERSETS = {
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-2": "cp1250",
    "iso8859-5": "cp1251",
    "iso8859-7": "cp1253",
    "iso8859-8": "cp1255",
    "iso8859-6": "cp1256",
    "iso8859-13": "cp1257",
}
# Python's own notations, and what browsers refuse because it hides markup.
_NOT_FOR_PAGES = frozenset({"utf-7", "unicode_escape", "raw_unicode_escape", "punycode", "idna", "undefined", "rot13"})
_C1_CONTROLS = re.compile(rb"[\x80-\x9f]")
_C0_CONTROLS = bytes([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20)])
_NOT_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_UNUSABLE = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff\\ud800-\\udfff]")


def decode_page(data: bytes, content_type: str = "") -> str:
    """The page as text, with what XML cannot hold removed. Never raises: broken bytes become U+FFFD."""
    if text := _decode_utf8(data):
        return text if _is_clean(data) else _UNUSABLE.sub("", text)
    return _UNUSABLE.sub("", _decode(data, content_type))


def _decode_utf8(data: bytes) -> str:
    """The text where the bytes are valid UTF-8 and do not look like an encoding within ASCII; "" otherwise."""
    if data[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} or _escapes_in_ascii(data):
        return ""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""


def _is_clean(data: bytes) -> bool:
    """Whether UTF-8 holds nothing that XML cannot: looked for in the bytes, which is ten times quicker than in text."""
    return len(data.translate(None, _C0_CONTROLS)) == len(data) and not any(bad in data for bad in _NOT_CHARACTERS)


def _decode(data: bytes, content_type: str) -> str:
    bom_encoding, bom = read_bom(data)
    if bom_encoding and bom:
        return data[len(bom) :].decode(bom_encoding, "replace")
    for encoding in _candidates(data, content_type):
        text = data.decode(encoding, "replace")
        if text.count("\ufffd") <= len(text) * MAX_BROKEN_SHARE:
            return text
    return data.decode("utf-8", "replace")


def _escapes_in_ascii(data: bytes) -> bool:
    """ISO-2022-JP and HZ look like valid ASCII."""
    return (b"\x1b" in data and b"\x1b$" in data) or (b"hz-gb" in data[:2048].lower() and b"~{" in data)


def _candidates(data: bytes, content_type: str) -> list[str]:
    declared = (http_content_type_encoding(content_type), html_body_declared_encoding(data[:4096]))
    found = [name for name in (*declared, _detect(data)) if name]
    return [usable for name in found if (usable := _widen(name, data))]


def _detect(data: bytes) -> str | None:
    import cchardet

    name: str | None = cchardet.detect(data[:DETECTION_BYTES]).get("encoding")
    return name


def _widen(name: str, data: bytes) -> str | None:
    """The encoding that browsers use for `name`, as Python calls it; None for what is no text encoding."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        resolved = resolve_encoding(name)
    if not resolved:
        return None
    encoding = codecs.lookup(resolved).name
    if encoding in _SUPERSETS and _C1_CONTROLS.search(data):
        return _SUPERSETS[encoding]
    return encoding if _is_text_encoding(encoding) else None


def _is_text_encoding(encoding: str) -> bool:
    if encoding in _NOT_FOR_PAGES:
        return False
    try:
        return isinstance(b"x\x80".decode(encoding, "replace"), str)
    except (LookupError, ValueError, TypeError):
        return False
