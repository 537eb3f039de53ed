"""Which part of an article is embedded, and what is done to any text before an embedder reads it."""

MAX_CHARACTERS = 4_000
"""What is read of any text, before anything else is done to it."""
WINDOW_CHARACTERS = 800
"""Of title and lead together. See docs/decisions/embedding.md for what more, or less, would bring."""
TITLE_CHARACTERS = 300


def embedding_text(title: str, text: str) -> str:
    """What stands for an article: its title, then as much of its beginning as the window holds."""
    head = " ".join(title[:MAX_CHARACTERS].split())[:TITLE_CHARACTERS]
    lead = " ".join(text[:MAX_CHARACTERS].split())
    return f"{head}\n{lead}".strip()[:WINDOW_CHARACTERS]


def readable(text: str) -> str:
    """A bounded beginning without NULs; half surrogates become question marks."""
    return text[:MAX_CHARACTERS].replace("\0", " ").encode("utf-8", "replace").decode("utf-8").strip()
