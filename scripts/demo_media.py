"""Makes the demo's recordings and logos (src/octavo/demo/data/media, …/logos) from our own words and drawings.

Run it after changing them: `.venv/bin/python scripts/demo_media.py`. Needs ffmpeg, espeak-ng and the Noto fonts;
their results are committed, so nothing else does.
"""

import math
import subprocess
import tempfile
import tomllib
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from octavo.demo.pictures import draw_picture

DATA = Path(__file__).parents[1] / "src/octavo/demo/data"
FONTS = Path("/usr/share/fonts")

EPISODE = [
    ("f", "The Long Swell, from Southerly Sound."),
    ("m", "The Mollyhawk leaves at eight, whether or not you do."),
    ("m", "She has carried the mail to Kereru Bay for sixty four years. This morning she is also carrying two gates,"
          " a wedding cake, a dog who is going home, and a dog who is not."),
    ("f", "At the wheel is Nan Tawhai, who took it from her father, and who has never learned to swim. What for? she"
          " says. If I need to swim, I have done my job badly."),
    ("m", "Everyone on the sound knows this engine. They know it through a closed window, and they know it by the"
          " minute. If it is late, somebody puts the kettle on. If it is very late, somebody else puts a boat in."),
    ("f", "A road is coming. In two years, perhaps, it will reach the bay. There have been four meetings about it,"
          " and thirty one people, and at least thirty two opinions."),
    ("m", "We were let into the last of those meetings, on condition that we brought a plate."),
    ("f", "Near the island Nan does something she does on every run. She cuts the engine, and she lets us listen."
          " We decided not to talk over it."),
]  # fmt: skip
PAUSE_S, LISTEN_S = 0.5, 6.0
LOGOS = {
    "cajueiro": ("C", "disc"),
    "cuaderno-levante": ("CL", "square"),
    "dirisha": ("D", "window"),
    "harmattan": ("H", "square"),
    "kranichbote": ("K", "disc"),
    "lantern": ("CL", "arch"),
    "layar-pagi": ("LP", "disc"),
    "llais": ("Ll", "window"),
    "longitude": ("LW", "lines"),
    "passerelle": ("P", "arch"),
    "prairie-telescope": ("PT", "disc"),
    "qindil": ("ق", "arch"),
    "qingwa": ("青", "square"),
    "rift-lamp": ("RL", "square"),
    "saat-nadiyan": ("सा", "lines"),
    "sab-nawafidh": ("٧", "window"),
    "saltmarsh": ("S", "lines"),
    "southerly-sound": ("~", "disc"),
    "telar": ("T", "window"),
    "todai": ("灯", "disc"),
}
FACES = {
    "qindil": "truetype/noto/NotoNaskhArabic-Bold.ttf",
    "sab-nawafidh": "truetype/noto/NotoNaskhArabic-Bold.ttf",
    "qingwa": "opentype/noto/NotoSerifCJK-Bold.ttc",
    "todai": "opentype/noto/NotoSerifCJK-Bold.ttc",
    "saat-nadiyan": "truetype/noto/NotoSerifDevanagari-Bold.ttf",
}
FACE = "truetype/noto/NotoSerif-Bold.ttf"
PAPER = (253, 248, 236)


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603  # fixed commands of this script


def make_episode(folder: Path) -> None:
    """Two read voices over a quiet sea, and at the end the sea alone."""
    parts = []
    for number, (voice, words) in enumerate(EPISODE):
        path = folder / f"{number}.wav"
        run(
            "espeak-ng",
            "-v",
            "en-gb+f3" if voice == "f" else "en-gb+m3",
            "-s",
            "142",
            "-p",
            "42",
            "-g",
            "3",
            "-w",
            str(path),
            words,
        )
        parts.append(path)
    inputs = [word for path in parts for word in ("-i", str(path))]
    padded = "".join(f"[{n}]aresample=24000,apad=pad_dur={PAUSE_S}[p{n}];" for n in range(len(parts)))
    joined = "".join(f"[p{n}]" for n in range(len(parts)))
    voices = f"{padded}{joined}concat=n={len(parts)}:v=0:a=1,adelay=2500,apad=pad_dur={LISTEN_S}[voice]"
    sea = "anoisesrc=c=brown:r=24000:a=0.5:d=200:seed=7,tremolo=f=0.12:d=0.75,lowpass=f=900,volume=0.22[sea]"
    mix = "[voice][sea]amix=inputs=2:duration=first:normalize=0,highpass=f=60,alimiter=limit=0.9[out]"
    target = DATA / "media/the-last-ferry.mp3"
    run("ffmpeg", "-y", *inputs, "-filter_complex", f"{voices};{sea};{mix}", "-map", "[out]",
        "-ac", "1", "-b:a", "32k", "-map_metadata", "-1", str(target))  # fmt: skip


