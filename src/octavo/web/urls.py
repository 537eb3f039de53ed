"""Every address of Octavo. English at `/`, other interface languages below their prefix; machine files without one."""

from datetime import date

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from octavo.web import access
from octavo.web.account import me, own_model
from octavo.web.ask import views as asking
from octavo.web.my import device, following, news, onboarding, ranking, shelf
from octavo.web.notify import bell, choosing, devices, unsubscribe
from octavo.web.views import (
    ai_reports,
    app,
    article,
    choose,
    comments,
    editions,
    errors,
    feeds,
    front,
    lists,
    machines,
    media,
    moderate,
    notices,
    podcast,
    publishers,
    site_pages,
    stories,
    story_lists,
    surveys,
    wrapup,
)


class FeedFile(StringConverter):
    regex = r"(?:feed|atom)\.xml"


class Day:
    """A day as 2026-05-04; what is none leads nowhere."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return str(value)


class NoticeEvent(StringConverter):
    regex = "seen|opened"


class FeedList(StringConverter):
    regex = "section|publisher|hashtag"


register_converter(FeedFile, "feed")
register_converter(FeedList, "feed-list")
register_converter(NoticeEvent, "notice-event")
register_converter(Day, "day")

urlpatterns: list[URLPattern | URLResolver] = [
    path("service-worker.js", app.service_worker, name="service-worker"),
    path("token/", app.token, name="token"),
    path("pictures/<str:file>", machines.picture, name="picture"),
    path("recordings/<str:file>", podcast.recording, name="recording"),
    path("notice/<int:notice_id>/<notice-event:what>/", notices.counted, name="notice-counted"),
    path("robots.txt", machines.robots, name="robots"),
    path("favicon.ico", machines.favicon, name="favicon"),
    path("sitemap.xml", machines.sitemap_index, name="sitemap"),
    path("sitemap-stories-<int:number>.xml", machines.sitemap_of_stories, name="sitemap-stories"),
    path("sitemap-<int:number>.xml", machines.sitemap, name="sitemap-page"),
]
urlpatterns += i18n_patterns(
    path("", front.front, name="front"),
    path("gathering/", front.gathering, name="gathering"),
    path("article/<int:article_id>/", article.article, name="article-by-id"),
    path("article/<int:article_id>/chapters.json", media.chapters, name="chapters"),
    path("article/<int:article_id>/captions.vtt", media.captions, name="captions"),
    path("article/<int:article_id>/versions/", article.revisions, name="revisions"),
    path("article/<int:article_id>/<str:slug>/", article.article, name="article"),
    path("original/<slug:token>/", article.original, name="original"),
    path("story/<int:story_id>/", stories.story, name="story-by-id"),
    path("story/<int:story_id>/<feed:file>", stories.story_feed, name="story-feed"),
    path("story/<int:story_id>/<str:slug>/", stories.story, name="story"),
    path("trending/", story_lists.trending, name="trending"),
    path("topic/<str:slug>/", story_lists.topic, name="topic"),
    path("place/<str:place_id>/", story_lists.place, name="place"),
    path("editions/", editions.editions_list, name="editions"),
    path("edition/<str:country>/<day:day>/", editions.edition, name="edition-day"),
    path("edition/<str:country>/<day:day>/<str:part>/", editions.edition, name="edition"),
    path("wrap-up/", wrapup.current, name="wrapup"),
    path("wrap-up/<str:country>/podcast.xml", podcast.feed, name="wrapup-podcast"),
    path("wrap-up/<str:country>/<day:day>/<str:part>/", wrapup.earlier, name="wrapup-of"),
    path("latest/", lists.latest, name="latest"),
    path("section/<str:slug>/", lists.section, name="section"),
    path("hashtag/<str:slug>/", lists.hashtag, name="hashtag"),
    path("publisher/<str:slug>/", lists.publisher, name="publisher"),
    path("publishers/", publishers.publishers, name="publishers"),
    path("search/", lists.search, name="search"),
    path("ask/", asking.ask, name="ask"),
    path("answer/<str:token>/", asking.answer, name="answer"),
    path("answer/<str:token>/events/", asking.events, name="answer-events"),
    path("answer/<str:token>/stop/", asking.stop, name="answer-stop"),
    path("watch/", media.watch, name="watch"),
    path("listen/", media.listen, name="listen"),
    path("listen/player/", media.player, name="player"),
    path("listen/<int:show_id>/", media.show, name="show-by-id"),
    path("listen/<int:show_id>-<str:slug>/", media.show, name="show"),
    path("live/", media.live, name="live"),
    path("my-news/", news.show, name="my-news"),
    path("saved/", shelf.saved, name="saved"),
    path("history/", shelf.history, name="history"),
    path("following/", following.show, name="following"),
    path("welcome/", onboarding.edition, name="onboarding"),
    path("welcome/interests/", onboarding.interests, name="onboarding-interests"),
    path("welcome/publishers/", onboarding.publishers, name="onboarding-publishers"),
    path("welcome/dismiss/", onboarding.dismiss, name="onboarding-dismiss"),
    path("my/ranking/", ranking.show, name="ranking"),
    path("my/follow/", following.follow, name="my-follow"),
    path("my/mute/", following.mute, name="my-mute"),
    path("my/save/", shelf.save, name="my-save"),
    path("my/read/", shelf.read, name="my-read"),
    path("my/cards/", device.cards_of, name="my-cards"),
    path("my/take-over/", device.take, name="my-take-over"),
    path("app/", app.download, name="app"),
    path("offline/", app.offline, name="offline"),
    path("share/", app.share, name="share"),
    path("choose/", choose.choose, name="choose"),
    path("choose/language/<str:code>/", choose.choose_language, name="choose-language"),
    path("about/", site_pages.site_page, {"name": "about"}, name="about"),
    path("privacy/", site_pages.site_page, {"name": "privacy"}, name="privacy"),
    path("terms/", site_pages.site_page, {"name": "terms"}, name="terms"),
    path("rules/", site_pages.site_page, {"name": "rules"}, name="rules"),
    path("comment/on/<int:article_id>/", comments.write, name="comment-write"),
    path("comment/<int:comment_id>/", comments.show, name="comment"),
    path("comment/<int:comment_id>/answer/", comments.reply, name="comment-reply"),
    path("comment/<int:comment_id>/edit/", comments.edit, name="comment-edit"),
    path("comment/<int:comment_id>/delete/", comments.withdraw, name="comment-withdraw"),
    path("comment/<int:comment_id>/like/", comments.like, name="comment-like"),
    path("comment/<int:comment_id>/report/", comments.flag, name="comment-flag"),
    path("comment/<int:comment_id>/appeal/", comments.appeal, name="comment-appeal"),
    path("comment/<int:comment_id>/block/", comments.block, name="comment-block"),
    path("blocked/", comments.blocked, name="blocked"),
    path("blocked/<int:reader_id>/unblock/", comments.unblock, name="unblock"),
    path("moderate/", moderate.queue, name="moderate"),
    path("moderate/<int:comment_id>/decide/", moderate.decide, name="moderate-decide"),
    path("moderate/undo/<int:action_id>/", moderate.undo, name="moderate-undo"),
    path("moderate/reader/<int:reader_id>/", moderate.reader, name="moderate-reader"),
    path("moderate/article/<int:article_id>/", moderate.switch, name="moderate-switch"),
    path("moderation-log/", moderate.public_log, name="moderation-log"),
    path("ai/report/", ai_reports.report, name="ai-report"),
    path("surveys/", surveys.show_all, name="surveys"),
    path("survey/<int:survey_id>/", surveys.show, name="survey"),
    path("survey/<int:survey_id>/vote/", surveys.vote, name="survey-vote"),
    path("me/", me.show, name="me"),
    path("me/picture/", me.change_avatar, name="me-picture"),
    path("me/notifications/", bell.show, name="notifications"),
    path("me/notifications/read/", bell.read, name="notifications-read"),
    path("me/notifications/settings/", choosing.show, name="notification-settings"),
    path("me/notifications/try/", choosing.try_out, name="notification-try"),
    path("me/notifications/devices/", devices.register, name="push-device"),
    path("me/notifications/devices/remove/", devices.remove, name="push-device-remove"),
    path("unsubscribe/<str:token>/", unsubscribe.stop, name="unsubscribe"),
    path("me/model/", own_model.show, name="my-model"),
    path("me/model/try/", own_model.try_model, name="my-model-try"),
    path("me/model/remove/", own_model.remove, name="my-model-remove"),
    path("me/export.json", me.export_json, name="me-export-json"),
    path("me/export.opml", me.export_opml, name="me-export-opml"),
    path("me/delete/", me.leave, name="me-delete"),
    path("reader/<str:handle>/", me.profile, name="reader"),
    path("account/", include("octavo.web.account.urls")),
    path("operate/", include("octavo.web.operate.urls")),
    # One door, which counts wrong passwords and asks for second factors.
    path("admin/login/", access.admin_door, name="admin-door"),
    path("admin/", admin.site.urls),
    path("manifest.webmanifest", machines.manifest, name="manifest"),
    path("latest/<feed:file>", feeds.latest_feed, name="latest-feed"),
    path("<feed-list:name>/<str:slug>/<feed:file>", feeds.named_feed, name="named-feed"),
    prefix_default_language=False,
)

handler400 = errors.bad_request
handler403 = errors.forbidden
handler429 = errors.too_many
handler404 = errors.not_found
handler500 = errors.server_error
