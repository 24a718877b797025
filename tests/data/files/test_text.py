"""Delimited texts: encodings, delimiters, rows as they stand; large ones by the column."""

import csv
import io

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.files import handover, readers
from data.files.grid import Grid
from data.files.readers import find_delimiter, read_grids


def read(text: str, encoding: str = "utf-8") -> Grid:
    (grid,) = read_grids(text.encode(encoding), "县市.csv")
    return grid


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_encodings(encoding):
    grid = read("地区,2023,2024\n昭苏县,21.4,22.5\n", encoding)
    assert list(grid.rows) == [["地区", "2023", "2024"], ["昭苏县", "21.4", "22.5"]]
    assert (grid.name, grid.is_named_by_file) == ("县市", True)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimiters_and_line_ends(delimiter, end):
    text = end.join(
        ["题", "", delimiter.join("地区 2023 2024".split()), delimiter.join("昭苏 1 2".split())]
    )
    assert find_delimiter(text) == delimiter
    rows = [row for row in read(text).rows if row]
    assert rows == [["题"], ["地区", "2023", "2024"], ["昭苏", "1", "2"]]


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), min_size=1, max_size=6)


@settings(deadline=None)
@given(st.lists(st.lists(TEXTS, min_size=2, max_size=4), min_size=3, max_size=6))
def test_rows_are_read_back_small_and_large(rows):
    target = io.StringIO()
    csv.writer(target, quoting=csv.QUOTE_ALL).writerows(rows)
    text = target.getvalue()
    if find_delimiter(text) != ",":
        return
    for grid in (
        readers.read_text(text, "a.csv"),
        readers._read_columns(text.encode(), ",", "a.csv"),
    ):
        if grid is not None:
            assert [
                [grid.get(row, column).strip() for column in range(len(cells))]
                for row, cells in enumerate(rows)
            ] == [[cell.strip() for cell in cells] for cells in rows]


@pytest.mark.parametrize("delimiter", [",", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_large_text_is_handed_over_as_it_stands_in_each_encoding(monkeypatch, encoding, delimiter):
    # 亅 ends with the byte of | in GB18030; the last column is seldom the same.
    lines = [
        ["地区", "亅", "数值", "说明"],
        *(["昭苏县", "2024", f"{at}.5", f"注{at}"] for at in range(90)),
    ]
    content = "\n".join(map(delimiter.join, lines)).encode(encoding)
    small = read_grids(content, "a.csv")[0].rows
    monkeypatch.setattr(readers, "_LARGE", 10)
    monkeypatch.setattr(handover, "_LARGE", 10)
    (large,) = read_grids(content, "a.csv")
    assert type(large).__name__ == "ColumnGrid"
    sink = io.BytesIO()
    handover.write_grids([large], sink)
    (grid,) = handover.read_grids_back(pa.py_buffer(sink.getvalue()))
    assert list(grid.rows) == list(small) == lines
    rows = np.arange(1, 91)
    assert grid.encode_column(0, rows)[0] == ["昭苏县"]
    assert grid.take_column(3, rows).to_pylist() == [line[3] for line in lines[1:]]
    assert grid.parse_column(2, rows).tolist() == [at + 0.5 for at in range(90)]


def test_large_text_is_read_by_the_column_like_a_small_one(monkeypatch):
    lines = [
        "2024年牛存栏",
        "地区,年份,数值,说明",
        *(f'县{at},2024,{at}.5,"a,""b"""' for at in range(50)),
    ]
    text = "\n".join([*lines, "注：略", ""])
    small = read(text)
    monkeypatch.setattr(readers, "_LARGE", 10)
    large = read(text)
    assert type(large).__name__ == "ColumnGrid"
    places = [(row, column) for row in range(60) for column in range(6)]
    assert [large.get(*place) for place in places] == [small.get(*place) for place in places]


def test_open_quote_of_a_large_text_is_refused_too(monkeypatch):
    monkeypatch.setattr(readers, "_LARGE", 10)
    text = "地区,年份,数值\n" + "昭苏县,2024,5\n" * 20 + '昭苏县,"2024,5\n昭苏县,2024,6\n'
    with pytest.raises(readers.UnreadableFileError) as caught:
        read(text)
    assert (caught.value.key, caught.value.fields["row"]) == ("file_open_quote", 22)
