"""A reader's own wrap-up: what they follow, of today, in what is kept of it already. Nothing is read or made for it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from math import ceil

from octavo.core.briefs import BriefOf, Feature, KeptBrief
from octavo.core.reading import EditionKey
from octavo.store.ai_reports import upheld
from octavo.store.briefs import briefs_of_many
from octavo.store.reading.cards import cards
from octavo.web.brief_views import Line, ShownItem, ShownWrapup
from octavo.web.briefs import Teller, cited, model_of
from octavo.web.mine import Mine
from octavo.web.personal import TODAY, News, news_today
from octavo.web.words import WORDS_A_MINUTE

STORIES = 8
SENTENCES = 3


def mine_wrapup(mine: Mine, key: EditionKey, now: datetime) -> ShownWrapup | None:
    """Of each story its roundup, else its article's summary, else its excerpt. None where nothing happened in what
    they follow."""
    news = news_today(mine, key, now, STORIES)
    if not news:
        return None
    language = key.languages[0] if key.languages else ""
    roundups = briefs_of_many(BriefOf.STORY, [one.story.id for one in news], Feature.PERSPECTIVES, language)
    summaries = briefs_of_many(BriefOf.ARTICLE, [one.story.card.id for one in news], Feature.SUMMARY)
    teller = _teller(mine, news, roundups, summaries)
    items = tuple(_item(one, teller, roundups, summaries, now) for one in news)
    used = [*roundups.values(), *summaries.values()]
    return ShownWrapup(
        made_at=max((one.made_at for one in used), default=None),
        model=next((one.model for one in items if one.model), ""),
        minutes=_minutes(items),
        items=_new_among(items),
    )


def _teller(
    mine: Mine, news: Sequence[News], roundups: Mapping[int, KeptBrief], summaries: Mapping[int, KeptBrief]
) -> Teller:
    """Who knows every article that is quoted, but for what the reader mutes."""
    quoted = {one for kept in (*roundups.values(), *summaries.values()) for one in cited(kept.brief)}
    seen, muted = mine.muted.cards(cards(sorted(quoted | {one.story.card.id for one in news})))
    return Teller(seen, muted, upheld())


def _item(
    one: News, teller: Teller, roundups: Mapping[int, KeptBrief], summaries: Mapping[int, KeptBrief], now: datetime
) -> ShownItem:
    card = one.story.card
    in_short = ((kept, teller.told(kept, SENTENCES)) for kept in (roundups.get(one.story.id), summaries.get(card.id)))
    nothing: tuple[KeptBrief | None, tuple[Line, ...]] = (None, ())
    kept, lines = next((told for told in in_short if told[1]), nothing)
    paragraph, model = lines or teller.excerpt(card), model_of(kept.brief) if kept else ""
    is_new = one.story.first_at > now - TODAY
    return ShownItem(one.story.id, card.title, card.language, paragraph, (), is_new, one.reasons, model)


def _new_among(items: tuple[ShownItem, ...]) -> tuple[ShownItem, ...]:
    """Where everything is new, nothing need be called so."""
    return tuple(replace(one, is_new=False) for one in items) if all(one.is_new for one in items) else items


def _minutes(items: Sequence[ShownItem]) -> int:
    texts = [text for one in items for text in (one.title, *(line.text for line in one.paragraph))]
    # Scripts without spaces count two letters as a word.
    return max(1, ceil(sum(max(len(text.split()), len(text) // 8) for text in texts) / WORDS_A_MINUTE))
