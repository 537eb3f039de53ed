"""Scenes of science, trade, craft and things close up."""
# ruff: noqa: PLR0917  # coordinates, size and ink read as what they are, in the order one draws

import math

from octavo.demo.pictures import motifs as m
from octavo.demo.pictures.land import leaf
from octavo.demo.pictures.sheet import HEIGHT, WIDTH, Ink, Sheet, curve, mix, ridge


def observatory(s: Sheet) -> None:
    m.sky(s, 700)
    m.stars(s, 190, 620)
    comet(s, 300, 200)
    m.peaks(s, 680, 160, s.inks.mid, None, 5)
    m.hills(s, 690, 60, s.inks.near)
    s.box(820, 520, 260, 150, s.inks.far)
    s.pie(950, 524, 132, 180, 360, s.inks.light)
    s.polygon([(900, 404), (946, 392), (966, 522), (926, 522)], s.inks.ink)
    s.line([(944, 480), (880, 360)], 26, s.inks.accent, round_ends=True)
    m.hills(s, 760, 30, s.inks.ink)
    m.person(s, 600, 760, 100, s.inks.accent, m.skin(s))


def comet(s: Sheet, x: float, y: float) -> None:
    for n in range(5):
        s.polygon(
            [
                (x, y - 14 + n * 2),
                (x + 620 - n * 90, y - 150 + n * 34),
                (x + 600 - n * 90, y - 60 + n * 8),
                (x, y + 14 - n * 2),
            ],
            mix(s.inks.sky, s.inks.light, 0.18 + n * 0.14),
        )
    s.disc(x, y, 20, s.inks.light)


def space(s: Sheet) -> None:
    """A craft with a large sail above a planet."""
    s.box(0, 0, WIDTH, HEIGHT, s.inks.ink)
    m.stars(s, 220, HEIGHT)
    s.disc(1020, 980, 560, mix(s.inks.ink, s.inks.mid, 0.5))
    s.disc(1040, 1000, 545, s.inks.mid)
    for n in range(6):
        s.polygon(
            [
                *curve((560, 760 + n * 40), (1000, 640 + n * 46), (1300, 720 + n * 44)),
                *curve((1300, 742 + n * 44), (1000, 668 + n * 46), (560, 775 + n * 40)),
            ],
            mix(s.inks.mid, s.inks.far, 0.6),
        )
    s.disc(190, 150, 74, s.inks.second)
    sail = [(420, 150), (690, 260), (590, 540), (310, 420)]
    s.polygon(sail, s.inks.light)
    s.polygon([sail[0], sail[1], (503, 343)], s.inks.accent)
    s.polygon([sail[2], sail[3], (503, 343)], mix(s.inks.accent, s.inks.light, 0.55))
    for one, other in ((sail[0], sail[2]), (sail[1], sail[3])):
        s.line([one, other], 4, s.inks.ink)
    s.box(482, 322, 42, 42, s.inks.second, radius=6)


def planets(s: Sheet) -> None:
    s.box(0, 0, WIDTH, HEIGHT, s.inks.sky)
    m.stars(s, 160, HEIGHT)
    for n in range(5):
        s.ring(240, 640, 250 + n * 170, 3, s.inks.far)
    m.sun(s, 240, 640, 150)
    for radius, angle, size, ink in (
        (250, -70, 24, s.inks.light),
        (420, -20, 40, s.inks.accent),
        (590, -55, 54, s.inks.far),
        (760, -28, 70, s.inks.mid),
        (930, -40, 34, s.inks.accent),
    ):
        x, y = 240 + radius * math.cos(math.radians(angle)), 640 + radius * math.sin(math.radians(angle))
        s.disc(x, y, size, ink)
        s.pie(x, y, size, 20, 200, mix(ink, s.inks.ink, 0.3))


def laboratory(s: Sheet) -> None:
    s.box(0, 0, WIDTH, HEIGHT, s.inks.glow)
    s.disc(640, 400, 330, s.inks.sky)
    s.box(0, 690, WIDTH, HEIGHT, s.inks.near)
    s.box(0, 682, WIDTH, 14, s.inks.ink)
    flask(s, 330, 685, 300, s.inks.accent)
    flask(s, 960, 685, 240, s.inks.second)
    microscope(s, 640, 685, 430)
    for n in range(4):
        x = 1110 + n * 36
        s.box(x, 540, 24, 140, s.inks.light, radius=10)
        s.box(x, 590 + n * 12, 24, 90 - n * 12, (s.inks.accent, s.inks.mid, s.inks.second, s.inks.near)[n], radius=10)


