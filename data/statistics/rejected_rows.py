"""Writes the rejected rows of a list as a workbook to correct and upload again."""

import io
from collections.abc import Mapping, Sequence

import openpyxl  # noqa: F401
from openpyxl.styles import Alignment

from data.files.grid import Grid
from data.files.workbook import make_workbook, set_looks, write_cell
from data.statistics.model import REJECTED, Issue
from data.statistics.rejected import mark_faults, write_row
from data.statistics.report import describe_issue
from data.words.catalogue import t


def make_rejected_rows(
    grids: Sequence[Grid], headers: Mapping[str, int], issues: Sequence[Issue]
) -> bytes | None:
    """Return an .xlsx with the header and the rejected rows of each sheet; None without any.

    The last column gives the reason; faulty cells are coloured.

    Parameters
    ----------
    headers : mapping
        The row of the header (from 0) of each grid that was read, by name.
    """
    refused: dict[str, dict[int, list[Issue]]] = {}
    for issue in issues:
        if issue.severity == REJECTED and issue.row:
            refused.setdefault(issue.sheet, {}).setdefault(issue.row, []).append(issue)
    if not refused:
        return None
    book, first = make_workbook("x")
    for grid in grids:
        if grid.name in refused:
            sheet = book.create_sheet(grid.name[:31])
            _write_sheet(sheet, grid, headers[grid.name], refused[grid.name])
    book.remove(first)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _write_sheet(sheet, grid: Grid, header: int, refused: dict[int, list[Issue]]) -> None:
    width = max(len(grid.rows[row]) for row in [header, *(row - 1 for row in refused)])
    write_row(sheet, 1, grid.rows[header])
    write_cell(sheet, 1, width + 1, t("ingest.rejected_reason"))
    for place, row in enumerate(sorted(refused), start=2):
        write_row(sheet, place, grid.rows[row - 1])
        reasons = "\n".join(dict.fromkeys(describe_issue(issue) for issue in refused[row]))
        write_cell(sheet, place, width + 1, reasons).alignment = Alignment(wrap_text=True)
        mark_faults(sheet, refused[row], {row: place})
    set_looks(sheet, 1, [14.0] * width + [60.0])
