"""What was decided about sentences that language models wrote, how often, and which ones readers reported."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AiRecord(models.Model):
    """One sentence of a model, and the verdict on it. Nothing here tells who asked, nor what was asked.

    `question_hash` is keyed with the instance's secret: it tells which records belong to one question and no more.
    `code` is a `core.grounding.GroundingCode`, or a `core.writing.DropCode` where the sentence was dropped for what it
    is; `words` are those of the sentence that the reason is about. `provider` is "own" for a reader's own model, whose
    words are not kept.
    """

    feature = models.CharField(_("feature"), max_length=16)
    question_hash = models.BinaryField(max_length=16, blank=True, editable=False)
    provider = models.CharField(_("model"), max_length=120)
    prompt = models.CharField(_("prompt"), max_length=40)
    language = models.CharField(_("language"), max_length=35, blank=True)
    claim = models.TextField(_("sentence"), blank=True)
    is_shown = models.BooleanField(_("shown"))
    code = models.CharField(_("reason"), max_length=16)
    words = models.CharField(_("about the words"), max_length=200, blank=True)
    scores = models.JSONField(_("scores"), default=dict, blank=True)
    checker = models.CharField(_("checked by"), max_length=40, blank=True)
    checked_at = models.DateTimeField(_("checked"), db_index=True)

    class Meta:
        verbose_name = _("checked sentence")
        verbose_name_plural = _("checked sentences")
        indexes = [models.Index(fields=["id"], condition=Q(is_shown=False), name="ai_record_dropped")]

    def __str__(self) -> str:
        return f"{self.feature} by {self.provider}: {self.code}"


class AiRecordSource(models.Model):
    """A sentence that a record cites; of a dropped one, a sentence that came near. `place` 0 is the best.

    `sentence` is its number in the article, 0 for the title. When the article goes, or its text becomes another one,
    the record goes too.
    """

    # First in the constraint below.
    record = models.ForeignKey(AiRecord, on_delete=models.CASCADE, related_name="sources", db_index=False)
    article = models.ForeignKey("store.Article", on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField(_("place"))
    sentence = models.PositiveIntegerField(_("sentence"))
    quote = models.TextField(_("quotation"), blank=True)

    class Meta:
        verbose_name = _("source of a checked sentence")
        verbose_name_plural = _("sources of checked sentences")
        constraints = [models.UniqueConstraint(fields=["record", "place"], name="ai_record_source_once")]

    def __str__(self) -> str:
        return f"sentence {self.sentence} of article {self.article_id}"


class AiCount(models.Model):
    """How many sentences of a feature, model and language were decided so on a day (UTC). `code` as in `AiRecord`,
    "supported" for those that readers saw."""

    day = models.DateField(_("day"))
    feature = models.CharField(_("feature"), max_length=16)
    provider = models.CharField(_("model"), max_length=120)
    language = models.CharField(_("language"), max_length=35, blank=True)
    code = models.CharField(_("reason"), max_length=16)
    count = models.PositiveIntegerField(_("sentences"), default=0)

    class Meta:
        verbose_name = _("count of checked sentences")
        verbose_name_plural = _("counts of checked sentences")
        constraints = [
            models.UniqueConstraint(fields=["day", "feature", "provider", "language", "code"], name="ai_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.count} of {self.feature} on {self.day}: {self.code}"


class AiReportReason(models.TextChoices):
    SOURCE = "source", _("It is not what the source says")
    FIGURE = "figure", _("A figure or a name is wrong")
    UNFAIR = "unfair", _("It is unfair to somebody")
    TRANSLATION = "translation", _("It is badly translated")
    OTHER = "other", _("Something else")


class AiReportState(models.TextChoices):
    OPEN = "open", _("To be decided")
    UPHELD = "upheld", _("Upheld")
    DISMISSED = "dismissed", _("Dismissed")


class AiReport(models.Model):
    """A reader says that a sentence is wrong. `target` is where it stood ("story:12"); `text_hash` is one for the same
    sentence wherever it stands. While upheld, no page shows the sentence."""

    feature = models.CharField(_("feature"), max_length=16)
    target = models.CharField(_("where"), max_length=220)
    text = models.TextField(_("sentence"))
    text_hash = models.BinaryField(max_length=16, editable=False)
    language = models.CharField(_("language"), max_length=35, blank=True)
    provider = models.CharField(_("written by"), max_length=120, blank=True)
    reason = models.CharField(_("reason"), max_length=12, choices=AiReportReason.choices)
    note = models.CharField(_("note"), max_length=500, blank=True)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    state = models.CharField(_("state"), max_length=10, choices=AiReportState.choices, default=AiReportState.OPEN)
    at = models.DateTimeField(_("reported"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("report of an AI sentence")
        verbose_name_plural = _("reports of AI sentences")
        constraints = [models.UniqueConstraint(fields=["reader", "text_hash"], name="ai_report_once")]
        indexes = [
            models.Index(fields=["state", "id"], name="ai_report_by_state"),
            models.Index(fields=["reader", "-at"], name="ai_report_of_reader"),
        ]

    def __str__(self) -> str:
        return f"report {self.pk} of {self.target}"


class AiReportSource(models.Model):
    """An article that a reported sentence cites: when the one goes, so does the other."""

    # First in the constraint below.
    report = models.ForeignKey(AiReport, on_delete=models.CASCADE, related_name="sources", db_index=False)
    article = models.ForeignKey("store.Article", on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("source of a reported sentence")
        verbose_name_plural = _("sources of reported sentences")
        constraints = [models.UniqueConstraint(fields=["report", "article"], name="ai_report_source_once")]

    def __str__(self) -> str:
        return f"article {self.article_id} of report {self.report_id}"
