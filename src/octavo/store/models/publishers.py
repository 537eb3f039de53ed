"""Publishers: who publishes, where they live, and what their terms allow us to show."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from octavo.core.rights import Terms


class Publisher(models.Model):
    slug = models.SlugField(_("short name"), max_length=80, unique=True, allow_unicode=True)
    name = models.CharField(_("name"), max_length=200)
    home_url = models.URLField(_("home page"), max_length=2000, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("ISO 3166-1, such as KE"))
    languages = models.JSONField(_("languages"), default=list, blank=True, help_text=_('BCP 47, such as ["sw", "en"]'))
    owner = models.CharField(_("owner"), max_length=200, blank=True)
    about = models.TextField(_("about"), blank=True)
    terms = models.CharField(
        _("terms"),
        max_length=8,
        default=Terms.EXCERPT.value,
        choices=[
            (Terms.EXCERPT.value, _("Excerpt and link")),
            (Terms.FULL.value, _("Full text")),
            (Terms.LINK.value, _("Title and link only")),
        ],
    )
    terms_note = models.TextField(_("why these terms"), blank=True)
    logo = models.ForeignKey(
        "store.Picture",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    logo_checked_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_paused = models.BooleanField(_("paused"), default=False)
    is_own = models.BooleanField(_("this newsroom"), default=False, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("publisher")
        verbose_name_plural = _("publishers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
