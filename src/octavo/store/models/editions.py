"""Editions as they were on their day, for whom they are made, and what the operator decided and wrote."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from octavo.core.editions import DayPart, DeskKind


class EditionSnapshot(models.Model):
    """An edition of a country or a nation of one ("GB-WLS"; any where it is "") and languages ("sw+en", in order), on a
    day part of that country.

    The latest of a day part takes the place of those before it. `content` is ids and terms (`store.packed`).
    """

    country = models.CharField(_("country"), max_length=8, blank=True)
    languages = models.CharField(_("languages"), max_length=160, blank=True)
    day = models.DateField(_("day"))
    part = models.CharField(_("part of the day"), max_length=8, choices=[(part.value, part.value) for part in DayPart])
    made_at = models.DateTimeField(_("made"))
    version = models.PositiveIntegerField(_("ranking"), default=0)
    content = models.BinaryField(editable=False)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [models.UniqueConstraint(fields=["country", "languages", "day", "part"], name="edition_once")]
        indexes = [models.Index(fields=["country", "languages", "-made_at"], name="edition_latest")]

    def __str__(self) -> str:
        return f"edition {self.country} {self.languages} of {self.day} {self.part}"


class EditionUse(models.Model):
    """When readers last asked for an edition, to the hour: those are made ahead."""

    country = models.CharField(_("country"), max_length=8, blank=True)
    languages = models.CharField(_("languages"), max_length=160, blank=True)
    asked_at = models.DateTimeField(_("last asked for"))

    class Meta:
        verbose_name = _("use of an edition")
        verbose_name_plural = _("uses of editions")
        constraints = [models.UniqueConstraint(fields=["country", "languages"], name="edition_use_once")]

    def __str__(self) -> str:
        return f"{self.country} {self.languages}"


class DeskAct(models.Model):
    """What the operator decided about a story. Kept as a log: one that was taken back has `ended_at`."""

    kind = models.CharField(_("act"), max_length=10, choices=[(kind.value, kind.value) for kind in DeskKind])
    story = models.ForeignKey("store.Story", on_delete=models.CASCADE, related_name="desk_acts")
    country = models.CharField(_("country"), max_length=8, blank=True)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="desk_acts"
    )
    created_at = models.DateTimeField(_("decided"))
    ended_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("act of the desk")
        verbose_name_plural = _("acts of the desk")
        ordering = ["-id"]
        indexes = [models.Index(fields=["id"], condition=Q(ended_at=None), name="desk_act_holds")]

    def __str__(self) -> str:
        return f"{self.kind} story {self.story_id}"


class Original(models.Model):
    """An article that this newsroom wrote itself; everything else about it is the article's."""

    article = models.OneToOneField("store.Article", primary_key=True, on_delete=models.CASCADE, related_name="original")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("written"))
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        verbose_name = _("original")
        verbose_name_plural = _("originals")

    def __str__(self) -> str:
        return f"original {self.article_id}"
