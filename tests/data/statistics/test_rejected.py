"""Refused rows go out and come back without loss: with the sections, signs and notes that they
are read with. Sent back as it is, the workbook has the same faults; mended, the right values."""

import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from data.errors import CaomuError
from data.statistics.read import read_statistics
from data.statistics.rejected import make_rejected_book


def save(book) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def make_book(*rows):
    book = openpyxl.Workbook()
    book.active.title = "表"
    for row in rows:
        book.active.append(row)
    return book


def list_values(reading):
    return sorted(
        (row.indicator_id, row.area_id, row.year, row.value)
        for row in reading.observations.itertuples()
    )


def list_faults(reading):
    return sorted((row.value, row.rule) for row in reading.rejected.itertuples())


def send_back(book, store):
    """Return the reading of a file, and the workbook of its refused rows."""
    reading = read_statistics(save(book), "a.xlsx", store)
    assert len(reading.rejected)
    return reading, openpyxl.load_workbook(io.BytesIO(make_rejected_book(reading)))


def find_cell(book, text):
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == text]
    assert cells, text
    return cells[0]


def make_county_form():
    return make_book(
        ["2024年昭苏县畜牧业生产情况", None, None, None],
        ["指标名称", "计量单位", "代码", "数量"],
        ["一、年末存栏", None, None, None],
        ["牛", "头", "01", "二十一万"],
        ["羊", "只", "02", 987654],
        ["二、当年出栏", None, None, None],
        ["牛", "头", "04", "约5万"],
        ["羊", "只", "05", 456789],
    )


def test_rows_of_one_name_stay_in_their_sections(plan_store):
    reading, returned = send_back(make_county_form(), plan_store)
    again = read_statistics(save(returned), "b.xlsx", plan_store)
    assert list_faults(again) == list_faults(reading)
    find_cell(returned, "二十一万").value = 210000
    find_cell(returned, "约5万").value = 54321
    mended = read_statistics(save(returned), "b.xlsx", plan_store)
    assert {
        ("cattle_stock", "654026", 2024, 21.0),
        ("cattle_slaughtered", "654026", 2024, 5.4321),
    } <= set(list_values(mended))
    assert not len(mended.rejected) and not mended.unread


def test_codes_and_digits_come_back_as_written(plan_store):
    _, returned = send_back(make_county_form(), plan_store)
    assert find_cell(returned, "01").data_type == "s"
    lines = ["县市,编号,牛存栏(万头)", "昭苏县,007,1.50", "特克斯县,0010,约2"]
    reading = read_statistics("\n".join(["2022年", *lines]).encode(), "a.csv", plan_store)
    returned = openpyxl.load_workbook(io.BytesIO(make_rejected_book(reading)))
    find_cell(returned, "0010")


@pytest.mark.parametrize("section", ["一、牛", "兵团"])
def test_a_section_row_above_counties_comes_back(plan_store, section):
    book = make_book(
        ["2024年末存栏", None],
        ["县市", "牛存栏（万头）"],
        ["昭苏县", 1],
        [section, None],
        ["特克斯县", "约2"],
    )
    reading, returned = send_back(book, plan_store)
    assert find_cell(returned, section)
    again = read_statistics(save(returned), "b.xlsx", plan_store)
    assert list_faults(again) == list_faults(reading)


def test_a_merged_value_stays_merged(plan_store):
    book = make_book(
        ["2024年末存栏", None],
        ["县市", "牛存栏（万头）"],
        ["新源县", 7],
        ["昭苏县", 39.6],
        ["特克斯县", None],
    )
    book.active.merge_cells("B4:B5")
    reading, returned = send_back(book, plan_store)
    again = read_statistics(save(returned), "b.xlsx", plan_store)
    assert list_values(reading) == [("cattle_stock", "654025", 2024, 7.0)]
    assert list_values(again) == [] and list_faults(again) == list_faults(reading)


