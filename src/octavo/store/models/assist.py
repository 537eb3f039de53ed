"""Language models: what the operator set, what readers brought, what was used, and answers that are kept."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ModelChoice(models.Model):
    """What the operator set on the page, in one row. `said` maps fields of `core.assisting.ModelSettings` to values;
    `sealed_key` is the key, encrypted. `tested` is what the last test found."""

    said = models.JSONField(_("settings"), default=dict, blank=True)
    sealed_key = models.TextField(_("key"), blank=True)
    tested = models.JSONField(_("last test"), default=dict, blank=True)
    tested_at = models.DateTimeField(_("tested"), null=True, blank=True)

    class Meta:
        verbose_name = _("choice of a language model")
        verbose_name_plural = _("choice of a language model")

    def __str__(self) -> str:
        return "choice of a language model"


class ReaderModel(models.Model):
    """A reader's own language model: its address passes the guard, its key is encrypted. `tested` is what the last test
    found."""

    reader = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="own_model"
    )
    url = models.CharField(_("address"), max_length=500)
    name = models.CharField(_("model"), max_length=120)
    sealed_key = models.TextField(_("key"), blank=True)
    tested = models.JSONField(_("last test"), default=dict, blank=True)
    tested_at = models.DateTimeField(_("tested"), null=True, blank=True)

    class Meta:
        verbose_name = _("reader's own model")
        verbose_name_plural = _("readers' own models")

    def __str__(self) -> str:
        return f"model of reader {self.reader_id}"


class ModelUse(models.Model):
    """What one feature used of one model on a day (UTC), by all readers. Money is in millionths of the currency."""

    day = models.DateField(_("day"))
    feature = models.CharField(_("feature"), max_length=16)
    model = models.CharField(_("model"), max_length=120)
    answers = models.PositiveIntegerField(_("answers"), default=0)
    kept_answers = models.PositiveIntegerField(_("answers from before"), default=0)
    failures = models.PositiveIntegerField(_("failures"), default=0)
    tokens_read = models.BigIntegerField(_("tokens read"), default=0)
    tokens_written = models.BigIntegerField(_("tokens written"), default=0)
    cost = models.BigIntegerField(_("cost"), default=0)
    sentences = models.PositiveIntegerField(_("sentences"), default=0)
    dropped = models.PositiveIntegerField(_("dropped sentences"), default=0)

    class Meta:
        verbose_name = _("use of a model")
        verbose_name_plural = _("use of models")
        constraints = [models.UniqueConstraint(fields=["day", "feature", "model"], name="model_use_once")]

    def __str__(self) -> str:
        return f"{self.feature} by {self.model} on {self.day}"


class ReaderModelUse(models.Model):
    """What one reader used on a day (UTC), for the measure of each."""

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="model_uses", db_index=False
    )
    day = models.DateField(_("day"))
    answers = models.PositiveIntegerField(_("answers"), default=0)
    tokens = models.BigIntegerField(_("tokens"), default=0)
    cost = models.BigIntegerField(_("cost"), default=0)

    class Meta:
        verbose_name = _("reader's use of models")
        verbose_name_plural = _("readers' use of models")
        constraints = [models.UniqueConstraint(fields=["reader", "day"], name="reader_model_use_once")]
        indexes = [models.Index(fields=["day"], name="reader_model_use_day")]

    def __str__(self) -> str:
        return f"reader {self.reader_id} on {self.day}"


class WrittenAnswer(models.Model):
    """Sentences that were written and checked, by what they were written from. `key` is a hash of the sources, the
    question, the prompt with its version, the model and the language."""

    key = models.BinaryField(primary_key=True, max_length=32)
    feature = models.CharField(_("feature"), max_length=16)
    model = models.CharField(_("model"), max_length=120)
    events = models.JSONField(_("sentences"))
    made_at = models.DateTimeField(_("made"), db_index=True)

    class Meta:
        verbose_name = _("written answer")
        verbose_name_plural = _("written answers")

    def __str__(self) -> str:
        return f"{self.feature} by {self.model}"
