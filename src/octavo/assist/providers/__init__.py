"""Language models behind addresses: any server that speaks OpenAI's protocol (Ollama, llama.cpp, vLLM, hosted ones)."""

from octavo.assist.providers.endpoint import Endpoint, Patience

__all__ = ["Endpoint", "Patience"]
