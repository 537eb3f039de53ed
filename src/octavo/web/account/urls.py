"""Addresses below /account/: django-allauth's, with Octavo's own answers in front of some of them."""

from django.conf import settings
from django.urls import include, path

from octavo.web.account import views

urlpatterns = [
    path("invited/<str:invitation>/", views.InvitedView.as_view(), name="account_invited"),
    path("password/reset/", views.ask_reset, name="account_reset_password"),
    path("email/", views.change_email, name="account_email"),
    path("reauthenticate/code/", views.AskForCodeView.as_view(), name="account_request_reauthentication_code"),
    path("sessions/", views.sessions, name="usersessions_list"),
    path("", include("allauth.account.urls")),
    path("2fa/", include("octavo.web.account.factor_urls")),
    path("3rdparty/", include("allauth.socialaccount.urls")),
]
elsewhere_urls = [
    path("oidc/<str:provider_id>/login/", views.sign_in_elsewhere, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", views.return_from_elsewhere, name="openid_connect_callback"),
]
if "allauth.socialaccount.providers.openid_connect" in settings.INSTALLED_APPS:
    urlpatterns += elsewhere_urls
