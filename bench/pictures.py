"""Takes the pictures of the README and of the help pages anew, from a site that runs.

    make serve                                                     # in another window
    python bench/pictures.py http://127.0.0.1:8080

It needs what the browser tests need. EDUKG_CHROMIUM names a browser other than Playwright's own.
"""

from __future__ import annotations

import base64
import os
import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, ViewportSize, sync_playwright

ROOT: Final = Path(__file__).parents[1]
HELP: Final = {
    "search": "/search?q=ta'lim klasteri",
    "term": "/term/educational-cluster-{language}",
    "guide": "/guide?term=educational-cluster-{language}",
}
"""What the help shows, as it looks on a phone: legible on a phone and on a desktop alike."""
PHONE: Final = ViewportSize(width=430, height=560)
TERM: Final = "/term/educational-cluster-en"
PAIR: Final = """<!doctype html><style>
body { margin: 0; padding: 20px; display: flex; gap: 20px; background: #e9e6de; width: max-content }
img { height: 600px; border-radius: 8px }
</style>
<img src="data:image/png;base64,%(desktop)s">
<img src="data:image/png;base64,%(phone)s">
"""


def seen(browser: Browser, address: str, size: ViewportSize, language: str = "en") -> bytes:
    """What a window of a size shows of a page, as PNG."""
    page = browser.new_page(viewport=size, locale=language)
    page.goto(address, wait_until="load")
    shot = page.screenshot()
    page.close()
    return shot


def help_pictures(browser: Browser, site: str) -> None:
    """Write one JPEG for each step and language, finer than it is shown."""
    for language in ("en", "ru", "uz"):
        for name, path in HELP.items():
            page = browser.new_page(viewport=PHONE, locale=language, device_scale_factor=1.5)
            page.goto(site + path.format(language=language), wait_until="load")
            page.evaluate("window.scrollTo({top: document.querySelector('main').offsetTop, behavior: 'instant'})")
            page.screenshot(path=ROOT / f"web/static/help/{name}-{language}.jpg", type="jpeg", quality=45)
            page.close()


def readme_picture(browser: Browser, site: str) -> None:
    """Write the page of a term on a desktop and on a phone, side by side."""
    shots = {
        "desktop": seen(browser, site + TERM, ViewportSize(width=1280, height=1180)),
        "phone": seen(browser, site + TERM, ViewportSize(width=390, height=900)),
    }
    page = browser.new_page(viewport=ViewportSize(width=1400, height=100))
    page.set_content(PAIR % {name: base64.b64encode(shot).decode() for name, shot in shots.items()})
    page.locator("body").screenshot(path=ROOT / "docs/pictures/term.png")
    page.close()


def main(site: str) -> None:
    """Take all of them from the site at an address."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("EDUKG_CHROMIUM"))
        help_pictures(browser, site)
        readme_picture(browser, site)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
