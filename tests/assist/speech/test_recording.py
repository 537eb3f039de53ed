"""A script becomes one file: who speaks which language, what they are given and may take, how it is joined."""

import array
import asyncio
import errno
import os
import shutil
import subprocess
import time
import wave
from pathlib import Path

import pytest

from octavo.assist.speech import Speaker, UnspokenError, find_speaker, record
from octavo.assist.speech.joining import RATE, UnreadableError, is_silent, read_piece
from octavo.assist.speech.programs import MEGABYTE, Limits, ProgramError, no_network, run_program
from octavo.assist.speech.recording import spoken_text
from octavo.core.speech import Chapter, Said, Script, Sound, SpeechEngine, SpeechSettings
from speaking import Programs

ENGLISH = Chapter("Flood", "en", 7, (Said("Flood at the mill", "en"), Said("Nine people died.", "en")), (1, 2))
ARABIC = Chapter(
    "فيضان", "ar", 8, (Said("فيضان", "ar"), Said("توفي تسعة أشخاص.", "ar"), Said("Nine died.", "en")), (3,)
)
SCRIPT = Script("en", "KE", (Chapter("Octavo", "en", 0, (Said("Octavo: the wrap-up", "en"),)), ENGLISH, ARABIC))


REACH = """#!PYTHON
import socket
try:
    socket.create_connection(("127.0.0.1", 9), 2)
except OSError as error:
    open("errno", "w").write(str(error.errno))
"""


def speaker(**settings: object) -> Speaker:
    found = find_speaker(SpeechSettings(**settings))  # type: ignore[arg-type]  # each test gives what it means
    assert found
    return found


def spoken(script: Script, by: Speaker, tmp_path: Path, seconds: float = 20) -> Sound | None:
    directory = tmp_path / "work"
    directory.mkdir(exist_ok=True)
    return asyncio.run(record(script, by, directory, seconds))


