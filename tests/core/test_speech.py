"""Settings of speech: what makes no sense is named, and what a script is known by."""

from dataclasses import replace
from pathlib import Path

import pytest

from octavo.core.config import load
from octavo.core.failures import OctavoError
from octavo.core.speech import Chapter, Said, Script, SpeechEngine, SpeechSettings


def test_voices_are_files_by_language() -> None:
    found = load(SpeechSettings, {"OCTAVO_SPEECH_VOICES": "en=/srv/a=b.onnx, pt-BR = /srv/c.onnx,"})
    assert found.files == {"en": Path("/srv/a=b.onnx"), "pt-br": Path("/srv/c.onnx")}
    assert found.engine is SpeechEngine.AUTO


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OCTAVO_SPEECH_ENGINE", "festival"),
        ("OCTAVO_SPEECH_ENGINE", "piper"),
        ("OCTAVO_SPEECH_VOICES", "/srv/voice.onnx"),
        ("OCTAVO_SPEECH_VOICES", "en="),
        ("OCTAVO_SPEECH_VOICES", "e n=/srv/voice.onnx"),
        ("OCTAVO_SPEECH_VOICES", "en=/srv/voice\n.onnx"),
        ("OCTAVO_SPEECH_KEEP", "0"),
        ("OCTAVO_SPEECH_TIMEOUT_S", "0"),
        ("OCTAVO_SPEECH_TIMEOUT_S", "nan"),
        ("OCTAVO_SPEECH_TIMEOUT_S", "6000"),
    ],
)
def test_nonsense_is_named(name: str, value: str) -> None:
    with pytest.raises(OctavoError, match=name):
        load(SpeechSettings, {name: value})


def test_a_script_is_known_by_what_is_heard() -> None:
    script = Script("en", "KE", (Chapter("Rain", "en", 1, (Said("Rain", "en"), Said("It rains.", "en")), (5, 6)),))
    (chapter,) = script.chapters
    assert script.sources == {5, 6}
    assert script.hash == replace(script, chapters=(replace(chapter, title="Other", articles=(7,)),)).hash
    spoken_so = {
        script.hash,
        replace(script, country="GB").hash,
        replace(script, chapters=(replace(chapter, said=chapter.said[:1]),)).hash,
        replace(script, chapters=(replace(chapter, said=(Said("Rain", "de"), chapter.said[1])),)).hash,
    }
    assert len(spoken_so) == 4
