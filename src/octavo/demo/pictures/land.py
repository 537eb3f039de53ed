"""Scenes of sea and country."""
# ruff: noqa: PLR0917  # coordinates, size and ink read as what they are, in the order one draws

import math

from octavo.demo.pictures import motifs as m
from octavo.demo.pictures.sheet import HEIGHT, WIDTH, Sheet, curve, down_to, mix, ridge


def harbour(s: Sheet) -> None:
    m.sky(s, 520)
    m.sun(s, s.rng.uniform(200, 1080), s.rng.uniform(150, 300), 70)
    m.clouds(s, 3, 100, 260)
    m.hills(s, 500, 40, s.inks.far)
    m.skyline(s, 530, 20, 90, s.inks.mid)
    m.water(s, 525, s.inks.far, s.inks.near)
    for n in range(3):
        m.crane(s, 120 + n * 190, 560, 300 - n * 25, s.inks.ink)
    s.box(0, 552, 640, 34, s.inks.ink)
    m.containers(s, 20, 552, 430, 30)
    m.freighter(s, 560, 640, 640, s.inks.near)


def seabed(s: Sheet) -> None:
    """A cable on the bottom of the sea, and the ship that tends it."""
    m.sky(s, 240)
    m.sun(s, 300, 130, 55)
    m.water(s, 230, s.inks.far, mix(s.inks.near, s.inks.ink, 0.6))
    m.freighter(s, 520, 228, 420, s.inks.ink, boxes=False)
    for n in range(3):
        s.polygon(down_to(ridge(s.rng, 640 + n * 70, 45, waves=1.5)), mix(s.inks.near, s.inks.ink, 0.35 + n * 0.25))
    left = curve((-20, 700), (300, 560), (640, 690), 30)
    right = curve((700, 700), (980, 800), (1300, 640), 30)
    for shade, width in ((s.inks.ink, 22), (s.inks.accent, 12)):
        s.line(left, width, shade, round_ends=True)
        s.line(right, width, shade, round_ends=True)
    s.line(curve((930, 240), (960, 480), (705, 698), 30), 5, s.inks.light)
    for dx, dy in ((26, -20), (30, 2), (22, 22)):
        s.line([(645, 692), (645 + dx, 692 + dy)], 4, s.inks.second)
    shoal(s, 12, 320, 600)


def shoal(s: Sheet, count: int, top: float, bottom: float) -> None:
    for _ in range(count):
        fish(
            s,
            s.rng.uniform(60, WIDTH - 60),
            s.rng.uniform(top, bottom),
            s.rng.uniform(16, 34),
            s.rng.choice((s.inks.light, s.inks.second, s.inks.far)),
        )


def fish(s: Sheet, x: float, y: float, size: float, ink: tuple[int, int, int]) -> None:
    s.disc(x, y, size, ink, tall=0.45)
    s.polygon([(x - size * 0.8, y), (x - size * 1.5, y - size * 0.45), (x - size * 1.5, y + size * 0.45)], ink)
    s.disc(x + size * 0.55, y - size * 0.08, size * 0.08, s.inks.ink)


def reef(s: Sheet) -> None:
    m.water(s, -10, s.inks.sky, s.inks.near)
    for n in range(4):
        x = s.rng.uniform(0, WIDTH)
        s.polygon(
            [(x, 0), (x + 90, 0), (x - 60 + n * 20, HEIGHT), (x - 320, HEIGHT)], mix(s.inks.sky, s.inks.mid, 0.28)
        )
    s.polygon(down_to(ridge(s.rng, 730, 60)), s.inks.near)
    for _ in range(13):
        coral(s, s.rng.uniform(0, WIDTH), s.rng.uniform(740, HEIGHT + 20), s.rng.uniform(90, 230))
    shoal(s, 16, 330, 640)
    turtle(s, 640 + s.rng.uniform(-160, 160), 300, 130)