def test_a_script_is_spoken_sentence_by_sentence_in_its_languages(programs: Programs, tmp_path: Path) -> None:
    programs.speaking()
    sound = spoken(SCRIPT, speaker(), tmp_path)
    assert sound
    assert [(run["argv"][run["argv"].index("-v") + 1], run["text"]) for run in programs.runs()] == [
        ("en-gb", "Octavo: the wrap-up."),
        ("en-gb", "Flood at the mill."),
        ("en-gb", "Nine people died."),
        ("ar", "فيضان."),
        ("ar", "توفي تسعة أشخاص."),
        ("en-gb", "Nine died."),
    ]
    assert (sound.path.name, sound.media_type, sound.unsaid) == ("whole.wav", "audio/wav", 0)
    with wave.open(str(sound.path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 22_050)
        assert file.getnframes() * 1000 // RATE == pytest.approx(sound.duration_ms, abs=5)
    # Three words and a pause; then two pieces of four and three words with a short pause between, and a pause.
    assert [one.start_ms for one in sound.chapters] == pytest.approx([0, 1200, 3150], abs=5)
    assert [(one.story, one.title, one.articles) for one in sound.chapters][1:] == [
        (7, "Flood", (1, 2)),
        (8, "فيضان", (3,)),
    ]


def test_a_program_gets_words_alone(programs: Programs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No shell, no secrets: what titles hold is text on standard input."""
    monkeypatch.setenv("OCTAVO_SECRET_KEY", "hush")
    programs.speaking()
    evil = "$(touch evil); `touch evil` --help -w /x [[h@'loU]] <audio src='x'>\n\0-f evil"
    script = Script("en", "", (Chapter(evil, "en", 1, (Said(evil, "en"),)),))
    assert spoken(script, speaker(), tmp_path)
    (run,) = programs.runs()
    assert run["text"] == "$(touch evil); `touch evil` --help -w /x [h@'loU] <audio src='x'> -f evil."
    assert not any("evil" in word for word in run["argv"])
    assert "hush" not in run["environment"].values()
    assert not list(tmp_path.rglob("evil"))


@pytest.mark.parametrize(
    ("said", "expected"),
    [("Rain", "Rain."), ("Rain?", "Rain?"), (" a\n b ", "a b."), ("[[[[x]]]]", "[x]."), ("雨。", "雨。"), ("", "")],
)
def test_what_is_said_is_one_line(said: str, expected: str) -> None:
    assert spoken_text(said) == expected


def test_a_language_that_no_voice_reads_well_is_left_out(programs: Programs, tmp_path: Path) -> None:
    programs.speaking()
    japanese = Chapter("雨", "ja", 9, (Said("雨", "ja"), Said("雨が降った。", "ja")))
    mixed = Chapter("Rain", "en", 5, (Said("Rain", "en"), Said("雨が降った。", "ja")))
    sound = spoken(Script("en", "", (japanese, mixed)), speaker(), tmp_path)
    assert sound
    assert [one.story for one in sound.chapters] == [5]
    assert sound.unsaid == 3
    opening = Chapter("Octavo", "en", 0, (Said("Octavo", "en"),))
    assert spoken(Script("ja", "", (opening, japanese)), speaker(), tmp_path) is None


def test_words_that_are_none_start_no_program(programs: Programs, tmp_path: Path) -> None:
    programs.speaking()
    story = Chapter("", "en", 1, (Said("\0\n", "en"), Said("Rain fell.", "en")), ())
    sound = spoken(Script("en", "", (story,)), speaker(), tmp_path)
    assert sound
    assert sound.unsaid == 0
    assert [run["text"] for run in programs.runs()] == ["Rain fell."]


@pytest.mark.parametrize(
    ("language", "country", "voice"),
    [("en", "", "en-gb"), ("en", "US", "en-us"), ("en", "GB-WLS", "en-gb"), ("fr", "CA", "fr-fr"), ("no", "NO", "nb"),
     ("de", "AT", "de"), ("zh", "CN", ""), ("ja", "", ""), ("xx", "", ""), ("", "", "")],
)  # fmt: skip
def test_voices_of_languages(programs: Programs, language: str, country: str, voice: str) -> None:
    programs.speaking()
    found = speaker().voice(language, country)
    assert (found.argv[found.argv.index("-v") + 1] if found else "") == voice


def test_piper_speaks_the_languages_that_it_has_a_file_for(programs: Programs, tmp_path: Path) -> None:
    (tmp_path / "alba.onnx").write_bytes(b"")
    programs.speaking()
    programs.speaking("piper", rate=16_000)
    both = speaker(voices=(f"en={tmp_path / 'alba.onnx'}", "de=missing.onnx"))
    assert both.described == "espeak-ng (7 voices), piper (en), to WAV; install lame for files a seventh as large"
    sound = spoken(SCRIPT, both, tmp_path)
    assert sound
    runs = programs.runs()
    assert runs[0]["argv"][:2] == ["--model", str(tmp_path / "alba.onnx")]
    assert "-v" in runs[3]["argv"], "Arabic is left to espeak-ng"
    # 16,000 samples a second become 22,050, no longer and no shorter.
    assert [one.start_ms for one in sound.chapters] == pytest.approx([0, 1200, 3150], abs=5)
    alone = speaker(engine=SpeechEngine.PIPER, voices=(f"en={tmp_path / 'alba.onnx'}",))
    assert alone.voice("ar") is None


def test_who_is_found(programs: Programs, tmp_path: Path) -> None:
    assert find_speaker(SpeechSettings()) is None
    programs.speaking("piper")
    assert find_speaker(SpeechSettings()) is None, "no voice file"
    assert find_speaker(SpeechSettings(voices=("en=missing.onnx",))) is None
    programs.speaking()
    assert find_speaker(SpeechSettings())
    assert find_speaker(SpeechSettings(engine=SpeechEngine.OFF)) is None
    programs.write("espeak-ng", "#!PYTHON\nraise SystemExit(1)\n")
    assert find_speaker(SpeechSettings()) is None


def test_it_is_encoded_where_something_encodes(programs: Programs, tmp_path: Path) -> None:
    programs.speaking()
    programs.encoding("opusenc")
    sound = spoken(SCRIPT, speaker(), tmp_path)
    assert sound
    assert (sound.path.suffix, sound.media_type) == (".opus", "audio/ogg")
    programs.encoding("lame")
    sound = spoken(SCRIPT, speaker(), tmp_path)
    assert sound
    assert (sound.path.suffix, sound.media_type) == (".mp3", "audio/mpeg")
    assert sound.path.read_bytes().startswith(b"MARK")
    programs.write("lame", "#!PYTHON\nraise SystemExit(3)\n")
    programs.write("opusenc", "#!PYTHON\n")
    sound = spoken(SCRIPT, speaker(), tmp_path)
    assert sound
    assert sound.media_type == "audio/wav", "the next best, in the end the file as it is"


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ("sys.stderr.write('no such voice\\n'); raise SystemExit(2)", "espeak-ng ended with status 2: no such voice"),
        ("raise SystemExit(0)", "espeak-ng: it wrote no WAV file"),
        ("open(sys.argv[-1], 'w').write('RIFF'); raise SystemExit(0)", "espeak-ng: it wrote no WAV file"),
        ("math.sin = lambda at: 0.0", "what was spoken cannot be heard"),
        ("import time; time.sleep(60)", "espeak-ng took longer than 1 s"),
        ("bytearray(600 << 20)", "espeak-ng ended with status 1: MemoryError"),
        ("open('big', 'wb').write(bytes(200 << 20))", "espeak-ng ended with status"),
    ],
)
def test_a_program_that_fails_or_wants_too_much_is_told(
    programs: Programs, tmp_path: Path, extra: str, said: str
) -> None:
    programs.speaking(extra=extra)
    begun_at = time.monotonic()
    with pytest.raises(UnspokenError, match=said):
        spoken(SCRIPT, speaker(), tmp_path, seconds=1 if "sleep" in extra else 20)
    assert time.monotonic() - begun_at < 15
    assert not (tmp_path / "work" / "big").exists() or (tmp_path / "work" / "big").stat().st_size <= 192 * MEGABYTE


def test_what_stops_ends_the_program_and_its_children(programs: Programs, tmp_path: Path) -> None:
    program = programs.write(
        "slow",
        "#!PYTHON\nimport os, time\nif os.fork():\n    open('parent', 'w').write('x')\ntime.sleep(60)\n",
    )

    async def begin() -> None:
        run = asyncio.create_task(run_program([str(program)], "", Limits(30), tmp_path))
        for _ in range(200):
            await asyncio.sleep(0.05)
            if (tmp_path / "parent").exists():
                break
        run.cancel()
        with pytest.raises(asyncio.CancelledError):
            await run

    asyncio.run(begin())
    command = f"{program}".encode()
    left = [one for one in Path("/proc").glob("[0-9]*") if command in _command_line(one)]
    assert left == []


def _command_line(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""


def test_a_program_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("octavo.assist.speech.programs.no_network", tuple)
    with pytest.raises(ProgramError, match="nobody cannot be started"):
        asyncio.run(run_program([str(tmp_path / "nobody")], "", Limits(5), tmp_path))


@pytest.mark.skipif(not no_network(), reason="this kernel lets nobody give up the network")
def test_a_program_has_no_network(programs: Programs, tmp_path: Path) -> None:
    program = programs.write("reach", REACH)
    asyncio.run(run_program([str(program)], "", Limits(20), tmp_path))
    assert int((tmp_path / "errno").read_text()) == errno.ENETUNREACH, "not even loopback"


def test_sound_of_another_kind_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "stereo.wav"
    with wave.open(str(file), "wb") as made:
        made.setnchannels(2)
        made.setsampwidth(2)
        made.setframerate(22_050)
        made.writeframes(bytes(400))
    with pytest.raises(UnreadableError, match="2 channels of 16 bits at 22050 Hz"):
        read_piece(file)


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")
def test_a_real_voice_is_heard(tmp_path: Path) -> None:
    """Some two and a half words a second, with pauses, and neither silence nor noise at full strength."""
    by = speaker(engine=SpeechEngine.ESPEAK)
    words = "The flood at the mill swept the old bridge away, and nine people who lived beside it have died."
    story = Chapter("Flood", "en", 1, (Said("Flood at the mill", "en"), *[Said(words, "en")] * 5), (1,))
    german = Chapter("Flut", "de", 2, (Said("Flut an der Mühle", "de"), Said("Neun Menschen starben.", "de")), (2,))
    sound = spoken(Script("en", "GB", (story, german)), Speaker(by.espeak, by.listed), tmp_path)
    assert sound
    assert 5 * 19 / 4 < sound.duration_ms / 1000 < 5 * 19 / 1.5
    samples = read_piece(sound.path)
    assert not is_silent(samples)
    heard = array.array("h", samples)
    loudness = (sum(one * one for one in heard) / len(heard)) ** 0.5
    assert 500 < loudness < 12_000
    second = heard[int(sound.chapters[1].start_ms / 1000 * RATE) :]
    assert max(map(abs, second)) > 2_000, "the second story is heard where its chapter begins"


@pytest.mark.skipif(
    not (shutil.which("espeak-ng") and shutil.which("lame") and shutil.which("sox")),
    reason="espeak-ng, lame and sox are not all installed",
)
def test_a_real_mp3_lasts_as_long_as_it_says(tmp_path: Path) -> None:
    sound = spoken(SCRIPT, speaker(), tmp_path)
    assert sound
    assert sound.media_type == "audio/mpeg"
    assert sound.path.read_bytes()[:2] == b"\xff\xf3" or sound.path.read_bytes()[:3] == b"ID3"
    assert sound.path.stat().st_size < os.stat(tmp_path / "work" / "whole.wav").st_size / 5  # noqa: PTH116
    said = subprocess.run(["soxi", "-D", str(sound.path)], capture_output=True, text=True, check=False)  # noqa: S603, S607
    if said.returncode == 0:  # sox may lack its MP3 part
        assert float(said.stdout) * 1000 == pytest.approx(sound.duration_ms, abs=200)
