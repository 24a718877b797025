"""The rows of a list that state something, and the sheets that are read."""

import pytest

from data.errors import UnknownIdError
from data.files.grid import Grid
from data.files.listing import find_filled_rows, find_sheets

HEADINGS = ["县（市）", "面积", "年份"]


def test_empty_rows_repeated_headings_and_notes_state_nothing():
    grid = Grid(
        "草地",
        [
            ["2024年草地", "", ""],
            HEADINGS,
            ["昭苏县", "12", "2024"],
            ["", " ", ""],
            ["县(市)", "面 积", "年份"],
            ["注：面积为可利用面积", "", ""],
            ["资料来源:草原站", "2025", ""],
            ["注：三个格子", "12", "2024"],
            ["特克斯县", "", ""],
        ],
    )
    assert list(find_filled_rows(grid, 1)) == [2, 7, 8]


def test_the_sheets_asked_for_come_in_their_order_also_a_hidden_one():
    shown, hidden = Grid("甲", []), Grid("乙", [], is_hidden=True)
    assert find_sheets([shown, hidden], (), "a.xlsx") == [shown]
    assert find_sheets([shown, hidden], ("乙", "甲"), "a.xlsx") == [hidden, shown]


def test_a_sheet_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(UnknownIdError) as told:
        find_sheets([Grid("甲", [])], ("丙",), "a.xlsx")
    assert told.value.fields["value"] == "丙"
    assert told.value.fields["sheets"] == "甲"
