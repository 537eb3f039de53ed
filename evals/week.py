"""The front pages of one week's real news in two dozen languages, as an editor would judge them.

xling-ntrex128 is the press of one week of 2018 in 41 languages. Each document becomes an event: a few languages tell
it, each in its own half of the lines (so no two languages share a sentence), by publishers of the catalogue that write
in that language and under their own host names, some of them twice over as a wire copy. The real pages of
extract-fundus run beside them as what only one publisher tells. All of it is dated into the last two days, gathered by
`octavo run` from feeds on loopback, and read as four readers of four countries would.

Some documents tell one event in the words of several outlets (`SAME_EVENT`, found by reading all 79 headlines after a
first run, whose "wrong" joins they were).

Measured: B-cubed F1 of the stories over all that was gathered; and of the four front pages, over their leads: how many
of eight there are, in languages that the reader reads, told by several voices, no story twice; and publishers' variety.
`python -m evals.week` keeps the newsroom running, to be looked at.
"""

import hashlib
import json
import random
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from lxml import html as lxml_html

from evals import datapack
from evals.clusters import bcubed
from evals.datapack import Record
from evals.newsroom import environment, query, running
from evals.press import Served, Site, serving
from octavo.core.catalogue import CatalogueFeed, CataloguePublisher

READERS = {"us": ("US", "en"), "ke": ("KE", "sw", "en"), "de": ("DE", "de"), "eg": ("EG", "ar")}
SAME_EVENT = (
    ("euronews-en.153835", "reuters.218863", "reuters.218865", "nytimes.184837", "nytimes.184860"),
    ("cbsnews.248387", "reuters.218909"),
    ("euronews-en.153799", "thelocal.65969"),
)
# What leads depends on the hour at which the week is read: these are shown and have no floor.
TIMINGS = {
    f"week.{name}_{measure}"
    for name in READERS
    for measure in ("readable", "one_event_each", "no_event_twice", "several_voices", "near")
}
PUBLISHERS_OF_A_LANGUAGE = 3
WIRE_COPIES = 0.15
HOURS = 40
PATIENCE_S = 600
SAMPLE_DOCUMENTS, SAMPLE_PAGES = 24, 40
ADDRESSES = "SELECT a.url, m.story_id FROM store_article a JOIN store_storymember m ON m.article_id = a.id"
PICTURES = "pictures.week.example"


@dataclass(frozen=True, slots=True)
class Telling:
    """One article of the week: who tells it, and to which event it belongs."""

    event: str
    publisher: CataloguePublisher
    url: str
    title: str
    text: str
    at: datetime


def run(full: bool) -> dict[str, float]:
    with newsroom(full) as (data, address, gold):
        return {**_grouped(data, gold), **_fronts(data, address, gold)}


@contextmanager
def newsroom(full: bool) -> Iterator[tuple[Path, str, Mapping[str, str]]]:
    """A running newsroom that has read the week: its data, its address, and the event of each article's address."""
    tellings = _tellings(None if full else SAMPLE_DOCUMENTS)
    pages = datapack.sample(datapack.read_set("extract-fundus"), SAMPLE_PAGES, full=full)
    site: Site = {}
    publishers = [*_with_feeds(site, tellings), *_with_pages(site, pages)]
    pictures = {urlsplit(url).netloc for row in pages for url in row.get("image", {}).get("urls", [])} | {PICTURES}
    with tempfile.TemporaryDirectory(prefix="octavo-week-") as directory, serving(site, pictures) as hosts:
        data = Path(directory)
        settings = environment(data, hosts)
        _register(settings, publishers)
        with running(settings) as address:
            _wait(data, len(tellings) + len(pages))
            events = {telling.url: _event(telling.event) for telling in tellings} | {
                row["url"]: row["id"] for row in pages
            }
            yield data, address, events


def _event(document: str) -> str:
    return next((same[0] for same in SAME_EVENT if document in same), document)


# --- the week ---


def _tellings(documents: int | None) -> list[Telling]:
    docs = datapack.read_set("xling-ntrex128", "docs.jsonl.gz")
    press = _press({row["language"] for row in docs})
    by_event: dict[str, list[Record]] = defaultdict(list)
    for row in docs:
        if row["language"] in press:
            by_event[row["story"]].append(row)
    events = sorted(by_event, key=_digest)[:documents]
    return sorted((telling for event in events for telling in _told(event, by_event[event], press)), key=lambda t: t.at)


