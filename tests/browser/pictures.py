"""The pictures of the user guide: ``python -m tests.browser.pictures``.

They show the app as it is on a first visit, with the published series alone; the preview of an
upload has a file of the tests in it. What is empty then is shown in the example, and marked so.
"""

import io
import os
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from data.words.catalogue import LANGUAGES
from tests.browser.chromium import find_chromium
from tests.browser.looking import expect_settled, say
from tests.browser.serving import ROOT, run_server
from tests.browser.windows import DESKTOP, PATIENCE_MS

FOLDER = ROOT / "docs" / "pictures"
FILE = ROOT / "tests" / "fixtures" / "statistics" / "outside-bounds.csv"
COLORS = 128
SETTLING_MS = 2500
ADDRESSES = {
    "overview": "overview?",
    "target": "targets?target=offtake_rate&part=standing",
    "upload": "upload?",
    "county": "county?code=654026",
    "boxes": "boxes?",
    "map": "map?kind=roles",
    "indicator": "indicator?id=beef_carcass_yield&area=650000&span=all",
    "compare": "compare?code=650000,654300&indicator=livestock_output_value,beef_output",
    "audit": "audit?",
    "ledger": "ledger?indicator=beef_output",
    "briefing": "briefing?",
    "balance": "balance?example=1",
    "matters": "matters?example=1",
}


def main() -> None:
    """Take every picture in both languages."""
    FOLDER.mkdir(exist_ok=True)
    expect.set_options(timeout=PATIENCE_MS)
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox"] if as_root else []
        )
        os.environ["CAOMU_EXAMPLE"] = str(Path(folder) / "example.duckdb")
        with run_server(Path(folder)) as server:
            for language in LANGUAGES:
                page = browser.new_page(viewport=DESKTOP)
                for name, address in ADDRESSES.items():
                    page.goto(f"{server.url}/{address}&lang={language}")
                    # The first look at the example waits until it is made.
                    page.wait_for_selector("h1.page-title", timeout=2 * PATIENCE_MS)
                    expect_settled(page)
                    if name == "upload":
                        choose_file(page, language)
                    take(page, FOLDER / f"{name}-{language}.png")
                page.close()
        browser.close()


def choose_file(page: Page, language: str) -> None:
    """Choose the file whose preview is shown, and bring the preview into sight."""
    page.locator('input[type="file"]').set_input_files(FILE)
    title = page.get_by_text(say(language, "upload.step.understood"), exact=True)
    title.wait_for()
    expect_settled(page)
    title.evaluate("element => element.scrollIntoView()")


def take(page: Page, path: Path) -> None:
    """Take a picture of what is in sight, in few colours: most of a page is paper."""
    expect_settled(page)
    page.wait_for_timeout(SETTLING_MS)
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    image.quantize(COLORS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()
