"""A server on loopback that answers POST /v1/embeddings as OpenAI's does, or as a test tells it to."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from octavo.testing.embedders import HashEmbedder

Answer = Callable[[dict[str, Any]], tuple[int, dict[str, str], bytes]]


class EmbeddingServer(ThreadingHTTPServer):
    """`seen` holds each request's headers and body, in order."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.seen: list[tuple[dict[str, str], dict[str, Any]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: EmbeddingServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.seen.append((dict(self.headers), {"path": self.path, **body}))
        status, headers, answer = self.server.answer(body)
        self.send_response(status)
        for name, value in {"Content-Length": str(len(answer)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as the base class has it
        """Silence."""


def hashed(body: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
    """Vectors of `HashEmbedder`, three times too long and in reverse order, as the interface allows."""
    if "" in body["input"]:
        return 400, {}, b'{"error": {"message": "input must not be empty"}}'
    vectors = 3 * HashEmbedder(64).embed(body["input"])
    items = [{"object": "embedding", "index": at, "embedding": row.tolist()} for at, row in enumerate(vectors)]
    return 200, {}, json.dumps({"object": "list", "model": body["model"], "data": items[::-1]}).encode()


@contextmanager
def embedding_server(answer: Answer = hashed) -> Iterator[EmbeddingServer]:
    with EmbeddingServer(answer) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
