"""What readers say beside an article: comments, likes, flags, decisions about them, appeals, blocks, surveys."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CommentState(models.TextChoices):
    """`WAITING`: nobody has judged it yet. `WITHDRAWN`: its author took it back, and the text is gone."""

    WAITING = "waiting", _("Waiting")
    PUBLISHED = "published", _("Published")
    HELD = "held", _("Held")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Comment(models.Model):
    """One reader's words about an article. Outlives both: `article_title` says what it was about.

    `thread` is the comment that began the conversation, none for that one itself. `source` is Markdown, `html` what
    was made of it, sanitised. `likes` and, for those that begin a thread, `replies` (published ones at any depth) are
    counted here. `judge`, `reason`, `note`, `scores` are of the latest decision: `judge` is "rules/1" or "moderator".
    """

    # First in indexes below: article and author, thread.
    article = models.ForeignKey(
        "store.Article", null=True, blank=True, on_delete=models.SET_NULL, related_name="comments", db_index=False
    )
    article_title = models.TextField(_("about"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="comments",
        db_index=False,
    )
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="answers")
    thread = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="members", db_index=False
    )
    quote = models.TextField(_("quotation"), blank=True)
    source = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=CommentState.choices, default=CommentState.WAITING)
    language = models.CharField(_("language"), max_length=35, blank=True)
    created_at = models.DateTimeField(_("written"))
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    likes = models.PositiveIntegerField(_("likes"), default=0)
    replies = models.PositiveIntegerField(_("replies"), default=0)
    flags = models.PositiveIntegerField(_("open flags"), default=0)
    judge = models.CharField(_("decided by"), max_length=80, blank=True)
    reason = models.JSONField(_("reason"), default=dict, blank=True)
    note = models.TextField(_("reason in words"), blank=True)
    scores = models.JSONField(_("scores"), default=dict, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [
            models.Index(fields=["article", "-id"], name="comment_of_article"),
            models.Index(fields=["article"], condition=Q(state="published"), name="comment_published"),
            models.Index(fields=["thread", "id"], name="comment_of_thread"),
            models.Index(fields=["author", "-created_at"], name="comment_of_author"),
            models.Index(fields=["state", "id"], name="comment_by_state"),
            models.Index(fields=["id"], condition=Q(flags__gt=0), name="comment_flagged"),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"


class CommentLike(models.Model):
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+", db_index=False)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("like")
        verbose_name_plural = _("likes")
        constraints = [models.UniqueConstraint(fields=["comment", "reader"], name="like_once")]

    def __str__(self) -> str:
        return f"like of comment {self.comment_id}"


class FlagReason(models.TextChoices):
    SPAM = "spam", _("Spam or advertising")
    ABUSE = "abuse", _("Insults or threatens somebody")
    HATE = "hate", _("Hatred of a group of people")
    PRIVATE = "private", _("Tells something private of somebody")
    FALSE = "false", _("Dangerous falsehood")
    OTHER = "other", _("Something else")


class CommentFlag(models.Model):
    """A reader asks moderators to look. `resolved_at` is when they did."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="flagged", db_index=False)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=10, choices=FlagReason.choices)
    note = models.CharField(_("note"), max_length=500, blank=True)
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        constraints = [models.UniqueConstraint(fields=["comment", "reader"], name="flag_once")]

    def __str__(self) -> str:
        return f"flag of comment {self.comment_id}"


class ModerationAction(models.Model):
    """One decision, for the public log: never the text, never who wrote it.

    `judge` is "moderator", "flags", or a moderator of `assist` with its version. `before` is what undoing brings back.
    """

    comment = models.ForeignKey(Comment, null=True, blank=True, on_delete=models.SET_NULL, related_name="actions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    judge = models.CharField(_("decided by"), max_length=80)
    decision = models.CharField(_("decision"), max_length=10)
    reason = models.JSONField(_("reason"), default=dict, blank=True)
    note = models.TextField(_("reason in words"), blank=True)
    before = models.JSONField(default=dict, blank=True, editable=False)
    is_appeal = models.BooleanField(_("on appeal"), default=False)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("moderation action")
        verbose_name_plural = _("moderation actions")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.decision} by {self.judge}"


class Appeal(models.Model):
    """The author asks once that somebody look again. `granted` is None until decided."""

    comment = models.OneToOneField(Comment, primary_key=True, on_delete=models.CASCADE, related_name="appeal")
    text = models.TextField(_("appeal"))
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    granted = models.BooleanField(_("granted"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        indexes = [models.Index(fields=["created_at"], condition=Q(decided_at=None), name="appeal_open")]

    def __str__(self) -> str:
        return f"appeal for comment {self.comment_id}"


class ReaderBlock(models.Model):
    """`reader` does not want to read `blocked`. The blocked one is not told."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    blocked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        constraints = [models.UniqueConstraint(fields=["reader", "blocked"], name="block_once")]

    def __str__(self) -> str:
        return f"{self.reader_id} blocks {self.blocked_id}"


class CommentSwitch(models.Model):
    """Comments are closed where a row says so: `scope` is "site", "publisher:3" or "article:71"."""

    scope = models.CharField(max_length=40, primary_key=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("closed comments")
        verbose_name_plural = _("closed comments")

    def __str__(self) -> str:
        return self.scope


class SurveyKind(models.TextChoices):
    CHOICE = "choice", _("One answer")
    SEVERAL = "several", _("Several answers")
    SCALE = "scale", _("A scale of five")


class SurveyPlace(models.TextChoices):
    FRONT = "front", _("Front page")
    STORY = "story", _("A story")
    TOPIC = "topic", _("A topic")


class Survey(models.Model):
    """A question to readers. `options` are the answers; of a scale, what its two ends mean.

    `key` is the story's id or the topic's code. `tally` counts the votes for each answer, `votes` the readers.
    """

    question = models.CharField(_("question"), max_length=300)
    kind = models.CharField(_("kind"), max_length=8, choices=SurveyKind.choices, default=SurveyKind.CHOICE)
    options = models.JSONField(_("answers"), default=list)
    language = models.CharField(_("language"), max_length=35, blank=True)
    place = models.CharField(_("place"), max_length=6, choices=SurveyPlace.choices, default=SurveyPlace.FRONT)
    key = models.CharField(_("of which"), max_length=40, blank=True)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    votes = models.PositiveIntegerField(_("votes"), default=0)
    tally = models.JSONField(_("tally"), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        indexes = [models.Index(fields=["place", "key", "-opens_at"], name="survey_at_place")]

    def __str__(self) -> str:
        return self.question


class SurveyVote(models.Model):
    """One voice per reader. `choices` are places in the survey's answers."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="given", db_index=False)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    choices = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [models.UniqueConstraint(fields=["survey", "reader"], name="vote_once")]

    def __str__(self) -> str:
        return f"vote in survey {self.survey_id}"


class Happening(models.Model):
    """Something that a reader may be told of; whoever notifies takes it from here. `reader` is none for everybody.

    `key` keeps one event from being noted twice ("reply:17", "like:17:4").
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=80, unique=True)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="happenings"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    comment = models.ForeignKey(Comment, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    survey = models.ForeignKey(Survey, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("happening")
        verbose_name_plural = _("happenings")
        indexes = [models.Index(fields=["id"], condition=Q(taken_at=None), name="happening_open")]

    def __str__(self) -> str:
        return self.key
