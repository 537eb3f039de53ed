"""What scenes are put together from: skies, hills, waters, houses, trees, boats, people."""
# ruff: noqa: PLR0917  # coordinates, size and ink read as what they are, in the order one draws

import math
from collections.abc import Iterable

from octavo.demo.pictures.sheet import HEIGHT, WIDTH, Ink, Point, Sheet, curve, down_to, mix, ridge


def sky(s: Sheet, bottom: float = HEIGHT, bands: int = 7) -> None:
    """Stepped bands from the sky's ink down to its glow, as a screen print shades."""
    for band in range(bands):
        level = bottom * band / bands
        ink = mix(s.inks.sky, s.inks.glow, band / (bands - 1))
        s.polygon(down_to(ridge(s.rng, level, 10 if band else 0, waves=1.2, step=40), bottom + 20), ink)


def sun(s: Sheet, x: float, y: float, radius: float) -> None:
    ink = max((ink for ink in (s.inks.second, s.inks.accent) if ink[0] > ink[2] + 60), key=sum)
    s.disc(x, y, radius * 1.35, mix(ink, s.inks.glow, 0.7))
    s.disc(x, y, radius, ink)


def moon(s: Sheet, x: float, y: float, radius: float) -> None:
    s.disc(x, y, radius, s.inks.light)
    for dx, dy, size in ((-0.3, -0.2, 0.18), (0.25, 0.15, 0.25), (-0.1, 0.45, 0.12), (0.3, -0.4, 0.1)):
        s.disc(x + dx * radius, y + dy * radius, size * radius, mix(s.inks.light, s.inks.far, 0.35))


def stars(s: Sheet, count: int, bottom: float) -> None:
    for _ in range(count):
        s.disc(s.rng.uniform(0, WIDTH), s.rng.uniform(0, bottom), s.rng.choice((1.2, 1.6, 2.4)), s.inks.light)


def clouds(s: Sheet, count: int, top: float, bottom: float, ink: Ink | None = None) -> None:
    """Flat-bottomed clouds: a bar with bumps."""
    for _ in range(count):
        x, y, size = s.rng.uniform(-40, WIDTH - 100), s.rng.uniform(top, bottom), s.rng.uniform(50, 110)
        shade = ink or mix(s.inks.light, s.inks.sky, s.rng.uniform(0.05, 0.35))
        s.box(x, y - size * 0.22, size * 2.6, size * 0.22, shade, radius=size * 0.11)
        for dx, radius in ((0.7, 0.3), (1.25, 0.45), (1.85, 0.28)):
            s.pie(x + dx * size, y - size * 0.1, radius * size, 180, 360, shade)


def hills(s: Sheet, level: float, height: float, ink: Ink, *, waves: float = 1.5) -> list[Point]:
    line = ridge(s.rng, level, height, waves=waves)
    s.polygon(down_to(line), ink)
    return line


def peaks(s: Sheet, level: float, height: float, ink: Ink, snow: Ink | None, count: int = 5) -> None:
    """Mountains as triangles with a lit and a shaded side, on ground of the same ink."""
    s.box(0, level - 1, WIDTH, HEIGHT, ink)
    step = WIDTH / count
    for n in range(count + 1):
        x, top = n * step + s.rng.uniform(-0.25, 0.25) * step, level - height * s.rng.uniform(0.55, 1)
        spread = step * s.rng.uniform(0.8, 1.15)
        s.polygon([(x - spread, level), (x, top), (x + spread, level)], ink)
        s.polygon([(x, top), (x + spread, level), (x + spread * 0.15, level)], mix(ink, s.inks.ink, 0.22))
        if snow:
            drop = (level - top) * 0.3
            dx = spread * 0.3
            teeth = [
                (x - dx, top + drop),
                (x - dx * 0.4, top + drop * 0.75),
                (x, top + drop * 1.1),
                (x + dx * 0.5, top + drop * 0.8),
            ]
            s.polygon([(x, top), *teeth, (x + dx, top + drop)], snow)


def water(s: Sheet, level: float, top: Ink, deep: Ink, bottom: float = HEIGHT) -> None:
    """A sheet of water in bands, with short crests of light."""
    for band in range(5):
        y = level + (bottom - level) * (band / 5) ** 1.3
        s.polygon(
            down_to(ridge(s.rng, y, 3 + band * 2 if band else 0, waves=5, step=24), bottom), mix(top, deep, band / 4)
        )
    for _ in range(46):
        y = level + (bottom - level) * s.rng.random() ** 1.4 + 6
        length = 12 + (y - level) * 0.16
        x = s.rng.uniform(0, WIDTH)
        s.line([(x, y), (x + length, y)], 1.5 + (y - level) * 0.007, mix(s.inks.light, top, 0.35))