def coral(s: Sheet, x: float, base: float, size: float) -> None:
    ink = s.rng.choice((s.inks.accent, s.inks.second, mix(s.inks.accent, s.inks.light, 0.4), s.inks.ink))
    for angle in range(-60, 61, 24):
        dx, dy = math.sin(math.radians(angle)) * size * 0.6, -math.cos(math.radians(angle)) * size
        s.line(
            curve((x, base), (x + dx * 0.2, base + dy * 0.6), (x + dx, base + dy), 10), size * 0.1, ink, round_ends=True
        )


def turtle(s: Sheet, x: float, y: float, size: float) -> None:
    skin = mix(s.inks.second, s.inks.near, 0.35)
    for dx, dy, turn in ((0.8, 0.5, 1), (0.8, -0.6, -1), (-0.7, 0.5, 1), (-0.7, -0.5, -1)):
        tip = (x + dx * size * 1.5 - size * 0.3, y + dy * size * 1.5)
        s.polygon(
            [
                *curve((x + dx * size * 0.9, y + dy * size * 0.3), (x + dx * size * 1.5, y + dy * size * 0.8), tip, 10),
                (x + dx * size * 0.4, y + turn * size * 0.5),
            ],
            skin,
        )
    s.disc(x + size * 1.25, y, size * 0.3, skin, tall=0.8)
    s.disc(x, y, size, s.inks.ink, tall=0.75)
    s.disc(x, y, size * 0.9, s.inks.mid, tall=0.75)
    for dx in (-0.5, 0, 0.5):
        s.polygon(
            [
                (x + dx * size + size * 0.2 * math.cos(a), y + size * 0.24 * math.sin(a))
                for a in (k * math.pi / 3 for k in range(6))
            ],
            s.inks.near,
        )
    s.disc(x + size * 1.36, y - size * 0.08, size * 0.045, s.inks.ink)


def coast(s: Sheet) -> None:
    """A lighthouse on a cliff."""
    m.sky(s, 560)
    m.clouds(s, 4, 80, 300)
    m.water(s, 540, s.inks.far, s.inks.near)
    s.polygon([(700, HEIGHT), (760, 640), (800, 520), (900, 470), (1300, 440), (1300, HEIGHT)], s.inks.ink)
    s.polygon([(800, 520), (900, 470), (1300, 440), (1300, 490), (930, 510)], s.inks.mid)
    beam = mix(s.inks.second, s.inks.glow, 0.55)
    s.polygon([(1020, 192), (-20, 60), (-20, 230)], beam)
    s.polygon([(980, 476), (994, 225), (1046, 225), (1060, 476)], s.inks.light)
    for n in range(3):
        s.polygon(
            [
                (983 + n * 4, 430 - n * 75),
                (1057 - n * 4, 430 - n * 75),
                (1055 - n * 4, 395 - n * 75),
                (985 + n * 4, 395 - n * 75),
            ],
            s.inks.accent,
        )
    s.box(984, 215, 72, 12, s.inks.ink)
    s.box(998, 172, 44, 44, s.inks.second)
    s.pie(1020, 174, 30, 180, 360, s.inks.accent)
    m.birds(s, 8, 120, 420, 26, s.inks.ink)
    m.sailboat(s, 330, 650, 55, s.inks.ink, s.inks.light)


def marsh(s: Sheet) -> None:
    """Reeds, still water and wading birds."""
    m.sky(s, 470)
    m.sun(s, s.rng.uniform(240, 1040), 300, 85)
    m.hills(s, 450, 18, s.inks.far)
    m.hills(s, 480, 14, s.inks.mid)
    m.water(s, 500, s.inks.glow, s.inks.far)
    for n in range(4):
        y = 560 + n * 75
        s.polygon(down_to(ridge(s.rng, y, 12, waves=1.2), y + 26 + n * 8), mix(s.inks.mid, s.inks.near, n / 3))
    m.birds(s, 12, 90, 330, 22, s.inks.near)
    for n in range(3):
        heron(s, 260 + n * 350 + s.rng.uniform(-60, 60), 730 + s.rng.uniform(-40, 40), 210)
    for _ in range(110):
        x, tall = (
            s.rng.choice((s.rng.uniform(-20, 380), s.rng.uniform(920, 1300), s.rng.uniform(0, 1280))),
            s.rng.uniform(70, 240),
        )
        s.line(
            curve((x, HEIGHT), (x, HEIGHT - tall * 0.6), (x + s.rng.uniform(-40, 60), HEIGHT - tall), 8), 4, s.inks.ink
        )


