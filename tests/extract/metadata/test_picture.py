"""The lead picture: the article's own, whole, and as large as it gets."""

from collections.abc import Callable

import pytest

from octavo.extract.metadata import PageMetadata
from octavo.extract.metadata.renditions import is_share_cut, rendition_width, similarity

Reader = Callable[..., PageMetadata]
H1 = "<h1>Bridge over the Lund reopens</h1>"
TEXT = "<p>The bridge over the Lund opened again.</p>" * 5
PICS = "https://pics.harbour.example"


def og(address: str, width: int = 0) -> str:
    size = f'<meta property="og:image:width" content="{width}">' if width else ""
    return f'<meta property="og:image" content="{PICS}/{address}">{size}'


@pytest.mark.parametrize(
    ("url", "width"),
    [
        ("https://a.example/x.jpg?w=1024&q=80", 1024), ("https://a.example/x-1024x683.jpg", 1024),
        ("https://a.example/upload/c_fill,w_1440,ar_16:9/x.jpg", 1440), ("https://a.example/x.jpg?imwidth=1280", 1280),
        ("https://a.example/crop/3000x2000+0+0/resize/1500x1000!/x.jpg", 1500), ("https://a.example/code=s750", 750),
        ("https://a.example/x.jpeg?fl=cro,0,0,1920,1080%7Cres,1200,,1", 1200), ("https://a.example/x.jpg", 0),
        ("https://a.example/2025/1108/x.jpg", 0),
    ],
)  # fmt: skip
def test_what_an_address_tells_of_its_width(url: str, width: int) -> None:
    assert rendition_width(url) == width


def test_renditions_of_one_picture_are_known() -> None:
    assert similarity(f"{PICS}/bridge-at-dawn-1200x630.jpg", f"{PICS}/a/bridge-at-dawn.webp") == 100
    assert similarity(f"{PICS}/646217ca5ccf3e466290/og.jpg?w=9", f"{PICS}/646217ca5ccf3e466290/main.jpg") > 0
    assert similarity(f"{PICS}/20251108/bridge.jpg", f"{PICS}/20251108/market.jpg") == 0
    assert similarity(f"{PICS}/image.jpg", f"{PICS}/b/image.jpg") == 0


@pytest.mark.parametrize(
    ("url", "cut"),
    [("a-1200x630.jpg", True), ("a.jpg?w=1200&h=627", True), ("og_thumbnail/a.jpg", True), ("social/a.jpg", True),
     ("a-1200x800.jpg", False), ("dogs/a.jpg", False)],
)  # fmt: skip
def test_pictures_cut_for_sharing(url: str, cut: bool) -> None:
    assert is_share_cut(f"{PICS}/{url}") is cut


@pytest.mark.parametrize(
    ("head", "image", "chosen"),
    [
        # The page's own rendition, when it is as large, or whole where the declared one is cut.
        (og("bridge-dawn-1200x800.jpg"),
         f'<img srcset="{PICS}/bridge-dawn-600x400.jpg 600w, {PICS}/bridge-dawn.jpg 2000w">',
         "bridge-dawn.jpg"),
        (og("bridge-dawn-1200x630.jpg"), f'<img src="{PICS}/bridge-dawn-800x600.jpg">', "bridge-dawn-800x600.jpg"),
        # Sources without an end slash, and whatever loads pictures late.
        (og("bridge-dawn-1200x630.jpg"),
         f'<picture><source srcset="{PICS}/bridge-dawn.avif 1600w"><source srcset="{PICS}/bridge-dawn.webp 900w">'
         f'<img src="{PICS}/bridge-dawn-300x200.jpg"></picture>', "bridge-dawn.avif"),
        (og("bridge-dawn-1200x630.jpg"),
         f'<img src="data:image/gif;base64,AA" data-swipe-lazyload="{PICS}/bridge-dawn-900x600.jpg"'
         f' data-swipe-srcset="{PICS}/bridge-dawn-1800x1200.jpg 1x,{PICS}/bridge-dawn-3600x2400.jpg 2x">',
         "bridge-dawn-1800x1200.jpg"),
        # An address that holds another, a class that only sounds like a place for sharing.
        (og("r/1200x630/q80?url=https%3A%2F%2Fraw.harbour.example%2Fbridge-dawn.jpg"),
         f'<figure class="shareable"><img src="{PICS}/r/900x600/q80?url=https%3A%2F%2Fraw.harbour.example%2Fbridge-dawn'
         '.jpg"></figure>', "r/900x600/q80?url=https%3A%2F%2Fraw.harbour.example%2Fbridge-dawn.jpg"),
        # Nothing is won where both are cut, or the page shows what was made of the declared file.
        (og("bridge-dawn.jpg?w=1200&h=630"), f'<img src="{PICS}/bridge-dawn.jpg?w=1500&crop=faces">',
         "bridge-dawn.jpg?w=1200&h=630"),
        (og("files/bridge-dawn.jpg"), f'<img src="{PICS}/files/t/900/600/bridge-dawn.jpg">', "files/bridge-dawn.jpg"),
        # The file is declared without parameters too.
        (og("bridge-dawn.jpg?w=1200") + og("bridge-dawn.jpg"), "", "bridge-dawn.jpg"),
        # A thumbnail is worth less than what is declared.
        (og("bridge-dawn-1200x800.jpg"), f'<img src="{PICS}/bridge-dawn-300x200.jpg">', "bridge-dawn-1200x800.jpg"),
        (og("bridge-dawn-1200x630.jpg"), f'<img src="{PICS}/bridge-dawn-300x200.jpg">', "bridge-dawn-1200x630.jpg"),
        # Another picture leads the page than the one for sharing.
        (og("other-one.jpg"), f'<figure><img src="{PICS}/bridge-dawn-1000x700.jpg"></figure>',
         "bridge-dawn-1000x700.jpg"),
        (og("other-one.jpg"), f'<aside><img src="{PICS}/bridge-dawn-1000x700.jpg"></aside>', "other-one.jpg"),
        (og("other-one.jpg"), f'<div class="related"><img src="{PICS}/bridge-dawn-1000x700.jpg"></div>',
         "other-one.jpg"),
        # Never a logo, and no script for an address.
        (og("site-logo.png"), f'<img src="{PICS}/bridge-dawn.jpg" width="800">', "bridge-dawn.jpg"),
        ("", f'<img data-src="{PICS}/x.jpg\') this.src=1" src="{PICS}/bridge-dawn.jpg" width="800">',
         "bridge-dawn.jpg"),
        # Addresses with commas in a list of sizes.
        ("", f'<img srcset="{PICS}/a,w_600,q_1/dawn.jpg 600w, {PICS}/a,w_900,q_1/dawn.jpg 900w">',
         "a,w_900,q_1/dawn.jpg"),
    ],
)  # fmt: skip
def test_which_picture(read: Reader, head: str, image: str, chosen: str) -> None:
    picture = read(f"<article>{H1}{image}{TEXT}</article>", head=head).picture
    assert picture is not None
    assert picture.url == f"{PICS}/{chosen}"


def test_caption_and_credit_stand_with_the_picture(read: Reader) -> None:
    figure = (
        f'<figure><img src="{PICS}/bridge-dawn.jpg" alt="A bridge"><figcaption>The bridge at dawn '
        '<span class="credit">Photo: Ole Holm</span></figcaption></figure>'
    )
    picture = read(f"<article>{H1}{figure}{TEXT}</article>", head=og("bridge-dawn.jpg?w=900")).picture
    assert picture is not None
    assert (picture.caption, picture.credit, picture.alt) == ("The bridge at dawn", "Photo: Ole Holm", "A bridge")
