"""Pages of this instance that its operator edits (about, privacy, terms), and its counters."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SitePage(models.Model):
    """One page in one interface language. Where none is stored, the built-in text of the web room is shown."""

    name = models.SlugField(_("page"), max_length=20)
    language = models.CharField(_("language"), max_length=35)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(
        _("text"),
        help_text=_("Plain paragraphs, separated by blank lines; lines starting with # are headings"),
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("page of this site")
        verbose_name_plural = _("pages of this site")
        constraints = [models.UniqueConstraint(fields=["name", "language"], name="site_page_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


class Counter(models.Model):
    """A number that grows. "articles" grows whenever what readers see may have changed, for caches and ETags."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("counter")
        verbose_name_plural = _("counters")

    def __str__(self) -> str:
        return f"{self.name} {self.value}"