def heron(s: Sheet, x: float, base: float, size: float) -> None:
    for dx in (-6, 10):
        s.line([(x + dx, base), (x + dx * 0.5, base - size * 0.45)], 4, s.inks.ink)
    s.polygon(
        curve(
            (x - size * 0.35, base - size * 0.4),
            (x - size * 0.05, base - size * 0.75),
            (x + size * 0.2, base - size * 0.5),
        ),
        s.inks.light,
    )
    s.disc(x, base - size * 0.5, size * 0.2, s.inks.light, tall=0.55)
    s.line(
        curve(
            (x + size * 0.15, base - size * 0.52),
            (x + size * 0.38, base - size * 0.72),
            (x + size * 0.16, base - size * 0.95),
        ),
        size * 0.06,
        s.inks.light,
        round_ends=True,
    )
    s.disc(x + size * 0.17, base - size * 0.97, size * 0.055, s.inks.light)
    s.polygon(
        [(x + size * 0.2, base - size), (x + size * 0.44, base - size * 0.94), (x + size * 0.2, base - size * 0.93)],
        s.inks.accent,
    )


def fields(s: Sheet) -> None:
    m.sky(s, 440)
    m.sun(s, s.rng.uniform(150, 1130), 190, 62)
    m.clouds(s, 3, 90, 250)
    m.hills(s, 410, 50, s.inks.far)
    m.hills(s, 450, 34, s.inks.mid)
    m.furrows(s, 470, s.inks.near, mix(s.inks.near, s.inks.second, 0.45), vanish=s.rng.uniform(380, 900))
    for _ in range(7):
        m.leafy(s, s.rng.uniform(0, WIDTH), 478, s.rng.uniform(60, 120), s.inks.near)
    m.gabled(s, s.rng.uniform(820, 980), 492, 120, 70, s.inks.light, s.inks.accent)


def terraces(s: Sheet) -> None:
    """Stepped fields on a hillside, as far as the eye goes."""
    m.sky(s, 330)
    m.sun(s, 940, 140, 58)
    m.peaks(s, 360, 190, s.inks.far, None, 4)
    inks = (s.inks.mid, mix(s.inks.mid, s.inks.second, 0.55), s.inks.near, mix(s.inks.glow, s.inks.mid, 0.35))
    for n in range(11):
        line = ridge(s.rng, 350 + n * 46 + n * n * 0.6, 26, waves=1.1)
        s.polygon(down_to(line), inks[n % 4])
        s.line(line, 4, s.inks.ink)
    for _ in range(5):
        m.palm(
            s,
            s.rng.uniform(60, 1220),
            s.rng.uniform(520, 800),
            s.rng.uniform(120, 190),
            s.inks.ink,
            s.rng.uniform(-0.1, 0.15),
        )
    m.person(s, 420, 720, 120, s.inks.accent, m.skin(s), walking=True)
    m.person(s, 520, 735, 112, s.inks.light, m.skin(s), walking=True)


def mountains(s: Sheet) -> None:
    m.sky(s, 560)
    m.sun(s, s.rng.uniform(200, 1080), 190, 70)
    m.peaks(s, 560, 320, s.inks.far, s.inks.light, 4)
    m.peaks(s, 620, 250, s.inks.mid, s.inks.light, 5)
    m.hills(s, 610, 40, s.inks.near)
    for n in range(34):
        m.conifer(
            s,
            n * 40 + s.rng.uniform(-18, 18),
            s.rng.uniform(690, 720) + n % 3 * 30,
            s.rng.uniform(90, 170),
            mix(s.inks.near, s.inks.ink, s.rng.random()),
        )
    m.hills(s, 800, 24, s.inks.ink)


