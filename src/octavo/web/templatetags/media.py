"""How templates write episodes, shows and players. Nothing queries."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _

from octavo.core.media_views import EpisodeMark, EpisodeView
from octavo.core.reading import Card
from octavo.web import listening, words

register = template.Library()
register.filter("show_path", listening.show_path)
register.filter("is_hls", listening.is_hls)


@register.filter
def mark_of(card: Card, marks: Mapping[int, EpisodeMark]) -> EpisodeMark | None:
    return marks.get(card.id) if marks else None


@register.filter
def episode_place(mark: EpisodeMark) -> str:
    """ "Season 2, episode 7", as far as the feed says it."""
    if mark.season and mark.number:
        said = _("Season {season}, episode {number}")
    elif mark.number:
        said = _("Episode {number}")
    elif mark.season:
        said = _("Season {season}")
    else:
        return ""
    return said.format(season=words.number(mark.season or 0), number=words.number(mark.number or 0))


@register.filter
def has_captions(episode: EpisodeView | None) -> bool:
    return episode is not None and any(line.end_s is not None for line in episode.lines)


@register.simple_tag
def sleep_minutes() -> tuple[int, ...]:
    """After how long the player can stop by itself."""
    return (5, 15, 30, 45, 60)
