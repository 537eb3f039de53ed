"""Addresses of the operator's pages, all below /operate/."""

from django.urls import path

from octavo.web.operate import dashboard, feeds, imports, jobs, pages, publishers, quality, quarantine, sign_in

urlpatterns = [
    path("", dashboard.show, name="operate"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("welcome/<str:token>/", sign_in.welcome, name="welcome"),
    path("feeds/", feeds.show_all, name="operate-feeds"),
    path("feeds/add/", feeds.add, name="operate-feeds-add"),
    path("feeds/export/", feeds.export, name="operate-feeds-export"),
    path("feeds/<int:feed_id>/", feeds.edit, name="operate-feed"),
    path("feeds/<int:feed_id>/<str:verb>/", feeds.act, name="operate-feed-act"),
    path("publishers/", publishers.show_all, name="operate-publishers"),
    path("publishers/<int:publisher_id>/", publishers.edit, name="operate-publisher"),
    path("quality/", quality.show_all, name="operate-quality"),
    path("quality/<int:publisher_id>/", quality.show, name="operate-publisher-quality"),
    path("quarantine/", quarantine.show, name="operate-quarantine"),
    path("quarantine/<int:article_id>/<str:verb>/", quarantine.act, name="operate-quarantine-act"),
    path("imports/", imports.start, name="operate-imports"),
    path("imports/<int:report_id>/", imports.show, name="operate-import"),
    path("jobs/", jobs.show, name="operate-jobs"),
    path("jobs/retry/", jobs.retry, name="operate-jobs-retry"),
    path("pages/", pages.show_all, name="operate-pages"),
    path("pages/<slug:name>/<str:language>/", pages.edit, name="operate-page"),
]
