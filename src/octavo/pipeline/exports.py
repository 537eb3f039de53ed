"""OPML out: every feed, in the folder of its section, so that importing the list again gives the same feeds."""

from collections.abc import Iterable

from octavo.core.feeds import FeedListing

TITLE = "Feeds of Octavo"


def opml_of_feeds() -> bytes:
    """All feeds of the store as OPML 2.0."""
    return opml_of(listings())


def opml_of(feeds: Iterable[FeedListing]) -> bytes:
    """These feeds as OPML 2.0."""
    from octavo.gather.opml import write_opml

    return write_opml(feeds, TITLE)


def listings() -> list[FeedListing]:
    from octavo.store.models import Feed

    feeds = Feed.objects.select_related("publisher").order_by("section", "publisher__name", "id")
    return [
        FeedListing(
            url=feed.url,
            title=feed.title or feed.publisher.name,
            home_url=feed.publisher.home_url or None,
            folders=(feed.section,) if feed.section else (),
            language=feed.language or None,
        )
        for feed in feeds.iterator()
    ]
