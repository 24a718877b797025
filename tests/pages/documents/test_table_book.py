"""Tables as workbooks: numbers stay numbers, decimals agree, nothing is a formula."""

import io

import openpyxl
import pytest

from data.words.numbers import count_decimals
from pages.documents.table_book import TableSheet, make_table_book, round_column


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        ([1.0, 2.0], 0),
        ([95.2249408051, 3.0], 2),
        ([3.5, None, 2.0], 1),
        ([0.1234, 0.5], 3),
        # A column in which a number would be a zero has its first digit.
        ([0.00042, 12.5], 4),
        ([], 0),
    ],
)
def test_a_column_has_the_decimals_that_it_needs(values, decimals):
    assert count_decimals(values) == decimals


def test_a_missing_value_is_no_zero():
    assert round_column([95.2249408051, None]) == [95.22, None]


def test_cells_are_typed_and_guarded():
    rows = [[2024, 95.2249408051, "=1+1"], [2023, None, "甲"]]
    sheet = TableSheet("数据/一", ["年份", "数值", "来源"], rows, [8, 10, 20])
    book = openpyxl.load_workbook(io.BytesIO(make_table_book("题", "注", [sheet])))
    page = book.worksheets[0]
    assert page.title == "数据_一" and page["A1"].value == "题"
    assert (page["A5"].value, page["B5"].value) == (2024, 95.22)
    assert page["A5"].number_format == "General" and page["B5"].number_format == "#,##0.00"
    assert page["C5"].value == "'=1+1" and page["B6"].value is None
