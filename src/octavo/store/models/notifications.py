"""What readers were told, how they want to be told, and the devices that are told."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from octavo.core.notifications import DigestDays, NotificationKind


class Notification(models.Model):
    """One thing that a reader is told of; `key` keeps it one. As `core.notifications` has it.

    Ids of what it is of are no references (0 for none): a notification outlives its article, and says its `title`.
    """

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=12, choices=[(kind.value, kind.value) for kind in NotificationKind])
    key = models.CharField(_("key"), max_length=200)
    story_id = models.PositiveBigIntegerField(_("story"), default=0)
    article_id = models.PositiveBigIntegerField(_("article"), default=0)
    comment_id = models.PositiveBigIntegerField(_("comment"), default=0)
    survey_id = models.PositiveBigIntegerField(_("survey"), default=0)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.TextField(_("title"), blank=True)
    language = models.CharField(_("language"), max_length=35, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    count = models.PositiveIntegerField(_("count"), default=1)
    has_broken = models.BooleanField(_("was breaking"), default=False)
    at = models.DateTimeField(_("told"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [models.UniqueConstraint(fields=["reader", "key"], name="notification_once")]
        indexes = [
            models.Index(fields=["reader", "-at", "-id"], name="notification_latest"),
            models.Index(fields=["reader", "at"], condition=Q(read_at=None), name="notification_unread"),
            models.Index(fields=["at"], name="notification_old"),
        ]

    def __str__(self) -> str:
        return f"{self.key} for reader {self.reader_id}"


class PushDevice(models.Model):
    """A browser that takes push messages (RFC 8030); `p256dh` and `auth` are its keys (RFC 8291), in base64url.

    What was told until `told_at` has arrived there. `failures` counts what failed since something last arrived.
    """

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_devices")
    endpoint = models.CharField(_("address"), max_length=1000, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    label = models.CharField(_("device"), max_length=120, blank=True)
    created_at = models.DateTimeField(_("since"))
    told_at = models.DateTimeField(_("told until"))
    arrived_at = models.DateTimeField(_("last arrival"), null=True, blank=True)
    failures = models.PositiveIntegerField(_("failures"), default=0)

    class Meta:
        verbose_name = _("push device")
        verbose_name_plural = _("push devices")

    def __str__(self) -> str:
        return f"{self.label} of reader {self.reader_id}"


class NotificationSettings(models.Model):
    """As `core.notifications.NotificationSettings`; a reader without a row has them as they come.

    `choices` maps channels to kinds. `next_digest_at` is when a letter is due, `digested_at` when one was last made.
    """

    reader = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="notification_settings"
    )
    choices = models.JSONField(_("choices"), default=dict, blank=True)
    quiet_start = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_end = models.TimeField(_("quiet until"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    digest = models.CharField(
        _("letter"),
        max_length=8,
        choices=[(days.value, days.value) for days in DigestDays],
        default=DigestDays.NEVER.value,
    )
    digest_hour = models.PositiveSmallIntegerField(_("hour of the letter"), default=7)
    next_digest_at = models.DateTimeField(_("next letter"), null=True, blank=True)
    digested_at = models.DateTimeField(_("last letter"), null=True, blank=True)
    ntfy_url = models.CharField(_("ntfy topic"), max_length=500, blank=True)
    ntfy_told_at = models.DateTimeField(null=True, blank=True)
    ntfy_failure = models.CharField(max_length=40, blank=True)
    webhook_url = models.CharField(_("webhook"), max_length=500, blank=True)
    webhook_told_at = models.DateTimeField(null=True, blank=True)
    webhook_failure = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("how a reader is told")
        verbose_name_plural = _("how readers are told")
        indexes = [
            models.Index(
                fields=["next_digest_at"], condition=Q(next_digest_at__isnull=False), name="notification_digest"
            )
        ]

    def __str__(self) -> str:
        return f"how reader {self.reader_id} is told"
