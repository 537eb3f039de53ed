"""Settings of language models: where they answer, what they may cost, and for whom they write."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from urllib.parse import urlsplit

from octavo.core.models import ModelPrice

OFF = "off"
"""In place of a model's name: the feature is written without one."""


class WrittenFeature(StrEnum):
    """What a model may write. The values are those of `octavo.core.briefs.Feature`."""

    SUMMARY = "summary"
    PERSPECTIVES = "perspectives"
    WRAPUP = "wrapup"
    ASK = "ask"
    TRANSLATE = "translate"
    EXPLAIN = "explain"


class SimpleLevel(StrEnum):
    """How simply an article is explained: short sentences for anybody, or easy-to-read language (A2)."""

    PLAIN = "plain"
    EASY = "easy"


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """`url` empty: no model is ever asked. `features` are `feature=model`, "off" for none.

    Prices are for a million tokens, budgets for a day in UTC; a budget of 0 is no bound. Times are in seconds.
    `ask` says who may have questions answered, with a model or without ("everyone", "readers", "nobody");
    `second_opinion`: the model is asked of each sentence that the checker accepted; `strangers`: the operator's model
    writes for visitors without an account, too.
    """

    prefix: ClassVar[str] = "OCTAVO_MODEL_"

    url: str = ""
    key: str = ""
    name: str = ""
    features: tuple[str, ...] = ()
    concurrency: int = 4
    first_timeout_s: float = 30.0
    next_timeout_s: float = 20.0
    timeout_s: float = 180.0
    retries: int = 2
    max_read_tokens: int = 6_000
    max_written_tokens: int = 800
    price_read: float = 0.0
    price_written: float = 0.0
    currency: str = "USD"
    day_tokens: int = 0
    day_cost: float = 0.0
    reader_day_tokens: int = 0
    reader_day_cost: float = 0.0
    readers_own: bool = False
    second_opinion: bool = False
    strangers: bool = False
    ask: str = "everyone"
    asks_per_hour: int = 30

    def __post_init__(self) -> None:
        _check_address(self.url)
        if self.url and not self.name:
            raise ValueError("OCTAVO_MODEL_URL needs OCTAVO_MODEL_NAME, the model that is to be asked")
        if not (self.key.isascii() and self.key.isprintable() and " " not in self.key):
            raise ValueError("OCTAVO_MODEL_KEY must be one word of plain characters")
        if not (self.name.isprintable() and len(self.name) <= LONGEST_NAME):
            raise ValueError(f"OCTAVO_MODEL_NAME must be one line of at most {LONGEST_NAME} characters")
        if not (len(self.currency) == 3 and self.currency.isascii() and self.currency.isupper()):
            raise ValueError("OCTAVO_MODEL_CURRENCY must be an ISO 4217 code of three letters, such as EUR")
        if self.ask not in ASKERS:
            raise ValueError(f"OCTAVO_MODEL_ASK must be one of {', '.join(ASKERS)}")
        models_of_features(self.features)
        self._check_numbers()

    def _check_numbers(self) -> None:
        for name in (
            "concurrency",
            "first_timeout_s",
            "next_timeout_s",
            "timeout_s",
            "max_read_tokens",
            "max_written_tokens",
        ):
            if not 0 < getattr(self, name) < float("inf"):
                raise ValueError(f"OCTAVO_MODEL_{name.upper()} must be more than 0")
        for name in ("retries", "asks_per_hour", *PRICES, *BUDGETS):
            if not 0 <= getattr(self, name) < float("inf"):
                raise ValueError(f"OCTAVO_MODEL_{name.upper()} must not be negative")

    @property
    def price(self) -> ModelPrice:
        return ModelPrice(self.price_read, self.price_written)

    def model_of(self, feature: str) -> str:
        """The model that writes `feature`, "" where none does."""
        chosen = models_of_features(self.features).get(feature, self.name)
        return "" if chosen == OFF or not self.url else chosen


ASKERS = ("everyone", "readers", "nobody")
LONGEST_NAME = 120
PRICES = ("price_read", "price_written")
BUDGETS = ("day_tokens", "day_cost", "reader_day_tokens", "reader_day_cost")


def models_of_features(said: tuple[str, ...]) -> Mapping[str, str]:
    """Raises ValueError for a feature that is none, or a model without a name."""
    found: dict[str, str] = {}
    for rule in said:
        feature, _, model = (part.strip() for part in rule.partition("="))
        if feature not in set(WrittenFeature) or not model or not model.isprintable():
            raise ValueError(
                f"OCTAVO_MODEL_FEATURES: {rule!r} makes no sense: feature=model is needed, where the feature is one of "
                + ", ".join(WrittenFeature)
            )
        found[feature] = model[:LONGEST_NAME]
    return found


def _check_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    is_address = parts.scheme in {"http", "https"} and parts.hostname and url.isprintable() and port != 0
    if url and (not is_address or parts.username or parts.query or parts.fragment):
        raise ValueError("OCTAVO_MODEL_URL must be an address such as http://127.0.0.1:11434/v1, with no key in it")
