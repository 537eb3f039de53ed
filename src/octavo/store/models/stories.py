"""Stories, which articles they have, and by what they are found."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Story(models.Model):
    """Articles about one event. What its members say together stands here, so that an edition reads no article.

    `first_at` and `last_at` are of its articles, `voiced_at` is when its latest voice arrived. `facts` has the rest of
    a `core.stories.StorySummary`, and the articles that may stand for it (`store.packed`). `begun_by` is the id of the
    article that it began with, which may be gone. A story that is part of another keeps its link: `merged_into`.
    `is_stale` asks for its facts to be told anew.
    """

    slug = models.CharField(_("short name"), max_length=120, blank=True)
    title = models.TextField(_("title"), blank=True)
    title_language = models.CharField(_("language of the title"), max_length=35, blank=True)
    first_at = models.DateTimeField(_("first article"))
    last_at = models.DateTimeField(_("latest article"))
    voiced_at = models.DateTimeField(_("latest voice"))
    articles = models.PositiveIntegerField(_("articles"), default=0)
    voices = models.PositiveIntegerField(_("voices"), default=0)
    publishers = models.PositiveIntegerField(_("publishers"), default=0)
    country = models.CharField(_("country"), max_length=2, blank=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    begun_by = models.PositiveBigIntegerField(unique=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="merged",
        db_index=False,  # most are none, which would lead a planner astray: see story_merged
    )
    merged_at = models.DateTimeField(_("merged"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed"))
    version = models.PositiveIntegerField(_("grouping"), default=0)
    is_stale = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        indexes = [
            models.Index(fields=["-voiced_at", "-id", "voices"], condition=Q(merged_into=None), name="story_latest"),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="story_merged"),
            models.Index(fields=["id"], condition=Q(is_stale=True), name="story_stale"),
        ]

    def __str__(self) -> str:
        return self.title


class StoryMember(models.Model):
    """An article's place in a story. `copy_of` is the article that it copies, never itself a copy."""

    article = models.OneToOneField("store.Article", primary_key=True, on_delete=models.CASCADE, related_name="member")
    # First in an index below.
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="members", db_index=False)
    joined_at = models.DateTimeField(_("joined"))
    copy_of = models.ForeignKey(
        "store.Article",
        verbose_name=_("copy of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="copies",
    )
    is_likely_original = models.BooleanField(_("likely original"), default=False)
    score = models.FloatField(_("certainty"), default=1.0)
    nearest = models.PositiveBigIntegerField(_("nearest article"), null=True, blank=True)
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    version = models.PositiveIntegerField(_("grouping"), default=0)

    class Meta:
        verbose_name = _("article of a story")
        verbose_name_plural = _("articles of stories")
        indexes = [models.Index(fields=["story", "joined_at"], name="member_of_story")]

    def __str__(self) -> str:
        return f"article {self.article_id} of story {self.story_id}"


class StoryFacet(models.Model):
    """By what a story is found: `code` is "from:KE" (told there), "about:KE", "about:GB-WLS", "in:sw", "topic:…",
    "place:…", "tag:…".

    `voices` are the story's own, except that "from:" and "in:" count theirs alone.
    """

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="facets", db_index=False)
    code = models.CharField(max_length=140)
    voiced_at = models.DateTimeField()
    voices = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("facet of a story")
        verbose_name_plural = _("facets of stories")
        constraints = [models.UniqueConstraint(fields=["story", "code"], name="facet_once_per_story")]
        indexes = [models.Index(fields=["code", "-voiced_at", "-story", "voices"], name="facet_latest")]

    def __str__(self) -> str:
        return f"{self.code} of story {self.story_id}"
