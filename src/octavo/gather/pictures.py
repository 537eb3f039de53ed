"""Pictures from outside, made harmless: measured, turned upright, stripped of metadata and kept as WebP.

For the pool: CPU work on bytes that were fetched before. What a picture shows is nobody's business here; what it may
cost is: formats, pixels and proportions are bounded before a pixel is unpacked.
"""

import io
import secrets
import struct
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.core.failures import Failure, FailureCode
from octavo.core.polling import StoredPicture

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "ICO")
WIDTHS = (320, 640, 1280)
MAX_PIXELS = 20_000_000  # 80 MB at four bytes a pixel
MAX_JPEG_PIXELS = 30_000_000  # 6000 × 4000 of a press camera fits; they are unpacked at a fraction of their size
MAX_RATIO = 12.0
MIN_LONG_SIDE = 32  # smaller ones are tracking pixels, spacers and bullets
MIN_SHORT_SIDE = 16
QUALITY = 78
QUALITY_WITH_ALPHA = 88  # logos: edges and letters show every saving
CALM_SATURATION = 0.55
PALETTE_SIZE = 6
EXIF_ORIENTATION = 0x0112
_TURNS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
_SCALABLE = frozenset(("RGB", "L", "CMYK"))

# What Pillow's parsers raise on hostile files, besides its own DecompressionBomb errors.
_PARSE_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    EOFError,
    MemoryError,
    RuntimeError,
    struct.error,
)


def render_picture(data: bytes, directory: Path, name: str) -> StoredPicture | Failure:
    """Write `<directory>/<name[:2]>/<name>-<width>.webp` for each width that the picture fills, atomically.

    `name` is hex. Of an animation the first frame is kept; SVG is refused. A picture narrower than the smallest width
    keeps its own. Returns the upright size in pixels, or NOT_A_PICTURE / TOO_LARGE. Raises OSError when the disk fails.
    """
    picture = _open(data)
    if isinstance(picture, Failure):
        return picture
    folder = directory / name[:2]
    folder.mkdir(parents=True, exist_ok=True)
    image, width, height = picture
    colour = dominant_colour(image)
    widths = tuple(size for size in WIDTHS if size <= width) or (width,)
    total = 0
    for size in reversed(widths):  # each rendition is made from the next larger one
        image = _resized(image, size, max(1, round(height * size / width)))
        total += _write(folder / f"{name}-{size}.webp", _encode(image))
    return StoredPicture(width, height, colour, widths, total)


def _open(data: bytes) -> "tuple[Image, int, int] | Failure":
    """The first frame, upright, in sRGB, no wider than the widest rendition; and its full upright size."""
    from PIL import AvifImagePlugin, IcoImagePlugin, Image, WebPImagePlugin  # noqa: F401 (registers the formats)

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2  # Pillow raises at twice this: for the PNG that hides in an icon
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Pillow, about odd files; sizes are judged by `_refuse_size`
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                refusal = _refuse_size(*image.size, image.format == "JPEG")
                return refusal or _prepared(image)
    except (Image.DecompressionBombError, MemoryError) as error:
        return Failure(FailureCode.TOO_LARGE, str(error)[:200])
    except _PARSE_ERRORS as error:
        return Failure(FailureCode.NOT_A_PICTURE, " ".join(f"{type(error).__name__}: {error}".split())[:200])


def _refuse_size(width: int, height: int, is_jpeg: bool) -> Failure | None:
    limit = MAX_JPEG_PIXELS if is_jpeg else MAX_PIXELS
    if width * height > limit:
        return Failure(FailureCode.TOO_LARGE, f"{width} × {height} pixels are more than {limit:,}")
    long_side, short_side = max(width, height), min(width, height)
    if long_side < MIN_LONG_SIDE or short_side < MIN_SHORT_SIDE or long_side > MAX_RATIO * short_side:
        return Failure(FailureCode.NOT_A_PICTURE, f"{width} × {height} pixels is no picture to show")
    return None


def _prepared(source: "Image") -> "tuple[Image, int, int]":
    from PIL import Image

    width, height = source.size
    orientation = source.getexif().get(EXIF_ORIENTATION, 1)
    turn = getattr(Image.Transpose, _TURNS.get(orientation, ""), None)
    upright = (height, width) if orientation in (5, 6, 7, 8) else (width, height)
    scale = min(WIDTHS[-1] / upright[0], 1.0)
    small = (max(1, round(width * scale)), max(1, round(height * scale)))
    source.draft(None, small)  # lets a JPEG unpack at a half, a quarter or an eighth: time and memory
    profile = source.info.get("icc_profile")
    source.load()
    if source.format == "ICO":  # its true size shows only now
        small = upright = source.size
    image = source if source.mode in _SCALABLE and not source.has_transparency_data else _in_true_colour(source)
    image = _resized(image, *small)
    image = image if turn is None else image.transpose(turn)
    return _in_srgb(_in_true_colour(image), profile), *upright


def _in_true_colour(image: "Image") -> "Image":
    """RGB, RGBA where something is transparent; CMYK waits for its colour profile."""
    if image.mode in ("CMYK", "RGB") and not image.has_transparency_data:
        return image
    if image.has_transparency_data:
        image = image.convert("RGBA")
        is_opaque = image.getchannel("A").getextrema()[0] == 255
        return image.convert("RGB") if is_opaque else image
    if image.mode.startswith(("I", "F")):  # 16 or 32 bits of grey
        image = image.point(lambda value: value / 256) if image.mode.startswith("I") else image
        return image.convert("L").convert("RGB")
    return image.convert("RGB")


def _in_srgb(image: "Image", profile: bytes | None) -> "Image":
    """Translate the colours; a profile that cannot be read is ignored, as browsers do."""
    from PIL import ImageCms

    target = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile and b"sRGB" not in profile[:4096]:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            alpha = image.getchannel("A") if target == "RGBA" else None
            flat = image.convert("RGB") if alpha else image
            turned = ImageCms.profileToProfile(flat, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if turned is not None:
                if alpha:
                    turned.putalpha(alpha)
                return turned
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return image.convert(target)


def _resized(image: "Image", width: int, height: int) -> "Image":
    from PIL import Image

    if image.size == (width, height):
        return image
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2)


def _encode(image: "Image") -> bytes:
    buffer = io.BytesIO()
    quality = QUALITY_WITH_ALPHA if image.mode == "RGBA" else QUALITY
    image.save(buffer, "WEBP", quality=quality, method=2, exif=b"", icc_profile=b"", xmp=b"")
    return buffer.getvalue()


def _write(path: Path, data: bytes) -> int:
    """Whole or not at all: a killed worker leaves no half picture behind."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return len(data)


def dominant_colour(image: "Image") -> str:
    """The picture's commonest colour as #rrggbb, calmed, to hold its place while it loads. White if transparent."""
    from PIL import Image

    small = image.resize((48, 48), Image.Resampling.BOX)
    if small.mode == "RGBA":
        ground = Image.new("RGB", small.size, "white")
        ground.paste(small, mask=small.getchannel("A"))
        small = ground
    palette = small.convert("RGB").quantize(PALETTE_SIZE, Image.Quantize.MEDIANCUT)
    counts = palette.histogram()
    commonest = 3 * counts.index(max(counts))
    red, green, blue = (palette.getpalette() or [128, 128, 128])[commonest : commonest + 3]
    return _calmed(red, green, blue)


def _calmed(red: int, green: int, blue: int) -> str:
    import colorsys

    hue, light, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    calm = colorsys.hls_to_rgb(hue, light, min(saturation, CALM_SATURATION))
    return "#" + "".join(f"{round(part * 255):02x}" for part in calm)
