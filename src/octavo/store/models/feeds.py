"""Feeds and what they said. A feed is shared by all readers and stored once; its health is part of its row."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FeedUse(models.TextChoices):
    """What the operator or the catalogue says a feed carries."""

    NEWS = "news", _("News")
    VIDEO = "video", _("Video")
    PODCAST = "podcast", _("Podcast")
    LIVE = "live", _("Live")


class Feed(models.Model):
    """One URL that lists entries. Its row holds the next poll, so no job row is needed to schedule it."""

    url = models.URLField(_("address"), max_length=2000, unique=True)
    publisher = models.ForeignKey(
        "store.Publisher",
        verbose_name=_("publisher"),
        on_delete=models.CASCADE,
        related_name="feeds",
    )
    title = models.CharField(_("title"), max_length=500, blank=True)
    use = models.CharField(_("carries"), max_length=8, choices=FeedUse.choices, default=FeedUse.NEWS)
    section = models.CharField(
        _("section"), max_length=120, blank=True, help_text=_("Used where an article names none")
    )
    language = models.CharField(_("language"), max_length=35, blank=True)
    format = models.CharField(_("format"), max_length=8, blank=True, editable=False)
    is_paused = models.BooleanField(_("paused"), default=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    etag = models.TextField(null=True, blank=True, editable=False)
    last_modified = models.TextField(null=True, blank=True, editable=False)
    content_hash = models.BinaryField(max_length=16, null=True, editable=False)

    next_poll_at = models.DateTimeField(_("next poll"), null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    interval_s = models.PositiveIntegerField(_("interval in seconds"), default=1800)
    last_polled_at = models.DateTimeField(_("last poll"), null=True, blank=True, editable=False)
    last_success_at = models.DateTimeField(_("last success"), null=True, blank=True, editable=False)
    last_new_at = models.DateTimeField(_("last new entry"), null=True, blank=True, editable=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    failure_code = models.CharField(max_length=24, blank=True, editable=False)
    failure_detail = models.CharField(max_length=500, blank=True, editable=False)
    warnings = models.JSONField(default=list, blank=True, editable=False)

    class Meta:
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")
        ordering = ["id"]
        indexes = [models.Index(fields=["is_paused", "next_poll_at"], name="feed_due")]

    def __str__(self) -> str:
        return self.title or self.url


class Entry(models.Model):
    """What a feed said about one item, as it said it (`said`: zlib-packed JSON of the core FeedEntry)."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="entries", db_index=False)
    key_hash = models.BinaryField(max_length=16, editable=False)
    content_hash = models.BinaryField(max_length=16, editable=False)
    article = models.ForeignKey("store.Article", null=True, on_delete=models.SET_NULL, related_name="entries")
    said = models.BinaryField(editable=False)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = [models.UniqueConstraint(fields=["feed", "key_hash"], name="entry_once_per_feed")]

    def __str__(self) -> str:
        return f"entry {self.pk} of feed {self.feed_id}"
