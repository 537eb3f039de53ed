"""How the operator's templates write health, sizes, coming times and kept filters."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from babel.dates import format_timedelta
from django import template
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from octavo.store.models.jobs import JobState
from octavo.web.operate.words import failure_sentence, hold_sentence, job_name, leak_name
from octavo.web.words import interface_language, own_digits, share

register = template.Library()
register.filter("failure_sentence", failure_sentence)
register.filter("job_name", job_name)
register.filter("hold_sentence", hold_sentence)
register.filter("leak_name", leak_name)
register.filter("share", share)

LONGEST_ADDRESS = 80


@register.filter
def until(moment: datetime) -> str:
    """ "in 12 minutes", or that it is due."""
    left = moment - datetime.now(UTC)
    if left < timedelta(seconds=1):
        return _("now")
    return own_digits(format_timedelta(left, threshold=1, add_direction=True, locale=interface_language()))


@register.filter
def size(count: int) -> str:
    return own_digits(filesizeformat(count))


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
def article_address(article_id: int) -> str:
    return reverse("article-by-id", args=[article_id])


@register.simple_tag(takes_context=True)
def keep_query(context: template.Context, *names: str) -> str:
    """The current query's values of these names, as a query string that more can be added to."""
    kept = {name: context["request"].GET.get(name, "") for name in names}
    text = urlencode({name: value for name, value in kept.items() if value})
    return f"{text}&" if text else ""
