"""Host names as a browser reads them: IDNA, the numeric forms of IPv4, IPv6 in brackets.

Follows the host parser of the WHATWG URL Standard (https://url.spec.whatwg.org/#host-parsing) and UTS #46, so that
the host we check is the host that a browser would go to. Hands on the ASCII form, lower case.
"""

import ipaddress
import re
from urllib.parse import unquote_to_bytes

_PLAIN_DOMAIN = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?")
_FORBIDDEN_IN_DOMAIN = re.compile(r"[\x00-\x20#%/:<>?@\[\\\]^|\x7f]")
_ENDS_IN_NUMBER = re.compile(r"(?:^|\.)(?:[0-9]+|0[xX][0-9a-fA-F]*)\.?$")


class BadHostError(ValueError):
    """The host part of an address cannot be one."""


def parse_host(text: str) -> str:
    """The ASCII form of a URL's host: "münchen.de" → "xn--mnchen-3ya.de", "0x7f.1" → "127.0.0.1", "[::1]" → "[::1]".

    Raises `BadHostError` for what the URL Standard calls a failure.
    """
    if text.startswith("["):
        return f"[{_parse_ipv6(text)}]"
    domain = text.lower()
    if not _PLAIN_DOMAIN.fullmatch(domain) or "xn--" in domain:
        domain = _domain_to_ascii(unquote_to_bytes(utf8(text)).decode("utf-8", "replace"))
    if not domain or _FORBIDDEN_IN_DOMAIN.search(domain):
        raise BadHostError("not a host name")
    if _ENDS_IN_NUMBER.search(domain):
        return str(_parse_ipv4(domain))
    return domain


def utf8(text: str) -> bytes:
    """UTF-8 with U+FFFD for lone surrogates, which would not encode at all."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def _parse_ipv6(text: str) -> str:
    if not text.endswith("]") or "%" in text:
        raise BadHostError("not an IPv6 address")
    try:
        address = ipaddress.IPv6Address(text[1:-1])
    except ValueError as error:
        raise BadHostError("not an IPv6 address") from error
    mapped = address.ipv4_mapped
    if mapped is None:
        return str(address)
    return f"::ffff:{int(mapped) >> 16:x}:{int(mapped) & 0xFFFF:x}"  # Python 3.13 would write it with dots


def _parse_ipv4(domain: str) -> ipaddress.IPv4Address:
    """One to four numbers, each decimal, octal (0…) or hexadecimal (0x…); the last fills the bytes that are left."""
    numbers = [_parse_ipv4_number(part) for part in domain.removesuffix(".").split(".")]
    if len(numbers) > 4 or any(number > 255 for number in numbers[:-1]):
        raise BadHostError("not an IPv4 address")
    if numbers[-1] >= 256 ** (5 - len(numbers)):
        raise BadHostError("not an IPv4 address")
    value = numbers[-1]
    for place, number in enumerate(numbers[:-1]):
        value += number << (8 * (3 - place))
    return ipaddress.IPv4Address(value)


def _parse_ipv4_number(part: str) -> int:
    if not part or len(part) > 64:
        raise BadHostError("not an IPv4 address")
    try:
        if part[:2] in ("0x", "0X"):
            return int(part[2:] or "0", 16)
        return int(part, 8 if len(part) > 1 and part[0] == "0" else 10)
    except ValueError as error:
        raise BadHostError("not an IPv4 address") from error


def _domain_to_ascii(domain: str) -> str:
    """UTS #46 processing, non-transitional, without STD3 and DNS length rules, as the URL Standard asks."""
    import idna

    try:
        labels = [_checked_label(label) for label in idna.uts46_remap(domain, std3_rules=False).split(".")]
        if any(_is_right_to_left(label) for label in labels):
            for label in filter(None, labels):
                idna.check_bidi(label, check_ltr=True)
    except (UnicodeError, ValueError) as error:
        raise BadHostError("not a host name that IDNA allows") from error
    return ".".join(label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii") for label in labels)


def _checked_label(label: str) -> str:
    """The label in Unicode, valid by UTS #46 section 4.1. Raises `UnicodeError` (or `ValueError`) where it is not."""
    import idna

    if label.isascii() and not label.startswith("xn--"):
        return label
    if label.startswith("xn--"):
        decoded = label[4:].encode("ascii").decode("punycode")
        if not decoded or decoded.isascii() or idna.uts46_remap(decoded, std3_rules=False) != decoded:
            raise UnicodeError("a Punycode label that hides what it may not")
        label = decoded
    idna.core.check_nfc(label)
    idna.core.check_initial_combiner(label)
    for place, letter in enumerate(label):
        if letter in "\u200c\u200d" and not idna.core.valid_contextj(label, place):
            raise UnicodeError("a joiner where none may stand")
    if "." in label:
        raise UnicodeError("a dot within a label")
    return label


def _is_right_to_left(label: str) -> bool:
    import unicodedata

    return not label.isascii() and any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in label)
