"""What articles are about, as the understand room says it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LabelState(models.IntegerChoices):
    """How far an article has come on its way into a story."""

    TO_LABEL = 0, _("To be labelled")
    TO_GROUP = 1, _("To be grouped")
    DONE = 2, _("Done")
    CLAIMED = 3, _("Being labelled")


class ArticleLabels(models.Model):
    """One article's labels. Its row is made with the article, so that it also says what waits to be labelled.

    `due_at` is when labelling may begin: at once, or when its page was read; of one that is being labelled, when
    somebody else may. `about` is what lists and stories need (topics, places, hashtags), `details` the rest,
    zlib-packed (`store.packed`). `content_hash` is of the text that was labelled. `version` is 0 where nothing was
    labelled yet.
    """

    article = models.OneToOneField("store.Article", primary_key=True, on_delete=models.CASCADE, related_name="labels")
    state = models.PositiveSmallIntegerField(_("state"), choices=LabelState.choices, default=LabelState.TO_LABEL)
    due_at = models.DateTimeField(_("due"))
    labelled_at = models.DateTimeField(_("labelled"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=35, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    embedding = models.BinaryField(editable=False)
    embedder = models.CharField(_("embedder"), max_length=60, blank=True)
    about = models.JSONField(_("about"), default=dict, blank=True)
    details = models.BinaryField(editable=False)
    content_hash = models.BinaryField(max_length=16, editable=False)
    version = models.PositiveIntegerField(_("version"), default=0)

    class Meta:
        verbose_name = _("labels of an article")
        verbose_name_plural = _("labels of articles")
        indexes = [
            models.Index(fields=["state", "due_at"], condition=~Q(state=LabelState.DONE), name="labels_waiting"),
            models.Index(fields=["version", "article"], name="labels_by_version"),
        ]

    def __str__(self) -> str:
        return f"labels of article {self.article_id}"
