"""Publishers: the catalogue brought in, publishers of hosts, and their logos."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from octavo.core.catalogue import CatalogueFeed, CataloguePublisher
from octavo.core.ids import slug_of
from octavo.store.changes import note_change
from octavo.store.jobs import enqueue
from octavo.store.languages import plain_language
from octavo.store.models import Feed, Publisher
from octavo.store.pictures import want_pictures
from octavo.store.sql import chunks
from octavo.store.streams import add_streams, known_streams


@dataclass(frozen=True, slots=True)
class SyncReport:
    """How much of the catalogue was new here."""

    publishers: int
    feeds: int


def sync_catalogue(publishers: Sequence[CataloguePublisher], now: datetime | None = None) -> SyncReport:
    """Bring in what the catalogue has and we have not. What is here already is the operator's and stays as it is."""
    now = now or timezone.now()
    slugs = dict(Publisher.objects.values_list("slug", "pk"))
    urls = set(Feed.objects.values_list("url", flat=True))
    streams = known_streams()
    report = SyncReport(0, 0)
    for batch in chunks(publishers, 20):
        if all(_is_known(publisher, slugs, urls, streams) for publisher in batch):
            continue
        with transaction.atomic():
            for publisher in batch:
                new = _sync(publisher, slugs, urls, now)
                add_streams(publisher.streams, publisher.slug, now)
                report = SyncReport(report.publishers + new.publishers, report.feeds + new.feeds)
            note_change()
    return report


def _is_known(
    publisher: CataloguePublisher, slugs: Mapping[str, int], urls: set[str], streams: set[tuple[str, str]]
) -> bool:
    has_streams = streams.issuperset((stream.url, stream.player) for stream in publisher.streams)
    return publisher.slug in slugs and urls.issuperset(_urls(publisher)) and has_streams


def _urls(publisher: CataloguePublisher) -> list[str]:
    return [feed.url for feed in publisher.feeds]


def _sync(publisher: CataloguePublisher, slugs: Mapping[str, int], urls: set[str], now: datetime) -> SyncReport:
    publisher_id = slugs.get(publisher.slug)
    is_new = publisher_id is None
    if publisher_id is None:
        publisher_id = Publisher.objects.create(
            slug=publisher.slug,
            name=publisher.name,
            home_url=publisher.home_url,
            country=publisher.country,
            languages=[plain_language(language) for language in publisher.languages],
            owner=publisher.owner,
            about=publisher.about,
            terms=publisher.terms.value,
            terms_note=publisher.terms_note,
        ).pk
        want_logo(publisher_id, now)
    feeds = [_feed(feed, publisher_id, now) for feed in publisher.feeds if feed.url not in urls]
    Feed.objects.bulk_create(feeds)
    urls.update(_urls(publisher))
    return SyncReport(int(is_new), len(feeds))


def _feed(feed: CatalogueFeed, publisher_id: int, now: datetime) -> Feed:
    return Feed(
        url=feed.url,
        publisher_id=publisher_id,
        title=feed.title,
        use=feed.use,
        section=feed.section,
        language=plain_language(feed.language),
        next_poll_at=now,
    )


def publisher_of_host(host: str, home_url: str, now: datetime) -> int:
    """The publisher of a feed's host, made where there is none. Inside the caller's transaction."""
    bare = host.removeprefix("www.").removeprefix("feeds.").removeprefix("rss.")
    slug = slug_of(bare)[:80] or "publisher"
    known = Publisher.objects.filter(slug=slug).values_list("pk", flat=True).first()
    if known is not None:
        return known
    publisher = Publisher.objects.create(slug=slug, name=host[:200], home_url=home_url)
    want_logo(publisher.pk, now)
    return publisher.pk


def want_logo(publisher_id: int, now: datetime) -> None:
    """Ask the worker to look for a publisher's logo."""
    enqueue("find_logo", str(publisher_id), {"publisher": publisher_id}, now)


def logo_request(publisher_id: int) -> str | None:
    """The home page on which to look for a logo; None where there is none to look at, or a logo already."""
    return (
        Publisher.objects.filter(pk=publisher_id, logo=None)
        .exclude(home_url="")
        .values_list("home_url", flat=True)
        .first()
    )


def record_logo(publisher_id: int, url: str | None, now: datetime) -> int | None:
    """What the search for a logo found. Returns the picture's id, wanted by now; None where there is no logo."""
    with transaction.atomic():
        picture_id = next(iter(want_pictures({url: now}).values()), None) if url else None
        Publisher.objects.filter(pk=publisher_id).update(logo_id=picture_id, logo_checked_at=now)
        note_change()
    return picture_id
