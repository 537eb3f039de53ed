"""Every table of Octavo, one file per group of nouns."""

from octavo.store.models.articles import (
    Article,
    ArticleBody,
    ArticleHashtag,
    Hashtag,
    PageSource,
    Revision,
    Section,
)
from octavo.store.models.feeds import Entry, Feed
from octavo.store.models.jobs import ImportReport, Job
from octavo.store.models.pictures import Picture
from octavo.store.models.publishers import Publisher
from octavo.store.models.quality import PageReading, PublisherTemplate
from octavo.store.models.readers import OperatorInvitation, Reader
from octavo.store.models.site import Counter, SitePage

__all__ = [
    "Article",
    "ArticleBody",
    "ArticleHashtag",
    "Counter",
    "Entry",
    "Feed",
    "Hashtag",
    "ImportReport",
    "Job",
    "OperatorInvitation",
    "PageReading",
    "PageSource",
    "Picture",
    "Publisher",
    "PublisherTemplate",
    "Reader",
    "Revision",
    "Section",
    "SitePage",
]
