"""`octavo demo`: the press and, beside it, the very same program as `octavo run`, told where its publishers are.

Hands the demo's publishers on as catalogue values; whoever gathers from them cannot tell them from others.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from octavo.core.catalogue import CatalogueFeed, CataloguePublisher, CatalogueStream
from octavo.core.clock import SystemClock
from octavo.core.config import load
from octavo.core.failures import OctavoError
from octavo.core.settings import ALL_SETTINGS, SiteSettings
from octavo.demo.addresses import Addresses
from octavo.demo.anchor import LOOPBACK, Anchor, anchor_path, free_port, keep_anchor
from octavo.demo.content import DemoPublisher, Newsroom, read_newsroom
from octavo.pipeline.supervisor import Display
from octavo.pipeline.supervisor import run as supervise

DEFAULT_DATA = Path("octavo-demo")


def run_demo(data: Path, display: Display, *, verbose: bool = False) -> int:
    """Serve and gather the bundled newsroom until Ctrl-C; the exit status. Raises `OctavoError` like `run`."""
    from octavo.demo.press import Press, serving

    data = data.expanduser().absolute()
    clock = SystemClock()
    anchor = keep_anchor(data, clock.now())
    press = Press(read_newsroom(), anchor, data, clock)
    with serving(press, free_port(anchor.port)) as port:
        os.environ.pop("OCTAVO_DATABASE_URL_FILE", None)
        os.environ |= environment(data, port)
        for settings in ALL_SETTINGS:
            load(settings)
        _register()
        if port == anchor.port:
            display.say(f"The demo's publishers are at {press.addresses.home('saltmarsh')} and its neighbours")
        else:
            display.say(f"Port {anchor.port} is taken, so links to the demo's publishers lead nowhere this time")
        return supervise(load(SiteSettings), display, verbose=verbose)


def forget(data: Path) -> None:
    """Delete what an earlier demo left in `data`. Raises `OctavoError` where no demo has been: it may be someone's."""
    if data.exists() and not anchor_path(data).exists():
        raise OctavoError(f"{data} holds no demo, so nothing of it is deleted")
    shutil.rmtree(data, ignore_errors=True)


def environment(data: Path, port: int) -> dict[str, str]:
    """What sets a demo apart from any other start: a database of its own, its hosts, no real publishers.

    Feeds are asked every few minutes: nobody else's server is bothered, and corrections arrive and stories merge while
    one looks.
    """
    return {
        "OCTAVO_DATA": str(data),
        "OCTAVO_DATABASE_URL": "",
        "OCTAVO_HOSTS": f"*.localhost=http://{LOOPBACK}:{port}",
        "OCTAVO_CATALOGUE": "no",
        "OCTAVO_WORKER_MIN_POLL_S": "60",
        "OCTAVO_WORKER_MAX_POLL_S": "180",
        "OCTAVO_STORIES_REGROUP_MINUTES": "1",
    }


def demo_catalogue(newsroom: Newsroom, anchor: Anchor) -> tuple[CataloguePublisher, ...]:
    addresses = Addresses(anchor)
    return tuple(_catalogue_publisher(publisher, addresses) for publisher in newsroom.publishers.values())


def _catalogue_publisher(publisher: DemoPublisher, addresses: Addresses) -> CataloguePublisher:
    feeds = [
        CatalogueFeed(
            url=addresses.of(publisher.slug, feed.path),
            use=feed.use,
            section=feed.section,
            language=publisher.language,
            title=feed.title,
        )
        for feed in publisher.feeds
    ]
    return CataloguePublisher(
        slug=publisher.slug,
        name=publisher.name,
        home_url=addresses.home(publisher.slug),
        country=publisher.country,
        languages=(publisher.language,),
        feeds=tuple(feeds),
        owner=publisher.owner,
        about=publisher.about,
        terms=publisher.terms,
        streams=tuple(_catalogue_streams(publisher, addresses)),
        terms_note="An invented publisher, written for Octavo's demo.",
    )


def _catalogue_streams(publisher: DemoPublisher, addresses: Addresses) -> Iterator[CatalogueStream]:
    for number, stream in enumerate(publisher.streams):
        yield CatalogueStream(
            url=addresses.of(publisher.slug, stream.path),
            title=stream.title,
            language=publisher.language,
            player=addresses.of(publisher.slug, f"/on-air/{number}.wav") if stream.tones else "",
        )


def _register() -> None:
    """Bring the publishers into the store, in a process of its own: this one stays small."""
    command = [sys.executable, "-m", "octavo.demo.register"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603  # our own module
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise OctavoError(f"The demo's publishers could not be stored: {last[0]}")
