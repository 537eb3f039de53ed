"""Cards that the operator places beside the news: sponsors and announcements, always labelled as what they are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeKind(models.TextChoices):
    SPONSOR = "sponsor", _("Sponsor")
    ANNOUNCEMENT = "announcement", _("Announcement")


class NoticePlace(models.TextChoices):
    FRONT = "front", _("Front page")
    STORY = "story", _("Stories")
    ARTICLE = "article", _("Articles")


class Notice(models.Model):
    """One card. It is shown from `starts_at` until `ends_at`, to readers of `country` and `language` ("" is all)."""

    kind = models.CharField(_("kind"), max_length=12, choices=NoticeKind.choices, default=NoticeKind.ANNOUNCEMENT)
    place = models.CharField(_("where"), max_length=8, choices=NoticePlace.choices, default=NoticePlace.FRONT)
    title = models.CharField(_("title"), max_length=120)
    text = models.CharField(_("text"), max_length=400, blank=True)
    by = models.CharField(
        _("who speaks"), max_length=120, blank=True, help_text=_("The sponsor's name, shown beside the label.")
    )
    url = models.URLField(_("address"), max_length=2000, blank=True)
    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("ISO 3166-1, such as KE; empty for all")
    )
    language = models.CharField(
        _("language"), max_length=35, blank=True, help_text=_("BCP 47, such as sw; empty for all")
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("card of a sponsor or announcement")
        verbose_name_plural = _("cards of sponsors and announcements")
        ordering = ["-ends_at"]
        indexes = [models.Index(fields=["ends_at"], name="notice_in_force")]

    def __str__(self) -> str:
        return self.title


class NoticeCount(models.Model):
    """How often a card was seen and opened on one day (UTC), by whomever: nothing about readers is kept."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="counts")
    day = models.DateField()
    seen = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("count of a card")
        verbose_name_plural = _("counts of cards")
        constraints = [models.UniqueConstraint(fields=["notice", "day"], name="notice_count_once")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.day}: {self.seen}, {self.opened}"
