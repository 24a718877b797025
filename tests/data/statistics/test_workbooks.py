"""Workbooks: number formats, formulas, sheets, limits; templates, exports, refused rows."""

import io

import openpyxl
import pandas as pd
import pytest

from data.errors import UnknownIdError, UnreadableFileError
from data.files.limits import Limits
from data.files.workbook import guard, unguard
from data.statistics.commit import commit_upload, preview_upload
from data.statistics.export import export_figures
from data.statistics.model import IngestOptions
from data.statistics.read import read_entries, read_statistics
from data.statistics.rejected import make_rejected_book
from data.statistics.template import make_template

HEADER = ["指标", "地区", "年份", "数值", "单位"]


def save(book) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def make_book(*rows, title="数据"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def list_values(reading):
    return [
        (row.indicator_id, row.area_id, row.year, row.value)
        for row in reading.observations.itertuples()
    ]


def test_cell_shown_as_a_percentage_is_read_as_shown(plan_store):
    book = make_book(["地区", "年份", "秸秆综合利用率"], ["昭苏县", 2022, 0.855])
    book.active["C2"].number_format = "0.0%"
    reading = read_statistics(save(book), "a.xlsx", plan_store)
    assert list_values(reading) == [("straw_use_rate", "654026", 2022, 85.5)]


def test_formula_is_never_evaluated(plan_store):
    book = make_book(HEADER, ["牛存栏", "昭苏县", 2022, "=1+1", "万头"])
    reading = read_statistics(save(book), "a.xlsx", plan_store)
    assert len(reading.observations) == 0
    assert [(i.row, i.column, i.rule) for i in reading.issues] == [
        (2, "D", "formula_without_value")
    ]


def test_one_sheet_a_year_all_or_chosen(plan_store):
    book = make_book(["地区", "牛存栏(万头)"], ["昭苏县", 1], title="2021年")
    second = book.create_sheet("2022年")
    second.append(["地区", "牛存栏(万头)"])
    second.append(["昭苏县", 2])
    content = save(book)
    assert list_values(read_statistics(content, "a.xlsx", plan_store)) == [
        ("cattle_stock", "654026", 2021, 1.0),
        ("cattle_stock", "654026", 2022, 2.0),
    ]
    chosen = read_statistics(
        content, "a.xlsx", plan_store, options=IngestOptions(sheets=("2022年",))
    )
    assert list_values(chosen) == [("cattle_stock", "654026", 2022, 2.0)]
    with pytest.raises(UnknownIdError):
        read_statistics(content, "a.xlsx", plan_store, options=IngestOptions(sheets=("x",)))


def test_hidden_sheets_are_left_alone(plan_store):
    book = make_book(HEADER, ["牛存栏", "昭苏县", 2022, 1, "万头"])
    hidden = book.create_sheet("旧")
    hidden.append(HEADER)
    hidden.append(["牛存栏", "特克斯县", 2022, 9, "万头"])
    hidden.sheet_state = "hidden"
    assert len(read_statistics(save(book), "a.xlsx", plan_store).observations) == 1


def test_template_goes_back_in_without_a_question(plan_store):
    content = make_template(
        plan_store,
        area_ids=["654026", "654002"],
        indicator_ids=["cattle_stock", "straw_use_rate"],
        year=2023,
    )
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    assert len(sheet.data_validations.dataValidation) == 5
    for row in range(2, 6):
        sheet.cell(row, 4).value = row
    reading = read_statistics(save(book), "t.xlsx", plan_store)
    assert list_values(reading) == [
        ("cattle_stock", "654026", 2023, 2.0),
        ("cattle_stock", "654002", 2023, 3.0),
        ("straw_use_rate", "654026", 2023, 4.0),
        ("straw_use_rate", "654002", 2023, 5.0),
    ]
    assert reading.issues == []


def test_every_name_of_the_template_is_understood(plan_store):
    content = make_template(plan_store, year=2023)
    choices = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]
    indicators = [cell.value for cell in choices["A"] if cell.value]
    areas = [cell.value for cell in choices["B"] if cell.value]
    rows = [["牛存栏", area, 2023, 1, "万头"] for area in areas]
    rows += [[indicator, "昭苏县", 2022, 1, None] for indicator in indicators]
    reading = read_statistics(save(make_book(HEADER, *rows)), "t.xlsx", plan_store)
    # An index of 1 where the year before is 100 is out of its bounds, and understood.
    rules = {issue.rule for issue in reading.issues if issue.severity == "rejected"}
    assert rules <= {"no_unit", "out_of_bounds"}


@pytest.mark.parametrize("is_xlsx", [False, True])
def test_export_edited_and_uploaded_again(store, is_xlsx):
    content = export_figures(store, is_xlsx=is_xlsx)
    reading = read_statistics(content, "e.xlsx" if is_xlsx else "e.csv", store)
    preview = preview_upload(store, reading)
    assert (preview.new, preview.revised, preview.rejected) == (0, 0, 0)
    every = store.query("queries/ingest_export", area_id=None, indicator_id=None, language="zh")
    assert set(every["period"]) == {"Y", "H1", "C09"}
    assert preview.unchanged == len(every)
    if not is_xlsx:
        text = content.decode("utf-8-sig").replace("42.48", "42.5")
        preview = preview_upload(store, read_statistics(text.encode(), "e.csv", store))
        assert preview.revised == 1


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd",
        "-x",
        "@SUM(A1)",
        "\t=1",
        "  =1",
        "＝1+1",
        "＋cmd",
        "－x",
        "＠SUM(A1)",
        "\u3000 ＝1",
    ],
)
def test_exported_text_is_no_formula(store, text):
    assert guard(text).startswith("'") and unguard(guard(text)) == text
    text = text.strip()
    content = f'指标,地区,年份,数值,单位,来源\n牛存栏,昭苏县,2022,1,万头,"{text}"\n'.encode()
    reading = read_statistics(content, "a.csv", store)
    commit_upload(store, reading)
    exported = export_figures(store, area_id="654026").decode("utf-8-sig")
    cells = [cell for line in exported.splitlines() for cell in line.split(",")]
    assert not any(cell.startswith(tuple("=+-@＝＋－＠")) for cell in cells)
    again = preview_upload(store, read_statistics(exported.encode(), "b.csv", store))
    assert (again.unchanged, again.rejected) == (1, 0)