def flask(s: Sheet, x: float, base: float, size: float, ink: Ink) -> None:
    glass = mix(s.inks.light, s.inks.sky, 0.3)
    s.box(x - size * 0.09, base - size, size * 0.18, size * 0.5, glass)
    s.box(x - size * 0.13, base - size, size * 0.26, size * 0.05, s.inks.ink)
    s.polygon(
        [
            (x - size * 0.09, base - size * 0.55),
            (x + size * 0.09, base - size * 0.55),
            (x + size * 0.42, base),
            (x - size * 0.42, base),
        ],
        glass,
    )
    s.polygon(
        [
            (x - size * 0.22, base - size * 0.32),
            (x + size * 0.22, base - size * 0.32),
            (x + size * 0.4, base - 4),
            (x - size * 0.4, base - 4),
        ],
        ink,
    )
    for dx, dy, r in ((-0.1, 0.15, 0.04), (0.12, 0.2, 0.03), (0.02, 0.08, 0.025), (0.02, 0.44, 0.02)):
        s.disc(x + dx * size, base - dy * size, r * size, s.inks.light)


def microscope(s: Sheet, x: float, base: float, size: float) -> None:
    s.box(x - size * 0.32, base - size * 0.09, size * 0.64, size * 0.09, s.inks.ink, radius=10)
    s.ring(x - size * 0.02, base - size * 0.42, size * 0.36, size * 0.08, s.inks.ink, start=-70, end=80)
    s.box(x - size * 0.28, base - size * 0.3, size * 0.42, size * 0.045, s.inks.ink)
    s.box(x - size * 0.12, base - size * 0.35, size * 0.14, size * 0.03, s.inks.accent)
    s.line([(x - size * 0.05, base - size * 0.42), (x + size * 0.1, base - size * 0.86)], size * 0.14, s.inks.mid)
    s.line([(x + size * 0.1, base - size * 0.86), (x + size * 0.15, base - size)], size * 0.09, s.inks.ink)
    s.line([(x - size * 0.075, base - size * 0.36), (x - size * 0.05, base - size * 0.44)], size * 0.07, s.inks.ink)
    s.disc(x + size * 0.3, base - size * 0.42, size * 0.06, s.inks.accent)


def helix(s: Sheet) -> None:
    s.box(0, 0, WIDTH, HEIGHT, s.inks.glow)
    for _ in range(14):
        x, y, r = s.rng.uniform(0, WIDTH), s.rng.uniform(0, HEIGHT), s.rng.uniform(30, 120)
        s.disc(x, y, r, mix(s.inks.glow, s.inks.sky, 0.7))
        s.disc(x, y, r * 0.35, mix(s.inks.glow, s.inks.far, 0.6))
    one = [(x, 430 + 190 * math.sin(x / 130) + (640 - x) * 0.12) for x in range(-20, 1310, 10)]
    two = [(x, 430 - 190 * math.sin(x / 130) + (640 - x) * 0.12) for x in range(-20, 1310, 10)]
    for n in range(2, len(one), 4):
        middle = (one[n][0], (one[n][1] + two[n][1]) / 2)
        s.line([one[n], middle], 9, s.inks.second)
        s.line([middle, two[n]], 9, s.inks.mid)
    s.line(one, 26, s.inks.accent)
    s.line(two, 26, s.inks.near)


def clinic(s: Sheet) -> None:
    s.box(0, 0, WIDTH, HEIGHT, s.inks.sky)
    s.disc(430, 430, 300, s.inks.light)
    s.box(380, 260, 100, 340, s.inks.accent, radius=12)
    s.box(260, 380, 340, 100, s.inks.accent, radius=12)
    beat = [(0, 690), (620, 690), (680, 690), (710, 620), (760, 780), (820, 540), (870, 720), (900, 690), (1280, 690)]
    s.line(beat, 12, s.inks.ink)
    s.box(880, 230, 170, 250, s.inks.light, radius=18)
    s.box(900, 170, 130, 64, s.inks.near, radius=8)
    s.box(880, 350, 170, 130, s.inks.second, radius=18)
    s.box(905, 300, 120, 90, s.inks.light)
    for n in range(3):
        s.line([(920, 320 + n * 22), (1008 - n * 18, 320 + n * 22)], 6, s.inks.mid)
    for n in range(5):
        s.box(1090 + (n % 2) * 70, 250 + n * 58, 92, 36, (s.inks.accent, s.inks.near)[n % 2], radius=18)


