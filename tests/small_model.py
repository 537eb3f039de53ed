"""A small language model behind llama.cpp's server, where `make test-llm` installed one."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PYTHON = os.environ.get("OCTAVO_TEST_LLM_PYTHON", "")
where_installed = [
    pytest.mark.llm,
    pytest.mark.skipif(not PYTHON, reason="a real language model is asked by `make test-llm` alone"),
]


@contextmanager
def small_model(directory: Path) -> Iterator[str]:
    """Its address, as `Endpoint` takes it."""
    kept = os.environ.get("OCTAVO_TEST_LLM_DIRECTORY") or str(directory)
    program = Path(__file__).parent / "llm" / "server.py"
    with subprocess.Popen(  # noqa: S603  # a program of ours
        [PYTHON, str(program), kept], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), "the server does not start"
        yield f"{address}/v1"
        server.kill()