def test_guard_leaves_numbers_and_dashes():
    texts = ["-5", "+1.5", "+16.1%", "-0.3％", " -5", "－５", "—", "-", "－", "牛", "牛=1", "'牛"]
    assert [guard(text) for text in texts] == texts


def test_refused_rows_come_back_with_the_reason_and_can_be_mended(plan_store):
    book = make_book(
        ["2022年牛存栏"],
        ["单位：万头"],
        ["地区", "牛存栏", "牛出栏"],
        ["昭苏县", 1, 2],
        ["火星县", 3, 4],
        ["特克斯县", "甲", 5],
    )
    reading = read_statistics(save(book), "a.xlsx", plan_store)
    returned = openpyxl.load_workbook(io.BytesIO(make_rejected_book(reading)))
    rows = [list(row) for row in returned.worksheets[0].iter_rows(values_only=True)]
    assert rows[2] == ["地区", "牛存栏", "牛出栏", "未采用原因"]
    assert [row[0] for row in rows[3:]] == ["火星县", "特克斯县"]
    assert "火星县" in rows[3][3] and "不是数字" in rows[4][3]
    returned.worksheets[0]["A4"] = "新源县"
    returned.worksheets[0]["B5"] = 7
    mended = read_statistics(save(returned), "b.xlsx", plan_store)
    assert list_values(mended) == [
        ("cattle_stock", "654025", 2022, 3.0),
        ("cattle_slaughtered", "654025", 2022, 4.0),
        ("cattle_stock", "654027", 2022, 7.0),
        ("cattle_slaughtered", "654027", 2022, 5.0),
    ]


def test_single_figures_typed_in_are_checked_like_a_file(plan_store):
    entries = pd.DataFrame(
        {
            "indicator_id": ["cattle_stock", "straw_use_rate"],
            "area_id": ["654026", "654026"],
            "year": [2022, 2022],
            "value": [12.5, 101.0],
            "unit": ["万头", "%"],
        }
    )
    reading = read_entries(entries, plan_store, name="录入")
    assert list_values(reading) == [("cattle_stock", "654026", 2022, 12.5)]
    assert [issue.rule for issue in reading.issues] == ["out_of_bounds"]


def test_more_tables_than_a_sheet_may_hold_are_refused(plan_store, monkeypatch):
    monkeypatch.setattr("data.statistics.layout.LIMITS", Limits(tables=2))
    text = "".join(f"羊存栏（万只）\n地区,{year}年\n昭苏县,1\n" for year in range(2019, 2023))
    with pytest.raises(UnreadableFileError) as caught:
        read_statistics(text.encode(), "a.csv", plan_store)
    assert caught.value.key == "file_tables"


def test_an_income_per_head_in_the_unit_of_a_sum_is_refused(plan_store):
    text = "地区,年份,牧民人均牧业收入（万元）\n昭苏县,2022,12000\n特克斯县,2022,1.2\n"
    reading = read_statistics(text.encode(), "a.csv", plan_store)
    assert list_values(reading) == [("herder_income", "654027", 2022, 12_000.0)]
    assert [issue.rule for issue in reading.issues] == ["out_of_bounds"]


@pytest.mark.parametrize("rows", [[], [[" "], [None, "　"]]])
def test_a_workbook_with_nothing_in_it_is_said_to_be_blank(plan_store, rows):
    with pytest.raises(UnreadableFileError) as caught:
        read_statistics(save(make_book(*rows)), "a.xlsx", plan_store)
    assert caught.value.key == "file_blank"


def test_refused_rows_of_stacked_tables_come_back_below_their_own_headers(plan_store):
    book = make_book(
        ["2022年各县市"],
        ["地区", "牛存栏(万头)"],
        ["昭苏县", 1],
        ["火星县", 2],
        ["续表"],
        ["地区", "羊存栏(万只)"],
        ["特克斯县", "甲"],
        ["昭苏县", 4],
    )
    reading = read_statistics(save(book), "a.xlsx", plan_store)
    returned = openpyxl.load_workbook(io.BytesIO(make_rejected_book(reading)))
    sheet = returned.worksheets[0]
    texts = [list(row[:2]) for row in sheet.iter_rows(values_only=True)]
    assert texts == [
        ["2022年各县市", None],
        ["地区", "牛存栏(万头)"],
        ["火星县", 2],
        ["续表", None],
        ["地区", "羊存栏(万只)"],
        ["特克斯县", "甲"],
    ]
    sheet["A3"], sheet["B6"] = "新源县", 3
    assert list_values(read_statistics(save(returned), "b.xlsx", plan_store)) == [
        ("cattle_stock", "654025", 2022, 2.0),
        ("sheep_stock", "654027", 2022, 3.0),
    ]
