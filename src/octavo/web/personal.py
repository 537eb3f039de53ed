"""A reader's own order of the edition, and the news of what they follow. Computed for each page and kept nowhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from octavo.core.editions import Candidate, Edition, PlacedStory, ScoredTerm
from octavo.core.personal import Follow, FollowKind
from octavo.core.reading import Card, EditionKey
from octavo.core.views import EditionView, StoryCard
from octavo.editions.desk import desk_of
from octavo.editions.edition import make_edition
from octavo.editions.personal import personal_terms, recommended
from octavo.editions.terms import judge, scene_of
from octavo.store import reading
from octavo.web.mine import Mine
from octavo.web.visible import visible_card, visible_edition, visible_story_cards

FRESH = timedelta(hours=36)
"""As in editions: what a followed thing adds to the front page."""
MOST_FOLLOWED = 60
PER_FOLLOW = 6
NEWS_SINCE = timedelta(days=7)
TODAY = timedelta(hours=24)
MOST_NEWS = 200
MOST_RECOMMENDED = 6
HABITUAL_TOPICS = 3


@dataclass(frozen=True, slots=True)
class PersonalEdition:
    """`usual` says which number a story has in the edition of everybody (1 is the first)."""

    view: EditionView
    usual: Mapping[int, int]
    hidden: tuple[Card, ...]
    is_personal: bool


def all_placed(edition: Edition) -> list[PlacedStory]:
    """From the first to the last."""
    return [*edition.lead, *(one for section in edition.sections for one in section.stories)]


def personal_edition(edition: Edition, mine: Mine, now: datetime) -> PersonalEdition:
    """The edition with the reader's own terms on top, and without what they mute. Its candidates are the stories that
    stand in it and those of what the reader follows, so that this costs little."""
    key, is_personal = edition.key, mine.preferences.is_personal
    placed = all_placed(edition)
    usual: dict[int, int] = {}
    for number, one in enumerate(placed, start=1):
        usual.setdefault(one.story, number)
    if not is_personal and not mine.muted:
        return PersonalEdition(visible_edition(reading.edition_view(key, edition)), usual, (), is_personal=False)
    ids = dict.fromkeys([*usual, *(one.story for one in edition.breaking), *_followed(mine, now, is_personal)])
    found = reading.candidates_of(ids, key.languages, not_by=mine.muted.publishers)
    kept, _ = mine.muted.split(found, mine.muted.hides_candidate)
    more = personal_terms(mine.taste, now) if is_personal else None
    made = make_edition(key, kept, reading.desk_acts(now), now, more=more)
    view, hidden = mine.muted.edition(visible_edition(reading.edition_view(key, made)))
    hidden += _hidden_of(usual, {one.story.id for one in kept}, key)
    return PersonalEdition(view, usual, hidden, is_personal)


def _followed(mine: Mine, now: datetime, is_personal: bool) -> list[int]:
    if not is_personal:
        return []
    found = reading.followed_stories(mine.follows, now - FRESH, per_follow=PER_FOLLOW, with_searches=False)
    return list(found)[:MOST_FOLLOWED]


def _hidden_of(usual: Mapping[int, int], kept: set[int], key: EditionKey) -> tuple[Card, ...]:
    """The cards of those of the edition's stories that muting took out."""
    gone = [story for story in usual if story not in kept]
    return tuple(one.card for one in visible_story_cards(reading.story_cards(gone, key.languages))) if gone else ()


@dataclass(frozen=True, slots=True)
class News:
    """A story of what a reader follows. `new` counts the articles that came since they read it, and is None where they
    have not. `recommended` is the habit that speaks for a story that they do not follow."""

    story: StoryCard
    reasons: tuple[Follow, ...] = ()
    new: int | None = None
    recommended: ScoredTerm | None = None

    @property
    def is_unread(self) -> bool:
        return self.new is None or self.new > 0


@dataclass(frozen=True, slots=True)
class MyNews:
    news: tuple[News, ...]
    recommended: tuple[News, ...]
    hidden: tuple[Card, ...]
    is_more: bool = False


def news_of(
    follows: Sequence[Follow], key: EditionKey, now: datetime, *, limit: int = 24
) -> tuple[tuple[StoryCard, tuple[Follow, ...]], ...]:
    """The newest stories of what is followed, each with why: for a device without an account."""
    found = reading.followed_stories(follows, now - NEWS_SINCE)
    cards = visible_story_cards(reading.story_cards(list(found)[:MOST_NEWS], key.languages))
    newest = sorted(cards, key=lambda one: (one.last_at, one.id), reverse=True)
    return tuple((one, found[one.id]) for one in newest[:limit])


