"""Who translates here, by the operator's settings: Firefox's models on this machine where they can, else the model."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.core.assisting import ModelSettings, WrittenFeature
from octavo.core.config import load
from octavo.core.protocols import LanguageModel, Translator
from octavo.core.settings import TranslateSettings

if TYPE_CHECKING:
    from octavo.assist.translators import FirefoxTranslator


@lru_cache(2)
def firefox_of(models: Path) -> "FirefoxTranslator":
    """One for the process, as its engines take 100 MB each."""
    from octavo.assist.translators import FirefoxTranslator

    return FirefoxTranslator(models)


def translator_for(source: str, target: str, model: LanguageModel | None) -> Translator | None:
    """Who translates from `source` into `target` (BCP 47); None where nobody does.

    `model` is the language model of the feature "translate", None for none. What runs on this machine comes first: it
    costs nothing and sends nothing away. Raises `OctavoError` for settings that make no sense.
    """
    from octavo.assist.translators import ModelTranslator

    models = load(TranslateSettings).models
    if models is not None and firefox_of(models).can(source, target):
        return firefox_of(models)
    asked = ModelTranslator(model) if model is not None else None
    return asked if asked is not None and asked.can(source, target) else None


@dataclass(frozen=True, slots=True)
class Offer:
    """Whether a feature is offered, in words for the operator. `trouble` says what is to be mended."""

    name: str
    detail: str
    trouble: str = ""


def offers(model: ModelSettings, translate: TranslateSettings) -> Iterator[Offer]:
    """What `octavo doctor` says of the features that nothing writes by itself."""
    asked = model.model_of(WrittenFeature.TRANSLATE)
    here, troubles = _on_this_machine(translate)
    ways = [*here, *([f"by {asked}, for every other language" if here else f"by {asked}"] if asked else [])]
    way_to_get = (
        "not offered. Get Firefox's models and name their directory with OCTAVO_TRANSLATE_MODELS, or name a language "
        "model with OCTAVO_MODEL_URL: docs/operate.md, Translation"
    )
    yield Offer("Translate", "; ".join(ways) or way_to_get, " ".join(troubles))
    writer = model.model_of(WrittenFeature.EXPLAIN)
    needed = "not offered. It needs a language model: OCTAVO_MODEL_URL, and OCTAVO_MODEL_FEATURES without explain=off"
    yield Offer("Explain simply", f"by {writer}" if writer else needed)


def _on_this_machine(settings: TranslateSettings) -> tuple[list[str], list[str]]:
    """What can be translated here, and what is wrong with that."""
    from octavo.assist.translators import firefox, look_through

    if settings.models is None:
        return [], []
    shelf = look_through(settings.models)
    troubles = [f"{complaint}." for complaint in shelf.complaints]
    if not shelf.folders and not troubles:
        troubles.append(f"{settings.models} has no models in it.")
    if not firefox.has_package():
        troubles.append(f"The package {firefox.PACKAGE} is not installed: docs/operate.md, Translation, says how.")
        return [], troubles
    pairs = sorted(f"{folder.source} to {folder.target}" for folder in shelf.folders)
    return [f"on this machine {', '.join(pairs)}"] if pairs else [], troubles
