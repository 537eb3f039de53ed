"""Articles and what belongs to them. Long text lives apart, so that lists stay small and cold reads cheap."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from octavo.core.articles import Kind


class Section(models.Model):
    """A feed's or page's own section. Well-known ones share a slug across languages ("politics")."""

    slug = models.SlugField(_("short name"), max_length=120, unique=True, allow_unicode=True)
    label = models.CharField(_("label"), max_length=120)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return self.label


class Hashtag(models.Model):
    """A free keyword. `slug` is case-folded and unique; `label` is #CamelCase in its own script, without the #."""

    slug = models.CharField(_("short name"), max_length=120, unique=True)
    label = models.CharField(_("label"), max_length=120)

    class Meta:
        verbose_name = _("hashtag")
        verbose_name_plural = _("hashtags")

    def __str__(self) -> str:
        return f"#{self.label}"


class Article(models.Model):
    """What Octavo made of an entry.

    `shown_at` orders every list: the publisher's time, but never later than `seen_at`, when we first saw it.
    `country` is the publisher's, kept here so that lists need no join. Text is in ArticleBody.
    """

    # The indexes below begin with these two, so they need none of their own.
    publisher = models.ForeignKey("store.Publisher", on_delete=models.CASCADE, related_name="articles", db_index=False)
    url = models.TextField(_("address"))
    url_hash = models.BinaryField(max_length=16, unique=True, editable=False)
    title = models.TextField(_("title"))
    standfirst = models.TextField(_("standfirst"), blank=True)
    excerpt = models.CharField(_("excerpt"), max_length=400, blank=True)
    authors = models.JSONField(_("authors"), default=list, blank=True)
    kind = models.CharField(
        _("kind"),
        max_length=8,
        choices=[(kind.value, kind.value) for kind in Kind],
        default=Kind.ARTICLE.value,
    )
    language = models.CharField(_("language"), max_length=35, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    section = models.ForeignKey(
        Section, null=True, blank=True, on_delete=models.SET_NULL, related_name="articles", db_index=False
    )
    hashtags: "models.ManyToManyField[Hashtag, ArticleHashtag]" = models.ManyToManyField(
        Hashtag, through="store.ArticleHashtag", related_name="articles"
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    updated_at = models.DateTimeField(_("updated"), null=True, blank=True)
    seen_at = models.DateTimeField(_("seen"))
    shown_at = models.DateTimeField(_("shown as of"))
    picture = models.ForeignKey(
        "store.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="articles"
    )
    picture_caption = models.TextField(_("picture caption"), blank=True)
    picture_credit = models.CharField(_("picture credit"), max_length=500, blank=True)
    picture_alt = models.TextField(_("picture description"), blank=True)
    media = models.JSONField(_("media"), default=list, blank=True)
    word_count = models.PositiveIntegerField(_("words"), default=0)
    is_complete = models.BooleanField(_("complete"), default=False)
    is_paywalled = models.BooleanField(_("paywalled"), default=False)
    from_page = models.BooleanField(_("read from its page"), default=False)
    source = models.CharField(
        _("agency"), max_length=200, blank=True, help_text=_("Whom the page names as its source, such as Reuters")
    )
    leaks = models.JSONField(_("leaks"), default=list, blank=True)
    confidence = models.FloatField(_("confidence"), null=True, blank=True)
    extraction_version = models.PositiveIntegerField(_("extraction"), default=0)
    content_hash = models.BinaryField(max_length=16, editable=False)
    revision_count = models.PositiveIntegerField(_("revisions"), default=0)

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes = [
            models.Index(fields=["-shown_at", "-id"], name="article_latest"),
            models.Index(fields=["language", "-shown_at", "-id"], name="article_by_language"),
            models.Index(fields=["country", "-shown_at", "-id"], name="article_by_country"),
            models.Index(fields=["country", "language", "-shown_at", "-id"], name="article_by_edition"),
            models.Index(fields=["publisher", "-shown_at", "-id"], name="article_by_publisher"),
            models.Index(fields=["section", "language", "-shown_at", "-id"], name="article_by_section"),
            models.Index(fields=["kind", "language", "-shown_at", "-id"], name="article_by_kind"),
        ]

    def __str__(self) -> str:
        return self.title


class ArticleBody(models.Model):
    """The long text of an article: sanitised HTML, and the same as plain paragraphs."""

    article = models.OneToOneField(Article, primary_key=True, on_delete=models.CASCADE, related_name="body")
    html = models.TextField(blank=True)
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("article text")
        verbose_name_plural = _("article texts")

    def __str__(self) -> str:
        return f"text of article {self.article_id}"


class ArticleHashtag(models.Model):
    """Article ids grow with time, so (hashtag, -article) lists a hashtag newest first without a join."""

    # Both are first in an index below.
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+", db_index=False)
    hashtag = models.ForeignKey(Hashtag, on_delete=models.CASCADE, related_name="+", db_index=False)
    # Of the labels that proposed it; none for a publisher's own.
    proposed_version = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = _("hashtag of an article")
        verbose_name_plural = _("hashtags of articles")
        constraints = [models.UniqueConstraint(fields=["article", "hashtag"], name="hashtag_once_per_article")]
        indexes = [models.Index(fields=["hashtag", "-article"], name="hashtag_newest")]

    def __str__(self) -> str:
        return f"hashtag {self.hashtag_id} of article {self.article_id}"


class Revision(models.Model):
    """An earlier text of an article that the publisher changed at (about) `replaced_at`."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    title = models.TextField()
    text = models.TextField()
    content_hash = models.BinaryField(max_length=16, editable=False)
    replaced_at = models.DateTimeField()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-replaced_at", "-id"]

    def __str__(self) -> str:
        return f"revision of article {self.article_id} until {self.replaced_at:%Y-%m-%d %H:%M}"


class PageSource(models.Model):
    """The page as fetched (zlib-packed bytes), kept for a while so that a better extraction can be redone."""

    article = models.OneToOneField(Article, primary_key=True, on_delete=models.CASCADE, related_name="page")
    url = models.TextField()
    content_type = models.CharField(max_length=200, blank=True)
    body = models.BinaryField(editable=False)
    etag = models.TextField(null=True, blank=True)
    last_modified = models.TextField(null=True, blank=True)
    fetched_at = models.DateTimeField()
    checks = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("page source")
        verbose_name_plural = _("page sources")

    def __str__(self) -> str:
        return self.url
