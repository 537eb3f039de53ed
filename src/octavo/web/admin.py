"""Django's admin for every table, for operators: to look things up and mend what the desk has no form for."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import URLField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from octavo.store import models
from octavo.store.readers import vouch_for_address

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

    def save_model(self, request: HttpRequest, obj: models.Reader, form: Any, change: bool) -> None:
        """An operator's word for the address is enough."""
        super().save_model(request, obj, form, change)
        if not change or "email" in form.changed_data:
            vouch_for_address(obj)


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


@admin.register(models.Story)
class StoryAdmin(ReadOnlyAdmin):
    list_display = ["title", "title_language", "articles", "voices", "publishers", "country", "last_at"]
    search_fields = ["title"]
    show_full_result_count = False


@admin.register(models.DeskAct)
class DeskActAdmin(ReadOnlyAdmin):
    list_display = ["kind", "story", "country", "by", "created_at", "until", "ended_at"]
    list_filter = ["kind", "country"]
    list_select_related = ["story", "by"]


@admin.register(models.EditionSnapshot, models.EditionUse)
class EditionAdmin(ReadOnlyAdmin):
    list_display = ["country", "languages"]
    list_filter = ["country"]


@admin.register(models.Entry, models.ArticleBody, models.ArticleHashtag, models.Revision, models.PageSource)
@admin.register(models.ArticleLabels, models.StoryMember, models.StoryFacet, models.Brief, models.BriefSource)
@admin.register(models.WrapupRecording, models.RecordingSource)
class GatheredAdmin(ReadOnlyAdmin):
    show_full_result_count = False


@admin.register(
    models.ImportReport, models.Invitation, models.OperatorInvitation, models.Counter, models.PublisherTemplate
)
@admin.register(models.Original, models.Turn)
class RecordAdmin(ReadOnlyAdmin):
    pass


@admin.register(
    models.Comment,
    models.CommentFlag,
    models.CommentLike,
    models.CommentSwitch,
    models.ModerationAction,
    models.Appeal,
    models.ReaderBlock,
    models.Survey,
    models.SurveyVote,
    models.Happening,
)
class CommunityAdmin(ReadOnlyAdmin):
    """Decided and withdrawn on pages of their own, which keep counts and the log right."""

    list_display = ["__str__"]


admin.site.register(
    [
        models.ReaderPreferences,
        models.Subscription,
        models.Mute,
        models.Saved,
        models.Reading,
        models.Notice,
        models.NoticeCount,
        models.DayFigures,
        models.Takedown,
        models.Notification,
    ],
    ReadOnlyAdmin,
)


@admin.register(models.PushDevice)
class PushDeviceAdmin(ReadOnlyAdmin):
    exclude = ["endpoint", "p256dh", "auth"]  # whoever has these could send to the device


@admin.register(models.NotificationSettings)
class NotificationSettingsAdmin(ReadOnlyAdmin):
    exclude = ["ntfy_url", "webhook_url"]  # a topic's name is its only secret


@admin.register(models.ModelChoice)
class ModelChoiceAdmin(ReadOnlyAdmin):
    exclude = ["sealed_key"]


@admin.register(models.ReaderModel)
class ReaderModelAdmin(ReadOnlyAdmin):
    exclude = ["url", "sealed_key", "tested"]  # where a reader's own model stands is the reader's own affair
    list_display = ["reader", "name"]


@admin.register(models.ModelUse)
class ModelUseAdmin(ReadOnlyAdmin):
    list_display = ["day", "feature", "model", "answers", "tokens_read", "tokens_written", "sentences", "dropped"]
    list_filter = ["feature", "model"]


@admin.register(models.ReaderModelUse)
class ReaderModelUseAdmin(ReadOnlyAdmin):
    list_display = ["reader", "day", "answers", "tokens"]


@admin.register(models.WrittenAnswer)
class WrittenAnswerAdmin(ReadOnlyAdmin):
    exclude = ["key"]
    list_display = ["feature", "model", "made_at"]
    list_filter = ["feature", "model"]


@admin.register(models.Commission)
class CommissionAdmin(ReadOnlyAdmin):
    """What was asked is the reader's own affair, and so is the way to the answer."""

    exclude = ["token", "question", "earlier", "reader"]
    list_display = ["feature", "about", "state", "asked_at"]
    list_filter = ["feature", "about", "state"]


@admin.register(models.CommissionPart)
class CommissionPartAdmin(ReadOnlyAdmin):
    exclude = ["content"]
    list_display = ["commission"]


@admin.register(models.AiRecord)
class AiRecordAdmin(ReadOnlyAdmin):
    list_display = ["feature", "provider", "language", "is_shown", "code", "checker", "checked_at"]
    list_filter = ["feature", "is_shown", "code"]
    show_full_result_count = False


@admin.register(models.AiCount)
class AiCountAdmin(ReadOnlyAdmin):
    list_display = ["day", "feature", "provider", "language", "code", "count"]
    list_filter = ["feature", "code"]


@admin.register(models.AiReport)
class AiReportAdmin(ReadOnlyAdmin):
    exclude = ["reader"]  # what was reported is looked at, and not who did
    list_display = ["feature", "target", "reason", "state", "at", "decided_at"]
    list_filter = ["state", "reason", "feature"]


@admin.register(models.AiRecordSource, models.AiReportSource)
class AiSourceAdmin(ReadOnlyAdmin):
    raw_id_fields = ["article"]
    show_full_result_count = False


admin.site.site_header = _("Octavo: all tables")
admin.site.site_title = "Octavo"
admin.site.index_title = _("All tables")


@admin.register(models.LiveStream)
class LiveStreamAdmin(admin.ModelAdmin):
    formfield_overrides = HTTPS_BY_DEFAULT
    list_display = ["title", "publisher", "language", "is_up", "since", "checked_at"]
    list_filter = ["is_up", "language"]
    search_fields = ["title", "url"]
    raw_id_fields = ["publisher"]
    readonly_fields = ["is_up", "since", "checked_at", "failures"]


admin.site.register([models.Episode, models.Transcript], ReadOnlyAdmin)
