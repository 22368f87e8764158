"""Takes the pictures of whole pages: the demonstration's overview in a browser and on paper, as PNG.

Run it: python docs/page_pictures.py          (``make pictures`` does)

It needs Chromium and a font for Chinese. Browsers draw letters differently from one machine to the next, so pictures
are taken when a page looks different, and no test compares them.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright
from pypdfium2 import PdfDocument

from plan_tasks import Tracker
from plan_tasks.cli.main import run

from picture import DAY, FOLDER, LANGUAGES  # isort: skip - the module beside this one

COLOURS = 256
LOOKS = (("page", 1200, 860, "light"), ("phone", 390, 844, "dark"))  # name, width, height, scheme


def main() -> None:
    """Take every picture."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("there is no Chromium on this machine")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for language in LANGUAGES:
            file = Path(folder) / language
            with contextlib.redirect_stdout(io.StringIO()):
                run(["demo", "--lang", language, "--out", str(file)])
            with Tracker.open(f"sqlite:///{file}/plan.db", language=language, autoload=False) as tracker:
                [plan] = [stored.plan.id for stored in tracker.plans()]
                tracker.render(plan, "overview", "html", file / "overview.html", on=DAY)
                sheet = PdfDocument(tracker.render(plan, "overview", "pdf", on=DAY))[0]
            keep(sheet.render(scale=1.2).to_pil(), f"paper.{language}")
            for name, width, height, scheme in LOOKS:
                page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
                page.goto((file / "overview.html").as_uri())
                keep(Image.open(io.BytesIO(page.screenshot())), f"{name}.{language}")
                page.close()
        browser.close()


def keep(picture: Image.Image, name: str) -> None:
    """Write a picture with few colours, which pages of text need no more of."""
    few = picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE)
    few.save(FOLDER / f"{name}.png", optimize=True)
    print(f"docs/images/{name}.png")


if __name__ == "__main__":
    main()
