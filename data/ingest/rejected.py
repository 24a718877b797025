"""The refused rows as a workbook: mend the marked cells and upload it again."""

import io

from openpyxl.styles import Alignment

from data.ingest.layout import fill_merged
from data.ingest.model import Grid, Layout, Reading
from data.ingest.numbers import NUMBER, parse_number
from data.ingest.report import describe_issue
from data.ingest.text import position
from data.ingest.workbook import FAULT_FILL, make_workbook, set_looks, write_cell
from data.words import t


def write_rejected(reading: Reading) -> bytes | None:
    """Return an .xlsx with each sheet's title, header and refused rows, or None without any.

    The last column says why, the faulty cells are coloured. Values beside them that were
    taken stand in the row too; uploaded again they are unchanged.
    """
    if reading.rejected.empty:
        return None
    layouts = {layout.sheet: layout for layout in reading.layouts}
    book, first = make_workbook("x")
    for grid in reading.grids:
        rejected = reading.rejected[reading.rejected["sheet"] == grid.name]
        if len(rejected) and grid.name in layouts:
            sheet = book.create_sheet(grid.name[:31])
            _write_sheet(sheet, grid, layouts[grid.name], rejected)
    book.remove(first)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _write_sheet(sheet, grid: Grid, layout: Layout, rejected) -> None:
    head = layout.header_end
    filled = fill_merged(grid)
    places = {row: at for at, row in enumerate(sorted(set(rejected["row"])), start=head + 1)}
    width = max(len(filled[row]) for row in [*range(head), *(row - 1 for row in places)])
    for row in range(head):
        # Merged texts above the header would read as more than one title.
        cells = grid.rows[row] if row < layout.header_row - 1 else filled[row]
        _write_row(sheet, row + 1, cells)
    for row, place in places.items():
        _write_row(sheet, place, filled[row - 1])
        issues = {id(issue): issue for issue in rejected[rejected["row"] == row]["issue"]}
        reasons = "\n".join(describe_issue(issue) for issue in issues.values())
        write_cell(sheet, place, width + 1, reasons).alignment = Alignment(wrap_text=True)
        for issue in issues.values():
            if issue.column and issue.row in (row, *range(1, head + 1)):
                faulty = place if issue.row == row else issue.row
                sheet.cell(faulty, position(issue.column) + 1).fill = FAULT_FILL
    set_looks(sheet, head, [14.0] * width + [60.0])
    write_cell(sheet, layout.header_row, width + 1, t("ingest.rejected_reason"))


def _write_row(sheet, place: int, cells: list[str]) -> None:
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
