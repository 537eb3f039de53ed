"""How pages were read: the latest reading of each, and what repeats on each publisher's pages."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from octavo.core.articles import Badge
from octavo.core.quality import Decision, HoldReason


class PublisherTemplate(models.Model):
    """What the extract room learned of a publisher's pages, packed by it."""

    publisher = models.OneToOneField(
        "store.Publisher", primary_key=True, on_delete=models.CASCADE, related_name="template"
    )
    packed = models.BinaryField(editable=False)

    class Meta:
        verbose_name = _("page template")
        verbose_name_plural = _("page templates")

    def __str__(self) -> str:
        return f"template of publisher {self.publisher_id}"


class PageReading(models.Model):
    """The latest reading of an article's page, whether it gave what is shown or not.

    `failure` is the code of what went wrong at last; the other columns then tell of the reading before it. `leaks` are
    codes, separated by commas. `hold` is why the text is held back from readers, "" where it is not, and `sample` how
    that text begins.
    """

    article = models.OneToOneField("store.Article", primary_key=True, on_delete=models.CASCADE, related_name="reading")
    # First in two indexes below.
    publisher = models.ForeignKey("store.Publisher", on_delete=models.CASCADE, related_name="+", db_index=False)
    read_at = models.DateTimeField(_("read"))
    failure = models.CharField(_("failure"), max_length=24, blank=True)
    badge = models.CharField(
        _("badge"), max_length=12, blank=True, choices=[(badge.value, badge.value) for badge in Badge]
    )
    leaks = models.CharField(_("leaks"), max_length=200, blank=True)
    confidence = models.FloatField(_("confidence"), null=True, blank=True)
    chars = models.PositiveIntegerField(_("characters"), null=True, blank=True)
    text_hash = models.BinaryField(max_length=16, null=True, editable=False)
    version = models.PositiveIntegerField(_("extraction"), default=0)
    hold = models.CharField(
        _("held back because"),
        max_length=12,
        blank=True,
        choices=[(reason.value, reason.value) for reason in HoldReason],
    )
    sample = models.CharField(_("beginning"), max_length=400, blank=True)
    decision = models.CharField(
        _("operator's decision"),
        max_length=12,
        blank=True,
        choices=[(decision.value, decision.value) for decision in Decision],
    )
    held_at = models.DateTimeField(_("held back"), null=True, blank=True)

    class Meta:
        verbose_name = _("page reading")
        verbose_name_plural = _("page readings")
        indexes = [
            models.Index(fields=["publisher", "-read_at"], name="reading_by_publisher"),
            models.Index(fields=["publisher", "text_hash"], name="reading_by_text"),
            models.Index(fields=["version", "article"], name="reading_by_version"),
            models.Index(fields=["-held_at"], condition=~Q(hold=""), name="reading_held"),
        ]

    def __str__(self) -> str:
        return f"reading of article {self.article_id}"
