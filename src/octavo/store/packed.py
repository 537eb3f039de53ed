"""How labels, stories and editions are kept in a column: short JSON, zlib-packed where it is long.

Names of fields are kept short, for a story's facts are read by the hundred. What is written is bounded: labels come
from texts that anybody may have written.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from octavo.core.editions import Edition, EditionSection, PlacedStory, ScoredTerm, StandIn, Term
from octavo.core.labels import Figure, Hashtag, Labels, Name, Place, PlaceKind, PlaceRole, Quote, TopicLabel
from octavo.core.packing import PACK_LEVEL
from octavo.core.stories import Reason, StoryTag
from octavo.store.sql import storable

MAX_TOPICS = 12
MAX_PLACES = 40
MAX_HASHTAGS = 15
MAX_NAMES = 120
MAX_FIGURES = 60
MAX_QUOTES = 40
MAX_REASONS = 12
MAX_ITEMS = 8
MAX_WORDS = 200
"""Characters of a name, a unit, what a figure counts."""
MAX_SENTENCE = 600

_KINDS = {kind.value: kind for kind in PlaceKind}
_ROLES = {role.value: role for role in PlaceRole}
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def to_json(value: Any) -> str:
    return _ENCODER.encode(value)


def pack(value: Any) -> bytes:
    return zlib.compress(to_json(value).encode(), PACK_LEVEL)


def unpack(packed: bytes) -> Any:
    """None for b""."""
    return json.loads(zlib.decompress(packed)) if packed else None


@dataclass(frozen=True, slots=True)
class About:
    """What lists and stories need of an article's labels."""

    topics: tuple[TopicLabel, ...] = ()
    places: tuple[Place, ...] = ()
    hashtags: tuple[Hashtag, ...] = ()


def about_json(labels: Labels) -> str:
    return to_json(
        {
            "t": topic_rows(labels.topics[:MAX_TOPICS]),
            "p": place_rows(labels.places[:MAX_PLACES]),
            "h": hashtag_rows(labels.hashtags[:MAX_HASHTAGS]),
        }
    )


def read_about(text: str) -> About:
    value = json.loads(text)
    return About(topics(value.get("t", ())), places(value.get("p", ())), hashtags(value.get("h", ())))


def topic_rows(found: Sequence[TopicLabel]) -> list[list[Any]]:
    return [[topic.code, topic.label, round(topic.score, 3)] for topic in found]


def topics(rows: Sequence[Sequence[Any]]) -> tuple[TopicLabel, ...]:
    return tuple(TopicLabel(*row) for row in rows)


def place_rows(found: Sequence[Place]) -> list[list[Any]]:
    return [
        [
            place.id,
            storable(place.name, MAX_WORDS),
            place.country,
            place.kind.value,
            place.role.value,
            round(place.score, 3),
            place.latitude,
            place.longitude,
            place.region,
        ]
        for place in found
    ]


def places(rows: Sequence[Sequence[Any]]) -> tuple[Place, ...]:
    return tuple(
        Place(place_id, name, country, _KINDS[kind], _ROLES[role], *rest)
        for place_id, name, country, kind, role, *rest in rows
    )


def hashtag_rows(found: Sequence[Hashtag | StoryTag]) -> list[list[Any]]:
    return [[storable(tag.slug, 120), storable(tag.label, 120), round(tag.score, 3)] for tag in found]


def hashtags(rows: Sequence[Sequence[Any]]) -> tuple[Hashtag, ...]:
    return tuple(Hashtag(*row) for row in rows)


def tag_labels(found: Sequence[StoryTag]) -> dict[str, dict[str, str]]:
    """How other languages call a story's hashtags, by slug."""
    own = {
        storable(tag.slug, 120): {
            language: storable(label, 120) for language, label in tag.labels.items() if label != tag.label
        }
        for tag in found
    }
    return {slug: labels for slug, labels in own.items() if labels}


@dataclass(frozen=True, slots=True)
class Details:
    """What grouping and an article's own page need besides."""

    names: tuple[Name, ...] = ()
    figures: tuple[Figure, ...] = ()
    quotes: tuple[Quote, ...] = ()


