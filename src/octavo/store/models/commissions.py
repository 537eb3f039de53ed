"""Commissions: what readers have written for them on the spot, and what was written so far. Kept for a day."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from octavo.core.commissions import About, CommissionState


class Commission(models.Model):
    """`token` is a secret of whoever asked; `reader` is there for the measure of each."""

    token = models.CharField(max_length=43, unique=True)
    feature = models.CharField(_("feature"), max_length=16)
    about = models.CharField(max_length=8, choices=[(one.value, one.value) for one in About])
    target = models.BigIntegerField(default=0)
    language = models.CharField(_("language"), max_length=35, blank=True)
    question = models.TextField(_("question"), blank=True)
    earlier = models.TextField(_("question before"), blank=True)
    level = models.CharField(_("level"), max_length=16, blank=True)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="commissions"
    )
    asked_at = models.DateTimeField(_("asked"))
    state = models.CharField(
        _("state"), max_length=8, choices=[(one.value, one.value) for one in CommissionState], default="asked"
    )
    leased_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("commission")
        verbose_name_plural = _("commissions")
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(state__in=["asked", "writing"]), name="commissions_waiting"),
            models.Index(fields=["asked_at", "id"], name="commissions_oldest"),
        ]

    def __str__(self) -> str:
        return f"{self.feature} of {self.about} {self.target}"


class CommissionPart(models.Model):
    """The next of what is written: packed as `store.packed_events` says."""

    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="parts", db_index=False)
    content = models.JSONField(_("content"))

    class Meta:
        verbose_name = _("part of a commission")
        verbose_name_plural = _("parts of commissions")
        indexes = [models.Index(fields=["commission", "id"], name="commission_parts")]

    def __str__(self) -> str:
        return f"part {self.pk} of commission {self.commission_id}"
