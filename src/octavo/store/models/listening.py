"""What belongs to something to hear or watch: episodes' places and chapters, transcripts, live streams."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Episode(models.Model):
    """What a feed or page says of an article's recording. `chapters` and `transcripts` are JSON of the core types.

    `fetched_chapters` are those of `chapters_url`, once the worker has read it.
    """

    article = models.OneToOneField("store.Article", primary_key=True, on_delete=models.CASCADE, related_name="episode")
    number = models.PositiveIntegerField(_("episode"), null=True, blank=True)
    season = models.PositiveIntegerField(_("season"), null=True, blank=True)
    chapters = models.JSONField(_("chapters"), default=list, blank=True)
    fetched_chapters = models.JSONField(default=list, blank=True)
    chapters_url = models.TextField(blank=True)
    transcripts = models.JSONField(_("transcripts"), default=list, blank=True)

    class Meta:
        verbose_name = _("episode")
        verbose_name_plural = _("episodes")

    def __str__(self) -> str:
        return f"episode of article {self.article_id}"


class Transcript(models.Model):
    """The words of a recording (`lines`: JSON of rows `[start_s, end_s, speaker, text]`), as read from `url`."""

    article = models.OneToOneField(
        "store.Article", primary_key=True, on_delete=models.CASCADE, related_name="transcript"
    )
    url = models.TextField()
    language = models.CharField(_("language"), max_length=35, blank=True)
    lines = models.TextField()
    fetched_at = models.DateTimeField(_("fetched"))

    class Meta:
        verbose_name = _("transcript")
        verbose_name_plural = _("transcripts")

    def __str__(self) -> str:
        return f"transcript of article {self.article_id}"


class LiveStream(models.Model):
    """A broadcaster's live page, and whether it answers.

    `is_up` is None before the first check and where we may not ask. `since` is when it last changed between up and
    down; `failures` counts checks in a row that failed.
    """

    publisher = models.ForeignKey("store.Publisher", on_delete=models.CASCADE, related_name="streams")
    url = models.URLField(_("address"), max_length=2000, unique=True)
    player = models.URLField(_("player"), max_length=2000, blank=True)
    title = models.CharField(_("title"), max_length=300)
    language = models.CharField(_("language"), max_length=35, blank=True)
    is_up = models.BooleanField(_("up"), null=True, blank=True)
    since = models.DateTimeField(_("since"), null=True, blank=True)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    failure_code = models.CharField(max_length=24, blank=True)

    class Meta:
        verbose_name = _("live stream")
        verbose_name_plural = _("live streams")
        constraints = [models.CheckConstraint(condition=~Q(url=""), name="stream_has_address")]

    def __str__(self) -> str:
        return self.title
