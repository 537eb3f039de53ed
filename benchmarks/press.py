"""A generated press on loopback: `python -m benchmarks.press FEEDS ENTRIES` serves /feed/<n> and prints its port.

Bare asyncio and prepared bodies, so that serving costs the measured programs as little as it can.
"""

import asyncio
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

WORDS = (
    "harbour council ferry budget winter teacher market bridge river minister vote school energy train storm farmer"
    " hospital museum street housing water report evening morning worker station island festival library election"
    " price mayor company climate village border coast engine letter season garden court police student doctor house"
    " road summer planning network people number country company committee after before between against without"
).split()
PARAGRAPHS = 5
PARAGRAPH_WORDS = 60


def feed(number: int, entries: int, *, start: int = 0) -> bytes:
    """RSS 2.0 with full text: about 300 words an entry, no two alike."""
    items = "".join(_item(number, index) for index in reversed(range(start, start + entries)))
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>The Gazette of Ward {number}</title><link>http://ward{number}.localhost/</link>"
        f"<description>News of ward {number}</description><language>en</language>{items}</channel></rss>"
    ).encode()


def _item(number: int, index: int) -> str:
    dice = random.Random(number * 100_003 + index)
    link = f"http://ward{number}.localhost/news/{index}"
    published = format_datetime(datetime(2026, 6, 1, tzinfo=UTC) + timedelta(minutes=30 * index))
    paragraphs = list(_paragraphs(dice))
    html = "".join(f'<p>{text} <a href="{link}#more">more</a></p>' for text in paragraphs)
    return (
        f"<item><title>{' '.join(dice.sample(WORDS, 8)).capitalize()}</title><link>{link}</link>"
        f'<guid isPermaLink="false">ward{number}-{index}</guid><pubDate>{published}</pubDate>'
        f"<dc:creator>Ada Writer {dice.randrange(50)}</dc:creator><category>{dice.choice(WORDS)}</category>"
        f"<description>{paragraphs[0][:200]}</description>"
        f"<content:encoded><![CDATA[{html}]]></content:encoded></item>"
    )


def _paragraphs(dice: random.Random) -> Iterator[str]:
    for _ in range(PARAGRAPHS):
        words = dice.choices(WORDS, k=PARAGRAPH_WORDS)
        yield " ".join(words).capitalize() + "."


class Press(asyncio.Protocol):
    """Just enough HTTP/1.1: GET, keep-alive, no body in requests."""

    def __init__(self, bodies: dict[str, bytes]) -> None:
        self._bodies = bodies
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
            self._transport.write(self._answer(head.split(b" ", 2)[1].decode()))  # type: ignore[attr-defined]

    def _answer(self, path: str) -> bytes:
        body = self._bodies.get(path)
        if body is None:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        return head.encode() + body


async def serve(feeds: int, entries: int) -> None:
    bodies = {f"/feed/{number}": feed(number, entries) for number in range(feeds)}
    server = await asyncio.get_running_loop().create_server(lambda: Press(bodies), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
