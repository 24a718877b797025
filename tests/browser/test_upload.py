"""Upload a file, look at what it would change, confirm, and find the value on /targets."""

import io
import shutil
from contextlib import suppress

import openpyxl
import pytest
from playwright.sync_api import TimeoutError as NotYet
from playwright.sync_api import expect

from tests.browser.looking import expect_settled, say
from tests.browser.serving import assert_no_traceback, run_server

HEADER = "指标,地区,年份,数值,单位\n"
SHARE = "规模养殖场数字化改造比例"
MACHINES = "畜牧养殖机械化率"


@pytest.fixture(scope="module")
def server(plan_file, tmp_path_factory):
    """Serve a database without figures; the tests of this file write to it."""
    folder = tmp_path_factory.mktemp("uploads")
    shutil.copy(plan_file, folder / "caomu.duckdb")
    with run_server(folder) as running:
        yield running
        assert_no_traceback(running)


def choose_file(page, rows, name="数字化改造.csv"):
    """Give a table to the uploader, once it is there to stay."""
    expect(page.locator('input[type="file"]')).to_have_count(1)
    expect_settled(page)
    page.locator('input[type="file"]').set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": (HEADER + rows).encode("utf-8-sig")}
    )


def confirm(page, language, new=0, revised=0, who=None):
    """Say who acts, where that is asked, and confirm."""
    button = page.get_by_role(
        "button", name=say(language, "upload.confirm", new=new, revised=revised)
    )
    expect(button).to_be_visible()
    if who:
        field = page.get_by_label(say(language, "shell.actor")).first
        field.fill(who)
        field.press("Tab")
    button.click()
    expect(page.get_by_role("button", name=say(language, "upload.undo_this"))).to_be_visible()
    expect_settled(page)


def find_target_row(page, name=SHARE):
    """Return the row of a target in the table of /targets."""
    return page.locator("tr").filter(has=page.get_by_role("link", name=name))


def test_an_uploaded_value_reaches_the_targets(server, visit):
    page = visit(server, "/targets?lang=en")
    row = find_target_row(page, "Mechanisation rate")
    expect(row).to_contain_text(say("en", "status.cannot_judge"))
    expect(row).not_to_contain_text("58.5")

    page.get_by_role("link", name=say("en", "shell.page.upload")).first.click()
    choose_file(page, f"{MACHINES},新疆,2021,48,%\n{MACHINES},新疆,2024,58.5,%\n")
    confirm(page, "en", new=2, who="Li Ming")

    page.get_by_role("link", name=say("en", "shell.page.targets")).first.click()
    expect(row).to_contain_text("58.5")
    expect(row).to_contain_text(say("en", "shell.state.reported"))
    # 10 points more than 48 are asked for by 2030.
    expect(row).to_contain_text(say("en", "status.achieved"))


@pytest.mark.slow
def test_an_undone_upload_leaves_the_targets(server, visit):
    page = visit(server, "/upload?lang=zh")
    # Before 2018 no other test on this server leaves a figure.
    choose_file(page, f"{SHARE},新疆,2015,18.5,%\n")
    confirm(page, "zh", new=1, who="李明")
    page.get_by_role("button", name=say("zh", "upload.undo_this")).click()
    expect(page.get_by_text(say("zh", "upload.undone"))).to_be_visible()
    other = visit(server, "/targets?lang=zh&year=2015")
    row = find_target_row(other)
    expect(row).to_contain_text(say("zh", "shell.no_data"))
    expect(row).not_to_contain_text("18.5")


@pytest.mark.slow
def test_good_rows_go_in_while_bad_ones_are_named(server, visit):
    page = visit(server, "/upload?lang=zh")
    rows = ["新疆,2023,12.5,%", "伊宁,2023,9,%", "昭苏县,2023,很多,%"]
    choose_file(page, "".join(f"{SHARE},{row}\n" for row in rows))
    body = page.locator("body")
    expect(body).to_contain_text("伊宁县")
    expect(body).to_contain_text("伊宁市")
    expect(body).to_contain_text("“很多”不是数字")
    confirm(page, "zh", new=1, who="李明")


