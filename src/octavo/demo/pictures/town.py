"""Scenes of towns, crowds and what people do together."""
# coordinates, size and ink read as what they are, in the order one draws

import math

from octavo.demo.pictures import motifs as m
from octavo.demo.pictures.sheet import HEIGHT, WIDTH, Point, Sheet, curve, mix, ridge


def city(s: Sheet) -> None:
    m.sky(s, 620)
    m.moon(s, s.rng.uniform(180, 1100), 150, 56)
    m.skyline(s, 600, 150, 330, s.inks.far, width=90)
    m.skyline(s, 620, 110, 270, s.inks.mid, lit=s.inks.second, width=100)
    m.skyline(s, 650, 60, 190, s.inks.near, lit=s.inks.light, width=120)
    m.water(s, 650, s.inks.mid, s.inks.ink)
    for _ in range(9):
        m.reflection(s, s.rng.uniform(40, 1240), 655, mix(s.inks.second, s.inks.mid, 0.3), 26)
    bridge(s, 660)


def bridge(s: Sheet, level: float) -> None:
    for n in range(4):
        x = -80 + n * 400
        s.line(curve((x, level), (x + 200, level - 130), (x + 400, level), 24), 9, s.inks.ink)
        for k in range(1, 10):
            top = curve((x, level), (x + 200, level - 130), (x + 400, level), 10)[k]
            s.line([top, (top[0], level)], 3, s.inks.ink)
        s.box(x - 12, level - 10, 24, 120, s.inks.ink)
    s.box(0, level - 8, WIDTH, 18, s.inks.ink)


def oldtown(s: Sheet) -> None:
    m.sky(s, 560)
    m.clouds(s, 3, 90, 250)
    m.sun(s, 1040, 170, 60)
    m.hills(s, 540, 60, s.inks.far)
    s.box(560, 210, 110, 400, s.inks.mid)
    s.polygon([(548, 212), (615, 70), (682, 212)], s.inks.near)
    s.disc(615, 280, 34, s.inks.light)
    s.line([(615, 280), (615, 256)], 4, s.inks.ink)
    s.line([(615, 280), (632, 288)], 4, s.inks.ink)
    walls = (s.inks.light, mix(s.inks.accent, s.inks.light, 0.5), s.inks.second, mix(s.inks.mid, s.inks.light, 0.4))
    for row in range(3):
        x = -40.0 + row * 30
        while x < WIDTH:
            width = s.rng.uniform(100, 150)
            m.gabled(
                s,
                x,
                640 + row * 90,
                width,
                s.rng.uniform(100, 160),
                s.rng.choice(walls),
                s.rng.choice((s.inks.accent, s.inks.near, mix(s.inks.accent, s.inks.ink, 0.4))),
            )
            x += width + 6
    s.box(0, 818, WIDTH, 40, s.inks.ink)


def domes(s: Sheet) -> None:
    """A skyline of domes and slender towers at the water's edge."""
    m.sky(s, 620)
    m.sun(s, s.rng.uniform(220, 1060), 250, 90)
    m.birds(s, 12, 100, 330, 20, s.inks.near)
    m.skyline(s, 610, 60, 130, s.inks.far, width=70)
    for n in range(4):
        x = 180 + n * 300 + s.rng.uniform(-50, 50)
        s.box(x - 70, 520, 140, 110, s.inks.mid)
        m.dome(s, x, 522, 62, s.inks.mid, s.inks.second)
    for x in (80, 420, 760, 1150):
        m.tower(s, x, 640, s.rng.uniform(260, 340), s.inks.near, s.inks.second)
    s.box(0, 590, WIDTH, 60, s.inks.near)
    m.arches(s, 0, 650, 20, 64, 50, s.inks.second)
    m.water(s, 648, s.inks.mid, s.inks.ink)
    m.sailboat(s, 930, 740, 60, s.inks.ink, s.inks.light)


def market(s: Sheet) -> None:
    m.sky(s, 500)
    m.skyline(s, 470, 120, 260, s.inks.far, width=130)
    s.box(0, 470, WIDTH, HEIGHT, mix(s.inks.glow, s.inks.mid, 0.5))
    for n in range(4):
        stall(s, 20 + n * 320, 640, 280, (s.inks.accent, s.inks.second, s.inks.near, s.inks.mid)[n % 4])
    for n in range(7):
        m.person(
            s,
            90 + n * 185 + s.rng.uniform(-40, 40),
            s.rng.uniform(800, 846),
            s.rng.uniform(230, 270),
            s.rng.choice((s.inks.near, s.inks.accent, s.inks.mid, s.inks.ink)),
            m.skin(s),
            walking=n % 2 == 0,
        )