def pack_details(labels: Labels) -> bytes:
    names = [[*_short(name.text, name.key), name.count] for name in labels.names[:MAX_NAMES]]
    figures = [
        [
            *_short(figure.text),
            _number(figure.value),
            *_short(figure.unit, figure.counts),
            storable(figure.sentence, MAX_SENTENCE),
        ]
        for figure in labels.figures[:MAX_FIGURES]
    ]
    quotes = [[storable(quote.text, MAX_SENTENCE), *_short(quote.speaker)] for quote in labels.quotes[:MAX_QUOTES]]
    return pack([names, figures, quotes]) if names or figures or quotes else b""


def _short(*texts: str) -> list[Any]:
    return [storable(text, MAX_WORDS) for text in texts]


def _number(value: float) -> float:
    """JSON knows no infinity, and a text may say any number of digits."""
    return value if abs(value) < 1e300 else 0.0


def unpack_details(packed: bytes) -> Details:
    if not packed:
        return Details()
    names, figures, quotes = unpack(packed)
    return Details(
        tuple(Name(*row) for row in names), tuple(Figure(*row) for row in figures), tuple(Quote(*row) for row in quotes)
    )


def reasons_json(reasons: Sequence[Reason]) -> str:
    return to_json(
        [
            [reason.kind, round(reason.weight, 3), _short(*reason.items[:MAX_ITEMS]), reason.amount]
            for reason in reasons[:MAX_REASONS]
        ]
    )


def read_reasons(text: str) -> tuple[Reason, ...]:
    return tuple(Reason(kind, weight, tuple(items), amount) for kind, weight, items, amount in json.loads(text))


def stand_in_rows(found: Sequence[tuple[StandIn, int | None]]) -> list[list[Any]]:
    """Each with its picture's id: whether that is stored by now is for the reader to ask."""
    return [
        [
            one.article,
            one.language,
            one.publisher,
            one.country,
            seconds(one.shown_at),
            picture_id,
            int(one.is_copy),
            int(one.is_original),
        ]
        for one, picture_id in found
    ]


def stand_ins(rows: Sequence[Sequence[Any]], stored_pictures: set[int]) -> tuple[StandIn, ...]:
    return tuple(
        StandIn(
            article,
            language,
            publisher,
            country,
            moment(shown_at),
            picture_id in stored_pictures,
            bool(is_copy),
            bool(is_original),
        )
        for article, language, publisher, country, shown_at, picture_id, is_copy, is_original in rows
    )


def seconds(value: datetime) -> int:
    return int(value.timestamp())


def moment(value: int) -> datetime:
    return datetime.fromtimestamp(value, UTC)


def pack_edition(edition: Edition) -> bytes:
    """All but whose, when and of which version, which have columns."""
    return pack(
        {
            "lead": [_placed_row(placed) for placed in edition.lead],
            "breaking": [_placed_row(placed) for placed in edition.breaking],
            "sections": [[row.kind, row.code, [_placed_row(one) for one in row.stories]] for row in edition.sections],
        }
    )


def _placed_row(placed: PlacedStory) -> list[Any]:
    terms = [[term.term.value, round(term.points, 4), _rounded(term.amount), term.detail] for term in placed.terms]
    return [placed.story, placed.article, round(placed.score, 4), terms, placed.mark]


def _rounded(amount: float | None) -> float | None:
    return None if amount is None else round(amount, 4)


def read_edition(packed: bytes) -> Mapping[str, Any]:
    """`lead`, `sections` and `breaking` of an Edition."""
    value = unpack(packed)
    return {
        "lead": tuple(map(_placed, value["lead"])),
        "breaking": tuple(map(_placed, value["breaking"])),
        "sections": tuple(
            EditionSection(kind, code, tuple(map(_placed, rows))) for kind, code, rows in value["sections"]
        ),
    }


def _placed(row: Sequence[Any]) -> PlacedStory:
    story, article, score, terms, mark = row
    # A term that this version of Octavo does not know any more is left out.
    known = tuple(
        ScoredTerm(_TERMS[term], points, amount, detail) for term, points, amount, detail in terms if term in _TERMS
    )
    return PlacedStory(story, article, score, known, mark)


_TERMS = {term.value: term for term in Term}
