"""Django's settings, made from Octavo's own. Nothing else reads them from the environment."""

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from octavo.core.config import load
from octavo.core.failures import OctavoError
from octavo.core.settings import INTERFACE_LANGUAGES, SiteSettings, StoreSettings

STORE = load(StoreSettings)
SITE = load(SiteSettings)


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
]
MIDDLEWARE = [
    "octavo.web.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "octavo.web.middleware.CompressAnonymous",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "octavo.web.middleware.ChooseLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
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
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "operate"
LOGOUT_REDIRECT_URL = "front"

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [(code, {"en": "English", "ar": "العربية"}[code]) for code in INTERFACE_LANGUAGES]
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
