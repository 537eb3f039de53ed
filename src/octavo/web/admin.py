"""Django's admin for every table, for operators: to look things up and mend what the desk has no form for."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import URLField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from octavo.store import models

HTTPS_BY_DEFAULT: dict[type, dict[str, Any]] = {URLField: {"assume_scheme": "https"}}


class ReadOnlyAdmin(admin.ModelAdmin):
    """For tables that the worker alone writes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(models.Reader)
class ReaderAdmin(UserAdmin):
    list_display = ["email", "handle", "role", "is_active", "created_at"]
    list_filter = ["role", "is_active"]
    search_fields = ["email", "handle"]
    ordering = ["email"]
    readonly_fields = ["created_at", "last_login"]
    filter_horizontal: ClassVar[list[str]] = []
    fieldsets = [
        (None, {"fields": ["email", "password", "handle"]}),
        (_("Permissions"), {"fields": ["role", "is_active", "is_superuser"]}),
        (_("Dates"), {"fields": ["last_login", "created_at"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "handle", "role", "password1", "password2"]})]


@admin.register(models.Publisher)
class PublisherAdmin(admin.ModelAdmin):
    list_display = ["name", "country", "terms", "is_paused"]
    list_filter = ["terms", "is_paused", "country"]
    search_fields = ["name", "home_url"]
    raw_id_fields = ["logo"]
    formfield_overrides = HTTPS_BY_DEFAULT


@admin.register(models.Feed)
class FeedAdmin(admin.ModelAdmin):
    list_display = ["url", "publisher", "use", "is_paused", "failures", "last_success_at", "next_poll_at"]
    list_filter = ["use", "is_paused", "failure_code"]
    search_fields = ["url", "title", "publisher__name"]
    list_select_related = ["publisher"]
    raw_id_fields = ["publisher"]
    formfield_overrides = HTTPS_BY_DEFAULT


@admin.register(models.Article)
class ArticleAdmin(admin.ModelAdmin):
    list_display = ["title", "publisher", "language", "kind", "shown_at"]
    list_filter = ["kind", "is_complete", "is_paywalled", "from_page"]
    search_fields = ["title", "url"]
    list_select_related = ["publisher"]
    raw_id_fields = ["publisher", "picture", "section"]
    show_full_result_count = False


@admin.register(models.PageReading)
class PageReadingAdmin(ReadOnlyAdmin):
    list_display = ["article", "publisher", "read_at", "failure", "badge", "leaks", "hold", "decision"]
    list_filter = ["failure", "badge", "hold", "decision"]
    list_select_related = ["article", "publisher"]
    show_full_result_count = False


@admin.register(models.Picture)
class PictureAdmin(ReadOnlyAdmin):
    list_display = ["source_url", "state", "width", "height", "bytes"]
    list_filter = ["state"]
    search_fields = ["source_url"]
    show_full_result_count = False


@admin.register(models.Job)
class JobAdmin(admin.ModelAdmin):
    list_display = ["kind", "key", "state", "run_at", "attempts", "last_error"]
    list_filter = ["state", "kind"]
    search_fields = ["key"]


@admin.register(models.Section, models.Hashtag)
class LabelAdmin(admin.ModelAdmin):
    list_display = ["slug", "label"]
    search_fields = ["slug", "label"]


@admin.register(models.SitePage)
class SitePageAdmin(admin.ModelAdmin):
    list_display = ["name", "language", "title", "changed_at"]


@admin.register(models.Entry, models.ArticleBody, models.ArticleHashtag, models.Revision, models.PageSource)
class GatheredAdmin(ReadOnlyAdmin):
    show_full_result_count = False


@admin.register(models.ImportReport, models.OperatorInvitation, models.Counter, models.PublisherTemplate)
class RecordAdmin(ReadOnlyAdmin):
    pass


admin.site.site_header = _("Octavo: all tables")
admin.site.site_title = "Octavo"
admin.site.index_title = _("All tables")
