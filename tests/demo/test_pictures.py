"""Drawn pictures: always the same, never noise, each scene its own."""

import io

import pytest
from PIL import Image, ImageStat

from octavo.demo.pictures import draw_picture
from octavo.demo.pictures.drawing import SCENES
from octavo.demo.pictures.sheet import PALETTES


@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_is_flat_and_has_contrast(scene: str) -> None:
    palette = list(PALETTES)[sum(scene.encode()) % len(PALETTES)]
    picture = Image.open(io.BytesIO(draw_picture(f"{scene} {palette}", "any")))
    assert picture.size == (1280, 853)
    small = picture.resize((160, 107))
    assert ImageStat.Stat(small.convert("L")).stddev[0] > 14
    counts = sorted(count for count, _ in small.quantize(24).getcolors() or [])
    assert sum(counts[-12:]) > 0.6 * 160 * 107


def test_the_same_seed_draws_the_same_picture() -> None:
    assert draw_picture("kites sea", "a") == draw_picture("kites sea", "a")
    assert draw_picture("kites sea", "a") != draw_picture("kites sea", "b")


def test_unknown_scenes_are_refused() -> None:
    with pytest.raises(KeyError):
        draw_picture("volcano sea", "a")
