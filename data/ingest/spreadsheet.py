"""Workbooks (.xlsx, .xls, .ods) as sheets of texts. Formulas are never evaluated: the value
that the office program stored beside a formula is read, or none."""

import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import python_calamine

from data.errors import UnreadableFileError
from data.ingest.limits import LIMITS, open_zip
from data.ingest.model import Grid


def read_workbook(content: bytes, file_name: str) -> list[Grid]:
    """Return the sheets of a workbook, hidden ones marked.

    Raises
    ------
    UnreadableFileError
        Damaged, protected by a password, or beyond a limit.
    """
    if content[:2] == b"PK":
        open_zip(content, file_name).close()
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.PasswordError as error:
        raise UnreadableFileError("file_encrypted", file=file_name) from error
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise UnreadableFileError("file_damaged", file=file_name) from error
    if len(book.sheet_names) > LIMITS.sheets:
        raise UnreadableFileError(
            "file_sheets", file=file_name, sheets=len(book.sheet_names), limit=LIMITS.sheets
        )
    return [_read_sheet(book, meta, file_name) for meta in book.sheets_metadata
            if meta.typ == python_calamine.SheetTypeEnum.WorkSheet]


def _read_sheet(book, meta, file_name: str) -> Grid:
    is_hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
    try:
        sheet = book.get_sheet_by_name(meta.name)
        _check_extent(sheet, file_name)
        rows = sheet.to_python(skip_empty_area=False)
        merged = [(*start, *end) for start, end in sheet.merged_cell_ranges or ()]
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise UnreadableFileError("file_damaged", file=file_name) from error
    return Grid(meta.name, [[format_cell(cell) for cell in row] for row in rows], merged,
                is_hidden)


def _check_extent(sheet, file_name: str) -> None:
    height, width = sheet.total_height, sheet.total_width
    if height > LIMITS.rows or width > LIMITS.columns or height * width > LIMITS.cells:
        raise UnreadableFileError("file_rows", file=file_name, rows=height, limit=LIMITS.rows)


def format_cell(cell) -> str:
    """Return a stored cell as text: a number in its shortest exact form, a date as ISO."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        return format(Decimal(repr(cell)), "f")
    if isinstance(cell, (datetime, date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell)
