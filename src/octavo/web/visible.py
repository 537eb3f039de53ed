"""What this viewer may see: every card and article passes here before a template gets it.

What the publisher's terms withhold is taken out of the value itself, so no template can leak it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from octavo.core.reading import ArticleView, Card, CardPage, FrontPage, RevisionView, SectionView
from octavo.core.rights import TextRights, text_rights
from octavo.store.settings import SITE


def rights_of(card: Card) -> TextRights:
    return text_rights(card.publisher.terms, instance_is_private=SITE.is_private)


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
