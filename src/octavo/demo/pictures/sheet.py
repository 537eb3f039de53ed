"""The sheet that scenes print on: flat inks from a small palette, paper grain last. Sizes are in pixels."""
# ruff: noqa: PLR0917  # coordinates, size and ink read as what they are, in the order one draws

import functools
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1280, 853
_SCALE = 2  # drawn twice as large and reduced, which smooths every edge

Ink = tuple[int, int, int]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Palette:
    """Nine inks, from the light of the sky to the darkest line."""

    sky: Ink
    glow: Ink
    far: Ink
    mid: Ink
    near: Ink
    ink: Ink
    accent: Ink
    second: Ink
    light: Ink


def _palette(words: str) -> Palette:
    inks = [(int(word[:2], 16), int(word[2:4], 16), int(word[4:], 16)) for word in words.split()]
    return Palette(*inks)


#                     sky    glow   far    mid    near   ink    accent second light
PALETTES = {
    "dawn": _palette("f0b89c f9e2b8 d99a8b a5657a 5c4468 2c2440 e2643f 3f7f8c fff4df"),
    "dusk": _palette("47508a f2a65a 7a6590 48406b 2d2b4f 171a33 f26d50 f5c66b ffe3b0"),
    "noon": _palette("8fc6d2 e2efdd 8fbfae 5b9a8b 2f6b66 173f45 e8743b f2c14e fdf6e3"),
    "night": _palette("141d3a 324a78 2a3d68 1e2d52 121b36 080d1e f2b84b 5fa8a8 e8ecf5"),
    "sea": _palette("a9d5dc f0f1dd 7fb8c4 3f8aa3 1f5d7a 0f3450 ef6f4a f3c766 fbf7ea"),
    "forest": _palette("cddba9 f5f1d2 a5bb87 6d9163 3c6547 1e3a2c d9622b efb53f fbf8e6"),
    "desert": _palette("f3cf98 fbeccb e8b36f d08a4a a55c36 5a2f24 1f7a7a d94f35 fff5df"),
    "plum": _palette("d9bccb f7e9e2 c297ad 8e5f86 5d3a66 2f1d3d f0a02f d1495b fdf3ec"),
    "mint": _palette("b9e0cf f2f7e4 94cdb6 55a894 24756d 123f42 e5524c f4c95d fcfaf0"),
    "ember": _palette("ee9f70 f9dba6 d9744f b0473b 74293a 3a1530 f7d154 2f7f86 fff0d8"),
    "frost": _palette("bcd2e4 f3f5f2 a9c3d9 6f97ba 3d6590 1d3556 e2703a f0c25a fafcfc"),
    "ochre": _palette("e8d096 faf0d2 d3b56b a88a3f 6b5a2e 33301f 2f6f8f c8502d fdf8e6"),
}


def mix(one: Ink, other: Ink, share: float) -> Ink:
    """`share` 0 gives `one`, 1 gives `other`."""
    first, second, third = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return first, second, third


class Sheet:
    """A picture in the making: shapes in inks, in the order of printing."""

    def __init__(self, palette: Palette, rng: random.Random) -> None:
        self.inks = palette
        self.rng = rng
        self._image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), palette.glow)
        self._draw = ImageDraw.Draw(self._image)

    def polygon(self, points: Sequence[Point], ink: Ink) -> None:
        self._draw.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=ink)

    def box(self, x: float, y: float, width: float, height: float, ink: Ink, *, radius: float = 0) -> None:
        """A rectangle from its upper left corner."""
        corners = (x * _SCALE, y * _SCALE, (x + width) * _SCALE, (y + height) * _SCALE)
        if radius:
            self._draw.rounded_rectangle(corners, radius * _SCALE, fill=ink)
        else:
            self._draw.rectangle(corners, fill=ink)

    def disc(self, x: float, y: float, radius: float, ink: Ink, *, tall: float = 1.0) -> None:
        """A circle around x, y, or an ellipse `tall` times as high as wide."""
        dx, dy = radius * _SCALE, radius * tall * _SCALE
        self._draw.ellipse((x * _SCALE - dx, y * _SCALE - dy, x * _SCALE + dx, y * _SCALE + dy), fill=ink)

    def pie(self, x: float, y: float, radius: float, start: float, end: float, ink: Ink, *, tall: float = 1.0) -> None:
        """A slice of a circle; angles in degrees, clockwise from the right."""
        dx, dy = radius * _SCALE, radius * tall * _SCALE
        box = (x * _SCALE - dx, y * _SCALE - dy, x * _SCALE + dx, y * _SCALE + dy)
        self._draw.pieslice(box, start, end, fill=ink)

    def ring(
        self, x: float, y: float, radius: float, width: float, ink: Ink, *, start: float = 0, end: float = 360
    ) -> None:
        dr = radius * _SCALE
        box = (x * _SCALE - dr, y * _SCALE - dr, x * _SCALE + dr, y * _SCALE + dr)
        self._draw.arc(box, start, end, fill=ink, width=round(width * _SCALE))

    def line(self, points: Sequence[Point], width: float, ink: Ink, *, round_ends: bool = False) -> None:
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        self._draw.line(scaled, fill=ink, width=max(1, round(width * _SCALE)), joint="curve")
        if round_ends:
            for x, y in (points[0], points[-1]):
                self.disc(x, y, width / 2, ink)

    def print(self) -> Image.Image:
        """The finished picture, with the paper's grain."""
        flat = self._image.reduce(_SCALE)
        shift = self.rng.randrange(WIDTH), self.rng.randrange(HEIGHT)
        grained = ImageChops.multiply(flat, ImageChops.offset(_grain(), *shift))
        return ImageChops.screen(grained, ImageChops.offset(_flecks(), *shift))


def curve(start: Point, bend: Point, end: Point, steps: int = 24) -> list[Point]:
    """A quadratic Bézier curve as points."""
    points = []
    for step in range(steps + 1):
        t = step / steps
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        points.append((a * start[0] + b * bend[0] + c * end[0], a * start[1] + b * bend[1] + c * end[1]))
    return points


def ridge(rng: random.Random, level: float, height: float, *, waves: float = 2.0, step: int = 16) -> list[Point]:
    """A rolling line across the sheet around `level`, `height` high, from left to right."""
    parts = [
        (waves * factor, rng.uniform(0, math.tau), share) for factor, share in ((1, 0.6), (2.3, 0.28), (4.7, 0.12))
    ]
    return [
        (x, level - height * sum(share * math.sin(x / WIDTH * math.tau * n + phase) for n, phase, share in parts))
        for x in range(0, WIDTH + step, step)
    ]


def down_to(points: Sequence[Point], bottom: float = HEIGHT) -> list[Point]:
    """Closes a line into the area below it."""
    return [*points, (points[-1][0], bottom), (points[0][0], bottom)]


@functools.cache
def _grain() -> Image.Image:
    noise = _noise(1).filter(ImageFilter.GaussianBlur(0.7)).point(lambda level: 234 + level * 21 // 255)
    return Image.merge("RGB", (noise, noise, noise))


@functools.cache
def _flecks() -> Image.Image:
    """Where the ink did not take: small pale spots."""
    spots = _noise(2).filter(ImageFilter.GaussianBlur(1.1)).point(lambda level: max(0, min(60, (level - 172) * 4)))
    return Image.merge("RGB", (spots, spots, spots))


def _noise(seed: int) -> Image.Image:
    return Image.frombytes("L", (WIDTH, HEIGHT), random.Random(seed).randbytes(WIDTH * HEIGHT))
