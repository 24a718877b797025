"""Which areas' figures a file may hold: also where nobody reads it."""

import io
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from data.files.mentions import find_mentioned_areas
from data.files.readers import read_grids
from data.statistics.template import make_template
from data.store.books import load_books

OWN, SISTER, ABROAD = "654026", "654027", "653121"


@pytest.fixture(scope="module")
def areas(plan_store):
    return load_books(plan_store).areas


def make_book(*further) -> bytes:
    """Return a workbook whose first sheet is about one county, with further sheets of rows."""
    book = Workbook()
    book.active.append(["昭苏县2025年牛出栏（单位：万头）", 4.4681])
    for at, rows in enumerate(further):
        sheet = book.create_sheet(f"表{at}")
        sheet.sheet_state = "hidden"
        for row in rows:
            sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def add_part(content: bytes, name: str) -> bytes:
    made = io.BytesIO(content)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(name, b"<x/>")
    return made.getvalue()


def find(areas, content, name="表.xlsx", read=("Sheet",)):
    return find_mentioned_areas(read_grids(content, name), read, content, areas)


@pytest.mark.parametrize(
    ("rows", "more"),
    [
        ([["疏附县", 3.5]], {ABROAD}),
        ([["653121", 3.5]], {ABROAD}),
        ([["653121000000", "3.5"]], {ABROAD}),
        ([["昭苏、特克斯"], [7]], {OWN, SISTER}),
        ([["据疏附县畜牧站报，3.5万头"]], {ABROAD}),
        ([["Shufu County", "△3.5"]], {ABROAD}),
        # Names without any figure give nothing away, nor does a list of codes.
        ([["疏附县", "653121"], ["特克斯县", "654027"]], set()),
        # A breed is no area.
        ([["和田羊", "伊犁马"]], set()),
        # Figures of nobody knows where.
        ([["底稿", 3.5]], {None}),
    ],
)
def test_what_a_hidden_sheet_names_counts_where_it_holds_figures(areas, rows, more):
    assert find(areas, make_book(rows)) == {OWN} | more


def test_a_comment_a_name_of_a_sheet_and_an_ambiguous_name_count(areas):
    book = Workbook()
    book.active.append(["伊宁", 4.4681])
    book.active["B1"].comment = Comment("疏附县3.5", "某")
    book.active.title = "特克斯县"
    made = io.BytesIO()
    book.save(made)
    named = find(areas, made.getvalue())
    assert {ABROAD, SISTER, "654002", "654021"} == named


@pytest.mark.parametrize(
    "part",
    [
        "xl/pivotCache/pivotCacheRecords1.xml",
        "xl/externalLinks/externalLink1.xml",
        "xl/embeddings/oleObject1.bin",
        "xl/media/image1.png",
        "xl/charts/chart1.xml",
        # A sheet that the workbook does not list.
        "xl/worksheets/sheet9.xml",
    ],
)
def test_a_part_that_no_reader_opens_may_be_about_any_area(areas, part):
    assert None in find(areas, add_part(make_book(), part))
    assert None not in find(areas, add_part(make_book(), "docProps/custom.xml"))


def test_a_template_names_no_area_by_its_list_of_choices(areas, plan_store):
    content = make_template(plan_store, area_ids=[OWN], indicator_ids=["cattle_stock"])
    assert find(areas, content) <= {OWN}


def test_a_text_file_and_an_old_workbook_are_looked_through_too(areas):
    text = "地区,牛出栏\n昭苏县,4.5\n疏附县,x\n".encode()
    assert find(areas, text, "表.csv", ("表",)) == {OWN, ABROAD}
    assert find(areas, "指标,值\n牛出栏,4.5\n".encode(), "表.csv", ("表",)) == set()
    old = "地区,牛出栏\n昭苏县,4.5\n_".encode() + "_SX_DB_CUR".encode("utf-16-le")
    grids = read_grids("地区,牛出栏\n昭苏县,4.5\n".encode(), "表.csv")
    assert find_mentioned_areas(grids, ("表",), old, areas) == {OWN, None}
