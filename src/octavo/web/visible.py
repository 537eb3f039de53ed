"""What this viewer may see: every card and article passes here before a template gets it.

What the publisher's terms withhold is taken out of the value itself, so no template can leak it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from octavo.core.media_views import EpisodeView
from octavo.core.reading import ArticleView, Card, CardPage, FrontPage, RevisionView, SectionView
from octavo.core.rights import TextRights, text_rights
from octavo.core.views import EditionView, RelatedView, StoryCard, StoryRow, StoryView, Telling
from octavo.store.settings import SITE


def rights_of(card: Card) -> TextRights:
    return text_rights(card.publisher.terms, instance_is_private=SITE.is_private)


def rights_of_everybody(card: Card) -> TextRights:
    """In what leaves this machine, for ears and mailboxes: there a private instance keeps to the terms, too."""
    return text_rights(card.publisher.terms, instance_is_private=False)


def visible_card(card: Card) -> Card:
    if rights_of(card) is TextRights.LINK:
        return replace(card, excerpt="", picture=None, media=())
    return card


def visible_cards(cards: Iterable[Card]) -> tuple[Card, ...]:
    return tuple(visible_card(card) for card in cards)


def visible_page(page: CardPage) -> CardPage:
    return replace(page, cards=visible_cards(page.cards))


def visible_front(front: FrontPage) -> FrontPage:
    sections = tuple(_visible_section(section) for section in front.sections)
    return replace(front, lead=visible_cards(front.lead), sections=sections)


def _visible_section(section: SectionView) -> SectionView:
    return replace(section, cards=visible_cards(section.cards))


@dataclass(frozen=True, slots=True)
class VisibleArticle:
    """An article with its withheld parts taken out. `rights` says how much is left."""

    article: ArticleView
    rights: TextRights

    @property
    def is_full(self) -> bool:
        return self.rights is TextRights.FULL and bool(self.article.html)


def visible_article(article: ArticleView) -> VisibleArticle:
    rights = rights_of(article.card)
    card = visible_card(article.card)
    if rights is TextRights.FULL:
        return VisibleArticle(article, rights)
    if rights is TextRights.EXCERPT:
        return VisibleArticle(replace(article, card=card, standfirst="", html="", text=""), rights)
    bare = replace(article, card=card, standfirst="", html="", text="", hashtags=(), authors=(), source="")
    return VisibleArticle(bare, rights)


def visible_revisions(article: VisibleArticle, revisions: Iterable[RevisionView]) -> tuple[RevisionView, ...]:
    """Earlier titles are always shown; earlier texts only where the present text is."""
    if article.rights is TextRights.FULL:
        return tuple(revisions)
    return tuple(replace(revision, text="") for revision in revisions)


def visible_episode(card: Card, episode: EpisodeView | None) -> EpisodeView | None:
    """A transcript is the publisher's text: its words show where its text does, its chapters where excerpts do."""
    rights = rights_of(card)
    if episode is None or rights is TextRights.LINK:
        return None
    if rights is TextRights.FULL:
        return episode
    return replace(episode, lines=(), mark=replace(episode.mark, has_transcript=False))


def visible_story_card(story: StoryCard) -> StoryCard:
    return replace(story, card=visible_card(story.card))


def visible_story_cards(stories: Iterable[StoryCard]) -> tuple[StoryCard, ...]:
    return tuple(visible_story_card(story) for story in stories)


def visible_edition(view: EditionView) -> EditionView:
    return replace(
        view,
        lead=visible_story_cards(view.lead),
        rows=tuple(_visible_row(row) for row in view.rows),
        breaking=visible_story_cards(view.breaking),
    )


def _visible_row(row: StoryRow) -> StoryRow:
    return replace(row, stories=visible_story_cards(row.stories))


def visible_telling(telling: Telling) -> Telling:
    """The agency that a page names is part of its text, so it goes where even excerpts are withheld."""
    source = telling.source if rights_of(telling.card) is not TextRights.LINK else ""
    return replace(telling, card=visible_card(telling.card), source=source)


def visible_story(story: StoryView) -> StoryView:
    """Pictures stay where an article that may show them has them."""
    tellings = tuple(visible_telling(telling) for telling in story.tellings)
    shown = {telling.card.picture.id for telling in tellings if telling.card.picture}
    return replace(
        story,
        tellings=tellings,
        pictures=tuple(picture for picture in story.pictures if picture.id in shown),
    )


def visible_related(found: Iterable[RelatedView]) -> tuple[RelatedView, ...]:
    """Text to unfold in place: the whole of it, or the excerpt, or nothing."""
    return tuple(_visible_related(related) for related in found)


def _visible_related(related: RelatedView) -> RelatedView:
    card = visible_card(related.card)
    text = related.text if rights_of(related.card) is TextRights.FULL else card.excerpt
    return replace(related, card=card, text=text)
