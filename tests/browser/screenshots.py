"""Pictures of every page for the documentation: `python -m tests.browser.screenshots [ADDRESS]`.

Without an address it builds and serves the sample brand; with one it photographs the app that runs there.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS, ROOT, Visit, chromium, served
from views import VIEWS

FOLDER = ROOT / "docs" / "screenshots"
LOOKS = {"light": (1440, False), "dark": (1440, True), "phone": (390, False)}
TALLEST = 2600


def shoot(address: str) -> list[Path]:
    """One picture per page and look, as tall as the page is, up to TALLEST pixels."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        for look, (width, dark) in LOOKS.items():
            visit = Visit(browser, address, width=width, dark=dark)
            for slug in VIEWS:
                made.append(_picture(visit, slug, width, FOLDER / f"{slug}-{look}.png"))
            visit.context.close()
        browser.close()
    return made


def _picture(visit: Visit, slug: str, width: int, path: Path) -> Path:
    visit.page.set_viewport_size({"width": width, "height": 900})
    visit.open("" if slug == "overview" else slug)
    visit.page.wait_for_timeout(1200)
    height = visit.page.evaluate("document.querySelector('.stMainBlockContainer').scrollHeight")
    visit.page.set_viewport_size({"width": width, "height": min(int(height) + 20, TALLEST)})
    visit.page.wait_for_timeout(900)
    visit.page.screenshot(path=str(path))
    return path


def main() -> None:
    """Make all pictures and name them."""
    if chromium() is None:
        sys.exit("chromium is not on this machine; Debian's package is called chromium")
    if len(sys.argv) > 1:
        made = shoot(sys.argv[1].rstrip("/"))
    else:
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "earshot", "demo", "--no-serve", "--folder", folder]
            subprocess.run(command, cwd=ROOT, check=True)
            with served(Path(folder)) as address:
                made = shoot(address)
    for path in made:
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
