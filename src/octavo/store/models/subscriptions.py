"""What readers follow and what they mute."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from octavo.core.personal import FollowKind, MuteKind


class Subscription(models.Model):
    """A reader follows something: `kind` and `target` as in `core.personal.Follow`. `label` is kept as it was called
    then, for what is followed may be gone one day."""

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscriptions", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=10, choices=[(kind.value, kind.value) for kind in FollowKind])
    target = models.CharField(_("what"), max_length=500)
    label = models.CharField(_("name"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [models.UniqueConstraint(fields=["reader", "kind", "target"], name="follow_once")]
        indexes = [models.Index(fields=["kind", "target", "reader"], name="followers")]

    def __str__(self) -> str:
        return f"reader {self.reader_id} follows {self.kind} {self.target}"


class Mute(models.Model):
    """A reader wants to see nothing of a publisher, or of a word."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mutes", db_index=False)
    kind = models.CharField(_("kind"), max_length=10, choices=[(kind.value, kind.value) for kind in MuteKind])
    target = models.CharField(_("what"), max_length=100)
    label = models.CharField(_("name"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("mute")
        verbose_name_plural = _("mutes")
        constraints = [models.UniqueConstraint(fields=["reader", "kind", "target"], name="mute_once")]

    def __str__(self) -> str:
        return f"reader {self.reader_id} mutes {self.kind} {self.target}"
