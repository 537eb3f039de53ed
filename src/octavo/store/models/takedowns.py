"""What was taken out because its publisher, or the law, asked for it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Takedown(models.Model):
    """One request that was followed, and the log of it. `url_hash` is of the one article that it is about; a request
    about everything of a publisher has none. Of a taken-down text nothing is kept but its address and title.
    """

    url_hash = models.BinaryField(max_length=16, null=True, blank=True, editable=False)
    url = models.TextField(_("address"), blank=True)
    title = models.TextField(_("title"), blank=True)
    publisher = models.ForeignKey(
        "store.Publisher", verbose_name=_("publisher"), null=True, on_delete=models.SET_NULL, related_name="takedowns"
    )
    publisher_name = models.CharField(_("publisher's name"), max_length=200)
    asked_by = models.CharField(_("who asked"), max_length=200)
    reason = models.TextField(_("why"), blank=True)
    articles = models.PositiveIntegerField(_("articles"), default=0)
    created_at = models.DateTimeField(_("taken down"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="takedowns"
    )
    lifted_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("takedown")
        verbose_name_plural = _("takedowns")
        indexes = [
            models.Index(fields=["url_hash"], condition=models.Q(lifted_at=None), name="takedown_in_force"),
        ]

    def __str__(self) -> str:
        return self.title or self.publisher_name
