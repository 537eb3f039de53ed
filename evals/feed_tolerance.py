"""Broken feeds: how much of a real feed is still read when it is damaged in the ways that publishers damage them?

Each well-formed RSS and Atom feed of feeds-netnewswire is damaged in one way at a time, at three places. Of the
(link, title) pairs that `parse_feed` reads in the sound feed, `tolerance` is the share it still finds in the damaged
one. feedparser, measured by its own reading of the sound feed, is the peer (its sanitizer off). Titles that hold the
damage itself are not asked for. `longest_s` is the longest time one damaged feed took, below zero since more is worse.
"""

import io
import re
import statistics
import time
from collections.abc import Callable, Iterable
from typing import Any

from evals import datapack
from octavo.core.failures import Failure
from octavo.gather.feeds import parse_feed

PEERS = {"feed_tolerance.share": "feedparser .999 (here)"}
TIMINGS = frozenset({"feed_tolerance.longest_s", "feed_tolerance.feedparser"})
Reader = Callable[[bytes], set[tuple[str, str]]]
Damage = Callable[[str, int], str]


def run(full: bool) -> dict[str, float]:
    """The share over every kind of damage. `full` measures feedparser beside us, which takes most of a minute."""
    ours = {name: _share(_ours, damage) for name, damage in DAMAGES.items()}
    for name, (share, _) in ours.items():
        print(f"  {name:28} {share:.3f}")
    figures = {
        "feed_tolerance.share": _mean(share for share, _ in ours.values()),
        "feed_tolerance.longest_s": -max(longest for _, longest in ours.values()),
    }
    if full:
        figures["feed_tolerance.feedparser"] = _mean(_share(_feedparser, damage)[0] for damage in DAMAGES.values())
    return figures


def _mean(values: Iterable[float]) -> float:
    return statistics.fmean(values)


def _share(read: Reader, damage: Damage) -> tuple[float, float]:
    shares, longest = [], 0.0
    for text in _sound_feeds():
        sound = read(text.encode())
        for place in (1, 3, 5):
            broken = damage(text, place)
            started = time.perf_counter()
            found = read(broken.encode("utf-8", "surrogatepass"))
            longest = max(longest, time.perf_counter() - started)
            wanted = {pair for pair in sound if "DAMAGE" not in pair[1]}
            shares.append(len(wanted & found) / len(wanted))
    return sum(shares) / len(shares), longest


def _sound_feeds() -> list[str]:
    texts = (
        datapack.file_bytes(record).decode("utf-8", "replace")
        for record in datapack.read_set("feeds-netnewswire", "files.jsonl.gz")
        if record["kind"] == "feed" and "data" in record
    )
    return [text for text in texts if len(text) < 120_000 and len(re.findall(r"<(?:item|entry)\b", text)) >= 6]


def _ours(body: bytes) -> set[tuple[str, str]]:
    feed = parse_feed(body, url="http://www.example.org/feed")
    return set() if isinstance(feed, Failure) else {(entry.url, entry.title) for entry in feed.entries}


def _feedparser(body: bytes) -> set[tuple[str, str]]:
    import feedparser

    feed: Any = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    return {(entry.get("link", ""), entry.get("title", "")) for entry in feed.entries}


def _nth_item(text: str, place: int) -> int:
    """Just after the start tag of the item or entry at `place`."""
    return [match.end() for match in re.finditer(r"<(?:item|entry)\b[^>]*>", text)][place]


def _insert(piece: str) -> Damage:
    def damage(text: str, place: int) -> str:
        position = _nth_item(text, place)
        return text[:position] + piece + text[position:]

    return damage


def _cut(text: str, place: int) -> str:
    """The connection breaks in the item after `place`; what came before it was whole."""
    return text[: _nth_item(text, place)]


def _no_prefixes(text: str, place: int) -> str:
    return re.sub(r"\sxmlns:\w+=(?:\"[^\"]*\"|'[^']*')", "", text)


def _unquoted(text: str, place: int) -> str:
    position = _nth_item(text, place)
    return f"{text[:position]}<enclosure url=http://a.example/b.mp3 length=12 type=audio/mpeg />{text[position:]}"


def _bare_body(text: str, place: int) -> str:
    """A body of HTML that was not escaped, with what is no XML in it."""
    position = _nth_item(text, place)
    return f"{text[:position]}<description><p>one<br>two <img src=a.png><li>three</p></description>{text[position:]}"


def _repeated_attribute(text: str, place: int) -> str:
    position = _nth_item(text, place)
    return f'{text[:position]}<enclosure url="http://a.example/b.mp3" url="http://a.example/c.mp3"/>{text[position:]}'


DAMAGES: dict[str, Damage] = {
    "bare ampersand": _insert("<x>this & that</x>"),
    "entity of HTML": _insert("<x>caf&eacute;&nbsp;bar</x>"),
    "unknown entity": _insert("<x>&nosuchthing;</x>"),
    "bare bracket": _insert("<x>1 < 2</x>"),
    "control character": _insert("<x>\x08\x0b\x1f</x>"),
    "impossible reference": _insert("<x>&#8;&#xFFFF;</x>"),
    "wrong end tag": _insert("<x>one</y>"),
    "missing end tag": _insert("<x><b>one</x>"),
    "stray end tag": _insert("</b>"),
    "unescaped body": _bare_body,
    "bare attributes": _unquoted,
    "attribute twice": _repeated_attribute,
    "undeclared prefix": _insert("<foo:bar>one</foo:bar>"),
    "no prefix declared": _no_prefixes,
    "cut short": lambda text, place: text[: text.rindex("</")],
    "cut within": lambda text, place: text[: int(len(text) * 0.98)],
    "text before": lambda text, place: "\n\nWarning: something in line 3\n" + text,
    "text after": lambda text, place: text + "\n<!-- cached --><script>x</script>",
}
