"""Bounds are looked at before anything is laid out; a refusal says which one was broken."""

import io
import zipfile

import openpyxl
import pytest

from data.errors import UnreadableFileError
from data.files import readers, sheet
from data.files.limits import Limits
from data.files.readers import read_grids
from tests.data.files import parts


def refuse(content: bytes, file_name: str = "a.xlsx") -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught:
        read_grids(content, file_name)
    return caught.value


def test_zip_bomb_is_refused_before_it_is_opened(monkeypatch):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (30 * 1024 * 1024))
    monkeypatch.setattr("data.files.package.zipfile.ZipFile.open", None)
    error = refuse(target.getvalue())
    assert error.key == "file_ratio"
    assert (error.fields["limit"], error.fields["size_mb"]) == (200, 31)
    assert error.fields["ratio"] == (30 * 1024 * 1024 + 11) // len(target.getvalue())


def test_far_corner_cell_is_refused_before_the_sheet_is_laid_out():
    book = openpyxl.Workbook()
    book.active.cell(1, 1).value = "地区"
    book.active.cell(1_048_576, 16_384).value = 1
    error = refuse(parts.save(book))
    assert error.key == "file_rows"
    assert (error.fields["rows"], error.fields["columns"]) == (1_048_576, 16_384)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r = "XFD1048576"><v>1</v></c>',
        "<c r='XFD1048576'><v>1</v></c>",
        '<c note="a>b" r="XFD1048576"><v>1</v></c>',
        '<c\n r\n=\n"XFD1048576"\n><v>1</v></c>',
    ],
)
def test_far_corner_is_seen_however_the_reference_is_written(cell):
    assert refuse(parts.make_xlsx(f'<row r="1">{cell}</row>')).key == "file_rows"


def test_formats_far_from_the_table_are_no_cells():
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    (grid,) = read_grids(parts.make_xlsx(rows), "a.xlsx")
    assert list(grid.rows) == [["1"]]


def test_stray_cell_far_below_is_refused_with_the_span():
    rows = (
        '<row r="1"><c r="C1"><v>1</v></c></row><row r="900000"><c r="A900000"><v>1</v></c></row>'
    )
    error = refuse(parts.make_xlsx(rows))
    assert (error.key, error.fields["rows"], error.fields["filled"]) == ("file_gaps", 900_000, 2)


def test_merged_ranges_that_overlap_are_refused():
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="I9"><v>1</v></c></row>'
    error = refuse(parts.make_xlsx(cells, merged=["A1:I8", "B2:I9"]))
    assert (error.key, error.fields["ranges"]) == ("file_merged", 2)


def test_merged_range_of_whole_columns_ends_with_the_table():
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>2</v></c></row>'
    (grid,) = read_grids(parts.make_xlsx(cells, merged=["A1:B1048576"]), "a.xlsx")
    assert grid.merged == [(0, 0, 0, 1)]


@pytest.mark.parametrize(
    "row",
    [
        '<table:table-row table:number-rows-repeated="90000000">{cell}</table:table-row>',
        '<table:table-row table:number-rows-repeated="300000">{cell}</table:table-row>',
    ],
)
def test_repeated_rows_of_ods_are_refused(row):
    cell = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    error = refuse(parts.make_ods(row.format(cell=cell)), "a.ods")
    assert (error.key, error.fields["limit"]) == ("file_repeats", 20_100)


def test_repeated_cells_of_ods_are_refused():
    cell = (
        '<table:table-cell office:value-type="string" table:number-columns-repeated="2000000">'
        "<text:p>x</text:p></table:table-cell>"
    )
    error = refuse(parts.make_ods(f"<table:table-row>{cell}</table:table-row>"), "a.ods")
    assert (error.key, error.fields["columns"]) == ("file_rows", 2_000_000)


def test_repeated_blanks_of_ods_take_no_room():
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    cell = '<table:table-cell office:value-type="float" office:value="1"/>'
    rows = (
        f"<table:table-row>{cell}{blank}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="1048575">{blank}</table:table-row>'
    )
    (grid,) = read_grids(parts.make_ods(rows), "a.ods")
    assert list(grid.rows) == [["1"]]


def test_too_many_sheets_are_refused(monkeypatch):
    monkeypatch.setattr("data.files.limits.LIMITS", Limits(sheets=2))
    book = openpyxl.Workbook()
    for _ in range(3):
        book.create_sheet()
    error = refuse(parts.save(book))
    assert (error.key, error.fields["sheets"], error.fields["limit"]) == ("file_sheets", 4, 2)


def test_text_line_without_end_is_refused_with_its_row():
    error = refuse(f"地区,2024\n昭苏县,{'1' * 40_000}\n".encode(), "a.csv")
    assert (error.key, error.fields["row"]) == ("file_long_text", 2)
    assert error.fields["limit"] == readers.LIMITS.cell_characters


def test_long_cell_of_a_workbook_is_refused_with_its_row():
    cell = f'<row r="3"><c r="A3" t="inlineStr"><is><t>{"x" * 40_000}</t></is></c></row>'
    error = refuse(parts.make_xlsx(cell))
    assert (error.key, error.fields["row"]) == ("file_long_cell", 3)
    assert error.fields["characters"] == 40_000


def test_quote_that_never_closes_is_refused_with_its_row():
    error = refuse('地区,2024\n昭苏县,"1\n特克斯县,2\n新源县,3\n'.encode(), "a.csv")
    assert (error.key, error.fields["row"]) == ("file_open_quote", 2)


def test_blank_cells_at_the_end_of_lines_do_not_count():
    text = "地区,2024" + "," * 30_000 + "\n昭苏县,1" + "," * 30_000 + "\n" + "," * 9_000 + "\n"
    (grid,) = read_grids(text.encode(), "a.csv")
    assert grid.rows == [["地区", "2024"], ["昭苏县", "1"]]


def test_too_wide_a_text_is_refused(monkeypatch):
    error = refuse(",".join(["x"] * 2_001).encode(), "a.csv")
    assert (error.key, error.fields["columns"]) == ("file_rows", 2_001)
    monkeypatch.setattr(sheet, "check_extent", lambda *_: None)
    (grid,) = read_grids(",".join(["x"] * 2_001).encode(), "a.csv")
    assert grid.width == 2_001
