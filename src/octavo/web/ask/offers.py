"""What this viewer may have written for them on the spot, and by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from octavo.core.assisting import ModelSettings
from octavo.core.briefs import Feature
from octavo.core.commissions import About
from octavo.store import assisting
from octavo.store.settings import SITE
from octavo.web.caching import remembered
from octavo.web.talk import reader_here

SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Offers:
    """`ask` needs no model. `features` are those that one writes for this viewer."""

    ask: bool
    features: frozenset[str]

    def writes(self, feature: Feature) -> bool:
        return feature.value in self.features


def offers_for(request: HttpRequest) -> Offers:
    settings = _settings()
    reader = reader_here(request)
    ask = settings.ask == "everyone" or SITE.is_private or (settings.ask == "readers" and reader is not None)
    may_use_model = settings.strangers or SITE.is_private or reader is not None
    if ask and reader and settings.readers_own and assisting.own_model(reader.pk):
        return Offers(ask, frozenset(feature.value for feature in Feature))
    written = (feature.value for feature in Feature if settings.model_of(feature.value))
    return Offers(ask, frozenset(written) if ask and may_use_model else frozenset())


def asking(request: HttpRequest, about: About, target: int, questions: Sequence[str]) -> Mapping[str, Any]:
    """What a page needs to let its reader ask about what it shows."""
    offers = offers_for(request)
    return {
        "offers": offers,
        "ask_about": about.value,
        "ask_subject": f"{about.value}:{target}",
        "ask_questions": questions,
    }


@remembered(SECONDS)
def _settings() -> ModelSettings:
    return assisting.chosen().settings
