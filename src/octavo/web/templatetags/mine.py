"""Buttons for what a reader keeps: the same mark-up for everybody, pressed where the signed-in reader did.

They belong to the one form of the page (`my/form.html`), whose action is saving. Without an account the page's script
answers them on the device.
"""

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from octavo.core.personal import Follow, Mute
from octavo.core.reading import Card
from octavo.core.views import StoryCard
from octavo.web.mine import Mine
from octavo.web.my.names import follow_name, habit_in_words, reason_in_words
from octavo.web.templatetags.octavo import icon
from octavo.web.topics import TOPICS

register = template.Library()
register.filter("reason", reason_in_words)
register.filter("habit", habit_in_words)
register.filter("follow_name", follow_name)


def _mine(context: Context) -> Mine | None:
    found: Mine | None = context.get("mine")
    return found


@register.simple_tag(takes_context=True)
def save_button(context: Context, card: Card, with_word: bool = False) -> SafeString:
    """A mark on a card; with a word where there is room for one. Short mark-up: a front page holds dozens of them."""
    mine = _mine(context)
    return save_mark(card.id, is_saved=mine is not None and card.id in mine.saved_ids, with_word=with_word)


@register.simple_tag
def save_mark(article_id: int, is_saved: bool, with_word: bool = False) -> SafeString:
    return format_html(
        '<button class="save{}" form="mine" name="{}" value="{}"{}>{}</button>',
        " button" if with_word else "",
        "remove" if is_saved else "article",
        article_id,
        SafeString(' aria-pressed="true"') if is_saved else "",
        _("Save"),
    )


@register.simple_tag(takes_context=True)
def follow_button(context: Context, follow: Follow) -> SafeString:
    mine = _mine(context)
    is_on = mine is not None and follow.key in mine.followed_keys
    return format_html(
        '<button class="button follow" form="mine" formaction="{}" name="{}" value="{}" data-follow="{}"'
        ' data-label="{}" aria-pressed="{}">{}{}<span class="when-off">{}</span><span class="when-on">{}</span>'
        '<span class="hidden-text"> {}</span></button>',
        reverse("my-follow"),
        "unfollow" if is_on else "follow",
        follow.key,
        follow.key,
        follow.label,
        "true" if is_on else "false",
        icon("plus"),
        icon("check"),
        _("Follow"),
        _("Following"),
        follow_name(follow),
    )


@register.simple_tag(takes_context=True)
def mute_button(context: Context, mute: Mute) -> SafeString:
    mine = _mine(context)
    is_on = mine is not None and mute.key in mine.muted_keys
    return format_html(
        '<button class="button mute" form="mine" formaction="{}" name="{}" value="{}" data-mute="{}" data-label="{}"'
        ' aria-pressed="{}">{}<span class="when-off">{}</span><span class="when-on">{}</span>'
        '<span class="hidden-text"> {}</span></button>',
        reverse("my-mute"),
        "unmute" if is_on else "mute",
        mute.key,
        mute.key,
        mute.label,
        "true" if is_on else "false",
        icon("mute"),
        _("Mute"),
        _("Muted"),
        mute.label,
    )


@register.simple_tag(takes_context=True)
def read_class(context: Context, card: Card, story: StoryCard | None = None) -> str:
    """ " is-read" on what the signed-in reader has read and nothing came to since."""
    mine = _mine(context)
    if mine is None:
        return ""
    if card.id in mine.read_ids:
        return " is-read"
    read_at = mine.taste.habits.stories.get(story.id) if story else None
    return " is-read" if story and read_at and read_at >= story.last_at else ""


@register.simple_tag
def card_data(card: Card) -> SafeString:
    """What the page's script needs to know of a card on a device without an account; its mark has the article's id."""
    return format_html('data-by="{}"', card.publisher.id)


@register.simple_tag(takes_context=True)
def usual(context: Context, story: StoryCard) -> SafeString:
    """Where the story would stand without what the reader follows and reads."""
    text = (context.get("usual") or {}).get(story.id, "")
    return format_html('<p class="usual">{}</p>', text) if text else SafeString("")


@register.simple_tag
def topics() -> list[tuple[str, str]]:
    """(code, name) of all, by name."""
    return sorted(((code, str(name)) for code, (_slug, name) in TOPICS.items()), key=lambda pair: pair[1])
