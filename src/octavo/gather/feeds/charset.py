"""Bytes → text: which charset is it, when the header, the byte order mark and the XML declaration disagree?

A body that is valid UTF-8 *is* UTF-8, whatever anyone says of it: other encodings do not look so by chance.
After that the order is RFC 7303's: byte order mark, HTTP header, XML declaration; then a detector, then
windows-1252, in which every byte means something.
"""

import codecs
import re
from collections.abc import Iterator

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The first characters of an XML document without a byte order mark (XML 1.0, appendix F).
_SIGNATURES = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
# What publishers mean by these labels is the larger set (WHATWG Encoding, section 4.2).
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
# Encodings whose bytes are plain ASCII, so that "valid UTF-8" proves nothing.
_SEVEN_BIT = ("iso2022", "hz")
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_DECLARED = re.compile(rb"""<\?\w*xml[^>]{0,200}?encoding\s*=\s*["']\s*([\w.:-]+)""", re.IGNORECASE)
_DETECT_BYTES = 64_000


def decode_body(body: bytes, content_type: str = "") -> str:
    """Text of `body`, always: what cannot be decoded becomes U+FFFD."""
    signature = _signature(body)
    if signature:
        return body.decode(signature, "replace").removeprefix("\ufeff")
    said = [name for name in (_header_charset(content_type), _declared_charset(body)) if name]
    for name in said:
        if name.startswith(_SEVEN_BIT):
            return body.decode(name, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_as(body, said)


def _signature(body: bytes) -> str:
    for mark, name in (*_BOMS, *_SIGNATURES):
        if body.startswith(mark):
            return name
    return ""


def _header_charset(content_type: str) -> str:
    found = _HEADER_CHARSET.search(content_type)
    return _known(found.group(1)) if found else ""


def _declared_charset(body: bytes) -> str:
    found = _DECLARED.search(body[:1024])
    return _known(found.group(1).decode("ascii", "replace")) if found else ""


def _known(label: str) -> str:
    """The codec that reads what `label` means in practice, "" for none (or for one that reads no text)."""
    try:
        found = codecs.lookup(label)
    except (LookupError, ValueError):
        return ""
    if not getattr(found, "_is_text_encoding", True) or found.name in {"utf-7", "idna", "punycode"}:
        return ""
    return _WIDER.get(found.name, found.name)


def _decode_as(body: bytes, said: list[str]) -> str:
    """The first charset that fits; where none fits, mostly valid UTF-8 stays UTF-8 with its bad bytes marked."""
    for name in _candidates(body, said):
        try:
            return body.decode(name)
        except (UnicodeError, ValueError):
            continue
    marked = body.decode("utf-8", "replace")
    if marked.count("\ufffd") * 20 < sum(not character.isascii() for character in marked):
        return marked
    return body.decode(said[0] if said else "cp1252", "replace")


def _candidates(body: bytes, said: list[str]) -> Iterator[str]:
    yield from (name for name in said if name != "utf-8")
    import cchardet

    guess = _known(cchardet.detect(body[:_DETECT_BYTES])["encoding"] or "")
    if guess and guess != "utf-8":
        yield guess
