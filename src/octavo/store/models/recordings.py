"""Recordings of wrap-ups: which file, what it says when, and of which articles its words are."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from octavo.core.rights import Terms


class WrapupRecording(models.Model):
    """The newest recording of one wrap-up. `edition` and `target` are those of `store.briefs.edition_target`.

    `chapters` are lists: milliseconds, title, language, story, its articles.
    """

    edition = models.CharField(max_length=200, db_index=True)
    target = models.CharField(max_length=200, unique=True)
    file = models.CharField(max_length=40, unique=True)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(_("bytes"))
    duration_ms = models.PositiveIntegerField()
    language = models.CharField(_("language"), max_length=35)
    script_hash = models.BinaryField(max_length=16, editable=False)
    chapters = models.JSONField(default=list, editable=False)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("recording of a wrap-up")
        verbose_name_plural = _("recordings of wrap-ups")

    def __str__(self) -> str:
        return self.target


class RecordingSource(models.Model):
    """An article that a recording quotes, and its publisher's terms when it was spoken."""

    # First in the constraint below.
    recording = models.ForeignKey(WrapupRecording, on_delete=models.CASCADE, related_name="sources", db_index=False)
    article = models.ForeignKey("store.Article", on_delete=models.CASCADE, related_name="+")
    terms = models.CharField(_("terms"), max_length=8, choices=[(one.value, one.value) for one in Terms])

    class Meta:
        verbose_name = _("source of a recording")
        verbose_name_plural = _("sources of recordings")
        constraints = [models.UniqueConstraint(fields=["recording", "article"], name="recording_source_once")]

    def __str__(self) -> str:
        return f"article {self.article_id} of recording {self.recording_id}"
