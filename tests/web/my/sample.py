"""Whose pages they are, and what is told in them."""

from typing import Any

CAST = ("reader", "other")
WORDS = "Goat elected mayor of the harbour"
TOLD = "elected mayor of the harbour"


def text_of(response: Any) -> str:
    return str(response.content.decode())