def snow(s: Sheet) -> None:
    """A winter valley with a lit village."""
    m.sky(s, 520)
    m.stars(s, 60, 300)
    m.moon(s, 980, 170, 60)
    m.peaks(s, 540, 300, s.inks.mid, s.inks.light, 4)
    for n in range(3):
        m.hills(s, 540 + n * 90, 36, mix(s.inks.light, s.inks.far, 0.5 - n * 0.2))
    for n in range(5):
        m.gabled(s, 240 + n * 150 + s.rng.uniform(-20, 20), 660 + n % 2 * 30, 90, 62, s.inks.near, s.inks.light)
    for _ in range(20):
        m.conifer(s, s.rng.uniform(0, WIDTH), s.rng.uniform(720, 850), s.rng.uniform(110, 220), s.inks.ink)
    for _ in range(90):
        s.disc(s.rng.uniform(0, WIDTH), s.rng.uniform(0, HEIGHT), s.rng.uniform(2, 4.5), s.inks.light)


def desert(s: Sheet) -> None:
    m.sky(s, 560)
    m.sun(s, s.rng.uniform(260, 1020), 260, 95)
    for n, ink in enumerate((s.inks.far, s.inks.mid, mix(s.inks.mid, s.inks.near, 0.5), s.inks.near)):
        line = ridge(s.rng, 520 + n * 88, 60, waves=0.9)
        s.polygon(down_to(line), ink)
        s.polygon(
            [*line, *[(x, y + 20 + 50 * abs(math.sin(x / 210 + n))) for x, y in reversed(line)]],
            mix(ink, s.inks.ink, 0.16),
        )
    for n in range(5):
        m.palm(
            s,
            860 + n * 80 + s.rng.uniform(-20, 20),
            690 + n % 2 * 40,
            s.rng.uniform(170, 260),
            s.inks.accent,
            s.rng.uniform(-0.15, 0.2),
        )
    for n in range(4):
        m.person(
            s,
            240 + n * 80,
            706 - n * 7,
            90,
            s.rng.choice((s.inks.light, s.inks.second, s.inks.ink)),
            s.inks.ink,
            walking=True,
        )


def wind(s: Sheet) -> None:
    m.sky(s, 540)
    m.clouds(s, 4, 110, 300)
    m.sun(s, 240, 210, 64)
    m.hills(s, 560, 50, s.inks.far)
    for n in range(4):
        m.turbine(s, 700 + n * 150, 585, 190, mix(s.inks.light, s.inks.far, 0.2), s.rng.uniform(0, 120))
    m.hills(s, 620, 60, s.inks.mid)
    m.turbine(s, 420, 720, 470, s.inks.light, s.rng.uniform(0, 120))
    m.turbine(s, 1010, 700, 380, s.inks.light, s.rng.uniform(0, 120))
    m.hills(s, 730, 40, s.inks.near)
    for _ in range(9):
        m.leafy(s, s.rng.uniform(0, WIDTH), s.rng.uniform(780, 840), s.rng.uniform(70, 120), s.inks.ink)


