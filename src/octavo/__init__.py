"""Octavo, a newsroom anyone can run. The rooms and their directions are drawn in docs/architecture.md."""

__version__ = "0.1.0"