def stall(s: Sheet, x: float, base: float, width: float, ink: tuple[int, int, int]) -> None:
    for dx in (10, width - 16):
        s.box(x + dx, base - 250, 7, 250, s.inks.ink)
    for n in range(8):
        left, w = x + n * width / 8, width / 8
        shade = ink if n % 2 else s.inks.light
        s.polygon(
            [(left + 10, base - 290), (left + w + 10, base - 290), (left + w, base - 220), (left, base - 220)], shade
        )
        s.pie(left + w / 2, base - 220, w / 2, 0, 180, shade)
    s.box(x, base - 70, width, 100, s.inks.near)
    for n in range(12):
        heap = (s.inks.accent, s.inks.second, s.inks.mid)[n // 4]
        s.disc(x + 18 + n * width / 13, base - 76, 17, heap)
        s.disc(x + 30 + n * width / 13, base - 96, 15, heap)


def stadium(s: Sheet) -> None:
    m.sky(s, 420)
    for x in (110.0, 1170.0):
        s.line([(x, 520), (x, 130)], 10, s.inks.ink)
        s.box(x - 55, 80, 110, 62, s.inks.ink)
        for n in range(8):
            s.disc(x - 40 + (n % 4) * 27, 98 + n // 4 * 27, 9, s.inks.light)
        m.lamp_glow(s, x, 110, 30, s.inks.light, s.inks.sky)
    s.polygon([(-20, 330), *curve((0, 330), (640, 230), (1280, 330)), (1300, 560), (-20, 560)], s.inks.near)
    for _ in range(900):
        x = s.rng.uniform(0, WIDTH)
        s.disc(
            x,
            s.rng.uniform(315 + abs(x - 640) * 0.06, 540),
            5,
            s.rng.choice((s.inks.accent, s.inks.second, s.inks.light, s.inks.mid)),
        )
    s.box(0, 535, WIDTH, 24, s.inks.ink)
    s.box(0, 555, WIDTH, HEIGHT, s.inks.mid)
    for n in range(6):
        s.polygon(
            [(n * 260 - 140, 555), (n * 260 - 10, 555), (n * 300 - 160, HEIGHT), (n * 300 - 330, HEIGHT)],
            mix(s.inks.mid, s.inks.light, 0.14),
        )
    s.line(curve((-20, 700), (640, 590), (1300, 700)), 5, s.inks.light)
    kicker(s, 560, 800, 300)
    s.disc(800, 770, 30, s.inks.light)
    s.disc(800, 770, 11, s.inks.ink)


def kicker(s: Sheet, x: float, base: float, size: float) -> None:
    """A player in full stride."""
    skin = m.skin(s)

    def at(*places: Point) -> list[Point]:
        return [(x + across * size, base - up * size) for across, up in places]

    s.line(at((0, 0.48), (-0.16, 0.24), (-0.36, 0.1)), size * 0.09, skin, round_ends=True)
    s.line(at((0, 0.48), (0.22, 0.32), (0.52, 0.14)), size * 0.09, skin, round_ends=True)
    s.line(at((0.5, 0.16), (0.62, 0.16)), size * 0.08, s.inks.ink, round_ends=True)
    s.polygon(at((-0.13, 0.5), (0.14, 0.5), (0.2, 0.36), (-0.18, 0.36)), s.inks.light)
    s.polygon(at((-0.15, 0.83), (0.13, 0.86), (0.15, 0.48), (-0.13, 0.48)), s.inks.accent)
    s.line(at((-0.13, 0.8), (-0.36, 0.68), (-0.44, 0.84)), size * 0.07, skin, round_ends=True)
    s.line(at((0.12, 0.82), (0.3, 0.62), (0.42, 0.72)), size * 0.07, skin, round_ends=True)
    s.disc(x + size * 0.02, base - size * 0.97, size * 0.085, skin, tall=1.15)
    s.pie(x + size * 0.02, base - size * 0.99, size * 0.09, 180, 350, s.inks.ink, tall=1.15)


def cycling(s: Sheet) -> None:
    m.sky(s, 420)
    m.sun(s, 260, 180, 70)
    m.peaks(s, 450, 260, s.inks.far, s.inks.light, 4)
    m.hills(s, 470, 50, s.inks.mid)
    m.hills(s, 560, 40, s.inks.near)
    s.box(0, 640, WIDTH, HEIGHT, s.inks.ink)
    for n in range(7):
        s.box(n * 220 - 60, 812, 120, 8, s.inks.light)
    shirts = (s.inks.accent, s.inks.second, s.inks.light, s.inks.mid)
    for n in range(4):
        cyclist(s, 190 + n * 290, 770 + (n % 2) * 18, 190, shirts[n])


def cyclist(s: Sheet, x: float, base: float, size: float, shirt: tuple[int, int, int]) -> None:
    r, steel = size * 0.32, mix(s.inks.light, s.inks.far, 0.5)
    for dx in (-0.42, 0.42):
        s.ring(x + dx * size, base - r, r, 6, steel)
    saddle, bars, pedal = (
        (x - size * 0.2, base - size * 0.8),
        (x + size * 0.3, base - size * 0.8),
        (x - size * 0.02, base - r),
    )
    for one, other in (
        ((x - size * 0.42, base - r), saddle),
        (saddle, bars),
        (saddle, pedal),
        (pedal, bars),
        (bars, (x + size * 0.42, base - r)),
        ((x - size * 0.42, base - r), pedal),
    ):
        s.line([one, other], 5, steel)
    skin = m.skin(s)
    s.line(
        [saddle, (x + size * 0.12, base - size * 0.62), (pedal[0] + size * 0.05, pedal[1] + size * 0.1)],
        size * 0.09,
        skin,
        round_ends=True,
    )
    s.polygon(
        [
            (saddle[0] - 12, saddle[1]),
            (x + size * 0.16, base - size * 1.24),
            (x + size * 0.28, base - size * 1.12),
            (saddle[0] + 34, saddle[1] - 4),
        ],
        shirt,
    )
    s.line(
        [(x + size * 0.2, base - size * 1.15), (x + size * 0.3, base - size * 0.95), bars],
        size * 0.06,
        skin,
        round_ends=True,
    )
    s.disc(x + size * 0.34, base - size * 1.28, size * 0.1, skin)
    s.pie(x + size * 0.33, base - size * 1.3, size * 0.13, 170, 350, shirt)


def parliament(s: Sheet) -> None:
    m.sky(s, 640)
    m.clouds(s, 3, 80, 220)
    stone, shade = s.inks.light, mix(s.inks.light, s.inks.mid, 0.35)
    s.pie(640, 250, 130, 180, 360, s.inks.mid, tall=1.1)
    s.box(632, 70, 16, 50, s.inks.ink)
    s.polygon([(648, 72), (716, 88), (648, 106)], s.inks.accent)
    s.box(490, 240, 300, 40, shade)
    s.polygon([(230, 360), (640, 262), (1050, 360)], stone)
    s.polygon([(330, 346), (640, 284), (950, 346)], shade)
    s.box(230, 358, 820, 34, stone)
    s.box(250, 392, 780, 250, s.inks.near)
    for n in range(8):
        s.box(272 + n * 98, 392, 50, 250, stone)
        s.box(308 + n * 98, 392, 14, 250, shade)
    for n in range(5):
        s.box(190 - n * 36, 640 + n * 26, 900 + n * 72, 27, mix(stone, s.inks.mid, 0.08 + n * 0.09))
    s.box(0, 768, WIDTH, 100, s.inks.mid)
    for n in range(9):
        m.person(
            s,
            120 + n * 130 + s.rng.uniform(-40, 40),
            s.rng.uniform(800, 840),
            130,
            s.rng.choice((s.inks.accent, s.inks.near, s.inks.ink, s.inks.second)),
            m.skin(s),
            walking=True,
        )


def assembly(s: Sheet) -> None:
    """People in a hall, seen from behind, some hands up; a speaker in front."""
    s.box(0, 0, WIDTH, HEIGHT, s.inks.far)
    for n in range(9):
        s.box(n * 150 - 10, 0, 70, 520, mix(s.inks.far, s.inks.mid, 0.3))
    s.box(420, 90, 440, 270, s.inks.light)
    for n in range(5):
        s.box(470 + n * 76, 320 - (40 + n * 36), 46, 40 + n * 36, s.inks.accent if n == 4 else s.inks.mid)
    s.box(0, 470, WIDTH, HEIGHT, s.inks.mid)
    m.person(s, 330, 520, 250, s.inks.accent, m.skin(s))
    s.box(280, 400, 100, 130, s.inks.near)
    for row in range(3):
        for _ in range(3):
            x = s.rng.uniform(80, 1200)
            s.line([(x, 640 + row * 60), (x + s.rng.uniform(-15, 15), 500 + row * 60)], 22, m.skin(s), round_ends=True)
        m.crowd(
            s,
            570 + row * 110,
            84 + row * 24,
            (s.inks.near, s.inks.ink, s.inks.accent, s.inks.second, s.inks.mid),
            9 - row,
        )


def stage(s: Sheet) -> None:
    s.box(0, 0, WIDTH, HEIGHT, s.inks.ink)
    for n in range(4):
        x = 190 + n * 300
        s.polygon(
            [(x - 16, 0), (x + 16, 0), (x + 190 - n * 60, 640), (x - 190 - n * 10, 640)],
            mix(s.inks.ink, (s.inks.accent, s.inks.second)[n % 2], 0.32),
        )
    s.box(0, 630, WIDTH, 60, s.inks.near)
    for n in range(5):
        m.person(
            s,
            260 + n * 190,
            640,
            270,
            (s.inks.accent, s.inks.light, s.inks.second, s.inks.far, s.inks.accent)[n],
            m.skin(s),
        )
    for x in (330, 720):
        s.disc(x, 520, 34, s.inks.second, tall=1.2)
        s.disc(x, 470, 24, s.inks.second, tall=1.1)
        s.line([(x, 520), (x + 66, 372)], 9, s.inks.light)
    m.crowd(s, 740, 100, (s.inks.near, mix(s.inks.ink, s.inks.near, 0.5)), 11)


def train(s: Sheet) -> None:
    """A train on a viaduct."""
    m.sky(s, 480)
    m.sun(s, 980, 180, 66)
    m.peaks(s, 520, 250, s.inks.far, s.inks.light, 4)
    m.hills(s, 540, 50, s.inks.mid)
    m.hills(s, 700, 60, s.inks.near)
    stone = mix(s.inks.light, s.inks.mid, 0.35)
    for n in range(8):
        x = n * 180 - 40
        s.box(x, 460, 34, 400, stone)
        s.ring(x + 107, 530, 92, 20, stone, start=180, end=360)
        s.box(x, 450, 200, 44, stone)
    s.box(0, 440, WIDTH, 14, s.inks.ink)
    for n in range(5):
        x = 1010 - n * 228
        s.box(x - 214, 352, 220, 82, s.inks.accent if n == 0 else s.inks.light, radius=14)
        s.box(x - 214, 400, 220, 14, s.inks.accent)
        for k in range(5):
            s.box(x - 196 + k * 40, 368, 28, 24, s.inks.ink, radius=4)
    s.pie(1010, 392, 42, 270, 90, s.inks.accent)
    for _ in range(12):
        m.conifer(s, s.rng.uniform(0, WIDTH), s.rng.uniform(790, 850), s.rng.uniform(90, 170), s.inks.ink)


def classroom(s: Sheet) -> None:
    s.box(0, 0, WIDTH, HEIGHT, s.inks.glow)
    s.box(150, 90, 760, 360, s.inks.ink, radius=6)
    s.box(166, 106, 728, 328, s.inks.near)
    for n in range(4):
        s.line([(220, 180 + n * 56), (220 + s.rng.uniform(220, 420), 180 + n * 56)], 6, s.inks.light)
    s.ring(740, 270, 84, 6, s.inks.light)
    s.line([(740, 270), (800, 212)], 6, s.inks.second)
    s.box(990, 110, 200, 300, s.inks.sky)
    s.line([(1090, 110), (1090, 410)], 8, s.inks.light)
    s.line([(990, 260), (1190, 260)], 8, s.inks.light)
    s.box(0, 560, WIDTH, HEIGHT, s.inks.far)
    m.person(s, 560, 640, 330, s.inks.accent, m.skin(s))
    m.crowd(s, 660, 92, (s.inks.mid, s.inks.accent, s.inks.second, s.inks.near), 7)


def kites(s: Sheet) -> None:
    m.sky(s, 700)
    m.clouds(s, 5, 100, 500)
    for _ in range(11):
        kite(s, s.rng.uniform(80, 1200), s.rng.uniform(80, 520), s.rng.uniform(40, 95))
    m.hills(s, 720, 40, s.inks.mid)
    m.hills(s, 770, 30, s.inks.near)
    for n in range(10):
        m.person(
            s,
            70 + n * 125 + s.rng.uniform(-30, 30),
            s.rng.uniform(800, 850),
            s.rng.uniform(110, 170),
            s.rng.choice((s.inks.accent, s.inks.second, s.inks.light, s.inks.ink)),
            m.skin(s),
        )


def kite(s: Sheet, x: float, y: float, size: float) -> None:
    ink, other = s.rng.choice(
        (
            (s.inks.accent, s.inks.second),
            (s.inks.second, s.inks.near),
            (s.inks.near, s.inks.light),
            (s.inks.ink, s.inks.accent),
        )
    )
    s.line(curve((x, y + size), (x + s.rng.uniform(-120, 40), y + 300), (s.rng.uniform(300, 980), 770)), 2, s.inks.ink)
    s.polygon([(x, y - size), (x + size * 0.7, y), (x, y + size), (x - size * 0.7, y)], ink)
    s.polygon([(x, y - size), (x + size * 0.7, y), (x, y)], other)
    s.polygon([(x, y + size), (x - size * 0.7, y), (x, y)], other)
    for n in range(4):
        s.disc(x + math.sin(n * 1.3) * 14, y + size + 20 + n * 24, 8, other)


def lanterns(s: Sheet) -> None:
    """A lantern evening by the water."""
    m.sky(s, 600)
    m.stars(s, 50, 350)
    m.skyline(s, 570, 30, 110, s.inks.near, lit=s.inks.second)
    m.water(s, 570, s.inks.mid, s.inks.ink)
    for _ in range(20):
        x, y, size = s.rng.uniform(30, 1250), s.rng.uniform(60, 470), s.rng.uniform(14, 44)
        m.lamp_glow(s, x, y, size * 1.6, s.inks.accent, s.inks.sky)
        s.box(x - size * 0.6, y - size * 0.8, size * 1.2, size * 1.5, s.inks.accent, radius=size * 0.4)
        s.box(x - size * 0.4, y - size * 0.5, size * 0.8, size, s.inks.second, radius=size * 0.3)
    for _ in range(10):
        m.reflection(s, s.rng.uniform(40, 1240), 590, mix(s.inks.accent, s.inks.second, 0.5), 18)
    m.crowd(s, 770, 70, (s.inks.ink, s.inks.near), 12)


def giants(s: Sheet) -> None:
    """A parade of wooden giants between houses."""
    oldtown(s)
    s.box(0, 690, WIDTH, HEIGHT, mix(s.inks.glow, s.inks.mid, 0.35))
    for n in range(3):
        x, base = 260 + n * 390, 780
        m.person(s, x, base, 560, (s.inks.accent, s.inks.near, s.inks.second)[n], m.skin(s), walking=True)
        for k in range(5):
            s.line([(x - 60, base - 420 + k * 46), (x + 60, base - 420 + k * 46)], 3, s.inks.ink)
    m.crowd(s, 770, 66, (s.inks.ink, s.inks.near, s.inks.accent, s.inks.mid), 15)


def roadworks(s: Sheet) -> None:
    """A tram or bus in a leafy street."""
    m.sky(s, 480)
    m.skyline(s, 560, 180, 320, s.inks.far, lit=s.inks.light, width=150)
    for n in range(6):
        m.leafy(s, 60 + n * 240, 600, 220, s.inks.mid)
    s.box(0, 590, WIDTH, HEIGHT, s.inks.near)
    s.box(0, 590, WIDTH, 26, s.inks.glow)
    s.box(230, 400, 820, 280, s.inks.accent, radius=26)
    s.box(230, 560, 820, 26, s.inks.light)
    for n in range(6):
        s.box(262 + n * 130, 436, 104, 96, s.inks.sky, radius=8)
        if n % 2:
            s.disc(314 + n * 130, 500, 20, mix(s.inks.accent, s.inks.ink, 0.5))
            s.pie(314 + n * 130, 534, 36, 180, 360, s.inks.ink)
    for x in (370, 900):
        s.disc(x, 684, 52, s.inks.ink)
        s.disc(x, 684, 22, s.inks.far)
    s.line(ridge(s.rng, 780, 2)[:90], 6, s.inks.light)
