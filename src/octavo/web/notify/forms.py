"""What readers choose about being told, checked."""

import base64
import binascii
import re
from collections.abc import Mapping
from datetime import time
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from octavo.core.notifications import (
    Channel,
    DigestDays,
    NotificationKind,
    NotificationSettings,
    QuietHours,
)
from octavo.store.push_devices import Browser
from octavo.web.notify.words import DIGEST_NAMES
from octavo.web.words import own_digits

LONGEST_URL = 500
LONGEST_ENDPOINT = 1000
POINT_BYTES, SECRET_BYTES = 65, 16
_TOPIC = re.compile(r"[-_A-Za-z0-9]{1,64}")
_ZONE = re.compile(r"(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.+|UTC")


def field_name(kind: NotificationKind, channel: Channel) -> str:
    return f"{channel.value}-{kind.value}"


class SettingsForm(forms.Form):
    """All but the table of kinds and channels, which `choices_of` reads."""

    is_quiet = forms.BooleanField(label=_("Keep quiet"), required=False)
    quiet_start = forms.TimeField(
        label=pgettext_lazy("time of day", "From"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    quiet_end = forms.TimeField(
        label=pgettext_lazy("time of day", "Until"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    time_zone = forms.ChoiceField(label=_("Your time zone"), required=False)
    digest = forms.ChoiceField(label=_("The letter comes"))
    digest_hour = forms.TypedChoiceField(label=_("At"), coerce=int)
    ntfy_url = forms.CharField(
        label=_("ntfy topic"),
        required=False,
        max_length=LONGEST_URL,
        help_text=_("The topic's whole address, such as https://ntfy.example/my-secret-topic."),
        widget=forms.URLInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    webhook_url = forms.CharField(
        label=_("Webhook"),
        required=False,
        max_length=LONGEST_URL,
        help_text=_("An address that takes JSON by POST, signed as the Standard Webhooks specification has it."),
        widget=forms.URLInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(one for one in available_timezones() if _ZONE.fullmatch(one))
        usual = _("As in your edition's country: {zone}").format(zone=zone)
        self.fields["time_zone"].choices = [("", usual), *((one, one.replace("_", " ")) for one in zones)]  # type: ignore[attr-defined]
        self.fields["digest"].choices = list(DIGEST_NAMES.items())  # type: ignore[attr-defined]
        hours = [(hour, own_digits(f"{hour:02}:00")) for hour in range(24)]
        self.fields["digest_hour"].choices = hours  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(settings: NotificationSettings) -> dict[str, Any]:
        quiet = settings.quiet or QuietHours(time(22), time(7))
        return {
            "is_quiet": settings.quiet is not None,
            "quiet_start": quiet.start.strftime("%H:%M"),
            "quiet_end": quiet.end.strftime("%H:%M"),
            "time_zone": settings.time_zone,
            "digest": settings.digest.value,
            "digest_hour": settings.digest_hour,
            "ntfy_url": settings.ntfy_url,
            "webhook_url": settings.webhook_url,
        }

    def clean_ntfy_url(self) -> str:
        url = _checked(self.cleaned_data["ntfy_url"])
        if url and not _TOPIC.fullmatch(urlsplit(url).path.rstrip("/").rpartition("/")[2]):
            raise forms.ValidationError(_("The address must end with the topic's name."))
        return url

    def clean_webhook_url(self) -> str:
        return _checked(self.cleaned_data["webhook_url"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        wants_quiet = said.get("is_quiet") and not self.errors
        if wants_quiet and (said.get("quiet_start") is None or said.get("quiet_end") is None):
            raise forms.ValidationError(_("Say from when until when it is to be quiet."))
        return said

    def settings(self, choices: Mapping[Channel, frozenset[NotificationKind]]) -> NotificationSettings:
        said = self.cleaned_data
        return NotificationSettings(
            choices=choices,
            quiet=QuietHours(said["quiet_start"], said["quiet_end"]) if said["is_quiet"] else None,
            time_zone=said["time_zone"],
            digest=DigestDays(said["digest"]),
            digest_hour=said["digest_hour"],
            ntfy_url=said["ntfy_url"],
            webhook_url=said["webhook_url"],
        )


def _checked(url: str) -> str:
    """An address of the web by its looks. Whether it may be asked is the worker's to say, when it asks."""
    if url and not _is_address(url, {"https", "http"}):
        raise forms.ValidationError(_("This must be an address that begins with https:// or http://."))
    return url


def _is_address(url: str, schemes: set[str]) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return url.isprintable() and parts.scheme in schemes and bool(parts.hostname) and parts.username is None


def choices_of(posted: Mapping[str, Any]) -> dict[Channel, frozenset[NotificationKind]]:
    """Of the table: a box that is not there is not checked."""
    return {
        channel: frozenset(kind for kind in NotificationKind if field_name(kind, channel) in posted)
        for channel in Channel
    }


def read_browser(posted: Mapping[str, Any], label: str) -> Browser | None:
    """What a browser says of its push subscription; None where that is none."""
    endpoint, p256dh, auth = (str(posted.get(name, "")) for name in ("endpoint", "p256dh", "auth"))
    if len(endpoint) > LONGEST_ENDPOINT or not _is_address(endpoint, {"https"}):
        return None
    if len(_bytes(auth)) != SECRET_BYTES or not _is_point(_bytes(p256dh)):
        return None
    return Browser(endpoint, p256dh, auth, label)


def _is_point(raw: bytes) -> bool:
    """On the curve: another one would break every message."""
    from cryptography.hazmat.primitives.asymmetric import ec

    if len(raw) != POINT_BYTES:
        return False
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except ValueError:
        return False
    return True


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
