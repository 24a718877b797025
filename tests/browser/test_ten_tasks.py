"""Ten tasks of somebody who has never seen the app.

Each takes at most three clicks from the overview, and no page is scrolled by more than one screen.
"""

import io
from dataclasses import dataclass

import openpyxl
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import expect_settled, expect_title, say
from tests.browser.windows import DESKTOP

MOST_CLICKS = 3
ZHAOSU, BURQIN = "昭苏县", "布尔津县"


@dataclass
class Reader:
    """Somebody in front of the overview, whose clicks are counted."""

    page: Page
    clicks: int = 0

    def see(self, place: Locator) -> Locator:
        """Wait for something and check that it is at most one screen further down."""
        place = place.first
        expect(place).to_be_visible()
        top = place.evaluate(
            "part => part.getBoundingClientRect().top + "
            "(part.closest('[role=dialog], [data-baseweb=popover]')"
            " ? 0 : document.querySelector('.stMain').scrollTop)"
        )
        assert top < 2 * DESKTOP["height"], f"{place} is {top:.0f} px down"
        return place

    def click(self, place: Locator) -> None:
        """Click on something in sight, or one screen further down."""
        self.see(place).click()
        self.clicks += 1
        assert self.clicks <= MOST_CLICKS
        expect_settled(self.page)

    def turn_to(self, name: str) -> None:
        """Choose a page in the list of pages."""
        title = say("zh", f"shell.page.{name}")
        self.click(self.page.locator("nav.pages").get_by_text(title, exact=True))
        expect_title(self.page, name, "zh")
        expect_settled(self.page)

    def fetch(self, place: Locator) -> tuple[str, bytes]:
        """Click on what downloads a file; return its name and content."""
        with self.page.expect_download() as download:
            self.click(place)
        name = download.value.suggested_filename
        return name, download.value.path().read_bytes()


@pytest.fixture
def reader(server, visit):
    """Return somebody in front of the overview of the example."""
    page = visit(server, "/overview?example=1&lang=zh")
    expect_title(page, "overview", "zh")
    expect_settled(page)
    return Reader(page)


def find_income(reader):
    """The plan's baseline of herders' income."""
    reader.click(reader.page.locator("nav.jumps a", has_text=say("zh", "overview.start_title")))
    tile = reader.page.locator(".start > div", has_text="6,858").first
    expect(tile).to_be_in_viewport()
    expect(tile).to_contain_text("牧民人均")


def find_why_carcass_yield_is_behind(reader):
    """Why carcass yield is behind."""
    reader.click(reader.page.locator(".sight h3 a", has_text="牲畜个体产肉性能"))
    expect_title(reader.page, "targets", "zh")
    reader.see(reader.page.locator(".detail .status.behind"))
    reader.see(reader.page.locator(".detail").get_by_text("完成率"))


def fetch_what_zhaosu_owes(reader):
    """What Zhaosu still owes, as a workbook."""
    reader.turn_to("county")
    name, content = reader.fetch(reader.page.locator("a.fetch.button"))
    assert ZHAOSU in name
    assert openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].max_row > 2


def fetch_beef_as_a_picture(reader):
    """Beef output of 2024 as a picture."""
    reader.turn_to("indicator")
    box = reader.page.locator(".st-key-takeaway_series")
    reader.click(box.get_by_role("button"))
    png = reader.page.get_by_role("button", name=say("zh", "takeaway.png"))
    name, content = reader.fetch(png)
    assert "牛肉产量" in name and "2024" in name and name.endswith(".png")
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.width > 1000


def find_who_sent_the_cattle(reader):
    """Who sent Zhaosu's cattle figure."""
    reader.turn_to("county")
    reader.click(reader.page.locator(".tiles figcaption span a").first)
    expect_title(reader.page, "indicator", "zh")
    expect(reader.page.locator("h2.subject")).to_contain_text(ZHAOSU)
    reader.click(reader.page.locator(".newest a", has_text=say("zh", "indicator.who_sent")))
    expect_title(reader.page, "ledger", "zh")
    reader.see(reader.page.get_by_text(say("zh", "ingest.demonstration_by")))


def set_two_counties_side_by_side(reader):
    """Two counties side by side."""
    reader.turn_to("compare")
    for name in (ZHAOSU, BURQIN):
        reader.see(reader.page.locator(".panels figcaption a", has_text=name))


def print_the_targets(reader):
    """The targets on paper, with their judgement."""
    reader.turn_to("targets")
    reader.see(reader.page.locator("th", has_text=say("zh", "targets.column.status")))
    reader.page.evaluate("window.print = () => { window.isPrinted = true; }")
    reader.click(reader.page.locator("button.print-page"))
    assert reader.page.evaluate("window.isPrinted")
    assert reader.page.pdf(format="A4").startswith(b"%PDF")


def find_the_pastoral_counties(reader):
    """The 22 pastoral counties: the plan gives their number, the office sends the list."""
    reader.turn_to("roles")
    row = reader.page.locator("tr", has_text="牧业县").filter(has_text="22").first
    # A jump leads to where the row stands when the page is whole.
    expect(row).to_be_attached()
    reader.click(reader.page.locator("nav.jumps a", has_text=say("zh", "groups.title")))
    expect(row).to_be_in_viewport()


def print_the_map_of_roles(reader):
    """The map of roles on paper."""
    reader.turn_to("roles")
    reader.click(reader.page.locator("nav.jumps a", has_text=say("zh", "roles.to_map")))
    expect_title(reader.page, "map", "zh")
    reader.see(reader.page.locator(".st-key-map_view_alone"))
    assert reader.page.pdf(format="A4", landscape=True).startswith(b"%PDF")


def show_a_colleague_the_same(reader):
    """The same page for a colleague: its address is enough."""
    reader.turn_to("compare")
    expect_settled(reader.page)
    other = reader.page.context.browser.new_context(viewport=DESKTOP).new_page()
    other.goto(reader.page.url)
    for name in (ZHAOSU, BURQIN):
        expect(other.locator(".panels figcaption a", has_text=name).first).to_be_visible()
    assert other.locator("table").first.inner_text() == (
        reader.page.locator("table").first.inner_text()
    )
    other.context.close()


# A link, a file and a chain of links; `make test-slow` does the others.
TASKS = (find_why_carcass_yield_is_behind, fetch_beef_as_a_picture, find_who_sent_the_cattle)
MORE_TASKS = (
    find_income,
    fetch_what_zhaosu_owes,
    set_two_counties_side_by_side,
    print_the_targets,
    find_the_pastoral_counties,
    print_the_map_of_roles,
    show_a_colleague_the_same,
)


@pytest.mark.parametrize(
    "task",
    [*TASKS, *(pytest.param(task, marks=pytest.mark.slow) for task in MORE_TASKS)],
    ids=lambda task: task.__name__,
)
def test_ten_tasks_take_three_clicks(reader, task):
    task(reader)
