"""How templates write times, numbers, names, pictures and foreign text. Everything escapes; nothing queries."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import Context
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from octavo.core.articles import Media
from octavo.core.reading import Card, PictureView, PublisherView
from octavo.store.originals import OWN_SLUG
from octavo.web import frames, words
from octavo.web.badges import badge_icon, badge_name, card_badge
from octavo.web.embeds import Player, player_of
from octavo.web.paths import article_path, middle_width, outside, picture_path
from octavo.web.sections import section_label

register = template.Library()

register.filter("number", words.number)
register.filter("moment", words.moment)
register.filter("day", words.day)
register.filter("full_day", words.full_day)
register.filter("country_name", words.country_name)
register.filter("language_name", words.language_name)
register.filter("own_language_name", words.own_language_name)
register.filter("duration", words.duration)
register.filter("article_path", article_path)
register.filter("outside", outside)
register.filter("card_badge", card_badge)
register.filter("badge_name", badge_name)
register.filter("badge_icon", badge_icon)

# How wide a picture is shown, and the widest rendition that is worth offering for it.
PICTURE_ROLES = {
    "lead": ("(min-width:64rem) 50rem,100vw", 1280),
    "opener": ("(min-width:64rem) 19rem,(min-width:40rem) 45vw,100vw", 1280),
    "tile": ("(min-width:64rem) 19rem,(min-width:40rem) 45vw,8rem", 640),
    "row": ("(min-width:40rem) 14rem,8rem", 640),
    "page": ("(min-width:64rem) 46rem,100vw", 1280),
}


@register.simple_tag
def age(moment: datetime) -> SafeString:
    """A <time> that reads "39 minutes ago"; the page's script keeps it counting and shows the moment on hovering."""
    return format_html('<time datetime="{}">{}</time>', _exact(moment), words.ago(moment, datetime.now(UTC)))


def _exact(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@register.simple_tag
def when(moment: datetime) -> SafeString:
    """A <time> with date and time; the page's script shows it in the reader's own zone."""
    return format_html('<time datetime="{}" data-moment>{}</time>', _exact(moment), words.moment(moment))


@register.filter
def minutes_to_read(word_count: int) -> str:
    minutes = words.reading_minutes(word_count)
    return ngettext("%(minutes)s min read", "%(minutes)s min read", minutes) % {"minutes": words.number(minutes)}


@register.simple_tag
def tongue(language: str) -> SafeString:
    """`lang` and `dir` for text in its own language, so that fonts, hyphens and brackets come out right."""
    if not language:
        return SafeString('dir="auto"')
    if language == words.interface_language():
        return SafeString("")
    direction = "rtl" if words.is_right_to_left(language) else "ltr"
    return format_html('lang="{}" dir="{}"', language, direction)


@register.simple_tag
def picture(view: PictureView, role: str, alt: str = "", eager: bool = False) -> SafeString:
    """A picture with its size, its renditions, and its dominant colour behind it until it arrives.

    The colour is a presentation attribute of an inline SVG, which the strict policy on styles does not touch:
    exact, cacheable, and with neither a nonce nor a palette.
    """
    size, largest = PICTURE_ROLES[role]
    widths = [width for width in view.widths if width <= largest] or view.widths[:1]
    sources = ", ".join(f"{picture_path(view, width)} {width}w" for width in widths)
    return format_html(
        '<svg color="{}" aria-hidden="true"></svg>'
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" {}>',
        view.colour or "#888888",
        picture_path(view, middle_width(view)),
        sources,
        size,
        view.width,
        view.height,
        alt,
        mark_safe('fetchpriority="high"' if eager else 'loading="lazy"'),  # noqa: S308  constants
    )


@register.simple_tag
def logo(publisher: PublisherView, size: int = 18) -> SafeString:
    """The publisher's logo, or its first letter. Decorative: the name stands beside it."""
    style = "logo" if size == 18 else f"logo logo-{size}"
    if publisher.logo is None:
        return format_html('<span class="{}" aria-hidden="true">{}</span>', style, publisher.name[:1].upper())
    return format_html(
        '<img class="{}" src="{}" width="{}" height="{}" alt="" loading="lazy">',
        style,
        picture_path(publisher.logo, publisher.logo.widths[0]),
        size,
        size,
    )


@register.simple_tag(takes_context=True)
def frame(context: Context, template: str) -> str:
    """A part of what stands around every page."""
    return frames.frame(template, context["request"], context.get("here") or "")


@register.simple_tag
def icon(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>',
        staticfiles_storage.url("octavo/icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def marked(context: Context, text: str) -> str:
    """`text`, with the words that a search looked for marked."""
    highlighter = context.get("highlighter")
    return highlighter.mark(text) if highlighter else conditional_escape(text)


@register.filter
def poster(view: PictureView) -> str:
    return picture_path(view, middle_width(view))


@register.filter
def needs_picture(card: Card) -> bool:
    """A film shows its picture itself, as its poster."""
    return card.picture is not None and not (card.media and card.media[0].kind == "video")


@register.filter
def section_name(card: Card) -> str:
    return section_label(card.section_slug, card.section_label)


@register.filter
def label_of(section: object) -> str:
    return section_label(getattr(section, "slug", ""), getattr(section, "label", ""))


@register.filter
def player(media: Media) -> Player:
    return player_of(media.url)


@register.filter
def playing_time(media: Sequence[Media]) -> str:
    """The first duration there is, as players show it."""
    seconds = next((item.duration_s for item in media if item.duration_s), 0)
    return words.duration(seconds) if seconds else ""


@register.filter
def isoformat(value: date | datetime) -> str:
    return value.isoformat()


@register.simple_tag
def address_of(publisher: PublisherView) -> str:
    return reverse("publisher", args=[publisher.slug])


@register.filter
def is_own(publisher: PublisherView) -> bool:
    """Whether this newsroom itself is the publisher: then there is no other original to lead to."""
    return publisher.slug == OWN_SLUG
