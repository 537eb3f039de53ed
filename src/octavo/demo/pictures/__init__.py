"""Draws the newsroom's illustrations: flat, printed-looking, the same every time from scene and name."""

from octavo.demo.pictures.drawing import draw_picture

__all__ = ["draw_picture"]
