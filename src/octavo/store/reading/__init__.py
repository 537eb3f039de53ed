"""Reads, as plain functions over core types. None of them writes, and none asks once for each row of a list."""

from octavo.store.changes import data_version
from octavo.store.reading.articles import article, more_from, revisions
from octavo.store.reading.front import front_page
from octavo.store.reading.lists import latest
from octavo.store.reading.names import editions, hashtag, publisher, publishers, section, sections
from octavo.store.reading.searching import search
from octavo.store.reading.state import gathering_state

__all__ = [
    "article",
    "data_version",
    "editions",
    "front_page",
    "gathering_state",
    "hashtag",
    "latest",
    "more_from",
    "publisher",
    "publishers",
    "revisions",
    "search",
    "section",
    "sections",
]
