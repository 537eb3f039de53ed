"""What Octavo decides where django-allauth asks: who may sign up, what letters say, where one lands."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from octavo.core.accounts import SignUp
from octavo.store import invitations
from octavo.store.models import Reader
from octavo.store.settings import ACCOUNTS, SITE
from octavo.web.account import links, secrecy
from octavo.web.account.devices import device_of
from octavo.web.paths import path_in, safe_path

CARRIED = "octavo-invitation"


def invitation_of(request: HttpRequest) -> str:
    """The token in the address of the page that is asked for, or ""."""
    found = request.resolver_match.kwargs.get("invitation", "") if request.resolver_match else ""
    return str(found)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This e-mail and password do not belong together."),
        "too_many_login_attempts": _("Too many wrong tries. Wait a quarter of an hour, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        if settings.SIGN_UP != SignUp.INVITATION:
            return bool(settings.SIGN_UP == SignUp.OPEN)
        token = invitation_of(request)
        return bool(token) and invitations.usable(token, timezone.now()).exists()

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """The account and the use of its invitation, or neither."""
        super().save_user(request, user, form, commit=False)
        token = invitation_of(request)
        with transaction.atomic():
            if token and not invitations.use(token, timezone.now()):
                from octavo.web.account.views import invitation_gone

                raise ImmediateHttpResponse(invitation_gone(request))
            if commit:
                user.save()
        return user

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """In the reader's own language, where one was chosen."""
        reader = request.user
        if not isinstance(reader, Reader):
            return reverse("front")
        return path_in(reader.language or get_language() or "en", reverse("operate" if reader.is_operator else "me"))

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("me")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("me")

    def is_safe_url(self, url: str | None) -> bool:
        """A path of this site alone."""
        return bool(url) and safe_path(str(url)) == url

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        request = current.request
        site = SimpleNamespace(name=SITE.site_name, domain=urlsplit(links.base(request)).netloc)
        context = {"request": request, "email": email, **links.rooted_context(request, context), "current_site": site}
        if "user_agent" in context:
            context["user_agent"] = device_of(context["user_agent"])
        self.render_mail(template_prefix, email, context).send()

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Guesses are counted for the account, whatever name of ours the guesser calls us by."""
        return str(credentials.get("email") or credentials.get("username") or "").strip().lower()


class FactorAdapter(DefaultMFAAdapter):
    def _get_site_name(self) -> str:
        return SITE.site_name

    def encrypt(self, text: str) -> str:
        return secrecy.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrecy.decrypt(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey belongs to the host's name, without its port (WebAuthn, "relying party identifier")."""
        return {"id": urlsplit(links.base(current.request)).hostname or "localhost", "name": SITE.site_name}


class ElsewhereAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        if ACCOUNTS.oidc_sign_up or settings.SIGN_UP == SignUp.OPEN:
            return True
        token = _carried(request)
        return bool(token) and invitations.usable(token, timezone.now()).exists()

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        """The account and the use of the invitation that was carried along, or neither."""
        token = _carried(request)
        with transaction.atomic():
            if token and not invitations.use(token, timezone.now()):
                from octavo.web.account.views import invitation_gone

                raise ImmediateHttpResponse(invitation_gone(request))
            user = super().save_user(request, sociallogin, form)
        carry_invitation(request, "")
        return user


def carry_invitation(request: HttpRequest, token: str) -> None:
    """Over the way to another issuer and back, which leads past no address that could name it."""
    if token:
        request.session[CARRIED] = token[:200]
    else:
        request.session.pop(CARRIED, None)


def _carried(request: HttpRequest) -> str:
    """Needed, and used up, where readers come by invitation alone."""
    if settings.SIGN_UP != SignUp.INVITATION or ACCOUNTS.oidc_sign_up:
        return ""
    return str(request.session.get(CARRIED, ""))
