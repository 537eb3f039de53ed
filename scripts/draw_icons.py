"""Draws the icons that devices ask for as PNG: `python scripts/draw_icons.py`. The mark: eight leaves, one red.

A maskable icon fills its square and keeps the mark within the middle circle of 80 percent; the badge is the mark alone,
of which a device takes only the shape. Shortcuts carry the icon of what they open.
"""

from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

STATIC = Path(__file__).parents[1] / "src" / "octavo" / "web" / "static" / "octavo"
PAPER, INK, RED, CLEAR = "#fbfaf6", "#1b1916", "#8f1d1d", (0, 0, 0, 0)
FINER = 8


def main() -> None:
    for size in (192, 512):
        save(mark(size, 0.56, ground=PAPER), f"maskable-{size}")
    save(mark(96, 0.9, leaf="#fff", first="#fff"), "badge-96")
    for name, strokes in SHORTCUTS.items():
        save(shortcut(96, strokes), f"shortcut-{name}-96")


def mark(size: int, share: float, *, ground: str | None = None, leaf: str = INK, first: str = RED) -> Image.Image:
    """Two rows of four leaves, `share` of the square wide."""
    whole = size * FINER
    picture = Image.new("RGBA", (whole, whole), ground or CLEAR)
    draw = ImageDraw.Draw(picture)
    width = whole * share
    leaf_width, gap = width * 0.216, width * 0.0453
    height = leaf_width * 1.9
    left, top = (whole - width) / 2, (whole - 2 * height - gap) / 2
    for row in range(2):
        for column in range(4):
            x, y = left + column * (leaf_width + gap), top + row * (height + gap)
            colour = first if row == column == 0 else leaf
            draw.rounded_rectangle((x, y, x + leaf_width, y + height), leaf_width * 0.16, fill=colour)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


# On a square of 24: ("circle", centre, radius), ("line", points), ("arc", box, from, to).
SHORTCUTS: dict[str, tuple[tuple[Any, ...], ...]] = {
    "latest": (("circle", (12, 12), 8.0), ("line", (12, 7), (12, 12), (15.5, 14))),
    "saved": (("line", (7, 4.5), (17, 4.5), (17, 19.5), (12, 15.5), (7, 19.5), (7, 4.5)),),
    "search": (("circle", (10.8, 10.8), 6.0), ("line", (15.3, 15.3), (19.5, 19.5))),
    "listen": (
        ("arc", (4, 4.5, 20, 20.5), 180, 360),
        ("line", (4, 12.5), (4, 17)),
        ("line", (20, 12.5), (20, 17)),
        ("line", (6, 15), (6, 19)),
        ("line", (18, 15), (18, 19)),
    ),
}


def shortcut(size: int, strokes: tuple[tuple[Any, ...], ...]) -> Image.Image:
    whole = size * FINER
    picture = Image.new("RGBA", (whole, whole), CLEAR)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((0, 0, whole - 1, whole - 1), fill=PAPER)
    scale, inset = whole * 0.6 / 24, whole * 0.2
    width = round(1.9 * scale)

    def at(point: Any) -> tuple[float, float]:
        x, y = point
        return inset + x * scale, inset + y * scale

    for kind, *numbers in strokes:
        if kind == "line":
            draw.line([at(point) for point in numbers], fill=INK, width=width, joint="curve")
        elif kind == "circle":
            (x, y), radius = at(numbers[0]), numbers[1] * scale
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=INK, width=width)
        else:
            x0, y0, x1, y1 = numbers[0]
            draw.arc((*at((x0, y0)), *at((x1, y1))), numbers[1], numbers[2], fill=INK, width=width)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def save(picture: Image.Image, name: str) -> None:
    picture.save(STATIC / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
