"""The edition that a reader's front page shows, and what is trending, as this viewer may see them."""

from dataclasses import replace
from datetime import datetime
from functools import cache

from octavo.core.config import load
from octavo.core.reading import EditionKey
from octavo.core.settings import EditionsSettings
from octavo.core.views import EditionView, StoryCard
from octavo.editions import trending, wanted_candidates
from octavo.editions.desk import desk_of
from octavo.pipeline.editions import Editions
from octavo.store import reading
from octavo.web.mine import Mine
from octavo.web.personal import PersonalEdition, personal_edition
from octavo.web.visible import visible_edition, visible_story_cards

# With fewer stories than these there is no edition yet: the newest articles stand in for it.
FEWEST = 4


@cache
def made() -> Editions:
    """This process's editions: those made ahead are read, others made on the spot and remembered."""
    return Editions(load(EditionsSettings))


def current_edition(key: EditionKey, now: datetime) -> EditionView | None:
    """None in a newsroom's first minutes, before its articles are grouped."""
    edition = made().current(key, now)
    if len(edition.lead) < FEWEST:
        return None
    view = visible_edition(reading.edition_view(key, edition))
    return view if len(view.lead) >= FEWEST else None


def personal_front(key: EditionKey, mine: Mine, now: datetime) -> PersonalEdition | None:
    """The same, in the reader's own order and without what they mute."""
    edition = made().current(key, now)
    if len(edition.lead) < FEWEST:
        return None
    personal = personal_edition(edition, mine, now)
    return personal if personal.view.lead else None


def trending_stories(key: EditionKey, now: datetime) -> tuple[StoryCard, ...]:
    """The stories that gather independent voices fastest, each with the term that says so."""
    hidden = desk_of(reading.desk_acts(now), key, now).hidden
    found = trending(reading.candidates(wanted_candidates(key, now)), now, key=key)
    placed = {one.story: one for one in found if one.story not in hidden}
    cards = reading.story_cards(list(placed), key.languages, {one.story: one.article for one in placed.values()})
    return visible_story_cards(
        replace(card, score=placed[card.id].score, terms=placed[card.id].terms) for card in cards if card.id in placed
    )