def chart(s: Sheet) -> None:
    s.box(0, 0, WIDTH, HEIGHT, s.inks.glow)
    for n in range(7):
        s.line([(110, 160 + n * 86), (1190, 160 + n * 86)], 2, mix(s.inks.glow, s.inks.far, 0.6))
    level, points = 150.0, []
    for n in range(10):
        level = max(70, min(520, level + s.rng.uniform(-60, 110)))
        x = 130 + n * 108
        s.box(x, 680 - level, 70, level, (s.inks.far, s.inks.mid)[n % 2])
        points.append((x + 35, 640 - level * 1.02))
    s.line(points, 12, s.inks.accent)
    for x, y in points:
        s.disc(x, y, 13, s.inks.light)
        s.disc(x, y, 8, s.inks.accent)
    s.line([(110, 680), (1200, 680)], 6, s.inks.ink)
    coins(s)


def coins(s: Sheet) -> None:
    for stack, tall in enumerate((4, 7, 3)):
        for n in range(tall):
            x, y = 900 + stack * 120, 820 - n * 20
            s.disc(x, y, 54, s.inks.ink, tall=0.36)
            s.disc(x, y - 6, 52, s.inks.second, tall=0.34)


def chartmap(s: Sheet) -> None:
    """A map with contour lines, a route and its ends."""
    s.box(0, 0, WIDTH, HEIGHT, s.inks.sky)
    for cx, cy, size, wobble in ((280, 320, 330, 0.3), (1010, 520, 390, 2.1), (1110, 40, 210, 4.0)):
        for n in range(5):
            r = size * (1 - n * 0.17)
            shape = [
                (
                    cx + r * (1 + 0.16 * math.sin(3 * a + wobble) + 0.08 * math.sin(7 * a + wobble * 2)) * math.cos(a),
                    cy + r * 0.8 * (1 + 0.12 * math.cos(4 * a + wobble)) * math.sin(a),
                )
                for a in (k * math.tau / 90 for k in range(90))
            ]
            s.polygon(shape, mix(s.inks.light, s.inks.mid, 0.1 + n * 0.2))
    for n in range(1, 8):
        s.line([(n * 160, 0), (n * 160, HEIGHT)], 1.5, mix(s.inks.sky, s.inks.near, 0.3))
        s.line([(0, n * 120), (WIDTH, n * 120)], 1.5, mix(s.inks.sky, s.inks.near, 0.3))
    route = curve((310, 330), (620, 760), (980, 480), 40)
    for n in range(0, 40, 2):
        s.line(route[n : n + 2], 9, s.inks.accent)
    for x, y in (route[0], route[-1]):
        pin(s, x, y, 70)


def pin(s: Sheet, x: float, y: float, size: float) -> None:
    s.polygon([(x - size * 0.42, y - size * 0.95), (x + size * 0.42, y - size * 0.95), (x, y)], s.inks.accent)
    s.disc(x, y - size * 1.1, size * 0.46, s.inks.accent)
    s.disc(x, y - size * 1.1, size * 0.18, s.inks.light)


def portrait(s: Sheet, hair: str = "short") -> None:
    """Head and shoulders before a patterned wall. `hair` is "short", "bun" or "scarf"."""
    s.box(0, 0, WIDTH, HEIGHT, s.inks.far)
    for row in range(9):
        for column in range(13):
            x, y = column * 110 + row % 2 * 55, row * 100
            s.disc(x, y, 34, mix(s.inks.far, s.inks.sky, 0.6))
            s.disc(x, y, 13, s.inks.second)
    s.disc(640, 380, 330, s.inks.glow)
    skin = m.skin(s)
    s.polygon(
        [*curve((240, HEIGHT), (300, 590), (560, 570), 20), *curve((720, 570), (980, 590), (1040, HEIGHT), 20)],
        s.inks.near,
    )
    s.polygon([(560, 570), (720, 570), (640, 720)], s.inks.light)
    s.box(578, 470, 124, 120, mix(skin, s.inks.ink, 0.2), radius=30)
    _hair(s, hair)
    s.disc(640, 370, 124, skin, tall=1.28)
    s.pie(640, 320, 132, 180, 360, s.inks.accent if hair == "scarf" else s.inks.ink, tall=1.0)
    _features(s, skin)


