"""A generated press on loopback: `python -m benchmarks.press FEEDS ENTRIES PARAGRAPHS` serves /feed/<n>.

It prints its port. Bare asyncio and prepared bodies, so that serving costs the measured programs as little as it can.
"""

import asyncio
import random
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

_WORDS = (
    "harbour council ferry budget winter teacher market bridge river minister vote school energy train storm farmer"
    " hospital museum street housing water report evening morning worker station island festival library election"
    " price mayor company climate village border coast engine letter season garden court police student doctor house"
    " road summer planning network people number country company committee after before between against without"
)
WORDS = _WORDS.split()
SMALL_WORDS = {"the": 14, "of": 7, "and": 6, "to": 6, "in": 5, "a": 5, "is": 2, "that": 2, "for": 2, "was": 2}
SMALL_WORDS |= {"on": 2, "with": 2, "as": 1, "at": 1, "by": 1, "it": 1, "from": 1, "this": 1, "are": 1, "has": 1}
"""Nearly half of any English text, each as often as there."""
SHARE_OF_SMALL_WORDS = 0.45
TITLE_WORDS = 10
PARAGRAPHS = 3
PARAGRAPH_WORDS = 60


def feed(number: int, entries: int, *, start: int = 0, paragraphs: int = PARAGRAPHS) -> bytes:
    """RSS 2.0 with full text: about 60 words a paragraph, no two entries alike."""
    items = "".join(_item(number, index, paragraphs) for index in reversed(range(start, start + entries)))
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>The Gazette of Ward {number}</title><link>http://ward{number}.localhost/</link>"
        f"<description>News of ward {number}</description><language>en</language>{items}</channel></rss>"
    ).encode()


def _item(number: int, index: int, count: int) -> str:
    dice = random.Random(number * 100_003 + index)
    link = f"http://ward{number}.localhost/news/{index}"
    published = format_datetime(datetime(2026, 6, 1, tzinfo=UTC) + timedelta(minutes=30 * index))
    paragraphs = list(_paragraphs(dice, count))
    html = "".join(f'<p>{text} <a href="{link}#more">more</a></p>' for text in paragraphs)
    return (
        f"<item><title>{_sentence(dice, TITLE_WORDS)}</title><link>{link}</link>"
        f'<guid isPermaLink="false">ward{number}-{index}</guid><pubDate>{published}</pubDate>'
        f"<dc:creator>Ada Writer {dice.randrange(50)}</dc:creator><category>{dice.choice(WORDS)}</category>"
        f"<description>{paragraphs[0][:200]}</description>"
        f"<content:encoded><![CDATA[{html}]]></content:encoded></item>"
    )


def _paragraphs(dice: random.Random, count: int) -> Iterator[str]:
    for _ in range(count):
        yield _sentence(dice, PARAGRAPH_WORDS) + "."


def _sentence(dice: random.Random, length: int) -> str:
    small = iter(dice.choices(list(SMALL_WORDS), SMALL_WORDS.values(), k=length))
    words = (next(small) if dice.random() < SHARE_OF_SMALL_WORDS else dice.choice(WORDS) for _ in range(length))
    return " ".join(words).capitalize()


class Press(asyncio.Protocol):
    """Just enough HTTP/1.1: GET, keep-alive, no body in requests."""

    def __init__(self, answer: Callable[[str], tuple[str, bytes] | None]) -> None:
        """`answer` gives the type and the body of a path, or None for 404."""
        self._answer_of = answer
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
            self._transport.write(self._answer(head.split(b" ", 2)[1].decode()))  # type: ignore[attr-defined]

    def _answer(self, path: str) -> bytes:
        answer = self._answer_of(path)
        if answer is None:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        kind, body = answer
        return f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


async def serve(feeds: int, entries: int, paragraphs: int) -> None:
    bodies = {f"/feed/{number}": feed(number, entries, paragraphs=paragraphs) for number in range(feeds)}
    answers = {path: ("application/rss+xml; charset=utf-8", body) for path, body in bodies.items()}
    server = await asyncio.get_running_loop().create_server(lambda: Press(answers.get), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(*map(int, sys.argv[1:4])))
