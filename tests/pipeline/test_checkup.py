"""What `octavo doctor` says of speech: what is there, what to install, what was asked for and is not there."""

from pathlib import Path

import pytest

from octavo.core.speech import SpeechEngine, SpeechSettings
from octavo.pipeline.checkup import _examine_speech
from speaking import Programs


def test_nothing_that_speaks_is_no_trouble_but_told(programs: Programs) -> None:
    found = _examine_speech(SpeechSettings())
    assert (found.name, found.trouble) == ("Speech", "")
    assert "install espeak-ng, and lame" in found.detail
    assert _examine_speech(SpeechSettings(engine=SpeechEngine.OFF)).detail == "off"


def test_who_speaks_and_to_which_files(programs: Programs) -> None:
    programs.speaking()
    programs.encoding("ffmpeg")
    assert _examine_speech(SpeechSettings()).detail == "espeak-ng (7 voices), to MP3"


@pytest.mark.parametrize("engine", [SpeechEngine.ESPEAK, SpeechEngine.PIPER])
def test_what_was_asked_for_and_is_not_there(programs: Programs, tmp_path: Path, engine: SpeechEngine) -> None:
    voice = tmp_path / "alba.onnx"
    missing = _examine_speech(SpeechSettings(engine=engine, voices=(f"en={voice}",)))
    assert missing.trouble == f"OCTAVO_SPEECH_VOICES names no file: {voice}."
    voice.write_bytes(b"")
    absent = _examine_speech(SpeechSettings(engine=engine, voices=(f"en={voice}",)))
    assert absent.trouble == f"OCTAVO_SPEECH_ENGINE asks for {engine.value}, which is not installed."
