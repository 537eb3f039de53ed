"""Octavo's addresses as they are where an issuer is configured, which is learned at the start alone."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from octavo.web import urls
from octavo.web.account.urls import elsewhere_urls

urlpatterns = [
    *i18n_patterns(
        *(path(f"account/{one.pattern}", one.callback, name=one.name) for one in elsewhere_urls),
        prefix_default_language=False,
    ),
    *urls.urlpatterns,
]
handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500