@pytest.mark.slow
def test_nothing_is_written_before_it_is_confirmed(server, visit):
    page = visit(server, "/upload?lang=zh")
    choose_file(page, f"{SHARE},新疆,2022,11.25,%\n")
    expect(
        page.get_by_role("button", name=say("zh", "upload.confirm", new=1, revised=0))
    ).to_be_visible()
    other = visit(server, "/targets?lang=zh&year=2022")
    row = find_target_row(other)
    expect(row).to_be_visible()
    expect(row).not_to_contain_text("11.25")


@pytest.mark.slow
def test_who_acts_is_asked_once_per_visit(server, visit):
    page = visit(server, "/upload?lang=zh")
    choose_file(page, f"{SHARE},新疆,2020,5.5,%\n", "一.csv")
    confirm(page, "zh", new=1, who="古丽")
    choose_file(page, f"{SHARE},新疆,2019,4.5,%\n", "二.csv")
    expect(page.get_by_text(say("zh", "shell.actor_is", name="古丽")).first).to_be_visible()
    confirm(page, "zh", new=1)


@pytest.mark.slow
def test_a_file_that_is_no_table_is_refused_in_words(server, visit):
    page = visit(server, "/upload?lang=zh")
    page.locator('input[type="file"]').set_input_files(
        {"name": "照片.xlsx", "mimeType": "application/octet-stream", "buffer": b"\x00\xff" * 400}
    )
    expect(page.locator("body")).to_contain_text("照片.xlsx")
    expect(page.get_by_text(say("zh", "shell.unexpected"))).to_have_count(0)


def mend_workbook(path, wrong, right):
    """Return a workbook with one cell replaced, as bytes."""
    book = openpyxl.load_workbook(path)
    cells = [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == wrong
    ]
    assert len(cells) == 1
    cells[0].value = right
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_refused_rows_come_back_and_go_in_mended(server, visit, tmp_path):
    page = visit(server, "/upload?lang=zh")
    choose_file(page, f"{SHARE},新疆,2018,3.5,%\n{SHARE},昭苏县,2018,很多,%\n", "三.csv")
    confirm(page, "zh", new=1, who="李明")
    with page.expect_download() as download:
        page.get_by_role("button", name=say("zh", "upload.rejected_get", count=1)).click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert path.name == f"{say('zh', 'upload.rejected_file')}.xlsx"

    page.locator('input[type="file"]').set_input_files(
        {
            "name": path.name,
            "mimeType": "application/octet-stream",
            "buffer": mend_workbook(path, "很多", 2.25),
        }
    )
    expect(page.locator("body")).to_contain_text("2.25")
    confirm(page, "zh", new=1)
    expect(
        page.get_by_role("button", name=say("zh", "upload.rejected_get", count=1))
    ).to_have_count(0)


def test_a_single_figure_goes_in_without_a_file(server, visit):
    # 2025: the figures that other tests leave on the server are older.
    page = visit(
        server, "/upload?lang=zh&way=grid&by=indicator&indicator=digital_farm_share&year=2025"
    )
    for _ in range(3):
        type_first_value(page, "23.5")
        # On a busy machine the canvas may be drawn anew under the first letters.
        with suppress(AssertionError):
            expect(page.get_by_text(say("zh", "upload.confirm", new=1, revised=0))).to_be_visible(
                timeout=15_000
            )
            break
    confirm(page, "zh", new=1, who="李明")
    page.get_by_role("link", name=say("zh", "shell.page.targets")).first.click()
    row = find_target_row(page)
    expect(row).to_contain_text("23.5")
    expect(row).to_contain_text(say("zh", "status.achieved"))


def type_first_value(page, text):
    """Type a number into the first row of the grid; it is drawn on a canvas."""
    canvas = page.locator('[data-testid="stDataFrame"] canvas').first
    expect(canvas).to_be_visible()
    expect_settled(page)
    box = canvas.bounding_box()
    field = page.locator("input.gdg-input")
    # The canvas takes clicks only once its columns are laid out, which nothing tells.
    for _ in range(12):
        page.mouse.click(box["x"] + 260, box["y"] + 52)
        page.keyboard.press("Enter")
        with suppress(NotYet):
            field.wait_for(state="visible", timeout=4000)
            break
        box = canvas.bounding_box()
    expect(field).to_be_focused()
    field.press_sequentially(text, delay=50)
    expect(field).to_have_value(text)
    field.press("Enter")