def _press(languages: set[str]) -> dict[str, list[CataloguePublisher]]:
    """Of each language a few publishers of the catalogue that write in it first, of different countries if possible."""
    from octavo.pipeline.catalogue import load_catalogue

    found: dict[str, list[CataloguePublisher]] = defaultdict(list)
    for publisher in sorted(load_catalogue(), key=lambda publisher: _digest(publisher.slug)):
        language = publisher.languages[0].replace("zh-Hans", "zh")
        countries = {other.country for other in found[language]}
        is_new = publisher.country and publisher.country not in countries
        if language in languages and is_new and len(found[language]) < PUBLISHERS_OF_A_LANGUAGE:
            found[language].append(publisher)
    wanted = [code for reader in READERS.values() for code in reader[1:]]
    home = {publisher.country for code in wanted for publisher in found[code]}
    for country, *codes in READERS.values():
        if country not in home:
            found[codes[0]].append(_of_country(load_catalogue(), country, codes[0]))
    return {language: publishers for language, publishers in found.items() if publishers}


def _of_country(catalogue: Sequence[CataloguePublisher], country: str, language: str) -> CataloguePublisher:
    return next(one for one in catalogue if one.country == country and one.languages[0] == language)


def _told(event: str, rows: list[Record], press: Mapping[str, list[CataloguePublisher]]) -> Iterator[Telling]:
    """A few events are told in many languages, most in a few; English always, as it was written in it."""
    chance = random.Random(_digest(event))
    count = min(len(rows), 1 + int(chance.paretovariate(0.9)))
    chosen = [row for row in rows if row["language"] == "en"] + chance.sample(rows, count)
    began = datetime.now(UTC) - timedelta(hours=chance.uniform(2, HOURS))
    for row in {row["language"]: row for row in chosen}.values():
        publishers = press[row["language"]]
        copies = min(1 + (chance.random() < WIRE_COPIES), len(publishers))
        for publisher in chance.sample(publishers, copies):
            at = began + timedelta(minutes=chance.uniform(0, 300))
            yield _telling(event, row, publisher, min(at, datetime.now(UTC)))


def _telling(event: str, row: Record, publisher: CataloguePublisher, at: datetime) -> Telling:
    lines = row["text"].split("\n")[row["half"] :: 2]
    host = urlsplit(publisher.home_url).netloc
    return Telling(event, publisher, f"https://{host}/{row['language']}/{event}", lines[0], "\n".join(lines[1:]), at)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# --- its press ---


def _with_feeds(site: Site, tellings: Sequence[Telling]) -> list[CataloguePublisher]:
    by_publisher: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        by_publisher[telling.publisher.slug].append(telling)
    return [_with_feed(site, group[0].publisher, _rss(group)) for group in by_publisher.values()]


def _with_feed(site: Site, publisher: CataloguePublisher, feed: str) -> CataloguePublisher:
    host = urlsplit(publisher.home_url).netloc
    site[host, "/octavo-week/rss.xml"] = Served("application/rss+xml", feed.encode())
    return replace(publisher, feeds=(CatalogueFeed(f"https://{host}/octavo-week/rss.xml"),), streams=())


def _rss(tellings: Sequence[Telling]) -> str:
    return _channel(tellings[0].publisher, "".join(_item(one) for one in tellings))


def _item(one: Telling) -> str:
    text = "".join(f"<p>{escape(line)}</p>" for line in one.text.splitlines())
    return (
        f"<item><title>{escape(one.title)}</title><link>{escape(one.url)}</link>"
        f"<pubDate>{format_datetime(one.at)}</pubDate>"
        f"<enclosure type='image/jpeg' url='https://{PICTURES}/{_digest(one.url)[:12]}.jpg'/>"
        f"<content:encoded>{escape(text)}</content:encoded></item>"
    )


def _channel(publisher: CataloguePublisher, items: str) -> str:
    return (
        "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
        f"<title>{escape(publisher.name)}</title><link>{escape(publisher.home_url)}</link>{items}</channel></rss>"
    )


def _with_pages(site: Site, pages: Sequence[Record]) -> list[CataloguePublisher]:
    by_host: dict[str, list[Record]] = defaultdict(list)
    for row in pages:
        parts = urlsplit(row["url"])
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        site[parts.netloc, path] = Served("text/html", datapack.read_page("extract-fundus", row))
        by_host[parts.netloc].append(row)
    publishers = [_publisher_of(host, rows) for host, rows in by_host.items()]
    return [
        _with_feed(
            site, one, _channel(one, "".join(_item_of_page(row) for row in by_host[urlsplit(one.home_url).netloc]))
        )
        for one in publishers
    ]


def _publisher_of(host: str, rows: Sequence[Record]) -> CataloguePublisher:
    country = rows[0]["id"].split("-")[0].upper().replace("UK", "GB")
    languages = tuple({row["language"]: None for row in rows if row.get("language")}) or ("en",)
    slug = host.removeprefix("www.").replace(".", "-")
    return CataloguePublisher(slug, rows[0]["publisher"], f"https://{host}/", country, languages, ())