def my_news(
    mine: Mine,
    key: EditionKey,
    edition: Edition,
    now: datetime,
    *,
    by_rank: bool,
    only_new: bool,
    start: int,
    limit: int,
) -> MyNews:
    """The stories of what the reader follows, the newest first or by their own ranking, and a few beside."""
    found = reading.followed_stories(mine.follows, now - NEWS_SINCE)
    kept, gone = _unmuted(found, mine, key, now)
    ordered = _ranked(kept, mine, key, now) if by_rank else _newest(kept)
    new = _new_counts(ordered, mine)
    if only_new:
        ordered = [story for story in ordered if story not in new or new[story]]
    shown = visible_story_cards(reading.story_cards(ordered[start : start + limit], key.languages))
    shown, hidden = mine.muted.stories(shown)
    hidden += _hidden_cards(gone, key)
    news = tuple(News(one, found[one.id], new.get(one.id)) for one in shown)
    beside = _recommended(mine, key, edition, now, set(found)) if not start else ()
    return MyNews(news, beside, hidden, is_more=len(ordered) > start + limit)


def news_today(mine: Mine, key: EditionKey, now: datetime, limit: int) -> tuple[News, ...]:
    """What happened since this time yesterday in what the reader follows, by their own ranking."""
    found = reading.followed_stories(mine.follows, now - TODAY)
    kept, _gone = _unmuted(found, mine, key, now)
    ranked = _ranked(kept, mine, key, now)
    shown, _hidden = mine.muted.stories(visible_story_cards(reading.story_cards(ranked[:limit], key.languages)))
    return tuple(News(one, found[one.id]) for one in shown)


def _unmuted(
    stories: Iterable[int], mine: Mine, key: EditionKey, now: datetime
) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
    """As candidates, what the desk does not hide: what stays, and what the reader's muting hides."""
    candidates = reading.candidates_of(list(stories)[:MOST_NEWS], key.languages, not_by=mine.muted.publishers)
    desk = desk_of(reading.desk_acts(now), key, now)
    candidates = tuple(one for one in candidates if one.story.id not in desk.hidden)
    return mine.muted.split(candidates, mine.muted.hides_candidate)


def _hidden_cards(gone: Sequence[Candidate], key: EditionKey) -> tuple[Card, ...]:
    ids = [one.story.id for one in gone]
    return tuple(visible_card(one.card) for one in reading.story_cards(ids, key.languages)) if ids else ()


def _newest(candidates: Sequence[Candidate]) -> list[int]:
    rows = sorted(candidates, key=lambda one: (one.story.last_at, one.story.id), reverse=True)
    return [one.story.id for one in rows]


def _ranked(candidates: Sequence[Candidate], mine: Mine, key: EditionKey, now: datetime) -> list[int]:
    acts = desk_of(reading.desk_acts(now), key, now)
    scene = scene_of(key, candidates, acts, now, personal_terms(mine.taste, now))
    judged = [judge(one, scene) for one in candidates]
    judged.sort(key=lambda one: (-one.score, -one.story.last_at.timestamp(), one.story.id))
    return [one.story.id for one in judged]


def _new_counts(story_ids: Sequence[int], mine: Mine) -> dict[int, int]:
    """Story id -> how many articles joined since the reader read it, of those that they read."""
    read = mine.taste.habits.stories
    known = {story: read[story] for story in story_ids if story in read}
    return dict.fromkeys(known, 0) | reading.new_since(known)


def _recommended(mine: Mine, key: EditionKey, edition: Edition, now: datetime, followed: set[int]) -> tuple[News, ...]:
    topics = sorted(mine.taste.habits.topics, key=lambda code: -mine.taste.habits.topics[code])[:HABITUAL_TOPICS]
    habitual = reading.followed_stories([Follow(FollowKind.TOPIC, code) for code in topics], now - FRESH)
    ids = [one for one in (*(one.story for one in all_placed(edition)), *habitual) if one not in followed]
    candidates = reading.candidates_of(ids, key.languages, not_by=mine.muted.publishers)
    kept, _ = mine.muted.split(candidates, mine.muted.hides_candidate)
    chosen = {one.story.id: term for one, term in recommended(kept, mine.taste, now, limit=MOST_RECOMMENDED)}
    cards, _hidden = mine.muted.stories(visible_story_cards(reading.story_cards(list(chosen), key.languages)))
    return tuple(News(replace(one, terms=()), recommended=chosen[one.id]) for one in cards)