def _hair(s: Sheet, style: str) -> None:
    if style == "scarf":
        s.disc(640, 370, 176, s.inks.accent, tall=1.25)
        s.box(480, 380, 320, 220, s.inks.accent, radius=90)
    elif style == "bun":
        s.disc(640, 190, 64, s.inks.ink)
        s.disc(640, 330, 142, s.inks.ink)
    else:
        s.disc(640, 318, 138, s.inks.ink)


def _features(s: Sheet, skin: Ink) -> None:
    line = mix(skin, s.inks.ink, 0.7)
    for dx in (-48, 48):
        s.ring(640 + dx, 372, 34, 5, line)
        s.disc(640 + dx, 374, 8, line)
    s.line([(626, 372), (654, 372)], 5, line)
    s.line(curve((640, 390), (656, 430), (634, 434)), 5, line)
    s.line(curve((600, 470), (640, 492), (682, 468)), 7, line, round_ends=True)


def loom(s: Sheet) -> None:
    """Woven bands of pattern between two beams."""
    s.box(0, 0, WIDTH, HEIGHT, s.inks.glow)
    x = 150.0
    while x < 1130:
        width = s.rng.choice((70, 98, 126))
        ink, other = s.rng.choice(
            (
                (s.inks.accent, s.inks.light),
                (s.inks.near, s.inks.second),
                (s.inks.mid, s.inks.light),
                (s.inks.ink, s.inks.accent),
                (s.inks.second, s.inks.near),
            )
        )
        _band(s, x, width, ink, other, s.rng.randrange(3))
        x += width
    for y in (80, 700):
        s.box(80, y, 1120, 46, s.inks.ink, radius=20)
    for n in range(98):
        s.line([(155 + n * 10, 126), (155 + n * 10, 236)], 2, s.inks.ink)
    s.box(250, 250, 300, 40, s.inks.second, radius=20)


def _band(s: Sheet, x: float, width: float, ink: Ink, other: Ink, kind: int) -> None:
    s.box(x, 126, width + 1, 574, ink)
    for n in range(11):
        y = 250 + n * 41
        if kind == 0:
            s.polygon([(x + width / 2, y), (x + width - 6, y + 20), (x + width / 2, y + 40), (x + 6, y + 20)], other)
        elif kind == 1:
            s.line([(x, y + 30), (x + width / 2, y + 6), (x + width, y + 30)], 9, other)
        else:
            s.box(x + width * 0.15, y + 6, width * 0.7, 12, other)


def books(s: Sheet) -> None:
    s.box(0, 0, WIDTH, HEIGHT, s.inks.near)
    inks = (s.inks.accent, s.inks.second, s.inks.light, s.inks.mid, s.inks.far, s.inks.ink, s.inks.glow)
    for row in range(3):
        base = 262 + row * 270
        s.box(0, base, WIDTH, 26, s.inks.ink)
        x = 16.0
        while x < WIDTH - 40:
            width, tall = s.rng.uniform(26, 64), s.rng.uniform(150, 220)
            ink = s.rng.choice(inks)
            lean = 24 if s.rng.random() < 0.08 else 0
            s.polygon([(x + lean, base - tall), (x + width + lean, base - tall), (x + width, base), (x, base)], ink)
            s.box(x + width * 0.2 + lean * 0.7, base - tall * 0.78, width * 0.6, 10, mix(ink, s.inks.ink, 0.5))
            x += width + 3 + lean + (90 if s.rng.random() < 0.04 else 0)


