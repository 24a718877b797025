"""A part of a sheet around one cell."""

import pytest

from data.files.excerpt import cut_excerpt
from data.files.grid import Grid

ROWS = [["标题"], ["地区", "牛", "羊"], *([f"县{n}", str(n), str(n * 2)] for n in range(3, 30))]


def test_a_cell_comes_with_its_headings_labels_and_neighbours():
    found = cut_excerpt(Grid("a", ROWS), 20, "C", (1, 2))
    assert found.columns == ["A", "B", "C"]
    assert [number for number, _ in found.rows] == [1, 2, 18, 19, 20, 21, 22]
    assert dict(found.rows)[20] == ["县20", "20", "40"] and dict(found.rows)[1] == ["标题", "", ""]
    assert (found.row, found.column, found.last_heading) == (20, "C", 2)


def test_of_a_wide_sheet_the_first_columns_and_the_neighbours_are_shown():
    wide = [[f"{row}.{column}" for column in range(40)] for row in range(5)]
    assert cut_excerpt(Grid("a", wide), 2, "Z").columns == ["A", "B", "Y", "Z", "AA"]


@pytest.mark.parametrize(("row", "column"), [(0, "A"), (30, "A"), (2, "D")])
def test_a_cell_that_is_not_there_has_no_excerpt(row, column):
    assert cut_excerpt(Grid("a", ROWS), row, column) is None
