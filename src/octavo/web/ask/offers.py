"""What this viewer may have written for them on the spot, and by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from octavo.core.assisting import ModelSettings
from octavo.core.briefs import Feature
from octavo.core.commissions import About
from octavo.core.failures import OctavoError
from octavo.core.languages import canonical_language
from octavo.pipeline.translators import translates_here
from octavo.store import assisting
from octavo.store.settings import SITE
from octavo.web.caching import remembered
from octavo.web.talk import reader_here
from octavo.web.words import interface_language

SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Offers:
    """`ask` needs no model. `features` are those that one writes for this viewer."""

    ask: bool
    features: frozenset[str]

    def writes(self, feature: Feature) -> bool:
        return feature.value in self.features

    def translates(self, source: str, target: str) -> bool:
        """Into another language, by a model or by what is on this machine."""
        languages = canonical_language(source or "-"), canonical_language(target)
        if not self.ask or None in languages or languages[0] == languages[1]:
            return False
        return self.writes(Feature.TRANSLATE) or _translates_here(*map(str, languages))


def offers_for(request: HttpRequest) -> Offers:
    settings = _settings()
    reader = reader_here(request)
    ask = settings.ask == "everyone" or SITE.is_private or (settings.ask == "readers" and reader is not None)
    may_use_model = settings.strangers or SITE.is_private or reader is not None
    if ask and reader and settings.readers_own and assisting.own_model(reader.pk):
        return Offers(ask, frozenset(feature.value for feature in Feature))
    written = (feature.value for feature in Feature if settings.model_of(feature.value))
    return Offers(ask, frozenset(written) if ask and may_use_model else frozenset())


def asking(
    request: HttpRequest, about: About, target: int, questions: Sequence[str], language: str
) -> Mapping[str, Any]:
    """What a page needs to let its reader ask about what it shows, which is in `language`."""
    offers, own = offers_for(request), interface_language()
    is_foreign = bool(language) and canonical_language(language) != canonical_language(own)
    in_short = Feature.SUMMARY if about is About.ARTICLE else Feature.PERSPECTIVES
    return {
        "offers": offers,
        "offers_translation": offers.translates(language, own),
        "offers_explanation": about is About.ARTICLE and offers.writes(Feature.EXPLAIN),
        "offers_in_short": in_short.value if is_foreign and offers.writes(in_short) else "",
        "ask_about": about.value,
        "ask_subject": f"{about.value}:{target}",
        "ask_questions": questions,
    }


@remembered(60.0)
def _translates_here(source: str, target: str) -> bool:
    try:
        return translates_here(source, target)
    except OctavoError:  # a setting that makes no sense: `octavo doctor` tells the operator
        return False


@remembered(SECONDS)
def _settings() -> ModelSettings:
    return assisting.chosen().settings
