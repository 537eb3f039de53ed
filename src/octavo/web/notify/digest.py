"""The letter with a reader's edition: its wrap-up, or what leads it, and what they follow, as far as it is new. Text
first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from octavo.core.reading import EditionKey
from octavo.core.views import StoryCard
from octavo.store import notifications
from octavo.store.models import Reader
from octavo.store.settings import SITE
from octavo.web import words
from octavo.web.front_page import made
from octavo.web.mine import Mine
from octavo.web.notify.told import told_since
from octavo.web.paths import article_path, story_path
from octavo.web.personal import news_of, personal_edition

LEADS = 8
FOLLOWED = 8
_SALT = "octavo.digest"


@dataclass(frozen=True, slots=True)
class Item:
    """A story in the letter. `why` says by what of the reader's it is here, "" for the edition's own."""

    title: str
    language: str
    is_right_to_left: bool
    sources: str
    url: str
    why: str = ""


def letter(reader_id: int, since: datetime, now: datetime) -> EmailMultiAlternatives | None:
    """In the present language. None where nothing has happened since then."""
    reader = Reader.objects.get(pk=reader_id)
    mine = Mine(reader_id)
    key = edition_key(mine)
    wrapup = told_since(key, mine.muted, since, absolute)
    leads = () if wrapup else _leads(key, mine, since, now)
    known = {one.id for one in (wrapup.stories if wrapup else leads)}
    followed = [(one, why) for one, why in news_of(mine.follows, key, now, limit=3 * FOLLOWED) if one.id not in known]
    shown, _hidden = mine.muted.stories(_new((one for one, _why in followed), since))
    reasons = {one.id: why[0].label for one, why in followed}
    if not wrapup and not leads and not shown:
        return None
    context: dict[str, Any] = {
        "site_name": SITE.site_name,
        "day": words.full_day(timezone.localdate(now)),
        "wrapup": wrapup,
        "leads": [_item(one) for one in leads],
        "followed": [_item(one, reasons[one.id]) for one in shown[:FOLLOWED]],
        "unread": words.number(count) if (count := notifications.unread_count(reader_id, now)) else "",
        "front": absolute(reverse("front")),
        "bell": absolute(reverse("notifications")),
        "choices": absolute(reverse("notification-settings")),
        "stop": absolute(reverse("unsubscribe", args=[token_of(reader_id)])),
        "interface": get_language(),
        "direction": "rtl" if words.is_right_to_left(get_language() or "") else "ltr",
    }
    return _written(reader, context)


def _leads(key: EditionKey, mine: Mine, since: datetime, now: datetime) -> tuple[StoryCard, ...]:
    return _new(personal_edition(made().current(key, now), mine, now).view.lead, since)[:LEADS]


def edition_key(mine: Mine) -> EditionKey:
    """The edition that the reader chose, else the newsroom's own."""
    if mine.preferences.country is not None:
        return EditionKey(mine.preferences.country, mine.preferences.languages)
    return EditionKey(SITE.country.upper(), (get_language() or SITE.language,))


def _new(stories: Iterable[StoryCard], since: datetime) -> tuple[StoryCard, ...]:
    return tuple(one for one in stories if one.last_at > since)


def _item(one: StoryCard, why: str = "") -> Item:
    """Headline and names: what every publisher's terms allow."""
    path = story_path(one.id, one.slug) if one.articles > 1 else article_path(one.card)
    names = [source.name for source in one.sources] or [one.card.publisher.name]
    more = one.publishers - len(names)
    if more > 0:
        names.append(_("{count} more").format(count=words.number(more)))
    return Item(
        title=" ".join(one.card.title.split()),
        language=one.card.language,
        is_right_to_left=words.is_right_to_left(one.card.language),
        sources=", ".join(names),
        url=absolute(path),
        why=why,
    )


def _written(reader: Reader, context: dict[str, Any]) -> EmailMultiAlternatives:
    """With the headers by which a mailbox offers to stop it (RFC 2369, RFC 8058)."""
    subject = _("{newsroom}: your edition of {day}").format(newsroom=SITE.site_name, day=context["day"])
    headers = {
        "List-Id": f"<digest.{urlsplit(absolute('/')).hostname}>",
        "List-Unsubscribe": f"<{context['stop']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    text = render_to_string("letters/digest.txt", context)
    made = EmailMultiAlternatives(
        " ".join(subject.split()), text, settings.DEFAULT_FROM_EMAIL, [reader.email], headers=headers
    )
    made.attach_alternative(render_to_string("letters/digest.html", context), "text/html")
    return made


def absolute(path: str) -> str:
    """Where the newsroom is reached; on a private one, on this machine."""
    host = f"[{SITE.host}]" if ":" in SITE.host else SITE.host
    return (SITE.public_url.rstrip("/") or f"http://{host}:{SITE.port}") + path


def token_of(reader_id: int) -> str:
    """By which the letter's reader, and nobody else, can stop it."""
    return signing.dumps(reader_id, salt=_SALT)


def reader_by(token: str) -> int | None:
    """None for a token that we never made."""
    try:
        return int(signing.loads(token, salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return None
