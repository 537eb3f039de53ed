"""Fakes and helpers for tests, shipped so that other programs' tests may use them too."""
