"""What a reader may expect of an article, in a word: the badge, where it says something that is not seen anyway."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from octavo.core.articles import Badge, Kind
from octavo.core.reading import Card
from octavo.core.rights import TextRights
from octavo.web.visible import VisibleArticle, rights_of

BADGES: dict[Badge, Promise] = {
    Badge.COMPLETE: _("Whole text"),
    Badge.PARTIAL: _("Excerpt"),
    Badge.PAYWALLED: _("Paid article"),
    Badge.VIDEO_ONLY: _("Video only"),
    Badge.GALLERY: _("Pictures"),
    Badge.LIVE: _("Live"),
}
ICONS = {Badge.PAYWALLED: "lock", Badge.VIDEO_ONLY: "play", Badge.GALLERY: "gallery", Badge.LIVE: "live"}


def badge_name(badge: Badge) -> str:
    return str(BADGES[badge])


def badge_icon(badge: Badge) -> str:
    """The name of its icon; "" for none."""
    return ICONS.get(badge, "")


def card_badge(card: Card) -> Badge | None:
    """A card's badge; None for a whole text, and where every text of the publisher is an excerpt here anyway."""
    badge = _telling(card)
    return None if badge is Badge.PARTIAL and rights_of(card) is not TextRights.FULL else badge


def _telling(card: Card) -> Badge | None:
    """None for a whole text, and for what is heard: there the text is not what one comes for."""
    heard = card.kind is Kind.PODCAST and bool(card.media)
    return None if card.badge is Badge.COMPLETE or (heard and card.badge is Badge.PARTIAL) else card.badge


def article_badges(visible: VisibleArticle) -> tuple[Badge, ...]:
    """All that an article's own page says: what it is, whether it costs money, and whether there is less of it here."""
    card = visible.article.card
    telling = _telling(card)
    found = [telling] if telling else []
    if card.is_paywalled:
        found.append(Badge.PAYWALLED)
    if not visible.is_full and not card.media:
        found.append(Badge.PARTIAL)
    return tuple(dict.fromkeys(found))
