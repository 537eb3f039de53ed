"""From a scene's name and a seed to a JPEG."""

import functools
import io
import random
import zlib
from collections.abc import Callable

from octavo.demo.pictures import land, things, town
from octavo.demo.pictures.sheet import PALETTES, Sheet

SCENES: dict[str, Callable[[Sheet], None]] = {
    "assembly": town.assembly,
    "ballot": things.ballot,
    "books": things.books,
    "bowl": things.bowl,
    "chart": things.chart,
    "chip": things.chip,
    "city": town.city,
    "classroom": town.classroom,
    "clinic": things.clinic,
    "coast": land.coast,
    "coffee": land.coffee,
    "cranes": land.crane_bird,
    "cycling": town.cycling,
    "desert": land.desert,
    "domes": town.domes,
    "fields": land.fields,
    "giants": town.giants,
    "harbour": land.harbour,
    "helix": things.helix,
    "kites": town.kites,
    "laboratory": things.laboratory,
    "lanterns": town.lanterns,
    "letters": things.letters,
    "loom": things.loom,
    "map": things.chartmap,
    "market": town.market,
    "marsh": land.marsh,
    "microphone": things.microphone,
    "mountains": land.mountains,
    "observatory": things.observatory,
    "oldtown": town.oldtown,
    "orchard": land.orchard,
    "parliament": town.parliament,
    "planets": things.planets,
    "portrait": things.portrait,
    "portrait-bun": functools.partial(things.portrait, hair="bun"),
    "portrait-scarf": functools.partial(things.portrait, hair="scarf"),
    "reef": land.reef,
    "river": land.river,
    "sails": land.sailing_ship,
    "seabed": land.seabed,
    "snow": land.snow,
    "solar": land.solar,
    "space": things.space,
    "stadium": town.stadium,
    "stage": town.stage,
    "terraces": land.terraces,
    "train": town.train,
    "tram": town.roadworks,
    "wind": land.wind,
    "workshop": things.workshop,
}


def draw_picture(scene: str, seed: str) -> bytes:
    """A JPEG of 1280 × 853. `scene` is a motif, a palette and perhaps a variant ("harbour dusk", "portrait sea b").

    Raises KeyError where the motif or the palette is unknown.
    """
    motif, palette, *variant = scene.split()
    sheet = Sheet(PALETTES[palette], random.Random(zlib.crc32("".join([seed, *variant]).encode())))
    SCENES[motif](sheet)
    buffer = io.BytesIO()
    sheet.print().save(buffer, "JPEG", quality=86, optimize=False)
    return buffer.getvalue()
