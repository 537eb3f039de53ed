"""The embedder over HTTP: what it sends, and what it does with servers that misbehave."""

import json
from typing import Any

import pytest

from embedding_server import Answer, embedding_server, hashed
from octavo.core.failures import OctavoError
from octavo.testing.embedders import HashEmbedder
from octavo.understand.embedding.openai import BATCH, OpenAIEmbedder

KEY = "sk-a-made-up-key"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def always(content: object, status: int = 200, **headers: str) -> Answer:
    return lambda body: (status, headers, content if isinstance(content, bytes) else json.dumps(content).encode())


def answer_of(*rows: object) -> dict[str, Any]:
    return {"data": [{"index": at, "embedding": row} for at, row in enumerate(rows)]}


def test_it_sends_model_key_and_bounded_texts_in_batches() -> None:
    with embedding_server() as server:
        vectors = OpenAIEmbedder(url=server.url + "/", model="bge-m3", key=KEY).embed(["Rain"] * BATCH + ["x" * 9_000])
    (headers, first), (_, second), *_probe = server.seen
    assert vectors.shape == (BATCH + 1, 64)
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert (first["path"], first["model"], len(first["input"])) == ("/v1/embeddings", "bge-m3", BATCH)
    assert [len(text) for text in second["input"]] == [4_000]


def test_rows_follow_their_index() -> None:
    with embedding_server() as server:
        vectors = OpenAIEmbedder(url=server.url, model="any").embed(["Rain", "Snow"])
    assert vectors == pytest.approx(HashEmbedder(64).embed(["Rain", "Snow"]), abs=1e-6)


def test_without_a_key_none_is_sent() -> None:
    with embedding_server() as server:
        OpenAIEmbedder(url=server.url, model="any").embed(["Rain"])
    assert "Authorization" not in server.seen[0][0]


@pytest.mark.parametrize(
    "answer",
    [
        always({"error": "no"}, 401),
        always(b"", 500),
        always(b"<html>"),
        always(b"[" * 100_000),
        always([]),
        always({"data": []}),
        always({"data": [{"index": 5, "embedding": [1.0]}]}),
        always(answer_of([])),
        always(answer_of(["a"])),
        always(answer_of([float("nan")])),
        always(answer_of([None])),
        always(answer_of([1.0], [1.0])),
        always(answer_of([0.5] * 9_000)),
        always(b'{"data": "' + b"x" * 33_000_000 + b'"}'),
    ],
)
def test_trouble_is_one_clear_line_without_the_key(answer: Answer) -> None:
    with embedding_server(answer) as server, pytest.raises(OctavoError) as raised:
        OpenAIEmbedder(url=server.url, model="any", key=KEY).embed(["Rain"])
    assert server.url in str(raised.value)
    assert KEY not in str(raised.value)
    assert len(str(raised.value)) < 400


def test_vectors_of_another_length_are_refused() -> None:
    lengths = iter([3, 4])

    def longer_each_time(body: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        return always(answer_of([1.0] * next(lengths)))(body)

    with embedding_server(longer_each_time) as server:
        embedder = OpenAIEmbedder(url=server.url, model="any")
        assert embedder.dimensions == 3
        with pytest.raises(OctavoError, match="length"):
            embedder.embed(["Rain"])


def test_no_redirect_is_followed() -> None:
    with embedding_server() as other, embedding_server(always(b"", 307, Location=other.url)) as server:
        embedder = OpenAIEmbedder(url=server.url, model="any", key=KEY)
        with pytest.raises(OctavoError, match="307"):
            embedder.embed(["Rain"])
    assert other.seen == []


def test_nobody_there() -> None:
    with embedding_server(hashed) as server:
        url = server.url
    with pytest.raises(OctavoError, match="cannot be reached"):
        OpenAIEmbedder(url=url, model="any").embed(["Rain"])
