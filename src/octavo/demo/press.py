"""The loopback press: one HTTP server that answers as every demo publisher, by the Host header.

It listens on 127.0.0.1 alone. Pictures are drawn when first asked for and kept in the data directory.
"""

import asyncio
import hashlib
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from aiohttp import web

from octavo.core.clock import Clock
from octavo.core.failures import OctavoError
from octavo.demo.addresses import Addresses
from octavo.demo.anchor import LOOPBACK, Anchor
from octavo.demo.content import DemoArticle, DemoFeed, DemoPublisher, Illustration, Newsroom
from octavo.demo.feeds import CONTENT_TYPES, write_feed
from octavo.demo.pages import Pages
from octavo.demo.pictures import draw_picture
from octavo.demo.sound import bells

SLOW_FEED_S = 6.0
BROKEN_FEED_S = 2.0
ON_AIR_S = 60
_FAVOURABLE = "public, max-age=60"


class Press:
    """Serves one newsroom. `data` is the demo's data directory."""

    def __init__(self, newsroom: Newsroom, anchor: Anchor, data: Path, clock: Clock) -> None:
        self.newsroom = newsroom
        self.addresses = Addresses(anchor)
        self.pages = Pages(newsroom, self.addresses)
        self.clock = clock
        self.pictures = data / "press" / "pictures"
        self._paths = {self._place(article): article for article in newsroom.articles}
        self._illustrations = {
            (article.publisher, picture.name): picture for article in newsroom.articles for picture in article.pictures
        }

    def _place(self, article: DemoArticle) -> tuple[str, str]:
        publisher = self.newsroom.publishers[article.publisher]
        return publisher.slug, self.addresses.article_path(article, publisher)

    def application(self) -> web.Application:
        application = web.Application()
        application.router.add_get("/", self._home)
        application.router.add_get("/robots.txt", self._robots)
        application.router.add_get("/logo.png", self._logo)
        application.router.add_get("/favicon.ico", self._logo)
        application.router.add_get("/style.css", self._style)
        application.router.add_get("/pictures/{name}.jpg", self._picture)
        application.router.add_get("/media/{name}", self._media)
        application.router.add_get("/chapters/{slug}.json", self._chapters)
        application.router.add_get("/on-air/{number}.wav", self._on_air)
        application.router.add_get("/{path:.+}", self._feed_or_article)
        return application

    def _publisher(self, request: web.Request) -> DemoPublisher:
        publisher = self.newsroom.publishers.get(request.host.partition(".")[0].lower())
        if publisher is None:
            raise web.HTTPNotFound(text="Nobody publishes here.")
        return publisher

    async def _home(self, request: web.Request) -> web.StreamResponse:
        publisher = self._publisher(request)
        return _page(request, self.pages.home(publisher, self.clock.now()), publisher)

    async def _robots(self, request: web.Request) -> web.StreamResponse:
        publisher = self._publisher(request)
        sitemaps = [feed.path for feed in publisher.feeds if feed.format == "sitemap"]
        lines = ["User-agent: *", "Disallow: /search", "Disallow: /tag/", "Allow: /"]
        lines += [f"Sitemap: {self.addresses.of(publisher.slug, path)}" for path in sitemaps]
        return web.Response(text="\n".join(lines) + "\n")

    async def _logo(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(self._publisher(request).logo, headers={"Cache-Control": _FAVOURABLE})

    async def _style(self, request: web.Request) -> web.StreamResponse:
        return web.Response(text=self.pages.style(self._publisher(request)), content_type="text/css")

    async def _picture(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        illustration = self._illustrations.get((self._publisher(request).slug, name))
        if illustration is None:
            raise web.HTTPNotFound(text="No such picture.")
        path = await asyncio.to_thread(self._drawn, illustration)
        return web.FileResponse(path, headers={"Cache-Control": _FAVOURABLE})

    def _drawn(self, illustration: Illustration) -> Path:
        """The picture's file; its name changes with what is drawn, so that a mended scene is drawn anew."""
        digest = hashlib.blake2b(f"{illustration.name} {illustration.scene}".encode(), digest_size=6).hexdigest()
        path = self.pictures / f"{illustration.name}-{digest}.jpg"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(f".{threading.get_ident()}")
            unfinished.write_bytes(draw_picture(illustration.scene, illustration.name))
            unfinished.replace(path)
        return path

    async def _media(self, request: web.Request) -> web.StreamResponse:
        files = {article.media.file: article.media for article in self.newsroom.articles if article.media}
        name = request.match_info["name"]
        media = files.get(name)
        if media is None:
            return self._spoken(name)
        if media.tones:
            return _sound(request, await asyncio.to_thread(bells, media.tones, media.duration_s))
        return web.FileResponse(media.path, headers={"Content-Type": media.type, "Cache-Control": _FAVOURABLE})

    def _spoken(self, name: str) -> web.StreamResponse:
        """A transcript or captions."""
        kept = [article.media for article in self.newsroom.articles if article.media]
        if not name or name not in {file for media in kept for file in (media.transcript, media.captions)}:
            raise web.HTTPNotFound(text="No such recording.")
        return web.FileResponse(kept[0].path.with_name(name), headers={"Content-Type": "text/vtt; charset=utf-8"})

    async def _chapters(self, request: web.Request) -> web.StreamResponse:
        here = (self._publisher(request).slug, request.match_info["slug"])
        found = next((one for one in self.newsroom.articles if (one.publisher, one.slug) == here), None)
        if found is None or found.media is None or not found.media.chapters:
            raise web.HTTPNotFound(text="No such episode.")
        told = [{"startTime": start_s, "title": title} for start_s, title in found.media.chapters]
        return web.json_response({"version": "1.2.0", "chapters": told})

    async def _on_air(self, request: web.Request) -> web.StreamResponse:
        streams = dict(enumerate(self._publisher(request).streams))
        stream = streams.get(int(number) if (number := request.match_info["number"]).isdigit() else -1)
        if stream is None or not stream.tones:
            raise web.HTTPNotFound(text="Nothing is on air.")
        return _sound(request, await asyncio.to_thread(bells, stream.tones, ON_AIR_S))

    async def _feed_or_article(self, request: web.Request) -> web.StreamResponse:
        publisher = self._publisher(request)
        for feed in publisher.feeds:
            if request.path == feed.path:
                return await self._feed(request, feed, publisher)
        if request.path in {stream.path for stream in publisher.streams if stream.is_up}:
            return _page(request, self.pages.home(publisher, self.clock.now()), publisher)
        article = self._paths.get((publisher.slug, request.rel_url.raw_path))
        now = self.clock.now()
        if article is None or self.addresses.published_at(article) > now:
            raise web.HTTPNotFound(text="There is no such page.")
        return _page(request, self.pages.article(article, publisher, now), publisher)

    async def _feed(self, request: web.Request, feed: DemoFeed, publisher: DemoPublisher) -> web.StreamResponse:
        if feed.trouble == "broken":
            await asyncio.sleep(BROKEN_FEED_S)
            raise web.HTTPInternalServerError(text="Error establishing a database connection")
        if feed.trouble == "slow":
            await asyncio.sleep(SLOW_FEED_S)
        now = self.clock.now()
        body = write_feed(feed, publisher, self.pages, now)
        charset = "utf-8" if feed.format == "json" else publisher.charset
        changed_at = max(
            (self.addresses.updated_at(article, now) for article in self.pages.listed(publisher, now)),
            default=self.addresses.anchor.started_at,
        )
        return _conditional(request, body, f"{CONTENT_TYPES[feed.format]}; charset={charset}", changed_at)


def _sound(request: web.Request, whole: bytes) -> web.StreamResponse:
    """All of it, or the range that a player asks for (RFC 9110, section 14)."""
    asked = request.http_range
    start, stop = asked.start or 0, min(asked.stop or len(whole), len(whole))
    if not 0 <= start < stop:
        raise web.HTTPRequestRangeNotSatisfiable
    headers = {"Content-Type": "audio/wav", "Accept-Ranges": "bytes", "Cache-Control": _FAVOURABLE}
    if "Range" not in request.headers:
        return web.Response(body=whole, headers=headers)
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(whole)}"
    return web.Response(status=206, body=whole[start:stop], headers=headers)


def _page(request: web.Request, html: str, publisher: DemoPublisher) -> web.StreamResponse:
    body = html.encode(publisher.charset, errors="xmlcharrefreplace")
    return _conditional(request, body, f"text/html; charset={publisher.charset}", None)


def _conditional(
    request: web.Request, body: bytes, content_type: str, changed_at: datetime | None
) -> web.StreamResponse:
    """200 with an ETag, or 304 where the client holds these bytes already (RFC 9110, section 13)."""
    etag = hashlib.blake2b(body, digest_size=8).hexdigest()
    held = {tag.value for tag in request.if_none_match or ()}
    response = web.Response(status=304) if etag in held else web.Response(body=body)
    response.etag = etag
    response.last_modified = changed_at
    response.headers["Cache-Control"] = _FAVOURABLE
    if response.status == 200:
        response.headers["Content-Type"] = content_type
        response.enable_compression()
    return response


@contextmanager
def serving(press: Press, port: int) -> Iterator[int]:
    """The press at work in a thread of its own. Yields the port; raises `OctavoError` where it is taken."""
    loop = asyncio.new_event_loop()
    runner = web.AppRunner(press.application(), access_log=None, shutdown_timeout=1.0)
    thread = threading.Thread(target=loop.run_forever, name="press", daemon=True)
    thread.start()
    try:
        yield asyncio.run_coroutine_threadsafe(_listen(runner, port), loop).result()
    finally:
        asyncio.run_coroutine_threadsafe(_close(runner), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _close(runner: web.AppRunner) -> None:
    """Whoever asked is gone, so answers under way are dropped, and what breaks in them concerns nobody."""
    log = logging.getLogger("aiohttp.server")
    log.disabled = True
    await runner.cleanup()
    unfinished = asyncio.all_tasks() - {asyncio.current_task()}
    for task in unfinished:
        task.cancel()
    await asyncio.gather(*unfinished, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_default_executor()
    log.disabled = False


async def _listen(runner: web.AppRunner, port: int) -> int:
    await runner.setup()
    try:
        await web.TCPSite(runner, LOOPBACK, port).start()
    except OSError as error:
        raise OctavoError(f"the press cannot listen at {LOOPBACK}:{port} ({error.strerror})") from error
    return int(runner.addresses[0][1])
