"""Which article stands for a story on a card: in the reader's language, fresh, from home, pictured, not a copy."""

from collections.abc import Mapping
from datetime import datetime

from octavo.core.editions import Candidate, StandIn
from octavo.core.reading import EditionKey
from octavo.editions import calibration as by
from octavo.editions.geography import parent
from octavo.editions.languages import UNREAD, rank_of

# What must be alike before the least-shown publisher is preferred: all that a reader would notice.
Tier = tuple[int, bool, bool, bool, bool, bool]
Options = tuple[tuple[Tier, StandIn], ...]


def language_rank(candidate: Candidate, key: EditionKey) -> int:
    """That of the article in the language that the reader likes best; `UNREAD` where there is none."""
    known = {article.language for article in candidate.articles[-by.MOST_STAND_INS :]}
    return min((rank_of(language, key.languages) for language in known), default=UNREAD)


def stand_ins(candidate: Candidate, key: EditionKey) -> Options:
    """The articles of the best readable language, best first, one of each publisher."""
    articles = candidate.articles[-by.MOST_STAND_INS :]
    ranked = [(rank_of(article.language, key.languages), article) for article in articles]
    best = min((rank for rank, _ in ranked), default=UNREAD)
    readable = [article for rank, article in ranked if rank == best]
    newest = max((article.shown_at for article in readable), default=None)
    tiers = [(_tier(one, best, key, newest), one) for one in readable]
    tiers.sort(key=lambda pair: (pair[0], -pair[1].shown_at.timestamp(), pair[1].article))
    of_publisher: dict[int, tuple[Tier, StandIn]] = {}
    for tier, article in tiers:
        of_publisher.setdefault(article.publisher, (tier, article))
    return tuple(of_publisher.values())


def _tier(article: StandIn, rank: int, key: EditionKey, newest: datetime | None) -> Tier:
    """The smaller the better."""
    is_foreign = bool(key.country) and article.country != parent(key.country)
    is_outdated = newest is not None and newest - article.shown_at > by.OUTDATED
    return rank, not article.is_original, is_outdated, is_foreign, not article.has_picture, article.is_copy


def stand_in(options: Options, shown: Mapping[int, int]) -> StandIn:
    """The best of `options`; among equally good ones, that of the publisher that shows the fewest stories so far.

    Where the best ones' publishers show as many as one may, the next best article of another publisher stands in.
    """
    best = options[0][0]
    alike = [one for tier, one in options if tier == best]
    free = [one for one in alike if shown.get(one.publisher, 0) < by.MOST_OF_ONE_PUBLISHER]
    others = free or [one for _, one in options if shown.get(one.publisher, 0) < by.MOST_OF_ONE_PUBLISHER]
    return min(free, key=lambda one: shown.get(one.publisher, 0)) if free else (others or alike)[0]
