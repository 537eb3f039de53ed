"""What readers saved and what they read. Neither refers to the article's row: a reader's shelf outlives the article."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptArticle(models.Model):
    """An article by its id, which is never given twice, and what to show of it once it is gone."""

    article_id = models.PositiveBigIntegerField(_("article"))
    title = models.TextField(_("title"), blank=True)
    url = models.TextField(_("address"), blank=True)
    publisher_name = models.CharField(_("publisher"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=35, blank=True)

    class Meta:
        abstract = True


class Saved(KeptArticle):
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved", db_index=False)
    created_at = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("saved article")
        verbose_name_plural = _("saved articles")
        constraints = [models.UniqueConstraint(fields=["reader", "article_id"], name="saved_once")]
        indexes = [models.Index(fields=["reader", "-created_at", "-id"], name="saved_latest")]

    def __str__(self) -> str:
        return self.title


class Reading(KeptArticle):
    """When a reader last opened an article, or a story's own page (`article_id` 0).

    `publisher_id` and `topic` say what it was of, so that a reader's habits are told from these rows alone.
    """

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="readings", db_index=False
    )
    story_id = models.PositiveBigIntegerField(_("story"), default=0)
    publisher_id = models.PositiveBigIntegerField(default=0)
    topic = models.CharField(_("topic"), max_length=20, blank=True)
    read_at = models.DateTimeField(_("read"))

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = [models.UniqueConstraint(fields=["reader", "article_id", "story_id"], name="reading_once")]
        indexes = [models.Index(fields=["reader", "-read_at", "-id"], name="reading_latest")]

    def __str__(self) -> str:
        return f"reader {self.reader_id} read article {self.article_id}"
