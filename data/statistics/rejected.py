"""Writes the rejected rows as a workbook to correct and upload again."""

import io

import openpyxl  # noqa: F401
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font

from data.files.grid import Grid
from data.files.workbook import make_workbook, mark_fault, set_looks, write_cell
from data.names.text import position
from data.statistics.model import Issue, Layout, Reading
from data.statistics.report import describe_issue
from data.words.catalogue import t


def make_rejected_book(reading: Reading) -> bytes | None:
    """Return an .xlsx with each sheet's title, header, rejected rows and notes; None without any.

    The last column gives the reason; faulty cells are coloured. A row also has its accepted
    values, which stay unchanged when it is uploaded again, and so have the rows that a rejected
    one is read with. Sent back as it is, the workbook has the same faults.
    """
    if reading.rejected.empty:
        return None
    book, first = make_workbook("x")
    for grid in reading.grids:
        rejected = reading.rejected[reading.rejected["sheet"] == grid.name]
        tables = [layout for layout in reading.layouts if layout.sheet == grid.name]
        tables = _choose_tables(tables, set(rejected["row"]))
        if tables:
            # A sheet named after its file has no name of its own: that would be asked about.
            sheet = book.create_sheet("Sheet1" if grid.is_named_by_file else grid.name[:31])
            _write_sheet(sheet, grid, tables, rejected)
    book.remove(first)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _choose_tables(tables: list[Layout], rows: set[int]) -> list[Layout]:
    """Return the tables up to the last one with rejected rows: a table may take from those above
    what its own title does not say."""
    tables = sorted(tables, key=lambda table: table.data_row)
    wanted = [
        at
        for at, table in enumerate(tables)
        if any(table.data_row <= row <= table.last_row for row in rows)
    ]
    return tables[: wanted[-1] + 1] if wanted else []


def _write_sheet(sheet, grid: Grid, tables: list[Layout], rejected) -> None:
    issues = {row: _list_issues(rejected, row) for row in sorted(set(rejected["row"]))}
    heads = {
        row: table for table in tables for row in range(table.header_row, table.header_end + 1)
    }
    owners = {row: table for table in tables for row in _choose_rows(grid, table, issues)}
    around = {row for table in tables for row in _list_around(table)}
    order = sorted(around | heads.keys() | owners.keys())
    places = {row: place for place, row in enumerate(order, start=1)}
    width = max(len(grid.filled[row - 1]) for row in order)
    for row, place in places.items():
        if row in owners:
            cells = _take_cells(grid, owners[row], row)
            is_shifted = "row_too_long" in {issue.rule for issue in issues.get(row, ())}
            write_row(sheet, place, _join_shifted(cells, owners[row]) if is_shifted else cells)
        else:
            # Merged texts above the header would read as more than one title.
            write_row(sheet, place, (grid.filled if row in heads else grid.rows)[row - 1])
        if row in heads and row == heads[row].header_row:
            write_cell(sheet, place, width + 1, t("ingest.rejected_reason"))
        elif row in owners and row in issues:
            reasons = "\n".join(describe_issue(issue) for issue in issues[row])
            write_cell(sheet, place, width + 1, reasons).alignment = Alignment(wrap_text=True)
    _copy_looks(sheet, grid, tables, places)
    mark_faults(sheet, [issue for row in issues.values() for issue in row], places)
    set_looks(sheet, places[tables[0].header_end], [14.0] * width + [60.0])


def _list_around(table: Layout) -> set[int]:
    """Return the rows of titles and notes, which may stand above or below other tables."""
    titles = {word.row for word in table.words if word.row and word.row < table.data_row}
    notes = {row for row, _, _ in table.notes if not table.data_row <= row <= table.last_row}
    return titles | notes | set(range(table.first_row, table.data_row))


def _list_issues(rejected, row: int) -> list[Issue]:
    """Return the issues of a row, each once."""
    return list({id(issue): issue for issue in rejected[rejected["row"] == row]["issue"]}.values())


