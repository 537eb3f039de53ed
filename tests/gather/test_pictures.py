"""Pictures: what is kept, what is dropped, what is refused. Every picture here is drawn by the test."""

import io
import random
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageDraw

from octavo.core.failures import Failure, FailureCode
from octavo.core.polling import StoredPicture
from octavo.gather.pictures import render_picture

NAME = "ab12cd"


def drawn(width: int, height: int, mode: str = "RGB", colour: object = "#c03020") -> Image.Image:
    image = Image.new(mode, (width, height), colour)  # type: ignore[arg-type]
    if mode in ("RGB", "RGBA"):
        ImageDraw.Draw(image).rectangle((0, 0, width // 2, height // 4), fill="#2040d0")
    return image


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def render(data: bytes, directory: Path) -> StoredPicture:
    stored = render_picture(data, directory, NAME)
    assert isinstance(stored, StoredPicture), stored
    return stored


def rendition(directory: Path, width: int) -> Image.Image:
    return Image.open(io.BytesIO((directory / "ab" / f"{NAME}-{width}.webp").read_bytes()))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_each_format_becomes_webp_of_the_fitting_widths(kind: str, tmp_path: Path) -> None:
    stored = render(saved(drawn(900, 600), kind), tmp_path)
    assert (stored.width, stored.height, stored.widths) == (900, 600, (320, 640))
    files = sorted((tmp_path / "ab").iterdir())
    assert [file.name for file in files] == [f"{NAME}-320.webp", f"{NAME}-640.webp"]
    assert stored.bytes == sum(file.stat().st_size for file in files)
    image = rendition(tmp_path, 640)
    assert (image.format, image.size) == ("WEBP", (640, 427))


@pytest.mark.parametrize(
    ("size", "widths"), [((200, 150), (200,)), ((320, 200), (320,)), ((3000, 2000), (320, 640, 1280))]
)
def test_no_rendition_is_larger_than_the_picture(
    size: tuple[int, int], widths: tuple[int, ...], tmp_path: Path
) -> None:
    stored = render(saved(drawn(*size), "JPEG"), tmp_path)
    assert (stored.width, stored.height) == size
    assert stored.widths == widths


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_stand_upright_and_tell_nothing(orientation: int, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "A camera that must stay unknown"
    upright = drawn(400, 800)
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    as_taken = upright.transpose(turns[orientation]) if orientation > 1 else upright
    stored = render(saved(as_taken, "JPEG", exif=exif, quality=95), tmp_path)
    assert (stored.width, stored.height, stored.widths) == (400, 800, (320,))
    image = rendition(tmp_path, 320).convert("RGB")
    red, _, blue = image.getpixel((40, 40))  # type: ignore[misc]
    assert blue > 150 > red
    red, _, blue = image.getpixel((280, 40))  # type: ignore[misc]
    assert red > 150 > blue
    assert b"camera" not in (tmp_path / "ab" / f"{NAME}-320.webp").read_bytes()


def test_transparent_logos_stay_transparent(tmp_path: Path) -> None:
    logo = Image.new("RGBA", (400, 120), (0, 0, 0, 0))
    ImageDraw.Draw(logo).ellipse((20, 20, 100, 100), fill="#0a7d3c")
    for kind in ("PNG", "WEBP"):
        stored = render(saved(logo, kind), tmp_path)
        image = rendition(tmp_path, 320)
        assert image.mode == "RGBA"
        assert image.getpixel((310, 5))[3] == 0  # type: ignore[index]
        assert stored.colour == "#ffffff"
    palette = saved(logo.quantize(8), "PNG")
    render(palette, tmp_path)
    assert rendition(tmp_path, 320).getpixel((310, 5))[3] == 0  # type: ignore[index]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16", "RGBA"])
def test_every_kind_of_pixel_is_understood(mode: str, tmp_path: Path) -> None:
    grey = Image.linear_gradient("L").resize((400, 300))
    if mode == "I;16":
        image = Image.new("I;16", (400, 300), 40_000)
    else:
        image = grey.convert("RGB").convert(mode) if mode not in ("L", "LA", "1") else grey.convert(mode)
    stored = render(saved(image, "JPEG" if mode == "CMYK" else "PNG"), tmp_path)
    assert stored.widths == (320,)
    if mode == "I;16":
        assert abs(rendition(tmp_path, 320).convert("L").getpixel((9, 9)) - 156) < 6  # type: ignore[operator]


def test_only_the_first_frame_of_an_animation_is_kept(tmp_path: Path) -> None:
    frames = [drawn(400, 300, colour=colour) for colour in ("#d02020", "#20d020")]
    render(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]), tmp_path)
    red, green, _ = rendition(tmp_path, 320).convert("RGB").getpixel((300, 200))  # type: ignore[misc]
    assert red > 150 > green


def test_a_foreign_colour_profile_is_translated(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    render(saved(drawn(400, 300), "PNG", icc_profile=profile), tmp_path)  # a profile that does not fit is ignored
    render(saved(drawn(400, 300), "PNG", icc_profile=b"nonsense"), tmp_path)
    assert "icc_profile" not in rendition(tmp_path, 320).info


def test_the_colour_is_the_commonest_and_calm(tmp_path: Path) -> None:
    colour = render(saved(drawn(800, 600, colour="#ff0000"), "PNG"), tmp_path).colour
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    assert red > green == blue > 40


def png_of(width: int, height: int) -> bytes:
    """A PNG of these measures whose pixels are a few kilobytes of zeros."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packer = zlib.compressobj(9)
    pixels = packer.compress(bytes(10_000_000)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def icon_with(png: bytes) -> bytes:
    return struct.pack("<HHH", 0, 1, 1) + struct.pack("<BBBBHHII", 64, 64, 0, 0, 1, 32, len(png), 22) + png


@pytest.mark.parametrize("data", [png_of(30_000, 30_000), png_of(4_097, 5_000), icon_with(png_of(6_000, 5_000))])
def test_bombs_are_refused_before_they_are_unpacked(data: bytes, tmp_path: Path) -> None:
    failure = render_picture(data, tmp_path, NAME)
    assert isinstance(failure, Failure)
    assert failure.code is FailureCode.TOO_LARGE
    assert list(tmp_path.iterdir()) == []


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<!doctype html><p>Not found",
        SVG,
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        saved(drawn(1, 1), "GIF"),
        saved(drawn(24, 24), "PNG"),
        saved(drawn(600, 8), "PNG"),
        saved(drawn(2000, 100), "PNG"),
        saved(drawn(400, 300), "TIFF"),
        saved(drawn(400, 300), "BMP"),
        saved(drawn(800, 600), "JPEG")[:900],
    ],
)
def test_what_is_no_picture_is_refused(data: bytes, tmp_path: Path) -> None:
    failure = render_picture(data, tmp_path, NAME)
    assert isinstance(failure, Failure)
    assert failure.code is FailureCode.NOT_A_PICTURE
    assert list(tmp_path.iterdir()) == []


def test_icons_are_read_at_their_largest(tmp_path: Path) -> None:
    icon = saved(drawn(256, 256), "ICO", sizes=[(16, 16), (64, 64), (256, 256)])
    assert render(icon, tmp_path).widths == (256,)


def test_damaged_files_never_raise(tmp_path: Path) -> None:
    dice = random.Random(8)
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "ICO"):
        whole = saved(drawn(200, 160), kind)
        for _ in range(60):
            data = bytearray(whole)
            for _ in range(dice.randint(1, 12)):
                data[dice.randrange(len(data))] = dice.randrange(256)
            assert isinstance(render_picture(bytes(data), tmp_path, NAME), StoredPicture | Failure)


def test_a_killed_worker_leaves_no_half_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        render_picture(saved(drawn(400, 300), "PNG"), tmp_path, NAME)
    assert list((tmp_path / "ab").iterdir()) == []