def make_video(folder: Path) -> None:
    """Four drawings, each five seconds, the view slowly moving over them."""
    scenes = ("oldtown noon", "giants noon", "portrait-scarf noon", "lanterns dusk")
    for number, scene in enumerate(scenes):
        (folder / f"{number}.jpg").write_bytes(draw_picture(scene, f"video-{number}"))
    inputs = [word for n in range(len(scenes)) for word in ("-i", str(folder / f"{n}.jpg"))]
    moves = ("x='iw*0.12*on/125'", "x='iw*0.12*(1-on/125)'", "x='iw*0.06'", "x='iw*0.12*on/125'")
    views = "".join(
        f"[{n}]crop=1280:720,hqdn3d=12,scale=2560:-1,zoompan=z=1.14:{move}:y='ih*0.06*on/125':d=125:s=640x360:fps=25[v{n}];"
        for n, move in enumerate(moves)
    )
    joined = "".join(f"[v{n}]" for n in range(len(scenes)))
    filters = f"{views}{joined}concat=n={len(scenes)}:v=1:a=0,format=yuv420p[out]"
    run("ffmpeg", "-y", *inputs, "-filter_complex", filters, "-map", "[out]", "-c:v", "libvpx-vp9",
        "-b:v", "0", "-crf", "42", "-row-mt", "1", "-g", "125", "-map_metadata", "-1",
        str(DATA / "media/geants.webm"))  # fmt: skip


def make_logo(slug: str) -> None:
    colour = tomllib.loads((DATA / f"publishers/{slug}.toml").read_text(encoding="utf-8"))["colour"]
    letters, shape = LOGOS[slug]
    logo = Image.new("RGB", (1024, 1024), colour)
    draw = ImageDraw.Draw(logo)
    ground = tuple(round(c * 0.82) for c in logo.getpixel((0, 0)))
    decorate(draw, shape, ground)
    if letters == "~":
        for row in range(4):
            line = [(x, 330 + row * 120 + 46 * math.sin(x / 90 + row)) for x in range(200, 825, 5)]
            draw.line(line, fill=PAPER, width=40, joint="curve")
    else:
        size = 640 if letters.isascii() is False or len(letters) == 1 else 440
        font = ImageFont.truetype(FONTS / FACES.get(slug, FACE), size)
        left, top, right, bottom = draw.textbbox((0, 0), letters, font=font)
        draw.text((512 - (left + right) / 2, 512 - (top + bottom) / 2), letters, font=font, fill=PAPER)
    logo.resize((256, 256), Image.Resampling.LANCZOS).quantize(48).save(DATA / f"logos/{slug}.png", optimize=True)


def decorate(draw: ImageDraw.ImageDraw, shape: str, ground: tuple[int, ...]) -> None:
    if shape == "disc":
        draw.ellipse((70, 70, 954, 954), fill=ground, outline=PAPER, width=18)
    elif shape == "square":
        draw.rectangle((80, 80, 944, 944), outline=PAPER, width=22)
    elif shape == "arch":
        draw.pieslice((110, 90, 914, 894), 180, 360, fill=ground)
        draw.rectangle((110, 490, 914, 1024), fill=ground)
    elif shape == "window":
        for x, y in ((90, 90), (527, 90), (90, 527), (527, 527)):
            draw.rectangle((x, y, x + 407, y + 407), fill=ground)
    else:
        for n in range(3):
            draw.rectangle((0, 800 + n * 72, 1024, 828 + n * 72), fill=ground)
            draw.rectangle((0, 20 + n * 72, 1024, 48 + n * 72), fill=ground)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        make_episode(Path(folder))
        make_video(Path(folder))
    for slug in LOGOS:
        make_logo(slug)


if __name__ == "__main__":
    main()
