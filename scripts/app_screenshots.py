"""Takes the manifest's two screenshots of a running demo: `python scripts/app_screenshots.py http://127.0.0.1:8080`.

Browsers show them where they offer to install the app. The demo's publishers and events are invented.
"""

import shutil
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import ViewportSize, sync_playwright

STATIC = Path(__file__).parents[1] / "src" / "octavo" / "web" / "static" / "octavo"
FORMS = {"narrow": (390, 844, 2), "wide": (1280, 800, 1)}
SETTLED_MS = 1500


def main(address: str) -> None:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for form, (width, height, scale) in FORMS.items():
            size: ViewportSize = {"width": width, "height": height}
            page = browser.new_page(viewport=size, device_scale_factor=scale, locale="en-GB", color_scheme="light")
            page.goto(address, wait_until="networkidle")
            page.wait_for_timeout(SETTLED_MS)
            picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
            picture.save(STATIC / f"screenshot-{form}.webp", quality=80, method=6)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
