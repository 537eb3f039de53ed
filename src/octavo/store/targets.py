"""What a followed target means: an id, the facet that finds its stories, or the words and filter of a search."""

from collections.abc import Iterable, Sequence
from urllib.parse import parse_qs, urlencode

from octavo.core.personal import Follow, FollowKind
from octavo.core.reading import ArticleFilter
from octavo.store.story_rows import story_ends

_MAX_ID = 2**63 - 1
_MOST_FIELDS = 20


def number_of(target: str) -> int:
    """The id that a target is; 0 for none."""
    is_id = target.isascii() and target.isdigit() and len(target) < 20
    return int(target) if is_id and int(target) <= _MAX_ID else 0


def search_target(text: str, where: ArticleFilter) -> str:
    """A search as a target: always the same for the same search."""
    pairs = [("q", " ".join(text.split()))]
    pairs += [("language", one) for one in sorted(where.languages)]
    pairs += [("country", one) for one in sorted(where.countries)]
    pairs += [("publisher", where.publisher)] if where.publisher else []
    return urlencode(pairs)


def search_of(target: str) -> tuple[str, ArticleFilter]:
    """The words and the filter of a search's target; no words where it is none."""
    said = parse_qs(target) if target.count("&") < _MOST_FIELDS else {}
    where = ArticleFilter(
        languages=tuple(said.get("language", ())),
        countries=tuple(said.get("country", ())),
        publisher=next(iter(said.get("publisher", ())), ""),
    )
    return next(iter(said.get("q", ())), "").replace("\x00", "").strip(), where


def is_canonical(target: str) -> bool:
    return search_target(*search_of(target)) == target


def country_of(follow: Follow) -> str:
    """The country that is followed as a place ("cKE" is "KE"), "" for anything else."""
    is_country = follow.kind is FollowKind.PLACE and len(follow.target) == 3 and follow.target[0] == "c"
    return follow.target[1:] if is_country else ""


def facets_of(follows: Iterable[Follow]) -> dict[str, Follow]:
    """By which facet of a story each is found, of those that are found so."""
    kinds = {FollowKind.TOPIC: "topic", FollowKind.HASHTAG: "tag", FollowKind.PLACE: "place"}
    found: dict[str, Follow] = {}
    for one in follows:
        if country := country_of(one):
            found[f"about:{country}"] = one
        elif one.kind in kinds:
            found[f"{kinds[one.kind]}:{one.target}"] = one
    return found


def publisher_ids(follows: Sequence[Follow]) -> list[int]:
    return [number for one in follows if one.kind is FollowKind.PUBLISHER and (number := number_of(one.target))]


def story_ids(follows: Sequence[Follow]) -> dict[int, Follow]:
    """The stories that are followed, as what they are part of by now."""
    wanted = {number: one for one in follows if one.kind is FollowKind.STORY and (number := number_of(one.target))}
    ends = story_ends(wanted) if wanted else {}
    return {ends[number]: one for number, one in wanted.items() if number in ends}