def test_a_merged_name_stands_in_each_of_its_rows(plan_store):
    book = make_book(
        ["年末存栏", None, None],
        ["县市", "年份", "牛存栏（万头）"],
        ["昭苏县", 2021, 1],
        [None, 2022, "约2"],
    )
    book.active.merge_cells("A3:A4")
    _, returned = send_back(book, plan_store)
    find_cell(returned, "约2").value = 2
    mended = read_statistics(save(returned), "b.xlsx", plan_store)
    assert ("cattle_stock", "654026", 2022, 2.0) in list_values(mended)


def test_a_struck_value_stays_struck(plan_store):
    book = make_book(["2024年末存栏"], ["县市", "牛存栏（万头）"], ["昭苏县", 1], ["特克斯县", 2])
    book.active["B4"].font = Font(strike=True)
    reading, returned = send_back(book, plan_store)
    again = read_statistics(save(returned), "b.xlsx", plan_store)
    assert list_faults(again) == list_faults(reading) == [("2", "struck_out")]


def test_comments_and_notes_below_come_back(plan_store):
    book = make_book(
        ["2024年末存栏", None, None],
        ["县市", "牛存栏（万头）", "羊存栏（万只）"],
        ["昭苏县", "约2", 98.7],
        ["注：本表为快报数。", None, None],
    )
    book.active["C3"].comment = Comment("预计数，待核", "王")
    reading, returned = send_back(book, plan_store)
    assert find_cell(returned, "注：本表为快报数。")
    again = read_statistics(save(returned), "b.xlsx", plan_store)
    assert list_values(again) == list_values(reading)
    assert [word.word for word in again.unread] == [word.word for word in reading.unread]
    find_cell(returned, "约2").value = 2
    mended = read_statistics(save(returned), "b.xlsx", plan_store)
    assert set(mended.observations["state"]) == {"provisional"}


@pytest.mark.parametrize("title", ["续表", "羊"])
def test_a_title_further_above_comes_back_too(plan_store, title):
    book = make_book(
        ["2022年各县市", None],
        ["地区", "牛存栏(万头)"],
        ["昭苏县", 1],
        [title, None],
        ["地区", "羊存栏(万只)"],
        ["特克斯县", "约2"],
    )
    reading, returned = send_back(book, plan_store)
    again = read_statistics(save(returned), "b.xlsx", plan_store)
    assert list_faults(again) == list_faults(reading)
    find_cell(returned, "约2").value = 2
    mended = read_statistics(save(returned), "b.xlsx", plan_store)
    assert list_values(mended) == [
        ("cattle_stock", "654026", 2022, 1.0),
        ("sheep_stock", "654027", 2022, 2.0),
    ]


def test_a_row_that_is_too_long_is_not_taken_for_one_that_fits(plan_store):
    lines = ["2024年末存栏", "县市,牛存栏（头）,羊存栏（只）", "昭苏县,214,000,987,000"]
    reading = read_statistics("\n".join(lines).encode(), "a.csv", plan_store)
    returned = openpyxl.load_workbook(io.BytesIO(make_rejected_book(reading)))
    assert find_cell(returned, "214 | 000 | 987 | 000")
    assert list_values(read_statistics(save(returned), "b.xlsx", plan_store)) == []


FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "statistics"


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.*")), ids=lambda path: path.name)
def test_no_refused_value_gets_in_by_the_way_of_the_workbook(plan_store, path):
    try:
        reading = read_statistics(path.read_bytes(), path.name, plan_store)
    except CaomuError:
        return
    if len(reading.rejected):
        content = make_rejected_book(reading)
        again = read_statistics(content, f"{path.stem}.xlsx", plan_store)
        assert set(list_values(again)) <= set(list_values(reading))


def test_rows_that_are_accepted_in_a_long_list_stay_away(plan_store):
    rows = [["昭苏县", year, "牛存栏", 1, "万头"] for year in range(2010, 2024)]
    book = make_book(
        ["地区", "年份", "指标", "数值", "单位"], *rows, ["火星县", 2024, "牛存栏", 1, "万头"]
    )
    _, returned = send_back(book, plan_store)
    assert returned.worksheets[0].max_row == 2
