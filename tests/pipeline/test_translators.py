"""Who translates, by the operator's settings, and what `octavo doctor` says of it."""

from pathlib import Path

import pytest

from octavo.assist.translators import FirefoxTranslator, ModelTranslator, firefox
from octavo.core.assisting import ModelSettings
from octavo.core.failures import OctavoError
from octavo.core.grounding import GroundingCode
from octavo.core.settings import TranslateSettings
from octavo.core.translation import SentencePair
from octavo.pipeline.grounding import check_translations, tell_language
from octavo.pipeline.translators import Offer, firefox_of, offers, translator_for
from octavo.testing.models import ScriptedModel, saying
from octavo.testing.translators import make_folder

MODEL = ModelSettings(url="http://127.0.0.1:9/v1", name="llama")


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The operator's directory, in force, and the package as if it were there."""
    make_folder(tmp_path, "es-en")
    monkeypatch.setenv("OCTAVO_TRANSLATE_MODELS", str(tmp_path))
    monkeypatch.setattr(firefox, "has_package", lambda: True)
    firefox_of.cache_clear()
    return tmp_path


def told(model: ModelSettings, directory: Path | None) -> dict[str, Offer]:
    return {offer.name: offer for offer in offers(model, TranslateSettings(directory))}


def test_this_machine_comes_first(models: Path) -> None:
    model = ScriptedModel(saying())
    here = translator_for("es", "en", model)
    assert isinstance(here, FirefoxTranslator)
    assert here is translator_for("es", "en", None)
    assert isinstance(translator_for("es", "tr", model), ModelTranslator)
    assert translator_for("es", "tr", None) is None
    assert translator_for("es", "es", model) is None


def test_without_a_directory_the_model_translates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OCTAVO_TRANSLATE_MODELS", raising=False)
    assert isinstance(translator_for("es", "en", ScriptedModel(saying())), ModelTranslator)
    assert translator_for("es", "en", None) is None


def test_what_is_not_offered_is_told_with_how_to_get_it() -> None:
    found = told(ModelSettings(), None)
    assert not [offer for offer in found.values() if offer.trouble]
    assert found["Translate"].detail.startswith("not offered. Get Firefox's models")
    assert "OCTAVO_TRANSLATE_MODELS" in found["Translate"].detail
    assert found["Explain simply"].detail.startswith("not offered. It needs a language model: OCTAVO_MODEL_URL")


def test_what_is_offered_is_told_with_who_does_it(models: Path) -> None:
    make_folder(models, "en-zh-Hant")
    found = told(MODEL, models)
    assert found["Translate"].detail == ("on this machine en to zh-Hant, es to en; by llama, for every other language")
    assert found["Explain simply"] == Offer("Explain simply", "by llama")
    off = told(ModelSettings(url=MODEL.url, name="llama", features=("translate=off", "explain=off")), None)
    assert [offer.detail[:11] for offer in off.values()] == ["not offered", "not offered"]
    assert told(MODEL, None)["Translate"].detail == "by llama"


def test_what_is_wrong_with_the_directory_is_told(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_folder(models, "fr-en", without="model")
    assert told(MODEL, models)["Translate"].trouble == "fr-en has no model.*."
    assert "cannot be read" in told(MODEL, models / "nowhere")["Translate"].trouble
    (models / "empty").mkdir()
    assert "is no pair of languages" in told(MODEL, models)["Translate"].trouble
    monkeypatch.setattr(firefox, "has_package", lambda: False)
    found = told(ModelSettings(), models)["Translate"]
    assert "The package fxtranslate is not installed" in found.trouble
    assert found.detail.startswith("not offered")


def test_an_empty_directory_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firefox, "has_package", lambda: True)
    assert told(MODEL, tmp_path)["Translate"].trouble == f"{tmp_path} has no models in it."


def test_settings_that_make_no_sense_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCTAVO_TRANSLATE_MODELS_FILE", "/nowhere/at/all")
    with pytest.raises(OctavoError, match="OCTAVO_TRANSLATE_MODELS_FILE"):
        translator_for("es", "en", None)


def test_the_configured_checker_judges_pairs() -> None:
    original = "La inundación obligó a unas 2.000 personas a dejar sus casas el martes."
    right = "The flood forced some 2,000 people to leave their homes on Tuesday."
    wrong = "The flood forced some 3,000 people to leave their homes on Tuesday."
    pairs = [SentencePair(original, "es", text, "en") for text in (right, wrong)]
    verdicts = check_translations(pairs, [original])
    assert [verdict.accepted for verdict in verdicts] == [True, False]
    assert verdicts[1].reason.code is GroundingCode.FIGURE
    assert check_translations([], []) == []


def test_a_short_text_is_what_it_is_to_be() -> None:
    assert tell_language("Velm", "tr") == "tr"
    assert tell_language("The flood forced some 2,000 people to leave their homes.", "es") == "en"
