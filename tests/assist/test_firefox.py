"""Firefox's models on this machine: the operator's directory, broken files, the engines and their thread.

No real model can be shipped with tests. The engine is a stand-in, and where the package is installed, the real one with
models of weights by chance: what it says means nothing, but it is that engine that says it.
"""

import asyncio
import struct
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from assist.firefox_models import binary, make_model
from octavo.assist.translators import FirefoxTranslator, firefox, look_through
from octavo.assist.translators.folders import ModelFolder, check_model, check_shortlist
from octavo.core.failures import Failure, FailureCode
from octavo.testing.translators import StandInEngine, make_folder

has_engine = pytest.mark.skipif(not firefox.has_package(), reason="needs the package fxtranslate (octavo[translate])")
FLOOD = "a flood closed the harbour of Velm on Tuesday"


class Workshop:
    """Makes stand-ins, and counts them."""

    def __init__(self) -> None:
        self.made: Counter[str] = Counter()

    def __call__(self, folder: ModelFolder) -> StandInEngine:
        self.made[folder.path.name] += 1
        return StandInEngine(folder.path.name)


@pytest.fixture
async def make(tmp_path: Path) -> AsyncIterator[Callable[..., FirefoxTranslator]]:
    made: list[FirefoxTranslator] = []

    def build(**options: object) -> FirefoxTranslator:
        made.append(FirefoxTranslator(tmp_path, **options))  # type: ignore[arg-type]
        return made[-1]

    yield build
    for each in made:
        await each.aclose()


def test_folders_are_read_by_their_names(tmp_path: Path) -> None:
    for pair in ("es-en", "en-tr", "en-zh-Hant", "zh_hans-en", "no-en"):
        make_folder(tmp_path, pair)
    (tmp_path / "readme.txt").write_text("not a folder")
    (tmp_path / ".cache").mkdir()
    shelf = look_through(tmp_path)
    pairs = {(folder.source, folder.target) for folder in shelf.folders}
    assert pairs == {("es", "en"), ("en", "tr"), ("en", "zh-Hant"), ("zh", "en"), ("nb", "en")}
    assert shelf.complaints == ()


@pytest.mark.parametrize(
    ("source", "target", "way"),
    [
        ("es", "en", ["es-en"]),
        ("es", "tr", ["es-en", "en-tr"]),
        ("tr", "es", []),
        ("en", "en", []),
        ("es", "es", []),
        ("fi", "en", []),
        ("", "en", []),
    ],
)
def test_the_way_is_direct_or_by_english(source: str, target: str, way: list[str], tmp_path: Path) -> None:
    for pair in ("es-en", "en-tr"):
        make_folder(tmp_path, pair)
    translator = FirefoxTranslator(tmp_path, load=Workshop())
    assert [folder.path.name for folder in translator.shelf.route(source, target)] == way
    assert translator.can(source, target) is bool(way)
    assert translator.can(f"{source}-XX", target) is bool(way)


def test_what_cannot_be_used_is_a_complaint(tmp_path: Path) -> None:
    make_folder(tmp_path, "es-en", without="model")
    make_folder(tmp_path, "fr-en", without="vocab")
    make_folder(tmp_path, "fr-es")
    make_folder(tmp_path, "models")
    shelf = look_through(tmp_path)
    assert shelf.folders == ()
    assert shelf.complaints == (
        "es-en has no model.*",
        "fr-en has no vocab.* (or srcvocab.* and trgvocab.*)",
        "fr-es is no pair of languages such as es-en",
        "models is no pair of languages such as es-en",
    )
    (complaint,) = look_through(tmp_path / "nowhere").complaints
    assert "nowhere cannot be read" in complaint


def test_two_vocabularies(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, "en-ja", without="vocab")
    for name in ("srcvocab.enja.spm", "trgvocab.enja.spm"):
        (folder / name).write_bytes(b"words")
    (found,) = look_through(tmp_path).folders
    assert (found.source_words.name, found.target_words.name) == ("srcvocab.enja.spm", "trgvocab.enja.spm")


async def test_by_english_two_engines_speak(make: Callable[..., FirefoxTranslator], tmp_path: Path) -> None:
    for pair in ("es-en", "en-tr"):
        make_folder(tmp_path, pair)
    made = await make(load=Workshop()).translate(["uno dos"], "es", "tr")
    assert made == ("en-tr: uno dos es-en:",)


