"""A large text kept as columns has the rows that reading it line by line gives."""

import csv
import io
import re

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.files.columns import ColumnGrid, ColumnRows, split_columns
from data.files.grid import Grid
from data.files.limits import LIMITS
from data.names.numbers import is_time, parse_number
from tests.conftest import count_examples

COLUMN_NUMBER = re.compile(r"[甲乙丙丁]|[(（]?\d{1,2}[)）]?")
CELLS = st.one_of(
    st.sampled_from(["", " ", "昭苏县", "654026", "2020", "2020.0", "12.5", "-3", "…", "甲", "7"]),
    st.text(alphabet="ab,;\"' \t\n\r.1８九\u3000\x85\u2028", max_size=6),
)
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=12)
RAGGED = st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=12)


def write(rows: list[list[str]], ending: str) -> str:
    target = io.StringIO(newline="")
    csv.writer(target, lineterminator=ending).writerows(rows)
    return target.getvalue()


def trim(cells: list[str]) -> list[str]:
    """Blank cells at the end of a row are the same as none to every reader."""
    filled = [at for at, cell in enumerate(cells) if cell.strip()]
    return cells[: filled[-1] + 1] if filled else []


def drop_blanks(cells: list[str]) -> list[str]:
    return [cell if cell.strip() else "" for cell in cells]


@settings(max_examples=count_examples(300), deadline=None, derandomize=True)
@given(rows=ROWS, others=RAGGED, ending=st.sampled_from(["\n", "\r\n"]))
def test_rows_are_those_of_the_text(rows, others, ending):
    # So many even rows that their width is the usual one; a break of lines in the last row is
    # left to the lines.
    rows = [["a", "b", "c"]] * 13 + rows + others + [["a", "b", "c"]]
    text = write(rows, ending)
    expected = [trim(cells) for cells in csv.reader(io.StringIO(text, newline=""))]
    found = split_columns(text.encode(), ",")
    assert [trim(found[row]) for row in range(len(found))] == expected
    assert [trim(cells) for cells in found] == expected
    assert [trim(cells) for cells in found[3:-1]] == expected[3:-1]
    grid, plain = ColumnGrid("a", found), Grid("a", expected)
    assert grid.width == plain.width
    for column in range(found.width):
        cells = found.get_column(column).to_pylist()
        said = drop_blanks([plain.get(row, column) for row in range(len(expected))])
        assert drop_blanks(cells) == said
        assert [grid.get(row, column) for row in range(len(expected))] == cells


@settings(max_examples=count_examples(300), deadline=None, derandomize=True)
@given(rows=st.lists(st.lists(CELLS, min_size=5, max_size=5), min_size=1, max_size=12))
def test_a_row_that_is_not_odd_has_a_figure_and_words_enough(rows):
    columns = [pa.array(column) for column in zip(*rows, strict=True)]
    odd = set(ColumnRows(columns, {}).odd.tolist())
    for row, cells in enumerate(rows):
        if row in odd:
            continue
        filled = [cell for cell in cells if cell.strip()]
        assert len(filled) >= 3
        assert cells[0].strip()
        assert ":" not in cells[0]
        assert any(parse_number(cell).value is not None and not is_time(cell) for cell in filled)
        assert not all(COLUMN_NUMBER.fullmatch(cell.strip()) for cell in filled)


def test_rows_of_figures_are_not_odd_and_others_are():
    rows = [
        ["654026", "牛存栏", "2020", "3", "万头"],
        ["昭苏县", "牛存栏", "2020", "2020", "万头"],
        ["制表人：张三", "审核", "电话", "2345678", "2024"],
        ["续表", "昭苏县", "2020", "300", "万头"],
        ["数据来源：局", "", "", "", ""],
        ["area", "indicator", "year", "value", "unit"],
        ["甲", "乙", "1", "2", "3"],
    ]
    columns = [pa.array(column) for column in zip(*rows, strict=True)]
    assert ColumnRows(columns, {}).odd.tolist() == [1, 2, 3, 4, 5, 6]


def test_text_of_one_column_or_with_a_cell_beyond_the_limit_is_left_to_the_lines():
    assert split_columns(b"a\nb\nc\n", ",") is None
    assert split_columns(b"a,b\n1,2\n3," + b"x" * 40_000 + b"\n", ",") is None
    limit = LIMITS.cell_characters
    for before in (1, limit // 2 - 1, limit // 2, limit):
        lines = "a,b\n" + "1,2\n" * (before // 4) + "3" * (before % 4)
        assert split_columns(f"{lines},{'x' * (limit + 1)}\n1,2\n".encode(), ",") is None
        assert split_columns(f"{lines},{'x' * limit}\n1,2\n".encode(), ",") is not None


@pytest.mark.parametrize("end", ["", "\n", "\r\n\r\n"])
@pytest.mark.parametrize("row", ['3,"4', '3,"4\n5,6', '"3,4', '3"5,4,"6', '3,4,"5\n6,7\n8'])
def test_a_quotation_mark_that_is_never_closed_is_left_to_the_lines(row, end):
    """The mark of inches makes their number even."""
    head = "a,b\n" + "1,2\n" * 5 + '5",6\n'
    assert split_columns((head + row + end).encode(), ",") is None
    closed = ('3,"4"', '"3",4', '3"5,4', "3,4")
    assert all(split_columns((head + row + end).encode(), ",") for row in closed)
