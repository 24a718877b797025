"""Old workbooks: number formats, errors, struck-out cells, hidden rows and columns."""

import io

import xlwt

from data.files.readers import read_grids


def make_book(fill) -> bytes:
    book = xlwt.Workbook()
    fill(book, book.add_sheet("表"))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_cells_stand_as_excel_shows_them():
    def fill(_book, sheet):
        codes = {0: "0.00%", 1: 'yyyy"年"', 2: "yyyy/m/d", 3: '0.0"万头"', 4: "General"}
        for column, code in codes.items():
            style = xlwt.easyxf(num_format_str=code)
            sheet.write(0, column, 0.4259 if column == 0 else 45292.0, style)
        sheet.row(1).set_cell_error(0, "#REF!")
        sheet.write(1, 1, True)
        sheet.write(1, 2, "昭苏县")

    (grid,) = read_grids(make_book(fill), "a.xls")
    assert list(grid.rows) == [
        ["42.59%", "2024年", "2024-01-01", "45292万头", "45292"],
        ["#REF!", "TRUE", "昭苏县"],
    ]


def test_struck_hidden_and_merged():
    def fill(book, sheet):
        struck = xlwt.easyxf("font: struck_out on")
        sheet.write_merge(0, 0, 0, 2, "题")
        sheet.write(1, 0, 5, struck)
        sheet.write_rich_text(1, 1, [("旧", struck.font), "新"])
        sheet.write(1, 2, 6)
        sheet.row(1).hidden = True
        sheet.col(2).hidden = True
        book.add_sheet("藏").visibility = 1

    grid, hidden = read_grids(make_book(fill), "a.xls")
    assert grid.merged == [(0, 0, 0, 2)]
    assert grid.struck == {(1, 0), (1, 1)}
    assert (grid.hidden_rows, grid.hidden_columns) == ({1}, {2})
    assert (grid.is_hidden, hidden.is_hidden, len(hidden.rows)) == (False, True, 0)