async def test_engines_are_kept_and_the_oldest_go(make: Callable[..., FirefoxTranslator], tmp_path: Path) -> None:
    for pair in ("es-en", "fr-en", "de-en"):
        make_folder(tmp_path, pair)
    workshop = Workshop()
    translator = make(load=workshop, kept=2)
    for source in ("es", "fr", "es", "de", "es", "fr"):
        assert isinstance(await translator.translate(["uno"], source, "en"), tuple)
    assert workshop.made == {"es-en": 1, "fr-en": 2, "de-en": 1}


async def test_a_fault_in_the_engine_costs_that_batch_alone(
    make: Callable[..., FirefoxTranslator], tmp_path: Path
) -> None:
    make_folder(tmp_path, "es-en")
    workshop = Workshop()
    translator = make(load=workshop)
    broken = await translator.translate(["uno", "panic", "dos"], "es", "en")
    assert broken == Failure(FailureCode.CRASHED, "es-en: index out of bounds")
    assert isinstance(await translator.translate(["uno"], "es", "en"), tuple)
    assert workshop.made["es-en"] == 2


@pytest.mark.parametrize("error", [ValueError("bad\nfile"), OSError("gone"), MemoryError(), ImportError("no package")])
async def test_a_model_that_cannot_be_loaded_is_a_failure(
    error: Exception, make: Callable[..., FirefoxTranslator], tmp_path: Path
) -> None:
    make_folder(tmp_path, "es-en")

    def load(folder: ModelFolder) -> StandInEngine:
        raise error

    made = await make(load=load).translate(["uno"], "es", "en")
    assert isinstance(made, Failure)
    assert made.code is FailureCode.PROTOCOL
    assert made.detail.startswith("es-en cannot be used: ")
    assert "\n" not in made.detail


async def test_what_is_no_fault_of_the_engine_is_not_hidden(
    make: Callable[..., FirefoxTranslator], tmp_path: Path
) -> None:
    make_folder(tmp_path, "es-en")

    def load(folder: ModelFolder) -> StandInEngine:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await make(load=load).translate(["uno"], "es", "en")


async def test_without_the_package_it_is_not_offered(
    make: Callable[..., FirefoxTranslator], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(firefox, "PACKAGE", "no_such_package_of_translations")
    make_folder(tmp_path, "es-en")
    translator = make()
    assert not translator.can("es", "en")
    made = await translator.translate(["uno"], "es", "en")
    assert made == Failure(FailureCode.GONE, "the package no_such_package_of_translations is not installed")


async def test_a_model_that_was_taken_away_since_is_a_failure(
    make: Callable[..., FirefoxTranslator], tmp_path: Path
) -> None:
    folder = make_folder(tmp_path, "es-en")
    translator = make(load=firefox.load_engine)
    assert translator.can("es", "en")
    for file in folder.iterdir():
        file.unlink()
    made = await translator.translate(["uno"], "es", "en")
    assert isinstance(made, Failure)
    assert (made.code, "No such file" in made.detail) == (FailureCode.PROTOCOL, True)


HEADER = struct.pack("<QQ", 1, 1)
BROKEN = {
    "nothing": b"",
    "another format": struct.pack("<QQ", 9, 1),
    "no parts": struct.pack("<QQ", 1, 0),
    "more parts than any model": struct.pack("<QQ", 1, 2**33),
    "parts without end": struct.pack("<QQ", 1, 2**62),
    "headers cut off": HEADER + b"\0" * 7,
    "a shape without end": HEADER + struct.pack("<QQQQ", 1, 0x404, 2**40, 1) + b"a",
    "a part without end": HEADER + struct.pack("<QQQQ", 1, 0x404, 1, 2**63) + b"a" + struct.pack("<iQ", 1, 0),
    "a gap without end": HEADER + struct.pack("<QQQQ", 1, 0x404, 1, 1) + b"a" + struct.pack("<iQ", 1, 2**60) + b"0",
    "cut off": binary([("Wemb", 0x4101, (4, 16), b"\0" * 68)])[:-1],
    "a page of HTML": b"<!doctype html><title>Not found</title>" * 9,
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_file_that_is_no_model_never_reaches_the_engine(content: bytes) -> None:
    """Some of these end the whole process when the engine reads them."""
    with pytest.raises(ValueError, match=r"^its? "):
        check_model(content)


def test_a_model_passes(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "es-en")
    check_model((folder / "model.esen.intgemm.alphas.bin").read_bytes())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!doctype html>",
        struct.pack("<6Q", 0, 0, 50, 50, 2**33, 0),
        struct.pack("<6Q", 0, 0, 50, 50, 0, 2**62),
        struct.pack("<6Q", 0, 0, 2**40, 50, 0, 0),
        b"\xff" * 200,
    ],
)
def test_nor_does_a_list_of_words_that_is_none(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"^its list of likely words "):
        check_shortlist(content)


