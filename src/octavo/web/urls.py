"""Every address of Octavo. English at `/`, other interface languages below their prefix; machine files without one."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter
from django.views.generic import RedirectView

from octavo.web.views import article, choose, errors, feeds, front, lists, machines, publishers, site_pages


class FeedFile(StringConverter):
    regex = r"(?:feed|atom)\.xml"


class FeedList(StringConverter):
    regex = "section|publisher|hashtag"


register_converter(FeedFile, "feed")
register_converter(FeedList, "feed-list")

urlpatterns: list[URLPattern | URLResolver] = [
    path("pictures/<str:file>", machines.picture, name="picture"),
    path("robots.txt", machines.robots, name="robots"),
    path("favicon.ico", machines.favicon, name="favicon"),
    path("sitemap.xml", machines.sitemap_index, name="sitemap"),
    path("sitemap-<int:number>.xml", machines.sitemap, name="sitemap-page"),
]
urlpatterns += i18n_patterns(
    path("", front.front, name="front"),
    path("gathering/", front.gathering, name="gathering"),
    path("article/<int:article_id>/", article.article, name="article-by-id"),
    path("article/<int:article_id>/versions/", article.revisions, name="revisions"),
    path("article/<int:article_id>/<str:slug>/", article.article, name="article"),
    path("latest/", lists.latest, name="latest"),
    path("section/<str:slug>/", lists.section, name="section"),
    path("hashtag/<str:slug>/", lists.hashtag, name="hashtag"),
    path("publisher/<str:slug>/", lists.publisher, name="publisher"),
    path("publishers/", publishers.publishers, name="publishers"),
    path("search/", lists.search, name="search"),
    path("watch/", lists.watch, name="watch"),
    path("listen/", lists.listen, name="listen"),
    path("live/", lists.live, name="live"),
    path("choose/", choose.choose, name="choose"),
    path("choose/language/<str:code>/", choose.choose_language, name="choose-language"),
    path("about/", site_pages.site_page, {"name": "about"}, name="about"),
    path("privacy/", site_pages.site_page, {"name": "privacy"}, name="privacy"),
    path("terms/", site_pages.site_page, {"name": "terms"}, name="terms"),
    path("operate/", include("octavo.web.operate.urls")),
    # One door, which counts wrong passwords.
    path("admin/login/", RedirectView.as_view(pattern_name="sign-in", query_string=True)),
    path("admin/", admin.site.urls),
    path("manifest.webmanifest", machines.manifest, name="manifest"),
    path("latest/<feed:file>", feeds.latest_feed, name="latest-feed"),
    path("<feed-list:name>/<str:slug>/<feed:file>", feeds.named_feed, name="named-feed"),
    prefix_default_language=False,
)

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
