"""Writes the rejected rows as a workbook to correct and upload again."""

import io

from openpyxl.styles import Alignment

from data.files.grid import Grid
from data.files.workbook import FAULT_FILL, make_workbook, set_looks, write_cell
from data.names.numbers import NUMBER, parse_number
from data.names.text import position
from data.statistics.model import Layout, Reading
from data.statistics.report import describe_issue
from data.words.catalogue import t


def write_rejected(reading: Reading) -> bytes | None:
    """Return an .xlsx with each sheet's title, header and rejected rows; None without any.

    The last column gives the reason; faulty cells are coloured. A row also has its accepted
    values, which stay unchanged when it is uploaded again.
    """
    if reading.rejected.empty:
        return None
    book, first = make_workbook("x")
    for grid in reading.grids:
        rejected = reading.rejected[reading.rejected["sheet"] == grid.name]
        tables = [layout for layout in reading.layouts if layout.sheet == grid.name]
        if len(rejected) and tables:
            # A sheet named after its file has no name of its own: that would be asked about.
            sheet = book.create_sheet("Sheet1" if grid.is_named_by_file else grid.name[:31])
            _write_sheet(sheet, grid, _choose_tables(tables, set(rejected["row"])), rejected)
    book.remove(first)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _choose_tables(tables: list[Layout], rows: set[int]) -> list[Layout]:
    """Return the tables with rejected rows, and those whose header they share."""
    wanted = [
        table for table in tables if any(table.data_row <= row <= table.last_row for row in rows)
    ]
    headers = {table.header_row for table in wanted}
    return [
        table
        for table in tables
        if table in wanted or (table.header_row in headers and table.header_row >= table.first_row)
    ]


def _write_sheet(sheet, grid: Grid, tables: list[Layout], rejected) -> None:
    rows = sorted(set(rejected["row"]))
    heads = [range(table.first_row, table.data_row) for table in tables]
    width = max(len(grid.filled[row - 1]) for part in [rows, *heads] for row in part)
    place = 1
    for table in tables:
        start = place
        for row in range(table.first_row, table.data_row):
            # Merged texts above the header would read as more than one title.
            is_header = table.header_row <= row <= table.header_end
            write_row(sheet, place, (grid.filled if is_header else grid.rows)[row - 1])
            if row == table.header_row:
                write_cell(sheet, place, width + 1, t("ingest.rejected_reason"))
            place += 1
        for row in [row for row in rows if table.data_row <= row <= table.last_row]:
            write_row(sheet, place, grid.filled[row - 1])
            issues = {id(issue): issue for issue in rejected[rejected["row"] == row]["issue"]}
            reasons = "\n".join(describe_issue(issue) for issue in issues.values())
            write_cell(sheet, place, width + 1, reasons).alignment = Alignment(wrap_text=True)
            mark_faults(
                sheet,
                issues.values(),
                {row: place}
                | {
                    head: start + at
                    for at, head in enumerate(range(table.first_row, table.data_row))
                },
            )
            place += 1
    set_looks(sheet, tables[0].header_end - tables[0].first_row + 1, [14.0] * width + [60.0])


def mark_faults(sheet, issues, places: dict[int, int]) -> None:
    """Colour the faulty cells; places maps each row of the file to its present row."""
    for issue in issues:
        if issue.column and issue.row in places:
            sheet.cell(places[issue.row], position(issue.column) + 1).fill = FAULT_FILL


def write_row(sheet, place: int, cells: list[str]) -> None:
    """Write the cells of a row of the file; plain numbers as numbers."""
    for at, text in enumerate(cells, start=1):
        if text:
            write_cell(sheet, place, at, _make_value(text))


def _make_value(text: str):
    number = parse_number(text)
    is_plain = number.kind == NUMBER and number.unit is None and text == text.strip()
    if is_plain and number.value is not None and "," not in text:
        value = float(number.value)
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    return text
