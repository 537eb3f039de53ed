"""A press on loopback for the newsroom eval: publishers' real pages and feeds, each under its own host name."""

import asyncio
import contextlib
import json
import socket
import threading
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from io import BytesIO
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from evals import datapack
from evals.datapack import Record

FEED_KINDS = {"feed", "json_feed"}


@dataclass(frozen=True)
class Served:
    content_type: str
    body: bytes


Site = dict[tuple[str, str], Served]


@contextlib.contextmanager
def press(gold: list[Record]) -> Iterator[tuple[list[str], list[str]]]:
    """Serve every page and feed on one loopback port. Gives the OCTAVO_HOSTS rules and the feeds' addresses."""
    site: Site = {}
    feeds = _serve_fundus(site, gold) + _serve_netnewswire(site)
    with serving(site, {urlsplit(url).netloc for row in gold for url in row.get("image", {}).get("urls", [])}) as hosts:
        yield hosts, feeds


@contextlib.contextmanager
def serving(site: Site, pictures: set[str]) -> Iterator[list[str]]:
    """Serve a site, and one picture at whatever address of the hosts in `pictures`. Gives the OCTAVO_HOSTS rules."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=_serve, args=(loop, listener, site, pictures), daemon=True)
    thread.start()
    hosts = sorted({host for host, _ in site} | pictures)
    try:
        yield [f"{host.split(':')[0]}=http://127.0.0.1:{port}" for host in hosts if host]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


def _serve_fundus(site: Site, gold: list[Record]) -> list[str]:
    by_host: dict[str, list[Record]] = defaultdict(list)
    for row in gold:
        parts = urlsplit(row["url"])
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        site[parts.netloc, path] = Served("text/html", datapack.read_page("extract-fundus", row))
        by_host[parts.netloc].append(row)
    feeds = []
    for number, (host, rows) in enumerate(sorted(by_host.items())):
        name, maker, content_type = _FEED_MAKERS[number % len(_FEED_MAKERS)]
        site[host, f"/octavo-eval/{name}"] = Served(content_type, maker(host, rows).encode())
        feeds.append(f"https://{host}/octavo-eval/{name}")
    return feeds


def _serve_netnewswire(site: Site) -> list[str]:
    feeds = []
    for row in datapack.read_set("feeds-netnewswire", "files.jsonl.gz"):
        if row["kind"] in FEED_KINDS:
            host = f"{row['id'].replace('.', '-').lower()}.feeds.example"
            content_type = "application/json" if row["kind"] == "json_feed" else "application/xml"
            site[host, "/feed"] = Served(content_type, datapack.file_bytes(row))
            feeds.append(f"https://{host}/feed")
    return feeds


def _rss(host: str, rows: list[Record]) -> str:
    items = "".join(
        f"<item><title>{escape(row['title'])}</title><link>{escape(row['url'])}</link>"
        f"<guid isPermaLink='false'>{row['id']}</guid><pubDate>{format_datetime(_published(row))}</pubDate>"
        f"<description>{escape(_teaser(row))}</description></item>"
        for row in rows
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>{host}</title><link>https://{host}/</link>{items}</channel></rss>"


def _atom(host: str, rows: list[Record]) -> str:
    entries = "".join(
        f"<entry><id>tag:{host},2020:{row['id']}</id><title>{escape(row['title'])}</title>"
        f"<link href={json.dumps(escape(row['url']))}/><published>{_published(row).isoformat()}</published>"
        f"<updated>{_published(row).isoformat()}</updated><summary>{escape(_teaser(row))}</summary></entry>"
        for row in rows
    )
    return (
        f"<feed xmlns='http://www.w3.org/2005/Atom'><id>https://{host}/</id><title>{host}</title>"
        f"<updated>2026-01-01T00:00:00Z</updated>{entries}</feed>"
    )


def _json_feed(host: str, rows: list[Record]) -> str:
    items = [
        {
            "id": row["id"],
            "url": row["url"],
            "title": row["title"],
            "summary": _teaser(row),
            "date_published": _published(row).isoformat(),
        }
        for row in rows
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": host, "items": items})


_FEED_MAKERS = [
    ("rss.xml", _rss, "application/rss+xml"),
    ("atom.xml", _atom, "application/atom+xml"),
    ("feed.json", _json_feed, "application/feed+json"),
]


def _published(row: Record) -> datetime:
    return datetime.fromisoformat(row["published_at"]).astimezone()


def _teaser(row: Record) -> str:
    return " ".join(row.get("summary") or row["paragraphs"][:1])[:200]


def _serve(loop: asyncio.AbstractEventLoop, listener: socket.socket, site: Site, pictures: set[str]) -> None:
    from aiohttp import web

    tints = [_picture(hue) for hue in range(0, 256, 16)]

    async def answer(request: web.Request) -> web.Response:
        served = site.get((request.host, request.path_qs)) or site.get((request.host, request.path))
        if served:
            return web.Response(body=served.body, headers={"Content-Type": served.content_type})
        if request.host in pictures:
            return web.Response(body=tints[zlib.crc32(request.path.encode()) % len(tints)], content_type="image/jpeg")
        return web.Response(status=404, text="not here")

    async def start() -> None:
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", answer)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        await web.SockSite(runner, listener).start()

    asyncio.set_event_loop(loop)
    loop.run_until_complete(start())
    loop.run_forever()


def _picture(hue: int) -> bytes:
    from PIL import Image

    size = (1200, 800)
    light = Image.linear_gradient("L").resize(size).point(lambda level: 90 + level // 2)
    tinted = Image.merge("HSV", [Image.new("L", size, hue), Image.new("L", size, 90), light])
    buffer = BytesIO()
    tinted.convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()
