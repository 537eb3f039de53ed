"""Django's settings, made from Octavo's own. Nothing else reads them from the environment."""

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from octavo.core.accounts import AccountSettings, SignUp
from octavo.core.assisting import ModelSettings
from octavo.core.config import load
from octavo.core.failures import OctavoError
from octavo.core.settings import INTERFACE_LANGUAGES, SiteSettings, StoreSettings

STORE = load(StoreSettings)
SITE = load(SiteSettings)
ACCOUNTS = load(AccountSettings)
MODELS = load(ModelSettings)


def _secret_key() -> str:
    """The operator's key, else one made at first use and kept, readable by its owner alone, beside the data."""
    if SITE.secret_key:
        return SITE.secret_key
    path = STORE.data / "secret-key"
    try:
        return _kept_key(path)
    except OSError as error:
        raise OctavoError(
            f"The data directory {STORE.data} cannot be used ({error.strerror}). Choose another with OCTAVO_DATA."
        ) from error


def _kept_key(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        key = secrets.token_urlsafe(50)
        try:
            with path.open("x", encoding="ascii") as file:
                path.chmod(0o600)
                file.write(key)
        except FileExistsError:
            return path.read_text(encoding="ascii").strip()
        return key


def _sqlite() -> dict[str, Any]:
    """WAL and immediate transactions: measured, 0 locked writes of 1,600 where the defaults lock 10 to 44.

    No memory map: 3,000 articles read at random took 50 MB more with one, and no less time. A checkpoint every 16 MB
    instead of 4 writes the indexes' busiest pages less often.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": STORE.data / "octavo.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;"
                " PRAGMA cache_size=-8000; PRAGMA wal_autocheckpoint=4000; PRAGMA journal_size_limit=67108864;"
            ),
        },
    }


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = list(SITE.answers_to)

DATABASES = {"default": _postgres(STORE.database_url) if STORE.database_url else _sqlite()}
AUTH_USER_MODEL = "store.Reader"

INSTALLED_APPS = [
    "octavo.store",
    "octavo.web",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
]
if ACCOUNTS.oidc_issuer:
    INSTALLED_APPS.append("allauth.socialaccount.providers.openid_connect")
MIDDLEWARE = [
    "octavo.web.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "octavo.web.app_middleware.KeepAsStranger",
    "octavo.web.middleware.CompressAnonymous",
    "octavo.web.app_middleware.ServeModules",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "octavo.web.app_middleware.AnswerOnce",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "octavo.web.middleware.ChooseLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "octavo.web.account.middleware.AccountPages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "octavo.web.urls"
ASGI_APPLICATION = "octavo.web.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "octavo.web.context.site",
            ]
        },
    }
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "me"
LOGOUT_REDIRECT_URL = "front"

# How many wrong passwords, and so on, an account or an address may try. In memory, for the web is one process; so many
# entries that nobody pushes another's count out.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 50_000}}}

SIGN_UP = ACCOUNTS.sign_up
if SIGN_UP is SignUp.AUTO:
    SIGN_UP = SignUp.OPEN if SITE.is_private else SignUp.INVITATION

SENDS_MAIL = bool(ACCOUNTS.mail_url)
EMAIL_BACKEND = "octavo.store.mail.QueuedMail"
# Who puts what readers are told into words, for the worker, which knows no pages.
TELLER = "octavo.web.notify.teller"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ACCOUNTS.mail_from or "octavo@localhost"

ACCOUNT_ADAPTER = "octavo.web.account.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "octavo.web.account.forms.SignInForm",
    "signup": "octavo.web.account.forms.SignUpForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if SENDS_MAIL else "none"
ACCOUNT_EMAIL_NOTIFICATIONS = SENDS_MAIL
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa", "code") if SENDS_MAIL else ("password", "mfa")
ACCOUNT_SESSION_REMEMBER = True
# Of guesses: eight for an account in a quarter of an hour; more from one address, which may be a school's.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "8/15m/key,30/15m/ip",
    "signup": "20/h/ip",
    "reset_password": "20/h/ip,5/h/key",
    "confirm_email": "1/3m/key",
}
MFA_ADAPTER = "octavo.web.account.adapters.FactorAdapter"
MFA_FORMS = {
    "add_webauthn": "octavo.web.account.factor_forms.AddPasskeyForm",
    "edit_webauthn": "octavo.web.account.factor_forms.EditPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = not SENDS_MAIL
MFA_TOTP_ISSUER = SITE.site_name
MFA_TOTP_TOLERANCE = 1
# Browsers take loopback for safe without TLS, and a private instance has none.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE.is_private
SOCIALACCOUNT_ADAPTER = "octavo.web.account.adapters.ElsewhereAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": ACCOUNTS.oidc_name,
                "client_id": ACCOUNTS.oidc_client_id,
                "secret": ACCOUNTS.oidc_client_secret,
                "settings": {"server_url": ACCOUNTS.oidc_issuer},
            }
        ],
    }
}

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = list(INTERFACE_LANGUAGES.items())
LOCALE_PATHS = [Path(__file__).parent.parent / "web" / "locale"]

# The packages' own static files are served as they lie, each address carrying the hash of its file: nothing to collect.
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "octavo.web.assets.VersionedFiles"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 365 * 86_400

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE.public_url.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE.public_url.rstrip("/")] if SITE.public_url else []
if SITE.public_url.startswith("https://"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING_CONFIG = None
SILENCED_SYSTEM_CHECKS: list[str] = []
