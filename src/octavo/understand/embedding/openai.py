"""The embedder behind an address: any server that answers as OpenAI's POST /v1/embeddings does.

The operator configures the address, so it may be private. No redirect is followed: the key goes nowhere else.
"""

import json
import math
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from functools import cached_property
from http.client import HTTPException, HTTPResponse
from itertools import islice
from typing import TYPE_CHECKING, Any

from octavo.core.failures import OctavoError
from octavo.understand.embedding.texts import readable
from octavo.understand.embedding.vectors import unit

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

TIMEOUT_S = 60.0
"""For one request, from its start to the answer's last byte."""
BATCH = 64
"""Texts of one request."""
MAX_DIMENSIONS = 8_192
MAX_ANSWER_BYTES = 32_000_000
NOTHING = "-"
"""What is sent for an empty text, which servers refuse."""


class OpenAIEmbedder:
    """An `Embedder`. Raises `OctavoError` for whatever the server does wrong, with its address and no key."""

    def __init__(self, *, url: str, model: str, key: str = "", timeout_s: float = TIMEOUT_S) -> None:
        self._url = url.rstrip("/") if url.rstrip("/").endswith("/embeddings") else f"{url.rstrip('/')}/embeddings"
        self._model = model
        self._headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {key}"} if key else {})}
        self._timeout_s = timeout_s
        self._opener = urllib.request.build_opener(_NoRedirect)

    @property
    def name(self) -> str:
        return f"openai/{self._model}"

    @cached_property
    def dimensions(self) -> int:
        """As the server's first answer has them."""
        return len(self._ask([NOTHING])[0])

    def embed(self, texts: Sequence[str]) -> "NDArray[float32]":
        import numpy as np

        rows = [row for batch in _batches(texts) for row in self._ask(batch)]
        if any(len(row) != self.dimensions for row in rows):
            raise self._trouble("its vectors are not all of one length")
        return unit(np.array(rows, np.float64).reshape(len(rows), self.dimensions))

    def _ask(self, texts: Sequence[str]) -> list[list[float]]:
        body = {
            "model": self._model,
            "input": [(readable(text) or NOTHING) for text in texts],
            "encoding_format": "float",
        }
        request = urllib.request.Request(  # noqa: S310  # settings allow http and https alone
            self._url, data=json.dumps(body).encode(), headers=self._headers, method="POST"
        )
        end = time.monotonic() + self._timeout_s
        try:
            with self._opener.open(request, timeout=self._timeout_s) as answer:
                return _vectors(json.loads(_read(answer, end)), len(texts))
        except urllib.error.HTTPError as error:
            error.close()
            raise self._trouble(f"it answers with status {error.code}") from error
        except (OSError, HTTPException) as error:
            raise self._trouble(f"it cannot be reached ({error})") from error
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise self._trouble(f"its answer makes no sense ({error})") from error

    def _trouble(self, what: str) -> OctavoError:
        return OctavoError(f"The embedder at {self._url}: {what}")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: Any) -> None:
        """None makes the redirect an error."""


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(texts)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _read(answer: HTTPResponse, end: float) -> bytes:
    parts, size = [], 0
    while part := answer.read1(65_536):
        parts.append(part)
        size += len(part)
        if size > MAX_ANSWER_BYTES:
            raise ValueError(f"more than {MAX_ANSWER_BYTES} bytes")
        if time.monotonic() > end:
            raise TimeoutError("it takes too long")
    return b"".join(parts)


def _vectors(answer: Any, count: int) -> list[list[float]]:
    """In the order of their `index`, each a list of finite numbers."""
    items = {item["index"]: [float(number) for number in item["embedding"]] for item in answer["data"]}
    if sorted(items) != list(range(count)):
        raise ValueError(f"{count} vectors were asked for, {len(answer['data'])} came")
    rows = [items[index] for index in range(count)]
    if any(not 0 < len(row) <= MAX_DIMENSIONS or not all(map(math.isfinite, row)) for row in rows):
        raise ValueError("a vector is empty, too long or not of numbers")
    return rows
