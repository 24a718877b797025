"""Tables as a workbook to take away: typed cells, rounded numbers, where it comes from."""

import io
from typing import NamedTuple

from data.files.workbook import make_workbook, set_looks, write_cell
from data.words.numbers import MOST_DECIMALS, MOST_DECIMALS_BELOW_ONE, count_decimals, is_missing

MOST_TITLE = 31
FORBIDDEN_IN_TITLE = str.maketrans(dict.fromkeys(r"[]:*?/\\", "_"))
HEADER_ROW = 4


class TableSheet(NamedTuple):
    """One sheet.

    Attributes
    ----------
    title : str
        The name of the sheet.
    header : list of str
        Titles of the columns.
    rows : list of list
        Cells: texts, numbers, or missing.
    widths : list of float
        Widths of the columns, in characters.
    """

    title: str
    header: list[str]
    rows: list[list]
    widths: list[float]


def round_column(values) -> list:
    """Return the numbers of a column with the same decimals; a missing one is None."""
    decimals = count_decimals(values)
    return [None if is_missing(value) else round(float(value), decimals) for value in values]


def round_figure(value: float | None) -> float | None:
    """Return a number as a page shows it where each row has a unit of its own; else None."""
    if value is None or is_missing(value):
        return None
    most = MOST_DECIMALS_BELOW_ONE if abs(value) < 1 else MOST_DECIMALS
    return round(float(value), most)


def make_table_book(title: str, note: str, sheets: list[TableSheet]) -> bytes:
    """Return sheets as a workbook.

    Each begins with the title and the note; the table begins in the fourth row. Numbers are
    numbers: those of a column have the same decimals, and a missing one is an empty cell.
    """
    import openpyxl  # noqa: F401
    from openpyxl.styles import Font

    book, first = make_workbook(_name_sheet(sheets[0].title))
    for place, table in enumerate(sheets):
        sheet = first if place == 0 else book.create_sheet(_name_sheet(table.title))
        write_cell(sheet, 1, 1, title).font = Font(bold=True, size=13)
        write_cell(sheet, 2, 1, note).font = Font(color="66736C")
        for column, name in enumerate(table.header, start=1):
            write_cell(sheet, HEADER_ROW, column, name)
        for column in range(len(table.header)):
            _write_column(sheet, column, [row[column] for row in table.rows])
        set_looks(sheet, HEADER_ROW, table.widths)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _name_sheet(title: str) -> str:
    return title.translate(FORBIDDEN_IN_TITLE)[:MOST_TITLE]


def _write_column(sheet, column: int, cells: list) -> None:
    """Write the cells of a column below its header; whole years stay whole."""
    import openpyxl  # noqa: F401
    from openpyxl.styles import Alignment

    numbers = [cell for cell in cells if isinstance(cell, float)]
    decimals = count_decimals(numbers)
    looks = "#,##0" + ("." + "0" * decimals if decimals else "")
    for row, value in enumerate(cells, start=HEADER_ROW + 1):
        if is_missing(value):
            continue
        is_number = isinstance(value, float)
        written = round(value, decimals) if is_number else value
        cell = write_cell(sheet, row, column + 1, written)
        if is_number:
            cell.number_format = looks
        elif isinstance(value, str):
            cell.alignment = Alignment(vertical="top", wrap_text=True)