def solar(s: Sheet) -> None:
    m.sky(s, 430)
    m.sun(s, 900, 190, 90)
    m.hills(s, 420, 40, s.inks.far)
    m.hills(s, 460, 20, s.inks.mid)
    s.box(0, 470, WIDTH, HEIGHT, s.inks.glow)
    for row in range(4):
        y, tall = 520 + row * 82 + row * row * 6, 54 + row * 16
        for column in range(-1, 6 - row // 2):
            panel(s, column * (250 + row * 34) + row * 30, y, 220 + row * 34, tall)


def panel(s: Sheet, x: float, y: float, width: float, height: float) -> None:
    lean = height * 0.7
    s.line([(x + width * 0.5, y), (x + width * 0.5, y + height * 0.62)], 7, s.inks.ink)
    s.polygon(
        [
            (x + lean, y - height * 0.5),
            (x + width + lean, y - height * 0.5),
            (x + width, y + height * 0.35),
            (x, y + height * 0.35),
        ],
        s.inks.near,
    )
    for n in range(1, 6):
        left = x + width * n / 6
        s.line([(left + lean, y - height * 0.5), (left, y + height * 0.35)], 2, s.inks.far)
    s.line([(x + lean / 2, y - height * 0.08), (x + width + lean / 2, y - height * 0.08)], 2, s.inks.far)


def crane_bird(s: Sheet) -> None:
    """Large birds on their way, over a patchwork of land."""
    m.sky(s, 640)
    m.sun(s, 320, 260, 110)
    m.hills(s, 620, 60, s.inks.far)
    m.hills(s, 690, 50, s.inks.mid)
    m.hills(s, 770, 40, s.inks.near)
    for n in range(7):
        wing(s, 640 + abs(n - 3) * -120 + (n > 3) * 0 + n * 40, 220 + n * 62, 130 - abs(n - 3) * 14)


def wing(s: Sheet, x: float, y: float, size: float) -> None:
    s.polygon(
        [
            *curve((x - size * 0.2, y), (x - size * 0.7, y - size * 0.9), (x - size * 1.15, y - size * 0.75), 12),
            *curve((x - size * 1.15, y - size * 0.75), (x - size * 0.4, y - size * 0.35), (x + size * 0.25, y), 12),
        ],
        s.inks.ink,
    )
    s.polygon(
        [
            *curve((x - size * 0.1, y), (x + size * 0.1, y - size * 1.0), (x + size * 0.6, y - size * 1.1), 12),
            *curve((x + size * 0.6, y - size * 1.1), (x + size * 0.45, y - size * 0.4), (x + size * 0.3, y), 12),
        ],
        s.inks.light,
    )
    s.disc(x, y, size * 0.42, s.inks.light, tall=0.3)
    s.line(
        curve((x + size * 0.3, y), (x + size * 0.7, y - size * 0.05), (x + size * 1.15, y - size * 0.02)),
        size * 0.08,
        s.inks.light,
    )
    s.line([(x + size * 1.15, y - size * 0.02), (x + size * 1.35, y + size * 0.02)], size * 0.05, s.inks.accent)
    s.line([(x - size * 0.4, y), (x - size * 1.0, y + size * 0.1)], size * 0.05, s.inks.ink)


def river(s: Sheet) -> None:
    """A winding river with a ferry, seen from above the bank."""
    m.sky(s, 360)
    m.clouds(s, 3, 80, 220)
    m.hills(s, 350, 50, s.inks.far)
    s.box(0, 370, WIDTH, HEIGHT, s.inks.mid)
    m.hills(s, 400, 24, s.inks.mid)
    left = [*curve((560, 400), (900, 470), (420, 560), 20), *curve((420, 560), (60, 640), (260, HEIGHT), 20)]
    right = [*curve((1250, HEIGHT), (560, 680), (840, 570), 20), *curve((840, 570), (1060, 480), (600, 400), 20)]
    s.polygon([*left, *right], s.inks.sky)
    s.line(left, 8, s.inks.glow)
    s.line(right, 8, s.inks.glow)
    for _ in range(26):
        x = s.rng.choice((s.rng.uniform(-20, 330), s.rng.uniform(930, 1300)))
        m.leafy(
            s, x, s.rng.uniform(460, 800), s.rng.uniform(60, 120), mix(s.inks.near, s.inks.ink, s.rng.random() * 0.6)
        )
    s.polygon([(520, 690), (760, 690), (735, 730), (545, 730)], s.inks.ink)
    s.box(570, 640, 140, 50, s.inks.light)
    for n in range(5):
        s.box(580 + n * 26, 652, 16, 18, s.inks.second)
    s.box(560, 630, 160, 12, s.inks.accent)


def sailing_ship(s: Sheet) -> None:
    """A freighter with rigid sails."""
    m.sky(s, 560)
    m.clouds(s, 4, 90, 320)
    m.sun(s, 190, 220, 66)
    m.water(s, 560, s.inks.far, s.inks.near)
    for n in range(4):
        x = 430 + n * 155
        s.box(x - 5, 230, 10, 390, s.inks.ink)
        s.polygon([*curve((x + 8, 200), (x + 105, 320), (x + 84, 520), 16), (x + 8, 540)], s.inks.light)
        s.polygon(
            [*curve((x + 8, 200), (x + 50, 320), (x + 40, 530), 16), (x + 8, 540)],
            mix(s.inks.light, s.inks.accent, 0.25),
        )
    m.freighter(s, 250, 660, 820, s.inks.ink, boxes=False)
    m.birds(s, 6, 120, 300, 22, s.inks.ink)


def coffee(s: Sheet) -> None:
    """A branch with ripe cherries, large."""
    m.sky(s, HEIGHT)
    m.sun(s, 980, 240, 150)
    m.hills(s, 720, 70, s.inks.far)
    branch = curve((-20, 620), (560, 470), (1300, 250), 40)
    s.line(branch, 16, s.inks.ink)
    for n, (x, y) in enumerate(branch[4:38:5]):
        for side in (-1, 1):
            leaf(s, x, y, 190 + (n % 3) * 24, side * (58 + n * 5), s.inks.near if side < 0 else s.inks.mid)
    for x, y in branch[6:38:5]:
        for _ in range(6):
            dx, dy = s.rng.uniform(-38, 38), s.rng.uniform(-26, 44)
            s.disc(
                x + dx,
                y + dy,
                23,
                s.rng.choice((s.inks.accent, s.inks.accent, mix(s.inks.accent, s.inks.ink, 0.3))),
                tall=1.15,
            )
            s.disc(x + dx - 7, y + dy - 8, 5, s.inks.light)


def leaf(s: Sheet, x: float, y: float, length: float, angle: float, ink: tuple[int, int, int]) -> None:
    """A pointed leaf growing at `angle` degrees."""
    a = math.radians(angle)
    tip = (x + math.cos(a) * length, y + math.sin(a) * length)
    mid = (x + math.cos(a) * length * 0.5, y + math.sin(a) * length * 0.5)
    dx, dy = -math.sin(a) * length * 0.36, math.cos(a) * length * 0.36
    s.polygon(
        [*curve((x, y), (mid[0] + dx, mid[1] + dy), tip, 16), *curve(tip, (mid[0] - dx, mid[1] - dy), (x, y), 16)], ink
    )
    s.line([(x, y), tip], 3, mix(ink, s.inks.light, 0.35))


def orchard(s: Sheet) -> None:
    m.sky(s, 420)
    m.peaks(s, 430, 220, s.inks.far, None, 3)
    m.hills(s, 450, 30, s.inks.mid)
    s.box(0, 470, WIDTH, HEIGHT, mix(s.inks.glow, s.inks.mid, 0.4))
    for row in range(4):
        base, size = 540 + row * 90, 110 + row * 46
        for n in range(-1, 9 - row):
            x = n * size * 1.35 + row * 40
            m.leafy(s, x, base, size, mix(s.inks.mid, s.inks.near, row / 3))
            for _ in range(7):
                s.disc(
                    x + s.rng.uniform(-0.3, 0.3) * size,
                    base - s.rng.uniform(0.45, 0.9) * size,
                    size * 0.032,
                    s.inks.accent,
                )
    m.person(s, 860, 800, 190, s.inks.second, m.skin(s))
    s.box(920, 740, 90, 60, s.inks.ink, radius=8)
    for n in range(5):
        s.disc(935 + n * 15, 738, 14, s.inks.accent)
