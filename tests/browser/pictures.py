"""The pictures of the user guide: ``python -m tests.browser.pictures [NAME …]``.

They show the app as it is on a first visit, with the published series alone; the preview of an
upload has a file of the tests in it. What is empty then is shown in the example, and marked so;
what needs a sign-on is shown to somebody who signed on.
"""

import io
import os
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from data.ledger.steps.record import return_values
from data.ledger.steps.stages import Selection
from data.rights.grants import record_grant
from data.store.build import build_plan
from data.store.database import Store
from data.words.catalogue import LANGUAGES
from tests.browser.chromium import find_chromium
from tests.browser.looking import expect_settled, say
from tests.browser.serving import ROOT, run_server
from tests.browser.windows import DESKTOP, PATIENCE_MS
from tests.conftest import record_figures
from tests.rights.signing_on import serve_with_sign_on, sign_on

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
SIGNED_ADDRESSES = {"people": "people?", "waiting": "waiting?tab=checker"}
# Who signs on in the pictures, with which role and where: offices, no persons.
PEOPLE = {
    "xj-nynct-01": ("自治区农业农村厅", "administrator", "650000"),
    "yl-nyncj-02": ("伊犁州农业农村局", "checker", "654000"),
    "zs-nyncj-03": ("昭苏县农业农村局", "reporter", "654026"),
}
SENT = {"cattle_stock": (13.1, 14.2), "sheep_stock": (58.9, 60.5), "beef_output": (1.29, 13.5)}


def main(names: list[str]) -> None:
    """Take the pictures of these names, or all, in both languages."""
    FOLDER.mkdir(exist_ok=True)
    wanted = set(names or (*ADDRESSES, *SIGNED_ADDRESSES))
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
                for name in wanted & set(ADDRESSES):
                    address = ADDRESSES[name]
                    page.goto(f"{server.url}/{address}&lang={language}")
                    # The first look at the example waits until it is made.
                    page.wait_for_selector("h1.page-title", timeout=2 * PATIENCE_MS)
                    expect_settled(page)
                    if name == "upload":
                        choose_file(page, language)
                    take(page, FOLDER / f"{name}-{language}.png")
                page.close()
        if wanted & set(SIGNED_ADDRESSES):
            take_signed_on(browser, Path(folder) / "signed")
        browser.close()


def take_signed_on(browser: Browser, folder: Path) -> None:
    """Take the pictures of somebody who signed on, with something that waits."""
    folder.mkdir()
    with Store(folder / "caomu.duckdb") as store:
        build_plan(store)
        fill_signed_store(store)
    first = next(iter(PEOPLE))
    names = {person: name for person, (name, *_) in PEOPLE.items()}
    with serve_with_sign_on(folder, names) as server, sign_on(server, first) as client:
        context = browser.new_context(viewport=DESKTOP)
        context.add_cookies(
            [
                {"name": cookie.name, "value": cookie.value or "", "url": server.url}
                for cookie in client.cookies.jar
            ]
        )
        page = context.new_page()
        for language in LANGUAGES:
            for name, address in SIGNED_ADDRESSES.items():
                page.goto(f"{server.url}/{address}&lang={language}")
                page.wait_for_selector("h1.page-title", timeout=PATIENCE_MS)
                take(page, FOLDER / f"{name}-{language}.png")
        context.close()


def fill_signed_store(store: Store) -> None:
    """Grant the roles, and send figures of a county: one of them is ten times the year before."""
    for person, (name, role, area_id) in PEOPLE.items():
        record_grant(store, person_id=person, person_name=name, role=role, area_id=area_id)
    figures = [
        {"indicator_id": indicator_id, "area_id": "654026", "year": year, "value": value}
        for indicator_id, values in SENT.items()
        for year, value in zip((2023, 2024), values, strict=True)
    ]
    record_figures(store, *figures, by="昭苏县农业农村局")
    returned = Selection(area_id="654026", indicator_id="sheep_stock", year=2023)
    return_values(store, returned, by="伊犁州农业农村局", remark="与年报不一致")


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
    main(sys.argv[1:])
