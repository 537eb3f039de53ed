"""The page on which a reader chooses how to be told, and its button for a try."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from octavo.core.notifications import Channel, NotificationKind, NotificationSettings, next_digest_at
from octavo.pipeline.notifying import zone_for
from octavo.store import notification_settings as store
from octavo.store import push_devices, vapid
from octavo.store.jobs import NewJob, enqueue_many
from octavo.store.models import Reader
from octavo.store.preferences import preferences
from octavo.store.readers import may_be_written_to
from octavo.store.settings import SITE
from octavo.web.access import reader_of, reader_only
from octavo.web.notify.forms import SettingsForm, choices_of, field_name
from octavo.web.notify.teller import webhook_secret
from octavo.web.notify.words import CHANNEL_NAMES, KIND_NAMES
from octavo.web.operate.words import failure_sentence

TRIES = 10
"""In an hour, of one reader: a try goes to an address that somebody else may own."""
TRIES_S = 3600


@dataclass(frozen=True, slots=True)
class Box:
    """One cell of the table."""

    name: str
    channel: str | Promise
    is_checked: bool


@dataclass(frozen=True, slots=True)
class Row:
    name: str | Promise
    boxes: tuple[Box, ...]


@reader_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    reader = reader_of(request)
    held = store.settings_of(reader.pk)
    country = preferences(reader.pk).country
    usual = str(zone_for(NotificationSettings(), country, SITE))
    form = SettingsForm(request.POST or None, zone=usual, initial=SettingsForm.initial_of(held))
    if request.method == "POST" and form.is_valid():
        chosen, now = form.settings(choices_of(request.POST)), datetime.now(UTC)
        due_at = next_digest_at(chosen.digest, chosen.digest_hour, zone_for(chosen, country, SITE), now)
        store.choose(reader.pk, chosen, due_at, now)
        messages.success(request, _("Kept."))
        return redirect("notification-settings")
    if request.method == "POST":
        held = NotificationSettings(choices=choices_of(request.POST))
    context = _context(reader, held, form)
    return render(request, "notify/settings.html", context, status=422 if form.errors else 200)


def _context(reader: Reader, held: NotificationSettings, form: SettingsForm) -> dict[str, Any]:
    return {
        "heading": _("How you are told"),
        "form": form,
        "table": table_of(held),
        "channels": CHANNEL_NAMES.values(),
        "devices": push_devices.devices_of(reader.pk),
        "push_key": vapid.public_key(),
        "sends_letters": settings.SENDS_MAIL,
        "may_be_written_to": may_be_written_to(reader.pk),
        "has_ntfy": bool(held.ntfy_url),
        "has_webhook": bool(held.webhook_url),
        "ntfy_failure": failure_sentence(held.ntfy_failure),
        "webhook_failure": failure_sentence(held.webhook_failure),
        "webhook_secret": webhook_secret(reader.pk) if held.webhook_url else "",
    }


def table_of(held: NotificationSettings) -> list[Row]:
    return [
        Row(
            KIND_NAMES[kind],
            tuple(
                Box(field_name(kind, channel), CHANNEL_NAMES[channel], held.is_checked(kind, channel))
                for channel in Channel
            ),
        )
        for kind in NotificationKind
    ]


@reader_only
@require_POST
def try_out(request: HttpRequest) -> HttpResponse:
    """Have a message sent to try a channel."""
    reader, now = reader_of(request), datetime.now(UTC)
    wanted = list(_tries(reader.pk, request.POST.get("channel", ""), now))
    if wanted and _may_try(reader.pk):
        enqueue_many(wanted)
        messages.success(request, _("Sent. It should arrive in a moment; if it does not, this page says why."))
    elif wanted:
        messages.error(request, _("That was often enough for now. Try again in an hour."))
    else:
        messages.error(request, _("There is nowhere to send it yet."))
    return redirect("notification-settings")


def _tries(reader_id: int, channel: str, now: datetime) -> list[NewJob]:
    if channel == Channel.PUSH:
        ids = push_devices.ids_of([reader_id]).get(reader_id, [])
        return [NewJob("push", f"{one}:test", {"device": one, "test": True}, now) for one in ids]
    if channel in store.outside_of([reader_id]).get(reader_id, ()):
        return [NewJob(channel, f"{reader_id}:test", {"reader": reader_id, "test": True}, now)]
    return []


def _may_try(reader_id: int) -> bool:
    from django.core.cache import cache

    name = f"notification-tries-{reader_id}"
    cache.add(name, 0, TRIES_S)
    return int(cache.incr(name)) <= TRIES
