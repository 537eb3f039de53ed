"""Pictures: fetched, measured and re-encoded by the worker, served from disk."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PictureState(models.TextChoices):
    WANTED = "wanted", _("Wanted")
    STORED = "stored", _("Stored")
    FAILED = "failed", _("Failed")


class Picture(models.Model):
    """One picture by its source address. `widths` are the WebP renditions on disk, in pixels, smallest first."""

    source_url = models.TextField(_("source"))
    url_hash = models.BinaryField(max_length=16, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=PictureState.choices, default=PictureState.WANTED)
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    colour = models.CharField(_("dominant colour"), max_length=7, blank=True)
    widths = models.JSONField(default=list, blank=True, editable=False)
    bytes = models.PositiveIntegerField(_("bytes"), default=0)
    failure = models.CharField(_("failure"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.source_url
