"""What stands beside an article: the other voices of its story, then what is related to it. All of it as visible."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from octavo.core.stories import Sighting
from octavo.core.views import RelatedView, StoryView
from octavo.store import reading
from octavo.store.reading.cards import cards
from octavo.store.sightings import sightings
from octavo.web.visible import visible_related, visible_story

if TYPE_CHECKING:
    from octavo.stories.related import Related

SAME_STORY = 6
RELATED = 6
UNFOLDED_CHARS = 1_500
MOST_CHARS = 20_000


@dataclass(frozen=True, slots=True)
class Beside:
    """`story` is None where an article is in none yet; `others` are those of its story, readable ones first."""

    story: StoryView | None
    others: tuple[RelatedView, ...]
    related: tuple[RelatedView, ...]


def beside(article_id: int, languages: Sequence[str], now: datetime) -> Beside:
    story_id = reading.stories_of([article_id]).get(article_id)
    found = reading.story_view(story_id) if story_id else None
    if not isinstance(found, StoryView):
        return Beside(None, (), ())
    story = visible_story(found)
    return Beside(story, _others(story, article_id, languages), related_to(article_id, story.id, now))


def _others(story: StoryView, article_id: int, languages: Sequence[str]) -> tuple[RelatedView, ...]:
    """Voices before copies, the reader's languages before others, the newest first."""

    def place(number: int) -> tuple[bool, bool, int]:
        telling = story.tellings[number]
        return telling.copy_of is not None, telling.card.language not in languages, -number

    order = sorted((n for n, one in enumerate(story.tellings) if one.card.id != article_id), key=place)
    chosen = [story.tellings[number] for number in order[:SAME_STORY]]
    return tuple(RelatedView(one.card, is_same_story=True, reasons=one.reasons) for one in chosen)


def related_to(article_id: int, story_id: int, now: datetime) -> tuple[RelatedView, ...]:
    """Articles of other stories, with as much text to unfold as their publishers' terms allow."""
    sighted = sightings([article_id])
    if not sighted:
        return ()
    candidates = {int(one.id): one for one in reading.related_candidates(story_id, now)}
    if not candidates:
        return ()
    found = {int(one.id): one for one in _judged(sighted[0], tuple(candidates.values()))}
    return visible_related(
        RelatedView(card, is_same_story=False, reasons=found[card.id].reasons, text=beginning(candidates[card.id].text))
        for card in cards(list(found))
    )


def _judged(target: Sighting, others: Sequence[Sighting]) -> "Sequence[Related]":
    """Imported when it is needed: the judgement brings numpy."""
    from octavo.stories.related import Relatable, related

    return related(Relatable(target), [Relatable(one) for one in others], limit=RELATED)


def beginning(text: str) -> str:
    """Whole paragraphs up to `UNFOLDED_CHARS`, one at least."""
    kept = ""
    for paragraph in text[:MOST_CHARS].split("\n\n"):
        if kept and len(kept) + len(paragraph) > UNFOLDED_CHARS:
            return f"{kept}\n\n…"
        kept = f"{kept}\n\n{paragraph}" if kept else paragraph[:UNFOLDED_CHARS]
    return kept