def test_nothing_is_imported_before_a_sentence_comes(tmp_path: Path) -> None:
    make_folder(tmp_path, "es-en")
    program = (
        "import sys; from pathlib import Path; from octavo.assist.translators import FirefoxTranslator; "
        "FirefoxTranslator(Path(sys.argv[1])).can('es', 'en'); "
        "sys.exit(bool({'fxtranslate', 'openai', 'numpy', 'babel'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)  # noqa: S603  # our own program
    assert done.returncode == 0


@has_engine
async def test_the_real_engine_translates(make: Callable[..., FirefoxTranslator], tmp_path: Path) -> None:
    make_model(tmp_path / "es-en")
    translator = make()
    first, again = [await translator.translate([FLOOD, "the army", "", "x" * 5_000], "es", "en") for _ in range(2)]
    assert first == again
    assert isinstance(first, tuple)
    assert first[0]
    assert first[0] != first[1]
    assert first[2:] == ("", "")


@has_engine
async def test_the_real_engine_by_english_and_several_at_a_time(
    make: Callable[..., FirefoxTranslator], tmp_path: Path
) -> None:
    """Engines of this package may be used, and dropped, in the thread that made them alone."""
    make_model(tmp_path / "es-en")
    make_model(tmp_path / "en-tr", seed=2)
    translator = make(kept=1)
    made = await asyncio.gather(*(translator.translate([FLOOD], "es", "tr") for _ in range(4)))
    assert len(set(made)) == 1
    assert isinstance(made[0], tuple)
    assert made[0] != await translator.translate([FLOOD], "es", "en")


@has_engine
@pytest.mark.parametrize("odd", ["\ud800", "\x00", "مرحبا بكم", "漢字" * 200, "🙂" * 300, "a." * 340, "\u202e\u200b"])
async def test_the_real_engine_stands_whatever_comes(
    odd: str, make: Callable[..., FirefoxTranslator], tmp_path: Path
) -> None:
    make_model(tmp_path / "es-en")
    assert isinstance(await make().translate([odd], "es", "en"), tuple)


@has_engine
@pytest.mark.parametrize(
    "content",
    [
        *BROKEN.values(),
        binary([("bias", 0x404, (1, 1), b"\0" * 4)]),
        binary([("Wemb", 0x4101, (4, 0), b"\0" * 4)]),
        binary([("Wemb", 0x4101, (4, 16), b"\0" * 68)]),
        binary([("Wemb", 0x4101, (400, 16), b"\0" * 68)]),
        binary([("Wemb", 0x4101, (-4, 16), b"\0" * 68)]),
        binary([("Wemb", 0x9999, (4, 16), b"\0" * 68)]),
    ],
)
async def test_a_broken_model_is_a_clear_failure_of_the_real_engine(
    content: bytes, make: Callable[..., FirefoxTranslator], tmp_path: Path
) -> None:
    folder = make_model(tmp_path / "es-en")
    (folder / "model.esen.intgemm.alphas.bin").write_bytes(content)
    translator = make()
    made = await translator.translate([FLOOD], "es", "en")
    assert isinstance(made, Failure)
    assert made.code in {FailureCode.PROTOCOL, FailureCode.CRASHED}
    assert made.detail.startswith("es-en")


@has_engine
@pytest.mark.parametrize("role", ["vocab.esen.spm", "lex.50.50.esen.s2t.bin"])
@pytest.mark.parametrize(
    "content", [b"", b"\x0a", b"\x0a\xff\xff\xff\xff\x7f", b"<!doctype html>" * 40, bytes(range(256)) * 9]
)
async def test_whatever_stands_beside_a_model(
    role: str, content: bytes, make: Callable[..., FirefoxTranslator], tmp_path: Path
) -> None:
    folder = make_model(tmp_path / "es-en")
    (folder / role).write_bytes(content)
    made = await make().translate([FLOOD], "es", "en")
    assert isinstance(made, tuple) or made.code in {FailureCode.PROTOCOL, FailureCode.CRASHED}
