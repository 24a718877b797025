"""Old Excel workbooks (.xls) as sheets of texts, percent formats included."""

import io

import xlrd

from data.errors import UnreadableFileError
from data.files.cells import format_cell, format_percent
from data.files.grid import Grid
from data.files.limits import LIMITS, check_extent

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_xls(content: bytes, file_name: str) -> list[Grid]:
    """Return the sheets of a BIFF workbook.

    Raises
    ------
    UnreadableFileError
        Damaged, protected by a password, or beyond a limit.
    """
    if _ENCRYPTED in content:
        raise UnreadableFileError("file_encrypted", file=file_name)
    try:
        book = xlrd.open_workbook(
            file_contents=content,
            formatting_info=True,
            logfile=io.StringIO(),
            on_demand=True,
            ragged_rows=True,
        )
        if book.nsheets > LIMITS.sheets:
            raise UnreadableFileError(
                "file_sheets", file=file_name, sheets=book.nsheets, limit=LIMITS.sheets
            )
        return [_read_sheet(book, at, file_name) for at in range(book.nsheets)]
    except UnreadableFileError:
        raise
    except xlrd.XLRDError as error:
        key = "file_encrypted" if "encrypt" in str(error).lower() else "file_damaged"
        raise UnreadableFileError(key, file=file_name) from error
    except Exception as error:  # a damaged file ends in any error: index, struct, assertion
        raise UnreadableFileError("file_damaged", file=file_name) from error


def _read_sheet(book, at: int, file_name: str) -> Grid:
    sheet = book.sheet_by_index(at)
    check_extent(sheet.nrows, sheet.ncols, file_name)
    rows = [[_format(book, cell) for cell in sheet.row(row)] for row in range(sheet.nrows)]
    merged = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
    grid = Grid(sheet.name, rows, merged, is_hidden=sheet.visibility != 0)
    book.unload_sheet(at)
    return grid


def _format(book, cell) -> str:
    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, book.datemode).isoformat()
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#VALUE!")
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        number_format = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
        if "%" in number_format:
            return format_percent(cell.value)
    return format_cell(cell.value)
