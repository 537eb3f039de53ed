"""A reader's choices, one row of each."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReaderPreferences(models.Model):
    """As `core.personal.Preferences`. `country` is null where the reader never chose one: "" is the world."""

    reader = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="preferences"
    )
    country = models.CharField(_("country"), max_length=8, null=True, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    theme = models.CharField(_("theme"), max_length=10, blank=True)
    interests = models.JSONField(_("interests"), default=list, blank=True)
    weights = models.JSONField(_("weights"), default=dict, blank=True)
    is_personal = models.BooleanField(_("personal order"), default=True)
    keeps_history = models.BooleanField(_("keeps a history"), default=True)
    welcomed_at = models.DateTimeField(_("welcomed"), null=True, blank=True)

    class Meta:
        verbose_name = _("preferences of a reader")
        verbose_name_plural = _("preferences of readers")

    def __str__(self) -> str:
        return f"preferences of reader {self.reader_id}"
