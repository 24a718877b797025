"""From any number on any page, a few clicks lead to the cell of the file that it was read from."""

import random
import re
import shutil

import pytest
from playwright.sync_api import expect

from data.statistics.demonstration import make_demonstration_figures_file
from data.statistics.ingest import ingest_file
from data.store.database import Store
from tests.browser.looking import expect_settled
from tests.browser.serving import run_server

SEED = 20260930
COUNTIES = ("654026", "654025")
PAGES = (
    *(f"/overview?area={code}" for code in COUNTIES),
    *(f"/targets?area={code}" for code in COUNTIES),
    *(f"/county?code={code}" for code in COUNTIES),
    "/compare?code=654026,654025",
    "/roles?area=654026",
    "/indicator?id=sheep_stock&area=654025",
    "/ledger?tab=changes",
)
NUMBERS = re.compile(r"\d")
REMEMBER = "() => { window.shown = document.querySelector('.traced .number b'); }"
# A figure, its input, and that one's own input.
MOST_STEPS = 4


@pytest.fixture(scope="module")
def server(plan_file, tmp_path_factory):
    """Serve the made-up figures of two counties, sent as a file."""
    folder = tmp_path_factory.mktemp("full")
    file = folder / "两县.csv"
    with Store(shutil.copy(plan_file, folder / "caomu.duckdb")) as store:
        lines = make_demonstration_figures_file(store).decode("utf-8-sig").splitlines()
        kept = [line for line in lines[1:] if any(f",{code}," in line for code in COUNTIES)]
        file.write_text("\n".join([lines[0], *kept]), encoding="utf-8")
        ingest_file(store, file, by="演示")
    with run_server(folder) as running:
        yield running


def list_numbers(page):
    """Return the links that a reader can see and that show a number."""
    links = page.locator("a.to-indicator, a.to-ledger").filter(has_text=NUMBERS)
    return [link for link in links.all() if link.is_visible()]


def follow_to_cell(page) -> tuple[str, str]:
    """Click from a number to the cell of a file; return the figure and what the cell says."""
    if "/indicator?" in page.url:
        expect_settled(page)
        page.locator(".newest .number a.to-ledger").click()
    for _ in range(MOST_STEPS):
        expect(page.locator(".traced .number b")).to_be_visible()
        expect(page).to_have_url(re.compile(r"/ledger\?indicator="))
        expect_settled(page)
        cell = page.locator(".excerpt td.cell")
        if cell.count():
            return page.locator(".traced .number b").inner_text(), cell.inner_text()
        page.evaluate(REMEMBER)
        page.locator(".table a.to-ledger").filter(has_text=NUMBERS).first.click()
        # The address changes before the page does.
        page.wait_for_function("() => !window.shown.isConnected")
    raise AssertionError(f"no cell within {MOST_STEPS} steps: {page.url}")


@pytest.mark.slow
def test_ten_numbers_of_ten_pages_lead_to_the_cell_of_the_file(server, visit):
    chance = random.Random(SEED)
    page = visit(server, PAGES[0])
    seen = []
    for address in PAGES:
        page.goto(server.url + address)
        expect(page.locator("a.to-indicator, a.to-ledger").first).to_be_attached()
        expect_settled(page)
        numbers = list_numbers(page)
        assert numbers, address
        chance.choice(numbers).click()
        expect(page).to_have_url(re.compile(r"/(indicator|ledger)\?"))
        seen.append((address, *follow_to_cell(page)))
    assert len(seen) == 10
    for address, figure, cell in seen:
        assert float(figure.replace(",", "")) == pytest.approx(float(cell)), address


@pytest.mark.slow
def test_the_file_itself_can_be_taken_away(server, visit):
    page = visit(server, "/ledger?indicator=cattle_stock&area=654026&year=2024")
    expect(page.locator(".excerpt td.cell")).to_be_visible()
    expect_settled(page)
    with page.expect_download() as caught:
        page.get_by_role("button", name="下载原文件").click()
    sent = server.database.with_name("两县.csv").read_bytes()
    assert caught.value.path().read_bytes() == sent
    assert caught.value.suggested_filename == "两县.csv"