def _item_of_page(row: Record) -> str:
    at = datetime.now(UTC) - timedelta(minutes=int(_digest(row["id"])[:6], 16) % (HOURS * 60))
    return (
        f"<item><title>{escape(row['title'])}</title><link>{escape(row['url'])}</link>"
        f"<pubDate>{format_datetime(at)}</pubDate></item>"
    )


def _register(settings: Mapping[str, str], publishers: Sequence[CataloguePublisher]) -> None:
    """As the worker takes in the catalogue, in a process whose settings are the newsroom's."""
    rows = json.dumps(
        [[one.slug, one.name, one.home_url, one.country, one.languages, one.feeds[0].url] for one in publishers]
    )
    subprocess.run(
        [sys.executable, "-m", "evals.week", "--register"], env=dict(settings), input=rows, text=True, check=True
    )


def register(rows: str) -> None:
    from octavo import store

    store.migrate()
    from octavo.store.publishers import sync_catalogue

    sync_catalogue(
        CataloguePublisher(slug, name, home, country, tuple(languages), (CatalogueFeed(feed),))
        for slug, name, home, country, languages, feed in json.loads(rows)
    )


def _wait(data: Path, expected: int) -> None:
    """Until everything has arrived and is labelled and grouped, and the editions were made with it."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        time.sleep(2)
        (done,) = query(data, "SELECT COUNT(*) FROM store_articlelabels WHERE state = 2")[0]
        (waiting,) = query(data, "SELECT COUNT(*) FROM store_articlelabels WHERE state != 2")[0]
        if done >= 0.97 * expected and not waiting:
            time.sleep(5)
            return
    print("  (the week was not grouped in time)", file=sys.stderr)


# --- what came of it ---


def _grouped(data: Path, gold: Mapping[str, str]) -> dict[str, float]:
    known = [(story, gold[url]) for url, story in query(data, ADDRESSES) if url in gold]
    precision, recall, both = bcubed([story for story, _ in known], [event for _, event in known])
    return {
        "week.arrived": len(known) / len(gold),
        "week.stories_precision": precision,
        "week.stories_recall": recall,
        "week.stories_f1": both,
    }


def _fronts(data: Path, address: str, gold: Mapping[str, str]) -> dict[str, float]:
    events = _events_of_stories(data, gold)
    fronts = {name: _front(data, address, reader, events) for name, reader in READERS.items()}
    return {f"week.{name}_{measure}": value for name, front in fronts.items() for measure, value in front.items()}


def _events_of_stories(data: Path, gold: Mapping[str, str]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for url, story in query(data, ADDRESSES):
        if url in gold:
            found[story].add(gold[url])
    return found


def _front(data: Path, address: str, reader: tuple[str, ...], events: Mapping[int, set[str]]) -> dict[str, float]:
    country, *languages = reader
    cards = _leads(f"{address}/?country={country}" + "".join(f"&language={code}" for code in languages))
    stories = [_story_of(data, href) for href, _ in cards]
    told = Counter(event for story in stories for event in events[story])
    about = f"SELECT story_id FROM store_storyfacet WHERE code IN ('from:{country}', 'about:{country}')"  # noqa: S608 - ours
    near = {story for (story,) in query(data, about)}
    voices = dict(query(data, "SELECT id, voices FROM store_story"))
    return {
        "leads": len(cards) / 8,
        "readable": _share(language.split("-")[0] in languages for _, language in cards),
        "one_event_each": _share(len(events[story]) <= 1 for story in stories),
        "no_event_twice": 1 - sum(count > 1 for count in told.values()) / max(1, len(told)),
        "several_voices": _share(voices[story] > 1 for story in stories),
        "near": _share(story in near for story in stories),
    }


def _leads(url: str) -> list[tuple[str, str]]:
    """The address and the language of each lead's headline."""
    with urllib.request.urlopen(url, timeout=30) as response:  # noqa: S310 - loopback
        tree = lxml_html.fromstring(response.read())
    page_language = tree.get("lang", "")
    heads = tree.xpath("//section[contains(@class, 'lead')]//article//*[contains(@class, 'headline')]")
    return [(head.find(".//a").get("href"), head.get("lang") or page_language) for head in heads]


def _story_of(data: Path, href: str) -> int:
    kind, number = re.findall(r"/(story|article)/([0-9]+)/", href)[0]
    if kind == "story":
        return int(number)
    return int(query(data, f"SELECT story_id FROM store_storymember WHERE article_id = {int(number)}")[0][0])  # noqa: S608


def _share(answers: Iterable[bool]) -> float:
    known = list(answers)
    return sum(known) / len(known) if known else 0.0


def main() -> None:
    if "--register" in sys.argv:
        return register(sys.stdin.read())
    with newsroom(full=True) as (data, address, gold):
        print({**_grouped(data, gold), **_fronts(data, address, gold)})
        print(f"The week is at {address}; Ctrl-C ends it.", flush=True)
        while True:
            time.sleep(60)


if __name__ == "__main__":
    main()
