"""Rows and columns that the file hides are read, and said."""

import openpyxl

from data.statistics.read import read_statistics
from data.words.catalogue import t
from tests.data.files.parts import save


def test_hidden_rows_and_columns_are_read_and_said(plan_store):
    book = openpyxl.Workbook()
    for row in (
        ["2022年各县市存栏"],
        ["地区", "牛存栏（万头）", "羊存栏（万只）"],
        *(["昭苏县", 1, 2], ["特克斯县", 3, 4], ["新源县", 5, 6], ["巩留县", 7, 8]),
    ):
        book.active.append(row)
    for row in (3, 4, 6, 9):
        book.active.row_dimensions[row].hidden = True
    book.active.column_dimensions["C"].hidden = True
    reading = read_statistics(save(book), "a.xlsx", plan_store)
    assert len(reading.observations) == 8
    said = {issue.rule: issue for issue in reading.issues}
    assert set(said) == {"hidden_rows", "hidden_columns"}
    assert said["hidden_rows"].fields["rows"] == "3—4, 6"
    words = t("ingest.hidden_columns", sheet="Sheet", **said["hidden_columns"].fields)
    assert "C列" in words
