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


class DayFigures(models.Model):
    """What the worker measured of one day (UTC), because counting it on a page would be slow. Sizes are in bytes.

    `articles` is how many were first seen on that day; none until the day is over. `pages` and `index` are part of the
    database. `going_…` is what the next housekeeping forgets.
    """

    day = models.DateField(_("day"), primary_key=True)
    measured_at = models.DateTimeField(_("measured"), null=True)
    articles = models.PositiveIntegerField(_("articles"), null=True)
    database = models.PositiveBigIntegerField(_("database"), default=0)
    pictures = models.PositiveBigIntegerField(_("pictures"), default=0)
    uploads = models.PositiveBigIntegerField(_("uploads"), default=0)
    pages = models.PositiveBigIntegerField(_("kept pages"), default=0)
    index = models.PositiveBigIntegerField(_("search index"), default=0)
    going_articles = models.PositiveIntegerField(default=0)
    going_pages = models.PositiveIntegerField(default=0)
    going_page_bytes = models.PositiveBigIntegerField(default=0)
    going_entries = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("figures of a day")
        verbose_name_plural = _("figures of days")

    def __str__(self) -> str:
        return f"{self.day}"
