"""How the operator's templates write health, sizes, coming times and kept filters."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from babel.dates import format_timedelta
from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from octavo.store.ai_records import DroppedSentence
from octavo.store.models.jobs import JobState
from octavo.store.models.readers import Role
from octavo.web.ai_reports import back_path
from octavo.web.briefs import EMBEDDED
from octavo.web.grounding_words import drop_in_words, drop_name
from octavo.web.operate.words import failure_sentence, feature_name, hold_sentence, job_name, leak_name
from octavo.web.words import interface_locale, number, own_digits, share, size

register = template.Library()
register.filter("failure_sentence", failure_sentence)
register.filter("job_name", job_name)
register.filter("hold_sentence", hold_sentence)
register.filter("leak_name", leak_name)
register.filter("feature_name", feature_name)
register.filter("drop_name", drop_name)
register.filter("share", share)
register.filter("size", size)

LONGEST_ADDRESS = 80


@register.filter
def until(moment: datetime) -> str:
    """ "in 12 minutes", or that it is due."""
    left = moment - datetime.now(UTC)
    if left < timedelta(seconds=1):
        return _("now")
    return own_digits(format_timedelta(left, threshold=1, add_direction=True, locale=interface_locale()))


@register.filter
def change_of_size(count: int) -> str:
    return f"{'+' if count > 0 else '−' if count < 0 else ''}{size(abs(count))}"


@register.filter
def role_name(role: str) -> str:
    return str(Role(role).label)


@register.filter
def part_of_queue(part: str) -> str:
    """What waits for a moderator, and why."""
    names = {
        "held": _("Held comments"),
        "appeals": _("Appeals"),
        "flagged": _("Reported comments"),
        "waiting": _("Comments not judged yet"),
    }
    return names.get(part, part)


@register.filter
def percent(share: float) -> str:
    return f"{share * 100:.1f}"


@register.filter
def share_of(count: int, whole: int) -> float:
    """0 to 1."""
    return count / whole if whole else 0.0


@register.filter
def shorten(url: str) -> str:
    """An address fit for a list: without its scheme, and not too long."""
    short = url.removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return short if len(short) <= LONGEST_ADDRESS else short[: LONGEST_ADDRESS - 1] + "…"


@register.filter
def job_state(state: str) -> str:
    return str(JobState(state).label)


@register.filter
def act_name(kind: str) -> str:
    """What the desk did, as the log says it."""
    names = {"pin": _("Pinned"), "hide": _("Hidden"), "breaking": _("Marked as breaking")}
    return names.get(kind, kind)


@register.filter
def one_place(value: float) -> str:
    return number(round(value, 1))


@register.filter
def article_address(article_id: int) -> str:
    return reverse("article-by-id", args=[article_id])


@register.filter
def why_dropped(sentence: DroppedSentence) -> str:
    return drop_in_words(sentence.code, sentence.reason)


@register.filter
def writer(provider: str) -> str:
    """Who wrote a sentence: a model's name, or that none did."""
    return _("Made without a model") if provider.startswith(EMBEDDED) else provider


@register.filter
def place_of(target: str) -> str:
    """The page on which a reported sentence stands."""
    return back_path(target)


@register.simple_tag(takes_context=True)
def keep_query(context: template.Context, *names: str) -> str:
    """The current query's values of these names, as a query string that more can be added to."""
    kept = {name: context["request"].GET.get(name, "") for name in names}
    text = urlencode({name: value for name, value in kept.items() if value})
    return f"{text}&" if text else ""
