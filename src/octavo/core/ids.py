"""Identity: when two addresses, entries or texts are the same one, and the short names that addresses carry.

Hashes are BLAKE2b of 16 bytes: short enough for an index, long enough that two of a billion never meet.
"""

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import quote, urlsplit

HASH_BYTES = 16
MAX_IDENTITY_CHARS = 2000
MAX_SLUG_CHARS = 80
MAX_HASHTAG_CHARS = 60
MAX_HASHTAG_WORDS = 6

# Parameters that tell a publisher where a click came from, and never which article is meant.
_TRACKING_PREFIXES = ("utm_", "at_", "ns_", "wt_", "pk_", "piwik_", "mtm_", "hsa_", "fb_", "_hs")
_TRACKING_WORDS = (
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid twclid ttclid yclid ysclid igshid igsh mc_cid mc_eid mkt_tok"
    " _ga _gl _openstat cmpid cmp cid_rss ocid ncid ftag smid smtyp sref xtor spm soc_src soc_trk sr_share"
    " __twitter_impression __s ref_src ref_url rss_id guccounter guce_referrer guce_referrer_sig wtrid xing_share"
    " traffic_source traffic-source mbid"
)
_TRACKING_NAMES = frozenset(_TRACKING_WORDS.split())
# These may mean something, so they go only where their value names a channel.
_CHANNEL_WORDS = "ref referer referrer source src from via feed output partner campaign medium"
_CHANNEL_NAMES = frozenset(_CHANNEL_WORDS.split())
_CHANNEL_VALUES = re.compile(
    r"(?:google)?(?:rss|feed|atom|twitter|facebook|newsletter|social|share)[\w.-]*", re.IGNORECASE
)

_DEFAULT_PORTS = {"http": 80, "https": 443}
# Most addresses have one form already: no query, fragment, port, escape or other letter to think about.
_SIMPLE_URL = re.compile(r"https?://([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?:/[A-Za-z0-9._~-]+)+/?)", re.ASCII)
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
_CONTROL = re.compile(r"[\x00-\x20\x7f]+")
_APOSTROPHES = re.compile(r"['’ʼ`´]")


def entry_key_hash(key: str) -> bytes:
    """The identity of an entry among its feed's entries."""
    return _digest(key)


def url_hash(url: str) -> bytes:
    """The identity of an article: of `url` as `normalise_url` sees it."""
    return _digest(normalise_url(url))


def content_hash(*parts: str) -> bytes:
    """Equal where all parts are equal, in order. A part never runs over into the next."""
    digest = blake2b(digest_size=HASH_BYTES)
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(raw))
        digest.update(raw)
    return digest.digest()


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=HASH_BYTES).digest()


def normalise_url(url: str) -> str:
    """The form of `url` that tells articles apart; not an address to fetch.

    http and https are one, the host is lower-case, default ports, credentials, fragments and tracking
    parameters go (a `#!` or `#/` fragment names a page of its own and stays). At most 2,000 characters;
    what is longer ends in a hash of the rest. Never raises: what is no URL is only trimmed.
    """
    simple = _SIMPLE_URL.fullmatch(url)
    if simple and len(url) < MAX_IDENTITY_CHARS:
        return f"https://{simple[1]}{simple[2]}"
    url = _CONTROL.sub("", url)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return _bounded(url)
    scheme = parts.scheme.lower()
    if not host or scheme not in _DEFAULT_PORTS:
        return _bounded(url)
    netloc = host.rstrip(".")
    if ":" in netloc:
        netloc = f"[{netloc}]"
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        netloc = f"{netloc}:{port}"
    query = _meaningful_query(parts.query) if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""
    return _bounded(f"https://{netloc}{_plain(parts.path) or '/'}{'?' if query else ''}{query}{fragment}")


def _plain(path: str) -> str:
    """Written one way: other letters percent-encoded, escapes in capitals."""
    if not path.isascii():
        path = quote(path, safe="/%:@!$&'()*+,;=~-._", errors="replace")
    return _PERCENT.sub(lambda escape: escape[0].upper(), path) if "%" in path else path


def _meaningful_query(query: str) -> str:
    return _plain("&".join(pair for pair in query.split("&") if pair and not _is_tracking(pair)))


def _is_tracking(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = name.lower()
    if name in _TRACKING_NAMES or name.startswith(_TRACKING_PREFIXES):
        return True
    return name in _CHANNEL_NAMES and _CHANNEL_VALUES.fullmatch(value) is not None


def _bounded(url: str) -> str:
    if len(url) <= MAX_IDENTITY_CHARS:
        return url
    return f"{url[: MAX_IDENTITY_CHARS - 2 * HASH_BYTES]}{_digest(url).hex()}"


def slug_of(text: str, *, limit: int = MAX_SLUG_CHARS) -> str:
    """`text` as a part of an address, in its own script: "Größe & Maß" gives "größe-maß". May be ""."""
    text = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", text[: limit * 4]).lower())
    words = "".join(letter if _in_word(letter) else " " for letter in text).split()
    slug = "-".join(words)
    if len(slug) <= limit:
        return slug
    cut = slug[: limit + 1].rpartition("-")[0]
    # A text without spaces has no good place to cut: take what fits, without half a letter at its end.
    return cut if len(cut) >= limit // 2 else _whole_letters(slug, limit)


def _in_word(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter)[0] == "M"


def _whole_letters(text: str, limit: int) -> str:
    while limit and limit < len(text) and unicodedata.category(text[limit])[0] == "M":
        limit -= 1
    return text[:limit].rstrip("-")


@lru_cache(maxsize=20_000)
def hashtag_of(keyword: str) -> tuple[str, str] | None:
    """(slug, label) of a publisher's keyword: "climate change" gives ("climatechange", "ClimateChange").

    None where it is no keyword: no letter, an address, more than six words or sixty characters.
    """
    if len(keyword) > 4 * MAX_HASHTAG_CHARS or "://" in keyword:
        return None
    text = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", keyword))
    words = "".join(letter if _in_word(letter) else " " for letter in text).split()
    label = "".join(_capitalised(word) for word in words)
    if not 2 <= len(label) <= MAX_HASHTAG_CHARS or len(words) > MAX_HASHTAG_WORDS:
        return None
    if not any(letter.isalpha() for letter in label):
        return None
    return unicodedata.normalize("NFKC", label.casefold()), label


def _capitalised(word: str) -> str:
    """A word's own capitals stay ("COVID", "iPhone"); a small word gets its first."""
    return word[0].title() + word[1:] if word.islower() else word
