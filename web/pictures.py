"""Makes the pictures of the help page anew: `python -m edukg.web.pictures http://127.0.0.1:8080`, of a running site.

One picture for each step and language. JPEG keeps each below 60 kB; the files are kept with the design.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from edukg.namespaces import LANGUAGES

FOLDER: Final = Path(__file__).resolve().parent / "static" / "help"
SIZE: Final = (780, 520)
SHOWN: Final = {
    "search": "/search?q=ta%27lim+klasteri",
    "term": "/term/educational-cluster-{language}",
    "guide": "/guide?term=educational-cluster-{language}",
}


def make(site: str) -> list[Path]:
    """Look at each page in each language and keep what is seen. Needs playwright and a browser."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # needed by those who make the pictures only

    FOLDER.mkdir(parents=True, exist_ok=True)
    made = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=sys.argv[2] if len(sys.argv) > 2 else None, args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
        for name, path in SHOWN.items():
            for language in LANGUAGES:
                mark = "&" if "?" in path else "?"
                page.goto(f"{site}{path.format(language=language)}{mark}ui={language}")
                file = FOLDER / f"{name}-{language}.jpg"
                page.screenshot(path=file, type="jpeg", quality=60)
                made.append(file)
        browser.close()
    return made


if __name__ == "__main__":
    for picture in make(sys.argv[1].rstrip("/")):
        print(f"{picture.name}: {picture.stat().st_size:,} bytes")  # noqa: T201  # this is what the command says
