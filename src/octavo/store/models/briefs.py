"""Briefs: what is told in short of an article, a story or an edition, and of which articles it was made."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from octavo.core.briefs import WRITTEN_ALONE, BriefOf, Feature

KEPT = [(one.value, one.value) for one in Feature if one not in WRITTEN_ALONE]


class Brief(models.Model):
    """One feature's output for one article, story (`target` is its id) or edition (`store.briefs.edition_target`).

    `content_hash` tells of which texts it was made, `version` by which rules; `content` is packed
    (`store.packed_briefs`). `language` is "" where it is told in the sources' own.
    """

    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in BriefOf])
    target = models.CharField(max_length=200)
    feature = models.CharField(max_length=16, choices=KEPT)
    language = models.CharField(_("language"), max_length=35, blank=True)
    provider = models.CharField(max_length=100)
    version = models.PositiveIntegerField(_("version"), default=0)
    content_hash = models.BinaryField(max_length=16, editable=False)
    made_at = models.DateTimeField(_("made"))
    content = models.BinaryField(editable=False)
    dropped = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("brief")
        verbose_name_plural = _("briefs")
        constraints = [models.UniqueConstraint(fields=["kind", "target", "feature", "language"], name="brief_once")]
        indexes = [models.Index(fields=["kind", "made_at"], name="brief_oldest")]

    def __str__(self) -> str:
        return f"{self.feature} of {self.kind} {self.target}"


class BriefSource(models.Model):
    """An article that a brief was made of: when the one goes, so does the other."""

    # First in the constraint below.
    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="sources", db_index=False)
    article = models.ForeignKey("store.Article", on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("source of a brief")
        verbose_name_plural = _("sources of briefs")
        constraints = [models.UniqueConstraint(fields=["brief", "article"], name="brief_source_once")]

    def __str__(self) -> str:
        return f"article {self.article_id} of brief {self.brief_id}"
