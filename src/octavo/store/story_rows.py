"""A story's row as core types: shared by lists, pages and editions."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from octavo.core.editions import StandIn
from octavo.core.stories import StorySummary
from octavo.store import packed
from octavo.store.sql import query_in, utc

COLUMNS = (
    "s.id, s.slug, s.title, s.title_language, s.first_at, s.last_at, s.articles, s.voices, s.publishers, s.country,"
    " s.facts"
)
_STORIES = f"SELECT {COLUMNS} FROM store_story s WHERE s.merged_into_id IS NULL AND s.id IN ({{marks}})"  # noqa: S608
_ENDS = "SELECT id, COALESCE(merged_into_id, id) FROM store_story WHERE id IN ({marks})"
_STORED = "SELECT id FROM store_picture WHERE state = 'stored' AND id IN ({marks})"
# Places in a stand-in's row (`store.packed.stand_in_rows`).
_LANGUAGE, _PICTURE, _ORIGINAL = 1, 5, 7
PARSED_ROWS = 1024
"""Some ten megabytes."""


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story's summary, the articles that may stand for it, oldest first, and other languages' labels of its tags."""

    summary: StorySummary
    title_language: str
    stand_ins: tuple[StandIn, ...]
    tag_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def story_rows(story_ids: Iterable[int], languages: Sequence[str] = ()) -> dict[int, StoryRow]:
    """Stories by id, in two queries; those that are gone or part of another are left out.

    With `languages`, only articles in one of them may stand for a story that has such, and originals.
    """
    return read_rows(list(query_in(_STORIES, story_ids)), languages)


def story_ends(story_ids: Iterable[int]) -> dict[int, int]:
    """Story id -> the story that it is part of by now, itself mostly; those that are gone are left out."""
    return dict(query_in(_ENDS, story_ids))


def read_rows(rows: Sequence[tuple[Any, ...]], languages: Sequence[str] = ()) -> dict[int, StoryRow]:
    """Of rows of COLUMNS. One more query tells which pictures are stored by now."""
    readable = frozenset(languages)
    known = [(story, _readable(story.stand_ins, readable)) for story in map(_parsed, rows)]
    wanted = {one[_PICTURE] for _, found in known for one in found if one[_PICTURE]}
    pictures = {row[0] for row in query_in(_STORED, sorted(wanted))}
    return {story.summary.id: _with_pictures(story, found, pictures) for story, found in known}


def _readable(stand_ins: Sequence[Sequence[Any]], languages: frozenset[str]) -> Sequence[Sequence[Any]]:
    """Of hundreds of stories it costs much to make a value of each article that nobody will choose."""
    if languages.isdisjoint(one[_LANGUAGE] for one in stand_ins):
        return stand_ins
    return [one for one in stand_ins if one[_LANGUAGE] in languages or one[_ORIGINAL]]


def _with_pictures(story: "_Parsed", found: Sequence[Sequence[Any]], pictures: set[int]) -> StoryRow:
    stand_ins = packed.stand_ins(found, pictures)
    has_picture = any(one.has_picture for one in stand_ins)
    summary = replace(story.summary, has_picture=True) if has_picture else story.summary
    return StoryRow(summary, story.title_language, stand_ins, story.tag_labels)


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A row, but for its pictures."""

    summary: StorySummary
    title_language: str
    stand_ins: Sequence[Sequence[Any]]
    tag_labels: Mapping[str, Mapping[str, str]]


@lru_cache(PARSED_ROWS)
def _parsed(row: tuple[Any, ...]) -> _Parsed:
    """The same row is the same story: editions of many countries look at the same few hundred again and again."""
    story_id, slug, title, title_language, first_at, last_at, articles, voices, publishers, country, packed_facts = row
    facts = json.loads(packed_facts)
    summary = StorySummary(
        id=story_id,
        slug=slug,
        title=title,
        first_at=_moment(first_at),
        last_at=_moment(last_at),
        articles=articles,
        voices=voices,
        publishers=publishers,
        languages=tuple(facts.get("languages", ())),
        by_country=facts.get("by_country", {}),
        by_language=facts.get("by_language", {}),
        arrivals=tuple(map(packed.moment, facts.get("arrivals", ()))),
        places=packed.places(facts.get("places", ())),
        country=country,
        topics=packed.topics(facts.get("topics", ())),
        hashtags=packed.hashtags(facts.get("hashtags", ())),
        publisher_ids=tuple(facts.get("publisher_ids", ())),
        has_text=facts.get("has_text", True),
    )
    return _Parsed(summary, title_language, facts.get("stand_ins", ()), facts.get("tag_labels", {}))


def _moment(value: Any) -> datetime:
    moment: datetime = utc(value)
    return moment


def choose_stand_in(row: StoryRow, languages: Sequence[str]) -> StandIn | None:
    """Who stands for a story before a reader of `languages` (as `kept_languages` gives them), in order of preference.

    In the reader's language, the operator's own, no copy, with a picture, the newest. None of a story of nothing.
    """
    places = {language: place for place, language in enumerate(languages)}
    least = len(places) if languages else 0

    def order(one: StandIn) -> tuple[int, bool, bool, bool, float]:
        place = places.get(one.language, least)
        return (place, not one.is_original, one.is_copy, not one.has_picture, -one.shown_at.timestamp())

    return min(row.stand_ins, key=order, default=None)