def bowl(s: Sheet) -> None:
    """A table from above: a large bowl, small ones, and what goes into them."""
    s.box(0, 0, WIDTH, HEIGHT, s.inks.far)
    for n in range(9):
        s.box(0, n * 100, WIDTH, 46, mix(s.inks.far, s.inks.glow, 0.35))
    _dish(s, 610, 430, 300, s.inks.accent)
    for _ in range(38):
        a, r = s.rng.uniform(0, math.tau), 200 * math.sqrt(s.rng.random())
        s.disc(
            610 + r * math.cos(a),
            430 + r * math.sin(a),
            s.rng.uniform(12, 26),
            s.rng.choice((s.inks.second, s.inks.light, s.inks.mid, mix(s.inks.accent, s.inks.ink, 0.3))),
        )
    for n in range(5):
        leaf(s, 560 + n * 22, 410, 120, -150 + n * 50, s.inks.near)
    _dish(s, 1070, 240, 130, s.inks.second)
    _dish(s, 1090, 600, 120, s.inks.mid)
    _dish(s, 170, 190, 110, s.inks.light)
    for dx in (0, 26):
        s.line([(120 + dx, 430), (250 + dx, 830)], 10, s.inks.ink, round_ends=True)


def _dish(s: Sheet, x: float, y: float, radius: float, fill: Ink) -> None:
    s.disc(x + 12, y + 16, radius, mix(s.inks.far, s.inks.ink, 0.4))
    s.disc(x, y, radius, s.inks.light)
    s.disc(x, y, radius * 0.93, s.inks.near)
    s.disc(x, y, radius * 0.84, fill)


def chip(s: Sheet) -> None:
    s.box(0, 0, WIDTH, HEIGHT, s.inks.near)
    for n in range(26):
        y = 40 + n * 31
        side = -1 if n % 2 else 1
        bend = 640 + side * s.rng.uniform(240, 420)
        edge = -10 if side < 0 else WIDTH + 10
        row = 300 + (n % 13) * 20
        ink = s.rng.choice((s.inks.far, s.inks.second, s.inks.mid))
        s.line([(640 + side * 150, row), (bend, row), (bend + side * 60, y), (edge, y)], 6, ink)
        s.disc(bend + side * 60, y, 10, ink)
    s.box(470, 260, 340, 340, s.inks.ink, radius=18)
    s.box(500, 290, 280, 280, s.inks.mid, radius=8)
    for row in range(6):
        for column in range(6):
            s.box(
                516 + column * 43,
                306 + row * 43,
                34,
                34,
                s.rng.choice((s.inks.accent, s.inks.second, s.inks.light, s.inks.far, s.inks.near)),
                radius=3,
            )


def microphone(s: Sheet) -> None:
    s.box(0, 0, WIDTH, HEIGHT, s.inks.sky)
    for n in range(5):
        s.ring(640, 400, 230 + n * 95, 16, mix(s.inks.sky, s.inks.far, 0.8 - n * 0.14))
    for n in range(31):
        tall = 30 + 150 * abs(math.sin(n * 0.7)) * (1 - abs(n - 15) / 17) + s.rng.uniform(0, 30)
        s.box(90 + n * 37, 400 - tall, 16, tall * 2, mix(s.inks.accent, s.inks.second, n / 30), radius=8)
    s.box(540, 130, 200, 400, s.inks.ink, radius=100)
    s.box(556, 146, 168, 368, s.inks.near, radius=84)
    for n in range(9):
        s.line([(556, 200 + n * 30), (724, 200 + n * 30)], 5, s.inks.ink)
    s.ring(640, 420, 170, 22, s.inks.ink, start=0, end=180)
    s.box(628, 580, 24, 150, s.inks.ink)
    s.box(520, 720, 240, 30, s.inks.ink, radius=14)


def workshop(s: Sheet) -> None:
    """Hands' work: a bench with tools on the wall."""
    s.box(0, 0, WIDTH, HEIGHT, s.inks.glow)
    for n in range(7):
        s.box(0, n * 92, WIDTH, 4, mix(s.inks.glow, s.inks.far, 0.5))
    for n in range(7):
        _tool(s, 150 + n * 165, 130, n % 4)
    s.box(0, 610, WIDTH, 60, s.inks.near)
    s.box(0, 670, WIDTH, HEIGHT, s.inks.ink)
    s.polygon(
        [*curve((330, 600), (640, 700), (960, 560), 24), *curve((960, 560), (640, 560), (330, 600), 24)], s.inks.accent
    )
    for n in range(9):
        s.line([(400 + n * 58, 610 - n * 5), (412 + n * 58, 520 - n * 6)], 8, s.inks.near)
    m.person(s, 1090, 640, 400, s.inks.mid, m.skin(s))
    m.person(s, 230, 640, 380, s.inks.accent, m.skin(s))
    s.box(0, 610, WIDTH, 60, s.inks.near)