def reflection(s: Sheet, x: float, level: float, ink: Ink, width: float = 90) -> None:
    """The broken streak that a light leaves on water."""
    y = level + 6
    while y < HEIGHT:
        half = width * s.rng.uniform(0.3, 1) * (0.5 + (y - level) / (HEIGHT - level))
        s.box(x - half + s.rng.uniform(-10, 10), y, half * 2, 4 + (y - level) * 0.012, ink, radius=2)
        y += 13 + (y - level) * 0.05


def skyline(
    s: Sheet, base: float, low: float, high: float, ink: Ink, *, lit: Ink | None = None, width: float = 80
) -> None:
    """Flat-roofed houses side by side, some with lit windows."""
    x = -s.rng.uniform(0, width)
    while x < WIDTH:
        wide, tall = s.rng.uniform(0.6, 1.4) * width, s.rng.uniform(low, high)
        shade = mix(ink, s.inks.ink, s.rng.uniform(0, 0.18))
        s.box(x, base - tall, wide, tall + 4, shade)
        if s.rng.random() < 0.3:
            s.box(x + wide * 0.4, base - tall - 22, 4, 22, shade)
        if lit:
            windows(s, x, base - tall, wide, tall, lit)
        x += wide + s.rng.choice((0, 0, 3))


def windows(s: Sheet, x: float, y: float, width: float, height: float, ink: Ink, share: float = 0.45) -> None:
    columns, rows = max(1, int(width // 20)), max(1, int(height // 26))
    for column in range(columns):
        for row in range(rows):
            if s.rng.random() < share:
                left = x + (column + 0.5) * width / columns - 5
                s.box(left, y + 12 + row * 26, 9, 13, ink)


def gabled(s: Sheet, x: float, base: float, width: float, height: float, wall: Ink, roof: Ink) -> None:
    """A house with a pitched roof, a door and windows."""
    s.box(x, base - height, width, height, wall)
    s.polygon(
        [(x - 8, base - height), (x + width / 2, base - height - width * 0.5), (x + width + 8, base - height)], roof
    )
    s.box(x + width * 0.7, base - height - width * 0.42, width * 0.1, width * 0.3, roof)
    for n in range(2):
        s.box(x + width * (0.16 + 0.42 * n), base - height * 0.82, width * 0.22, height * 0.28, s.inks.second)
    s.box(x + width * 0.4, base - height * 0.4, width * 0.2, height * 0.4, s.inks.ink)


def dome(s: Sheet, x: float, base: float, radius: float, ink: Ink, tip: Ink) -> None:
    """An onion-shaped dome with its finial."""
    left = curve((x - radius, base), (x - radius * 1.25, base - radius * 0.9), (x, base - radius * 1.45))
    right = curve((x, base - radius * 1.45), (x + radius * 1.25, base - radius * 0.9), (x + radius, base))
    s.polygon([*left, *right], ink)
    s.line([(x, base - radius * 1.4), (x, base - radius * 1.85)], 4, tip)
    s.disc(x, base - radius * 1.9, 6, tip)


def tower(s: Sheet, x: float, base: float, height: float, ink: Ink, tip: Ink) -> None:
    """A slender tower with a gallery and a small dome."""
    s.box(x - 13, base - height, 26, height, ink)
    s.box(x - 21, base - height * 0.72, 42, 10, ink)
    s.box(x - 18, base - height, 36, 8, ink)
    dome(s, x, base - height, 14, ink, tip)


def arches(s: Sheet, x: float, base: float, count: int, width: float, height: float, ink: Ink) -> None:
    for n in range(count):
        left = x + n * width
        s.box(left + width * 0.2, base - height * 0.6, width * 0.6, height * 0.6, ink)
        s.pie(left + width * 0.5, base - height * 0.6, width * 0.3, 180, 360, ink, tall=1.3)


def conifer(s: Sheet, x: float, base: float, height: float, ink: Ink) -> None:
    s.box(x - height * 0.03, base - height * 0.15, height * 0.06, height * 0.15, mix(ink, s.inks.ink, 0.5))
    for n in range(3):
        top, wide = base - height + n * height * 0.24, height * (0.16 + 0.07 * n)
        s.polygon([(x, top), (x - wide, top + height * 0.38), (x + wide, top + height * 0.38)], ink)


def leafy(s: Sheet, x: float, base: float, height: float, ink: Ink) -> None:
    s.line([(x, base), (x, base - height * 0.55)], height * 0.07, mix(ink, s.inks.ink, 0.6))
    for dx, dy, radius in ((-0.2, 0.55, 0.22), (0.2, 0.58, 0.22), (0, 0.75, 0.27)):
        s.disc(x + dx * height, base - dy * height, radius * height, ink)
    s.disc(x - 0.08 * height, base - 0.8 * height, 0.1 * height, mix(ink, s.inks.light, 0.2))


def palm(s: Sheet, x: float, base: float, height: float, ink: Ink, lean: float = 0.12) -> None:
    top = (x + lean * height, base - height)
    s.line(
        curve((x, base), (x - lean * height * 0.3, base - height * 0.5), top), height * 0.05, mix(ink, s.inks.ink, 0.4)
    )
    for angle in (-170, -140, -105, -70, -35, -5):
        reach = height * 0.42
        bend = (
            top[0] + reach * 0.6 * math.cos(math.radians(angle)),
            top[1] + reach * 0.75 * math.sin(math.radians(angle)),
        )
        end = (
            top[0] + reach * math.cos(math.radians(angle)),
            top[1] + reach * 0.35 + reach * 0.45 * math.sin(math.radians(angle)),
        )
        upper = curve(top, bend, end, 12)
        lower = curve(end, (bend[0], bend[1] + height * 0.09), top, 12)
        s.polygon([*upper, *lower], ink)


def sailboat(s: Sheet, x: float, y: float, size: float, hull: Ink, sail: Ink) -> None:
    s.polygon(
        [
            (x - size, y - size * 0.18),
            (x + size, y - size * 0.22),
            (x + size * 0.7, y + size * 0.12),
            (x - size * 0.75, y + size * 0.12),
        ],
        hull,
    )
    s.line([(x, y), (x, y - size * 1.9)], size * 0.06, hull)
    s.polygon(
        [
            *curve((x + size * 0.08, y - size * 1.85), (x + size * 0.75, y - size), (x + size * 0.95, y - size * 0.32)),
            (x + size * 0.08, y - size * 0.32),
        ],
        sail,
    )
    s.polygon(
        [(x - size * 0.08, y - size * 1.6), (x - size * 0.75, y - size * 0.32), (x - size * 0.08, y - size * 0.32)],
        mix(sail, s.inks.accent, 0.25),
    )


def freighter(s: Sheet, x: float, y: float, length: float, hull: Ink, *, boxes: bool = True) -> None:
    """A ship seen from the side, its bow to the right."""
    h = length * 0.12
    s.polygon(
        [(x, y - h), (x + length, y - h * 1.15), (x + length * 0.95, y + h * 0.3), (x + length * 0.03, y + h * 0.3)],
        hull,
    )
    s.box(x + length * 0.02, y + h * 0.1, length * 0.93, h * 0.2, s.inks.accent)
    s.box(x + length * 0.05, y - h * 2.9, length * 0.11, h * 1.95, s.inks.light)
    s.box(x + length * 0.04, y - h * 3.1, length * 0.13, h * 0.3, mix(s.inks.light, s.inks.mid, 0.5))
    s.box(x + length * 0.08, y - h * 3.7, length * 0.05, h * 0.7, s.inks.accent)
    if boxes:
        containers(s, x + length * 0.2, y - h * 1.03, length * 0.72, h * 0.55)


def containers(s: Sheet, x: float, base: float, width: float, height: float) -> None:
    inks = (s.inks.accent, s.inks.second, s.inks.mid, s.inks.far, s.inks.light)
    count = 9
    for column in range(count):
        for row in range(s.rng.choice((1, 2, 3, 3))):
            left = x + column * width / count
            s.box(left, base - (row + 1) * height, width / count - 3, height - 2, s.rng.choice(inks))


def crane(s: Sheet, x: float, base: float, height: float, ink: Ink) -> None:
    """A quay crane with its boom over the water to the right."""
    w = height * 0.22
    for dx in (-w, w):
        s.line([(x + dx, base), (x + dx * 0.75, base - height)], height * 0.03, ink)
    s.line([(x - w * 0.9, base - height * 0.4), (x + w * 0.85, base - height * 0.4)], height * 0.025, ink)
    s.line([(x - height * 0.35, base - height * 0.8), (x + height * 0.85, base - height * 0.8)], height * 0.035, ink)
    s.line([(x, base - height * 1.15), (x + height * 0.8, base - height * 0.8)], height * 0.012, ink)
    s.line([(x, base - height * 1.15), (x - height * 0.33, base - height * 0.8)], height * 0.012, ink)
    s.line([(x, base - height * 0.8), (x, base - height * 1.15)], height * 0.03, ink)
    s.line([(x + height * 0.5, base - height * 0.8), (x + height * 0.5, base - height * 0.45)], height * 0.01, ink)
    s.box(x + height * 0.42, base - height * 0.47, height * 0.16, height * 0.08, s.inks.accent)


def skin(s: Sheet) -> Ink:
    return s.rng.choice(((78, 48, 38), (107, 64, 48), (141, 90, 59), (198, 138, 94), (224, 172, 130)))


def person(s: Sheet, x: float, base: float, height: float, coat: Ink, face: Ink, *, walking: bool = False) -> None:
    """A standing figure in flat shapes."""
    head, step = height * 0.085, height * (0.11 if walking else 0.04)
    for dx in (-step, step):
        s.line([(x, base - height * 0.48), (x + dx, base)], height * 0.085, s.inks.ink, round_ends=True)
    s.polygon(
        [
            (x - height * 0.12, base - height * 0.8),
            (x + height * 0.12, base - height * 0.8),
            (x + height * 0.15, base - height * 0.38),
            (x - height * 0.15, base - height * 0.38),
        ],
        coat,
    )
    s.disc(x, base - height * 0.78, height * 0.12, coat, tall=0.6)
    s.line(
        [(x - height * 0.12, base - height * 0.76), (x - height * 0.18 - step * 0.4, base - height * 0.47)],
        height * 0.06,
        coat,
        round_ends=True,
    )
    s.line(
        [(x + height * 0.12, base - height * 0.76), (x + height * 0.18 + step * 0.4, base - height * 0.47)],
        height * 0.06,
        coat,
        round_ends=True,
    )
    s.disc(x, base - height * 0.93, head, face, tall=1.15)
    s.pie(x, base - height * 0.945, head * 1.08, 180, 360, s.inks.ink, tall=1.15)


def crowd(s: Sheet, base: float, size: float, inks: Iterable[Ink], count: int) -> None:
    """Heads and shoulders from behind."""
    shades = list(inks)
    for n in range(count):
        x = (n + s.rng.uniform(0.2, 0.8)) * WIDTH / count
        y = base + s.rng.uniform(-0.15, 0.15) * size
        coat = s.rng.choice(shades)
        s.disc(x, y + size * 0.62, size * 0.52, coat, tall=1.1)
        s.box(x - size * 0.52, y + size * 0.62, size * 1.04, HEIGHT, coat)
        s.disc(x, y - size * 0.12, size * 0.27, mix(s.inks.ink, coat, s.rng.uniform(0, 0.25)), tall=1.15)


def birds(s: Sheet, count: int, top: float, bottom: float, size: float, ink: Ink) -> None:
    for _ in range(count):
        x, y, r = s.rng.uniform(60, WIDTH - 60), s.rng.uniform(top, bottom), size * s.rng.uniform(0.6, 1.2)
        left = curve((x - r, y - r * 0.35), (x - r * 0.4, y - r * 0.5), (x, y), 8)
        right = curve((x, y), (x + r * 0.4, y - r * 0.5), (x + r, y - r * 0.35), 8)
        s.line([*left, *right], max(2, r * 0.14), ink)


def furrows(s: Sheet, level: float, ink: Ink, other: Ink, *, vanish: float = 640, rows: int = 18) -> None:
    """A ploughed field that narrows towards the horizon."""
    s.box(0, level, WIDTH, HEIGHT - level, ink)
    spread = WIDTH * 2.6 / rows
    for n in range(-rows, rows):
        left = vanish + n * spread
        s.polygon(
            [(vanish + n * 14, level), (vanish + n * 14 + 7, level), (left + spread * 0.5, HEIGHT), (left, HEIGHT)],
            other,
        )


def turbine(s: Sheet, x: float, base: float, height: float, ink: Ink, turn: float) -> None:
    s.polygon(
        [
            (x - height * 0.018, base),
            (x - height * 0.008, base - height),
            (x + height * 0.008, base - height),
            (x + height * 0.018, base),
        ],
        ink,
    )
    for blade in range(3):
        angle = math.radians(turn + blade * 120)
        tip = (x + math.cos(angle) * height * 0.55, base - height + math.sin(angle) * height * 0.55)
        side = (math.cos(angle + 0.2) * height * 0.13, math.sin(angle + 0.2) * height * 0.13)
        s.polygon([(x, base - height), (x + side[0], base - height + side[1]), tip], ink)
    s.disc(x, base - height, height * 0.025, s.inks.accent)


def lamp_glow(s: Sheet, x: float, y: float, radius: float, ink: Ink, ground: Ink) -> None:
    for share in (0.82, 0.6, 0.35):
        s.disc(x, y, radius * (share + 0.2), mix(ink, ground, share))
    s.disc(x, y, radius * 0.22, s.inks.light)