def _choose_rows(grid: Grid, table: Layout, rejected: dict[int, list[Issue]]) -> list[int]:
    """Return the rejected rows of a table, with those that they are read with: the rows of a cell
    merged with theirs, and headings of sections (二、当年出栏). Where all rows are indicators of
    one area, a row may be read with any row above it (牲畜存栏, then 牛): all are returned; so are
    the rows of a table whose column of areas only all of them show."""
    wanted = {row for row in rejected if table.data_row <= row <= table.last_row}
    if any(issue.rule == "area_column_unknown" for row in wanted for issue in rejected[row]):
        return list(range(table.data_row, table.last_row + 1))
    for top, _, bottom, _ in grid.merged:
        if any(top < row <= bottom + 1 for row in wanted):
            wanted |= {row for row in range(top + 1, bottom + 2) if row <= table.last_row}
    wanted = {row for row in wanted if row >= table.data_row}
    if not wanted:
        # A header above no figures would be read as a title.
        columns = table.value_places
        for row in range(table.data_row, table.last_row + 1):
            cells = grid.rows[row - 1]
            if any(at < len(cells) and cells[at] for at in columns):
                return [row]
        return []
    above = range(table.data_row, max(wanted))
    if table.indicator_column and not table.area_column:
        return [*above, max(wanted)]
    return sorted(wanted | {row for row in above if sum(map(bool, grid.rows[row - 1])) == 1})


def _take_cells(grid: Grid, table: Layout, row: int) -> list[str]:
    """Return the cells of a row. A merged name stands in each of its rows; a merged value does
    not: it belongs to none of them for certain."""
    cells = list(grid.filled[row - 1])
    for value in table.values:
        at = value.at
        if at < len(cells):
            cells[at] = grid.rows[row - 1][at] if at < len(grid.rows[row - 1]) else ""
    return cells


def _join_shifted(cells: list[str], table: Layout) -> list[str]:
    """Put the values of a row that is longer than the header into one cell: the heading of the
    reasons would make it fit, with the values in the wrong columns."""
    first = min(table.value_places)
    return [*cells[:first], " | ".join(cells[first:])]


def _copy_looks(sheet, grid: Grid, tables: list[Layout], places: dict[int, int]) -> None:
    """Keep what a cell says besides its text: merged values, struck texts, comments."""
    columns = {at for table in tables for at in table.value_places}
    heads = {row for table in tables for row in range(table.first_row, table.data_row)}
    for top, left, bottom, right in grid.merged:
        rows = range(top + 1, bottom + 2)
        is_value = columns.intersection(range(left, right + 1)) and not heads.intersection(rows)
        if is_value and all(row in places for row in rows):
            first, last = places[top + 1], places[bottom + 1]
            sheet.merge_cells(
                start_row=first, end_row=last, start_column=left + 1, end_column=right + 1
            )
    for row, column in grid.struck:
        if row + 1 in places:
            sheet.cell(places[row + 1], column + 1).font = Font(strike=True)
    for row, column, text in grid.comments:
        if row + 1 in places:
            sheet.cell(places[row + 1], column + 1).comment = Comment(text, "")


def mark_faults(sheet, issues, places: dict[int, int]) -> None:
    """Colour the faulty cells; places maps each row of the file to its present row."""
    for issue in issues:
        if issue.column and issue.row in places:
            mark_fault(sheet.cell(places[issue.row], position(issue.column) + 1))


def write_row(sheet, place: int, cells: list[str]) -> None:
    """Write the cells of a row of the file; plain numbers as numbers."""
    for at, text in enumerate(cells, start=1):
        if text:
            write_cell(sheet, place, at, _make_value(text))


def _make_value(text: str) -> int | float | str:
    """Return a number where it is written as a workbook would write it; 01 and 1.50 stay texts."""
    try:
        value = float(text)
    except ValueError:
        return text
    number = int(value) if value.is_integer() and abs(value) < 1e15 else value
    return number if str(number) == text else text