def _tool(s: Sheet, x: float, y: float, kind: int) -> None:
    s.disc(x, y - 30, 7, s.inks.ink)
    if kind == 0:
        s.box(x - 9, y - 10, 18, 190, s.inks.accent, radius=8)
        s.box(x - 46, y - 20, 92, 40, s.inks.ink, radius=6)
    elif kind == 1:
        s.polygon([(x - 30, y), (x + 30, y), (x + 70, y + 200), (x - 10, y + 200)], s.inks.far)
        s.box(x - 40, y - 30, 80, 40, s.inks.accent, radius=16)
    elif kind == 2:
        s.box(x - 8, y - 10, 16, 110, s.inks.second, radius=6)
        s.polygon([(x - 16, y + 100), (x + 16, y + 100), (x, y + 200)], s.inks.ink)
    else:
        s.ring(x, y + 70, 70, 14, s.inks.near, start=120, end=420)


def ballot(s: Sheet) -> None:
    """A hand, a paper, a box."""
    s.box(0, 0, WIDTH, HEIGHT, s.inks.sky)
    for n in range(12):
        s.polygon(
            [
                (640, 420),
                (640 + 1100 * math.cos(n * math.tau / 12), 420 + 1100 * math.sin(n * math.tau / 12)),
                (640 + 1100 * math.cos((n + 0.5) * math.tau / 12), 420 + 1100 * math.sin((n + 0.5) * math.tau / 12)),
            ],
            mix(s.inks.sky, s.inks.glow, 0.7),
        )
    s.polygon([(540, 250), (730, 220), (760, 470), (570, 480)], s.inks.light)
    s.line([(590, 330), (640, 380), (710, 280)], 18, s.inks.accent, round_ends=True)
    skin = m.skin(s)
    s.line([(1010, -20), (800, 190)], 110, s.inks.near)
    s.disc(770, 215, 66, skin)
    for n in range(4):
        s.line([(745 + n * 12, 200 + n * 22), (672 + n * 12, 236 + n * 26)], 26, skin, round_ends=True)
    s.box(360, 450, 560, 330, s.inks.near, radius=10)
    s.box(330, 430, 620, 50, s.inks.ink, radius=10)
    s.box(500, 448, 290, 14, s.inks.glow, radius=6)
    s.disc(640, 630, 80, s.inks.second)
    s.line([(604, 630), (632, 660), (682, 596)], 18, s.inks.ink, round_ends=True)


def letters(s: Sheet) -> None:
    """Papers and a pen on a desk."""
    s.box(0, 0, WIDTH, HEIGHT, s.inks.mid)
    for x, y, turn in ((250, 150, -0.12), (560, 110, 0.08), (780, 260, -0.05)):
        corners = [(0, 0), (400, 0), (400, 520), (0, 520)]
        place = [
            (x + a * math.cos(turn) - b * math.sin(turn), y + a * math.sin(turn) + b * math.cos(turn))
            for a, b in corners
        ]
        s.polygon([(a + 10, b + 14) for a, b in place], mix(s.inks.mid, s.inks.ink, 0.5))
        s.polygon(place, s.inks.light)
        for n in range(9):
            b, reach = 90 + n * 44, s.rng.uniform(220, 340)
            ends = [
                (x + a * math.cos(turn) - b * math.sin(turn), y + a * math.sin(turn) + b * math.cos(turn))
                for a in (40, 40 + reach)
            ]
            s.line(ends, 8 if n else 18, s.inks.accent if n == 0 else mix(s.inks.light, s.inks.near, 0.5))
    s.line([(420, 760), (860, 500)], 30, s.inks.ink, round_ends=True)
    s.polygon([(860, 484), (930, 460), (876, 512)], s.inks.second)
    s.line(ridge(s.rng, 820, 4)[:40], 4, s.inks.ink)
